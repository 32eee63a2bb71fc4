"""Sheets as a workbook: exact numbers to reckon with, definitions, and charts to edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from math import ceil

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from milestones.export.figure_export import FigureExport, numbered
from milestones.export.stamp import write_stamps
from milestones.export.workbooks.chart import write_charts
from milestones.export.workbooks.definitions import entries
from milestones.export.workbooks.names import CHART, DATA, DEFINITIONS, name_of
from milestones.export.workbooks.table import INK, room, write_table
from milestones.i18n import LANGS
from milestones.i18n.printable import LONGEST_CELL, printable

HEAD = 6
"""Rows above a table or its charts: title, selection, day, source, mark, an empty one."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST = 96
"""Letters of the wide column of the definitions."""
A4 = 9
MUTED, MARKED = "#5a6672", "#b3540a"


def xlsx_bytes(sheets: Sequence[FigureExport], title: str = "") -> bytes:
    """Write figures as a workbook: for each a data sheet and, where Excel has one, a chart.

    Text cells stay text whatever they hold. Equal sheets give equal bytes: the document is
    dated by the edition's day of receipt. The stamps stand in the document's comments.
    """
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, OPTIONS) as book:
        book.set_properties(_properties(sheets, title or sheets[0].title))
        for number, of, sheet in numbered(sheets):
            _write_figure(book, sheet, number, of)
        for lang in LANGS:
            own = [sheet for sheet in sheets if sheet.lang == lang]
            if own:
                _write_definitions(book, own)
    return into.getvalue()


def _properties(sheets: Sequence[FigureExport], title: str) -> dict[str, object]:
    return {
        "title": title,
        "subject": sheets[0].subtitle,
        "comments": write_stamps([sheet.stamp for sheet in sheets]),
        "created": datetime.combine(sheets[0].received_on, time()),
    }


def _write_figure(book: xlsxwriter.Workbook, sheet: FigureExport, number: int, of: int) -> None:
    data = book.add_worksheet(name_of(DATA, sheet.lang, number, of))
    _write_head(book, data, sheet)
    write_table(book, data, sheet, HEAD)
    charts = sheet.native_charts
    if charts:
        page = book.add_worksheet(name_of(CHART, sheet.lang, number, of))
        _write_head(book, page, sheet)
        write_charts(book, page, charts, sheet.lang, HEAD, sheet.mark)


def _write_head(book: xlsxwriter.Workbook, page: Worksheet, sheet: FigureExport) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    plain = book.add_format({"font_color": MUTED})
    lines = (
        (sheet.title, book.add_format({"bold": True, "font_size": 14, "font_color": INK})),
        (sheet.subtitle, book.add_format({"font_color": INK})),
        (sheet.as_of, plain),
        (sheet.source, plain),
        (sheet.mark, book.add_format({"bold": True, "font_color": MARKED})),
    )
    for row, (line, style) in enumerate(lines):
        if line:
            page.write_string(row, 0, printable(line, LONGEST_CELL), style)


def _write_definitions(book: xlsxwriter.Workbook, sheets: Sequence[FigureExport]) -> None:
    """Write what each figure counts, where it comes from, and how to prove the file right."""
    page = book.add_worksheet(name_of(DEFINITIONS, sheets[0].lang))
    term = book.add_format({"valign": "top", "font_color": MUTED})
    text = book.add_format({"valign": "top", "text_wrap": True})
    title = book.add_format({"bold": True, "font_size": 12, "text_wrap": True})
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, WIDEST)
    row = 0
    for sheet in sheets:
        page.write_string(row, 1, sheet.title, title)
        for name, line in entries(sheet):
            row += 1
            page.write_string(row, 0, name, term)
            page.write_string(row, 1, printable(line, LONGEST_CELL), text)
            page.set_row(row, 16 * ceil((room(line) + 1) / WIDEST))
        row += 2
