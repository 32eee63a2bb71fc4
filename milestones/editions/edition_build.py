"""An edition for a chain of deliveries: built beside, renamed into place, then pointed at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones.editions import parse_cache, release
from milestones.editions.build import build
from milestones.editions.data_home import BUILDING, DataHome
from milestones.editions.deliveries import (
    DeliveryHistory,
    delivery_history_of,
    edition_id,
    hashes_in,
    previous_id,
)
from milestones.editions.inputs import BrokenFilingError, Inputs, Source
from milestones.editions.manifest import (
    Manifest,
    ManifestUnreadableError,
    manifest_path,
    read_manifest,
)
from milestones.editions.storage import PendingFiles, make_folder
from milestones.filings.files import digest
from milestones.filings.reader import Filing, FilingRefused, open_filing
from milestones.plan import load

Progress = Callable[[str, float], None]
Paths = Mapping[str, Path]


class DeliveryRefusedError(Exception):
    """Files that cannot be read or recognized: they stop the whole delivery."""

    def __init__(self, refusals: Sequence[tuple[str, FilingRefused]]) -> None:
        super().__init__("; ".join(f"{name}: {refusal}" for name, refusal in refusals))
        self.refusals = refusals


class EmptyDeliveryError(ValueError):
    """No delivery would be left to make an edition from."""


def current_history(home: DataHome) -> DeliveryHistory:
    """The deliveries of the current edition, none in an empty home."""
    if home.current_id() is None:
        return ()
    with home.edition() as edition:
        return delivery_history_of(edition)


def kept_paths(home: DataHome, chain: DeliveryHistory) -> dict[str, Path]:
    """Where the filings of a chain lie in the archive, by their hash."""
    return {sha256: home.archived(sha256) for sha256 in hashes_in(chain)}


def make(
    home: DataHome,
    chain: DeliveryHistory,
    paths: Paths,
    progress: Progress,
    released: datetime | None = None,
) -> tuple[str, bool]:
    """Let the edition of a chain stand and be current; False where it stood already.

    `paths` say where each filing lies, by its hash; `released` gives the edition a release time,
    else it takes over what holds back the filings in it. Raises EmptyDeliveryError for no
    delivery, DeliveryRefusedError for a filing that breaks while it is read, and OSError or
    duckdb.Error where there is no room; nothing is changed then. A release time is there before
    its edition, and an edition before the pointer moves.
    """
    if not chain:
        raise EmptyDeliveryError
    held = released or release.inherited(home, chain)
    wanted = edition_id(chain, load(home.plan))
    is_new = not home.stands(wanted)
    make_folder(home.editions)
    with TemporaryDirectory(dir=home.editions, prefix=BUILDING) as folder, PendingFiles() as files:
        beside = Path(folder) / home.file_of(wanted).name
        made = build_at(beside, home, chain, paths, progress) if is_new else []
        _plan_archive(files, home, chain, paths)
        parse_cache.plan_move(files, made, home.readings)
        if held and (released or not home.release_file(wanted).exists()):
            release.plan_release(files, home, wanted, held)
        _plan_manifest(files, home, wanted, beside if is_new else None, bool(held))
        if is_new:
            files.take(beside, home.file_of(wanted))
        if home.current_id() != wanted:
            home.plan_pointer(files, wanted)
        files.commit()
    parse_cache.clear_older(made, home.readings)
    return wanted, is_new


def build_at(
    target: Path, home: DataHome, chain: DeliveryHistory, paths: Paths, progress: Progress
) -> list[Path]:
    """Build the edition of a chain into a file of its own; gives the readings made for it.

    Raises DeliveryRefusedError, EditionNotWrittenError.
    """
    plan = load(home.plan)
    identity = edition_id(chain, plan), previous_id(chain, plan)
    sources = list(_sources(chain, paths))
    inputs = Inputs(*identity, home.synthetic, plan, chain, sources)
    try:
        return build(target, inputs, home.readings, progress)
    except BrokenFilingError as broken:
        raise DeliveryRefusedError([(broken.source.name, broken.refusal)]) from broken


def _sources(chain: DeliveryHistory, paths: Paths) -> Iterator[Source]:
    filing_no = 0
    for delivery_no, each in enumerate(chain, start=1):
        for one in each.filings:
            filing_no += 1
            try:
                filing = _unchanged(paths[one.sha256], one.sha256)
            except FilingRefused as refusal:
                raise DeliveryRefusedError([(one.name, refusal)]) from refusal
            yield Source(filing, filing_no, delivery_no, each.received_on, one.sha256, one.name)


def _unchanged(path: Path, sha256: str) -> Filing:
    """Open a filing whose bytes are those that were delivered; raises FilingRefused."""
    filing = open_filing(path)
    if digest(path) != sha256:
        raise FilingRefused("other_bytes", path=str(path))
    return filing


def _plan_archive(
    files: PendingFiles, home: DataHome, chain: DeliveryHistory, paths: Paths
) -> None:
    """Hold copies ready of the filings that the archive does not have, or has damaged.

    Raises DeliveryRefusedError for one that changes meanwhile.
    """
    for one in (filing for delivery in chain for filing in delivery.filings):
        source, kept = paths[one.sha256], home.archived(one.sha256)
        if source == kept or (kept.is_file() and digest(kept) == one.sha256):
            continue
        if digest(files.copy(source, kept)) != one.sha256:
            refusal = FilingRefused("other_bytes", path=str(source))
            raise DeliveryRefusedError([(one.name, refusal)])


def _plan_manifest(
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
        before = home.known_id() if built else None
        made = Manifest(digest(built or file), before, is_held)
    else:
        made = replace(kept, is_held=is_held)
    if made != kept:
        files.write(manifest_path(file), made.to_bytes())
