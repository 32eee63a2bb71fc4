"""What goes into an edition: filings opened, reference tables, and what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import ColumnExpression, ConstantExpression

from milestones import query
from milestones.calendar import is_month_end
from milestones.editions.deliveries import REFERENCE, DeliveryHistory, edition_id
from milestones.filings.columns import BEYOND_HEADER
from milestones.filings.filing import Filing
from milestones.filings.kinds import FILING_KINDS
from milestones.filings.reader import decode_parquet, parquet_notes, parquet_relation, stage_filing
from milestones.filings.recognition import column_letter
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.staging import create_staging_table
from milestones.plan import Plan


@dataclass(frozen=True)
class Source:
    """A filing of the chain, opened: the rows of one kind in a file that was delivered.

    Numbers count from 1 through all deliveries.
    """

    filing: Filing
    filing_no: int
    delivery_no: int
    received_on: date
    sha256: str
    name: str


@dataclass(frozen=True)
class Inputs:
    """All that an edition is made from, and says of itself.

    `sources` are the filings of the newest delivery where the edition is built on a `base`, the
    edition before; else those of all. `rows_only`: what is asked is what becomes of their rows, not
    the register and its counts (returns are held against both).
    """

    id: str
    previous: str | None
    synthetic: bool
    plan: Plan
    chain: DeliveryHistory
    sources: Sequence[Source]
    base: Path | None = None
    rows_only: bool = False

    @property
    def copied_base(self) -> Path | None:
        """The edition before, where its register and counts go on."""
        return None if self.rows_only else self.base

    @property
    def counts_go_on(self) -> bool:
        """Whether counts of the base can go on.

        They are of its last day, which stands for its month where it does not end one.
        """
        if self.base is None:
            return False
        before, now = (delivery.last_day for delivery in self.chain[-2:])
        cutoff = self.plan.register_rules.cutoff
        return before == now or (cutoff < before < now and is_month_end(before))

    @property
    def earlier_editions(self) -> Sequence[str]:
        """The editions that each delivery before the newest made, by their id."""
        return [edition_id(self.chain[:length], self.plan) for length in range(1, len(self.chain))]


class DeliveryRefusedError(Exception):
    """Files that cannot be read or recognized: they stop the whole delivery."""

    def __init__(self, refusals: Sequence[tuple[str, FilingRefused]]) -> None:
        super().__init__("; ".join(f"{name}: {refusal}" for name, refusal in refusals))
        self.refusals = refusals


@contextmanager
def refuse_delivery(name: str) -> Iterator[None]:
    """Let a refusal of the filing of this name stop the whole delivery."""
    try:
        yield
    except FilingRefused as refusal:
        raise DeliveryRefusedError([(name, refusal)]) from refusal


def insert_description(
    connection: duckdb.DuckDBPyConnection, inputs: Inputs, readings: Iterable[str]
) -> None:
    """Fill the tables that say what the edition is made from, and the reference tables.

    `readings` name the reading of each source.
    """
    newest, rules = inputs.chain[-1], inputs.plan.register_rules
    facts = (inputs.id, newest.last_day, newest.received_on, inputs.previous, inputs.synthetic)
    insert_rows(connection, "edition", [(*facts, newest.note, inputs.plan.id)])
    settings = (rules.cutoff, rules.transfers_from, rules.good_prospects_stars)
    insert_rows(connection, "plan", [(inputs.plan.id, *settings)])
    deliveries = [
        (number, each.received_on, each.note, each.as_of, list(each.left_out))
        for number, each in enumerate(inputs.chain, start=1)
    ]
    insert_rows(connection, "deliveries", deliveries)
    filings = zip(inputs.sources, readings, strict=True)
    insert_rows(connection, "filing", [(*_facts_of(source), name) for source, name in filings])
    columns: list[tuple[int, str, str | None, str]] = [
        (source.filing_no, column.field, column.label, column.letter)
        for source in inputs.sources
        for column in source.filing.columns
    ]
    columns += [
        (source.filing_no, BEYOND_HEADER, None, column_letter(source.filing.header.width))
        for source in inputs.sources
    ]
    insert_rows(connection, "filing_columns", columns)
    connection.execute(query.sql("build/reference_folder"), {"folder": str(REFERENCE)})
    connection.execute(query.sql("build/reference"))


def land_all(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    unread: Collection[int],
    beside: Path,
    progress: Callable[[str, float], None],
) -> None:
    """Give each kind its cells as delivered: `raw_` for all filings, `unread_` for those numbers.

    Parquet is read where it is used, once the reading process has decoded every cell of it that
    was never understood before. The folder `beside` holds rows on their way. Raises
    DeliveryRefusedError.
    """
    for kind in FILING_KINDS:
        create_staging_table(connection, kind, f"landed_{kind.key}")
    for done, source in enumerate(sources):
        progress("read", done / len(sources))
        with refuse_delivery(source.name):
            notes = _land(connection, source, source.filing_no in unread, beside)
        insert_rows(connection, "note", [_note_of(source, note) for note in notes])
    view_cells(connection, sources, unread)


def land_again(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], beside: Path
) -> None:
    """Land the cells of filings once more whose rows were taken from readings.

    Raises DeliveryRefusedError.
    """
    for source in sources:
        with refuse_delivery(source.name):
            _land(connection, source, False, beside)


def view_cells(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], unread: Collection[int]
) -> None:
    """Let each kind have its landed cells by name, `raw_` and `unread_`."""
    for kind in FILING_KINDS:
        of_kind = [source for source in sources if source.filing.kind == kind]
        new = [source for source in of_kind if source.filing_no in unread]
        _cells(connection, kind.key, of_kind).create_view(f"raw_{kind.key}")
        _cells(connection, kind.key, new, native=True).create_view(f"unread_{kind.key}")


def _land(
    connection: duckdb.DuckDBPyConnection, source: Source, is_unread: bool, beside: Path
) -> Sequence[Note]:
    filing = source.filing
    if filing.format != "parquet":
        table = f"landed_{filing.kind.key}"
        return stage_filing(connection, filing, source.filing_no, table, beside)
    if is_unread:
        decode_parquet(filing)
    return parquet_notes(filing)


def _cells(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    sources: Sequence[Source],
    *,
    native: bool = False,
) -> duckdb.DuckDBPyRelation:
    """Give the cells of filings of a kind; where one holds texts in a column, the others do too."""
    parts = []
    others = [source.filing_no for source in sources if source.filing.format != "parquet"]
    if others or not sources:
        landed = connection.table(f"landed_{kind}")
        numbers = [ConstantExpression(number) for number in (0, *others)]
        parts.append(landed.filter(ColumnExpression("filing_no").isin(*numbers)))
    for source in sources:
        if source.filing.format == "parquet":
            with refuse_delivery(source.name):
                filing, number = source.filing, source.filing_no
                parts.append(parquet_relation(connection, filing, number, native=native))
    return reduce(duckdb.DuckDBPyRelation.union, parts)


def _facts_of(source: Source) -> tuple[object, ...]:
    filing = source.filing
    fields = sorted(filing.header.fields)
    factor = max((column.factor for column in filing.columns), default=1)
    delivered = (source.delivery_no, source.received_on, source.sha256, source.name)
    return (source.filing_no, *delivered, filing.kind.key, fields, factor)


def _note_of(source: Source, note: Note) -> tuple[object, ...]:
    detail = json.dumps(dict(note.params), ensure_ascii=False, sort_keys=True)
    return (source.filing_no, note.row_no, note.column, note.rule, note.severity, detail)


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]
) -> None:
    """Add rows all at once: one by one, a file with many remarks would take minutes."""
    if rows:
        columns = {f"c{place}": list(cells) for place, cells in enumerate(zip(*rows, strict=True))}
        connection.from_arrow(pa.table(columns)).insert_into(table)
