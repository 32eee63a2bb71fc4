"""Staged rows: written as columns of text by the reading process, and taken into a DuckDB table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from milestones.filings.kinds import FilingKind
from milestones.filings.recognition import ColumnMatch, NumberedRow, is_blank
from milestones.filings.remarks import Note

ROWS_PER_PIECE, PIECES_PER_BATCH = 1_000, 50
"""Rows are turned in pieces that fit the processor's cache, and written by the batch of pieces."""


@dataclass
class ExtraCells:
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


def write_arrow_rows(
    rows: Iterable[NumberedRow],
    kind: FilingKind,
    columns: Sequence[ColumnMatch],
    filing_no: int,
    target: Path,
) -> int:
    """Write rows that are not wholly empty to an Arrow stream; gives their number.

    Memory holds one batch of pieces.
    """
    schema = staged_schema(kind)
    places = {column.field: column.index for column in columns}
    pieces = _tables_of_rows(rows, schema, places, filing_no)
    written = 0
    with pa.OSFile(str(target), "wb") as file, pa.ipc.new_stream(file, schema) as stream:
        while batch := list(islice(pieces, PIECES_PER_BATCH)):
            table = pa.concat_tables(batch).combine_chunks()
            stream.write_table(table)
            written += table.num_rows
    return written


def staged_schema(kind: FilingKind) -> pa.Schema:
    """The columns of a landed table of this kind."""
    numbers = [pa.field("filing_no", pa.int32()), pa.field("row_no", pa.int32())]
    return pa.schema([*numbers, *(pa.field(field, pa.string()) for field in kind.fields)])


def _tables_of_rows(
    rows: Iterable[NumberedRow], schema: pa.Schema, places: dict[str, int], filing_no: int
) -> Iterator[pa.Table]:
    source = iter(rows)
    while chunk := list(islice(source, ROWS_PER_PIECE)):
        filled = [row for row in chunk if not is_blank(row[1])]
        if filled:
            numbers = [number for number, _ in filled]
            columns = list(zip_longest(*(cells for _, cells in filled)))
            yield _table_of_rows(numbers, columns, schema, places, filing_no)


def _table_of_rows(
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


if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation


def append_rows(connection: DuckDBPyConnection, relation: DuckDBPyRelation, table: str) -> None:
    """Append a relation to the table; the table is made if there is none."""
    import duckdb

    try:
        connection.table(table)
    except duckdb.CatalogException:
        relation.limit(0).create(table)
    relation.insert_into(table)


def create_staging_table(connection: DuckDBPyConnection, kind: FilingKind, table: str) -> None:
    """Make the empty table of the landed rows of a kind."""
    connection.from_arrow(staged_schema(kind).empty_table()).create(table)


def append_arrow_file(
    connection: DuckDBPyConnection, file: Path, kind: FilingKind, table: str
) -> None:
    """Append the rows of an Arrow stream to the table; memory holds one batch.

    Nothing in the stream is believed: its schema and all its offsets and texts are tested. Raises
    pyarrow.ArrowException.
    """
    for batch in _checked_batches(file, staged_schema(kind)):
        append_rows(connection, _with_nulls(connection.from_arrow(batch)), table)


def _checked_batches(file: Path, schema: pa.Schema) -> Iterator[pa.Table]:
    yield schema.empty_table()
    with pa.memory_map(str(file)) as source, pa.ipc.open_stream(source) as stream:
        if stream.schema != schema:
            raise pa.ArrowInvalid("the rows have other columns")
        for batch in stream:
            batch.validate(full=True)
            yield pa.Table.from_batches([batch])


def _with_nulls(relation: DuckDBPyRelation) -> DuckDBPyRelation:
    """Empty cells as null."""
    numbers, fields = relation.columns[:2], relation.columns[2:]
    texts = (f"nullif({name}, '') as {name}" for name in fields)
    return relation.project(", ".join((*numbers, *texts)))
