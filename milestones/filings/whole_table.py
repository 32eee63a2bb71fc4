"""What is looked for in all rows of a new file: another header, a required column left empty.

A file that was delivered before is read as it was then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from milestones.filings.columns import normalize_header
from milestones.filings.export_kinds import ALIASES, EXPORTS
from milestones.filings.recognition import (
    Cells,
    ColumnMatch,
    Header,
    NumberedRow,
    all_known,
    find_headers,
    is_blank,
)
from milestones.filings.remark_rows import is_keyed, key_column
from milestones.filings.remarks import FilingRefused

MIN_ROWS = 3
"""From so many rows on, a required column that is empty in all of them is told once."""
MAX_SHOWN_CHARACTERS = 200


def require_one_table(
    rows: Iterable[NumberedRow], headers: Sequence[Header], left_out: Collection[str] = ()
) -> None:
    """Raise FilingRefused where another header stands below the first, or where a required column
    is empty in every row of its kind. `rows` are those below the header."""
    key = key_column(headers[0])
    watched = [_EmptyColumns(header) for header in headers]
    for row_no, cells in rows:
        if not (key and is_keyed(cells, *key)):
            _refuse_other_header(row_no, cells, headers, left_out)
        for each in watched:
            if each.columns:
                each.look_at(cells)
    for each in watched:
        each.refuse_empty()


class _EmptyColumns:
    """The required columns of a kind in which nothing was seen yet."""

    def __init__(self, header: Header) -> None:
        # A list of the Ministry has rows of sections; what exports and aliases miss has its words.
        is_special = header.ministry_list or header.kind in (EXPORTS, ALIASES)
        required = () if is_special else header.kind.required
        self.header, self.rows = header, 0
        self.columns = [each for each in header.columns if each.field in required]

    def look_at(self, cells: Cells) -> None:
        if not is_blank(cells) and self.header.holds(cells):
            self.rows += 1
            self.columns = [each for each in self.columns if not _is_filled(cells, each)]

    def refuse_empty(self) -> None:
        if self.columns and self.rows >= MIN_ROWS:
            raise FilingRefused(
                "required_columns_empty",
                columns=tuple(column.place for column in self.columns),
                kind=self.header.kind.key,
                rows=self.rows,
            )


def _is_filled(cells: Cells, column: ColumnMatch) -> bool:
    return column.index < len(cells) and not is_blank([cells[column.index]])


def _refuse_other_header(
    row_no: int, cells: Cells, headers: Sequence[Header], left_out: Collection[str]
) -> None:
    if sum(bool(cell) and normalize_header(cell or "") in all_known() for cell in cells) < 2:
        return
    found: Sequence[Header] | None = None
    with suppress(FilingRefused):
        found = find_headers([(row_no, cells)], left_out)
    if found is None or (found and _differ(found, headers)):
        shown = " | ".join(" ".join(cell.split()) for cell in cells if cell)
        raise FilingRefused(
            "second_header",
            row=row_no,
            header=shown[:MAX_SHOWN_CHARACTERS],
            first=headers[0].row_no,
        )


def _differ(found: Sequence[Header], headers: Sequence[Header]) -> bool:
    return found[0].width > headers[0].width or _columns(found) != _columns(headers)


def _columns(headers: Sequence[Header]) -> set[tuple[str, str, int, int]]:
    return {
        (header.kind.key, column.field, column.index, column.factor)
        for header in headers
        for column in header.columns
    }
