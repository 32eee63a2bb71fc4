"""Who may see an edition, and from when: release times, kept beside the editions.

`releases/<id>` of a home holds the moment and the edition that was current before. An edition
without such a file is everybody's, unless its manifest says that it had one: a file that was lost
or damaged opens nothing. `may_see` is the one place where the question is answered.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from milestones.calendar import BEIJING
from milestones.editions.data_home import EDITION_ID, DataHome, PointerUnreadableError
from milestones.editions.deliveries import DeliveryHistory, hashes_in, readable_history
from milestones.editions.edition import (
    Edition,
    EditionNotFoundError,
    EditionUnreadableError,
    ManifestUnreadableError,
    read_manifest,
    require_whole_once,
)
from milestones.editions.storage import PendingFiles, seal, unseal
from milestones.i18n import Locale

PRESS_VARIABLE = "MILESTONES_PRESS"


class MomentUnreadableError(ValueError):
    """The text is no day and time of day."""


class ReleaseUnreadableError(ValueError):
    """An edition's release time is damaged or lost: nobody may see the edition."""


Fault = (
    PointerUnreadableError | EditionNotFoundError | EditionUnreadableError | ReleaseUnreadableError
)
"""Why an app shows another edition than the current one."""
HISTORY_ERRORS = (
    ReleaseUnreadableError,
    ManifestUnreadableError,
    EditionNotFoundError,
    EditionUnreadableError,
)


@dataclass(frozen=True)
class Release:
    """The moment from which everybody may see an edition, and what they see until then."""

    at: datetime
    before: str | None


def is_press() -> bool:
    """Tell whether this process was started for those who may see editions under embargo."""
    return os.environ.get(PRESS_VARIABLE) == "1"


def may_see(home: DataHome, edition_id: str, *, press: bool, now: datetime) -> bool:
    """Say whether a reader may see an edition: when it is released, the press before that.

    Where the release time cannot be read, nobody may.
    """
    try:
        return _is_open(release_of(home, edition_id), press=press, now=now)
    except ReleaseUnreadableError:
        return False


def may_open(home: DataHome, edition_id: str, *, press: bool, now: datetime | None = None) -> bool:
    """Say whether a reader may open an edition by its name: seen, whole, and in this home.

    One under embargo and one that there is not are answered alike.
    """
    is_name = EDITION_ID.fullmatch(edition_id) is not None
    if not is_name or not may_see(home, edition_id, press=press, now=now or datetime.now(UTC)):
        return False
    try:
        require_whole_once(home.file_of(edition_id))
    except (EditionNotFoundError, EditionUnreadableError):
        return False
    return True


def editions_seen(home: DataHome, *, press: bool) -> list[str]:
    """List the ids of the editions that a reader may see, the oldest file first.

    Whether one is whole is asked when it is opened, as that takes reading all of it.
    """
    now = datetime.now(UTC)
    return [each for each in home.edition_ids() if may_see(home, each, press=press, now=now)]


def _is_open(release: Release | None, *, press: bool, now: datetime) -> bool:
    return release is None or press or release.at <= now


def visible_edition_id(home: DataHome, *, press: bool, now: datetime | None = None) -> str | None:
    """Give the edition to show: the current one, else the newest before it that may be seen."""
    return visible_edition(home, press=press, now=now)[0]


def visible_edition(
    home: DataHome, *, press: bool, now: datetime | None = None
) -> tuple[str | None, Fault | None]:
    """Give the edition to show, and the fault for which it is not the current one.

    Where the pointer or the edition that could be seen is damaged, and so is what came before,
    it is the newest whole edition that may be seen. Where a release time is damaged, it is only
    what is known to have come before.
    """
    now, seen = now or datetime.now(UTC), set[str]()
    fault: Fault | None = None
    try:
        wanted = home.current_id()
    except PointerUnreadableError as error:
        wanted, fault = None, error
    while wanted and wanted not in seen:
        try:
            if _is_open(release_of(home, wanted), press=press, now=now):
                require_whole_once(home.file_of(wanted))
                return wanted, fault
        except (ReleaseUnreadableError, EditionNotFoundError, EditionUnreadableError) as error:
            fault = fault or error
        seen.add(wanted)
        wanted = edition_before(home, wanted)
    if fault is None or isinstance(fault, ReleaseUnreadableError):
        return None, fault
    return _newest(home, press=press, now=now), fault


def _newest(home: DataHome, *, press: bool, now: datetime) -> str | None:
    """Give the whole edition of the last day of receipt that may be seen."""
    days = {}
    for edition_id in home.edition_ids():
        with suppress(EditionNotFoundError, EditionUnreadableError):
            if may_see(home, edition_id, press=press, now=now):
                with home.edition(edition_id) as edition:
                    days[edition_id] = edition.received_on
    return max(reversed(days), key=lambda each: days[each], default=None)


def embargo_of(home: DataHome, edition_id: str, now: datetime | None = None) -> datetime | None:
    """Give the moment until which an edition is under embargo; None where it is not.

    Raises ReleaseUnreadableError.
    """
    release = release_of(home, edition_id)
    return release.at if release and release.at > (now or datetime.now(UTC)) else None


