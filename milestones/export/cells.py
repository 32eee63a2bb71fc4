"""Cells on their way into files: exact numbers, Python's own days, text that is never a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from milestones.export.figure_export import FigureExport
from milestones.export.values import INFINITE, NUMBERS
from milestones.figures.columns import SPOKEN, Format
from milestones.i18n.numbers import is_unknown
from milestones.i18n.printable import printable

Cell = str | int | float | date | None

_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = ("\t", "\r", "\n")


def rows(sheet: FigureExport) -> Iterator[list[Cell]]:
    """Give the rows of a sheet's table in its language."""
    return _cells(sheet.values, list(sheet.formats.values()))


def coded(sheet: FigureExport) -> Iterator[list[Cell]]:
    """Give the same rows without language."""
    return _cells(sheet.codes, list(sheet.formats.values()))


def _cells(frame: pd.DataFrame, forms: Sequence[Format]) -> Iterator[list[Cell]]:
    for row in frame.itertuples(index=False, name=None):
        yield [cell(value, form) for value, form in zip(row, forms, strict=True)]


def spoken(sheet: FigureExport) -> list[int]:
    """Give the places of the columns that are said in words."""
    return [at for at, form in enumerate(sheet.formats.values()) if form in SPOKEN]


def cell(value: Any, form: Format) -> Cell:
    """Give a cell as Python's own value: a number, a day, a text, or None for unknown.

    A whole number is an int however the frame keeps it; no other number is rounded.
    """
    if is_unknown(value) or value == "" or value in INFINITE:
        return None
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if form not in NUMBERS:
        return str(value)
    plain = value.item() if hasattr(value, "item") else value
    if plain == int(plain):
        return int(plain)
    return float(plain) if isinstance(plain, Decimal) else plain


def written(value: Cell, form: Format) -> str:
    """Write a cell as text: numbers with all their digits, days in ISO 8601, unknown as empty."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m") if form == "month" else value.isoformat()
    return escaped(printable(value)) if isinstance(value, str) else repr(value)


def escaped(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet program would take for a formula.

    Full-width signs count as well, and so do blanks and line breaks before a sign.
    """
    is_formula = text.startswith(_CONTROLS) or text.lstrip().startswith(_FORMULAS)
    return f"'{text}" if is_formula else text
