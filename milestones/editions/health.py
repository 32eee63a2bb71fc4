"""What is wrong with a home, if anything: each file looked at, nothing changed.

The app and other commands may run meanwhile.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Literal

from milestones.editions.data_home import EDITION_ID, DataHome, PointerUnreadableError
from milestones.editions.deliveries import (
    DeliveryHistory,
    RecordUnreadableError,
    read_record,
    readable_history,
)
from milestones.editions.edition import (
    Edition,
    EditionNotFoundError,
    EditionUnreadableError,
    ManifestUnreadableError,
    read_manifest,
    require_whole,
)
from milestones.editions.edition_build import Progress
from milestones.editions.parse_cache import damaged_readings
from milestones.editions.publication_log import broken_lines
from milestones.editions.release import ReleaseUnreadableError, release_of, visible_edition
from milestones.editions.storage import PART_SUFFIX, file_mode, folder_mode
from milestones.filings.files import file_digest
from milestones.filings.remarks import FilingRefused

Severity = Literal["note", "todo", "unservable"]
ROOM_FACTOR = 5
"""The room that a publication needs on the way, in sizes of the current edition; measured: 3.7."""
ROOM_BYTES = 50_000_000
"""The room that it needs at least."""
ANY_WRITE = 0o222
"""The bits of a mode that let somebody write."""
TEMPORARY_PATTERN = f"milestones-{'[a-z0-9_]' * 8}"
"""The folders in which a check builds; those of an app that runs have longer names."""
TEMPORARY_SECONDS = 86_400
"""No check takes as long as that."""


@dataclass(frozen=True)
class HealthFinding:
    """Something found in a home: a key of `console.health.SENTENCES`, what it is about, how bad.

    `note`: nothing is to be done; `todo`: something is; `unservable`: the app has nothing to show.
    """

    check: str
    severity: Severity
    subject: str = ""
    detail: str = ""


def check_home(home: DataHome, progress: Progress) -> list[HealthFinding]:
    """Look at everything in a home; it is well where only notes are found."""
    if home.is_unused:
        return [HealthFinding("empty", "unservable", str(home.path))]
    checks = (
        _check_serving,
        _check_editions,
        _check_history,
        _check_archive,
        _check_releases,
        _check_readings,
        _check_leftovers,
        _check_temporary,
        _check_modes,
        _check_room,
        _check_log,
    )
    found: list[HealthFinding] = []
    for done, check in enumerate(checks):
        progress("look", done / len(checks))
        found += check(home)
    progress("look", 1.0)
    return found


def _check_serving(home: DataHome) -> Iterator[HealthFinding]:
    """Look at what the app would show, to those who may see everything."""
    shown, _ = visible_edition(home, press=True)
    if shown is None:
        yield HealthFinding("nothing_to_show", "unservable", str(home.path))
    try:
        current = home.current_id()
    except PointerUnreadableError as error:
        yield HealthFinding("pointer", "todo", str(error))
        return
    if current and not home.file_of(current).is_file():
        yield HealthFinding("current_missing", "todo", current)


def _check_editions(home: DataHome) -> Iterator[HealthFinding]:
    for each in home.edition_ids():
        file = home.file_of(each)
        try:
            require_whole(file)
            with Edition(file) as edition:
                yield from _check_edition(home, edition)
        except EditionNotFoundError:
            continue  # Removed by another command meanwhile.
        except EditionUnreadableError as error:
            yield HealthFinding("edition_damaged", "todo", each, str(error))
        if os.name != "nt" and stat.S_IMODE(file.stat().st_mode) & ANY_WRITE:
            yield HealthFinding("edition_writable", "todo", each)


def _check_edition(home: DataHome, edition: Edition) -> Iterator[HealthFinding]:
    """Look at what an edition that is whole says of itself, and at its manifest."""
    file_id = edition.path.stem
    if edition.id != file_id:
        yield HealthFinding("edition_renamed", "todo", file_id, edition.id)
    if edition.synthetic != home.synthetic:
        yield HealthFinding("mark", "todo", file_id)
    try:
        if read_manifest(edition.path) is None and edition.facts.sealed:
            yield HealthFinding("manifest", "todo", file_id)
    except ManifestUnreadableError:
        yield HealthFinding("manifest", "todo", file_id)


def _check_history(home: DataHome) -> Iterator[HealthFinding]:
    """Look for editions that are gone, and for filings that an edition needs to be made again."""
    for each in home.known_ids():
        try:
            record = read_record(home, each)
        except RecordUnreadableError:
            yield HealthFinding("record", "todo", each)
            continue
        if record and not record.removed_on and not home.file_of(each).exists():
            yield HealthFinding("edition_lost", "todo", each)
        missing = _missing_filings(home, readable_history(home, each))
        if missing:
            yield HealthFinding("filings_missing", "todo", each, ", ".join(missing))


def _missing_filings(home: DataHome, chain: DeliveryHistory) -> list[str]:
    filings = [filing for delivery in chain for filing in delivery.filings]
    return [
        f"{one.name} ({one.sha256})" for one in filings if not home.archived(one.sha256).exists()
    ]


def _check_archive(home: DataHome) -> Iterator[HealthFinding]:
    for file in sorted(home.archive.glob("*")):
        if file.name.endswith(PART_SUFFIX):
            continue
        with suppress(FilingRefused):
            if file_digest(file) == file.name:
                continue
        yield HealthFinding("filing_damaged", "todo", file.name, _name_of(home, file.name))


def _name_of(home: DataHome, sha256: str) -> str:
    """Give the name that a filing was delivered under, as far as an edition tells it."""
    chains = (readable_history(home, each) for each in home.known_ids())
    filings = (one for chain in chains for delivery in chain for one in delivery.filings)
    return next((one.name for one in filings if one.sha256 == sha256), "")


def _check_releases(home: DataHome) -> Iterator[HealthFinding]:
    named = {file.name for file in home.releases.glob("*") if EDITION_ID.fullmatch(file.name)}
    for each in sorted(named | {*home.known_ids()}):
        try:
            release = release_of(home, each)
        except ReleaseUnreadableError:
            if home.release_file(each).exists() or _has_manifest(home, each):
                yield HealthFinding("release", "todo", each)
            continue
        if release and not home.file_of(each).exists():
            yield HealthFinding("release_alone", "note", each)
        elif release and release.at > datetime.now(UTC):
            yield HealthFinding("embargo", "note", each, f"{release.at:%Y-%m-%d %H:%M %z}")


def _has_manifest(home: DataHome, edition_id: str) -> bool:
    with suppress(ManifestUnreadableError):
        return read_manifest(home.file_of(edition_id)) is not None
    return False


def _check_readings(home: DataHome) -> Iterator[HealthFinding]:
    for file in damaged_readings(home.readings):
        yield HealthFinding("reading", "todo", str(file))


def _check_leftovers(home: DataHome) -> Iterator[HealthFinding]:
    if home.is_at_work:
        yield HealthFinding("at_work", "note", str(home.path))
        return
    for path in home.leftovers():
        yield HealthFinding("leftover", "todo", str(path))


def _check_temporary(_home: DataHome) -> Iterator[HealthFinding]:
    """Look for what checks that were killed have left where temporary files lie."""
    for path in sorted(Path(gettempdir()).glob(TEMPORARY_PATTERN)):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > TEMPORARY_SECONDS:
                yield HealthFinding("temporary", "todo", str(path))


def _check_modes(home: DataHome) -> Iterator[HealthFinding]:
    """Look whether others than the owner of a home may read or write in it."""
    if os.name == "nt":
        return
    for path in (
        home.path,
        *(each for folder in home.folders() for each in (folder, *folder.glob("*"))),
    ):
        with suppress(FileNotFoundError):
            mode = stat.S_IMODE(path.stat().st_mode)
            allowed = folder_mode() if path.is_dir() else file_mode()
            if mode & 0o777 & ~allowed:
                yield HealthFinding("mode", "todo", str(path), f"{mode & 0o777:o} → {allowed:o}")


def _check_room(home: DataHome) -> Iterator[HealthFinding]:
    """Look whether the disks of the home and of checks have room for the next build."""
    current = home.known_id()
    file = home.file_of(current) if current else None
    size = file.stat().st_size if file and file.is_file() else 0
    needed = max(ROOM_FACTOR * size, ROOM_BYTES)
    for folder in (home.path, Path(gettempdir())):
        free = shutil.disk_usage(folder).free
        if free < needed:
            detail = f"{free // 1_000_000} / {needed // 1_000_000}"
            yield HealthFinding("room", "todo", str(folder), detail)


def _check_log(home: DataHome) -> Iterator[HealthFinding]:
    if broken := broken_lines(home):
        yield HealthFinding("log", "todo", str(home.path), ", ".join(map(str, broken)))
    if (home.path / "errors.log").exists():
        yield HealthFinding("faults", "note", str(home.path / "errors.log"))
