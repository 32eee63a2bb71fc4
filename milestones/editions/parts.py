"""An edition built in parts on many nodes, and put together.

What parts tell of patents is taken over as an edition takes over what stands in the one before it:
by the same queries. Cubes of patents add up; the others are counted from them, and what goes by
returns or by names from the register. What carries rows from node to node is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from pathlib import Path
from typing import Protocol

import duckdb
from duckdb import StarExpression

from milestones import query
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import DeliveryHistory
from milestones.editions.edition_build import (
    ALL_MOVEMENTS,
    COMPARING_STEPS,
    DELIVERED_STEPS,
    FINDING_STEPS,
    LAST_STEPS,
    SUMS_OF_PATENTS,
    SUMS_OF_SUMS,
    WARNINGS,
    Paths,
    Progress,
    building,
    check_rules,
    inputs_of,
    register_rows,
    run_steps,
)
from milestones.editions.inputs import (
    DeliveryRefusedError,
    Source,
    insert_rows,
    land_all,
    view_cells,
)
from milestones.editions.parse_cache import deliver_rows, find_cached, reading_names
from milestones.editions.part_build import (
    TOLD,
    Answer,
    Rows,
    Stripe,
    Work,
    build_part,
    read_filing,
    split_rows,
)
from milestones.filings.parquet import ROW_NUMBER, scan_parquet
from milestones.filings.remarks import FilingRefused

PART_BYTES = 24_000_000
"""Of readings: about 450,000 patents with all that is told of them."""
MOST_PARTS = 4_096
STRIPE_ROWS = 200_000
"""Rows of a reading that are taken apart at once."""
CELLS_CHECK = "checks/cells_beyond_header"
"""The one check that looks at cells as delivered."""


class Nodes(Protocol):
    """What does work side by side: processes on one machine or on many."""

    @property
    def slots(self) -> int:
        """How many tasks are done at once."""
        ...

    def each(self, do: Callable[[int], Answer], numbers: Sequence[int]) -> Iterable[Answer]:
        """Do something with each number."""
        ...

    def shuffle(
        self,
        split: Callable[[Stripe], Iterable[tuple[int, Rows]]],
        stripes: Sequence[Stripe],
        build: Callable[[Iterable[Rows]], str],
        parts: int,
    ) -> Iterable[str]:
        """Split stripes into the rows of numbered parts, and build every part from its rows."""
        ...


def build_in_parts(
    nodes: Nodes,
    target: Path,
    home: DataHome,
    chain: DeliveryHistory,
    delivered: Paths,
    progress: Progress,
) -> list[Path]:
    """Build the edition of a chain from nothing, in parts; gives the readings made for it.

    Raises DeliveryRefusedError, EditionNotWrittenError, and what the nodes raise.
    """
    inputs = inputs_of(home, chain, delivered, None)
    inputs = replace(inputs, sources=[_with_whole_path(source) for source in inputs.sources])
    names, folder = reading_names(inputs.sources), target.parent.absolute()
    work = Work(inputs, find_cached(names, home.readings.absolute()), folder)
    progress("read", 0.0)
    answers = _read(nodes, work)
    made = find_cached(names, folder)
    work = replace(work, readings=work.readings | made)
    with building(target, inputs) as connection:
        _deliver(connection, work, answers, progress)
        progress("check", 0.0)
        _view_told(connection, _build_parts(connection, nodes, work))
        run_steps(connection, ["parts_kept"])
        register_rows(connection, False, progress)
        progress("count", 0.0)
        run_steps(
            connection, ("first_assessments", *ALL_MOVEMENTS, *SUMS_OF_PATENTS, "parts_united")
        )
        run_steps(connection, COMPARING_STEPS)
        check_rules(connection, WARNINGS)
        run_steps(connection, (*SUMS_OF_SUMS, "outcomes", *FINDING_STEPS, *LAST_STEPS))
    return list(made.values())


def _with_whole_path(source: Source) -> Source:
    """Name a file so that nodes find it, whatever folder they work in."""
    return replace(source, filing=replace(source.filing, path=source.filing.path.absolute()))


def _read(nodes: Nodes, work: Work) -> dict[int, Answer]:
    """Let nodes read filings: those without a reading, and cells of all that are no Parquet."""
    numbers = [
        each.filing_no
        for each in work.inputs.sources
        if each.filing_no not in work.readings or each.filing.format != "parquet"
    ]
    answers = {
        answer.filing_no: answer for answer in nodes.each(partial(read_filing, work), numbers)
    }
    refusals = [
        (work.source(number).name, FilingRefused(answer.rule, **answer.params))
        for number, answer in sorted(answers.items())
        if answer.rule
    ]
    if refusals:
        raise DeliveryRefusedError(refusals)
    return answers


def _deliver(
    connection: duckdb.DuckDBPyConnection,
    work: Work,
    answers: dict[int, Answer],
    progress: Progress,
) -> None:
    """Give kinds their rows that no part has, and their cells for findings."""
    sources = work.inputs.sources
    rest = [source for source in sources if source.filing_no not in answers]
    land_all(connection, rest, (), work.folder, progress)
    for number, answer in answers.items():
        insert_rows(connection, "note", answer.notes)
        filing = work.source(number).filing
        if filing.format != "parquet":
            _scan(connection, work.landed(number)).insert_into(f"landed_{filing.kind.key}")
    view_cells(connection, sources, ())
    deliver_rows(connection, work.sources(of_patents=False), work.readings, work.folder)
    run_steps(connection, ["without_base", "edition_first", *DELIVERED_STEPS])


def _build_parts(connection: duckdb.DuckDBPyConnection, nodes: Nodes, work: Work) -> Sequence[str]:
    """Let nodes build all parts, and say in which folders lies what they tell."""
    connection.sql(query.sql(CELLS_CHECK)).write_parquet(str(work.offences))
    readings = [work.readings[each.filing_no] for each in work.sources(of_patents=True)]
    wanted = sum(file.stat().st_size for file in readings) // PART_BYTES + 1
    parts = max(nodes.slots, min(wanted, MOST_PARTS))
    split, build = partial(split_rows, work, parts), partial(build_part, work)
    return list(nodes.shuffle(split, list(_stripes(connection, work)), build, parts))


def _stripes(connection: duckdb.DuckDBPyConnection, work: Work) -> Iterator[Stripe]:
    for source in work.sources(of_patents=True):
        number = source.filing_no
        rows = len(scan_parquet(connection, work.readings[number]))
        yield from (
            Stripe(number, first, min(first + STRIPE_ROWS, rows))
            for first in range(0, rows, STRIPE_ROWS)
        )


def _view_told(connection: duckdb.DuckDBPyConnection, folders: Sequence[str]) -> None:
    """Let what all parts tell have its names, `told_`."""
    run_steps(connection, ["stage_first"])
    for name in TOLD:
        files = [_scan(connection, Path(folder) / f"{name}.parquet") for folder in folders]
        reduce(duckdb.DuckDBPyRelation.union, files).create_view(f"told_{name}")
    run_steps(connection, ["edition_first"])


def _scan(connection: duckdb.DuckDBPyConnection, file: Path) -> duckdb.DuckDBPyRelation:
    return scan_parquet(connection, file).select(StarExpression(exclude=[ROW_NUMBER]))
