"""The files that a home keeps for good: which they are, in which order they go, whether whole."""

from __future__ import annotations

import re
from pathlib import Path

from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import RecordUnreadableError, read_record
from milestones.editions.edition import (
    EditionUnreadableError,
    ManifestUnreadableError,
    read_manifest,
    require_whole_once,
)
from milestones.editions.publication_log import LOG_NAME
from milestones.editions.release import ReleaseUnreadableError, release_of

ORDER = (
    "SYNTHETIC",
    "archive/*",
    "releases/*",
    "editions/*.json",
    "editions/*.duckdb",
    "records/*",
    LOG_NAME,
    "current",
)
"""What comes later may lean on what comes before: release times come before their editions, the
mark of what is invented before everything, the pointer last."""
KEPT_PATH = re.compile(
    r"SYNTHETIC|archive/[0-9a-f]{64}|(releases|records)/[0-9a-f]{16}"
    rf"|editions/[0-9a-f]{{16}}\.(json|duckdb)|{re.escape(LOG_NAME)}|current"
)


def kept_files(folder: Path) -> list[str]:
    """List what lies in the folder of a home, by its path from there, in order.

    Readings, logs of faults and what a killed command left are not kept.
    """
    found = [
        file.relative_to(folder).as_posix()
        for pattern in ORDER
        for file in sorted(folder.glob(pattern))
    ]
    return [path for path in found if KEPT_PATH.fullmatch(path)]


def is_intact(home: DataHome, path: str, digest: str) -> bool:
    """Tell whether a file of a home, of this SHA-256, is as it was written, as far as it tells."""
    folder, _, name = path.rpartition("/")
    if folder == "archive":
        return digest == name
    try:
        if folder == "releases":
            return release_of(home, name) is not None
        if folder == "records":
            return read_record(home, name) is not None
        if folder == "editions":
            return _is_intact_edition(home, Path(name), digest)
    except (ReleaseUnreadableError, RecordUnreadableError, ManifestUnreadableError):
        return False
    return True


def _is_intact_edition(home: DataHome, name: Path, digest: str) -> bool:
    """Tell whether an edition is whole; its manifest is where the two fit together."""
    file = home.file_of(name.stem)
    manifest = read_manifest(file)
    if name.suffix == ".json":
        return not file.is_file() or _is_whole(file)
    return digest == manifest.sha256 if manifest else home.stands(name.stem)


def _is_whole(edition: Path) -> bool:
    try:
        require_whole_once(edition)
    except EditionUnreadableError:
        return False
    return True
