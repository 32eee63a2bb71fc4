"""The log of publications: who made which edition current, when, and from which files.

`publications.log` of a home has one line of JSON for each action, appended and synced after it.
Each line holds the hash of the line before and its own, so that one that was changed, moved or
taken out is found. An action whose process was killed before it was logged is caught up with at
the next one. What an edition is does not hang on the log.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from milestones.calendar import BEIJING
from milestones.editions.data_home import DataHome
from milestones.editions.storage import make_folder, restrict_access, sync_file, sync_folder

log = logging.getLogger("milestones.editions")
LOG_NAME = "publications.log"
Action = Literal["publish", "release", "withdraw", "rollback", "refuse", "found"]
"""`refuse` stands for a delivery that was stopped, and changed nothing; `found` for a change of the
current edition that nothing was logged of."""
START = "0" * 64
"""What the first line holds in place of the hash of the one before."""


@dataclass(frozen=True)
class LoggedFile:
    """A file of a delivery by its own name and its hash, and what became of its rows."""

    name: str
    sha256: str
    kind: str
    rows: int
    accepted: int
    rejected: int
    identical: int
    corrections: int
    warnings: int


@dataclass(frozen=True)
class RefusedFile:
    """A file that stopped a delivery, by its own name, and the rule that it broke."""

    name: str
    rule: str


@dataclass(frozen=True)
class LogEntry:
    """One action: the edition that is current since, which one was before, and what was done.

    `who` is the name of an account of the machine, `at` a moment in ISO 8601. `is_new` tells that
    an edition was made, `delivery_no` which delivery was added or withdrawn, `release` from when
    everybody may see it, where that was said.
    """

    action: Action
    edition: str | None
    before: str | None
    is_new: bool = False
    delivery_no: int | None = None
    note: str = ""
    release: str | None = None
    files: tuple[LoggedFile, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    at: str = ""
    who: str = ""


@dataclass(frozen=True)
class LogLine:
    """A line of the log by its number, from 1: its entry, or None where the line is not whole."""

    number: int
    entry: LogEntry | None


def log_path(home: DataHome) -> Path:
    """Say where the log of a home lies."""
    return home.path / LOG_NAME


def log_action(home: DataHome, entry: LogEntry) -> None:
    """Add what was done just now; the caller holds the lock of the home.

    What was done stands where the log cannot be written: the next action catches up with it.
    """
    try:
        _append_entry(home, entry)
    except OSError as error:
        log.warning("%s could not be written: %s", log_path(home), error)


def _append_entry(home: DataHome, entry: LogEntry) -> None:
    lines, path = _whole_lines(home), log_path(home)
    last = _read_entry(lines[-1], _previous_hash(lines[:-1])) if lines else None
    entries = [entry]
    if entry.before is not None and (last is None or last.edition != entry.before):
        entries.insert(0, LogEntry("found", entry.before, last.edition if last else None))
    previous = _previous_hash(lines)
    written: list[bytes] = []
    for each in entries:
        content = asdict(replace(each, at=_now(), who=account_name()))
        written.append(_seal_line(content, previous))
        previous = _hash(written[-1])
    _append(path, sum(map(len, lines)), b"".join(written))


def _append(path: Path, size: int, content: bytes) -> None:
    """Write behind the whole lines; what a killed process left behind them was no line yet."""
    make_folder(path.parent)
    is_new = not path.exists()
    with path.open("ab") as file:
        file.truncate(size)
        file.write(content)
    restrict_access(path)
    sync_file(path)
    if is_new:
        sync_folder(path.parent)


def read_log(home: DataHome) -> list[LogLine]:
    """Read the log of a home, the oldest line first; a line that was tampered with has no entry."""
    return list(_read_lines(_whole_lines(home)))


def broken_lines(home: DataHome) -> tuple[int, ...]:
    """Give the numbers of the lines that are not as they were written, or not where."""
    return tuple(line.number for line in read_log(home) if line.entry is None)


def _read_lines(lines: Sequence[bytes]) -> Iterator[LogLine]:
    previous = START
    for number, line in enumerate(lines, start=1):
        yield LogLine(number, _read_entry(line, previous))
        previous = _hash(line)


def _read_entry(line: bytes, previous: str) -> LogEntry | None:
    """Read a line that is as it was written, behind the one before; lines of later versions too."""
    try:
        content: dict[str, Any] = json.loads(line)
        del content["hash"]
        if content.pop("previous") != previous or _seal_line(content, previous) != line:
            return None
        names = {each.name for each in fields(LogEntry)}
        told = {name: value for name, value in content.items() if name in names}
        files = tuple(LoggedFile(**each) for each in told.pop("files", ()))
        refused = tuple(RefusedFile(**each) for each in told.pop("refused", ()))
        return LogEntry(**told, files=files, refused=refused)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _seal_line(content: dict[str, Any], previous: str) -> bytes:
    linked = {**content, "previous": previous}
    return _as_json({**linked, "hash": _hash(_as_json(linked))}) + b"\n"


def _as_json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _whole_lines(home: DataHome) -> list[bytes]:
    try:
        content = log_path(home).read_bytes()
    except FileNotFoundError:
        return []
    return [line + b"\n" for line in content.split(b"\n")[:-1]]


def _previous_hash(lines: Sequence[bytes]) -> str:
    return _hash(lines[-1]) if lines else START


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _now() -> str:
    return datetime.now(BEIJING).isoformat(timespec="seconds")


def account_name() -> str:
    """Give the name of the account that this process runs under, its number where it has none."""
    if os.name == "nt":
        return getpass.getuser()
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"uid {os.geteuid()}"
