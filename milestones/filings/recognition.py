"""Which kind of filing a file is, and which of its columns is which: by the header alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, reduce
from itertools import chain, product

from milestones.filings.columns import FilingColumn, FilingKind, normalize_header
from milestones.filings.kinds import FILING_KINDS, INSTITUTIONS, KEY_FIELDS
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
        """Say where Excel shows it: `C 申请号`."""
        return f"{self.letter} {self.label}".strip()


@dataclass(frozen=True)
class Header:
    """A recognized header, as one kind reads it.

    `width` is the number of columns up to the last that has a name. In a table of several kinds
    `own` are the places of the columns that this kind alone reads: a row that is blank in all of
    them is no row of it. The first kind takes the rows that are no others' as well, so that no row
    is lost: `others` are the places that the other kinds have alone.
    """

    kind: FilingKind
    row_no: int
    width: int
    columns: tuple[ColumnMatch, ...]
    ministry_list: bool = False
    own: tuple[int, ...] = ()
    others: tuple[int, ...] = ()

    def holds(self, cells: Cells) -> bool:
        """Tell whether a row that is not blank is a row of this kind."""
        return not self.own or _any_filled(cells, self.own) or self._takes_over(cells)

    def _takes_over(self, cells: Cells) -> bool:
        return bool(self.others) and not _any_filled(cells, self.others)


@dataclass(frozen=True)
class Recognized:
    """What a header row says: a header for each kind that its table holds, and notes on it."""

    headers: tuple[Header, ...]
    notes: tuple[Note, ...]

    @property
    def row_no(self) -> int:
        return self.headers[0].row_no


def no_rows_note(header: Header) -> Note:
    """Make the note on a header without rows, as in a template that nobody filled in."""
    return Note("no_rows", "warning", {"row": header.row_no, "kind": header.kind.key})


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


def _any_filled(cells: Cells, places: Sequence[int]) -> bool:
    return not is_blank([cells[place] for place in places if place < len(cells)])


def find_headers(rows: Iterable[NumberedRow]) -> Recognized | None:
    """Find the first row that holds all required columns of a kind, or of several; or None.

    Raises FilingRefused where two columns name one field, and where two kinds claim a column.
    """
    found = (_headers_in_row(row_no, cells) for row_no, cells in rows)
    return next((each for each in found if each is not None), None)


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


def _headers_in_row(row_no: int, cells: Cells) -> Recognized | None:
    forms = [normalize_header(cell or "") for cell in cells]
    kinds = [
        kind for kind in FILING_KINDS if set(_fields_in_row(kind, forms)).issuperset(kind.required)
    ]
    if not kinds:
        return _ministry_header(row_no, cells, forms)
    readers = _readers_of_columns(kinds, row_no, cells, forms)
    return _build_headers(row_no, cells, forms, readers)


def _ministry_header(row_no: int, cells: Cells, forms: Sequence[str]) -> Recognized | None:
    """Recognize the Ministry of Education's list: names, codes, the province in section rows."""
    if not set(forms).issuperset(MINISTRY_HEADERS) or {"申请号", "专利号", "报告期"} & set(forms):
        return None
    if {"kind", "province"} & set(_fields_in_row(INSTITUTIONS, forms)):
        return None
    readers = _claims((INSTITUTIONS,), forms)
    return _build_headers(row_no, cells, forms, readers, ministry_list=True)


def _claims(kinds: Iterable[FilingKind], forms: Sequence[str]) -> list[tuple[FilingKind, ...]]:
    """Say of each column which kinds have a field of that header."""
    known = [(kind, _fields_by_header(kind)) for kind in kinds]
    return [tuple(kind for kind, fields in known if form in fields) for form in forms]


