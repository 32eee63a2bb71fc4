"""The values of a figure without language: one text a cell, and the hash over all of them.

The same frame gives the same hash in every language and on every machine, so the texts do not
hang on how a number happens to be kept:

- unknown is null, and so are an empty text and what was divided by nothing;
- a whole number is its digits (1349000, never 1349000.0);
- any other number has 12 significant digits (0.996849518162), which no processor rounds apart;
- a day is 2024-12-31, a month 2024-12;
- codes, names and texts stand as they are, never translated.

The hash is the SHA-256 of JSON lines in UTF-8: first `[[column, format], …]`, then a list a row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from milestones.figures import Result
from milestones.figures.columns import Format
from milestones.figures.registry import find
from milestones.i18n.numbers import is_unknown

NUMBERS: frozenset[Format] = frozenset({"count", "share", "money", "number"})
INFINITE = (float("inf"), float("-inf"))
DIGITS = 12
"""Significant digits of a number that is not whole."""


def codes(result: Result) -> pd.DataFrame:
    """Give a figure's declared columns in their order, codes and names untranslated."""
    return result.frame[list(find(result.figure).columns)]


def formats_of(figure_id: str) -> dict[str, Format]:
    """Give the format of each declared column of a figure, by the column's id."""
    return {name: column.format for name, column in find(figure_id).columns.items()}


def texts(frame: pd.DataFrame, forms: Iterable[Format]) -> Iterator[list[str | None]]:
    """Write each row as the texts of its cells."""
    columns = list(forms)
    for row in frame.itertuples(index=False, name=None):
        yield [text(cell, form) for cell, form in zip(row, columns, strict=True)]


def text(cell: Any, form: Format) -> str | None:
    """Write one cell, in one way only."""
    if is_unknown(cell) or cell == "" or cell in INFINITE:
        return None
    if isinstance(cell, date):
        return cell.strftime("%Y-%m") if form == "month" else cell.strftime("%Y-%m-%d")
    return number(cell) if form in NUMBERS else str(cell)


def number(value: int | float | Decimal) -> str:
    """Write a number: whole ones by their digits, others with 12 significant digits."""
    if not isinstance(value, Decimal):
        value = Decimal(value.item() if hasattr(value, "item") else value)
    if value == value.to_integral_value():
        return str(int(value))
    return f"{float(value):.{DIGITS}g}"


def values_hash(result: Result) -> str:
    """Give the SHA-256 of a figure's values, equal in all languages."""
    forms = formats_of(result.figure)
    lines = [[[name, form] for name, form in forms.items()], *texts(codes(result), forms.values())]
    digest = hashlib.sha256()
    for line in lines:
        digest.update(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode())
        digest.update(b"\n")
    return digest.hexdigest()
