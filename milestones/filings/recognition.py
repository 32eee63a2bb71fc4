"""Which kind of filing a file is, and which of its columns is which: by the header alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import chain

from milestones.filings.columns import APPLICATION_NO, FilingKind, normalize_header
from milestones.filings.header_words import headers_not_read, with_plain_unit, without_hints
from milestones.filings.kinds import FILING_KINDS, INSTITUTIONS, KEY_FIELDS
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.unread_columns import UnreadColumn, unread_column

HEADER_SEARCH_ROWS = 20
MAX_COLUMNS = 4_000
"""Each column that is no field is remarked on."""
MAX_COMPARED_COLUMNS = 500
"""So many columns that are not read, the first ones, are looked at for a slip in their header."""
MINISTRY_NAME, MINISTRY_CODE = "学校名称", "学校标识码"
MINISTRY_HEADERS = {"序号", MINISTRY_NAME, "主管部门", "所在地", "办学层次", "备注"}
"""All that its lists without codes have, beside a province; any two with the name tell one."""

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
    is lost: `others` are the places that the other kinds have alone. With it are told the columns
    that no kind reads. `twin` is a second column of application numbers, whose cells must be those
    of the first.
    """

    kind: FilingKind
    row_no: int
    width: int
    columns: tuple[ColumnMatch, ...]
    ministry_list: bool = False
    own: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    unread: tuple[UnreadColumn, ...] = ()
    twin: ColumnMatch | None = None

    @property
    def fields(self) -> frozenset[str]:
        """The fields that its rows have; a list of the Ministry says two of them by its form."""
        said = ("kind", "province") if self.ministry_list else ()
        return frozenset((*said, *(column.field for column in self.columns)))

    @property
    def layout(self) -> tuple[object, ...]:
        """What of it decides which rows and cells are read."""
        places = tuple((column.field, column.index, column.factor) for column in self.columns)
        return self.row_no, self.width, places, self.ministry_list, self.own, self.others

    def holds(self, cells: Cells) -> bool:
        """Tell whether a row that is not blank is a row of this kind."""
        return not self.own or _any_filled(cells, self.own) or self._takes_over(cells)

    def _takes_over(self, cells: Cells) -> bool:
        return bool(self.others) and not _any_filled(cells, self.others)


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


def find_headers(rows: Iterable[NumberedRow], left_out: Collection[str] = ()) -> tuple[Header, ...]:
    """Find the first row that holds all required columns of a kind, or of several.

    Gives a header for each kind, and none where there is no such row. Columns whose normalized
    header is in `left_out` are not read. Raises FilingRefused where two columns name one field,
    and where two kinds claim a column.
    """
    found = (_headers_in_row(HeaderRow(*row, left_out)) for row in rows)
    return next(filter(None, found), ())


class HeaderRow:
    """A row that may be a header: its labels, and the form by which each is known."""

    def __init__(self, row_no: int, cells: Cells, left_out: Collection[str] = ()) -> None:
        self.row_no = row_no
        self.labels = [_one_line(cell or "") for cell in cells[: _width(cells)]]
        self.exact = [normalize_header(label) for label in self.labels]
        self.left_out = left_out
        self.forms = ["" if form in left_out else known_form(form) for form in self.exact]

    def letter_and_label(self, index: int) -> str:
        """Say where Excel shows a column."""
        return f"{column_letter(index)} {self.labels[index]}".strip()


def _width(cells: Cells) -> int:
    """Give the number of columns up to the last with a content; FilingRefused for far too many."""
    width = next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)
    refuse_too_wide(width)
    return width


def known_form(form: str) -> str:
    """Give the form by which a header is known: as it is, else without its hints, or with its unit
    written plainly."""
    plain = without_hints(form)
    forms = (form, plain, with_plain_unit(plain), _english_headers().get(_letters(plain), ""))
    return next((each for each in forms if each in all_known()), form)


@cache
def _english_headers() -> dict[str, str]:
    """Give the English headers by their letters alone, as `Application No.` has them."""
    return {_letters(form): form for form in all_known() if form.isascii()}


def _letters(form: str) -> str:
    return form.replace("_", "").replace(".", "")


