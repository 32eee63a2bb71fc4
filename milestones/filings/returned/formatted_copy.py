"""An XLSX workbook copied with its look into a new one: only what is listed here goes along.

The sender's workbook is never saved again: what it may hold that runs or asks elsewhere (macros,
formulas, links, connections, names, pictures, queries) has no way into the copy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from milestones.filings.filing import Filing
from milestones.filings.returned.cells import (
    MARK_COLOURS,
    marks_by_cell,
    new_comment,
    senders_comment,
    set_marks,
    set_value,
)
from milestones.filings.returned.cover import COVER_TITLE, cell_place
from milestones.filings.returned.marking import Mark
from milestones.filings.returned.plain_copy import safe_title

_LITERAL_LIST = re.compile(r'"[^"]*"')
_RANGE = re.compile(
    r"=?(?P<quote>'?)(?P<title>[^'!\[\]:*?/\\]+)(?P=quote)"
    r"!\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?"
)
STYLE_PARTS = ("font", "fill", "border", "alignment", "number_format")


class FormattedCopy:
    """Copies a workbook sheet by sheet, and knows where the marks came to stand."""

    def __init__(self, filing: Filing, book: Workbook, marks: tuple[Mark, ...]) -> None:
        self.filing, self.book, self.marks = filing, book, marks
        self.places: dict[Mark, str] = {}
        self.filing_title, self.texts_cut = "", 0
        self._styles: dict[int, Any] = {}

    def write(self) -> None:
        """Copy every sheet but the one in front of an earlier return."""
        source = load_workbook(self.filing.path, data_only=True, keep_links=False)
        theme = source.loaded_theme or b""
        if b"r:" not in theme:  # colours and fonts by name; no pictures from elsewhere
            self.book.loaded_theme = theme or None
        for sheet in source.worksheets:
            if sheet.title != COVER_TITLE:
                self._copy_sheet(sheet)

    def _copy_sheet(self, source: Worksheet) -> None:
        target = self.book.create_sheet(safe_title(source.title, self.book.sheetnames))
        is_filing = source.title == self.filing.sheet
        marks = marks_by_cell(self.marks) if is_filing else {}
        if is_filing:
            self.filing_title = target.title
        else:
            target.sheet_state = source.sheet_state
        for cell in source._cells.values():
            self._copy_cell(cell, target)
        _copy_layout(source, target, marks)
        for row_no, columns in marks.items():
            for column, group in columns.items():
                set_marks(target.cell(row_no, column + 1), group, with_place=False)
                for mark in group:
                    self.places[mark] = cell_place(target.title, row_no, column)

    def _copy_cell(self, source: Any, target: Worksheet) -> None:
        if not isinstance(source, Cell):
            return  # what a merged area covers
        cell = target.cell(source.row, source.column)
        self._copy_style(source, cell)
        if source.data_type == "e":
            cell.value = source.value
        else:
            self.texts_cut += not set_value(cell, source.value)
        if said := senders_comment(source.comment):
            cell.comment = new_comment(said)
            cell.comment.author = ""

    def _copy_style(self, source: Cell, target: Cell) -> None:
        """Give a cell the look of another; each look is translated once."""
        if not source.has_style:
            return
        if source.style_id not in self._styles:
            for part in STYLE_PARTS:
                setattr(target, part, copy(getattr(source, part)))
            if source.fill.fgColor.rgb in MARK_COLOURS:
                target.fill = PatternFill()
            self._styles[source.style_id] = target._style
        target._style = copy(self._styles[source.style_id])


def _copy_layout(
    source: Worksheet, target: Worksheet, marks: Mapping[int, Mapping[int, object]]
) -> None:
    """Copy widths, heights, merged areas and lists to choose from; what is marked is not hidden."""
    for letter, column in source.column_dimensions.items():
        found = target.column_dimensions[letter]
        found.width, found.min, found.max = column.width, column.min, column.max
        found.hidden = column.hidden
    for number, row in source.row_dimensions.items():
        if row.height or row.hidden:
            target.row_dimensions[number].height = row.height
            target.row_dimensions[number].hidden = row.hidden and number not in marks
    for area in source.merged_cells.ranges:
        target.merge_cells(area.coord)
    target.freeze_panes, target.auto_filter.ref = source.freeze_panes, source.auto_filter.ref
    for validation in source.data_validations.dataValidation:
        if validation.type == "list" and _is_plain_list(validation.formula1 or "", source):
            made = DataValidation(type="list", formula1=validation.formula1, allow_blank=True)
            made.sqref = validation.sqref
            target.add_data_validation(made)


def _is_plain_list(formula: str, sheet: Worksheet) -> bool:
    """Tell whether a list to choose from is written out, or is a range of the same workbook."""
    place = _RANGE.fullmatch(formula)
    if place:
        return place["title"] in sheet.parent.sheetnames
    return bool(_LITERAL_LIST.fullmatch(formula))
