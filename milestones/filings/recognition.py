"""Which kind of filing a file is, and which of its columns is which: by the header alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, Literal

from milestones.filings.kinds import (
    FILING_KINDS,
    INSTITUTIONS,
    FilingColumn,
    FilingKind,
    kind_by_key,
    normalize_header,
)
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
        """Where Excel shows it: `C 申请号`."""
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
    """The letter that Excel shows for the column at this place, counted from 0: A, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_blank(cells: Cells) -> bool:
    """Whether a row holds nothing but white space."""
    for cell in cells:  # noqa: SIM110  a loop is twice as fast here, once for each row
        if cell and not cell.isspace():
            return False
    return True


def find_header(rows: Iterable[NumberedRow]) -> Header | None:
    """The first row that holds all required columns of a kind, or None.

    Of several kinds the one with the most columns wins. Raises FilingRefused where two kinds tie
    or two columns name one field.
    """
    for row_no, cells in rows:
        header = _header_in_row(row_no, cells)
        if header is not None:
            return header
    return None


def unknown_kind(rows: Iterable[NumberedRow]) -> FilingRefused:
    """The refusal of a table without a known header: what was seen and what is nearest."""
    filled = [row for row in rows if not is_blank(row[1])]
    if not filled:
        return FilingRefused("empty_file")
    row_no, cells = _likely_header(filled)
    labels = [
        _one_line(cell)[:MAX_SHOWN_CHARACTERS] for cell in cells if cell and not cell.isspace()
    ]
    forms = tuple(normalize_header(label) for label in labels[:MAX_SHOWN_HEADERS])
    kind = max(FILING_KINDS, key=lambda kind: _nearness(kind, forms))
    missing = tuple(field for field in kind.required if _likeness(kind, field, forms) < 1)
    header = " | ".join(labels[:MAX_SHOWN_HEADERS]) + (
        " | …" if len(labels) > MAX_SHOWN_HEADERS else ""
    )
    return FilingRefused("unknown_kind", row=row_no, header=header, kind=kind.key, missing=missing)


def _header_in_row(row_no: int, cells: Cells) -> Header | None:
    forms = [normalize_header(cell or "") for cell in cells]
    sizes = {
        kind.key: len(set(_fields_in_row(kind, forms)))
        for kind in FILING_KINDS
        if _fits(kind, forms)
    }
    if not sizes:
        return _ministry_header(row_no, cells, forms)
    best = [kind for kind in FILING_KINDS if sizes.get(kind.key) == max(sizes.values())]
    if len(best) > 1:
        keys = tuple(kind.key for kind in best)
        raise FilingRefused("ambiguous_kind", row=row_no, kinds=keys)
    return _build_header(best[0], row_no, cells, forms)


def _ministry_header(row_no: int, cells: Cells, forms: Sequence[str]) -> Header | None:
    """The Ministry of Education's own list: names and codes, the province in section rows."""
    named = set(forms)
    absent = ("kind", "province")
    if not named.issuperset(MINISTRY_HEADERS) or named & {"申请号", "专利号", "报告期"}:
        return None
    if any(field in absent for field in _fields_in_row(INSTITUTIONS, forms)):
        return None
    return _build_header(INSTITUTIONS, row_no, cells, forms, ministry_list=True)


@cache
def _fields_by_header(kind: FilingKind) -> dict[str, tuple[str, int]]:
    return {
        form: (column.field, factor)
        for column in kind.columns
        for form, factor in column.factors().items()
    }


def _fields_in_row(kind: FilingKind, forms: Sequence[str]) -> list[str]:
    known = _fields_by_header(kind)
    return [known[form][0] for form in forms if form in known]


def _fits(kind: FilingKind, forms: Sequence[str]) -> bool:
    return set(kind.required) <= set(_fields_in_row(kind, forms))


def _build_header(
    kind: FilingKind, row_no: int, cells: Cells, forms: Sequence[str], ministry_list: bool = False
) -> Header:
    known = _fields_by_header(kind)
    width = max(place for place, form in enumerate(forms, 1) if form)
    refuse_too_wide(width)
    columns, notes = [], []
    for index, form in enumerate(forms[:width]):
        match = ColumnMatch("", _one_line(cells[index] or ""), column_letter(index), index)
        if form in known:
            field, factor = known[form]
            columns.append(ColumnMatch(field, match.label, match.letter, index, factor))
        else:
            notes.append(_extra_column(kind, match, form))
    _refuse_duplicates(kind, columns)
    return Header(kind, row_no, width, tuple(columns), tuple(notes), ministry_list)


