"""Which files a delivery consists of, and the name of a file by its content."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from milestones.filings.remarks import FilingRefused

SYSTEM_FILES = {"thumbs.db", "desktop.ini", "__macosx"}


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files of a delivery in their order: a folder stands for all files in it.

    The files of a folder come by name, then those of its folders. Hidden and temporary files in a
    folder are ignored; a file that is named twice comes once. Raises FilingRefused for a path
    that does not exist and for a folder without a file.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files_of(path):
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _files_of(path: Path) -> list[Path]:
    if not path.exists():
        raise FilingRefused("not_found", path=str(path))
    if not path.is_dir():
        return [path]
    files = list(_walk(path))
    if not files:
        raise FilingRefused("nothing_to_read", path=str(path))
    return files


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_ignored(name))
        yield from (Path(place, name) for name in sorted(files) if not _is_ignored(name))


def _is_ignored(name: str) -> bool:
    """Hidden, temporary, a lock of an open workbook, or made by the operating system."""
    low = name.lower()
    return low.startswith((".", "~$")) or low.endswith((".tmp", "~")) or low in SYSTEM_FILES
