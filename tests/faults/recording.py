"""Copies of a home as a kill or a power cut at each operation on its files would leave it."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from faults.processes import command

EVENTS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate", "os.chmod"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
File = tuple[int, int, int]
"""Inode, size and time of change: the same bytes."""


@dataclass
class Image:
    """A home before an operation, and what of it was on the disk for certain.

    `unsynced` are files whose content was not; `entries` are the names in each folder as they
    were synced, each with the copy of the file that it named; folders are named by their path
    from the home.
    """

    number: int
    operation: str
    unsynced: list[str]
    entries: dict[str, dict[str, str]] = field(default_factory=dict)


class Recorder:
    """Copies the home into numbered folders; works in the process that it records."""

    def __init__(self, home: Path, into: Path) -> None:
        self.home, self.into = home, into
        self.durable: set[File] = set()
        self.copies: dict[int, str] = {}
        self.synced: dict[str, dict[str, int]] = {}
        self.images: list[Image] = []
        self.last: object = None
        self.busy = False

    def install(self) -> None:
        """Begin: everything that lies in the home is on the disk."""
        self.into.mkdir()
        self.durable = {_file(path) for path in self.home.rglob("*") if path.is_file()}
        for folder in (self.home, *(p for p in self.home.rglob("*") if p.is_dir())):
            self.synced[self._name(folder)] = _entries(folder)
        os.fsync, os.fdatasync = self._syncing(os.fsync), self._syncing(os.fdatasync)
        self.image("begin")
        sys.addaudithook(self.hear)

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        """Copy the home before an operation in it."""
        if self.busy or not (event in EVENTS or (event == "open" and _writes(given))):
            return
        paths = [os.fspath(each) for each in given[:2] if isinstance(each, str | os.PathLike)]
        if any(str(path).startswith(str(self.home)) for path in paths):
            names = (str(path).removeprefix(str(self.home)) for path in paths)
            self.image(f"{event} {' '.join(names)}")

    def image(self, operation: str) -> None:
        """Copy the home, unless it lies as it did at the copy before."""
        self.busy = True
        try:
            now = (_state(self.home), len(self.durable), json.dumps(self.synced))
            if now != self.last:
                self.last = now
                self._copy(operation)
        finally:
            self.busy = False

    def _copy(self, operation: str) -> None:
        folder = self.into / str(len(self.images))
        shutil.copytree(self.home, folder)
        for path in self.home.rglob("*"):
            if path.is_file():
                self.copies[path.stat().st_ino] = str(folder / path.relative_to(self.home))
        unsynced = [
            self._name(path)
            for path in self.home.rglob("*")
            if path.is_file() and _file(path) not in self.durable
        ]
        entries = {
            name: {entry: self.copies.get(inode, "") for entry, inode in each.items()}
            for name, each in self.synced.items()
        }
        self.images.append(Image(len(self.images), operation, unsynced, entries))
        told = json.dumps([asdict(each) for each in self.images])
        (self.into / "images.json").write_text(told)

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.home))

    def _syncing(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def sync(file: Any) -> None:
            number = file if isinstance(file, int) else file.fileno()
            real(number)
            path = Path(os.readlink(f"/proc/self/fd/{number}"))
            if path == self.home or self.home in path.parents:
                if path.is_dir():
                    self.synced[self._name(path)] = _entries(path)
                else:
                    self.durable.add(_file(path))

        return sync


def recorded(words: list[str], home: str, into: str) -> None:
    """Run a command of the product and record what it does to its home."""
    recorder = Recorder(Path(home), Path(into))
    recorder.install()
    try:
        command(words, {"MILESTONES_HOME": home})
    finally:
        recorder.image("end")


def images(into: Path) -> list[Image]:
    """The copies that were recorded, in their order."""
    return [Image(**each) for each in json.loads((into / "images.json").read_text())]


def lose(image: Image, into: Path, rng: random.Random) -> str:
    """Take from a copy what a power cut may take; says what.

    Folders that were changed since they were synced lose their changes or keep them, each by
    chance; files that were not synced are emptied or cut in half.
    """
    lost = []
    for name, entries in image.entries.items():
        folder = into / name
        if folder.is_dir() and rng.random() < 0.5 and _revert(folder, entries, into / "current"):
            lost.append(f"names in {name}")
    for name in image.unsynced:
        file = into / name
        if file.is_file() and file.stat().st_size:
            keep = rng.choice((0, file.stat().st_size // 2))
            os.truncate(file, keep)
            lost.append(f"{name} cut to {keep}")
    return f"before {image.operation}: lost {lost}"


def _revert(folder: Path, entries: dict[str, str], pointer: Path) -> bool:
    changed = False
    for path in list(folder.iterdir()):
        if path.name not in entries:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            changed = True
    for name, copy in entries.items():
        path, source = folder / name, Path(copy)
        if copy and (not path.exists() or _differs(path, source)):
            shutil.copy2(source, path)
            changed = True
    return changed


def _differs(path: Path, other: Path) -> bool:
    return path.stat().st_size != other.stat().st_size or path.read_bytes() != other.read_bytes()


def _entries(folder: Path) -> dict[str, int]:
    return {path.name: 0 if path.is_dir() else path.stat().st_ino for path in folder.iterdir()}


def _file(path: Path) -> File:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _state(folder: Path) -> list[object]:
    return [(str(p), *(_file(p) if p.is_file() else ())) for p in sorted(folder.rglob("*"))]


def _writes(given: tuple[Any, ...]) -> bool:
    mode, flags = (*given, None, None)[1:3]
    return bool(set(str(mode or "")) & set("wax+")) or bool((flags or 0) & WRITING)
