"""A home: the folder that holds filings, editions and the pointer to the current edition."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path

from filelock import FileLock, Timeout

from milestones.editions.edition import (
    Edition,
    EditionNotFoundError,
    EditionUnreadableError,
    require_whole,
    require_whole_once,
)
from milestones.editions.storage import (
    PART_SUFFIX,
    PendingFiles,
    file_mode,
    make_folder,
    restrict_access,
    write_durably,
)
from milestones.paths import DATA

REAL, DEMO = DATA / "real", DATA / "demo"
PLAN, SYNTHETIC_PLAN = "stock_patents", "synthetic"
BUILD_FOLDER_PREFIX = ".building-"
"""How folders begin in which an edition is built."""
LEFTOVER_PATTERNS = (
    f"editions/{BUILD_FOLDER_PREFIX}*",
    *(
        f"{folder}*{PART_SUFFIX}"
        for folder in ("", "archive/", "readings/", "editions/", "releases/", "records/")
    ),
    "current.[0-9]*",
    "releases/*.[0-9]*",
)
"""What a command that was killed leaves; without `.part`, one of an early version."""
UNUSABLE_SIGNS = "?" if os.sep == "\\" else "?\\"
"""DuckDB cuts a name at a question mark, and takes a backslash for a separator of folders."""
EDITION_ID = re.compile(r"[0-9a-f]{16}")


class HomeBusyError(RuntimeError):
    """Another command is at work in this home."""


class HomeNameError(ValueError):
    """The path of a home has a sign that DuckDB does not take as it is in its own files' names."""


class HomeMixedError(RuntimeError):
    """Synthetic and real filings would meet in one home."""


class PointerUnreadableError(RuntimeError):
    """Which edition is current cannot be told: the pointer is damaged, or gone."""


