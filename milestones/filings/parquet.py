"""Parquet files: their header from the schema, their cells as text by DuckDB alone."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from milestones.filings.columns import BEYOND_HEADER, TEXT, WHOLE
from milestones.filings.csv_text import MAX_CELL_CHARACTERS
from milestones.filings.filing import Filing, filings_of
from milestones.filings.recognition import Header, find_headers, no_rows_note, refuse_too_wide
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.unknown_kind import unknown_kind

FIRST_ROW_NO = 2
"""The row number of the first row: the names of the columns stand in row 1."""
CHINA_TIME_ZONE = "Asia/Shanghai"
BLANK_CHARACTERS = " \t\r\n\u00a0\u3000"
ROW_NUMBER = "file_row_number"
ROWS_PER_BATCH = 10_000
COLUMNS_COUNTED_AT_ONCE = 100
"""All at once, thousands of columns take gigabytes."""
_GLOB = re.compile(r"[*?\[]")
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_WHOLE_TYPES = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_TIMES = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}
_INSTANTS = {"TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"}


def recognize_parquet(
    path: Path, state: tuple[int, ...], left_out: Collection[str] = ()
) -> tuple[Filing, ...]:
    """Recognize a Parquet file by its schema; what the parser raises over a damaged one passes."""
    import pyarrow.parquet as pq

    with path.open("rb") as file:
        if file.read(4) == b"PARE":
            raise FilingRefused("protected")
    names = pq.read_schema(path).names
    refuse_too_wide(len(names))
    rows = [(1, names)]
    headers = find_headers(rows, left_out)
    if not headers or headers[0].ministry_list:
        raise unknown_kind(rows)
    absent = () if pq.read_metadata(path).num_rows else (no_rows_note(headers[0]),)
    return filings_of(headers, path, "parquet", state, absent, width=len(names))


@cache
def _database() -> DuckDBPyConnection:
    """Open the database in which files are decoded, in memory alone."""
    return duckdb.connect(config={"temp_directory": ""})


def decode_cells(filing: Filing) -> None:
    """Read every cell as a build does; what DuckDB raises over a broken one passes.

    A cell of a native type is not turned into text: that cannot fail. Raises FilingRefused for a
    cell far too long: a dictionary can repeat it on millions of rows at no cost to the file.
    """
    rows = staged_relation(_database(), filing, 0, native=True)
    rows.aggregate(", ".join(f'count("{name}")' for name in rows.columns)).fetchall()
    for name, kind in zip(rows.columns, rows.types, strict=True):
        if str(kind) == TEXT:
            too_long = rows.filter(f'length("{name}") > {MAX_CELL_CHARACTERS}')
            ((row_no,),) = too_long.min("row_no").fetchall()
            if row_no is not None:
                raise FilingRefused("cell_too_long", row=row_no, limit=MAX_CELL_CHARACTERS)


def staged_relation(
    connection: DuckDBPyConnection, filing: Filing, filing_no: int, *, native: bool = False
) -> DuckDBPyRelation:
    """Give the staged rows of a filing: filing_no, row_no, one VARCHAR column a field, and
    one for what stands beyond the header, which no Parquet file has.

    With `native`, a field is of its native type where the file holds nothing else. Rows without
    any content are left out. Nothing is read before the relation is used.

    Columns are taken by their place and get names of our own, so that none of them can be mistaken
    for another, for an option of the reader or for the row number. The parameter has another name
    for each file of a union.
    """
    parameter = f"path_{filing_no}"
    table = connection.sql(
        f"from {_delivered(filing, parameter)} select *, {ROW_NUMBER}",
        params={parameter: _literal_path(filing.path)},
    )
    types = [str(kind) for kind in table.types]
    cells = [_cell_text(f"c{place}", types[place]) for place in range(filing.width)]
    columns = [f"{filing_no}::integer as filing_no"]
    columns.append(f"({ROW_NUMBER} + {FIRST_ROW_NO})::integer as row_no")
    places = {column.field: column.index for column in filing.columns}
    for column in filing.kind.columns:
        place = places.get(column.field)
        if place is None:
            cell = f"null::{column.native if native else TEXT}"
        elif native and column.native != TEXT and _fits_native(types[place], column.native):
            cell = f"c{place}::{column.native}"
        else:
            cell = cells[place]
        columns.append(f'{cell} as "{column.field}"')
    columns.append(f'null::{TEXT} as "{BEYOND_HEADER}"')
    is_row = _is_of_kind(filing.header, cells, _is_filled_in_any(filing.header, cells, types))
    return table.filter(is_row).project(", ".join(columns))


def _delivered(filing: Filing, parameter: str = "path") -> str:
    """Write the table of a file whose path is this parameter; its columns are c0, c1, …"""
    names = ", ".join(f"c{place}" for place in range(filing.width))
    return f"read_parquet(${parameter}, hive_partitioning = false) as delivered({names})"


def text_rows(filing: Filing) -> Iterator[tuple[int, tuple[str | None, ...]]]:
    """Yield all rows as texts, the names of the columns first; bytes of no field as digits."""
    import pyarrow.parquet as pq

    yield 1, tuple(pq.read_schema(filing.path).names)
    source, path, database = _delivered(filing), {"path": _literal_path(filing.path)}, _database()
    types = database.sql(f"from {source}", params=path).types
    fields = {column.index for column in filing.columns}
    cells = (
        (_cell_text if place in fields else _cell_text_of_any)(f"c{place}", str(kind))
        for place, kind in enumerate(types)
    )
    rows, row_no = database.execute(f"select {', '.join(cells)} from {source}", path), FIRST_ROW_NO
    while batch := rows.fetchmany(ROWS_PER_BATCH):
        yield from enumerate(batch, row_no)
        row_no += len(batch)


def count_unread(filing: Filing) -> tuple[Note, ...]:
    """Say of each column that is not read how many of its cells are filled."""
    unread = filing.header.unread
    if not unread:
        return ()
    path = {"path": _literal_path(filing.path)}
    table = _database().sql(f"from {_delivered(filing)}", params=path)
    counts = (
        f"count(*) filter ({_is_filled(_cell_text_of_any(f'c{column.index}', kind))})"
        for column, kind in ((each, str(table.types[each.index])) for each in unread)
    )
    filled: list[int] = []
    while part := list(islice(counts, COLUMNS_COUNTED_AT_ONCE)):
        filled += table.aggregate(", ".join(part)).fetchall()[0]
    return tuple(column.note(count) for column, count in zip(unread, filled, strict=True))


def _cell_text_of_any(name: str, kind: str) -> str:
    """Write a cell as text; bytes, which need be no text, as digits."""
    return f"hex({name})" if kind == "BLOB" else _cell_text(name, kind)


def _is_filled_in_any(header: Header, cells: Sequence[str], types: Sequence[str]) -> str:
    """Tell whether a row holds anything.

    The columns that are no fields are looked at together, and only where the fields are empty:
    there may be thousands of them. Their bytes need be no text.
    """
    known = [column.index for column in header.columns]
    others = [
        _cell_text_of_any(f"c{index}", types[index])
        for index in range(len(cells))
        if index not in known
    ]
    filled = [_is_filled(cells[index]) for index in known]
    if others:
        filled.append(_is_filled(f"concat({', '.join(others)})"))
    return " or ".join(filled)


def _is_of_kind(header: Header, cells: Sequence[str], is_filled: str) -> str:
    """Tell which rows `Header.holds`; `is_filled` tells that a row holds anything."""
    if not header.own:
        return is_filled
    own, others = (
        f"coalesce({' or '.join(_is_filled(cells[place]) for place in places)}, false)"
        for places in (header.own, header.others or header.own)
    )
    return f"{own} or (({is_filled}) and not {others})" if header.others else own


def _is_filled(cell: str) -> str:
    """Tell whether a cell holds anything; most begin with a sign of ASCII, quickly seen."""
    return f"({cell} between '!' and '~' or trim({cell}, '{BLANK_CHARACTERS}') <> '')"


def scan_parquet(connection: DuckDBPyConnection, path: Path) -> DuckDBPyRelation:
    """Read the columns of a Parquet file of our own, and their row numbers."""
    return connection.read_parquet(
        _literal_path(path), file_row_number=True, hive_partitioning=False
    )


def _literal_path(path: Path) -> str:
    """Write the path as it is, never as a pattern."""
    return _GLOB.sub(lambda match: f"[{match[0]}]", str(path.absolute()))


def _fits_native(held: str, native: str) -> bool:
    """Tell whether every value of a column's type is one of the native type, with nothing lost."""
    if native == WHOLE:
        return held in _WHOLE_TYPES
    given, room = _DECIMAL.fullmatch(held), _DECIMAL.fullmatch(native)
    if given and room:
        (digits, decimals), (most, most_decimals) = (
            map(int, given.groups()),
            map(int, room.groups()),
        )
        return decimals <= most_decimals and digits - decimals <= most - most_decimals
    return held == native


