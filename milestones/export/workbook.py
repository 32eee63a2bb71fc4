"""Sheets as a workbook: exact numbers to reckon with, definitions, and charts to edit."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from math import ceil
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from milestones.export.cells import Cell, rows
from milestones.export.definitions import entries
from milestones.export.native import natives
from milestones.export.sheet import Sheet
from milestones.export.stamp import in_langs, write_stamps
from milestones.export.workbook_chart import write_charts
from milestones.export.workbook_names import CHART, DATA, DEFINITIONS, name_of
from milestones.figures.columns import Format
from milestones.words import LANGS

LEADING = 6
"""Rows above the header of a data sheet: title, selection, day, source, mark, an empty one."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WRITTEN: dict[Format, str] = {
    "count": "#,##0",
    "share": "0.0%",
    "money": "#,##0.##",
    "number": "#,##0.##",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
}
NARROW, WIDE, WIDEST = 9, 44, 96
A4 = 9
INK, MUTED, MARKED = "#1c2733", "#5a6672", "#b3540a"


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Write figures as a workbook: for each a data sheet and, where Excel has one, a chart.

    Text cells stay text whatever they hold. Equal sheets give equal bytes: the document is
    dated by the edition's day of receipt. The stamps stand in the document's comments.
    """
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, OPTIONS) as book:
        first, stamps = sheets[0], in_langs([sheet.stamp for sheet in sheets])
        book.set_properties(
            {
                "title": first.title,
                "subject": first.subtitle,
                "comments": write_stamps(stamps),
                "created": datetime.combine(first.received_on, time()),
            }
        )
        numbers = {(stamp.figure, stamp.values): at for at, stamp in enumerate(stamps, start=1)}
        for sheet in sheets:
            number = numbers[sheet.stamp.figure, sheet.stamp.values]
            _write_figure(book, sheet, number, len(stamps))
        for lang in LANGS:
            own = [sheet for sheet in sheets if sheet.lang == lang]
            if own:
                _write_definitions(book, own)
    return into.getvalue()


def _write_figure(book: xlsxwriter.Workbook, sheet: Sheet, number: int, of: int) -> None:
    data = book.add_worksheet(name_of(DATA, sheet.lang, number, of))
    _write_head(book, data, sheet)
    _write_table(book, data, sheet)
    charts = natives(sheet.drawing.chart.to_dict())
    if charts:
        page = book.add_worksheet(name_of(CHART, sheet.lang, number, of))
        _write_head(book, page, sheet)
        write_charts(book, page, charts, sheet.lang, LEADING)


def _write_head(book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    plain = book.add_format({"font_color": MUTED})
    lines = {
        sheet.title: book.add_format({"bold": True, "font_size": 14, "font_color": INK}),
        sheet.subtitle: book.add_format({"font_color": INK}),
        sheet.as_of: plain,
        sheet.source: plain,
        sheet.mark: book.add_format({"bold": True, "font_color": MARKED}),
    }
    for row, (line, style) in enumerate(lines.items()):
        if line:
            page.write_string(row, 0, line, style)


def _write_table(book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet) -> None:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "font_color": INK}
    for column, (header, form) in enumerate(sheet.formats.items()):
        side = {"align": "right"} if form in WRITTEN else {"indent": 1}
        page.write_string(LEADING, column, header, book.add_format({**head, **side}))
    styles = [book.add_format(_style(form)) for form in _forms(sheet)]
    table = list(rows(sheet))
    for row, cells in enumerate(table, start=LEADING + 1):
        for column, (value, style) in enumerate(zip(cells, styles, strict=True)):
            _write(page, row, column, value, style)
    lines = 1
    for column, (header, width) in enumerate(zip(sheet.formats, _widths(sheet, table), strict=True)):
        page.set_column(column, column, width)
        lines = max(lines, ceil((_room(header) + 2) / width))
    page.set_row(LEADING, 16 * lines)
    page.freeze_panes(LEADING + 1, 0)
    page.repeat_rows(LEADING)
    page.autofilter(LEADING, 0, LEADING + len(table), max(len(styles) - 1, 0))


def _write(page: Worksheet, row: int, column: int, value: Cell, style: Style) -> None:
    if value is None:
        return
    if isinstance(value, date):
        page.write_datetime(row, column, datetime.combine(value, time()), style)
    elif isinstance(value, str):
        page.write_string(row, column, value, style)
    else:
        page.write_number(row, column, value, style)


def _style(form: Format) -> dict[str, object]:
    return {"num_format": WRITTEN[form]} if form in WRITTEN else {"indent": 1}


def _forms(sheet: Sheet) -> list[Format]:
    return list(sheet.formats.values())


def _widths(sheet: Sheet, table: list[list[Cell]]) -> Iterator[float]:
    """Give each column the room of its longest cell, within bounds; a header may be wrapped."""
    for at, (header, form) in enumerate(sheet.formats.items()):
        if form in WRITTEN:
            numbers = [_room(f"{row[at]:,.0f}") for row in table if isinstance(row[at], int)]
            longest = max([*numbers, 10 if form in ("date", "month") else 6], default=6)
        else:
            longest = max((_room(str(row[at])) for row in table), default=0)
        yield min(max(longest + 2, _room(header) / 2 + 4, NARROW), WIDE)


def _room(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _write_definitions(book: xlsxwriter.Workbook, sheets: Sequence[Sheet]) -> None:
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
            page.write_string(row, 1, line, text)
            page.set_row(row, 16 * ceil((_room(line) + 1) / WIDEST))
        row += 2
