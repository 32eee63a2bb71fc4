"""Frames as plain Python: typed records, days, and a frame as the key of a cache.

Unknown is None, a time stamp is a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar

import pandas as pd

from milestones.i18n.locale import is_unknown

PLAIN_TYPES = frozenset({str, int, bool, date, type(None)})
"""Kinds of cells that are plain already; the others are looked at one by one."""

Record = TypeVar("Record", bound=tuple[Any, ...])
Kept = TypeVar("Kept")


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows as plain tuples, with the names of their columns; a frame of them is made if asked."""

    names: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]

    @classmethod
    def of(cls, kind: type[Record], rows: Iterable[Record]) -> Rows:
        """Hold records of a named tuple."""
        return cls(kind._fields, list(rows))  # type: ignore[attr-defined]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The same rows as a frame, for files and tables; whole numbers stay whole."""
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.names)
        return pd.DataFrame(
            {name: _column(cells) for name, cells in zip(self.names, columns, strict=True)}
        )


Held = pd.DataFrame | Rows
"""Rows in either way."""


def _column(cells: Sequence[Any]) -> Any:
    is_partly_unknown = {int, type(None)} == set(map(type, cells))
    return pd.array(cells, dtype="Int64") if is_partly_unknown else list(cells)


def as_frame(held: Held) -> pd.DataFrame:
    """Give what is held as a frame."""
    return held.frame if isinstance(held, Rows) else held


def one_after_another(parts: Mapping[str, Held], name: str) -> Held:
    """Set rows of the same columns one after another, told apart by a further column."""
    if all(isinstance(part, Rows) for part in parts.values()):
        names = next(iter(parts.values())).names
        return Rows(
            (*names, name),
            [(*row, side) for side, part in parts.items() for row in part.rows],
        )
    frames = [as_frame(part).assign(**{name: side}) for side, part in parts.items()]
    return pd.concat(frames, ignore_index=True)


def records(frame: Held, kind: type[Record]) -> list[Record]:
    """Give one record a row; the fields of the named tuple `kind` are columns of the frame."""
    if isinstance(frame, Rows):
        return _records_of_rows(frame, kind)
    columns = [_cells(frame[name]) for name in kind._fields]  # type: ignore[attr-defined]
    make: Callable[[Iterable[Any]], Record] = kind._make  # type: ignore[attr-defined]
    return [make(cells) for cells in zip(*columns, strict=True)]


def _records_of_rows(held: Rows, kind: type[Record]) -> list[Record]:
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    make: Callable[[Iterable[Any]], Record] = kind._make  # type: ignore[attr-defined]
    if names == held.names:
        return list(map(make, held.rows))
    places = [held.names.index(name) for name in names]
    if len(places) == 1:
        return [make((row[places[0]],)) for row in held.rows]
    return list(map(make, map(itemgetter(*places), held.rows)))


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
class IdentityKey(Generic[Kept]):
    """Rows as a key of a cache: they themselves, not others that look like them.

    The cache holds them, so that no others can take their place in memory.
    """

    held: Kept

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdentityKey) and other.held is self.held