def may_compare(edition: Edition, earlier_id: str) -> bool:
    """Tell whether all who may ever see an edition may see the earlier one as well by then."""
    home = DataHome.holding(edition)
    try:
        own = release_of(home, edition.id)
    except ReleaseUnreadableError:
        return False
    first_seen = own.at if own else datetime.min.replace(tzinfo=UTC)
    return may_see(home, earlier_id, press=False, now=first_seen)


def release_of(home: DataHome, edition_id: str) -> Release | None:
    """Give what is kept of an edition's release; raises ReleaseUnreadableError."""
    try:
        return _read(home.release_file(edition_id).read_bytes())
    except FileNotFoundError:
        if _was_held(home, edition_id):
            raise ReleaseUnreadableError(edition_id) from None
        return None
    except (OSError, ValueError) as error:
        raise ReleaseUnreadableError(edition_id) from error


def _read(content: bytes) -> Release:
    """Read the release in a file; those of early versions are two lines without a hash."""
    is_early = content.count(b"\n") == 2 and content.endswith(b"\n")
    text = content.decode("ascii") if is_early else unseal(content)
    at, _, before = text.partition("\n")
    return Release(parse_moment(at), before.strip() or None)


def _was_held(home: DataHome, edition_id: str) -> bool:
    """Tell whether an edition ever had a release time; with a damaged or lost manifest it may."""
    try:
        manifest = read_manifest(home.file_of(edition_id))
    except ManifestUnreadableError:
        return True
    return _has_lost_manifest(home, edition_id) if manifest is None else manifest.is_held


def _has_lost_manifest(home: DataHome, edition_id: str) -> bool:
    """Tell whether an edition without a manifest came with one, as far as its file can tell.

    A file that is no edition tells nothing: nobody can open it, and it stops no publication.
    """
    try:
        with Edition(home.file_of(edition_id)) as edition:
            return edition.facts.sealed
    except (EditionNotFoundError, EditionUnreadableError):
        return False


def set_release(home: DataHome, edition_id: str, at: datetime) -> None:
    """Give an edition that stands a release time, in one step for whoever looks."""
    with PendingFiles() as files:
        plan_release(files, home, edition_id, at)
        files.commit()


def plan_release(files: PendingFiles, home: DataHome, edition_id: str, at: datetime) -> None:
    """Hold the file ready that gives an edition a release time."""
    current = home.known_id()
    before = current if current != edition_id else edition_before(home, edition_id)
    moment = at.astimezone(BEIJING).isoformat()
    files.write(home.release_file(edition_id), seal(f"{moment}\n{before or ''}\n"))


def inherited_embargo(home: DataHome, chain: DeliveryHistory) -> datetime | None:
    """Give the latest embargo on filings of a chain that the public edition does not hold.

    Raises ReleaseUnreadableError where the embargo on one of them was lost.
    """
    seen = readable_history(home, visible_edition_id(home, press=False))
    new = hashes_in(chain) - hashes_in(seen)
    held = [
        until
        for edition_id in home.known_ids()
        if _may_hold(home, edition_id, new) and (until := embargo_of(home, edition_id))
    ]
    return max(held, default=None)


def _may_hold(home: DataHome, edition_id: str, filings: set[str]) -> bool:
    """Tell whether an edition holds one of these filings; a damaged one may."""
    chain = readable_history(home, edition_id)
    return bool(filings & hashes_in(chain) if chain else filings)


def parse_moment(text: str) -> datetime:
    """Read a moment in ISO 8601, Beijing time unless it names an offset.

    Raises MomentUnreadableError.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(BEIJING)
    except (ValueError, OverflowError) as error:
        raise MomentUnreadableError(text) from error


def embargo_sentence(moment: datetime, locale: Locale) -> str:
    """Say how long an edition is under embargo; a moment without offset is Beijing time."""
    here = moment.astimezone(BEIJING) if moment.tzinfo else moment
    return locale(
        "Embargoed until {day}, {time} Beijing time",
        day=locale.date(here.date()),
        time=f"{here:%H:%M}",
    )


def edition_before(
    home: DataHome, edition_id: str, seen: frozenset[str] = frozenset()
) -> str | None:
    """Give what was current before an edition and stands, as far as one of its files can tell.

    What does not stand any more tells what was current before it.
    """
    for told in (_before_by_release, _before_by_manifest, _before_by_deliveries):
        with suppress(*HISTORY_ERRORS):
            before = told(home, edition_id)
            if before and home.file_of(before).is_file():
                return before
            if before and before not in seen:
                return edition_before(home, before, seen | {before})
    return None


def _before_by_release(home: DataHome, edition_id: str) -> str | None:
    release = release_of(home, edition_id)
    return release.before if release else None


def _before_by_manifest(home: DataHome, edition_id: str) -> str | None:
    manifest = read_manifest(home.file_of(edition_id))
    return manifest.before if manifest else None


def _before_by_deliveries(home: DataHome, edition_id: str) -> str | None:
    with home.edition(edition_id) as edition:
        return edition.previous
