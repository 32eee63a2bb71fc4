"""The sheet in front of a workbook that goes back: what to do, and a list that leads to each cell.

No row of it holds a header, so that it is never taken for a filing when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from milestones.filings.recognition import column_letter
from milestones.filings.returned.cells import (
    REJECTED_COLOUR,
    RESULTS,
    WARNED_COLOUR,
    set_value,
)
from milestones.filings.returned.marking import Form, Mark, Marking
from milestones.i18n import LANGS, Locale, _
from milestones.i18n.widths import text_width_em

COVER_TITLE = "退回说明 Summary"
COLUMN_WIDTHS = (16, 20, 70, 70)
WRAPPED = Alignment(wrap_text=True, vertical="top")
HEADING = _("What is to be mended in this file")
TODO = _(
    "Mend the marked cells and send this workbook again: it is read as your file was. Orange: the "
    "row is left out until it is mended. Yellow: the row counts, but look at it. Each cell's "
    "comment says why, and the list below leads to it. This sheet is not read."
)
FORM_REMARKS: dict[Form, str] = {
    "formatted": _(
        "Formulas stand here as their values. Pictures, charts, macros and links to other places "
        "are left out."
    ),
    "plain": _("Only the values of the file are here, without its formatting."),
    "rows": _(
        "The file has too many cells for a workbook that opens well. Here are its head and the "
        "rows to be mended alone; send these again. Row numbers are those of your file."
    ),
}
UNLISTED = _(
    "Findings that are listed here and commented: {listed}. Findings whose cells are coloured "
    "alone, as there are too many: {more}."
)
TEXTS_CUT = _(
    "Texts longer than a cell of a workbook can be, and cut here: {count}. Mend these in your own "
    "file."
)
FONT = "Calibri"
HEADING_FONT, PLAIN_FONT = Font(FONT, 14, bold=True), Font(FONT, 11)
LINK_FONT = Font(FONT, 11, underline="single", color="FF1A5A8F")
LINE_HEIGHT_PT, LINE_WIDTH_EM = 16, 31
"""Of the lines that a long text breaks into, in the two wide columns."""


def write_cover(
    sheet: Any, marking: Marking, places: Mapping[Mark, str], remark: str, texts_cut: int
) -> None:
    """Write the sheet; `places` say where each mark stands in this workbook."""
    for column, width in zip("ABCD", COLUMN_WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    listed = [mark for mark in marking.marks if mark.lines]
    paragraphs = [_in_each(HEADING), *marking.about, _in_each(TODO)]
    if remark:
        paragraphs.append(_in_each(remark))
    if more := len(marking.marks) - len(listed):
        paragraphs.append(_in_each(UNLISTED, listed=len(listed), more=more))
    if texts_cut:
        paragraphs.append(_in_each(TEXTS_CUT, count=texts_cut))
    for number, texts in enumerate(paragraphs):
        font = HEADING_FONT if number == 0 else PLAIN_FONT
        _fit_row(sheet, number + 1, texts)
        sheet.append([None, None, *(_text_cell(sheet, text, font) for text in texts)])
    sheet.append([])
    for number, mark in enumerate(listed, len(paragraphs) + 2):
        _fit_row(sheet, number, mark.lines)
        sheet.append(list(_entry(sheet, mark, places[mark])))


def _fit_row(sheet: Any, number: int, texts: Iterable[str]) -> None:
    """Make a row as high as its longest text: not every program does so when it opens a file."""
    lines = (ceil(text_width_em(text) / LINE_WIDTH_EM) for text in texts)
    sheet.row_dimensions[number].height = LINE_HEIGHT_PT * max(*lines, 1) + 4


def cell_place(title: str, row_no: int, column: int) -> str:
    """Write a place in the workbook as a link names it: 'Sheet'!C5."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!{column_letter(column)}{row_no}"


def _in_each(text: str, **places: object) -> tuple[str, ...]:
    return tuple(Locale(lang)(text, **places) for lang in LANGS)


def _entry(sheet: Any, mark: Mark, place: str) -> Iterable[Cell]:
    link = _text_cell(sheet, place.rpartition("!")[2], LINK_FONT)
    link.hyperlink = Hyperlink(ref="", location=place)
    yield link
    result = " ".join(_in_each(RESULTS[mark.is_rejected]))
    cell = _text_cell(sheet, result, PLAIN_FONT)
    colour = REJECTED_COLOUR if mark.is_rejected else WARNED_COLOUR
    cell.fill = PatternFill("solid", fgColor=colour)
    yield cell
    for text in mark.lines:
        yield _text_cell(sheet, text, PLAIN_FONT)


def _text_cell(sheet: Any, text: str, font: Font) -> Cell:
    cell = WriteOnlyCell(sheet)
    set_value(cell, text)
    cell.font, cell.alignment = font, WRAPPED
    return cell


def new_workbook(*, write_only: bool) -> tuple[Workbook, Any]:
    """Make a workbook with the sheet in front, still empty."""
    book = Workbook(write_only=write_only)
    for sheet in book.worksheets:
        book.remove(sheet)
    return book, book.create_sheet(COVER_TITLE)
