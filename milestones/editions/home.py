"""A home: the folder that holds filings, editions and the pointer to the current edition."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from milestones.editions.edition import Edition, EditionNotFoundError
from milestones.paths import DATA

REAL, DEMO = DATA / "real", DATA / "demo"
PLAN, SYNTHETIC_PLAN = "stock_patents", "synthetic"


class HomeBusyError(RuntimeError):
    """Another publication is at work in this home."""


class HomeMixedError(RuntimeError):
    """Synthetic and real filings would meet in one home."""


class Home:
    """`archive/` holds the filings, `editions/` the editions, `current` names one of them.

    `readings/` holds what can be thrown away: filings as they were understood. `releases/` holds
    the release times of editions that were not everybody's at once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = path / "archive"
        self.readings = path / "readings"
        self.editions = path / "editions"
        self.releases = path / "releases"
        self._pointer = path / "current"
        self._mark = path / "SYNTHETIC"

    @classmethod
    def default(cls) -> Home:
        """MILESTONES_HOME where set, else the real home if it has an edition, else the demo."""
        if named := os.environ.get("MILESTONES_HOME"):
            return cls(Path(named))
        real = cls(REAL)
        return real if real.current_id() else cls(DEMO)

    @classmethod
    def for_filings(cls) -> Home:
        """Where filings are published: MILESTONES_HOME where it is set, else the real home."""
        return cls(Path(os.environ.get("MILESTONES_HOME", REAL)))

    @classmethod
    def for_demo(cls) -> Home:
        """Where the synthetic register is kept: MILESTONES_HOME where it is set."""
        return cls(Path(os.environ.get("MILESTONES_HOME", DEMO)))

    @classmethod
    def holding(cls, edition: Edition) -> Home:
        """The home that an edition stands in."""
        return cls(edition.path.parent.parent)

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
        if self.current_id() is None and synthetic:
            self.path.mkdir(parents=True, exist_ok=True)
            self._mark.touch()
        self.accept(synthetic=synthetic)

    def accept(self, *, synthetic: bool) -> None:
        """HomeMixedError where filings of this sort do not belong into the home."""
        if self.synthetic != synthetic:
            raise HomeMixedError(str(self.path))

    def forget(self) -> None:
        """Take the mark of synthetic filings off a home that holds no edition yet."""
        if self.current_id() is None:
            self._mark.unlink(missing_ok=True)

    def current_id(self) -> str | None:
        """The id of the current edition, None in an empty home."""
        try:
            return self._pointer.read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def point_at(self, edition_id: str) -> None:
        """Make an edition the current one, in one step for whoever looks."""
        if not self.file_of(edition_id).is_file():
            raise EditionNotFoundError(edition_id)
        beside = self.path / f"current.{os.getpid()}"
        beside.write_text(f"{edition_id}\n", encoding="ascii")
        beside.replace(self._pointer)

    def file_of(self, edition_id: str) -> Path:
        """Where an edition lies or would lie."""
        if not edition_id.isalnum():
            raise EditionNotFoundError(edition_id)
        return self.editions / f"{edition_id}.duckdb"

    def release_file(self, edition_id: str) -> Path:
        """Where an edition's release time is kept, if it has one."""
        return self.releases / self.file_of(edition_id).stem

    def edition_ids(self) -> list[str]:
        """The ids of all editions, the oldest file first."""
        files = sorted(self.editions.glob("*.duckdb"), key=lambda file: file.stat().st_mtime_ns)
        return [file.stem for file in files]

    def edition(self, edition_id: str | None = None) -> Edition:
        """Open an edition, the current one if none is named; EditionNotFoundError without one."""
        wanted = edition_id or self.current_id()
        if wanted is None:
            raise EditionNotFoundError(str(self.path))
        return Edition(self.file_of(wanted))

    def archived(self, sha256: str) -> Path:
        """Where the filing of this hash is kept."""
        return self.archive / sha256

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Keep other publications out; HomeBusyError if one is at work."""
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.path / "lock", timeout=1):
                yield
        except Timeout:
            raise HomeBusyError(str(self.path)) from None