def _readers_of_columns(
    kinds: Sequence[FilingKind], row_no: int, cells: Cells, forms: Sequence[str]
) -> list[tuple[FilingKind, ...]]:
    """Say of each column which kinds read it.

    A key is read by all; what else two kinds share belongs to the kind of the columns beside it.
    A kind that loses a required column to another is none of the table.
    """
    claims = _claims(kinds, forms)
    for place, claim in enumerate(claims):
        if len(claim) > 1 and _fields_by_header(claim[0])[forms[place]][0] not in KEY_FIELDS:
            claims[place] = (_reader_by_neighbours(claims, place, row_no, cells),)
    complete = [
        kind
        for kind in kinds
        if {
            _fields_by_header(kind)[form][0]
            for form, claim in zip(forms, claims, strict=True)
            if kind in claim
        }.issuperset(kind.required)
    ]
    if len(complete) < len(kinds):
        return _readers_of_columns(complete, row_no, cells, forms)
    return claims


def _reader_by_neighbours(
    claims: Sequence[tuple[FilingKind, ...]], place: int, row_no: int, cells: Cells
) -> FilingKind:
    beside = {
        claims[near][0]
        for near in (place - 1, place + 1)
        if 0 <= near < len(claims) and len(claims[near]) == 1 and claims[near][0] in claims[place]
    }
    if len(beside) == 1:
        return beside.pop()
    keys = tuple(kind.key for kind in claims[place])
    column = f"{column_letter(place)} {_one_line(cells[place] or '')}"
    raise FilingRefused("ambiguous_column", row=row_no, column=column, kinds=keys)


@cache
def _fields_by_header(kind: FilingKind) -> dict[str, tuple[str, int]]:
    factors = ((column.field, column.factors()) for column in kind.columns)
    return {form: (field, factor) for field, forms in factors for form, factor in forms.items()}


def _fields_in_row(kind: FilingKind, forms: Sequence[str]) -> list[str]:
    known = _fields_by_header(kind)
    return [known[form][0] for form in forms if form in known]


def _build_headers(
    row_no: int,
    cells: Cells,
    forms: Sequence[str],
    readers: Sequence[tuple[FilingKind, ...]],
    ministry_list: bool = False,
) -> Recognized:
    width = max(place for place, form in enumerate(forms, 1) if form)
    refuse_too_wide(width)
    kinds = [kind for kind in FILING_KINDS if any(kind in each for each in readers)]
    own = {
        kind: tuple(place for place, each in enumerate(readers) if each == (kind,))
        for kind in (kinds if len(kinds) > 1 else ())
    }
    headers, notes = [], []
    for kind in kinds:
        columns = _columns_of(kind, cells, forms, readers)
        _refuse_duplicates(kind, columns)
        others = [own[other] for other in own if other is not kind and kind is kinds[0]]
        header = Header(kind, row_no, width, columns, ministry_list, own.get(kind, ()))
        headers.append(replace(header, others=tuple(chain.from_iterable(others))))
    for index in range(width):
        if not readers[index]:
            place = f"{column_letter(index)} {_one_line(cells[index] or '')}".strip()
            notes.append(_extra_column(kinds, place, forms[index]))
    return Recognized(tuple(headers), tuple(notes))


def _columns_of(
    kind: FilingKind,
    cells: Cells,
    forms: Sequence[str],
    readers: Sequence[tuple[FilingKind, ...]],
) -> tuple[ColumnMatch, ...]:
    columns = []
    for index, (form, kinds) in enumerate(zip(forms, readers, strict=True)):
        if kind in kinds:
            field, factor = _fields_by_header(kind)[form]
            label = _one_line(cells[index] or "")
            columns.append(ColumnMatch(field, label, column_letter(index), index, factor))
    return tuple(columns)


def refuse_too_wide(count: int) -> None:
    """Raise FilingRefused for a table of far more columns than any filing has."""
    if count > MAX_COLUMNS:
        raise FilingRefused("too_many_columns", count=count, limit=MAX_COLUMNS)


def _extra_column(kinds: Sequence[FilingKind], place: str, form: str) -> Note:
    columns = chain.from_iterable(kind.columns for kind in kinds)
    headers = (header for column in columns for header in column.headers_without_unit)
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
