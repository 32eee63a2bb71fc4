"""A figure in one colour: greys as light as the colours were, dashes for the hues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle, pairwise
from typing import Any

from milestones.charts.palette import contrast, luminance, text_on
from milestones.export.pictures.key import key_of

HEX = re.compile(r"#[0-9a-fA-F]{6}")
RGB = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(,[^)]*)?\)")
DASHES = ("solid", "dot", "dashdot", "longdash")
CLOSE = 1.5
"""Contrast of two fills below which a reader of greys cannot tell one from the other."""

DARK, LIGHT = 0.09, 0.85
"""Where a scale of greys may begin and end: luminance + 0.05, as in a contrast."""


def in_grey(spec: dict[str, Any]) -> dict[str, Any]:
    """Turn a figure grey: every colour keeps its luminance, so that contrasts stay as they were.

    What hue alone told apart is told apart by the dashes of lines and the lightness of bars.
    Patterns are no help: Chrome turns each of them in a PDF into an image of megabytes.
    """
    told: dict[str, Any] = _greyed({**spec, "data": list(_told_apart(spec["data"]))})
    return told


def grey_of(colour: str) -> str:
    """Give the grey of a colour's luminance; a text that is no colour stays."""
    if HEX.fullmatch(colour):
        return _grey(colour)
    if found := RGB.fullmatch(colour):
        red, green, blue, alpha = found.groups()
        level = int(_grey(f"#{int(red):02x}{int(green):02x}{int(blue):02x}")[1:3], 16)
        return (
            f"rgba({level}, {level}, {level}{alpha})"
            if alpha
            else f"rgb({level}, {level}, {level})"
        )
    return colour


@lru_cache(maxsize=512)
def _grey(colour: str) -> str:
    return _level(luminance(colour))


def _level(light: float) -> str:
    """Give the grey of a relative luminance."""
    level = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return "#" + f"{round(min(level, 1) * 255):02x}" * 3


def _greyed(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _greyed(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_greyed(value) for value in part]
    return grey_of(part) if isinstance(part, str) else part


def _told_apart(traces: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    dashes, greys = _dashes(traces), _spread(traces)
    for trace in traces:
        if _is_plain_line(trace):
            line = trace["line"]
            yield {**trace, "line": {**line, "dash": dashes[line["color"]]}}
        elif fill := greys.get(_fill(trace)):
            yield {**trace, "marker": {**trace["marker"], "color": fill}, **_text_on(fill, trace)}
        else:
            yield trace


def _text_on(fill: str, trace: dict[str, Any]) -> dict[str, Any]:
    if trace.get("textposition") != "inside":
        return {}
    return {"textfont": {**trace.get("textfont", {}), "color": text_on(fill)}}


def _is_plain_line(trace: dict[str, Any]) -> bool:
    line = trace.get("line") or {}
    return (
        "lines" in trace.get("mode", "")
        and isinstance(line.get("color"), str)
        and "dash" not in line
        and bool(trace.get("name"))
    )


def _dashes(traces: list[dict[str, Any]]) -> dict[str, str]:
    """Give each colour of undashed lines a dash, the first one none."""
    colours = dict.fromkeys(trace["line"]["color"] for trace in traces if _is_plain_line(trace))
    return dict(zip(colours, cycle(DASHES), strict=False))


def _spread(traces: list[dict[str, Any]]) -> dict[str, str]:
    """Set fills that are too alike apart: in their order, by equal steps of contrast.

    Classes of a key are an order of their own, from light to dark, whatever their hues.
    """
    if classes := [_fill(trace) for trace in traces if key_of(trace)]:
        return _steps(list(dict.fromkeys(classes))[::-1], DARK, LIGHT)
    fills = sorted({fill for trace in traces if (fill := _fill(trace))}, key=luminance)
    if all(contrast(dark, light) >= CLOSE for dark, light in pairwise(fills)):
        return {}
    low, high = luminance(fills[0]) + 0.05, luminance(fills[-1]) + 0.05
    if high / low < CLOSE ** (len(fills) - 1):
        low, high = min(low, DARK), max(high, LIGHT)
    return _steps(fills, low, high)


def _steps(fills: list[str], low: float, high: float) -> dict[str, str]:
    """Give the fills greys from dark to light, by equal steps of contrast."""
    step = (high / low) ** (1 / max(len(fills) - 1, 1))
    return {fill: _level(low * step**place - 0.05) for place, fill in enumerate(fills)}


def _fill(trace: dict[str, Any]) -> str:
    colour = (trace.get("marker") or {}).get("color")
    is_fill = trace.get("type") == "bar" and isinstance(colour, str) and HEX.fullmatch(colour)
    return str(colour) if is_fill else ""