@cache
def all_known() -> frozenset[str]:
    return frozenset(chain.from_iterable(map(fields_by_header, FILING_KINDS)))


Readers = Sequence[tuple[FilingKind, ...]]
"""The kinds that read each column of a row."""


def _headers_in_row(row: HeaderRow) -> tuple[Header, ...]:
    kinds = _kinds_of(row)
    if kinds:
        return _build_headers(row, _readers_of_columns(kinds, row))
    if _is_ministry_header(row.forms):
        return _build_headers(row, _claims([INSTITUTIONS], row.forms), ministry_list=True)
    return ()


def _kinds_of(row: HeaderRow) -> list[FilingKind]:
    seen = {kind: set(_fields_in_row(kind, row.forms)) for kind in FILING_KINDS}
    every = set().union(*seen.values())
    return [
        kind
        for kind, fields in seen.items()
        if fields.issuperset(kind.required)
        and not any(every.issuperset(others) for others in kind.gives_way_to)
    ]


def _is_ministry_header(forms: Sequence[str]) -> bool:
    """Recognize the Ministry of Education's list: names, as a rule codes, and no kind.

    The province stands in section rows or in a column. A list of a year without codes has no
    other headers than the Ministry's.
    """
    seen = {form for form in forms if form}
    if MINISTRY_NAME not in seen or "kind" in _fields_in_row(INSTITUTIONS, forms):
        return False
    if MINISTRY_CODE in seen:
        return not {"申请号", "专利号", "报告期"} & seen
    provinces = {
        form for form in seen if fields_by_header(INSTITUTIONS).get(form) == ("province", 1)
    }
    return len(seen & MINISTRY_HEADERS) > 2 and seen <= MINISTRY_HEADERS | provinces


def _claims(kinds: Iterable[FilingKind], forms: Sequence[str]) -> list[tuple[FilingKind, ...]]:
    """Say of each column which kinds have a field of that header."""
    known = [(kind, fields_by_header(kind)) for kind in kinds]
    return [tuple(kind for kind, fields in known if form in fields) for form in forms]


def _readers_of_columns(kinds: Sequence[FilingKind], row: HeaderRow) -> Readers:
    """Say of each column which kinds read it.

    A key is read by all; what else two kinds share belongs to the kind of the columns beside it.
    A kind that loses a required column to another is none of the table.
    """
    readers = _claims(kinds, row.forms)
    for place, claim in enumerate(readers):
        if len(claim) > 1 and fields_by_header(claim[0])[row.forms[place]][0] not in KEY_FIELDS:
            readers[place] = (_reader_by_neighbours(readers, place, row),)
    complete = [kind for kind in kinds if _fields_read(kind, row, readers) >= set(kind.required)]
    return readers if len(complete) == len(kinds) else _readers_of_columns(complete, row)


def _fields_read(kind: FilingKind, row: HeaderRow, readers: Readers) -> set[str]:
    forms = (form for form, kinds in zip(row.forms, readers, strict=True) if kind in kinds)
    return {fields_by_header(kind)[form][0] for form in forms}


def _reader_by_neighbours(readers: Readers, place: int, row: HeaderRow) -> FilingKind:
    beside = {
        readers[near][0]
        for near in (place - 1, place + 1)
        if 0 <= near < len(readers)
        and len(readers[near]) == 1
        and readers[near][0] in readers[place]
    }
    if len(beside) == 1:
        return beside.pop()
    keys = tuple(kind.key for kind in readers[place])
    column = row.letter_and_label(place)
    raise FilingRefused("ambiguous_column", row=row.row_no, column=column, kinds=keys)


@cache
def fields_by_header(kind: FilingKind) -> dict[str, tuple[str, int]]:
    """Give the field and the factor of each header of a kind, normalized."""
    factors = ((column.field, column.factors()) for column in kind.columns)
    return {form: (field, factor) for field, forms in factors for form, factor in forms.items()}


def _fields_in_row(kind: FilingKind, forms: Sequence[str]) -> list[str]:
    known = fields_by_header(kind)
    return [known[form][0] for form in forms if form in known]


