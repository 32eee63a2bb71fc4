"""Which kind of filing a file is, and which of its columns is which: by the header alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, reduce
from itertools import product
from pathlib import Path
from typing import Any

from milestones.filings.columns import FilingColumn, FilingKind, normalize_header
from milestones.filings.files import Format
from milestones.filings.kinds import FILING_KINDS, INSTITUTIONS, kind_by_key
from milestones.filings.remarks import FilingRefused, Note

HEADER_SEARCH_ROWS = 20
MAX_COLUMNS = 4_000
"""Each column that is no field is remarked on."""
MAX_SHOWN_HEADERS, MAX_SHOWN_CHARACTERS = 30, 40
MIN_LIKENESS = 0.6
MINISTRY_HEADERS = ("学校名称", "学校标识码")
_UNIT = re.compile(r"\([^()]*\)$")

Cells = Sequence[str | None]
NumberedRow = tuple[int, Cells]
Message = dict[str, Any]


@dataclass(frozen=True)
class ColumnMatch:
    """A column of the file that is a field; cells times `factor` are in the field's unit."""

    field: str
    label: str
    letter: str
    index: int
    factor: int = 1

    @property
    def place(self) -> str:
        """Say where Excel shows it: `C 申请号`."""
        return f"{self.letter} {self.label}".strip()


@dataclass(frozen=True)
class Header:
    """A recognized header. `width` is the number of columns up to the last that has a name."""

    kind: FilingKind
    row_no: int
    width: int
    columns: tuple[ColumnMatch, ...]
    notes: tuple[Note, ...]
    ministry_list: bool = False


def column_letter(index: int) -> str:
    """Give the letter that Excel shows for the column at this place, counted from 0: A, Z, AA."""
    before, last = divmod(index, 26)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + last)


def column_number(letters: str) -> int:
    """Give the number of a column from its letters, counted from 1: A, Z, AA."""
    return reduce(lambda total, letter: total * 26 + ord(letter) - ord("A") + 1, letters, 0)


def is_blank(cells: Cells) -> bool:
    """Tell whether a row holds nothing but white space."""
    for cell in cells:  # noqa: SIM110  a loop is twice as fast here, once for each row
        if cell and not cell.isspace():
            return False
    return True


def find_header(rows: Iterable[NumberedRow]) -> Header | None:
    """Find the first row that holds all required columns of a kind, or None.

    Of several kinds the one with the most columns wins. Raises FilingRefused where two kinds tie
    or two columns name one field.
    """
    headers = (_header_in_row(row_no, cells) for row_no, cells in rows)
    return next((header for header in headers if header is not None), None)


def unknown_kind(rows: Iterable[NumberedRow]) -> FilingRefused:
    """Make the refusal of a table without a known header: what was seen and what is nearest."""
    filled = [row for row in rows if not is_blank(row[1])]
    if not filled:
        return FilingRefused("empty_file")
    row_no, cells = _likely_header(filled)
    labels = [_one_line(cell) for cell in cells if cell and not cell.isspace()]
    shown = [label[:MAX_SHOWN_CHARACTERS] for label in labels[:MAX_SHOWN_HEADERS]]
    forms = [normalize_header(label) for label in shown]
    kind = max(FILING_KINDS, key=lambda kind: _nearness(kind, forms))
    required = (column for column in kind.columns if column.required)
    missing = tuple(column.field for column in required if _likeness(column, forms) < 1)
    header = " | ".join(shown if len(labels) == len(shown) else [*shown, "…"])
    return FilingRefused("unknown_kind", row=row_no, header=header, kind=kind.key, missing=missing)


def _header_in_row(row_no: int, cells: Cells) -> Header | None:
    forms = [normalize_header(cell or "") for cell in cells]
    fields = {kind: set(_fields_in_row(kind, forms)) for kind in FILING_KINDS}
    sizes = {kind: len(found) for kind, found in fields.items() if found.issuperset(kind.required)}
    if not sizes:
        return _ministry_header(row_no, cells, forms)
    best = [kind for kind, size in sizes.items() if size == max(sizes.values())]
    if len(best) > 1:
        keys = tuple(kind.key for kind in best)
        raise FilingRefused("ambiguous_kind", row=row_no, kinds=keys)
    return _build_header(best[0], row_no, cells, forms)


def _ministry_header(row_no: int, cells: Cells, forms: Sequence[str]) -> Header | None:
    """Recognize the Ministry of Education's list: names, codes, the province in section rows."""
    if not set(forms).issuperset(MINISTRY_HEADERS) or {"申请号", "专利号", "报告期"} & set(forms):
        return None
    if {"kind", "province"} & set(_fields_in_row(INSTITUTIONS, forms)):
        return None
    return _build_header(INSTITUTIONS, row_no, cells, forms, ministry_list=True)


@cache
def _fields_by_header(kind: FilingKind) -> dict[str, tuple[str, int]]:
    factors = ((column.field, column.factors()) for column in kind.columns)
    return {form: (field, factor) for field, forms in factors for form, factor in forms.items()}


