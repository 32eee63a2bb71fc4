"""One edition: an immutable DuckDB file, opened read-only, and the manifest that proves it whole.

`editions/<id>.json` is written with the edition. It tells a file that was cut or changed from a
whole one, and keeps apart from `releases/` that an edition was held back once.
"""

from __future__ import annotations

import json
import weakref
from collections import OrderedDict
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from milestones import query
from milestones.calendar import month_ends
from milestones.editions.storage import seal, unseal
from milestones.filings.files import file_digest
from milestones.filings.remarks import FilingRefused
from milestones.plan import Plan, load

MEMORY_LIMIT = "1GB"
THREADS = 1
"""What a page asks for takes milliseconds; sharing it among threads takes a tenth more of them."""
MAX_OPEN_EDITIONS = 6
"""Editions that a process holds open at a time; one used longer ago is opened again when asked."""


class EditionNotFoundError(LookupError):
    """No edition of this id stands in the home."""


class EditionUnreadableError(RuntimeError):
    """The file of an edition is damaged, or was built by other code."""


@dataclass(frozen=True)
class EditionFacts:
    """What an edition says of itself.

    `id` is the hash of what it was made from, `as_of` the last day that it counts unless a reader
    asks for an earlier one; `received_on` and `note` are those of the newest delivery. `previous`
    is the edition of the deliveries before that; it may not stand in the home. `synthetic`:
    everything in it is invented. `sealed`: a manifest was written with it (those of early
    versions have none).
    """

    id: str
    as_of: date
    received_on: date
    previous: str | None
    synthetic: bool
    note: str
    plan: str
    sealed: bool


class Edition:
    """An edition opened for reading. One connection serves all; each query takes a cursor.

    The connection is given back after `MAX_OPEN_EDITIONS` others were used, and made again by the
    next query. Raises EditionNotFoundError where there is no such file, EditionUnreadableError
    where the file is no edition.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._reference = weakref.ref(self)
        if not path.is_file():
            raise EditionNotFoundError(path.stem)
        try:
            self.facts = facts = EditionFacts(**query.fetch(self, "edition/facts")[0])
        except (duckdb.Error, IndexError) as error:
            self.close()
            raise EditionUnreadableError(f"{path.name}: {error}") from error
        self.id, self.previous, self.synthetic = facts.id, facts.previous, facts.synthetic
        self.as_of, self.received_on, self.note = facts.as_of, facts.received_on, facts.note

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Open a new cursor, for the thread that asks for it."""
        with _opening:
            if self._connection is None:
                config: dict[str, str | bool | int | float | list[str]]
                config = {"memory_limit": MEMORY_LIMIT, "threads": THREADS}
                self._connection = duckdb.connect(self.path, read_only=True, config=config)
            _used_last[self._reference] = None
            _used_last.move_to_end(self._reference)
            _let_go_of_oldest()
            return self._connection.cursor()

    def __enter__(self) -> Edition:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; no cursor may be in use."""
        with _opening:
            _used_last.pop(self._reference, None)
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def let_go(self) -> None:
        """Give the file back as soon as the last cursor in use is through."""
        self._connection = None

    @cached_property
    def plan(self) -> Plan:
        """The plan that it was counted for."""
        return load(self.facts.plan)

    @cached_property
    def province_codes(self) -> tuple[str, ...]:
        """The provinces that have institutions, in the order of their codes."""
        return tuple(self._column("edition/provinces"))

    @cached_property
    def all_province_codes(self) -> tuple[str, ...]:
        """The codes of all provinces."""
        return tuple(self._column("edition/province_codes"))

    @cached_property
    def institution_ids(self) -> frozenset[str]:
        """The institutions by the ids that filings call them by."""
        return frozenset(self._column("edition/institutions"))

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The departments in charge of institutions, each by itself."""
        return tuple(self._column("edition/departments"))

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The month ends that a page can look back to, from the day before the plan began."""
        return tuple(month_ends(self.first_day, self.as_of))

    @cached_property
    def first_day(self) -> date:
        """The day before the plan began; what came earlier is counted on it."""
        day: date = self._column("edition/first_day")[0]
        return day

    def _column(self, name: str) -> list[Any]:
        return [value for row in query.fetch(self, name) for value in row.values()]


_opening = Lock()
_used_last: OrderedDict[weakref.ref[Edition], None] = OrderedDict()
"""The editions that this process holds open, the one used longest ago first."""


def _let_go_of_oldest() -> None:
    """Keep to the number of open editions; those that nobody knows any more are closed anyway."""
    for gone in [each for each in _used_last if each() is None]:
        del _used_last[gone]
    while len(_used_last) > MAX_OPEN_EDITIONS:
        oldest = _used_last.popitem(last=False)[0]()
        if oldest is not None:
            oldest.let_go()


LAST_TABLE = "findings"
"""The last table that a build makes: a file that has it has all."""


class ManifestUnreadableError(ValueError):
    """What lies beside an edition is not what was written there."""


@dataclass(frozen=True)
class Manifest:
    """`before` was current when the edition was made; `is_held`: had it ever a release time?"""

    sha256: str
    before: str | None
    is_held: bool

    def to_bytes(self) -> bytes:
        return seal(json.dumps(asdict(self), indent=1) + "\n")


def manifest_path(edition: Path) -> Path:
    """Say where the manifest of an edition's file lies."""
    return edition.with_suffix(".json")