def _cell_text(name: str, kind: str) -> str:
    """Write a cell as text, by the same rules as the cells of a workbook."""
    if kind in ("FLOAT", "DOUBLE"):
        return _text_of_float(name)
    if kind == "BLOB":
        return f"nullif(decode({name}), '')"
    if kind in _INSTANTS:
        return _text_of_instant(f"{name}::timestamptz")
    if kind in _TIMES:
        return _text_of_time(f"{name}::timestamp")
    if _DECIMAL.fullmatch(kind):
        return rf"regexp_replace({name}::varchar, '\.0+$', '')"
    return f"nullif({name}, '')" if kind == "VARCHAR" else f"{name}::varchar"


def _text_of_float(cell: str) -> str:
    """Whole numbers without a point, and null for what is no number.

    It is tried, not cast: the statistics in a file do not count what is no number, and where they
    promise small numbers DuckDB leaves the conditions out.
    """
    is_whole = f"{cell} = trunc({cell}) and abs({cell}) < 1e37"
    whole = f"try_cast({cell} as hugeint)::varchar"
    return (
        f"case when isnan({cell}) then null when {is_whole} then {whole} else {cell}::varchar end"
    )


def _text_of_time(cell: str) -> str:
    return f"case when {_is_midnight(cell)} then {cell}::date::varchar else {cell}::varchar end"


def _text_of_instant(cell: str) -> str:
    """Write a moment by China's clock; a date alone where it is midnight there or in UTC."""
    local, universal = (f"timezone('{zone}', {cell})" for zone in (CHINA_TIME_ZONE, "UTC"))
    is_day = _is_midnight(universal)
    return f"case when {is_day} then {local}::date::varchar else {_text_of_time(local)} end"


def _is_midnight(cell: str) -> str:
    return f"{cell} = {cell}::date::timestamp"