def refuse_too_wide(count: int) -> None:
    """Raise FilingRefused for a table of far more columns than any filing has."""
    if count > MAX_COLUMNS:
        raise FilingRefused("too_many_columns", count=count, limit=MAX_COLUMNS)


def _extra_column(kind: FilingKind, match: ColumnMatch, form: str) -> Note:
    params = {"column": match.place}
    if any(_is_money_without_unit(column, form) for column in kind.columns):
        return Note("amount_without_unit", "warning", params, column=match.place)
    return Note("extra_column", "information", params, column=match.place)


def _is_money_without_unit(column: FilingColumn, form: str) -> bool:
    names = {normalize_header(name) for name in column.headers_without_unit}
    return _UNIT.sub("", form) in names


def _refuse_duplicates(kind: FilingKind, columns: Sequence[ColumnMatch]) -> None:
    places = defaultdict(list)
    for column in columns:
        places[column.field].append(column.place)
    for field, found in places.items():
        if len(found) > 1:
            params = {"kind": kind.key, "field": field}
            raise FilingRefused("duplicate_column", columns=tuple(found), **params)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _likely_header(rows: Sequence[NumberedRow]) -> NumberedRow:
    """The row with the most known headers, else the first with two cells, else the first."""
    known = Counter[int]()
    for place, (_, cells) in enumerate(rows):
        forms = [normalize_header(cell or "") for cell in cells]
        known[place] = max(len(_fields_in_row(kind, forms)) for kind in FILING_KINDS)
    place, count = known.most_common(1)[0]
    if count:
        return rows[place]
    wide = (row for row in rows if sum(bool(cell and cell.strip()) for cell in row[1]) > 1)
    return next(wide, rows[0])


def _nearness(kind: FilingKind, forms: Sequence[str]) -> float:
    """How many columns of the kind have a header like one that was seen."""
    likenesses = (_likeness(kind, field, forms) for field in kind.fields)
    return sum(likeness for likeness in likenesses if likeness >= MIN_LIKENESS)


def _likeness(kind: FilingKind, field: str, forms: Sequence[str]) -> float:
    names = kind.column(field).factors()
    pairs = ((name, form) for name in names for form in forms)
    return max((SequenceMatcher(None, *pair).ratio() for pair in pairs), default=0.0)


Format = Literal["csv", "xlsx", "xls", "parquet"]
Message = dict[str, Any]


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

    def column(self, field: str) -> ColumnMatch | None:
        """The column that holds a field, None where the file has none."""
        return next((column for column in self.columns if column.field == field), None)


def filing_to_message(filing: Filing) -> Message:
    """A filing as plain values for JSON."""
    header = filing.header
    return {
        "path": str(filing.path),
        "format": filing.format,
        "kind": header.kind.key,
        "row_no": header.row_no,
        "header_width": header.width,
        "columns": [astuple(column) for column in header.columns],
        "ministry_list": header.ministry_list,
        "notes": notes_to_messages(filing.notes),
        "state": filing.state,
        "sheet": filing.sheet,
        "encoding": filing.encoding,
        "delimiter": filing.delimiter,
        "width": filing.width,
    }


def filing_from_message(told: Message) -> Filing:
    """The filing of a message; KeyError, TypeError or ValueError where it is none."""
    columns = tuple(ColumnMatch(*column) for column in told["columns"])
    notes = notes_from_messages(told["notes"])
    kind = kind_by_key(told["kind"])
    header = Header(kind, told["row_no"], told["header_width"], columns, (), told["ministry_list"])
    return Filing(
        Path(told["path"]),
        told["format"],
        header,
        notes,
        tuple(told["state"]),
        told["sheet"],
        told["encoding"],
        told["delimiter"],
        told["width"],
    )


def notes_to_messages(notes: Iterable[Note]) -> list[Message]:
    """Notes as plain values for JSON."""
    return [
        {
            "rule": note.rule,
            "severity": note.severity,
            "params": dict(note.params),
            "row_no": note.row_no,
            "column": note.column,
        }
        for note in notes
    ]


def notes_from_messages(told: Iterable[Message]) -> tuple[Note, ...]:
    """The notes of a message."""
    return tuple(Note(**{**each, "params": _params_from_json(each["params"])}) for each in told)


def refusal_from_message(rule: str, params: Mapping[str, Any]) -> FilingRefused:
    """The refusal of a message."""
    return FilingRefused(rule, **_params_from_json(params))


def _params_from_json(told: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows no tuples: what was several comes back as a list."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
