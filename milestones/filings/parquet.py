"""Parquet files: their header from the schema, their cells as text by DuckDB alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from duckdb import (
    CaseExpression,
    ColumnExpression,
    ConstantExpression,
    DuckDBPyConnection,
    DuckDBPyRelation,
    Expression,
    FunctionExpression,
)

from milestones.filings.damage import damage_refused
from milestones.filings.kinds import TEXT, WHOLE
from milestones.filings.recognition import Header, find_header, unrecognized
from milestones.filings.remarks import FilingRefused

FIRST_ROW = 2
"""The row number of the first row: the names of the columns stand in row 1."""
CHINA = "Asia/Shanghai"
BLANKS = " \t\r\n\u00a0\u3000"
WHOLE_BELOW = 1e37
_GLOB = re.compile(r"[*?\[]")
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_WHOLE_TYPES = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
ROW_NUMBER = "file_row_number"
_TABLE = "delivered"
"""Columns are named with their table, because a single `*` would mean all of them."""


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file whose header is recognized."""

    path: Path
    header: Header

    def relation(
        self, connection: DuckDBPyConnection, filing_no: int, *, native: bool = False
    ) -> DuckDBPyRelation:
        """The landed rows as a relation: filing_no, row_no, one VARCHAR column a field.

        With `native`, a field is of its native type where the file holds nothing else. Rows
        without any content are left out. Nothing is read before the relation is used.
        """
        table = scan(connection, self.path)
        names, types = table.columns, table.types
        cells = [_text(name, kind) for name, kind in zip(names, types, strict=True)]
        cells = cells[: names.index(ROW_NUMBER)]
        filled = reduce(or_, (_is_filled(cell) for cell in self._fields_first(cells)))
        if native:
            cells = self._native(cells, names, [str(kind) for kind in types])
        return table.filter(filled).select(*self._columns(cells, filing_no, native))

    def _native(
        self, cells: list[Expression], names: list[str], types: list[str]
    ) -> list[Expression]:
        """The cells with those in their field's type whose column can hold nothing else."""
        native = {
            column.index: self.header.kind.column(column.field).native
            for column in self.header.columns
        }
        return [
            ColumnExpression(_TABLE, names[index]).cast(kind)
            if (kind := native.get(index, TEXT)) != TEXT and _holds(types[index], kind)
            else cell
            for index, cell in enumerate(cells)
        ]

    def _fields_first(self, cells: list[Expression]) -> list[Expression]:
        known = [column.index for column in self.header.columns]
        rest = [index for index in range(len(cells)) if index not in known]
        return [cells[index] for index in (*known, *rest)]

    def _columns(
        self, cells: list[Expression], filing_no: int, native: bool
    ) -> Iterator[Expression]:
        yield ConstantExpression(filing_no).cast("integer").alias("filing_no")
        row_no = ColumnExpression(ROW_NUMBER) + ConstantExpression(FIRST_ROW)
        yield row_no.cast("integer").alias("row_no")
        places = {column.field: column.index for column in self.header.columns}
        for column in self.header.kind.columns:
            place = places.get(column.field)
            absent = ConstantExpression(None).cast(column.native if native else TEXT)
            yield (absent if place is None else cells[place]).alias(column.field)


def open_parquet(path: Path) -> ParquetTable:
    """A Parquet file and its header; FilingRefused where it is damaged or no known kind."""
    with path.open("rb") as file:
        if file.read(4) == b"PARE":
            raise FilingRefused("protected")
    with damage_refused():
        names = pq.read_schema(path).names
    rows = [(1, names)]
    header = find_header(rows)
    if header is None or header.ministry_list:
        raise unrecognized(rows)
    return ParquetTable(path, header)


def scan(connection: DuckDBPyConnection, path: Path) -> DuckDBPyRelation:
    """The file's own columns and their row numbers; the path is taken as it is, never as a
    pattern, and no folder of it as a column."""
    literal = _GLOB.sub(lambda match: f"[{match[0]}]", str(path.absolute()))
    table = connection.read_parquet(literal, file_row_number=True, hive_partitioning=False)
    return table.set_alias(_TABLE)


def _holds(held: str, native: str) -> bool:
    """Whether every value of a column's type is one of the native type, with nothing lost."""
    if native == WHOLE:
        return held in _WHOLE_TYPES
    digits, room = _digits(held), _digits(native)
    if digits and room:
        return all(some <= most for some, most in zip(digits, room, strict=True))
    return held == native


def _digits(kind: str) -> tuple[int, int] | None:
    """How many digits a decimal type has before the point, and how many after it."""
    decimal = _DECIMAL.fullmatch(kind)
    if decimal is None:
        return None
    width, scale = map(int, decimal.groups())
    return width - scale, scale


def _text(name: str, kind: duckdb.sqltypes.DuckDBPyType) -> Expression:
    """A cell as text, by the same rules as the cells of a workbook."""
    cell = ColumnExpression(_TABLE, name)
    text = cell.cast("varchar")
    match str(kind):
        case "FLOAT" | "DOUBLE":
            return _text_of_float(cell)
        case "BLOB":
            return _null_if_empty(FunctionExpression("decode", cell))
        case "TIMESTAMP WITH TIME ZONE":
            return _text_of_instant(cell)
        case stamp if stamp.startswith("TIMESTAMP"):
            return _text_of_time(cell.cast("timestamp"))
        case decimal if decimal.startswith("DECIMAL"):
            return FunctionExpression("regexp_replace", text, r"\.0+$", "")
        case "VARCHAR":
            return _null_if_empty(cell)
    return text


def _null_if_empty(text: Expression) -> Expression:
    return FunctionExpression("nullif", text, "")


def _text_of_float(cell: Expression) -> Expression:
    whole = (cell == FunctionExpression("trunc", cell)) & (
        FunctionExpression("abs", cell) < ConstantExpression(WHOLE_BELOW)
    )
    return (
        CaseExpression(FunctionExpression("isnan", cell), ConstantExpression(None))
        .when(whole, cell.cast("hugeint").cast("varchar"))
        .otherwise(cell.cast("varchar"))
    )


def _text_of_time(cell: Expression) -> Expression:
    day = cell.cast("date").cast("varchar")
    return CaseExpression(_is_midnight(cell), day).otherwise(cell.cast("varchar"))


def _text_of_instant(cell: Expression) -> Expression:
    """A point in time by China's clock; a date alone where it is midnight there or in UTC."""
    local, universal = (FunctionExpression("timezone", zone, cell) for zone in (CHINA, "UTC"))
    day = local.cast("date").cast("varchar")
    return CaseExpression(_is_midnight(universal), day).otherwise(_text_of_time(local))


def _is_midnight(cell: Expression) -> Expression:
    return cell == cell.cast("date").cast("timestamp")


def _is_filled(cell: Expression) -> Expression:
    """Whether a cell holds anything; most begin with a sign of ASCII, which is quickly seen."""
    begins = (cell >= ConstantExpression("!")) & (cell <= ConstantExpression("~"))
    return begins | (FunctionExpression("trim", cell, BLANKS) != ConstantExpression(""))
