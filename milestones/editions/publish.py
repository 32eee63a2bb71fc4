"""Publish a delivery: a new edition stands whole, or nothing is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones import query
from milestones.editions.build import build
from milestones.editions.deliveries import (
    Chain,
    Delivered,
    Delivery,
    chain_of,
    edition_id,
    hashes_in,
    previous_id,
)
from milestones.editions.edition import Edition
from milestones.editions.inputs import BrokenFilingError, Inputs, Source
from milestones.filings.files import digest, expand
from milestones.filings.reader import Filing, FilingRefused, open_filing
from milestones.home import Home
from milestones.plan import load

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class FileReport:
    """What became of a file: rows in = accepted + rejected + identical."""

    file: str
    kind: str
    rows: int
    accepted: int
    rejected: int
    identical: int
    corrections: int
    warnings: int


@dataclass(frozen=True)
class Publication:
    """The edition that stands now, and what became of each file of the delivery.

    `is_new` is False where nothing had to be made. `delivery_no` is that of the delivery in
    the edition, None where all its files were there already.
    """

    edition_id: str
    is_new: bool
    files: tuple[FileReport, ...]
    delivery_no: int | None


class DeliveryRefusedError(Exception):
    """Files that cannot be read or recognized: they stop the whole delivery."""

    def __init__(self, refusals: Sequence[tuple[str, FilingRefused]]) -> None:
        super().__init__("; ".join(f"{name}: {refusal}" for name, refusal in refusals))
        self.refusals = refusals


class NoSuchDeliveryError(LookupError):
    """The current edition has no delivery of this number."""


class EmptyDeliveryError(ValueError):
    """No delivery would be left to make an edition from."""


@dataclass(frozen=True)
class _File:
    path: Path
    filing: Filing
    sha256: str

    @property
    def name(self) -> str:
        return self.path.name


def publish(
    home: Home,
    paths: Iterable[Path],
    *,
    received_on: date,
    note: str = "",
    as_of: date | None = None,
    progress: Progress = lambda stage, share: None,
) -> Publication:
    """Add a delivery to those of the current edition and make the new edition the current one.

    Raises DeliveryRefusedError before anything is changed, HomeBusyError, HomeMixedError.
    """
    with home.at_work():
        files = open_all(paths)
        chain = current_chain(home)
        longer, fresh = _lengthened(chain, files, received_on, note, as_of)
        made, is_new = make(home, longer, _paths(home, chain, fresh), progress)
        delivery_no = len(longer) if fresh else None
        with home.edition(made) as edition:
            reports = report(edition, files, delivery_no)
    return Publication(made, is_new, reports, delivery_no)


def check(
    home: Home,
    paths: Iterable[Path],
    *,
    received_on: date,
    progress: Progress = lambda stage, share: None,
) -> tuple[tuple[FileReport, ...], list[dict[str, object]]]:
    """What `publish` would say, file by file, and the findings; nothing is kept.

    Raises DeliveryRefusedError.
    """
    files = open_all(paths)
    chain = current_chain(home)
    longer, fresh = _lengthened(chain, files, received_on, "", None)
    if not fresh:
        with home.edition() as edition:
            return report(edition, files, None), []
    with TemporaryDirectory(prefix="milestones-") as folder:
        target = Path(folder) / "check.duckdb"
        _build_at(target, home, longer, _paths(home, chain, fresh), progress)
        with Edition(target) as edition:
            findings = query.rows(edition, "edition/findings", delivery_no=len(longer))
            return report(edition, files, len(longer)), findings


def withdraw(
    home: Home, delivery_no: int, progress: Progress = lambda stage, share: None
) -> Publication:
    """Make the edition without one delivery of the current one, and make it the current one.

    Raises NoSuchDeliveryError, and EmptyDeliveryError for the only one.
    """
    with home.at_work():
        chain = current_chain(home)
        if not 1 <= delivery_no <= len(chain):
            raise NoSuchDeliveryError(delivery_no)
        chain = (*chain[: delivery_no - 1], *chain[delivery_no:])
        if not chain:
            raise EmptyDeliveryError(delivery_no)
        made, is_new = make(home, chain, _paths(home, chain, []), progress)
    return Publication(made, is_new, (), None)


def rollback(home: Home, edition: str) -> Chain:
    """Make an earlier edition the current one; gives the deliveries that are now left out."""
    with home.at_work():
        before = current_chain(home)
        home.point_at(edition)
        kept = hashes_in(current_chain(home))
    return tuple(
        each for each in before if not kept.issuperset(filing.sha256 for filing in each.filings)
    )


def open_all(paths: Iterable[Path]) -> list[_File]:
    """Recognize every file of a delivery; DeliveryRefusedError names all that cannot be."""
    try:
        found = expand(paths)
    except FilingRefused as refusal:
        name = str(refusal.params.get("path", ""))
        raise DeliveryRefusedError([(name, refusal)]) from refusal
    files: list[_File] = []
    refusals: list[tuple[str, FilingRefused]] = []
    for path in found:
        try:
            files.append(_File(path, open_filing(path), digest(path)))
        except FilingRefused as refusal:
            refusals.append((str(path), refusal))
    if refusals:
        raise DeliveryRefusedError(refusals)
    return files


def current_chain(home: Home) -> Chain:
    """The deliveries of the current edition, none in an empty home."""
    if home.current_id() is None:
        return ()
    with home.edition() as edition:
        return chain_of(edition)


def _lengthened(
    chain: Chain, files: Sequence[_File], received_on: date, note: str, as_of: date | None
) -> tuple[Chain, list[_File]]:
    """The chain with the files that it does not have yet, and these files."""
    seen = hashes_in(chain)
    fresh: list[_File] = []
    for file in files:
        if file.sha256 not in seen:
            seen.add(file.sha256)
            fresh.append(file)
    if not fresh:
        return chain, fresh
    filings = tuple(Delivered(file.sha256, file.name) for file in fresh)
    return (*chain, Delivery(received_on, filings, note, as_of)), fresh


def _paths(home: Home, chain: Chain, fresh: Sequence[_File]) -> dict[str, Path]:
    kept = {sha256: home.archived(sha256) for sha256 in hashes_in(chain)}
    return kept | {file.sha256: file.path for file in fresh}


def make(
    home: Home, chain: Chain, paths: dict[str, Path], progress: Progress
) -> tuple[str, bool]:
    """Let the edition of a chain stand and be current; False where it stood already."""
    if not chain:
        raise EmptyDeliveryError
    wanted = edition_id(chain, load(home.plan))
    file = home.file_of(wanted)
    is_new = not file.is_file()
    if is_new:
        home.editions.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=home.editions, prefix=".building-") as folder:
            beside = Path(folder) / file.name
            _build_at(beside, home, chain, paths, progress)
            _archive(home, paths)
            beside.replace(file)
    if home.current_id() != wanted:
        home.point_at(wanted)
    return wanted, is_new


def _build_at(
    target: Path, home: Home, chain: Chain, paths: dict[str, Path], progress: Progress
) -> None:
    plan = load(home.plan)
    sources = list(_sources(chain, paths))
    identity = edition_id(chain, plan), previous_id(chain, plan)
    try:
        build(target, Inputs(*identity, home.synthetic, plan, chain, sources), progress)
    except BrokenFilingError as broken:
        raise DeliveryRefusedError([(broken.source.name, broken.refusal)]) from broken


def _sources(chain: Chain, paths: dict[str, Path]) -> Iterable[Source]:
    filing_no = 0
    for delivery_no, each in enumerate(chain, start=1):
        for filing in each.filings:
            filing_no += 1
            opened = open_filing(paths[filing.sha256])
            yield Source(
                opened, filing_no, delivery_no, each.received_on, filing.sha256, filing.name
            )


def _archive(home: Home, paths: dict[str, Path]) -> None:
    home.archive.mkdir(parents=True, exist_ok=True)
    for sha256, path in paths.items():
        kept = home.archived(sha256)
        if not kept.exists():
            beside = kept.with_suffix(".part")
            shutil.copyfile(path, beside)
            beside.replace(kept)


def report(
    edition: Edition, files: Sequence[_File], delivery_no: int | None
) -> tuple[FileReport, ...]:
    """What became of each file; one that was there already is identical as a whole."""
    rows = query.rows(edition, "edition/deliveries")
    counted = {row["sha256"]: row for row in rows}
    reports, reported = [], set()
    for file in files:
        row = counted[file.sha256]
        fresh = row["delivery_no"] == delivery_no and file.sha256 not in reported
        reported.add(file.sha256)
        reports.append(_report_of(file, row, fresh))
    return tuple(reports)


def _report_of(file: _File, row: dict[str, int], fresh: bool) -> FileReport:
    kind, rows_in = file.filing.kind.key, row["rows_in"]
    if not fresh:
        return FileReport(str(file.path), kind, rows_in, 0, 0, rows_in, 0, 0)
    names = ("accepted", "rejected", "identical", "corrections", "warnings")
    return FileReport(str(file.path), kind, rows_in, *(row[name] for name in names))
