"""One edition from a chain of deliveries: built by queries in a fixed order, then put in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb

from milestones import query
from milestones.editions import base_edition, parse_cache, release
from milestones.editions.base_edition import EarlierFiling
from milestones.editions.data_home import BUILD_FOLDER_PREFIX, DataHome
from milestones.editions.deliveries import (
    Delivered,
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
    land_again,
    land_all,
    refuse_delivery,
    view_cells,
)
from milestones.editions.storage import PendingFiles, make_folder
from milestones.filings.files import file_digest
from milestones.filings.filing import Filing
from milestones.filings.reader import open_filings
from milestones.filings.remarks import FilingRefused
from milestones.plan import load

BUILD_MEMORY_LIMIT = "1GB"
WORK_FILE = "building.duckdb"
"""The queries call the edition by this name while it is built."""
Progress = Callable[[str, float], None]

PREPARING_STEPS = ("stage_first", "forms", "numbers", "names", "comparison", "description")
DELIVERED_STEPS = ("delivered_views", "codes_of_names")
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
    "alias_is_a_person",
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
    Stage(("exported_days", "not_granted", "holder_unknown"), ("lapses",), ()),
    Stage((), ("exports",), ("patents", "returns")),
    Stage(("unknown_patent", "assessment_before_grant"), _FACTS, _FACTS),
)
CONFLICTS = "conflicting_rows"
COMPARING_STEPS = ("first_assessments", "reconciliation")
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
SUMS_OF_PATENTS = ("groups", "field_durations", "grades", "pool_modes", "transfer_counts")
SUMS_OF_SUMS = ("counts", "field_counts", "durations")
SUMS = (*SUMS_OF_PATENTS, *SUMS_OF_SUMS)
"""The small tables that sum up what the register comes to, day by day."""
ALL_MOVEMENTS = ("count_all", "movements", "all_movements")
WHOLE_COUNT = (*ALL_MOVEMENTS, *SUMS)
COUNT_ON_BASE = ("count_affected", "movements", "merge_movements", *SUMS, "merge_counts")
FINDING_STEPS = ("corrections", "unmatched", "findings")
LAST_STEPS = ("sample_counts", "finding_counts", "flows")


class EditionNotWrittenError(OSError):
    """The file of an edition does not hold what was built."""


def write_edition(target: Path, inputs: Inputs, home: DataHome, progress: Progress) -> list[Path]:
    """Write the edition of the inputs to `target`, in a folder that is there for nothing else.

    Filings whose reading lies in the home are not read again; gives the readings made anew. Raises
    DeliveryRefusedError for a filing that breaks while it is read, EditionNotWrittenError, and
    BaseUnusableError where the inputs have a base.
    """
    with building(target, inputs) as connection:
        if inputs.base:
            base_edition.attach_base(connection, inputs.base)
        new = _deliver(connection, inputs, home, target.parent, progress)
        register_rows(connection, bool(inputs.base), progress)
        if inputs.copied_base:
            run_steps(connection, ["merge_register"])
        run_steps(connection, COMPARING_STEPS)
        check_rules(connection, WARNINGS)
        if inputs.base:
            _settle_on_base(connection, inputs, home, target.parent)
        if inputs.copied_base:
            new += parse_cache.write_changed_rows(
                connection, inputs.sources, inputs.id, target.parent
            )
        _count(connection, inputs, progress)
    return new


@contextmanager
def building(target: Path, inputs: Inputs) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build an edition beside its place, and let it take it when all is done.

    What is only needed on the way stays in that folder, in place of what another build left there.
    Nothing is synced here: a file is, once whole, before it takes its place. Raises
    EditionNotWrittenError.
    """
    work = target.with_name(WORK_FILE)
    for left in target.parent.glob(f"{WORK_FILE}*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    if inputs.copied_base:
        shutil.copyfile(inputs.copied_base, work)
    with open_work(work, inputs) as connection:
        yield connection
        rows = row_counts(connection)
        connection.checkpoint()
    work.replace(target)
    _require_written(target, rows)


@contextmanager
def open_work(work: Path, inputs: Inputs, **more: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the database in which an edition is built, with what it says of itself.

    `more` are settings of DuckDB.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": BUILD_MEMORY_LIMIT,
        "temp_directory": f"{work}.spill",
        "preserve_insertion_order": False,
        "fsync_mode": "NONE",
        **more,
    }
    with duckdb.connect(work, config=config) as connection:
        if inputs.copied_base:
            run_steps(connection, ["copied_base"])
            connection.checkpoint()
        connection.execute(query.sql("build/stage"), {"path": f"{work}.stage"})
        run_steps(connection, PREPARING_STEPS)
        insert_description(connection, inputs, list(parse_cache.reading_names(inputs.sources)))
        connection.execute("comment on table building.main.edition is 'has a manifest'")
        yield connection


def _count(connection: duckdb.DuckDBPyConnection, inputs: Inputs, progress: Progress) -> None:
    """Count the register, and list what was found in the filings."""
    counting = ("outcomes", *(["retried"] if inputs.copied_base else []), *FINDING_STEPS)
    if not inputs.rows_only:
        counting = (*_counts_wanted(connection, inputs), *counting, *LAST_STEPS)
    for done, name in enumerate(counting):
        progress("count", done / len(counting))
        run_steps(connection, [name])
    progress("count", 1.0)


def _counts_wanted(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> Sequence[str]:
    """Give the steps that count: on from the base where days and groups of institutions allow."""
    if not inputs.copied_base:
        return WHOLE_COUNT
    if inputs.counts_go_on and base_edition.has_same_groups(connection):
        return ("copied_counts", *COUNT_ON_BASE)
    return ("outdated_counts", *WHOLE_COUNT)


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
    home: DataHome,
    beside: Path,
    progress: Progress,
) -> list[Path]:
    """Give each kind its delivered rows; gives the readings that were made for it.

    Some lie beside already, made for a build that could not be done on the edition before.
    """
    names = parse_cache.reading_names(inputs.sources)
    made_before = parse_cache.find_cached(names, beside)
    found = parse_cache.find_cached(names, home.readings) | made_before
    unread = {source.filing_no for source in inputs.sources} - found.keys()
    land_all(connection, inputs.sources, unread, beside, progress)
    progress("check", 0.0)
    made = parse_cache.deliver_rows(connection, inputs.sources, found, beside)
    if inputs.base:
        base_edition.gather_history(connection, inputs.earlier_editions, home.readings)
    else:
        run_steps(connection, ["without_base"])
    run_steps(connection, ["edition_first", *DELIVERED_STEPS])
    return [*made_before.values(), *made]


def _settle_on_base(
    connection: duckdb.DuckDBPyConnection, inputs: Inputs, home: DataHome, beside: Path
) -> None:
    """Make sure that the base holds for all that is not here, and show cells of earlier filings.

    Raises BaseUnusableError, DeliveryRefusedError.
    """
    base_edition.require_like_base(connection)
    earlier = list(_open_again(home, base_edition.filings_to_show(connection)))
    land_again(connection, earlier, beside)
    run_steps(connection, ["stage_first"])
    view_cells(connection, [*inputs.sources, *earlier], set())
    run_steps(connection, ["edition_first"])


def register_rows(connection: duckdb.DuckDBPyConnection, on_base: bool, progress: Progress) -> None:
    """Check the delivered rows and register what passes, stage by stage."""
    for done, stage in enumerate(STAGES):
        progress("check", (done + 1) / (len(STAGES) + 1))
        check_rules(connection, stage.checks)
        run_steps(connection, (f"repeated_{kind}" for kind in stage.compared))
        check_rules(connection, [CONFLICTS])
        if "patents" in stage.registered:
            run_steps(
                connection, ["joint_patents", *(["touched"] if on_base else []), "patent_numbers"]
            )
        run_steps(connection, (f"register_{kind}" for kind in stage.registered))
        if on_base and "institutions" in stage.registered:
            base_edition.require_institutions_kept(connection)


def check_rules(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Add what these checks find to the offences."""
    for name in names:
        connection.sql(query.sql(f"checks/{name}")).insert_into("offences")


def run_steps(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Run these queries of `build/`."""
    for name in names:
        connection.execute(query.sql(f"build/{name}"))


Paths = Mapping[str, Path]
Build = Callable[[Path, DataHome, DeliveryHistory, Paths, Progress], list[Path]]
"""A way to build the edition of a chain into a file of its own, as `build_edition` does."""


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
    build: Build | None = None,
) -> tuple[str, bool]:
    """Let the edition of a chain stand and be current; False where it stood already.

    `delivered` says by their hash where filings lie that may not be in the archive. `released`
    gives the edition a release time, else it takes over what holds back the filings in it. `build`
    is another way to build it than `build_edition`.
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
        build = build or build_edition
        made = build(beside, home, chain, delivered, progress) if is_new else []
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
    target: Path,
    home: DataHome,
    chain: DeliveryHistory,
    delivered: Paths,
    progress: Progress,
    *,
    rows_only: bool = False,
) -> list[Path]:
    """Build the edition of a chain into a file of its own; gives the readings made for it.

    It is built on the edition before where that one stands, else from nothing; both give the
    same tables. With `rows_only`, the file may hold no more than what became of the rows of the
    newest delivery. Raises DeliveryRefusedError, EditionNotWrittenError.
    """
    base = base_edition.find_base(home, chain, load(home.plan))
    if base:
        with suppress(base_edition.BaseUnusableError):
            inputs = inputs_of(home, chain, delivered, base, rows_only=rows_only)
            return write_edition(target, inputs, home, progress)
    return write_edition(target, inputs_of(home, chain, delivered, None), home, progress)


def inputs_of(
    home: DataHome,
    chain: DeliveryHistory,
    delivered: Paths,
    base: Path | None,
    *,
    rows_only: bool = False,
) -> Inputs:
    """Open what the edition of a chain is made from, built on the edition before or from nothing.

    Raises DeliveryRefusedError.
    """
    plan = load(home.plan)
    sources = list(open_sources(home, chain, delivered, base))
    names_returns = any(source.filing.kind.key == "returns" for source in sources)
    return Inputs(
        edition_id(chain, plan),
        previous_id(chain, plan),
        home.synthetic,
        plan,
        chain,
        sources,
        base,
        rows_only=bool(base) and rows_only and not names_returns,
    )


def open_sources(
    home: DataHome, chain: DeliveryHistory, delivered: Paths, base: Path | None
) -> Iterator[Source]:
    """Open the files of a chain, or of its newest delivery where it is built on a base; a source
    for each kind that a file holds.

    Their bytes must be those that were delivered; raises DeliveryRefusedError.
    """
    numbers = count(base_edition.last_filing_no(base) + 1 if base else 1)
    for delivery_no, each in enumerate(chain, start=1):
        if base and delivery_no < len(chain):
            continue
        for one in each.filings:
            path = delivered.get(one.sha256, home.archived(one.sha256))
            for filing, number in zip(_open(path, one, each.left_out), numbers, strict=False):
                yield Source(filing, number, delivery_no, each.received_on, one.sha256, one.name)


def _open(path: Path, one: Delivered, left_out: Sequence[str]) -> tuple[Filing, ...]:
    with refuse_delivery(one.name):
        filings = open_filings(path, left_out)
        if file_digest(path) != one.sha256:
            raise FilingRefused("other_bytes", path=str(path))
    return filings


def _open_again(home: DataHome, earlier: Sequence[EarlierFiling]) -> Iterator[Source]:
    """Open filings of earlier deliveries. Raises DeliveryRefusedError."""
    for each in earlier:
        for filing in _open(
            home.archived(each.sha256), Delivered(each.sha256, each.name), each.left_out
        ):
            if filing.kind.key == each.kind:
                yield Source(filing, *astuple(each)[:-2])


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