def _fields_in_row(kind: FilingKind, forms: Sequence[str]) -> list[str]:
    known = _fields_by_header(kind)
    return [known[form][0] for form in forms if form in known]


def _build_header(
    kind: FilingKind, row_no: int, cells: Cells, forms: Sequence[str], ministry_list: bool = False
) -> Header:
    known = _fields_by_header(kind)
    width = max(place for place, form in enumerate(forms, 1) if form)
    refuse_too_wide(width)
    columns, notes = [], []
    for index, form in enumerate(forms[:width]):
        field, factor = known.get(form, ("", 1))
        label = _one_line(cells[index] or "")
        match = ColumnMatch(field, label, column_letter(index), index, factor)
        if field:
            columns.append(match)
        else:
            notes.append(_extra_column(kind, match.place, form))
    _refuse_duplicates(kind, columns)
    return Header(kind, row_no, width, tuple(columns), tuple(notes), ministry_list)


def refuse_too_wide(count: int) -> None:
    """Raise FilingRefused for a table of far more columns than any filing has."""
    if count > MAX_COLUMNS:
        raise FilingRefused("too_many_columns", count=count, limit=MAX_COLUMNS)


def _extra_column(kind: FilingKind, place: str, form: str) -> Note:
    headers = (header for column in kind.columns for header in column.headers_without_unit)
    if _UNIT.sub("", form) in map(normalize_header, headers):
        return Note("amount_without_unit", "warning", {"column": place}, column=place)
    return Note("extra_column", "information", {"column": place}, column=place)


def _refuse_duplicates(kind: FilingKind, columns: Sequence[ColumnMatch]) -> None:
    for field, count in Counter(column.field for column in columns).items():
        if count > 1:
            places = tuple(column.place for column in columns if column.field == field)
            raise FilingRefused("duplicate_column", columns=places, kind=kind.key, field=field)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _likely_header(rows: Sequence[NumberedRow]) -> NumberedRow:
    """Find the row with the most known headers, else the first with two cells, or the first."""

    def known_headers(row: NumberedRow) -> int:
        forms = [normalize_header(cell or "") for cell in row[1]]
        return max(len(_fields_in_row(kind, forms)) for kind in FILING_KINDS)

    likely = max(rows, key=known_headers)
    if known_headers(likely):
        return likely
    wide = (row for row in rows if sum(bool(cell and cell.strip()) for cell in row[1]) > 1)
    return next(wide, rows[0])


def _nearness(kind: FilingKind, forms: Sequence[str]) -> float:
    """Sum up how like the headers that were seen are to those of the kind."""
    likenesses = (_likeness(column, forms) for column in kind.columns)
    return sum(likeness for likeness in likenesses if likeness >= MIN_LIKENESS)


def _likeness(column: FilingColumn, forms: Sequence[str]) -> float:
    pairs = product(column.factors(), forms)
    return max((SequenceMatcher(None, *pair).ratio() for pair in pairs), default=0.0)


@dataclass(frozen=True)
class Filing:
    """A file that is recognized and can be read. `notes` are those of its header and sheets.

    `sheet` is that of a workbook, `encoding` and `delimiter` are those of a text, `width` is the
    number of columns in a Parquet file. `state` is what the file system said when it was
    recognized: the file must not have changed when it is read.
    """

    path: Path
    format: Format
    header: Header
    notes: tuple[Note, ...]
    state: tuple[int, ...]
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    width: int = 0

    @property
    def kind(self) -> FilingKind:
        return self.header.kind

    @property
    def columns(self) -> tuple[ColumnMatch, ...]:
        """The columns of the file that are fields, from left to right."""
        return self.header.columns


def encode_message(message: Mapping[str, object]) -> bytes:
    """Write a line of JSON; filings and notes become objects, kinds keys, paths absolute."""
    return json.dumps(message, default=_plain_value).encode() + b"\n"


def _plain_value(value: object) -> object:
    if isinstance(value, FilingKind):
        return value.key
    if isinstance(value, Header):  # its notes are told with those of the filing
        return {**vars(value), "notes": ()}
    return str(value.absolute()) if isinstance(value, Path) else vars(value)


def decode_filing(message: Message) -> Filing:
    """Read the filing of a message; KeyError, TypeError or ValueError where it is none."""
    header = dict(message["header"])
    header["kind"] = kind_by_key(header["kind"])
    header["columns"] = tuple(ColumnMatch(**column) for column in header["columns"])
    header["notes"] = decode_notes(header["notes"])
    filing = dict(message)
    filing["path"] = Path(message["path"])
    filing["header"] = Header(**header)
    filing["notes"] = decode_notes(message["notes"])
    filing["state"] = tuple(message["state"])
    return Filing(**filing)


def decode_notes(messages: Iterable[Message]) -> tuple[Note, ...]:
    """Read the notes of a message."""
    return tuple(Note(**{**each, "params": decode_params(each["params"])}) for each in messages)


def decode_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Read the values of a remark: JSON knows no tuples, a list was one."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in params.items()
    }
