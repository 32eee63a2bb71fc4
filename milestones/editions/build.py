"""Filings → register → counts: the build of one edition, a fixed order of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb

from milestones import query
from milestones.editions import parse_cache
from milestones.editions.edition import Edition, EditionUnreadableError
from milestones.editions.inputs import Inputs, describe, land_all
from milestones.editions.manifest import row_counts
from milestones.filings.kinds import KINDS

MEMORY = "1GB"
WORK = "building.duckdb"
"""The queries call the edition by this name while it is built."""
Progress = Callable[[str, float], None]

PREPARE = ("stage_first", "forms", "numbers", "comparison", "description")
DELIVERED = tuple(f"delivered_{kind.key}" for kind in KINDS)
SETTLED = ("edition_first", "delivered_views")
ROW_CHECKS = (
    "required_cell_empty",
    "form_not_understood",
    "unknown_choice",
    "unknown_province",
    "application_number",
    "application_number_check_digit",
    "publication_number",
    "credit_code_check_digit",
    "stars_out_of_range",
    "maturity_out_of_range",
    "negative_number",
    "day_out_of_range",
    "grant_before_filing",
    "lapse_before_grant",
)
STAGES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (ROW_CHECKS, ("institutions",)),
    (("unknown_institution",), ("patents", "returns")),
    (
        ("unknown_patent", "assessment_before_grant"),
        ("assessments", "evaluations", "transfers", "products"),
    ),
)
"""Checks, and the kinds that can be registered after them: who is named by others comes first."""
CONFLICTS = "conflicting_rows"
WARNINGS = (
    "kind_disagrees",
    "number_year_differs",
    "check_digit_added",
    "same_name",
    "co_holder",
    "return_disagrees",
    "return_falls",
)
CUBES = (
    "movements",
    "counts",
    "groups",
    "field_counts",
    "field_durations",
    "durations",
    "grades",
    "pool_modes",
    "transfer_counts",
)
"""What the register comes to: the movements, and the small tables that sum them up."""
COUNT = ("outcomes", *CUBES, "corrections", "flows", "findings")


class EditionNotWrittenError(OSError):
    """The file of an edition does not hold what was built."""


def build(target: Path, inputs: Inputs, kept: Path, progress: Progress) -> list[Path]:
    """Write the edition of the inputs to `target`, in a folder that is there for nothing else.

    What is only needed on the way stays in that folder. Filings whose reading lies in the folder
    `kept` are not read again; gives the readings made anew. Raises BrokenFilingError for a
    filing that breaks while it is read, EditionNotWrittenError.
    """
    work = target.with_name(WORK)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": f"{work}.spill",
        "preserve_insertion_order": False,
    }
    with duckdb.connect(work, config=config) as connection:
        connection.execute(query.text("build/stage"), {"path": f"{work}.stage"})
        _run(connection, PREPARE)
        describe(connection, inputs)
        connection.execute("comment on table building.main.edition is 'has a manifest'")
        new = _deliver(connection, inputs, kept, target.parent, progress)
        _register(connection, progress)
        _check(connection, WARNINGS)
        for done, name in enumerate(COUNT):
            progress("count", done / len(COUNT))
            _run(connection, [name])
        progress("count", 1.0)
        rows = row_counts(connection)
        connection.checkpoint()
    work.replace(target)
    _require_written(target, rows)
    return new


def _require_written(target: Path, rows: dict[str, int]) -> None:
    """Open the closed file anew: a write that failed at closing is told by nobody else."""
    try:
        with Edition(target) as edition:
            is_whole = row_counts(edition) == rows
    except (duckdb.Error, EditionUnreadableError) as error:
        raise EditionNotWrittenError(str(target)) from error
    if not is_whole:
        raise EditionNotWrittenError(str(target))


def _deliver(
    connection: duckdb.DuckDBPyConnection,
    inputs: Inputs,
    kept: Path,
    beside: Path,
    progress: Progress,
) -> list[Path]:
    """Give each kind its delivered rows; gives the readings that were made for it."""
    found = parse_cache.find_kept(inputs.sources, kept)
    unread = {source.filing_no for source in inputs.sources} - found.keys()
    land_all(connection, inputs.sources, unread, beside, progress)
    progress("check", 0.0)
    _run(connection, DELIVERED)
    made = parse_cache.deliver(connection, inputs.sources, found, beside)
    _run(connection, SETTLED)
    return made


def _register(connection: duckdb.DuckDBPyConnection, progress: Progress) -> None:
    for done, (checks, kinds) in enumerate(STAGES):
        progress("check", (done + 1) / (len(STAGES) + 1))
        _check(connection, checks)
        _run(connection, (f"repeated_{kind}" for kind in kinds))
        _check(connection, [CONFLICTS])
        _run(connection, (f"register_{kind}" for kind in kinds))


def _check(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    for name in names:
        connection.sql(query.text(f"checks/{name}")).insert_into("offences")


def _run(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    for name in names:
        connection.execute(query.text(f"build/{name}"))
