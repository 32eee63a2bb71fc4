"""The smallest letters of a picture: what is written smaller is set as large as the page asks."""

from __future__ import annotations

from typing import Any

SMALL = 11
"""Pixels of the smallest letters that charts are drawn with for the screen; a few are smaller."""

FONTS = ("font", "tickfont", "textfont", "insidetextfont", "outsidetextfont")


def raised(part: Any, least: float) -> Any:
    """Give a figure, or a part of it, without letters of fewer pixels than `least`."""
    if isinstance(part, dict):
        return {key: _raised(key, value, least) for key, value in part.items()}
    if isinstance(part, list | tuple) and part and isinstance(part[0], dict):
        return [raised(each, least) for each in part]
    return part


def _raised(key: str, value: Any, least: float) -> Any:
    if key in FONTS and isinstance(value, dict) and isinstance(value.get("size"), int | float):
        return {**value, "size": max(value["size"], least)}
    return raised(value, least)
