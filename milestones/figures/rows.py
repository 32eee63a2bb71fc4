"""The rows of a small frame as plain Python: unknown is None, a time stamp is a day."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pandas as pd

from milestones.words.numbers import is_unknown

PLAIN = frozenset({str, int, bool, date, type(None)})
"""Kinds of cells that are plain already; the others are looked at one by one."""


def rows(frame: pd.DataFrame) -> list[Any]:
    """Give one object a row, with the columns as attributes."""
    columns = [[_plain(cell) for cell in frame[name].tolist()] for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return [
        SimpleNamespace(**dict(zip(names, cells, strict=True)))
        for cells in zip(*columns, strict=True)
    ]


def days(values: pd.Series) -> list[date]:
    """Give the days of a column, whichever of the two ways they are held."""
    return [_plain(value) for value in values.tolist()]


def _plain(cell: Any) -> Any:
    if cell.__class__ in PLAIN:
        return cell
    if is_unknown(cell):
        return None
    return cell.date() if isinstance(cell, datetime) else cell
