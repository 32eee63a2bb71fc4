"""The table behind a figure: the same frame, with headers and codes put in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from milestones.figures.columns import Format
from milestones.figures.context import Result
from milestones.figures.labels import label
from milestones.figures.registry import find
from milestones.words import Words
from milestones.words.numbers import is_unknown


def table(result: Result, words: Words) -> pd.DataFrame:
    """Put a figure's frame in words: its declared columns in their order.

    Numbers stay exact numbers and days stay days, so that a reader can sort and copy them;
    `attrs["formats"]` tells for each header how it is written (a share is a fraction).
    """
    columns = find(result.figure).columns
    shown = {
        words(column.header): _in_words(result.frame, name, column.format, words)
        for name, column in columns.items()
    }
    frame = pd.DataFrame(shown)
    frame.attrs["formats"] = {words(column.header): column.format for column in columns.values()}
    return frame


def own_names(frame: pd.DataFrame, column: str, words: Words) -> pd.Series:
    """Give names in the reader's language, where they are known in it."""
    if words.lang == "zh":
        return frame[column]
    return frame[f"{column}_en"].fillna(frame[column])


def _in_words(frame: pd.DataFrame, column: str, form: Format, words: Words) -> pd.Series:
    if form == "name":
        return own_names(frame, column, words)
    values = frame[column]
    speak: dict[str, Callable[[Any], str]] = {
        "code": lambda code: label(code, words),
        "province": words.province,
        "field": words.field,
        "text": words,
    }
    if form not in speak:
        return values
    said = {cell: "" if is_unknown(cell) else speak[form](cell) for cell in values.unique()}
    return values.map(said)
