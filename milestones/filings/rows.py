"""The rows of a text or a workbook below its header, written as columns of text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

import pyarrow as pa

from milestones.filings.kinds import Kind
from milestones.filings.recognition import ColumnMatch, NumberedRow, is_blank
from milestones.filings.remarks import Note

PIECE, BATCH = 1_000, 50
"""Rows are turned in pieces that fit the processor's cache, and written by the batch of pieces."""


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


def write_rows(
    rows: Iterable[NumberedRow],
    kind: Kind,
    columns: Sequence[ColumnMatch],
    filing_no: int,
    target: Path,
) -> int:
    """Write rows that are not wholly empty to an Arrow stream; gives their number.

    Memory holds one batch of pieces.
    """
    schema = schema_of(kind)
    places = {column.field: column.index for column in columns}
    pieces = _pieces(rows, schema, places, filing_no)
    written = 0
    with pa.OSFile(str(target), "wb") as file, pa.ipc.new_stream(file, schema) as stream:
        while batch := list(islice(pieces, BATCH)):
            table = pa.concat_tables(batch).combine_chunks()
            stream.write_table(table)
            written += table.num_rows
    return written


def schema_of(kind: Kind) -> pa.Schema:
    """The columns of a landed table of this kind."""
    numbers = [pa.field("filing_no", pa.int32()), pa.field("row_no", pa.int32())]
    return pa.schema([*numbers, *(pa.field(field, pa.string()) for field in kind.fields)])


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
