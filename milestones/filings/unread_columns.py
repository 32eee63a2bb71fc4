"""Columns of a file that no kind reads: what they are nearly called, and how much they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from milestones.filings.columns import FilingColumn, FilingKind, normalize_header
from milestones.filings.header_words import (
    MIN_NEARNESS,
    headers_not_read,
    nearest_field,
    simplified,
    without_hints,
)
from milestones.filings.kinds import FILING_KINDS
from milestones.filings.remarks import Note, RemarkValue, Severity

MAX_CELLS_LOOKED_AT, MAX_CELL_LETTERS = 1_000, 100
"""What is seen of a column to tell whether its cells are of a type."""
_UNIT = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class UnreadColumn:
    """A column of the file that is no field.

    `kind` and `field` are those with the nearest header that the file does not have, where there
    is one; `is_near` says that it is nearly that, and no header that is known to be another's. Of a
    column of another kind, `missing` are that kind's required fields which the file does not have.
    """

    rule: Literal["extra_column", "amount_without_unit", "column_left_out", "column_of_other_kind"]
    label: str
    letter: str
    index: int
    kind: str = ""
    field: str = ""
    is_near: bool = False
    missing: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Say where Excel shows it: `C 备注`."""
        return f"{self.letter} {self.label}".strip()

    def note(self, filled: int) -> Note:
        """Say that it is not read, although so many of its cells are filled."""
        params: dict[str, RemarkValue] = {"column": self.place, "filled": filled}
        severity: Severity = "warning" if self.rule == "amount_without_unit" else "information"
        if self.rule == "extra_column" and self.field:
            nearest = {"kind": self.kind, "field": self.field}
            return Note("like_known_column", severity, params | nearest, column=self.place)
        if self.missing:
            params |= {"kind": self.kind, "missing": self.missing}
        return Note(self.rule, severity, params, column=self.place)


def unread_column(
    label: str,
    letter: str,
    index: int,
    form: str,
    absent: Sequence[tuple[FilingKind, FilingColumn]],
) -> UnreadColumn:
    """Say what a column is nearly called, of those of its kinds that the file does not have."""
    plain = simplified(without_hints(form))
    name = _UNIT.sub("", plain)
    if name in _headers_without_unit():
        meant = [(kind.key, each.field) for kind, each in absent if name in _without_unit(each)]
        nearest = meant[0] if meant else ("", "")
        return UnreadColumn("amount_without_unit", label, letter, index, *nearest, bool(meant))
    near = nearest_field(plain, absent) if {form, plain}.isdisjoint(headers_not_read()) else None
    if near is None:
        return UnreadColumn("extra_column", label, letter, index)
    is_near = near.likeness >= MIN_NEARNESS
    return UnreadColumn("extra_column", label, letter, index, near.kind.key, near.field, is_near)


@cache
def _headers_without_unit() -> frozenset[str]:
    columns = (column for kind in FILING_KINDS for column in kind.columns)
    return frozenset(name for each in columns for name in _without_unit(each))


def _without_unit(column: FilingColumn) -> set[str]:
    return set(map(normalize_header, column.headers_without_unit))


Row = tuple[int, Sequence[str | None]]


def count_filled(
    rows: Iterable[Row], columns: Sequence[UnreadColumn], notes: list[Note]
) -> Iterator[Row]:
    """Pass rows on; at their end, `notes` say of each column how many of its cells are filled."""
    counts = dict.fromkeys((column.index for column in columns), 0)
    for row_no, cells in rows:
        for index, _ in _filled(cells, counts):
            counts[index] += 1
        yield row_no, cells
    notes.extend(column.note(counts[column.index]) for column in columns)


def _filled(cells: Sequence[str | None], places: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the cells at these places that hold something, each with its place."""
    for place in places:
        if place < len(cells) and (cell := cells[place]) and not cell.isspace():
            yield place, cell


@dataclass(frozen=True)
class FilledCells:
    """How many cells of a column are filled, and the first of them."""

    filled: int
    first: tuple[str, ...]


def filled_cells(rows: Iterable[Row], columns: Sequence[UnreadColumn]) -> list[FilledCells]:
    """Look at the cells of these columns; the rows are read once for all."""
    first: dict[int, list[str]] = {column.index: [] for column in columns}
    counts = dict.fromkeys(first, 0)
    for _, cells in rows:
        for index, cell in _filled(cells, counts):
            counts[index] += 1
            if counts[index] <= MAX_CELLS_LOOKED_AT:
                first[index].append(cell[:MAX_CELL_LETTERS])
    return [FilledCells(counts[index], tuple(texts)) for index, texts in first.items()]
