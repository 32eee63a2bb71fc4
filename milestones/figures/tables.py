"""The table behind a figure: the same frame, with headers and codes put in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import WORD_FORMATS, Format, Result, find_figure
from milestones.i18n import Locale
from milestones.i18n.locale import is_unknown


@dataclass(frozen=True)
class TableColumn:
    """One column in words: its header, how its cells are written, and the cells."""

    header: str
    format: Format
    cells: list[Any]


def table_cells(result: Result, locale: Locale, most: int) -> list[TableColumn]:
    """Put what a page lists of a figure's frame in words: its page_rows, `most` rows of it."""
    shown = find_figure(result.figure)
    frame = (shown.page_rows(result.frame) if shown.page_rows else result.frame).head(most)
    return [
        TableColumn(locale(each.header), each.format, _cells(frame, name, each.format, locale))
        for name, each in shown.columns.items()
    ]


def table_in_words(result: Result, locale: Locale) -> pd.DataFrame:
    """Put a figure's frame in words: its declared columns in their order.

    Numbers stay exact numbers and days stay days, so that a reader can sort and copy them;
    `attrs["formats"]` tells for each header how it is written (a share is a fraction).
    """
    frame, columns = result.frame, find_figure(result.figure).columns
    formats = {locale(column.header): column.format for column in columns.values()}
    shown = {
        header: _cells(frame, name, form, locale) if form in WORD_FORMATS else frame[name]
        for name, (header, form) in zip(columns, formats.items(), strict=True)
    }
    whole = pd.DataFrame(shown, index=frame.index)
    whole.attrs["formats"] = formats
    return whole


def localized_names(frame: pd.DataFrame, column: str, locale: Locale) -> pd.Series:
    """Give names in the reader's language, where they are known in it."""
    if locale.lang == "zh":
        return frame[column]
    return frame[f"{column}_en"].fillna(frame[column])


def _cells(frame: pd.DataFrame, column: str, form: Format, locale: Locale) -> list[Any]:
    if form == "name":
        return localized_names(frame, column, locale).tolist()
    if form not in WORD_FORMATS:
        return frame[column].tolist()
    values, speak = frame[column].tolist(), _translator(form, locale)
    said = {cell: "" if is_unknown(cell) else speak(cell) for cell in set(values)}
    return [said[cell] for cell in values]


def _translator(form: Format, locale: Locale) -> Callable[[Any], str]:
    speak: dict[str, Callable[[Any], str]] = {
        "code": lambda code: sentence_case(label(code, locale)),
        "province": locale.province,
        "field": locale.field,
        "text": locale,
    }
    return speak[form]
