"""Files that a steward has brought, in a private folder that goes when they are done with."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from milestones.filings.files import is_ignored_name
from milestones.i18n.printable import printable

MAX_FILES, MAX_FOLDERS_DEEP, MAX_NAME_BYTES = 1_000, 8, 150
_SEPARATOR = re.compile(r"[\\/]+")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]')


class TooManyFilesError(ValueError):
    """More files than a delivery by way of the page may have."""


@dataclass(frozen=True)
class BroughtFile:
    """A file in the folder, by its name below it."""

    name: str
    size_bytes: int


class Uploads:
    """The folder; nobody but the owner of the process can enter it."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="milestones-intake-"))

    def add(self, name: str, content: bytes | memoryview) -> None:
        """Keep a file under a safe form of its name, which may have folders.

        Hidden and temporary files are left out, as in a folder that is delivered; the same bytes
        under the same name come once. Raises TooManyFilesError.
        """
        parts = safe_parts(name)
        if not parts or any(map(is_ignored_name, parts)):
            return
        if self._count() >= MAX_FILES:
            raise TooManyFilesError(MAX_FILES)
        path = self.path.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for place in _places(path):
            if not place.exists():
                place.write_bytes(content)
                return
            if place.stat().st_size == len(content) and place.read_bytes() == content:
                return

    def files(self) -> list[BroughtFile]:
        """List the files by name."""
        return [BroughtFile(self.name_of(path), path.stat().st_size) for path in self._paths()]

    def name_of(self, path: Path | str) -> str:
        """Give the name of a file below the folder; nobody is told where that is."""
        path = Path(path)
        inside = path.is_relative_to(self.path)
        return (path.relative_to(self.path) if inside else path).as_posix()

    def remove(self, *names: str) -> None:
        """Remove the files of these names, as far as they are among them."""
        for path in self._paths():
            if self.name_of(path) in names:
                path.unlink()

    def clear(self) -> None:
        """Remove all files; the folder stays."""
        for path in self.path.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _count(self) -> int:
        """Count the files without looking at each, as a folder brings a thousand one by one."""
        return sum(len(files) for _, _, files in os.walk(self.path))

    def _paths(self) -> Iterator[Path]:
        return (path for path in sorted(self.path.rglob("*")) if path.is_file())


def safe_parts(name: str) -> tuple[str, ...]:
    """Give the folders and the name of a file that cannot lead out of where it is put."""
    parts = (_safe_part(part) for part in _SEPARATOR.split(name))
    return tuple(part for part in parts if part)[-MAX_FOLDERS_DEEP:]


def _safe_part(part: str) -> str:
    text = _NOT_IN_NAMES.sub("_", printable(part).replace("\\", "_")).strip(" ")
    if not text.strip("."):
        return ""
    stem, dot, ending = text.rpartition(".")
    most = MAX_NAME_BYTES - len(ending.encode()) if len(ending) < 10 else MAX_NAME_BYTES
    if not dot or most == MAX_NAME_BYTES:
        return text.encode()[:MAX_NAME_BYTES].decode(errors="ignore")
    return f"{stem.encode()[:most].decode(errors='ignore')}.{ending}"


def _places(path: Path) -> Iterator[Path]:
    """Give the path, then the same with a number: two provinces may send the same name."""
    yield path
    for number in range(2, MAX_FILES + 2):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")
