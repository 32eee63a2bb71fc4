"""Frames as plain Python: typed records, days, and a frame as the key of a cache.

Unknown is None, a time stamp is a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import pandas as pd

from milestones.i18n.locale import is_unknown

PLAIN_TYPES = frozenset({str, int, bool, date, type(None)})
"""Kinds of cells that are plain already; the others are looked at one by one."""

Record = TypeVar("Record", bound=tuple[Any, ...])


def records(frame: pd.DataFrame, kind: type[Record]) -> list[Record]:
    """Give one record a row; the fields of the named tuple `kind` are columns of the frame."""
    columns = [_cells(frame[name]) for name in kind._fields]  # type: ignore[attr-defined]
    make: Callable[[Iterable[Any]], Record] = kind._make  # type: ignore[attr-defined]
    return [make(cells) for cells in zip(*columns, strict=True)]


def _cells(column: pd.Series) -> list[Any]:
    values = column.tolist()
    kinds = set(map(type, values))
    if kinds <= PLAIN_TYPES or (kinds <= {*PLAIN_TYPES, float} and not column.hasnans):
        return values
    return [_plain(cell) for cell in values]


def plain_days(values: pd.Series) -> list[date]:
    """Give the days of a column, whichever of the two ways they are held."""
    return [_plain(value) for value in values.tolist()]


def _plain(cell: Any) -> Any:
    if cell.__class__ in PLAIN_TYPES:
        return cell
    if is_unknown(cell):
        return None
    return cell.date() if isinstance(cell, datetime) else cell


@dataclass(frozen=True, eq=False)
class IdentityKey:
    """A frame as a key of a cache: the frame itself, not one that looks like it.

    The cache holds the frame, so that no other can take its place in memory.
    """

    frame: pd.DataFrame

    def __hash__(self) -> int:
        return id(self.frame)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdentityKey) and other.frame is self.frame
