"""The values of a filing in a new workbook, row by row: all of them, or the marked rows alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

from milestones.filings.csv_text import csv_rows
from milestones.filings.filing import Filing
from milestones.filings.returned.cells import TEXT_FORMAT, marks_by_cell, set_marks, set_value
from milestones.filings.returned.cover import COVER_TITLE, cell_place
from milestones.filings.returned.marking import Mark

MAX_TITLE_CHARACTERS = 31
_NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
TypedRow = tuple[int, Sequence[Any]]


@dataclass(frozen=True)
class SourceSheet:
    """A sheet of the file: its rows as (number that Excel shows, values)."""

    title: str
    rows: Iterable[TypedRow]
    is_hidden: bool = False
    is_filing: bool = True


def source_sheets(filing: Filing) -> Iterator[SourceSheet]:
    """Give the sheets of a file in their order; a text and a Parquet file have one."""
    title = filing.path.stem
    if filing.sheet is not None:
        from milestones.filings.workbook import typed_sheets

        for name, is_hidden, rows in typed_sheets(filing.path):
            if name != COVER_TITLE:
                yield SourceSheet(name, rows, is_hidden, name == filing.sheet)
    elif filing.format == "parquet":
        from milestones.filings.parquet import text_rows

        yield SourceSheet(title, text_rows(filing))
    else:
        assert filing.encoding and filing.delimiter
        yield SourceSheet(title, csv_rows(filing.path, filing.encoding, filing.delimiter))


def safe_title(title: str, taken: Iterable[str]) -> str:
    """Give a title that Excel takes and that no other sheet has."""
    base = _NOT_IN_TITLES.sub("_", title)[:MAX_TITLE_CHARACTERS].strip(" '") or "1"
    names, found, number = {each.casefold() for each in taken}, base, 1
    while found.casefold() in names:
        number += 1
        ending = f" {number}"
        found = base[: MAX_TITLE_CHARACTERS - len(ending)] + ending
    return found


@dataclass
class PlainCopy:
    """Writes sheets into a workbook that is only written, and knows where the marks came to stand.

    With `head_rows`, the sheet of the filing has only so many rows and those that are marked.
    """

    book: Workbook
    marks: Sequence[Mark]
    head_rows: int | None
    texts_cut: int = 0

    def __post_init__(self) -> None:
        self.places: dict[Mark, str] = {}
        self._by_cell = marks_by_cell(self.marks)

    def write(self, source: SourceSheet) -> None:
        """Write one sheet."""
        sheet = self.book.create_sheet(safe_title(source.title, self.book.sheetnames))
        if source.is_hidden and not source.is_filing:
            sheet.sheet_state = "hidden"
        written = 0
        for row_no, values in source.rows:
            if self.head_rows is None:
                while written < row_no - 1:
                    sheet.append([])
                    written += 1
            elif row_no > self.head_rows and row_no not in self._by_cell:
                continue
            written += 1
            marks = self._by_cell.get(row_no, {}) if source.is_filing else {}
            sheet.append(self._cells(sheet, values, marks))
            for mark in (each for group in marks.values() for each in group):
                self.places[mark] = cell_place(sheet.title, written, mark.column)

    def _cells(
        self, sheet: Any, values: Sequence[Any], marks: dict[int, list[Mark]]
    ) -> list[Cell | None]:
        width = max(len(values), *(column + 1 for column in marks)) if marks else len(values)
        return [
            self._cell(sheet, values[column] if column < len(values) else None, marks.get(column))
            for column in range(width)
        ]

    def _cell(self, sheet: Any, value: Any, marks: list[Mark] | None) -> Cell | None:
        if not marks and (value is None or value == ""):
            return None
        cell = WriteOnlyCell(sheet)
        if isinstance(value, str):
            cell.number_format = TEXT_FORMAT
        self.texts_cut += not set_value(cell, value)
        if marks:
            set_marks(cell, marks, with_place=self.head_rows is not None)
        return cell
