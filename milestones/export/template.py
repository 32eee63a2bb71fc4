"""Workbooks to fill in, one for each kind of filing: headers in both languages, and what they mean.

The first sheet holds the header alone, so that a template comes back with the rows of whoever
filled it and no invented one. Examples stand in a sheet of their own, which is not read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from milestones.charts.palette import PALETTES
from milestones.editions.storage import write_durably
from milestones.export.workbook import add_page, display_width
from milestones.export.workbook_charts import WORKBOOK_OPTIONS
from milestones.filings.column_list import (
    COLUMN_LIST_HEAD,
    EXAMPLE,
    OPTIONAL,
    REQUIRED,
    ColumnLine,
    allowed_words,
    column_lines,
)
from milestones.filings.columns import AMOUNT, DAY, TEXT, WHOLE, FilingColumn, FilingKind
from milestones.filings.kinds import FILING_KINDS
from milestones.i18n import Locale, _
from milestones.paths import FileNotWrittenError

TEMPLATE_KINDS = tuple(kind for kind in FILING_KINDS if kind.has_template)
CREATED_ON = datetime(2024, 1, 1)
"""The same for every template, so that equal columns give equal bytes."""
COLUMNS_SHEET, LISTS_SHEET = _("Columns"), _("Lists")
LAST_ROW = 1_048_575
MAX_LIST_CHARACTERS = 255
"""What Excel takes for a drop-down list written out in the cell."""
FIRST_DAY = date(1985, 4, 1)
"""The Patent Law came into force: no day of a patent lies before it."""
NUMBER_FORMATS = {TEXT: "@", DAY: "yyyy-mm-dd", AMOUNT: "#,##0.00"}
ONE_OF_LIST = _("Choose one of the words in the list. Another word is kept only if it is known.")
INPUT_RULES: Mapping[str, tuple[Mapping[str, object], str]] = {
    DAY: (
        {"validate": "date", "criteria": ">=", "value": FIRST_DAY},
        _("Write a day from 1 April 1985 on, as 2024-03-01."),
    ),
    WHOLE: (
        {"validate": "integer", "criteria": ">=", "value": 0},
        _("Write a whole number from 0 on."),
    ),
    AMOUNT: (
        {"validate": "decimal", "criteria": ">=", "value": 0},
        _("Write an amount in yuan from 0 on, without its unit."),
    ),
}
"""By the type of a column: what Excel tests, and what it says where that fails."""
FILL_IN = _(
    "Fill in the first sheet, one row for each entry, and leave its header as it is. "
    "An asterisk marks what is required. This sheet is not read."
)
PAPER, ZH, EN = PALETTES["light"], Locale("zh"), Locale("en")
COMMENT_OPTIONS = {"width": 330, "height": 170, "font_size": 9}
HEADER_HEIGHT_POINTS, LINE_HEIGHT_POINTS = 34, 15
LIST_WIDTHS, LIST_HEAD_ROW = (26, 12, 82, 56, 22), 4


class TemplateNotFoundError(Exception):
    """No kind of filing of that name has a template."""


class WorkbookExistsError(Exception):
    """A file stands where a workbook to fill in should go; somebody may have filled it in."""


def template_name(kind: FilingKind) -> str:
    """Name the file of a kind's template."""
    return f"{kind.key}.xlsx"


def write_templates(folder: Path, kinds: Sequence[FilingKind]) -> list[Path]:
    """Write the template of each kind into a folder and give the files.

    Raises WorkbookExistsError, FileNotWrittenError.
    """
    books = {folder / template_name(kind): partial(template_bytes, kind) for kind in kinds}
    write_to_fill_in(books)
    return list(books)


def write_to_fill_in(books: Mapping[Path, Callable[[], bytes]]) -> None:
    """Make workbooks that come back filled in and write them, all or none, and their folders.

    Raises WorkbookExistsError where a file of that name is there, and FileNotWrittenError.
    """
    for path in books:
        if path.exists():
            raise WorkbookExistsError(path)
    files = {path: make() for path, make in books.items()}
    try:
        for path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(files, private=False)
    except OSError as error:
        raise FileNotWrittenError(f"{path} ({error.strerror})") from error


