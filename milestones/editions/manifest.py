"""What is known of an edition beside its file: its hash, and what came before it.

`editions/<id>.json` is written with the edition. It tells a file that was cut or changed from a
whole one, and keeps apart from `releases/` that an edition was held back once.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from milestones import query
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.storage import sealed, unsealed
from milestones.filings.files import digest

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
        return sealed(json.dumps(asdict(self), indent=1) + "\n")


def manifest_path(edition: Path) -> Path:
    """Where the manifest of an edition's file lies."""
    return edition.with_suffix(".json")


def read_manifest(edition: Path) -> Manifest | None:
    """Read what lies beside an edition; editions of early versions have nothing.

    Raises ManifestUnreadableError.
    """
    try:
        return Manifest(**json.loads(unsealed(manifest_path(edition).read_bytes())))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise ManifestUnreadableError(edition.stem) from error


def row_counts(edition: query.HasCursor) -> dict[str, int]:
    """The rows of each table of an edition."""
    with edition.cursor() as cursor:
        names = [row["table_name"] for row in query.rows(edition, "edition/tables")]
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
        _read_through(file)
    elif _digest(file) != manifest.sha256:
        raise EditionUnreadableError(f"{file.name}: other bytes")


def _digest(file: Path) -> str:
    try:
        return digest(file)
    except OSError as error:
        raise EditionUnreadableError(f"{file.name}: {error.strerror}") from error


def require_whole_once(file: Path) -> None:
    """Check an edition at its first use in this process, and again when its file has changed."""
    if not file.is_file():
        raise EditionNotFoundError(file.stem)
    if fault := _fault(file, *_times(file), *_times(manifest_path(file))):
        raise EditionUnreadableError(fault)


def _times(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=256)
def _fault(file: Path, *_changed: int) -> str:
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
