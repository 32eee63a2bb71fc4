"""Which files a delivery consists of, and the name of a file by its content."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from milestones.filings.remarks import FilingRefused

SYSTEM_FILES = {"thumbs.db", "desktop.ini", "__macosx"}


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits; FilingRefused where it cannot be read."""
    state_of(path)
    with faults_refused(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state_of(path: Path) -> tuple[int, ...]:
    """Size, time of change and place of a regular file, without opening it.

    Raises FilingRefused for what is no regular file: a pipe would block for ever, a device has no
    end.
    """
    with faults_refused(path):
        told = path.stat()
    if stat.S_ISDIR(told.st_mode):
        raise FilingRefused("cannot_open", path=str(path), reason=os.strerror(errno.EISDIR))
    if not stat.S_ISREG(told.st_mode):
        raise FilingRefused("not_regular", path=str(path))
    return told.st_size, told.st_mtime_ns, told.st_ino


@contextmanager
def faults_refused(path: Path) -> Iterator[None]:
    """Turn the faults of the file system into FilingRefused."""
    try:
        yield
    except FileNotFoundError as error:
        raise FilingRefused("not_found", path=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise FilingRefused("cannot_open", path=str(path), reason=reason) from error


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files of a delivery in their order: a folder stands for all files in it.

    The files of a folder come by name, then those of its folders. Hidden and temporary files in a
    folder are ignored; a file that is named twice comes once. Raises FilingRefused for a path
    that does not exist, for a folder without a file and for one that cannot be listed.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        with faults_refused(path):
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
    for place, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not _is_ignored(name))
        yield from (Path(place, name) for name in sorted(files) if not _is_ignored(name))


def _raise(error: OSError) -> NoReturn:
    raise error


def _is_ignored(name: str) -> bool:
    """Hidden, temporary, a lock of an open workbook, or made by the operating system."""
    low = name.lower()
    return low.startswith((".", "~$")) or low.endswith((".tmp", "~")) or low in SYSTEM_FILES
