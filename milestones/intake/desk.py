"""One steward's desk: at most one check or publication at a time, beside the pages that show it.

Work runs in a thread of its own, so that no reader waits for it and a page that is loaded anew
finds it as it is. Nothing of a check that ends, is cancelled or is left alone remains.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import RLock, Thread
from typing import Literal

from milestones.access import require_may_do
from milestones.editions import publishing
from milestones.editions.data_home import DataHome
from milestones.editions.delivered_files import DeliveredFile
from milestones.editions.file_reports import FileReport
from milestones.editions.finding_groups import FindingGroup, group_findings
from milestones.editions.findings import Findings
from milestones.editions.publishing import Check, Publication
from milestones.filings.files import file_state
from milestones.intake.uploads import Uploads
from milestones.progress.indicator_changes import IndicatorChange, changes_of

log = logging.getLogger("milestones.intake")
Work = Literal["check", "publish"]


class CancelledError(Exception):
    """The steward has stopped a check, or has left."""


@dataclass
class Job:
    """Work that goes on, and how far it is: a stage and the share of it that is done."""

    work: Work
    stage: str = "read"
    share: float = 0.0
    is_cancelled: bool = False

    def tell(self, stage: str, share: float) -> None:
        """Hear how far the work is. Raises CancelledError where nobody wants it any more."""
        if self.is_cancelled:
            raise CancelledError
        self.stage, self.share = stage, share


@dataclass(frozen=True)
class Delivery:
    """What goes with the files of a delivery.

    `left_out` are headers that are not to be read; before `release` not everybody may see it.
    """

    received_on: date
    as_of: date | None = None
    note: str = ""
    left_out: tuple[str, ...] = ()
    release: datetime | None = None


@dataclass(frozen=True, eq=False)
class CheckResult:
    """What a check said; its edition lasts as long as the desk keeps it."""

    delivery: Delivery
    check: Check
    reports: Sequence[FileReport]
    groups: Sequence[FindingGroup]
    changes: Sequence[IndicatorChange]


class Desk:
    """The files of one steward, the check that is open, and the last publication."""

    def __init__(self, home: DataHome) -> None:
        self.home, self.uploads = home, Uploads()
        self.left_out: tuple[str, ...] = ()
        self.job: Job | None = None
        self.result: CheckResult | None = None
        self.publication: Publication | None = None
        self.fault: Exception | None = None
        self._lock, self._open, self._is_closed = RLock(), ExitStack(), False

    def add(self, name: str, content: bytes | memoryview) -> None:
        """Take a file in; what a check said before is of other files."""
        with self._lock:
            if self.job is None and not self._is_closed:
                self._forget()
                self.uploads.add(name, content)

    def remove(self, *names: str) -> None:
        """Take files away."""
        with self._lock:
            if self.job is None:
                self._forget()
                self.uploads.remove(*names)
                if not self.uploads.files():
                    self.left_out = ()

    def leave_out(self, header: str) -> None:
        """Say that a column is not meant to be read, until no file is left."""
        with self._lock:
            if self.job is None:
                self._forget()
                self.left_out = tuple(dict.fromkeys((*self.left_out, header)))

    def clear(self) -> None:
        """Begin anew, without files."""
        with self._lock:
            if self.job is None:
                self._forget()
                self.publication, self.left_out = None, ()
                self.uploads.clear()

    def start_check(self, delivery: Delivery) -> None:
        """Check the files in the background; nothing happens where work goes on already."""
        whole = replace(delivery, left_out=self.left_out)
        self._start("check", lambda job: self._check(job, whole))

    def start_publish(self, note: str, release: datetime | None = None) -> None:
        """Publish what was checked, once. Raises NotAllowedError."""
        require_may_do("publish")
        if self.result is not None:
            delivery = replace(self.result.delivery, note=note, release=release)
            self._start("publish", lambda job: self._publish(job, delivery))

    def cancel(self) -> None:
        """Stop a check at its next step; a publication is never left half-way."""
        if self.job is not None and self.job.work == "check":
            self.job.is_cancelled = True

    def close(self) -> None:
        """Leave nothing behind; a publication that goes on is finished first."""
        with self._lock:
            self._is_closed = True
            self.cancel()
            if self.job is None:
                self._forget()
                self.uploads.close()

    def _start(self, work: Work, do: Callable[[Job], None]) -> None:
        with self._lock:
            if self.job is not None or self._is_closed:
                return
            self.fault, self.job = None, Job(work)
            Thread(
                target=self._run, args=(self.job, do), name=f"intake-{work}", daemon=False
            ).start()

    def _run(self, job: Job, do: Callable[[Job], None]) -> None:
        try:
            do(job)
        except CancelledError:
            log.info("a check was stopped")
        except Exception as fault:
            log.info("%s came to nothing: %s", job.work, type(fault).__name__)
            self.fault = fault
        finally:
            with self._lock:
                self.job = None
                if self._is_closed:
                    self._forget()
                    self.uploads.close()

    def _check(self, job: Job, delivery: Delivery) -> None:
        with self._lock:
            self._forget()
            self.publication = None
        self.home.accept(synthetic=False)
        checked = publishing.checked(
            self.home,
            [self.uploads.path],
            received_on=delivery.received_on,
            as_of=delivery.as_of,
            left_out=delivery.left_out,
            progress=job.tell,
        )
        with ExitStack() as stack:
            check = stack.enter_context(checked)
            reports = self._named(check.reports)
            groups, changes = group_findings(check.findings), changes_of(self.home, check)
            job.tell(job.stage, 1.0)
            with self._lock:
                self._open = stack.pop_all()
                self.result = CheckResult(delivery, check, reports, groups, changes)

    def _publish(self, job: Job, delivery: Delivery) -> None:
        require_may_do("publish")
        self.home.require(synthetic=False)
        done = publishing.publish(
            self.home,
            [self.uploads.path],
            received_on=delivery.received_on,
            note=delivery.note,
            as_of=delivery.as_of,
            release=delivery.release,
            left_out=delivery.left_out,
            progress=job.tell,
        )
        with ExitStack() as stack, self._lock:
            result = self.result
            assert result is not None
            check = stack.enter_context(published_check(self.home, done, result.check.files))
            reports = self._named(done.files)
            self._forget()
            self.uploads.clear()
            self.left_out = ()
            self._open = stack.pop_all()
            self.result = replace(result, delivery=delivery, check=check, reports=reports)
            self.publication = replace(done, files=reports)

    def _named(self, reports: Sequence[FileReport]) -> tuple[FileReport, ...]:
        """Call files by the names under which they were brought."""
        return tuple(replace(each, file=self.uploads.name_of(each.file)) for each in reports)

    def _forget(self) -> None:
        """Close the edition of the last check, and what it said."""
        self._open.close()
        self._open, self.result, self.fault = ExitStack(), None, None


@contextmanager
def published_check(
    home: DataHome, done: Publication, files: Sequence[DeliveredFile]
) -> Iterator[Check]:
    """Give what was published as a check gives it, with the files that the archive keeps."""
    kept = {str(file.path): _in_archive(home, file) for file in files}
    reports = tuple(replace(each, file=str(kept[each.file].path)) for each in done.files)
    with home.edition(done.edition_id) as edition:
        findings = Findings(edition, done.delivery_no) if done.delivery_no else ()
        rejected = sum(each.rejected for each in reports)
        yield Check([*kept.values()], reports, findings, rejected, edition)


def _in_archive(home: DataHome, file: DeliveredFile) -> DeliveredFile:
    path = home.archived(file.sha256)
    state = file_state(path)
    filings = tuple(replace(each, path=path, state=state) for each in file.filings)
    return replace(file, path=path, filings=filings)
