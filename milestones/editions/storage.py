"""Files of a home: written beside their place, synced, then renamed into it; for one owner.

What is renamed only after it was synced stands whole after a loss of power, or not at all.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from itertools import groupby
from pathlib import Path

GROUP_VARIABLE = "MILESTONES_HOME_GROUP"
"""Set to 1, what is written can be read by the group of the owner as well."""
PART_SUFFIX = ".part"
"""How the names of files end that have not taken their place yet."""
READ_ONLY_MASK = 0o440
DISK_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT)
UNSUPPORTED_SYNC_ERRNOS = (errno.EINVAL, errno.ENOTSUP)
"""What network file systems answer that do not sync folders."""


class SealBrokenError(ValueError):
    """A text is not the one that was sealed."""


def folder_mode() -> int:
    """Give the mode for who may enter the folders of a home."""
    return 0o750 if os.environ.get(GROUP_VARIABLE) == "1" else 0o700


def file_mode() -> int:
    """Give the mode for who may read the files of a home."""
    return folder_mode() & 0o660


def make_folder(folder: Path) -> None:
    """Make a folder that is not there yet; others keep out of it."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        restrict_access(folder)
        sync_folder(folder.parent)


def restrict_access(path: Path, *, read_only: bool = False) -> None:
    """Give a file or folder the mode of a home, as far as it is ours to give.

    Windows could not rename or remove what is `read_only`, so there it is not.
    """
    mode = folder_mode() if path.is_dir() else file_mode()
    if read_only and os.name != "nt":
        mode &= READ_ONLY_MASK
    before = stat.S_IMODE(path.stat().st_mode)
    if before != (wanted := mode | before & stat.S_ISGID):
        with suppress(PermissionError):
            path.chmod(wanted)


def sync_file(path: Path) -> None:
    """Return when the bytes of a file are on the disk; only Windows must write for that."""
    with path.open("r+b" if os.name == "nt" else "rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk; Windows has no such call, and a folder
    that may be entered but not listed cannot be opened for it."""
    if os.name == "nt" or not os.access(folder, os.R_OK):
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in UNSUPPORTED_SYNC_ERRNOS:
            raise
    finally:
        os.close(descriptor)


class PendingFiles:
    """Files written and synced beside their places, which they take one after another.

    All that needs room on the disk is done before the first takes its place. Each is there for
    good before the next moves. Left as a context without `commit`, nothing remains. What is
    written for other people is not `private`.
    """

    def __init__(self, *, private: bool = True) -> None:
        self._files: dict[Path, Path] = {}
        self._private = private

    def __enter__(self) -> PendingFiles:
        return self

    def __exit__(self, *error: object) -> None:
        for beside in self._files.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def write(self, target: Path, content: bytes) -> None:
        """Hold this content ready for a file."""
        beside = self._beside(target)
        beside.write_bytes(content)
        self.take(beside, target)

    def copy(self, source: Path, target: Path, *, read_only: bool = False) -> Path:
        """Hold a copy of a file ready, and say where."""
        beside = self._beside(target)
        shutil.copyfile(source, beside)
        self.take(beside, target, read_only=read_only)
        return beside

    def take(self, beside: Path, target: Path, *, read_only: bool = False) -> None:
        """Hold a file ready that lies on the same disk."""
        self._files[target] = beside
        if self._private:
            make_folder(target.parent)
            restrict_access(beside, read_only=read_only)
        sync_file(beside)

    def commit(self) -> None:
        """Let the files take their places, in the order in which they came."""
        for folder, group in groupby(self._files.items(), key=lambda each: each[0].parent):
            for target, beside in group:
                beside.replace(target)
            sync_folder(folder)
        self._files.clear()

    def _beside(self, target: Path) -> Path:
        if self._private:
            make_folder(target.parent)
        return self._files.setdefault(target, target.with_name(f"{target.name}{PART_SUFFIX}"))


def write_durably(files: Mapping[Path, bytes], *, private: bool = True) -> None:
    """Give files their content, all or none where there is no room for all."""
    with PendingFiles(private=private) as pending:
        for target, content in files.items():
            pending.write(target, content)
        pending.commit()


def seal(text: str) -> bytes:
    """Put the hash of a text below it."""
    return f"{text}{_hash(text)}\n".encode()


def unseal(content: bytes) -> str:
    """Give the text that was sealed; raises SealBrokenError for one bit that is another."""
    text = content.decode("utf-8", errors="replace")
    body, given = text[:-65], text[-65:]
    if given != f"{_hash(body)}\n":
        raise SealBrokenError
    return body


def is_disk_full(error: BaseException) -> bool:
    """Tell whether an error of Python or DuckDB says that there is no room on a disk."""
    if isinstance(error, OSError) and error.errno in DISK_FULL_ERRNOS:
        return True
    said = str(error)
    return any(text in said for text in ("No space left", "quota exceeded", "max_temp_directory"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