def read_manifest(edition: Path) -> Manifest | None:
    """Read what lies beside an edition; editions of early versions have nothing.

    Raises ManifestUnreadableError.
    """
    try:
        return Manifest(**json.loads(unseal(manifest_path(edition).read_bytes())))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise ManifestUnreadableError(edition.stem) from error


def row_counts(edition: query.HasCursor) -> dict[str, int]:
    """Count the rows of each table of an edition."""
    with edition.cursor() as cursor:
        names = [row["table_name"] for row in query.fetch(edition, "edition/tables")]
        return {name: len(cursor.table(name)) for name in names}


def require_whole(file: Path) -> None:
    """Check every byte of an edition. Raises EditionNotFoundError, EditionUnreadableError."""
    if not file.is_file():
        raise EditionNotFoundError(file.stem)
    try:
        manifest = read_manifest(file)
    except ManifestUnreadableError:
        manifest = None
    if manifest is None:
        return _read_through(file)
    try:
        is_whole = file_digest(file) == manifest.sha256
    except FilingRefused as error:
        if error.rule == "not_found":
            raise EditionNotFoundError(file.stem) from error
        raise EditionUnreadableError(f"{file.name}: {error.params['reason']}") from error
    if not is_whole:
        raise EditionUnreadableError(f"{file.name}: other bytes")


def require_whole_once(file: Path) -> None:
    """Check an edition at its first use in this process, and again when its file has changed."""
    if not file.is_file():
        raise EditionNotFoundError(file.stem)
    if fault := _damage(file, *_file_version(file), *_file_version(manifest_path(file))):
        raise EditionUnreadableError(fault)


def _file_version(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=256)
def _damage(file: Path, *_changed: int) -> str:
    try:
        require_whole(file)
    except EditionUnreadableError as error:
        return str(error)
    return ""


def _read_through(file: Path) -> None:
    """Read every block of an edition without a manifest: DuckDB keeps a checksum of each."""
    with Edition(file) as edition, edition.cursor() as cursor:
        try:
            names = row_counts(edition)
            for name in names:
                cursor.table(name).aggregate("max(hash(columns(*)))").fetchall()
        except duckdb.Error as error:
            raise EditionUnreadableError(f"{file.name}: {error}") from error
    if edition.id != file.stem or LAST_TABLE not in names:
        raise EditionUnreadableError(file.name)
