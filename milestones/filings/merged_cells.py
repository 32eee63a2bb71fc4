"""Cells that a workbook has merged over several rows: each of the rows takes their value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from milestones.filings.columns import AMOUNT, WHOLE
from milestones.filings.recognition import Header, NumberedRow, is_blank
from milestones.filings.register_kinds import RETURNS
from milestones.filings.remarks import Note

CellRange = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell, as row and column counted from 0."""


def fill_merged_cells(
    rows: Iterable[NumberedRow], ranges: Sequence[CellRange], header: Header, notes: list[Note]
) -> Iterator[NumberedRow]:
    """Pass rows on, with the value of a merged cell in each row that the workbook says it covers.

    Rows without anything of their own stay blank. Money and counts are not repeated, as they would
    add up to several times what was meant. At the end, `notes` get how many cells took a value.
    """
    places, once = {column.index for column in header.columns}, _places_that_add_up(header)
    waiting = sorted(
        (top + 1, left, bottom + 1)
        for (top, left), (bottom, _) in ranges
        if bottom > top and top >= header.row_no and left in places
    )[::-1]
    if not waiting:
        yield from rows
        return
    open_ranges: dict[int, tuple[int, str | None]] = {}
    filled, left_alone = list[int](), list[int]()
    for row_no, cells in rows:
        row = list(cells)
        for place, (last_row, value) in () if is_blank(row) else tuple(open_ranges.items()):
            if row_no > last_row:
                del open_ranges[place]
            elif is_blank((row[place],)) and not is_blank((value,)):
                (left_alone if place in once else filled).append(row_no)
                row[place] = row[place] if place in once else value
        while waiting and waiting[-1][0] <= row_no:
            top, place, last_row = waiting.pop()
            if top == row_no and place < len(row):
                open_ranges[place] = last_row, row[place]
        yield row_no, row
    notes.extend(_notes(filled, left_alone))


def _places_that_add_up(header: Header) -> set[int]:
    """Give the places of the columns whose values are summed over rows."""
    kinds = (AMOUNT, WHOLE) if header.kind is RETURNS else (AMOUNT,)
    fields = {column.field for column in header.kind.columns if column.native in kinds}
    return {column.index for column in header.columns if column.field in fields}


def _notes(filled: Sequence[int], left_alone: Sequence[int]) -> Iterator[Note]:
    if filled:
        params = {"cells": len(filled), "first": filled[0]}
        yield Note("merged_cells", "information", params)
    if left_alone:
        params = {"cells": len(left_alone), "first": left_alone[0]}
        yield Note("merged_amounts", "warning", params, left_alone[0])