def _build_headers(
    row: HeaderRow, readers: Readers, ministry_list: bool = False
) -> tuple[Header, ...]:
    width = max(place for place, form in enumerate(row.exact, 1) if form)
    kinds = [kind for kind in FILING_KINDS if any(kind in each for each in readers)]
    headers = []
    for kind in kinds:
        columns, twin = _without_twin(_columns_of(kind, row, readers))
        _refuse_duplicates(kind, columns)
        own = _own_places(kind, readers) if len(kinds) > 1 else ()
        headers.append(Header(kind, row.row_no, width, columns, ministry_list, own, twin=twin))
    others = chain.from_iterable(header.own for header in headers[1:])
    unread = tuple(_unread_columns(row, readers[:width], headers))
    headers[0] = replace(headers[0], others=tuple(others), unread=unread)
    return tuple(headers)


def _own_places(kind: FilingKind, readers: Readers) -> tuple[int, ...]:
    return tuple(place for place, kinds in enumerate(readers) if kinds == (kind,))


def _columns_of(kind: FilingKind, row: HeaderRow, readers: Readers) -> tuple[ColumnMatch, ...]:
    columns = []
    for index, (form, kinds) in enumerate(zip(row.forms, readers, strict=True)):
        if kind in kinds:
            field, factor = fields_by_header(kind)[form]
            letter, label = column_letter(index), row.labels[index]
            columns.append(ColumnMatch(field, label, letter, index, factor))
    return tuple(columns)


def _unread_columns(
    row: HeaderRow, readers: Readers, headers: Sequence[Header]
) -> Iterator[UnreadColumn]:
    places = [index for index, kinds in enumerate(readers) if not kinds]
    unread = {row.forms[index] for index in places} - headers_not_read()
    fields = {header.kind: header.fields for header in headers} | {
        kind: frozenset(_fields_in_row(kind, row.forms)) for kind in _kinds_begun(unread, headers)
    }
    absent = [
        (kind, column)
        for kind, there in fields.items()
        for column in kind.columns
        if column.field not in there
    ]
    for count, index in enumerate(places):
        place = row.labels[index], column_letter(index), index
        owner = next((kind for kind in fields if row.forms[index] in fields_by_header(kind)), None)
        if row.exact[index] in row.left_out:
            yield UnreadColumn("column_left_out", *place)
        elif owner and row.forms[index] in unread:
            missing = tuple(field for field in owner.required if field not in fields[owner])
            yield UnreadColumn("column_of_other_kind", *place, owner.key, missing=missing)
        else:
            compared = absent if count < MAX_COMPARED_COLUMNS else ()
            yield unread_column(*place, row.exact[index], compared)


def _kinds_begun(unread: Set[str], headers: Sequence[Header]) -> list[FilingKind]:
    """List the kinds of which the table has columns, and misses required ones.

    Those that a kind of the table gives way to come first: a slip may hide such a one.
    """
    read = [header.kind for header in headers]
    stronger = {field for kind in read for others in kind.gives_way_to for field in others}
    others = [kind for kind in FILING_KINDS if kind not in read]
    hidden = [kind for kind in others if not stronger.isdisjoint(kind.fields)]
    begun = (kind for kind in others if not unread.isdisjoint(fields_by_header(kind)))
    return [*hidden, *(kind for kind in begun if kind not in hidden)]


def refuse_too_wide(count: int) -> None:
    """Raise FilingRefused for a table of far more columns than any filing has."""
    if count > MAX_COLUMNS:
        raise FilingRefused("too_many_columns", count=count, limit=MAX_COLUMNS)


def _without_twin(
    columns: tuple[ColumnMatch, ...],
) -> tuple[tuple[ColumnMatch, ...], ColumnMatch | None]:
    """Take away the second of two columns of application numbers, as 申请号 and 专利号 are."""
    numbers = [column for column in columns if column.field == APPLICATION_NO.field]
    if len(numbers) != 2 or numbers[0].label == numbers[1].label:
        return columns, None
    return tuple(column for column in columns if column is not numbers[1]), numbers[1]


def _refuse_duplicates(kind: FilingKind, columns: Sequence[ColumnMatch]) -> None:
    for field, count in Counter(column.field for column in columns).items():
        if count > 1:
            places = tuple(column.place for column in columns if column.field == field)
            raise FilingRefused("duplicate_column", columns=places, kind=kind.key, field=field)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
