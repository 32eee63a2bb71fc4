"""Rows of text that the reading process wrote, into a DuckDB table."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import ColumnExpression, DuckDBPyConnection, DuckDBPyRelation, FunctionExpression

from milestones.filings.kinds import Kind
from milestones.filings.rows import schema_of


def insert(connection: DuckDBPyConnection, relation: DuckDBPyRelation, table: str) -> None:
    """Append a relation to the table; the table is made if there is none."""
    try:
        connection.table(table)
    except duckdb.CatalogException:
        relation.limit(0).create(table)
    relation.insert_into(table)


def create_table(connection: DuckDBPyConnection, kind: Kind, table: str) -> None:
    """Make the empty table of the landed rows of a kind."""
    connection.from_arrow(schema_of(kind).empty_table()).create(table)


def insert_file(connection: DuckDBPyConnection, file: Path, kind: Kind, table: str) -> None:
    """Append the rows of an Arrow stream to the table; memory holds one batch.

    Nothing in the stream is believed: its schema and all its offsets and texts are tested. Raises
    pyarrow.ArrowException.
    """
    for batch in _batches(file, schema_of(kind)):
        insert(connection, _with_nulls(connection.from_arrow(batch)), table)


def _batches(file: Path, schema: pa.Schema) -> Iterator[pa.Table]:
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
    texts = (
        FunctionExpression("nullif", ColumnExpression(name), "").alias(name) for name in fields
    )
    return relation.select(*(ColumnExpression(name) for name in numbers), *texts)
