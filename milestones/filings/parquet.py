"""Parquet files: their header from the schema, their cells as text by DuckDB alone."""

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from pathlib import Path

from duckdb import (
    CaseExpression,
    ColumnExpression,
    ConstantExpression,
    DuckDBPyConnection,
    DuckDBPyRelation,
    Expression,
    FunctionExpression,
)

from milestones.filings.csv_text import MAX_CELL_CHARACTERS
from milestones.filings.kinds import TEXT, WHOLE
from milestones.filings.recognition import (
    Filing,
    Header,
    find_header,
    refuse_too_wide,
    unknown_kind,
)
from milestones.filings.remarks import FilingRefused

FIRST_ROW_NO = 2
"""The row number of the first row: the names of the columns stand in row 1."""
CHINA_TIME_ZONE = "Asia/Shanghai"
BLANK_CHARACTERS = " \t\r\n\u00a0\u3000"
MAX_WHOLE_FLOAT = 1e37
_GLOB = re.compile(r"[*?\[]")
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_WHOLE_TYPES = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_TIMES = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}
_INSTANTS = {"TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"}
ROW_NUMBER = "file_row_number"


def open_parquet(path: Path) -> tuple[Header, int]:
    """The header of a Parquet file and the number of its columns; FilingRefused for no known
    kind. What the parser raises where the file is damaged passes."""
    import pyarrow.parquet as pq

    with path.open("rb") as file:
        if file.read(4) == b"PARE":
            raise FilingRefused("protected")
    names = pq.read_schema(path).names
    refuse_too_wide(len(names))
    rows = [(1, names)]
    header = find_header(rows)
    if header is None or header.ministry_list:
        raise unknown_kind(rows)
    return header, len(names)


def decode_cells(connection: DuckDBPyConnection, filing: Filing) -> None:
    """Read every cell as a build does; what DuckDB raises over a broken one passes.

    A cell of a native type is not turned into text: that cannot fail. Raises FilingRefused for a
    cell far too long: a dictionary can repeat it on millions of rows at no cost to the file.
    """
    rows = staged_relation(connection, filing, 0, native=True)
    counts = [FunctionExpression("count", ColumnExpression(name)) for name in rows.columns]
    rows.aggregate(counts).fetchall()
    limit = ConstantExpression(MAX_CELL_CHARACTERS)
    texts = [name for name, kind in zip(rows.columns, rows.types, strict=True) if str(kind) == TEXT]
    for name in texts:
        is_long = FunctionExpression("length", ColumnExpression(name)) > limit
        found = rows.filter(is_long).min("row_no").fetchall()
        if found[0][0] is not None:
            raise FilingRefused("cell_too_long", row=found[0][0], limit=MAX_CELL_CHARACTERS)


def staged_relation(
    connection: DuckDBPyConnection, filing: Filing, filing_no: int, *, native: bool = False
) -> DuckDBPyRelation:
    """The landed rows of a filing: filing_no, row_no, one VARCHAR column a field.

    With `native`, a field is of its native type where the file holds nothing else. Rows without
    any content are left out. Nothing is read before the relation is used.
    """
    names = [f"c{place}" for place in range(filing.width)]
    table = _numbered_rows(connection, filing.path, names, f"path_{filing_no}")
    types = [str(kind) for kind in table.types]
    cells = [_cell_text(name, kind) for name, kind in zip(names, types, strict=False)]
    filled = _is_filled_in_any(filing.header, cells, types)
    if native:
        cells = _in_native_types(filing.header, cells, types)
    return table.filter(filled).select(*_staged_columns(filing.header, cells, filing_no, native))


def _numbered_rows(
    connection: DuckDBPyConnection, path: Path, names: Sequence[str], parameter: str
) -> DuckDBPyRelation:
    """The columns of the file under names of our own, and the numbers of its rows.

    Columns are taken by their place, so that none of them can be mistaken for another, for an
    option of the reader or for the row number. The parameter is named anew for each file of a
    union.
    """
    table = f"read_parquet(${parameter}, hive_partitioning = false)"
    query = f"from {table} as delivered({', '.join(names)}) select *, {ROW_NUMBER}"
    return connection.sql(query, params={parameter: _literal_path(path)})


def _in_native_types(
    header: Header, cells: list[Expression], types: Sequence[str]
) -> list[Expression]:
    """The cells with those in their field's type whose column can hold nothing else."""
    native = {column.index: header.kind.column(column.field).native for column in header.columns}
    return [
        ColumnExpression(f"c{index}").cast(kind)
        if (kind := native.get(index, TEXT)) != TEXT and _fits_native(types[index], kind)
        else cell
        for index, cell in enumerate(cells)
    ]


