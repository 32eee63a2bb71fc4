"""Counts of an edition, read once and added up by day; what a selection counts is looked up.

A query gives the changes of its counts by province, kind of institution, kind of patent and day;
what stands before the day tells cells apart, what stands after it are counts.
In these four most selections differ, and counts add up over them: so they are read for all at
once, and a selection is a sum of a few rows. Departments and fields stay with the query.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from milestones import query
from milestones.calendar import is_month_end
from milestones.editions.edition import Edition
from milestones.selection import Selection

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]
MONEY_COLUMN, MONEY_UNITS = "amount_cny_e4", 10_000
"""Money is added up exactly, in ten thousandths of a yuan."""


@dataclass(frozen=True, eq=False)
class KeyPlaces:
    """The keys there are, and by cell the place of its own among them."""

    known: tuple[tuple[Any, ...], ...]
    of_cells: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class RunningSums:
    """The counts of each cell at the end of each day on which any changed.

    A cell has one province, one kind of institution, and inventions or other patents; `keys` tell
    cells apart beside that. `sums` are by cell, day and count; `is_changed` marks the cells and
    days that had a row.
    """

    provinces: Texts
    kinds: Texts
    is_invention: Flags
    keys: Mapping[str, NDArray[Any]]
    days: tuple[date, ...]
    names: tuple[str, ...]
    sums: Integers
    is_changed: Flags

    def chosen(self, selection: Selection, *, any_province: bool = False) -> NDArray[np.intp]:
        """Give the places of the cells that a selection counts."""
        found = np.ones(len(self.provinces), dtype=bool)
        if selection.provinces and not any_province:
            found &= np.isin(self.provinces, selection.provinces)
        if selection.kinds:
            found &= np.isin(self.kinds, selection.kinds)
        if selection.patents == "inventions":
            found &= self.is_invention
        return np.flatnonzero(found)

    def total(self, selection: Selection, day: date) -> dict[str, int]:
        """Give the counts of a selection on a day."""
        counts = self._on([day], self.chosen(selection))[:, 0].sum(axis=0)
        return dict(zip(self.names, counts.tolist(), strict=True))

    def columns(self, names: Sequence[str]) -> list[int]:
        """Give the places of some counts."""
        return [self.names.index(name) for name in names]

    def course(self, selection: Selection, day: date) -> tuple[list[date], Integers]:
        """Give the days up to this one on which the selection had a row, and its counts on each."""
        cells, until = self.chosen(selection), bisect_right(self.days, day)
        on = np.flatnonzero(self.is_changed[cells, :until].any(axis=0))
        counts: Integers = self.sums[cells, :until].sum(axis=0)[on]
        return [self.days[place] for place in on.tolist()], counts

    def by_province(self, selection: Selection, days: Sequence[date]) -> tuple[list[str], Integers]:
        """Give the provinces that had a row by the last of these days, and their counts on each.

        The provinces that were chosen are left aside. The counts are by province, day and count.
        """
        cells = self.chosen(selection, any_province=True)
        until = bisect_right(self.days, days[-1])
        cells = cells[self.is_changed[cells, :until].any(axis=1)]
        codes, places = np.unique(self.provinces[cells].astype(str), return_inverse=True)
        counts = np.zeros((len(codes), len(days), len(self.names)), dtype=np.int64)
        np.add.at(counts, places, self._on(days, cells))
        return codes.tolist(), counts

    def _on(self, days: Sequence[date], cells: NDArray[np.intp]) -> Integers:
        """Give the counts of some cells on some days, by cell, day and count."""
        places = np.array([bisect_right(self.days, day) - 1 for day in days])
        if not self.days:
            return np.zeros((len(cells), len(days), len(self.names)), dtype=np.int64)
        counts: Integers = self.sums[np.ix_(cells, np.maximum(places, 0))]
        counts[:, places < 0] = 0
        return counts

    def by_key(self, selection: Selection, day: date) -> dict[tuple[Any, ...], list[int]]:
        """Give the counts on a day of each key that had a row by then."""
        places, known = self._key_places, self._key_places.known
        cells = self.chosen(selection)
        until = bisect_right(self.days, day)
        cells = cells[self.is_changed[cells, :until].any(axis=1)]
        own = places.of_cells[cells]
        counts = np.zeros((len(known), len(self.names)), dtype=np.int64)
        np.add.at(counts, own, self._on([day], cells)[:, 0])
        return {known[place]: counts[place].tolist() for place in np.unique(own).tolist()}

    def by_group(
        self, selection: Selection, day: date, names: Sequence[str]
    ) -> tuple[list[tuple[Any, ...]], tuple[date, ...], Integers]:
        """Give groups of cells by some of what tells them apart, the days, and their counts.

        The counts are by group, day up to this one, and count.
        """
        cells, until = self.chosen(selection), bisect_right(self.days, day)
        columns = [self.provinces if name == "province" else self.keys[name] for name in names]
        rows = zip(*(column[cells].tolist() for column in columns), strict=True)
        known: dict[tuple[Any, ...], int] = {}
        own = np.array([known.setdefault(row, len(known)) for row in rows], dtype=np.intp)
        if not names:
            known, own = dict.fromkeys([()] * (len(cells) > 0), 0), np.zeros(len(cells), np.intp)
        order = own.argsort(kind="stable")
        starts = np.searchsorted(own[order], np.arange(len(known)))
        counts = np.zeros((len(known), until, len(self.names)), dtype=np.int64)
        if known:
            counts = np.add.reduceat(self.sums[cells[order], :until], starts, axis=0)
        return list(known), self.days[:until], counts

    @cached_property
    def _key_places(self) -> KeyPlaces:
        """Number the keys in the order in which cells bring them."""
        known: dict[tuple[Any, ...], int] = {}
        rows = zip(*(column.tolist() for column in self.keys.values()), strict=True)
        places = [known.setdefault(row, len(known)) for row in rows]
        return KeyPlaces(tuple(known), np.array(places, dtype=np.intp))


def running_sums(name: str, edition: Edition, selection: Selection) -> RunningSums:
    """Give the running sums of a query for a selection, read once for all who can share them.

    Where months are counted, a day within one is asked for by itself, and so are days before the
    first that is counted.
    """
    day = selection.day(edition)
    is_shared = day >= edition.first_day and (is_month_end(day) or day == edition.as_of)
    own = Selection(departments=selection.departments, fields=selection.fields)
    return _read(name, edition, own if is_shared else own.at(day))


@lru_cache(maxsize=24)
def _read(name: str, edition: Edition, selection: Selection) -> RunningSums:
    params = {**selection.params(edition), "cutoff": edition.plan.cutoff}
    found = query.fetch_arrays(edition, name, **params)
    cells = {key: found.pop(key) for key in list(takewhile(lambda key: key != "day", found))}
    on, at_day = np.unique(found.pop("day").astype("datetime64[D]"), return_inverse=True)
    is_first = np.zeros(len(at_day), dtype=bool)
    is_first[:1] = True
    for column in cells.values():
        is_first[1:] |= column[1:] != column[:-1]
    at_cell, firsts = is_first.cumsum() - 1, np.flatnonzero(is_first)
    sums = np.zeros((len(firsts), len(on), len(found)), dtype=np.int64)
    is_changed = np.zeros(sums.shape[:2], dtype=bool)
    is_changed[at_cell, at_day] = True
    for place, changes in enumerate(found.values()):
        sums[at_cell, at_day, place] = changes
    np.cumsum(sums, axis=1, out=sums)
    own = {key: column[firsts] for key, column in cells.items()}
    return RunningSums(
        own.pop("province"),
        own.pop("kind"),
        own.pop("is_invention").astype(bool),
        own,
        tuple(on.tolist()),
        tuple(found),
        sums,
        is_changed,
    )
