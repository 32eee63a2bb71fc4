"""A pack's file and a folder: read, compared with last time, made, written, noted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.release import embargo_of
from milestones.editions.storage import write_durably
from milestones.export.pack.changes import Change, changes, is_from_elsewhen
from milestones.export.pack.making import Made, Progress, make
from milestones.export.pack.model import Pack
from milestones.export.pack.reading import LARGEST, read_pack
from milestones.export.pack.writing import noting
from milestones.i18n import Locale
from milestones.paths import FileNotWrittenError


@dataclass(frozen=True, eq=False)
class Written:
    """What became of a pack: the files written, what is missing, what has changed since."""

    paths: tuple[Path, ...]
    made: Made
    changed: tuple[Change, ...]


def read_file(path: Path) -> Pack:
    """Read a pack from its file, no further than one can be long; raises PackFaultError."""
    return read_pack(_head(path))


def make_in(
    folder: Path, path: Path, edition: Edition, home: DataHome, words: Locale, progress: Progress
) -> Written:
    """Make the pack of a file into a folder, and note in the file what was found.

    What people wrote in the file stays as it is. Raises PackFaultError and FileNotWrittenError.
    """
    pack = read_file(path)
    pack.require_makeable()
    changed: tuple[Change, ...] = ()
    if is_from_elsewhen(pack, edition):
        changed = tuple(changes(pack, edition, home, words.lang, press=True))
    embargo = embargo_of(home, edition.id)
    made = make(pack, edition, words, progress, embargo)
    into = {folder / name: data for name, data in made.files.items()}
    noted = noting(_head(path).decode("utf-8-sig"), made.pack.noted).encode()
    is_whole = read_pack(noted) == made.pack
    _write({**into, path: noted} if is_whole else into, folder)
    return Written(tuple(into), made, changed)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _write(files: dict[Path, bytes], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(files, private=False)
    except OSError as error:
        raise FileNotWrittenError(f"{error.filename or folder} ({error.strerror})") from error
