"""Publish, check, withdraw, roll back: a new edition stands whole, or nothing is changed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones import query
from milestones.calendar import last_month_end, today
from milestones.editions.data_home import DataHome
from milestones.editions.delivered_files import (
    DeliveredFile,
    OpenedDelivery,
    fresh_files,
    open_delivery,
)
from milestones.editions.deliveries import (
    Delivered,
    Delivery,
    DeliveryHistory,
    delivery_history_of,
    hashes_in,
    readable_history,
)
from milestones.editions.edition import Edition, require_whole
from milestones.editions.edition_build import (
    Build,
    Progress,
    build_edition,
    current_history,
    make_edition,
)
from milestones.editions.file_reports import FileReport, report_files
from milestones.editions.findings import Finding, Findings
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publication_log import LogEntry, LoggedFile, RefusedFile, log_action
from milestones.editions.release import ReleaseUnreadableError
from milestones.editions.retention import keep_setting, prune
from milestones.i18n.printable import printable
from milestones.logs import MAX_NAME_LETTERS

log = logging.getLogger("milestones.editions")


class DayAfterReceiptError(ValueError):
    """An as-of date after the day of receipt: nothing can be known of that day yet."""


class DayInFutureError(ValueError):
    """A day of receipt that has not come yet."""


class NoSuchDeliveryError(LookupError):
    """The current edition has no delivery of this number."""


@dataclass(frozen=True)
class Publication:
    """The edition that stands now, and what became of each file of the delivery.

    `is_new` is False where the edition stood already. `delivery_no` is that of the delivery in
    the edition, None where all its files were there already. `left_out` are deliveries that
    other editions of the home hold and this one does not: those after a rollback, or withdrawn.
    `later` is the day of receipt of the delivery before it, where that is the later one, and
    `skipped` are linked folders that were not followed; `removed` are old editions that the
    operator's rule did not keep.
    """

    edition_id: str
    is_new: bool
    files: tuple[FileReport, ...] = ()
    delivery_no: int | None = None
    left_out: DeliveryHistory = ()
    later: date | None = None
    skipped: tuple[Path, ...] = ()
    removed: tuple[str, ...] = ()


def no_progress(stage: str, share: float) -> None:
    """Progress that nobody hears."""


def publish(
    home: DataHome,
    paths: Sequence[Path],
    *,
    received_on: date,
    note: str = "",
    as_of: date | None = None,
    release: datetime | None = None,
    left_out: Sequence[str] = (),
    progress: Progress = no_progress,
    build: Build | None = None,
) -> Publication:
    """Add a delivery to those of the current edition and make the new edition the current one.

    `release` is the moment from which everybody may see it; for filings that are there already
    it gives the edition that stands another one. A delivery received before the last one does
    not move the as-of date back, unless `as_of` says so. Columns of the headers in `left_out` are
    not read, now and at each later build. `build` is another way to build the edition than on this
    machine alone, and raises what it says. Raises DeliveryRefusedError, HeaderNotFoundError,
    DayAfterReceiptError, DayInFutureError, KeepUnreadableError and PointerUnreadableError before
    anything is changed, and HomeBusyError.
    """
    _require_days(home, received_on, as_of)
    keep, began = keep_setting(), time.monotonic()
    with home.at_work(), _log_refusals(home, note):
        before = home.known_id()
        chain = current_history(home)
        opened = open_delivery(paths, left_out, chain)
        files = opened.files
        fresh = fresh_files(files, chain)
        longer = _longer(chain, fresh, received_on, note, as_of, left_out)
        made, is_new = make_edition(home, longer, _paths(files), progress, release, build)
        delivery_no = len(longer) if fresh else None
        with home.edition(made) as edition:
            reports = report_files(edition, files, delivery_no)
        until = None if release is None else release.isoformat()
        entry = LogEntry(
            "release" if release and not fresh else "publish",
            made,
            before,
            is_new=is_new,
            delivery_no=delivery_no,
            note=escape_invalid_utf8(note),
            release=until,
            files=_logged_files(files, reports),
        )
        log_action(home, entry)
        last = chain[-1].received_on if chain and fresh else received_on
        later = last if last > received_on else None
        missing = deliveries_left_out(home, longer)
        _log_published(made, reports, time.monotonic() - began)
        removed = _remove_old(home, keep)
        rest = (missing, later, opened.skipped, removed)
        return Publication(made, is_new, reports, delivery_no, *rest)


def _remove_old(home: DataHome, keep: int | None) -> tuple[str, ...]:
    """Remove the editions that the operator does not keep; what was published stands anyway."""
    try:
        return tuple(each.edition_id for each in prune(home, keep)) if keep else ()
    except (OSError, ReleaseUnreadableError) as error:
        log.warning("no old edition was removed: %s", error)
        return ()


@dataclass(frozen=True)
class Check:
    """What `publish` would make of a delivery: the edition lasts as long as the check.

    `reports` say what would become of each of the `files`. Where all of them were there already,
    the edition is the current one. A file that was there already is reported as identical, with
    what was found in it then among the `findings`; `rejected` counts its rows too.
    """

    files: Sequence[DeliveredFile]
    reports: tuple[FileReport, ...]
    findings: Iterable[Finding]
    rejected: int
    edition: Edition
    skipped: tuple[Path, ...] = ()


@contextmanager
def checked(
    home: DataHome,
    paths: Sequence[Path],
    *,
    received_on: date,
    as_of: date | None = None,
    left_out: Sequence[str] = (),
    rows_only: bool = False,
    progress: Progress = no_progress,
) -> Iterator[Check]:
    """Give what `publish` would report, and the edition it would make; nothing is kept afterwards.

    With `rows_only`, that edition tells what became of the delivery's rows, and may tell no more.

    Raises DeliveryRefusedError, DayAfterReceiptError, DayInFutureError and PointerUnreadableError.
    """
    _require_days(home, received_on, as_of)
    chain = current_history(home)
    opened = open_delivery(paths, left_out, chain)
    files = opened.files
    fresh = fresh_files(files, chain)
    if not fresh:
        with home.edition() as edition:
            yield _check_of(edition, opened, None)
        return
    longer = _longer(chain, fresh, received_on, "", as_of, left_out)
    with TemporaryDirectory(prefix="milestones-") as folder:
        target = Path(folder) / "check.duckdb"
        build_edition(target, home, longer, _paths(fresh), progress, rows_only=rows_only)
        with Edition(target) as edition:
            yield _check_of(edition, opened, len(longer))


def _check_of(edition: Edition, opened: OpenedDelivery, delivery_no: int | None) -> Check:
    files = opened.files
    hashes = tuple({file.sha256: None for file in files})
    rows = query.fetch(edition, "edition/deliveries")
    rejected = sum(row["rejected"] for row in rows if row["sha256"] in hashes)
    reports, findings = report_files(edition, files, delivery_no), Findings(edition, hashes=hashes)
    return Check(files, reports, findings, rejected, edition, opened.skipped)


def withdraw(home: DataHome, delivery_no: int, progress: Progress = no_progress) -> Publication:
    """Make the edition without one delivery of the current one, and make it the current one.

    Raises NoSuchDeliveryError, and EmptyDeliveryError for the only one.
    """
    with home.at_work():
        chain = current_history(home)
        if not 1 <= delivery_no <= len(chain):
            raise NoSuchDeliveryError(delivery_no)
        rest, before = (*chain[: delivery_no - 1], *chain[delivery_no:]), home.known_id()
        made, is_new = make_edition(home, rest, {}, progress)
        entry = LogEntry("withdraw", made, before, is_new=is_new, delivery_no=delivery_no)
        log_action(home, entry)
    log.info("edition %s stands without delivery %d", made, delivery_no)
    return Publication(made, is_new)


def rollback(home: DataHome, edition_id: str) -> DeliveryHistory:
    """Make an earlier edition the current one; gives the deliveries that are left out now.

    It leads out of a damaged edition or pointer too. Raises EditionNotFoundError,
    EditionUnreadableError.
    """
    with home.at_work():
        current = home.known_id()
        before = readable_history(home, current)
        require_whole(home.file_of(edition_id))
        with Edition(home.file_of(edition_id)) as edition:
            kept = hashes_in(delivery_history_of(edition))
        home.point_at(edition_id)
        log_action(home, LogEntry("rollback", edition_id, current))
    log.info("rolled back to edition %s", edition_id)
    return tuple(each for each in before if each.hashes - kept)


@contextmanager
def _log_refusals(home: DataHome, note: str) -> Iterator[None]:
    """Log which files stop a delivery, each with its rule."""
    try:
        yield
    except DeliveryRefusedError as stopped:
        refused = tuple(
            RefusedFile(printable(Path(name).name, MAX_NAME_LETTERS), refusal.rule)
            for name, refusal in stopped.refusals
        )
        for file in refused:
            log.info("%s is refused: %s", file.name, file.rule)
        current = home.known_id()
        said = escape_invalid_utf8(note)
        log_action(home, LogEntry("refuse", current, current, note=said, refused=refused))
        raise


def _log_published(edition_id: str, reports: Sequence[FileReport], seconds: float) -> None:
    accepted, rejected = (
        sum(getattr(each, name) for each in reports) for name in ("accepted", "rejected")
    )
    log.info(
        "edition %s stands: %d files, %d rows accepted, %d rejected, %.1f s",
        *(edition_id, len(reports), accepted, rejected, seconds),
    )


def _logged_files(
    files: Sequence[DeliveredFile], reports: Sequence[FileReport]
) -> tuple[LoggedFile, ...]:
    """Give one entry a file and kind, by the file's name below the folder."""
    by_path = {str(file.path): file for file in files}
    return tuple(_logged_file(by_path[each.file], each) for each in reports)


