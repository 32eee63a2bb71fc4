"""Excel workbooks, `.xlsx` and `.xls`: the one sheet that is a filing, its rows and their text."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice
from math import isnan
from pathlib import Path
from tempfile import NamedTemporaryFile

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from milestones.filings.files import COMPOUND_FILE_MAGIC, Format
from milestones.filings.filing import Filing, filings_of
from milestones.filings.hidden_parts import notes_on_hidden_parts
from milestones.filings.limits import refuse_circular_sectors, refuse_oversized_workbook
from milestones.filings.lost_values import lost_values, put_in
from milestones.filings.merged_cells import fill_merged_cells
from milestones.filings.recognition import (
    HEADER_SEARCH_ROWS,
    Header,
    NumberedRow,
    find_headers,
    is_blank,
)
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.unknown_kind import unknown_kind
from milestones.filings.whole_table import require_one_table

CellValue = int | float | str | bool | date | datetime | time | timedelta | None
OLD_DOCUMENTS = (("WordDocument", "word"), ("PowerPoint Document", "slides"))


def cell_text(value: CellValue) -> str | None:
    """Write a cell as text, None if it is empty.

    Text stays as it is; whole numbers have no `.0`, others their shortest exact form without an
    exponent; dates are ISO, with the time only where it is not midnight; true and false.
    """
    if isinstance(value, str):
        return value or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _float_text(value: float) -> str | None:
    if isnan(value):
        return None
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


@dataclass(frozen=True)
class _Candidate:
    """A sheet with something in it. `filled` is whether rows follow the header."""

    name: str
    sheet: CalamineSheet
    hidden: bool
    head: list[NumberedRow]
    headers: tuple[Header, ...]
    filled: bool


def recognize_workbook(
    path: Path,
    form: Format,
    state: tuple[int, ...],
    left_out: Collection[str] = (),
    *,
    is_new: bool = False,
) -> tuple[Filing, ...]:
    """Find the sheet of a workbook that is a filing, with notes on the other sheets.

    Visible sheets go before hidden ones. Several visible sheets with rows of a known kind are
    refused, because reading one of them would lose the others.
    """
    # An old workbook may hold a whole zip, so that it is not asked whether this is one.
    (refuse_circular_sectors if form == "xls" else refuse_oversized_workbook)(path)
    with _open_book(path) as book:
        names = book.sheet_names
        sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
        candidates = [
            each for sheet in sheets if (each := _examine_sheet(book, sheet, left_out)).head
        ]
    chosen = _choose_sheet([each for each in candidates if each.headers])
    if chosen is None:
        raise unknown_kind(candidates[0].head if candidates else [])
    if is_new:
        _require_one_table(path, form, names.index(chosen.name), chosen, left_out)
    others = [each for each in candidates if each.name != chosen.name]
    notes = [*_notes_on_other_sheets(others)]
    if chosen.hidden:
        notes.append(Note("hidden_sheet_read", "information", {"sheet": chosen.name}))
    notes += notes_on_hidden_parts(path, form, names.index(chosen.name), chosen.headers[0])
    return filings_of(chosen.headers, path, form, state, notes, sheet=chosen.name)


def sheet_rows(path: Path, name: str) -> Iterator[NumberedRow]:
    """Yield all rows of a sheet with the numbers and from the first column that Excel shows."""
    with _open_book(path) as book:
        yield from _numbered_rows(book.get_sheet_by_name(name))


def filing_rows(
    path: Path, form: Format, name: str, header: Header, notes: list[Note]
) -> Iterator[NumberedRow]:
    """Yield all rows of a sheet, with what its cells do not hold themselves.

    Cells without a value hold what stands there instead (`lost_values.py`), and each row that a
    merged cell covers its value; at the end, `notes` get a note on these.
    """
    with _open_book(path) as book:
        lost = lost_values(path, form, book.sheet_names.index(name))
        sheet = book.get_sheet_by_name(name)
        rows = put_in(_numbered_rows(sheet), lost)
        yield from fill_merged_cells(rows, sheet.merged_cell_ranges or (), header, notes)


def typed_sheets(path: Path) -> Iterator[tuple[str, bool, Iterator[tuple[int, list[CellValue]]]]]:
    """Yield each sheet as name, whether it is hidden, and rows; a cell is the value that it holds,
    or its text where the reader takes it for another."""
    with _open_book(path) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                is_hidden = sheet.visible != SheetVisibleEnum.Visible
                yield sheet.name, is_hidden, _typed_rows(book.get_sheet_by_name(sheet.name))


def _typed_rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[CellValue]]]:
    margin: list[CellValue] = [None] * (sheet.start[1] if sheet.start else 0)
    for (number, texts), values in zip(_numbered_rows(sheet), sheet.iter_rows(), strict=True):
        pairs = zip(texts, [*margin, *values], strict=True)
        yield number, [value if cell_text(value) == text else text for text, value in pairs]


def _examine_sheet(
    book: CalamineWorkbook, sheet: SheetMetadata, left_out: Collection[str]
) -> _Candidate:
    opened = book.get_sheet_by_name(sheet.name)
    rows = _numbered_rows(opened)
    head = list(islice(rows, HEADER_SEARCH_ROWS))
    headers = find_headers(head, left_out)
    below = chain(head[headers[0].row_no :], rows) if headers else ()
    filled = any(not is_blank(cells) for _, cells in below)
    hidden = sheet.visible != SheetVisibleEnum.Visible
    empty = all(is_blank(cells) for _, cells in head)
    return _Candidate(sheet.name, opened, hidden, [] if empty else head, headers, filled)


def _require_one_table(
    path: Path, form: Format, place: int, chosen: _Candidate, left_out: Collection[str]
) -> None:
    """Raise FilingRefused as `require_one_table` does; what has lost its value is not empty."""
    first = chosen.headers[0].row_no
    try:
        below = islice(_numbered_rows(chosen.sheet), first, None)
        require_one_table(below, chosen.headers, left_out)
    except FilingRefused as refusal:
        if refusal.rule != "required_columns_empty":
            raise
        rows = put_in(_numbered_rows(chosen.sheet), lost_values(path, form, place))
        require_one_table(islice(rows, first, None), chosen.headers, left_out)


def _choose_sheet(filings: list[_Candidate]) -> _Candidate | None:
    visible = [each for each in filings if not each.hidden]
    filled = [each for each in visible if each.filled]
    if len(filled) > 1:
        raise FilingRefused("several_sheets", sheets=tuple(each.name for each in filled))
    return next(iter(filled or visible or filings), None)


def _notes_on_other_sheets(others: list[_Candidate]) -> Iterator[Note]:
    filled = tuple(each.name for each in others if each.filled)
    ignored = tuple(each.name for each in others if each.name not in filled)
    if filled:
        yield Note("hidden_sheets_not_read", "warning", {"sheets": filled})
    if ignored:
        yield Note("sheets_not_read", "information", {"sheets": ignored})


def _numbered_rows(sheet: CalamineSheet) -> Iterator[NumberedRow]:
    margin: list[str | None] = [None] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, margin + [cell_text(cell) for cell in cells]


def _open_book(path: Path) -> CalamineWorkbook:
    """Open a workbook by its bytes; the file is closed again, the bytes stay with it."""
    try:
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
    except (MemoryError, KeyboardInterrupt):
        raise
    except BaseException:  # panics of the workbook reader stand outside Exception
        _refuse_with_reason(path)
        raise


def _refuse_with_reason(path: Path) -> None:
    """Ask the workbook reader, which says why it fails only to a file with the right ending.

    Encrypted new workbooks and old Word or PowerPoint files share the container of old workbooks.
    """
    content = path.read_bytes()
    for stream, name in OLD_DOCUMENTS:
        if stream.encode("utf-16-le") in content:
            raise FilingRefused("other_format", format=name)
    encrypted = "EncryptedPackage".encode("utf-16-le") in content
    suffix = ".xlsx" if encrypted or not content.startswith(COMPOUND_FILE_MAGIC) else ".xls"
    with NamedTemporaryFile(suffix=suffix) as copy:
        copy.write(content)
        copy.flush()
        CalamineWorkbook.from_path(copy.name)
