"""Sheets as a workbook: exact numbers to compute with, definitions, and charts to edit."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from math import ceil

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from milestones.charts.palette import PALETTES
from milestones.export.figure_export import FigureExport, number_figures
from milestones.export.stamp import write_stamps
from milestones.export.tabular import TableValue, table_rows
from milestones.export.workbook_charts import (
    WORKBOOK_OPTIONS,
    write_charts,
    write_text,
    write_value,
)
from milestones.figures.labels import sentence_case
from milestones.figures.registry import Format
from milestones.i18n import LANGS, Lang, Locale, _
from milestones.i18n.widths import is_full_width

DATA_SHEET, CHART_SHEET, DEFINITIONS_SHEET = _("Data"), _("Chart"), _("Definitions")


def sheet_name(kind: str, lang: Lang, number: int = 1, of: int = 1) -> str:
    """Name a sheet by what it holds; figures are numbered where there are several."""
    said = Locale(lang)(kind)
    return said if of == 1 else f"{number} {said}"


EXCEL_FORMATS: dict[Format, str] = {
    "count": "#,##0",
    "share": "0.0%",
    "money": "#,##0.00",
    "number": "#,##0.00",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
}
PAPER = PALETTES["light"]
MIN_COLUMN_CHARS, MAX_COLUMN_CHARS, ROW_HEIGHT_POINTS = 9, 44, 16


def write_table(book: xlsxwriter.Workbook, page: Worksheet, sheet: FigureExport, top: int) -> None:
    """Write a sheet's table, its header in row `top`, which stays in sight and can filter."""
    table, forms = list(table_rows(sheet)), list(sheet.formats.values())
    styles = [book.add_format(_cell_format(form)) for form in forms]
    whole = book.add_format(_cell_format("count"))
    for row, cells in enumerate(table, start=top + 1):
        for column, (value, style, form) in enumerate(zip(cells, styles, forms, strict=True)):
            write_value(page, row, column, value, whole if _is_whole(value, form) else style)
    _write_header(book, page, sheet, top, list(_column_widths(sheet, table)))
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    page.autofilter(top, 0, top + len(table), len(forms) - 1)


def _write_header(
    book: xlsxwriter.Workbook, page: Worksheet, sheet: FigureExport, top: int, widths: list[float]
) -> None:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "font_color": PAPER.ink}
    lines = 1
    for column, (header, form) in enumerate(sheet.formats.items()):
        side = {"align": "right"} if form in EXCEL_FORMATS else {"indent": 1}
        page.write_string(top, column, header, book.add_format({**head, **side}))
        page.set_column(column, column, widths[column])
        lines = max(lines, ceil((display_width(header) + 2) / widths[column]))
    page.set_row(top, ROW_HEIGHT_POINTS * lines)


def _cell_format(form: Format) -> dict[str, object]:
    return {"num_format": EXCEL_FORMATS[form]} if form in EXCEL_FORMATS else {"indent": 1}


def _is_whole(value: TableValue, form: Format) -> bool:
    """Tell whether a number goes without decimals: a format that drops them leaves their point."""
    if form not in ("money", "number") or not isinstance(value, int | float):
        return False
    return value == round(value)


def _column_widths(sheet: FigureExport, table: list[list[TableValue]]) -> Iterator[float]:
    """Give each column the room of its longest cell, within bounds; a header may be wrapped."""
    for at, (header, form) in enumerate(sheet.formats.items()):
        if form in EXCEL_FORMATS:
            texts = [f"{row[at]:,}" for row in table if isinstance(row[at], int)]
            least = 10 if form in ("date", "month") else 6
        else:
            texts, least = [str(row[at]) for row in table], 0
        longest = max(map(display_width, texts), default=0)
        width = max(longest + 2, least + 2, display_width(header) / 2 + 4, MIN_COLUMN_CHARS)
        yield min(width, MAX_COLUMN_CHARS)


def display_width(text: str) -> int:
    """Count the columns that a text takes: letters of Chinese take two."""
    return sum(2 if is_full_width(letter) else 1 for letter in text)


