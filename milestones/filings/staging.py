"""Staged rows: written as columns of text by the reading process, and taken into a DuckDB table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from milestones.filings.columns import BEYOND_HEADER, FilingKind
from milestones.filings.recognition import ColumnMatch, NumberedRow, is_blank

if TYPE_CHECKING:  # the reading process does without DuckDB
    from duckdb import DuckDBPyConnection

ROWS_PER_PIECE, PIECES_PER_BATCH = 1_000, 50
"""Rows are turned in pieces that fit the processor's cache, and written by the batch of pieces."""


def fold_extra_cells(rows: Iterable[NumberedRow], width: int) -> Iterator[NumberedRow]:
    """Cut rows to the width of the header; the first filled cell beyond it, or None, comes last."""
    for row_no, cells in rows:
        if len(cells) > width:
            filled = (cell for cell in cells[width:] if cell and not cell.isspace())
            yield row_no, [*cells[:width], next(filled, None)]
        else:
            yield row_no, cells


def staged_schema(kind: FilingKind) -> pa.Schema:
    """Give the columns of the staged rows of a kind."""
    numbers = [("filing_no", pa.int32()), ("row_no", pa.int32())]
    return pa.schema([*numbers, *((field, pa.string()) for field in staged_fields(kind))])


def staged_fields(kind: FilingKind) -> tuple[str, ...]:
    """Give the columns of text in the staged rows of a kind."""
    return (*kind.fields, BEYOND_HEADER)


def write_arrow_rows(
    rows: Iterable[NumberedRow],
    kind: FilingKind,
    columns: Sequence[ColumnMatch],
    width: int,
    filing_no: int,
    target: Path,
) -> int:
    """Write rows that are not wholly empty to an Arrow stream, and give how many there were.

    What stands beyond the header is the cell after so many as its width.

    Memory holds one batch of pieces.
    """
    schema = staged_schema(kind)
    places = {column.field: column.index for column in columns} | {BEYOND_HEADER: width}
    sources = [places.get(field) for field in staged_fields(kind)]
    pieces = _pieces(iter(rows), sources, schema, filing_no)
    count = 0
    with pa.OSFile(str(target), "wb") as file, pa.ipc.new_stream(file, schema) as stream:
        while batch := list(islice(pieces, PIECES_PER_BATCH)):
            count += sum(piece.num_rows for piece in batch)
            stream.write_table(pa.concat_tables(batch).combine_chunks())
    return count


def _pieces(
    rows: Iterator[NumberedRow], places: Sequence[int | None], schema: pa.Schema, filing_no: int
) -> Iterator[pa.Table]:
    """Turn rows into columns; `places` are those of the fields in a row, None where absent."""
    while chunk := list(islice(rows, ROWS_PER_PIECE)):
        filled = [row for row in chunk if not is_blank(row[1])]
        if filled:
            columns = list(zip_longest(*(cells for _, cells in filled)))
            absent = pa.nulls(len(filled), pa.string())
            texts = (
                absent
                if place is None or place >= len(columns)
                else pa.array(columns[place], pa.string())
                for place in places
            )
            row_numbers = pa.array([row_no for row_no, _ in filled], pa.int32())
            filing_numbers = pa.array([filing_no] * len(filled), pa.int32())
            yield pa.Table.from_arrays([filing_numbers, row_numbers, *texts], schema=schema)


def create_staging_table(connection: DuckDBPyConnection, kind: FilingKind, table: str) -> None:
    """Make the empty table of the staged rows of a kind."""
    connection.from_arrow(staged_schema(kind).empty_table()).create(table)


def append_arrow_file(
    connection: DuckDBPyConnection, file: Path, kind: FilingKind, table: str
) -> None:
    """Append the rows of an Arrow stream to the table, empty cells as null.

    Memory holds one batch. Nothing in the stream is believed: its schema and all its offsets and
    texts are tested. Raises pyarrow.ArrowException.
    """
    texts = (f"nullif({field}, '')" for field in staged_fields(kind))
    select = ", ".join(("filing_no", "row_no", *texts))
    for batch in _checked_batches(file, staged_schema(kind)):
        connection.from_arrow(batch).project(select).insert_into(table)


def _checked_batches(file: Path, schema: pa.Schema) -> Iterator[pa.Table]:
    with pa.memory_map(str(file)) as source, pa.ipc.open_stream(source) as stream:
        if stream.schema != schema:
            raise pa.ArrowInvalid("the rows have other columns")
        for batch in stream:
            batch.validate(full=True)
            yield pa.Table.from_batches([batch])
