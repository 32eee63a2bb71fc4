"""A copy of a home as a plain folder, and a home from such a copy.

The copy has the layout of a home, without readings. `backup.json` lists each file with its SHA-256
and is written with all the rest or not at all. A backup forgets nothing but what the rule of
retention removed: what the home has lost or damaged since stays as it was copied.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from milestones.calendar import BEIJING
from milestones.editions.data_home import DataHome, HomeMixedError
from milestones.editions.deliveries import RecordUnreadableError, read_record
from milestones.editions.edition import EditionNotFoundError
from milestones.editions.edition_build import Progress
from milestones.editions.home_files import KEPT_PATH, ORDER, is_intact, kept_files
from milestones.editions.storage import PART_SUFFIX, PendingFiles, seal, unseal
from milestones.filings.files import file_digest
from milestones.filings.remarks import FilingRefused

LIST_NAME = "backup.json"
WAIT_SECONDS = 600
"""How long a backup waits for a publication that is at work."""


class BackupTargetError(ValueError):
    """The folder for a backup holds something else."""


class BackupDamagedError(ValueError):
    """A backup is not as it was written."""


class HomeNotEmptyError(ValueError):
    """A backup would come back into a home that holds something."""


@dataclass(frozen=True)
class BackupList:
    """What a backup holds: the SHA-256 of each file by its path; `made_at` is ISO 8601."""

    synthetic: bool
    made_at: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Backup:
    """What became of a backup: files copied, files that were there already, and those that the
    home has damaged, of which an earlier copy stays if there is one."""

    copied: int
    unchanged: int
    damaged: tuple[str, ...]


def back_up(home: DataHome, target: Path, progress: Progress) -> Backup:
    """Copy into a folder what it does not hold yet. Nothing is published meanwhile.

    Raises BackupTargetError, EditionNotFoundError for an empty home, PointerUnreadableError,
    HomeBusyError, and OSError where there is no room; the folder holds what it held then.
    """
    with home.at_work(wait_seconds=WAIT_SECONDS):
        if home.current_id() is None:
            raise EditionNotFoundError(str(home.path))
        earlier = _earlier(home, target)
        for left in (*target.glob(f"*{PART_SUFFIX}"), *target.glob(f"*/*{PART_SUFFIX}")):
            left.unlink()
        with PendingFiles() as files:
            paths = kept_files(home.path)
            found, unchanged = _copy_changed(files, home, target, paths, progress)
            removed = _removed(home, earlier.keys() - found.keys())
            stays = {each for each in earlier.keys() - found.keys() - removed
                     if (target / each).is_file()}  # fmt: skip
            listed = {**found, **{each: earlier[each] for each in stays}}
            now = datetime.now(BEIJING).isoformat(timespec="seconds")
            made = BackupList(home.synthetic, now, dict(sorted(listed.items())))
            content = json.dumps(asdict(made), indent=1)
            files.write(target / LIST_NAME, seal(f"{content}\n"))
            files.commit()
        for each in removed:
            (target / each).unlink(missing_ok=True)
    damaged = tuple(each for each in paths if each not in found)
    return Backup(len(found) - unchanged, unchanged, damaged)


def _earlier(home: DataHome, target: Path) -> Mapping[str, str]:
    """Give what an earlier backup of the home lists in a folder, nothing for an empty one."""
    here, there = home.path.resolve(), target.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise BackupTargetError(str(target))
    if all(file.is_dir() or file.name.endswith(PART_SUFFIX) for file in target.rglob("*")):
        return {}
    try:
        listed = read_list(target)
    except BackupDamagedError as error:
        raise BackupTargetError(str(target)) from error
    known = {
        path for each in home.known_ids() for path in (f"records/{each}", f"editions/{each}.duckdb")
    }
    if listed.synthetic != home.synthetic or not known & listed.files.keys():
        raise BackupTargetError(str(target))
    return listed.files


def _copy_changed(
    files: PendingFiles, home: DataHome, target: Path, paths: Iterable[str], progress: Progress
) -> tuple[dict[str, str], int]:
    """Hold copies ready of what is whole in the home and not in the folder; gives the digests of
    what is whole, and how many of these lie there already."""
    found: dict[str, str] = {}
    unchanged = 0
    for path in _with_progress(home.path, paths, progress):
        digest = _digest(home.path / path)
        if digest is None or not is_intact(home, path, digest):
            continue
        if _digest(target / path) == digest:
            unchanged += 1
        elif _digest(_copy(files, home.path / path, target / path)) != digest:
            continue
        found[path] = digest
    return found, unchanged


def _removed(home: DataHome, gone: Iterable[str]) -> set[str]:
    """Give the editions among these files that were removed by the rule of retention."""
    return {each for each in gone if each.endswith(".duckdb") and _is_removed(home, each)}


def _is_removed(home: DataHome, path: str) -> bool:
    try:
        record = read_record(home, Path(path).stem)
    except RecordUnreadableError:
        return False
    return record is not None and record.removed_on is not None


def restore(home: DataHome, source: Path, progress: Progress, *, synthetic: bool) -> str:
    """Make an empty home the one that was copied; give the id of its current edition.

    Every file is checked before any takes its place. Raises BackupDamagedError, HomeNotEmptyError,
    HomeMixedError where the backup or the home is of the other sort, and HomeBusyError.
    """
    listed = read_list(source)
    if listed.synthetic != synthetic or (home.synthetic and not synthetic):
        raise HomeMixedError(str(home.path))
    with home.at_work(), PendingFiles() as files:
        if any(kept for kept in kept_files(home.path) if kept != "SYNTHETIC"):
            raise HomeNotEmptyError(str(home.path))
        damaged = []
        for path in _with_progress(source, listed.files, progress):
            wanted = listed.files[path]
            is_right = _digest(source / path) == wanted and _is_right(source, path, listed)
            if not is_right or _digest(_copy(files, source / path, home.path / path)) != wanted:
                damaged.append(path)
        if damaged:
            raise BackupDamagedError(", ".join(damaged))
        files.commit()
    return str(home.current_id())


def _is_right(source: Path, path: str, listed: BackupList) -> bool:
    """Tell whether a file is what a home may hold, and not only what the list says."""
    if path == "current":
        named = (source / path).read_text(encoding="ascii", errors="replace").strip()
        return f"editions/{named}.duckdb" in listed.files
    return is_intact(DataHome(source), path, listed.files[path])


def read_list(folder: Path) -> BackupList:
    """Read what a backup holds, in the order in which it goes; raises BackupDamagedError."""
    try:
        told = json.loads(unseal((folder / LIST_NAME).read_bytes()))
        listed = BackupList(told["synthetic"], told["made_at"], _in_order(dict(told["files"])))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BackupDamagedError(str(folder / LIST_NAME)) from error
    is_marked = "SYNTHETIC" in listed.files
    if "current" not in listed.files or is_marked is not listed.synthetic:
        raise BackupDamagedError(str(folder / LIST_NAME))
    return listed


def _in_order(files: Mapping[str, str]) -> dict[str, str]:
    """Put files in the order of a home; ValueError for one that no home keeps."""
    if not all(KEPT_PATH.fullmatch(path) for path in files):
        raise ValueError
    places = {pattern: place for place, pattern in enumerate(ORDER)}
    return dict(sorted(files.items(), key=lambda each: (places[_pattern(each[0])], each[0])))


def _pattern(path: str) -> str:
    return next(pattern for pattern in ORDER if Path(path).match(pattern))


def _copy(files: PendingFiles, source: Path, target: Path) -> Path:
    """Hold a copy ready that is as old as its original: lists of editions go by age."""
    beside = files.copy(source, target, read_only=target.suffix == ".duckdb")
    age = source.stat().st_mtime_ns
    os.utime(beside, ns=(age, age))
    return beside


def _digest(file: Path) -> str | None:
    try:
        return file_digest(file)
    except FilingRefused:
        return None


def _with_progress(folder: Path, paths: Iterable[str], progress: Progress) -> Iterator[str]:
    """Yield each path; tell how far the work is, by the sizes of the files."""
    sizes = {path: _size(folder / path) for path in paths}
    total, done = sum(sizes.values()) or 1, 0
    progress("copy", 0.0)
    for path, size in sizes.items():
        yield path
        done += size
        progress("copy", done / total)


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