class DataHome:
    """`archive/` holds the filings, `editions/` the editions, `current` names one of them.

    `readings/` holds what can be thrown away: filings as they were understood. `releases/` holds
    the release times of editions that were not everybody's at once, `records/` the deliveries
    of each edition that ever stood.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = path / "archive"
        self.readings = path / "readings"
        self.editions = path / "editions"
        self.releases = path / "releases"
        self.records = path / "records"
        self._pointer = path / "current"
        self._waiting = path / f"current{PART_SUFFIX}"
        self._mark = path / "SYNTHETIC"

    @classmethod
    def default(cls) -> DataHome:
        """Take MILESTONES_HOME where set, else the real home if it was ever used, else the demo."""
        if named := os.environ.get("MILESTONES_HOME"):
            return cls(Path(named))
        real = cls(REAL)
        return cls(DEMO) if real.is_unused else real

    @classmethod
    def for_filings(cls) -> DataHome:
        """Take the home that filings are published in: MILESTONES_HOME, else the real home."""
        return cls(Path(os.environ.get("MILESTONES_HOME", REAL)))

    @classmethod
    def for_demo(cls) -> DataHome:
        """Take the home of the synthetic register: MILESTONES_HOME, else the demo."""
        return cls(Path(os.environ.get("MILESTONES_HOME", DEMO)))

    @classmethod
    def holding(cls, edition: Edition) -> DataHome:
        """Take the home that an edition stands in."""
        return cls(edition.path.parent.parent)

    @property
    def is_unused(self) -> bool:
        """Whether nothing was ever published here: no pointer, no edition, no filing."""
        kept = (self.editions.glob("*.duckdb"), self.archive.glob("*"))
        return not self._pointer.exists() and not any(any(files) for files in kept)

    @property
    def synthetic(self) -> bool:
        """Whether everything in the home is invented."""
        return self._mark.exists()

    @property
    def plan(self) -> str:
        """The plan that its editions are counted for."""
        return SYNTHETIC_PLAN if self.synthetic else PLAN

    def require(self, *, synthetic: bool) -> None:
        """Make the home for real or synthetic filings; HomeMixedError if it is for the others."""
        if self.is_unused and synthetic:
            write_durably({self._mark: b""})
        self.accept(synthetic=synthetic)

    def accept(self, *, synthetic: bool) -> None:
        """Raise HomeMixedError where filings of this sort do not belong into the home."""
        if self.synthetic != synthetic:
            raise HomeMixedError(str(self.path))

    def forget(self) -> None:
        """Take the mark of synthetic filings off a home that nothing was published in."""
        if self.is_unused:
            self._mark.unlink(missing_ok=True)

    def current_id(self) -> str | None:
        """Read the id of the current edition, None in an empty home; raises PointerUnreadableError.

        A first publication that was killed leaves an edition and a pointer in waiting: nothing
        is current then.
        """
        try:
            found = self._pointer.read_bytes().decode("ascii", errors="replace").strip()
        except FileNotFoundError:
            if self._waiting.exists() or not self.edition_ids():
                return None
            found = ""
        except OSError as error:
            raise PointerUnreadableError(str(self._pointer)) from error
        if not EDITION_ID.fullmatch(found):
            raise PointerUnreadableError(str(self._pointer))
        return found

    def known_id(self) -> str | None:
        """Read the id of the current edition, None where it cannot be read as well."""
        try:
            return self.current_id()
        except PointerUnreadableError:
            return None

    def point_at(self, edition_id: str) -> None:
        """Make an edition the current one, in one step for whoever looks."""
        if not self.file_of(edition_id).is_file():
            raise EditionNotFoundError(edition_id)
        with PendingFiles() as files:
            self.plan_pointer(files, edition_id)
            files.commit()

    def plan_pointer(self, files: PendingFiles, edition_id: str) -> None:
        """Hold the pointer ready that makes an edition the current one."""
        files.write(self._pointer, f"{edition_id}\n".encode("ascii"))

    def file_of(self, edition_id: str) -> Path:
        """Say where an edition lies or would lie."""
        if not edition_id.isalnum():
            raise EditionNotFoundError(edition_id)
        return self.editions / f"{edition_id}.duckdb"

    def release_file(self, edition_id: str) -> Path:
        """Say where an edition's release time is kept, if it has one."""
        return self.releases / self.file_of(edition_id).stem

    def record_file(self, edition_id: str) -> Path:
        """Say where the deliveries of an edition are kept, apart from it."""
        return self.records / self.file_of(edition_id).stem

    def without_readings(self) -> DataHome:
        """Give this home as if none of its filings had been read yet."""
        unread = copy(self)
        unread.readings = self.readings / "none"
        return unread

    def known_ids(self) -> list[str]:
        """List the ids of all editions that stand, then of those that once stood."""
        standing = self.edition_ids()
        recorded = (file.name for file in sorted(self.records.glob("*")))
        gone = (name for name in recorded if EDITION_ID.fullmatch(name) and name not in standing)
        return [*standing, *gone]

    def edition_ids(self) -> list[str]:
        """List the ids of all editions, the oldest file first."""
        files = sorted(self.editions.glob("*.duckdb"), key=lambda file: file.stat().st_mtime_ns)
        return [file.stem for file in files]

    def edition(self, edition_id: str | None = None) -> Edition:
        """Open an edition, the current one if none is named; its bytes are checked once a process.

        Raises EditionNotFoundError, EditionUnreadableError, PointerUnreadableError.
        """
        wanted = edition_id or self.current_id()
        if wanted is None:
            raise EditionNotFoundError(str(self.path))
        if not edition_id and not self.file_of(wanted).is_file():
            raise PointerUnreadableError(f"{self._pointer} → {wanted}")
        require_whole_once(self.file_of(wanted))
        return Edition(self.file_of(wanted))

    def stands(self, edition_id: str) -> bool:
        """Tell whether an edition is there and whole, by each of its bytes now."""
        try:
            require_whole(self.file_of(edition_id))
        except (EditionNotFoundError, EditionUnreadableError):
            return False
        return True

    def folders(self) -> tuple[Path, ...]:
        """List the folders that what is kept lies in."""
        return (self.archive, self.readings, self.editions, self.releases, self.records)

    def archived(self, sha256: str) -> Path:
        """Say where the filing of this hash is kept."""
        return self.archive / sha256

    @contextmanager
    def at_work(self, wait_seconds: float = 1) -> Iterator[None]:
        """Keep other commands that write out, and clear away what killed ones left.

        Raises HomeBusyError and HomeNameError.
        """
        if set(UNUSABLE_SIGNS) & set(str(self.path.absolute())):
            raise HomeNameError(str(self.path))
        make_folder(self.path)
        try:
            with FileLock(self.path / "lock", timeout=wait_seconds, mode=file_mode()):
                self._tidy()
                yield
        except Timeout:
            raise HomeBusyError(str(self.path)) from None

    def leftovers(self) -> list[Path]:
        """List what commands that were killed have left, and what one at work is writing."""
        return [path for pattern in LEFTOVER_PATTERNS for path in self.path.glob(pattern)]

    @property
    def is_at_work(self) -> bool:
        """Whether another command is writing in the home at this moment."""
        lock = self.path / "lock"
        try:
            if lock.is_file():
                FileLock(lock, timeout=0, mode=file_mode()).acquire().lock.release()
        except Timeout:
            return True
        except OSError:
            return False  # Who may not write in the home cannot tell.
        return False

    def _tidy(self) -> None:
        """Finish a first publication that was killed at its last step; remove other leftovers."""
        if not self._pointer.exists() and self._waiting.exists():
            waiting = self._waiting.read_text(encoding="ascii", errors="replace").strip()
            if EDITION_ID.fullmatch(waiting) and self.stands(waiting):
                self.point_at(waiting)
        for left in self.leftovers():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        for folder in self.folders():
            if folder.is_dir():
                restrict_access(folder)
        for edition in self.editions.glob("*.duckdb"):
            restrict_access(edition, read_only=True)