@lru_cache(maxsize=len(FILING_KINDS))
def template_bytes(kind: FilingKind) -> bytes:
    """Write the template of a kind; equal columns give equal bytes."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, WORKBOOK_OPTIONS) as book:
        book.set_properties({"title": in_both(kind.title, " / "), "created": CREATED_ON})
        add_filling_sheet(book, kind)
    return into.getvalue()


def add_filling_sheet(book: xlsxwriter.Workbook, kind: FilingKind) -> Worksheet:
    """Add the sheet to fill in, whose first row is the header, and those that explain it."""
    sheet = add_page(book, f"{ZH(kind.title)} {kind.key}")
    sheet.set_row(0, HEADER_HEIGHT_POINTS)
    sheet.freeze_panes(1, 0)
    _write_column_list(book, kind)
    sources = _write_long_lists(book, kind)
    for place, column in enumerate(kind.columns):
        write_column(book, sheet, place, column, sources.get(column.field))
    return sheet


def in_both(text: str, between: str) -> str:
    """Write a text in Chinese and in English."""
    return f"{ZH(text)}{between}{EN(text)}"


def write_column(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    place: int,
    column: FilingColumn,
    source: str | None = None,
) -> None:
    """Write a header with its comment; the cells below have their form and what is tested."""
    header = column.bilingual_header
    sheet.write_string(0, place, header, header_format(book, column.required))
    sheet.write_comment(0, place, "\n".join(_comment_lines(column)), COMMENT_OPTIONS)
    width = max(display_width(text) for text in (*header.split("\n"), column.example)) + 4
    below = book.add_format({"num_format": NUMBER_FORMATS.get(column.native, "General")})
    sheet.set_column(place, place, width, below)
    if rule := _input_rule(column, source):
        sheet.data_validation(1, place, LAST_ROW, place, rule)


def header_format(book: xlsxwriter.Workbook, is_required: bool) -> Format:
    colours = (PAPER.main, PAPER.surface) if is_required else (PAPER.scale[0], PAPER.ink)
    shape = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    filled = {"bg_color": colours[0], "font_color": colours[1], "border_color": PAPER.axis}
    return book.add_format({**shape, **filled})


def _comment_lines(column: FilingColumn) -> Iterator[str]:
    for locale in (ZH, EN):
        necessity = locale(REQUIRED if column.required else OPTIONAL)
        yield f"{column.label(locale.lang)}{locale.colon}{necessity}"
        yield locale(column.explanation)
        if words := column.words(locale.lang):
            yield locale("Words allowed: {words}", words=" / ".join(words))
    yield f"{in_both(EXAMPLE, ' ')}{EN.colon}{column.example}"


def _words_of_both(column: FilingColumn) -> list[str]:
    """Give what the drop-down list of a column offers: Chinese first, each word once."""
    words = (word for locale in (ZH, EN) for word in allowed_words(column, locale))
    return list(dict.fromkeys(words))


def _input_rule(column: FilingColumn, source: str | None) -> dict[str, object] | None:
    """Give what Excel tests of a cell; it warns only, as more forms are understood than it knows.

    `source` are the cells that hold the drop-down list, where it is too long to be written out.
    """
    if words := _words_of_both(column):
        listed = {"validate": "list", "source": source or words}
        return {**listed, **_warning(ONE_OF_LIST)}
    if column.native in INPUT_RULES:
        tested, says = INPUT_RULES[column.native]
        return {**tested, **_warning(says)}
    return None


def _warning(says: str) -> dict[str, object]:
    title = {"error_title": in_both(_("Please check"), " "), "error_type": "warning"}
    return {**title, "error_message": in_both(says, "\n")}


def _write_long_lists(book: xlsxwriter.Workbook, kind: FilingKind) -> dict[str, str]:
    """Write the drop-down lists that Excel wants in cells; gives the cells by the field."""
    lists = [(column, _words_of_both(column)) for column in kind.columns]
    long = [each for each in lists if len(",".join(each[1])) > MAX_LIST_CHARACTERS]
    if not long:
        return {}
    name, sources = in_both(LISTS_SHEET, " "), {}
    sheet = add_page(book, name)
    sheet.set_column(0, len(long), LIST_WIDTHS[0])
    sheet.set_row(0, HEADER_HEIGHT_POINTS)
    for place, (column, words) in enumerate(long):
        sheet.write_string(0, place, column.bilingual_header, header_format(book, column.required))
        sheet.write_column(1, place, words)
        first, last = (xl_rowcol_to_cell(row, place, True, True) for row in (1, len(words)))
        sources[column.field] = f"='{name}'!{first}:{last}"
    return sources


def _write_column_list(book: xlsxwriter.Workbook, kind: FilingKind) -> None:
    """Write what each column means, in both languages, with an example."""
    sheet = add_page(book, in_both(COLUMNS_SHEET, " "))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    strong = book.add_format({"bold": True, "font_size": 13})
    sheet.write_string(0, 0, in_both(kind.title, " "), strong)
    for row, locale in enumerate((ZH, EN), start=1):
        sheet.write_string(row, 0, locale(FILL_IN))
    for place, (head, width) in enumerate(zip(COLUMN_LIST_HEAD, LIST_WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(LIST_HEAD_ROW, place, in_both(head, "\n"), header_format(book, False))
    sheet.set_row(LIST_HEAD_ROW, HEADER_HEIGHT_POINTS)
    sheet.freeze_panes(LIST_HEAD_ROW + 1, 1)
    said = zip(column_lines(kind, ZH), column_lines(kind, EN), strict=True)
    for row, lines in enumerate(said, start=LIST_HEAD_ROW + 1):
        cells = _list_cells(*lines)
        sheet.set_row(row, LINE_HEIGHT_POINTS * max(cell.count("\n") + 1 for cell in cells))
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text, wrapped)


def _list_cells(chinese: ColumnLine, english: ColumnLine) -> tuple[str, ...]:
    return (
        "\n".join(chinese.headers),
        in_both(REQUIRED if english.is_required else OPTIONAL, "\n"),
        f"{chinese.explanation}\n{english.explanation}",
        "\n".join(dict.fromkeys(" / ".join(each.words) for each in (chinese, english))),
        english.example,
    )