def _is_filled_in_any(
    header: Header, cells: Sequence[Expression], types: Sequence[str]
) -> Expression:
    """Whether a row holds anything. The columns that are no fields are looked at together, and
    only where the fields are empty: there may be thousands of them. Their bytes need be no text."""
    known = [column.index for column in header.columns]
    others = [
        FunctionExpression("hex", ColumnExpression(f"c{index}")) if types[index] == "BLOB" else cell
        for index, cell in enumerate(cells)
        if index not in known
    ]
    filled = [_is_filled(cells[index]) for index in known]
    if others:
        filled.append(_is_filled(FunctionExpression("concat", *others)))
    return reduce(or_, filled)


def _staged_columns(
    header: Header, cells: list[Expression], filing_no: int, native: bool
) -> Iterator[Expression]:
    yield ConstantExpression(filing_no).cast("integer").alias("filing_no")
    row_no = ColumnExpression(ROW_NUMBER) + ConstantExpression(FIRST_ROW_NO)
    yield row_no.cast("integer").alias("row_no")
    places = {column.field: column.index for column in header.columns}
    for column in header.kind.columns:
        place = places.get(column.field)
        absent = ConstantExpression(None).cast(column.native if native else TEXT)
        yield (absent if place is None else cells[place]).alias(column.field)


def scan_parquet(connection: DuckDBPyConnection, path: Path) -> DuckDBPyRelation:
    """The columns of a Parquet file of our own, and their row numbers."""
    return connection.read_parquet(
        _literal_path(path), file_row_number=True, hive_partitioning=False
    )


def _literal_path(path: Path) -> str:
    """The path as it is, never as a pattern."""
    return _GLOB.sub(lambda match: f"[{match[0]}]", str(path.absolute()))


def _fits_native(held: str, native: str) -> bool:
    """Whether every value of a column's type is one of the native type, with nothing lost."""
    if native == WHOLE:
        return held in _WHOLE_TYPES
    digits, room = _digits_of_decimal(held), _digits_of_decimal(native)
    if digits and room:
        return all(some <= most for some, most in zip(digits, room, strict=True))
    return held == native


def _digits_of_decimal(kind: str) -> tuple[int, int] | None:
    """How many digits a decimal type has before the point, and how many after it."""
    decimal = _DECIMAL.fullmatch(kind)
    if decimal is None:
        return None
    width, scale = map(int, decimal.groups())
    return width - scale, scale


def _cell_text(name: str, kind: str) -> Expression:
    """A cell as text, by the same rules as the cells of a workbook."""
    cell = ColumnExpression(name)
    text = cell.cast("varchar")
    if kind in ("FLOAT", "DOUBLE"):
        return _text_of_float(cell)
    if kind == "BLOB":
        return _null_if_empty(FunctionExpression("decode", cell))
    if kind in _INSTANTS:
        return _text_of_instant(cell.cast("timestamptz"))
    if kind in _TIMES:
        return _text_of_time(cell.cast("timestamp"))
    if _DECIMAL.fullmatch(kind):
        return FunctionExpression("regexp_replace", text, r"\.0+$", "")
    if kind == "VARCHAR":
        return _null_if_empty(cell)
    return text


def _null_if_empty(text: Expression) -> Expression:
    return FunctionExpression("nullif", text, "")


def _text_of_float(cell: Expression) -> Expression:
    """Whole numbers without a point, and null for what is no number.

    It is tried, not cast: the statistics in a file do not count what is no number, and where they
    promise small numbers DuckDB leaves the conditions out.
    """
    is_whole = (cell == FunctionExpression("trunc", cell)) & (
        FunctionExpression("abs", cell) < ConstantExpression(MAX_WHOLE_FLOAT)
    )
    return (
        CaseExpression(FunctionExpression("isnan", cell), ConstantExpression(None))
        .when(is_whole, cell.try_cast("hugeint").cast("varchar"))
        .otherwise(cell.cast("varchar"))
    )


def _text_of_time(cell: Expression) -> Expression:
    day = cell.cast("date").cast("varchar")
    return CaseExpression(_is_midnight(cell), day).otherwise(cell.cast("varchar"))


def _text_of_instant(cell: Expression) -> Expression:
    """A point in time by China's clock; a date alone where it is midnight there or in UTC."""
    local, universal = (
        FunctionExpression("timezone", zone, cell) for zone in (CHINA_TIME_ZONE, "UTC")
    )
    day = local.cast("date").cast("varchar")
    return CaseExpression(_is_midnight(universal), day).otherwise(_text_of_time(local))


def _is_midnight(cell: Expression) -> Expression:
    return cell == cell.cast("date").cast("timestamp")


def _is_filled(cell: Expression) -> Expression:
    """Whether a cell holds anything; most begin with a sign of ASCII, which is quickly seen."""
    begins = (cell >= ConstantExpression("!")) & (cell <= ConstantExpression("~"))
    return begins | (FunctionExpression("trim", cell, BLANK_CHARACTERS) != ConstantExpression(""))
