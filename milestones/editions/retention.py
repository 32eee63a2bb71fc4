"""Which old editions are kept: the newest, and those that something still leads to.

An edition that is removed leaves its record and its manifest: it can be made again.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from milestones.calendar import today
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import (
    DeliveryRecord,
    RecordUnreadableError,
    edition_id,
    plan_record,
    read_record,
    readable_history,
)
from milestones.editions.edition import EditionNotFoundError, EditionUnreadableError
from milestones.editions.release import edition_before, release_of, visible_edition_id
from milestones.editions.storage import PendingFiles, sync_folder
from milestones.plan import load

KEEP_VARIABLE = "MILESTONES_KEEP_EDITIONS"
"""How many of the newest editions a publication leaves; all where it is not set."""


class KeepUnreadableError(ValueError):
    """The number of editions to keep is no whole number from 1 on."""


@dataclass(frozen=True)
class Surplus:
    """An edition that is not kept: its size, and whether today's rules can make it again."""

    edition_id: str
    size_bytes: int
    can_be_made_again: bool


def keep_setting() -> int | None:
    """Read how many editions the operator keeps, None for all; raises KeepUnreadableError."""
    text = os.environ.get(KEEP_VARIABLE, "").strip()
    if text and not (text.isascii() and text.isdigit() and int(text)):
        raise KeepUnreadableError(text)
    return int(text) if text else None


def needed_ids(home: DataHome) -> set[str]:
    """Collect the editions that something leads to: the pointer, a way back, a release.

    Raises PointerUnreadableError and ReleaseUnreadableError: where one cannot be read, nobody
    knows what it leads to.
    """
    current = home.current_id()
    shown = {visible_edition_id(home, press=press) for press in (False, True)}
    needed = {current, *shown}
    if current is not None:
        needed |= {edition_before(home, current), _previous(home, current)}
    for each in home.known_ids():
        if release := release_of(home, each):
            needed |= {each, release.before}
    return {each for each in needed if each is not None}


def _previous(home: DataHome, edition_id: str) -> str | None:
    """Give the edition of the deliveries before, which changes are counted against."""
    with suppress(EditionNotFoundError, EditionUnreadableError), home.edition(edition_id) as opened:
        return opened.previous
    return None


def find_surplus(
    home: DataHome, keep: int, used: Collection[str] = frozenset()
) -> tuple[Surplus, ...]:
    """Find the editions beyond the newest `keep`, the oldest first.

    Those that something leads to are none, nor those `used` elsewhere, nor any that could not be
    recorded. Raises as `needed_ids` does.
    """
    kept = {*needed_ids(home), *used}
    plan = load(home.plan)
    found = []
    for each in home.edition_ids()[:-keep]:
        chain = readable_history(home, each)
        if each not in kept and chain:
            size_bytes = home.file_of(each).stat().st_size
            found.append(Surplus(each, size_bytes, edition_id(chain, plan) == each))
    return tuple(found)


def prune(home: DataHome, keep: int, used: Collection[str] = frozenset()) -> tuple[Surplus, ...]:
    """Remove the editions beyond the newest `keep`; the caller holds the lock of the home.

    Gives those that are gone. Raises as `needed_ids` does, before anything is changed.
    """
    found = find_surplus(home, keep, used)
    return tuple(each for each in found if _remove(home, each.edition_id))


def _remove(home: DataHome, edition_id: str) -> bool:
    """Record that an edition is removed, then remove it; False for one that is held open."""
    file, chain = home.file_of(edition_id), readable_history(home, edition_id)
    _write_record(home, edition_id, DeliveryRecord(chain, removed_on=today()))
    try:
        file.unlink()
    except PermissionError:
        _write_record(home, edition_id, DeliveryRecord(chain))
        return False
    sync_folder(file.parent)
    return True


def _write_record(home: DataHome, edition_id: str, record: DeliveryRecord) -> None:
    with PendingFiles() as files:
        plan_record(files, home, edition_id, record)
        files.commit()


def removed_editions(home: DataHome) -> list[tuple[str, DeliveryRecord]]:
    """List the editions that once stood and do not stand, with what is recorded of them."""
    found = []
    for each in home.known_ids():
        if home.file_of(each).exists():
            continue
        with suppress(RecordUnreadableError):
            if record := read_record(home, each):
                found.append((each, record))
    return found
