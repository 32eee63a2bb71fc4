"""One edition from a chain of deliveries: built by queries in a fixed order, then put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb

from milestones import query
from milestones.editions import parse_cache, release
from milestones.editions.data_home import BUILD_FOLDER_PREFIX, DataHome
from milestones.editions.deliveries import (
    DeliveryHistory,
    DeliveryRecord,
    delivery_history_of,
    edition_id,
    plan_record,
    previous_id,
)
from milestones.editions.edition import (
    Edition,
    EditionUnreadableError,
    Manifest,
    ManifestUnreadableError,
    manifest_path,
    read_manifest,
    row_counts,
)
from milestones.editions.inputs import (
    Inputs,
    Source,
    insert_description,
    land_all,
    refuse_delivery,
)
from milestones.editions.storage import PendingFiles, make_folder
from milestones.filings.files import file_digest
from milestones.filings.kinds import FILING_KINDS
from milestones.filings.reader import open_filings
from milestones.filings.remarks import FilingRefused
from milestones.plan import load

BUILD_MEMORY_LIMIT = "1GB"
WORK_FILE = "building.duckdb"
"""The queries call the edition by this name while it is built."""
Progress = Callable[[str, float], None]

PREPARING_STEPS = ("stage_first", "forms", "numbers", "names", "comparison", "description")
DELIVERED_STEPS = tuple(f"delivered_{kind.key}" for kind in FILING_KINDS)
SETTLING_STEPS = ("edition_first", "delivered_views", "codes_of_names")
ROW_CHECKS = (
    "cells_beyond_header",
    "required_cell_empty",
    "form_not_understood",
    "unknown_choice",
    "unknown_province",
    "institution_code",
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
    "alias_not_confirmed",
    "name_without_code",
)


class Stage(NamedTuple):
    """A step of registering: checks, then kinds whose rows are compared, kinds that are registered.

    Who is named by others comes first.
    """

    checks: tuple[str, ...]
    compared: tuple[str, ...]
    registered: tuple[str, ...]


_FACTS = ("assessments", "evaluations", "transfers", "products", "sample_answers")
STAGES = (
    Stage(ROW_CHECKS, ("institutions",), ("institutions",)),
    Stage(
        ("unknown_institution", "alias_is_a_name"),
        ("aliases", "patents", "returns"),
        ("aliases", "exports"),
    ),
    Stage(("exported_days", "not_granted", "holder_unknown"), ("exports",), ("patents", "returns")),
    Stage(("unknown_patent", "assessment_before_grant"), _FACTS, _FACTS),
)
CONFLICTS = "conflicting_rows"
COMPARING_STEPS = ("reconciliation",)
"""What warnings look at beside the register."""
WARNINGS = (
    "kind_disagrees",
    "number_year_differs",
    "check_digit_added",
    "institution_code_unusual",
    "same_name",
    "co_holder",
    "return_disagrees",
    "return_falls",
    "sample_outside_frame",
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
COUNTING_STEPS = (
    "outcomes",
    *CUBES,
    "sample_counts",
    "corrections",
    "flows",
    "unmatched",
    "finding_counts",
    "findings",
)


class EditionNotWrittenError(OSError):
    """The file of an edition does not hold what was built."""


def write_edition(target: Path, inputs: Inputs, kept: Path, progress: Progress) -> list[Path]:
    """Write the edition of the inputs to `target`, in a folder that is there for nothing else.

    What is only needed on the way stays in that folder. Filings whose reading lies in the folder
    `kept` are not read again; gives the readings made anew. Raises DeliveryRefusedError for a
    filing that breaks while it is read, EditionNotWrittenError.
    """
    work = target.with_name(WORK_FILE)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": BUILD_MEMORY_LIMIT,
        "temp_directory": f"{work}.spill",
        "preserve_insertion_order": False,
    }
    with duckdb.connect(work, config=config) as connection:
        connection.execute(query.sql("build/stage"), {"path": f"{work}.stage"})
        _run(connection, PREPARING_STEPS)
        insert_description(connection, inputs)
        connection.execute("comment on table building.main.edition is 'has a manifest'")
        new = _deliver(connection, inputs, kept, target.parent, progress)
        _register(connection, progress)
        _run(connection, COMPARING_STEPS)
        _check(connection, WARNINGS)
        for done, name in enumerate(COUNTING_STEPS):
            progress("count", done / len(COUNTING_STEPS))
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
    found = parse_cache.find_cached(inputs.sources, kept)
    unread = {source.filing_no for source in inputs.sources} - found.keys()
    land_all(connection, inputs.sources, unread, beside, progress)
    progress("check", 0.0)
    _run(connection, DELIVERED_STEPS)
    made = parse_cache.deliver_rows(connection, inputs.sources, found, beside)
    _run(connection, SETTLING_STEPS)
    return made


def _register(connection: duckdb.DuckDBPyConnection, progress: Progress) -> None:
    for done, stage in enumerate(STAGES):
        progress("check", (done + 1) / (len(STAGES) + 1))
        _check(connection, stage.checks)
        _run(connection, (f"repeated_{kind}" for kind in stage.compared))
        _check(connection, [CONFLICTS])
        _run(connection, (f"register_{kind}" for kind in stage.registered))


def _check(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    for name in names:
        connection.sql(query.sql(f"checks/{name}")).insert_into("offences")


def _run(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    for name in names:
        connection.execute(query.sql(f"build/{name}"))


Paths = Mapping[str, Path]


class EmptyDeliveryError(ValueError):
    """No delivery would be left to make an edition from."""


def current_history(home: DataHome) -> DeliveryHistory:
    """List the deliveries of the current edition, none in an empty home."""
    if home.current_id() is None:
        return ()
    with home.edition() as edition:
        return delivery_history_of(edition)


def make_edition(
    home: DataHome,
    chain: DeliveryHistory,
    delivered: Paths,
    progress: Progress,
    released: datetime | None = None,
) -> tuple[str, bool]:
    """Let the edition of a chain stand and be current; False where it stood already.

    `delivered` says by their hash where filings lie that may not be in the archive. `released`
    gives the edition a release time, else it takes over what holds back the filings in it.
    Raises EmptyDeliveryError for no delivery, DeliveryRefusedError for a filing that breaks while
    it is read, and OSError or duckdb.Error where there is no room; nothing is changed then. A
    release time is there before its edition, and an edition before the pointer moves.
    """
    if not chain:
        raise EmptyDeliveryError
    held = released or release.inherited_embargo(home, chain)
    wanted = edition_id(chain, load(home.plan))
    is_new = not home.stands(wanted)
    make_folder(home.editions)
    with (
        TemporaryDirectory(dir=home.editions, prefix=BUILD_FOLDER_PREFIX) as folder,
        PendingFiles() as files,
    ):
        beside = Path(folder) / home.file_of(wanted).name
        made = build_edition(beside, home, chain, delivered, progress) if is_new else []
        _plan_archive(files, home, chain, delivered)
        for reading in made:
            files.take(reading, home.readings / reading.name)
        if held and (released or not home.release_file(wanted).exists()):
            release.plan_release(files, home, wanted, held)
        plan_manifest(files, home, wanted, beside if is_new else None, bool(held))
        if is_new:
            files.take(beside, home.file_of(wanted), read_only=True)
        plan_record(files, home, wanted, DeliveryRecord(chain))
        if home.current_id() != wanted:
            home.plan_pointer(files, wanted)
        files.commit()
    parse_cache.clear_outdated(made, home.readings)
    return wanted, is_new


def build_edition(
    target: Path, home: DataHome, chain: DeliveryHistory, delivered: Paths, progress: Progress
) -> list[Path]:
    """Build the edition of a chain into a file of its own; gives the readings made for it.

    Raises DeliveryRefusedError, EditionNotWrittenError.
    """
    plan = load(home.plan)
    identity = edition_id(chain, plan), previous_id(chain, plan)
    inputs = Inputs(
        *identity, home.synthetic, plan, chain, list(open_sources(home, chain, delivered))
    )
    return write_edition(target, inputs, home.readings, progress)


def open_sources(home: DataHome, chain: DeliveryHistory, delivered: Paths) -> Iterator[Source]:
    """Open the files of a chain, whose bytes must be those that were delivered; a source for each
    kind that a file holds."""
    numbers = count(1)
    for delivery_no, each in enumerate(chain, start=1):
        for one in each.filings:
            sha256 = one.sha256
            path = delivered.get(sha256, home.archived(sha256))
            with refuse_delivery(one.name):
                filings = open_filings(path, each.left_out)
                if file_digest(path) != sha256:
                    raise FilingRefused("other_bytes", path=str(path))
            for filing, number in zip(filings, numbers, strict=False):
                yield Source(filing, number, delivery_no, each.received_on, sha256, one.name)


def _plan_archive(
    files: PendingFiles, home: DataHome, chain: DeliveryHistory, delivered: Paths
) -> None:
    """Hold copies ready of the filings that the archive does not have, or has damaged.

    Raises DeliveryRefusedError for one that changes meanwhile.
    """
    for one in (filing for delivery in chain for filing in delivery.filings):
        source, kept = delivered.get(one.sha256), home.archived(one.sha256)
        if source is None or (kept.is_file() and file_digest(kept) == one.sha256):
            continue
        with refuse_delivery(one.name):
            if file_digest(files.copy(source, kept)) != one.sha256:
                raise FilingRefused("other_bytes", path=str(source))


def plan_manifest(
    files: PendingFiles, home: DataHome, edition_id: str, built: Path | None, is_held: bool
) -> None:
    """Hold the manifest ready of an edition that was built, or whose manifest lacks something.

    One that cannot be read may have told of an embargo: the next says that there was one.
    """
    file = home.file_of(edition_id)
    try:
        kept = read_manifest(file)
    except ManifestUnreadableError:
        kept, is_held = None, True
    is_held = is_held or bool(kept and kept.is_held)
    if built or kept is None:
        before = kept.before if kept else home.known_id() if built else None
        before = None if before == edition_id else before
        made = Manifest(file_digest(built or file), before, is_held)
    else:
        made = replace(kept, is_held=is_held)
    if made != kept:
        files.write(manifest_path(file), made.to_bytes())
