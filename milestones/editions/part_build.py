"""What a node does for an edition built in parts: read a filing, take rows apart, build a part.

Patents lie apart by their application numbers. A part is built by the queries that build a whole
edition, from all that is told of its patents and from all institutions and aliases. Every node
must hold this version, and see the home and what is delivered under the same paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from duckdb import ColumnExpression, ConstantExpression, StarExpression

from milestones import query
from milestones.editions.deliveries import edition_id
from milestones.editions.edition_build import (
    ALL_MOVEMENTS,
    COMPARING_STEPS,
    DELIVERED_STEPS,
    FINDING_STEPS,
    SUMS_OF_PATENTS,
    WARNINGS,
    WORK_FILE,
    check_rules,
    open_work,
    register_rows,
    run_steps,
)
from milestones.editions.inputs import DeliveryRefusedError, Inputs, Source, land_all
from milestones.editions.parse_cache import deliver_rows
from milestones.editions.publishing import no_progress
from milestones.filings.columns import APPLICATION_NO
from milestones.filings.parquet import ROW_NUMBER, scan_parquet
from milestones.filings.remarks import RemarkValue

TOLD = (
    *("patents", "holders", "assessments", "evaluations", "transfers", "products"),
    *("sample_answers", "offences", "exported_holders", "corrections", "concerned", "filings"),
    *("movements", "field_durations", "grades", "pool_modes", "transfer_counts"),
)
"""What a part tells: the views `told_` of `queries/build/part_told.sql`."""
Rows = tuple[str, bytes]
"""Rows of a kind, as an Arrow stream."""


class NodeDiffersError(RuntimeError):
    """A node would build another edition: its queries, reference tables or reader are others."""


class Stripe(NamedTuple):
    """Rows of the reading of a filing, counted from 0; `end` is no part of it."""

    filing_no: int
    first: int
    end: int


class Answer(NamedTuple):
    """What a node says of a filing that it has read: its notes, or by which rule it is refused."""

    filing_no: int
    notes: Sequence[tuple[object, ...]] = ()
    rule: str | None = None
    params: Mapping[str, RemarkValue] = {}


@dataclass(frozen=True)
class Work:
    """What every node is told. `folder` is where all of them write, `readings` are by filing."""

    inputs: Inputs
    readings: dict[int, Path]
    folder: Path

    def source(self, filing_no: int) -> Source:
        """Give the filing of this number."""
        return next(each for each in self.inputs.sources if each.filing_no == filing_no)

    def sources(self, *, of_patents: bool) -> Sequence[Source]:
        """Give the filings whose rows tell of patents, or those of institutions."""
        return [
            each
            for each in self.inputs.sources
            if (APPLICATION_NO.field in each.filing.kind.fields) is of_patents
        ]

    def landed(self, filing_no: int) -> Path:
        """Say where the cells of a filing lie as delivered, unless it is Parquet itself."""
        return self.folder / f"landed-{filing_no}.parquet"

    @property
    def offences(self) -> Path:
        """Say where the offences lie that only cells as delivered show: no part has these."""
        return self.folder / "offences.parquet"


def read_filing(work: Work, filing_no: int) -> Answer:
    """Read a filing: its reading, if it has none, and its cells lie in the folder then."""
    source, is_new = work.source(filing_no), filing_no not in work.readings
    alone = replace(work.inputs, sources=[source])
    with TemporaryDirectory(dir=work.folder) as name, _open_work(Path(name), alone) as connection:
        beside = Path(name)
        try:
            land_all(connection, [source], {filing_no} if is_new else (), beside, no_progress)
            made = deliver_rows(connection, [source], {}, beside) if is_new else []
        except DeliveryRefusedError as refused:
            ((_, refusal),) = refused.refusals
            return Answer(filing_no, (), refusal.rule, refusal.params)
        if source.filing.format != "parquet":
            landed = beside / "landed.parquet"
            connection.table(f"landed_{source.filing.kind.key}").write_parquet(str(landed))
            landed.replace(work.landed(filing_no))
        for reading in made:
            reading.replace(work.folder / reading.name)
        return Answer(filing_no, connection.table("note").fetchall())


def split_rows(work: Work, parts: int, stripe: Stripe) -> Iterator[tuple[int, Rows]]:
    """Yield the rows of a stripe, each with the number of the part where all of its patent are."""
    filing_no, first, end = stripe
    kind = work.source(filing_no).filing.kind.key
    place, numbers = ColumnExpression(ROW_NUMBER), map(ConstantExpression, (first, end - 1))
    with duckdb.connect(config={"threads": 1}) as connection:
        rows = scan_parquet(connection, work.readings[filing_no]).filter(place.between(*numbers))
        number = ConstantExpression(filing_no).cast("integer").alias("filing_no")
        rows.select(number, StarExpression(exclude=[ROW_NUMBER])).create_view("reading_rows")
        numbered = connection.sql(query.sql("build/part_rows"), params={"parts": parts})
        found: pa.Table = numbered.to_arrow_table()
    places = np.searchsorted(found["part"].to_numpy(), range(parts + 1))
    for part, (start, after) in enumerate(pairwise(map(int, places))):
        if after > start:
            yield part, (kind, _encode(found.slice(start, after - start).drop_columns(["part"])))


def build_part(work: Work, rows: Iterable[Rows]) -> str:
    """Build a part from the rows of its patents; gives the folder where lies what it tells.

    Raises NodeDiffersError. What a node left there that was stopped is used by nobody.
    """
    if edition_id(work.inputs.chain, work.inputs.plan) != work.inputs.id:
        raise NodeDiffersError(work.inputs.id)
    with (
        TemporaryDirectory(prefix="milestones-") as name,
        _open_work(Path(name), work.inputs) as connection,
    ):
        _deliver(connection, work, rows, Path(name))
        register_rows(connection, False, no_progress)
        run_steps(connection, COMPARING_STEPS)
        check_rules(connection, WARNINGS)
        counting = (*ALL_MOVEMENTS, *SUMS_OF_PATENTS, "outcomes", *FINDING_STEPS)
        run_steps(connection, (*counting, "part_told"))
        told = mkdtemp(dir=work.folder, prefix="part-")
        for each in TOLD:
            connection.view(f"told_{each}").write_parquet(f"{told}/{each}.parquet")
    return told


def _deliver(
    connection: duckdb.DuckDBPyConnection, work: Work, rows: Iterable[Rows], beside: Path
) -> None:
    """Give each kind its rows: those of these patents, and of institutions and aliases all."""
    land_all(connection, [], (), beside, no_progress)
    known = [each for each in work.sources(of_patents=False) if each.filing.kind.key != "returns"]
    deliver_rows(connection, known, work.readings, beside)
    for kind, sent in rows:
        connection.from_arrow(_decode(sent)).insert_into(f"gathered_{kind}")
    run_steps(connection, ["without_base", "edition_first", *DELIVERED_STEPS])
    offences = scan_parquet(connection, work.offences).select(StarExpression(exclude=[ROW_NUMBER]))
    offences.create_view("offences_of_cells")
    run_steps(connection, ["part_offences"])


def _open_work(folder: Path, inputs: Inputs) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """Open a database for one of many tasks, each of which has one processor."""
    return open_work(folder / WORK_FILE, inputs, threads=1)


def _encode(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return bytes(sink.getvalue())


def _decode(sent: bytes) -> pa.Table:
    with pa.ipc.open_stream(sent) as stream:
        return stream.read_all()