def definition_entries(sheet: FigureExport) -> Iterator[tuple[str, str]]:
    """Yield pairs of a term and its text in the sheet's language, long ones line by line."""
    locale, stamp = sheet.locale, sheet.stamp
    yield locale("In words"), sheet.caption
    yield locale("Question"), sentence_case(sheet.definition.question)
    for line in sheet.definition.indicators:
        yield locale("Counted"), line
    yield locale("Selection"), sheet.subtitle
    yield locale("As of"), locale.date(stamp.day)
    yield locale("Source"), sheet.source
    if sheet.disclaimer:
        yield locale("Mark"), sheet.disclaimer
    yield locale("Edition"), stamp.edition
    yield locale("Received"), locale.date(sheet.received_on)
    yield locale("Plan"), stamp.plan
    yield locale("Version of the rules"), stamp.rules
    yield locale("Query"), sheet.definition.query
    yield locale("SHA-256 of the values"), stamp.values
    yield locale("To prove this file right"), "python -m milestones verify"


HEAD_ROWS = 6
"""Rows above a table or its charts: title, selection, day, source, disclaimer, an empty one."""
DEFINITION_CHARS = 96
"""Letters of the wide column of the definitions."""
A4_PAPER = 9


def xlsx_bytes(sheets: Sequence[FigureExport], title: str = "") -> bytes:
    """Write figures as a workbook: for each a data sheet and, where Excel has one, a chart.

    Text cells stay text whatever they hold. Equal sheets give equal bytes: the document is
    dated by the edition's day of receipt. The stamps stand in the document's comments.
    """
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, WORKBOOK_OPTIONS) as book:
        properties = {
            "title": title or sheets[0].title,
            "subject": sheets[0].subtitle,
            "comments": write_stamps([sheet.stamp for sheet in sheets]),
            "created": datetime.combine(sheets[0].received_on, time()),
        }
        book.set_properties(properties)
        for number, of, sheet in number_figures(sheets):
            _write_figure(book, sheet, number, of)
        for lang in LANGS:
            own = [sheet for sheet in sheets if sheet.lang == lang]
            if own:
                _write_definitions(book, own)
    return into.getvalue()


def _write_figure(book: xlsxwriter.Workbook, sheet: FigureExport, number: int, of: int) -> None:
    data = add_page(book, sheet_name(DATA_SHEET, sheet.lang, number, of))
    _write_head(book, data, sheet)
    write_table(book, data, sheet, HEAD_ROWS)
    if sheet.native_charts:
        page = add_page(book, sheet_name(CHART_SHEET, sheet.lang, number, of))
        _write_head(book, page, sheet)
        write_charts(book, page, sheet.native_charts, sheet.lang, HEAD_ROWS, sheet.disclaimer)


def add_page(book: xlsxwriter.Workbook, name: str) -> Worksheet:
    """Add a worksheet that prints on A4, across, as wide as the page."""
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(A4_PAPER)
    page.fit_to_pages(1, 0)
    return page


def _write_head(book: xlsxwriter.Workbook, page: Worksheet, sheet: FigureExport) -> None:
    plain = book.add_format({"font_color": PAPER.muted})
    lines = (
        (sheet.title, book.add_format({"bold": True, "font_size": 14, "font_color": PAPER.ink})),
        (sheet.subtitle, book.add_format({"font_color": PAPER.ink})),
        (sheet.as_of, plain),
        (sheet.source, plain),
        (sheet.disclaimer, book.add_format({"bold": True, "font_color": PAPER.official})),
    )
    for row, (line, style) in enumerate(lines):
        if line:
            write_text(page, row, 0, line, style)


def _write_definitions(book: xlsxwriter.Workbook, sheets: Sequence[FigureExport]) -> None:
    """Write what each figure counts, where it comes from, and how to prove the file right."""
    page = add_page(book, sheet_name(DEFINITIONS_SHEET, sheets[0].lang))
    term = book.add_format({"valign": "top", "font_color": PAPER.muted})
    text = book.add_format({"valign": "top", "text_wrap": True})
    title = book.add_format({"bold": True, "font_size": 12, "text_wrap": True})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, DEFINITION_CHARS)
    row = 0
    for sheet in sheets:
        page.write_string(row, 1, sheet.title, title)
        for name, line in definition_entries(sheet):
            row += 1
            page.write_string(row, 0, name, term)
            write_text(page, row, 1, line, text)
            page.set_row(row, 16 * ceil((display_width(line) + 1) / DEFINITION_CHARS))
        row += 2
