"""Is a file right, or a zip of them? Each picture of a pack is asked for itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

from milestones.editions.data_home import DataHome
from milestones.editions.edition import EditionUnreadableError
from milestones.export.stamp import Stamp, StampDamagedError
from milestones.export.verify.reading import FileUnreadableError, StampMissingError, read
from milestones.export.verify.recompute import Reason
from milestones.export.verify.text import files_of
from milestones.export.verify.unpacking import LARGEST, TooLargeError, opened, part
from milestones.export.verify.verify import Answer, Verdict, verify
from milestones.i18n.printable import printable

DOCUMENT = "[Content_Types].xml"
"""What every document of an office program holds; such a zip is one file, not several."""
MOST_MEMBERS = 400
MOST_SECONDS = 300
"""After so many, files of a zip that are left are not looked at, and damaged."""
LONGEST_NAME = 200
UNREADABLE = Answer(Verdict.DAMAGED, reason=Reason.UNREADABLE)
log = logging.getLogger("milestones.export")


@dataclass(frozen=True)
class Member:
    """A file of a zip and the answer for it; a file that is no zip has no name."""

    name: str
    answer: Answer


def verify_all(path: Path, home: DataHome) -> tuple[Member, ...]:
    """Verify a file, or each file of a zip; a zip that cannot be read is one damaged file.

    Raises EditionUnreadableError as `verify` does.
    """
    try:
        if not path.is_file() or path.stat().st_size > LARGEST or not _is_zip(path):
            return (Member("", verify(path, home)),)
        with opened(path.read_bytes()) as archive:
            if DOCUMENT in archive.namelist():
                return (Member("", verify(path, home)),)
            return (*_verified(archive, home), *_lost(path, archive))
    except EditionUnreadableError:
        raise
    except Exception:
        log.debug("a zip that cannot be read", exc_info=True)
        return (Member("", UNREADABLE),)


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _verified(archive: ZipFile, home: DataHome) -> list[Member]:
    """Verify each file; names of the zip are told and never used as names of files."""
    files = [info for info in archive.infolist() if not info.is_dir()]
    if len(files) > MOST_MEMBERS:
        raise TooLargeError
    if not files:
        return [Member("", Answer(Verdict.DAMAGED, reason=Reason.MISSING))]
    known: dict[tuple[Stamp, ...], Answer] = {}
    with TemporaryDirectory() as folder:
        place = Path(folder) / "member"
        found, began = [], time.monotonic()
        for info in files:
            is_late = time.monotonic() - began > MOST_SECONDS
            answer = UNREADABLE if is_late else _unpacked(archive, info, place, home, known)
            found.append(Member(printable(info.filename, LONGEST_NAME), answer))
        return found


def _unpacked(
    archive: ZipFile,
    info: ZipInfo,
    place: Path,
    home: DataHome,
    known: dict[tuple[Stamp, ...], Answer],
) -> Answer:
    """Verify one file of a zip; one that cannot be unpacked is damaged, the others are not."""
    try:
        with archive.open(info) as file:
            place.write_bytes(file.read(LARGEST))
        return _answer(place, home, known)
    except EditionUnreadableError:
        raise
    except Exception:
        log.debug("a file of a zip that cannot be read", exc_info=True)
        return UNREADABLE


def _lost(path: Path, archive: ZipFile) -> Iterator[Member]:
    """Yield what a manifest, in the zip or beside it, says is in the zip, and is not."""
    there = {info.filename for info in archive.infolist()}
    beside, inside = path.with_suffix(".json"), f"{path.stem}.json"
    told: list[bytes] = []
    if beside.is_file() and beside.stat().st_size <= LARGEST:
        told.append(beside.read_bytes())
    if inside in there:
        told.append(part(archive, inside) or b"")
    listed = dict.fromkeys(name for content in told for name in files_of(content))
    for name in listed:
        folder, _, file = name.partition("/")
        if folder == path.name and file and file not in there:
            name = printable(file, LONGEST_NAME)
            yield Member(name, Answer(Verdict.DAMAGED, reason=Reason.TAKEN_OUT))


def _answer(place: Path, home: DataHome, known: dict[tuple[Stamp, ...], Answer]) -> Answer:
    """Verify one file; files that hold nothing but the same stamp are computed again once."""
    try:
        reading = read(place)
    except (StampMissingError, StampDamagedError, FileUnreadableError):
        return verify(place, home)
    if reading.grids or reading.facts:
        return verify(place, home)
    if reading.stamps not in known:
        known[reading.stamps] = verify(place, home)
    return replace(known[reading.stamps], kind=reading.kind)
