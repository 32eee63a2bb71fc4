"""An edition made again from nothing: compared with the one that stands, or put in its place.

From nothing means: from the filings of the archive and the chain of deliveries alone, without
readings and without other editions.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones.editions.data_home import BUILD_FOLDER_PREFIX, DataHome
from milestones.editions.deliveries import (
    DeliveryHistory,
    DeliveryRecord,
    edition_id,
    find_history,
    plan_record,
)
from milestones.editions.edition import (
    EditionNotFoundError,
    ManifestUnreadableError,
    manifest_path,
    read_manifest,
)
from milestones.editions.edition_build import (
    Progress,
    inputs_of,
    make_edition,
    plan_manifest,
    write_edition,
)
from milestones.editions.edition_differences import TableDifference, compare_editions
from milestones.editions.storage import PendingFiles, make_folder
from milestones.plan import load


class EditionOfOtherRulesError(RuntimeError):
    """An edition cannot be made again: it was made by other rules than today's."""


@dataclass(frozen=True)
class Rebuilt:
    """What was made again: `edition_id`, which is another id than `wanted` under other rules.

    `is_put_in_place`: the one that stood was damaged or missing. Else `differences` says in which
    tables the one that stands (the first) and what was made (the second) are not the same.
    """

    wanted: str
    edition_id: str
    is_put_in_place: bool
    differences: tuple[TableDifference, ...] = ()


def rebuild(home: DataHome, wanted: str | None, progress: Progress) -> Rebuilt:
    """Make an edition, the current one if none is named, from nothing, and compare it.

    Only where the edition is damaged or missing is it put in its place. The current one, made by
    other rules, is followed by the one of today's. Raises EditionNotFoundError in an empty home,
    HistoryNotFoundError, EditionOfOtherRulesError, PointerUnreadableError, HomeBusyError, and
    DeliveryRefusedError for a filing that is missing or damaged.
    """
    wanted = wanted or home.current_id()
    if wanted is None:
        raise EditionNotFoundError(str(home.path))
    chain = find_history(home, wanted, load(home.plan))
    if home.stands(wanted):
        return _compare(home, wanted, chain, progress)
    with home.at_work():
        return _heal(home, wanted, chain, progress)


def build_from_nothing(
    target: Path, home: DataHome, chain: DeliveryHistory, progress: Progress
) -> None:
    """Build the edition of a chain into a file of its own, using nothing that was made before."""
    afresh = home.without_readings()
    write_edition(target, inputs_of(afresh, chain, {}, None), afresh, progress)


def _compare(home: DataHome, wanted: str, chain: DeliveryHistory, progress: Progress) -> Rebuilt:
    with TemporaryDirectory(prefix="milestones-") as folder:
        made = Path(folder) / "rebuilt.duckdb"
        build_from_nothing(made, home, chain, progress)
        progress("compare", 1.0)
        found = compare_editions(home.file_of(wanted), made, Path(folder))
    return Rebuilt(wanted, edition_id(chain, load(home.plan)), False, found)


def _heal(home: DataHome, wanted: str, chain: DeliveryHistory, progress: Progress) -> Rebuilt:
    todays = edition_id(chain, load(home.plan))
    if todays != wanted and home.known_id() != wanted:
        raise EditionOfOtherRulesError(wanted)
    if todays != wanted:
        make_edition(home, chain, {}, progress)
        return Rebuilt(wanted, todays, True)
    make_folder(home.editions)
    with (
        TemporaryDirectory(dir=home.editions, prefix=BUILD_FOLDER_PREFIX) as folder,
        PendingFiles() as files,
    ):
        made = Path(folder) / home.file_of(wanted).name
        build_from_nothing(made, home, chain, progress)
        _keep_age(made, home.file_of(wanted))
        plan_manifest(files, home, wanted, made, _may_be_held(home, wanted))
        files.take(made, home.file_of(wanted), read_only=True)
        plan_record(files, home, wanted, DeliveryRecord(chain))
        files.commit()
    return Rebuilt(wanted, wanted, True)


def _may_be_held(home: DataHome, edition_id: str) -> bool:
    """Tell whether an edition may once have been held back: where nothing says so, it was."""
    try:
        manifest = read_manifest(home.file_of(edition_id))
    except ManifestUnreadableError:
        return True
    return manifest is None or manifest.is_held


def _keep_age(made: Path, place: Path) -> None:
    """Give an edition the age of the one that it stands for: lists are ordered by it."""
    for witness in (manifest_path(place), place):
        with suppress(FileNotFoundError):
            age = witness.stat().st_mtime_ns
            return os.utime(made, ns=(age, age))
