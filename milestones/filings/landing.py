"""Rows of text into a DuckDB table, in batches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

import duckdb
import pyarrow as pa
from duckdb import ColumnExpression, DuckDBPyConnection, DuckDBPyRelation, FunctionExpression

from milestones.filings.kinds import Kind
from milestones.filings.recognition import ColumnMatch, NumberedRow, is_blank
from milestones.filings.remarks import Note

PIECE, BATCH = 1_000, 50
"""Rows are turned in pieces that fit the processor's cache, and inserted by the batch of pieces."""


@dataclass
class Overhang:
    """Counts the rows with cells to the right of the last header, while they pass."""

    width: int
    rows: int = 0
    first: int = 0

    def watch(self, rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
        width = self.width
        for row in rows:
            if len(row[1]) > width and not is_blank(row[1][width:]):
                self.first = self.first or row[0]
                self.rows += 1
            yield row

    def notes(self) -> Iterator[Note]:
        if self.rows:
            params = {"rows": self.rows, "first": self.first}
            yield Note("extra_cells", "warning", params, self.first)


def insert(connection: DuckDBPyConnection, relation: DuckDBPyRelation, table: str) -> None:
    """Append a relation to the table; the table is made if there is none."""
    try:
        connection.table(table)
    except duckdb.CatalogException:
        relation.limit(0).create(table)
    relation.insert_into(table)


def insert_rows(
    connection: DuckDBPyConnection,
    rows: Iterable[NumberedRow],
    kind: Kind,
    columns: Sequence[ColumnMatch],
    filing_no: int,
    table: str,
) -> int:
    """Append rows that are not wholly empty and give their number; memory holds one batch."""
    schema = schema_of(kind)
    places = {column.field: column.index for column in columns}
    landed = 0
    for batch in _batches(_pieces(rows, schema, places, filing_no)):
        piece = pa.concat_tables([schema.empty_table(), *batch])
        insert(connection, _with_nulls(connection.from_arrow(piece)), table)
        landed += piece.num_rows
    return landed


def schema_of(kind: Kind) -> pa.Schema:
    """The columns of a landed table of this kind."""
    numbers = [pa.field("filing_no", pa.int32()), pa.field("row_no", pa.int32())]
    return pa.schema([*numbers, *(pa.field(field, pa.string()) for field in kind.fields)])


def _batches(pieces: Iterator[pa.Table]) -> Iterator[list[pa.Table]]:
    """Pieces by the batch; at least one batch, so that a table stands for an empty file too."""
    yield list(islice(pieces, BATCH))
    while batch := list(islice(pieces, BATCH)):
        yield batch


def _pieces(
    rows: Iterable[NumberedRow], schema: pa.Schema, places: dict[str, int], filing_no: int
) -> Iterator[pa.Table]:
    source = iter(rows)
    while chunk := list(islice(source, PIECE)):
        filled = [row for row in chunk if not is_blank(row[1])]
        if filled:
            numbers = [number for number, _ in filled]
            columns = list(zip_longest(*(cells for _, cells in filled)))
            yield _piece(numbers, columns, schema, places, filing_no)


def _piece(
    numbers: list[int],
    columns: Sequence[tuple[str | None, ...]],
    schema: pa.Schema,
    places: dict[str, int],
    filing_no: int,
) -> pa.Table:
    absent = pa.nulls(len(numbers), pa.string())
    arrays = [pa.array([filing_no] * len(numbers), pa.int32()), pa.array(numbers, pa.int32())]
    for field in schema.names[len(arrays) :]:
        place = places.get(field, len(columns))
        arrays.append(pa.array(columns[place], pa.string()) if place < len(columns) else absent)
    return pa.Table.from_arrays(arrays, schema=schema)


def _with_nulls(relation: DuckDBPyRelation) -> DuckDBPyRelation:
    """Empty cells as null."""
    numbers, fields = relation.columns[:2], relation.columns[2:]
    texts = (
        FunctionExpression("nullif", ColumnExpression(name), "").alias(name) for name in fields
    )
    return relation.select(*(ColumnExpression(name) for name in numbers), *texts)
