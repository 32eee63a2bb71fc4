"""A file system of a few pages, to be filled; only root can make one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = 4096


class NoDiskError(RuntimeError):
    """No file system can be mounted here."""


def size_of(folder: Path) -> int:
    """The bytes that a folder takes on a file system of pages."""
    files = [path.stat().st_size if path.is_file() else PAGE for path in folder.rglob("*")]
    return sum(-(-size // PAGE) * PAGE for size in files)


@contextmanager
def small_disk(at: Path, size: int) -> Iterator[Path]:
    """A file system of so many bytes; raises NoDiskError."""
    at.mkdir(parents=True)
    if os.geteuid() or _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at)):
        raise NoDiskError("only root can mount a small file system")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=False)


def fill(disk: Path, free: int) -> Path:
    """A file that leaves so many bytes free; gives it."""
    filler = disk / "filler"
    state = os.statvfs(disk)
    with filler.open("wb") as file:
        for _ in range(max(0, state.f_bavail - free // PAGE)):
            file.write(bytes(PAGE))
    return filler


def forbid_writing(disk: Path) -> None:
    """From now on the file system may only be read."""
    if _mount("-o", "remount,ro", str(disk)):
        raise NoDiskError("a file system cannot be made read-only here")


def _mount(*words: str) -> int:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode
