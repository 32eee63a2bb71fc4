"""The table of a sheet in a worksheet: exact numbers, written the way that people read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from milestones.export.cells import Cell, rows
from milestones.export.figure_export import FigureExport
from milestones.figures.columns import Format
from milestones.i18n.widths import is_wide

WRITTEN: dict[Format, str] = {
    "count": "#,##0",
    "share": "0.0%",
    "money": "#,##0.00",
    "number": "#,##0.00",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
}
NARROW, WIDE, HIGH = 9, 44, 16
INK = "#1c2733"


def write_table(book: xlsxwriter.Workbook, page: Worksheet, sheet: FigureExport, top: int) -> None:
    """Write a sheet's table, its header in row `top`, which stays in sight and can filter."""
    table, forms = list(rows(sheet)), list(sheet.formats.values())
    styles = [book.add_format(_style(form)) for form in forms]
    whole = book.add_format(_style("count"))
    for row, cells in enumerate(table, start=top + 1):
        for column, (value, style, form) in enumerate(zip(cells, styles, forms, strict=True)):
            _write(page, row, column, value, whole if _is_whole(value, form) else style)
    _write_header(book, page, sheet, top, list(_widths(sheet, table)))
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    page.autofilter(top, 0, top + len(table), len(forms) - 1)


def _write_header(
    book: xlsxwriter.Workbook, page: Worksheet, sheet: FigureExport, top: int, widths: list[float]
) -> None:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "font_color": INK}
    lines = 1
    for column, (header, form) in enumerate(sheet.formats.items()):
        side = {"align": "right"} if form in WRITTEN else {"indent": 1}
        page.write_string(top, column, header, book.add_format({**head, **side}))
        page.set_column(column, column, widths[column])
        lines = max(lines, ceil((room(header) + 2) / widths[column]))
    page.set_row(top, HIGH * lines)


def _style(form: Format) -> dict[str, object]:
    return {"num_format": WRITTEN[form]} if form in WRITTEN else {"indent": 1}


def _is_whole(value: Cell, form: Format) -> bool:
    """Tell whether a number goes without decimals: a format that drops them leaves their point."""
    if form not in ("money", "number") or not isinstance(value, int | float):
        return False
    return value == round(value)


def _write(page: Worksheet, row: int, column: int, value: Cell, style: Style) -> None:
    if value is None:
        return
    if isinstance(value, date):
        page.write_datetime(row, column, datetime.combine(value, time()), style)
    elif isinstance(value, str):
        page.write_string(row, column, value, style)
    else:
        page.write_number(row, column, value, style)


def _widths(sheet: FigureExport, table: list[list[Cell]]) -> Iterator[float]:
    """Give each column the room of its longest cell, within bounds; a header may be wrapped."""
    for at, (header, form) in enumerate(sheet.formats.items()):
        if form in WRITTEN:
            numbers = [room(f"{row[at]:,.0f}") for row in table if isinstance(row[at], int)]
            longest = max([*numbers, 10 if form in ("date", "month") else 6], default=6)
        else:
            longest = max((room(str(row[at])) for row in table), default=0)
        yield min(max(longest + 2, room(header) / 2 + 4, NARROW), WIDE)


def room(text: str) -> int:
    """Count the columns that a text takes: letters of Chinese take two."""
    return sum(2 if is_wide(letter) else 1 for letter in text)
