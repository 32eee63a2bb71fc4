"""A file verified, or each file of a zip: a picture of a pack is asked for itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

from milestones.editions.data_home import DataHome
from milestones.editions.edition import EditionUnreadableError
from milestones.export.stamp import Stamp, StampDamagedError
from milestones.export.verify.expected import DamageReason
from milestones.export.verify.file_reader import (
    FileUnreadableError,
    StampMissingError,
    files_in_manifest,
    read_exported_file,
)
from milestones.export.verify.untrusted_files import (
    MAX_FILE_BYTES,
    TooLargeError,
    open_zip,
    read_part,
)
from milestones.export.verify.verification import (
    Verdict,
    Verification,
    verification_lines,
    verify_file,
)
from milestones.i18n import Locale
from milestones.i18n.printable import printable

OFFICE_CONTENT_TYPES = "[Content_Types].xml"
"""What every document of an office program holds; such a zip is one file, not several."""
MAX_MEMBERS = 400
MAX_ZIP_SECONDS = 300
"""After so many, files of a zip that are left are not looked at, and damaged."""
MAX_NAME_LENGTH = 200
UNREADABLE = Verification(Verdict.DAMAGED, reason=DamageReason.UNREADABLE)
log = logging.getLogger("milestones.export")


@dataclass(frozen=True)
class VerifiedFile:
    """A file of a zip and the answer for it; a file that is no zip has no name."""

    name: str
    answer: Verification


def verify_file_or_zip(path: Path, home: DataHome) -> tuple[VerifiedFile, ...]:
    """Verify a file, or each file of a zip; a zip that cannot be read is one damaged file.

    Raises EditionUnreadableError as `verify_file` does.
    """
    try:
        if path.is_file() and path.stat().st_size <= MAX_FILE_BYTES and _is_zip(path):
            with open_zip(path.read_bytes()) as archive:
                if OFFICE_CONTENT_TYPES not in archive.namelist():
                    return (*_verify_members(archive, home), *_missing_members(path, archive))
        return (VerifiedFile("", verify_file(path, home)),)
    except EditionUnreadableError:
        raise
    except Exception:
        log.debug("a zip that cannot be read", exc_info=True)
        return (VerifiedFile("", UNREADABLE),)


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _verify_members(archive: ZipFile, home: DataHome) -> list[VerifiedFile]:
    """Verify each file; names of the zip are told and never used as names of files."""
    files = [info for info in archive.infolist() if not info.is_dir()]
    if len(files) > MAX_MEMBERS:
        raise TooLargeError
    if not files:
        return [VerifiedFile("", Verification(Verdict.DAMAGED, reason=DamageReason.MISSING))]
    known: dict[tuple[Stamp, ...], Verification] = {}
    with TemporaryDirectory() as folder:
        place = Path(folder) / "member"
        found, began = [], time.monotonic()
        for info in files:
            is_late = time.monotonic() - began > MAX_ZIP_SECONDS
            answer = UNREADABLE if is_late else _verify_member(archive, info, place, home, known)
            found.append(VerifiedFile(printable(info.filename, MAX_NAME_LENGTH), answer))
        return found


def _verify_member(
    archive: ZipFile,
    info: ZipInfo,
    place: Path,
    home: DataHome,
    known: dict[tuple[Stamp, ...], Verification],
) -> Verification:
    """Verify one file of a zip; one that cannot be unpacked is damaged, the others are not."""
    try:
        with archive.open(info) as file:
            place.write_bytes(file.read(MAX_FILE_BYTES))
        return _verify_once(place, home, known)
    except EditionUnreadableError:
        raise
    except Exception:
        log.debug("a file of a zip that cannot be read", exc_info=True)
        return UNREADABLE


def _missing_members(path: Path, archive: ZipFile) -> Iterator[VerifiedFile]:
    """Yield what a manifest, in the zip or beside it, says is in the zip, and is not."""
    there = {info.filename for info in archive.infolist()}
    beside, inside = path.with_suffix(".json"), f"{path.stem}.json"
    told: list[bytes] = []
    if beside.is_file() and beside.stat().st_size <= MAX_FILE_BYTES:
        told.append(beside.read_bytes())
    if inside in there:
        told.append(read_part(archive, inside) or b"")
    listed = dict.fromkeys(name for content in told for name in files_in_manifest(content))
    for name in listed:
        folder, _, file = name.partition("/")
        if folder == path.name and file and file not in there:
            name = printable(file, MAX_NAME_LENGTH)
            yield VerifiedFile(name, Verification(Verdict.DAMAGED, reason=DamageReason.TAKEN_OUT))


def _verify_once(
    place: Path, home: DataHome, known: dict[tuple[Stamp, ...], Verification]
) -> Verification:
    """Verify one file; files that hold nothing but the same stamp are computed again once."""
    try:
        reading = read_exported_file(place)
    except (StampMissingError, StampDamagedError, FileUnreadableError):
        return verify_file(place, home)
    if reading.grids or reading.facts:
        return verify_file(place, home)
    if reading.stamps not in known:
        known[reading.stamps] = verify_file(place, home)
    return replace(known[reading.stamps], kind=reading.kind)


def verified_file_lines(found: Sequence[VerifiedFile], locale: Locale) -> Iterator[str]:
    """Say what verifying each file of a zip came to."""
    for each in found:
        yield each.name
        for line in verification_lines(each.answer, locale):
            yield f"  {line}"