def _logged_file(file: DeliveredFile, report: FileReport) -> LoggedFile:
    told = asdict(report)
    del told["file"]
    return LoggedFile(file.name, file.sha256, **told)


def deliveries_left_out(home: DataHome, chain: DeliveryHistory) -> DeliveryHistory:
    """Give the deliveries that some edition of the home holds and the chain does not."""
    known = hashes_in(chain)
    missing = {
        each.hashes: each
        for edition_id in home.known_ids()
        for each in readable_history(home, edition_id)
        if each.hashes - known
    }
    return tuple(sorted(missing.values(), key=lambda each: each.received_on))


def _longer(
    chain: DeliveryHistory,
    files: Sequence[DeliveredFile],
    received_on: date,
    note: str,
    as_of: date | None,
    left_out: Sequence[str],
) -> DeliveryHistory:
    """Add a delivery of these files, if there are any; the as-of date never falls."""
    if not files:
        return chain
    filings = tuple(Delivered(file.sha256, file.name) for file in files)
    earlier = chain[-1].last_day if chain else date.min
    if as_of is None and earlier > last_month_end(received_on):
        as_of = earlier
    headers = tuple(map(escape_invalid_utf8, left_out))
    return (*chain, Delivery(received_on, filings, escape_invalid_utf8(note), as_of, headers))


def _require_days(home: DataHome, received_on: date, as_of: date | None) -> None:
    """Require an as-of date past at receipt, and receipt past Beijing's today.

    What is invented may be of any day.
    """
    if as_of and as_of > received_on:
        raise DayAfterReceiptError(as_of.isoformat())
    if received_on > today() and not home.synthetic:
        raise DayInFutureError(received_on.isoformat())


def escape_invalid_utf8(text: str) -> str:
    """Write the bytes of a name or note that are no UTF-8 as escapes, which a database can hold."""
    return text.encode(errors="backslashreplace").decode()


def _paths(files: Sequence[DeliveredFile]) -> dict[str, Path]:
    return {file.sha256: file.path for file in files}
