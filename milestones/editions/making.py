"""An edition for a chain of deliveries: built beside, renamed into place, then pointed at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones.editions import readings, release
from milestones.editions.build import build
from milestones.editions.deliveries import Chain, chain_of, edition_id, hashes_in, previous_id
from milestones.editions.home import Home
from milestones.editions.inputs import BrokenFilingError, Inputs, Source
from milestones.filings.files import digest
from milestones.filings.reader import Filing, FilingRefused, open_filing
from milestones.plan import load

Progress = Callable[[str, float], None]
Paths = Mapping[str, Path]
BUILDING = ".building-"
"""How folders begin in which an edition is built; a build that was killed leaves one."""


class DeliveryRefusedError(Exception):
    """Files that cannot be read or recognized: they stop the whole delivery."""

    def __init__(self, refusals: Sequence[tuple[str, FilingRefused]]) -> None:
        super().__init__("; ".join(f"{name}: {refusal}" for name, refusal in refusals))
        self.refusals = refusals


class EmptyDeliveryError(ValueError):
    """No delivery would be left to make an edition from."""


def current_chain(home: Home) -> Chain:
    """The deliveries of the current edition, none in an empty home."""
    if home.current_id() is None:
        return ()
    with home.edition() as edition:
        return chain_of(edition)


def kept_paths(home: Home, chain: Chain) -> dict[str, Path]:
    """Where the filings of a chain lie in the archive, by their hash."""
    return {sha256: home.archived(sha256) for sha256 in hashes_in(chain)}


def make(
    home: Home, chain: Chain, paths: Paths, progress: Progress, released: datetime | None = None
) -> tuple[str, bool]:
    """Let the edition of a chain stand and be current; False where it stood already.

    `paths` say where each filing lies, by its hash; `released` gives the edition a release time,
    else it takes over what holds back the filings in it. Raises EmptyDeliveryError for no
    delivery and DeliveryRefusedError for a filing that breaks while it is read; nothing is
    changed then.
    """
    if not chain:
        raise EmptyDeliveryError
    held = released or release.inherited(home, chain)
    wanted = edition_id(chain, load(home.plan))
    file = home.file_of(wanted)
    is_new = not file.is_file()
    if is_new:
        home.editions.mkdir(parents=True, exist_ok=True)
        for left in home.editions.glob(f"{BUILDING}*"):
            shutil.rmtree(left)
        with TemporaryDirectory(dir=home.editions, prefix=BUILDING) as folder:
            beside = Path(folder) / file.name
            made = build_at(beside, home, chain, paths, progress)
            _archive(home, paths)
            readings.move(made, home.readings)
            beside.replace(file)
    if held and (released or not home.release_file(wanted).exists()):
        release.keep(home, wanted, held)
    if home.current_id() != wanted:
        home.point_at(wanted)
    return wanted, is_new


def build_at(
    target: Path, home: Home, chain: Chain, paths: Paths, progress: Progress
) -> list[Path]:
    """Build the edition of a chain into a file of its own; gives the readings made for it.

    Raises DeliveryRefusedError.
    """
    plan = load(home.plan)
    identity = edition_id(chain, plan), previous_id(chain, plan)
    sources = list(_sources(chain, paths))
    inputs = Inputs(*identity, home.synthetic, plan, chain, sources)
    try:
        return build(target, inputs, home.readings, progress)
    except BrokenFilingError as broken:
        raise DeliveryRefusedError([(broken.source.name, broken.refusal)]) from broken


def _sources(chain: Chain, paths: Paths) -> Iterator[Source]:
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


def _archive(home: Home, paths: Paths) -> None:
    home.archive.mkdir(parents=True, exist_ok=True)
    for sha256, path in paths.items():
        kept = home.archived(sha256)
        if not kept.exists():
            beside = kept.with_suffix(".part")
            shutil.copyfile(path, beside)
            beside.replace(kept)
