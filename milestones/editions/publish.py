"""Publish, check, withdraw, roll back: a new edition stands whole, or nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones.editions.deliveries import (
    Chain,
    Delivered,
    Delivery,
    chain_of,
    hashes_in,
    readable_chain,
)
from milestones.editions.edition import Edition
from milestones.editions.file_reports import DeliveredFile, FileReport, open_all, report
from milestones.editions.findings import Finding, Findings
from milestones.editions.home import Home
from milestones.editions.making import (
    DeliveryRefusedError,
    EmptyDeliveryError,
    Progress,
    build_at,
    current_chain,
    kept_paths,
    make,
)

__all__ = [
    "DayAfterReceiptError",
    "DeliveryRefusedError",
    "EmptyDeliveryError",
    "FileReport",
    "NoSuchDeliveryError",
    "Publication",
    "checked",
    "publish",
    "rollback",
    "withdraw",
]


class DayAfterReceiptError(ValueError):
    """An as-of date after the day of receipt: nothing can be known of that day yet."""


class NoSuchDeliveryError(LookupError):
    """The current edition has no delivery of this number."""


@dataclass(frozen=True)
class Publication:
    """The edition that stands now, and what became of each file of the delivery.

    `is_new` is False where the edition stood already. `delivery_no` is that of the delivery in
    the edition, None where all its files were there already. `left_out` are deliveries that
    other editions of the home hold and this one does not: those after a rollback, or withdrawn.
    """

    edition_id: str
    is_new: bool
    files: tuple[FileReport, ...] = ()
    delivery_no: int | None = None
    left_out: Chain = ()


def silent(stage: str, share: float) -> None:
    """Progress that nobody hears."""


def publish(
    home: Home,
    paths: Sequence[Path],
    *,
    received_on: date,
    note: str = "",
    as_of: date | None = None,
    release: datetime | None = None,
    progress: Progress = silent,
) -> Publication:
    """Add a delivery to those of the current edition and make the new edition the current one.

    `release` is the moment from which everybody may see it; for filings that are there already
    it gives the edition that stands another one. Raises DeliveryRefusedError and
    DayAfterReceiptError before anything is changed, and HomeBusyError.
    """
    if as_of and as_of > received_on:
        raise DayAfterReceiptError(as_of.isoformat())
    with home.at_work():
        files = open_all(paths)
        chain = current_chain(home)
        fresh = _fresh(files, chain)
        longer = (*chain, _delivery(fresh, received_on, note, as_of)) if fresh else chain
        paths_of = kept_paths(home, chain) | _lying(fresh)
        made, is_new = make(home, longer, paths_of, progress, release)
        delivery_no = len(longer) if fresh else None
        with home.edition(made) as edition:
            reports = report(edition, files, delivery_no)
        return Publication(made, is_new, reports, delivery_no, left_out(home, longer))


@contextmanager
def checked(
    home: Home, paths: Sequence[Path], *, received_on: date, progress: Progress = silent
) -> Iterator[tuple[tuple[FileReport, ...], Iterable[Finding]]]:
    """What `publish` would report, file by file, and the findings; nothing is kept afterwards.

    Raises DeliveryRefusedError.
    """
    files = open_all(paths)
    chain = current_chain(home)
    fresh = _fresh(files, chain)
    if not fresh:
        with home.edition() as edition:
            yield report(edition, files, None), ()
        return
    longer = (*chain, _delivery(fresh, received_on, "", None))
    with TemporaryDirectory(prefix="milestones-") as folder:
        target = Path(folder) / "check.duckdb"
        build_at(target, home, longer, kept_paths(home, chain) | _lying(fresh), progress)
        with Edition(target) as edition:
            yield report(edition, files, len(longer)), Findings(edition, len(longer))


def withdraw(home: Home, delivery_no: int, progress: Progress = silent) -> Publication:
    """Make the edition without one delivery of the current one, and make it the current one.

    Raises NoSuchDeliveryError, and EmptyDeliveryError for the only one.
    """
    with home.at_work():
        chain = current_chain(home)
        if not 1 <= delivery_no <= len(chain):
            raise NoSuchDeliveryError(delivery_no)
        rest = (*chain[: delivery_no - 1], *chain[delivery_no:])
        made, is_new = make(home, rest, kept_paths(home, rest), progress)
    return Publication(made, is_new)


def rollback(home: Home, edition_id: str) -> Chain:
    """Make an earlier edition the current one; gives the deliveries that are left out now.

    It leads out of a damaged edition too. Raises EditionNotFoundError, EditionUnreadableError.
    """
    with home.at_work():
        before = readable_chain(home, home.current_id())
        with home.edition(edition_id) as edition:
            kept = hashes_in(chain_of(edition))
        home.point_at(edition_id)
    return tuple(each for each in before if not kept.issuperset(hashes_in((each,))))


def left_out(home: Home, chain: Chain) -> Chain:
    """The deliveries that some edition of the home holds and the chain does not."""
    known = hashes_in(chain)
    missing: dict[frozenset[str], Delivery] = {}
    for edition_id in home.edition_ids():
        for each in readable_chain(home, edition_id):
            if not known.issuperset(hashes_in((each,))):
                missing[frozenset(hashes_in((each,)))] = each
    return tuple(sorted(missing.values(), key=lambda each: each.received_on))


def _fresh(files: Sequence[DeliveredFile], chain: Chain) -> list[DeliveredFile]:
    """The files whose bytes the chain does not have, each once."""
    known = hashes_in(chain)
    once = {file.sha256: file for file in reversed(files) if file.sha256 not in known}
    return [file for file in files if once.get(file.sha256) is file]


def _delivery(
    files: Sequence[DeliveredFile], received_on: date, note: str, as_of: date | None
) -> Delivery:
    filings = tuple(Delivered(file.sha256, storable(file.path.name)) for file in files)
    note = storable(note)
    return Delivery(received_on, filings, note, as_of)


def storable(text: str) -> str:
    """Write the bytes of a name or note that are no UTF-8 as escapes, which a database can hold."""
    return text.encode(errors="backslashreplace").decode()


def _lying(files: Sequence[DeliveredFile]) -> dict[str, Path]:
    return {file.sha256: file.path for file in files}
