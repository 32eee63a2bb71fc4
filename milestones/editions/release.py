"""Who may see an edition, and from when: release times, kept beside the editions.

`releases/<id>` of a home holds the moment and the edition that was current before. An edition
without such a file is everybody's. `may_see` is the one place where the question is answered.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from milestones.editions.deliveries import Chain, hashes_in, readable_chain
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.home import Home
from milestones.words import Words

PRESS = "MILESTONES_PRESS"
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time all year; without a named zone no machine needs a list of zones."""


class MomentUnreadableError(ValueError):
    """The text is no day and time of day."""


class ReleaseUnreadableError(ValueError):
    """What stands beside an edition is no release time: nobody may see the edition."""


@dataclass(frozen=True)
class Release:
    """The moment from which everybody may see an edition, and what they see until then."""

    at: datetime
    before: str | None


def is_press() -> bool:
    """Whether this process was started for those who may see editions under embargo."""
    return os.environ.get(PRESS) == "1"


def may_see(home: Home, edition_id: str, *, press: bool, now: datetime) -> bool:
    """Say whether a reader may see an edition: when it is released, the press before that.

    Where the release time cannot be read, nobody may.
    """
    try:
        release = release_of(home, edition_id)
    except ReleaseUnreadableError:
        return False
    return release is None or press or release.at <= now


def shown_id(home: Home, *, press: bool, now: datetime | None = None) -> str | None:
    """Give the edition to show: the current one, else the newest before it that may be seen."""
    now, seen = now or datetime.now(UTC), set[str]()
    wanted = home.current_id()
    while wanted and wanted not in seen:
        if may_see(home, wanted, press=press, now=now):
            return wanted
        seen.add(wanted)
        wanted = _before(home, wanted)
    return None


def embargo_of(home: Home, edition_id: str, now: datetime | None = None) -> datetime | None:
    """Give the moment until which an edition is under embargo; None where it is not.

    Raises ReleaseUnreadableError.
    """
    release = release_of(home, edition_id)
    return release.at if release and release.at > (now or datetime.now(UTC)) else None


def may_compare(edition: Edition, earlier_id: str) -> bool:
    """Whether all who may ever see an edition may see the earlier one as well by then."""
    home = Home.holding(edition)
    try:
        own = release_of(home, edition.id)
    except ReleaseUnreadableError:
        return False
    first_seen = own.at if own else datetime.min.replace(tzinfo=UTC)
    return may_see(home, earlier_id, press=False, now=first_seen)


def release_of(home: Home, edition_id: str) -> Release | None:
    """Give what is kept of an edition's release; raises ReleaseUnreadableError."""
    try:
        at, _, before = home.release_file(edition_id).read_text(encoding="ascii").partition("\n")
        return Release(moment_of(at), before.strip() or None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ReleaseUnreadableError(edition_id) from error


def keep(home: Home, edition_id: str, at: datetime) -> None:
    """Give an edition that stands a release time, in one step for whoever looks."""
    current = home.current_id()
    before = current if current != edition_id else _before(home, edition_id)
    file = home.release_file(edition_id)
    file.parent.mkdir(exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    moment = at.astimezone(BEIJING).isoformat()
    beside.write_text(f"{moment}\n{before or ''}\n", encoding="ascii")
    beside.replace(file)


def inherited(home: Home, chain: Chain, now: datetime | None = None) -> datetime | None:
    """Give the latest embargo on filings of a chain that the public edition does not hold."""
    seen = readable_chain(home, shown_id(home, press=False, now=now))
    new = hashes_in(chain) - hashes_in(seen)
    held = [
        until
        for edition_id in home.edition_ids()
        if (until := embargo_of(home, edition_id, now))
        and new & hashes_in(readable_chain(home, edition_id))
    ]
    return max(held, default=None)


def moment_of(text: str) -> datetime:
    """Read a moment in ISO 8601, Beijing time unless it names an offset.

    Raises MomentUnreadableError.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(BEIJING)
    except (ValueError, OverflowError) as error:
        raise MomentUnreadableError(text) from error


def until(moment: datetime, words: Words) -> str:
    """Say how long an edition is under embargo; a moment without offset is Beijing time."""
    here = moment.astimezone(BEIJING) if moment.tzinfo else moment
    return words(
        "Embargoed until {day}, {time} Beijing time",
        day=words.date(here.date()),
        time=f"{here:%H:%M}",
    )


def _before(home: Home, edition_id: str) -> str | None:
    """What was current before an edition, if it stands: by its release, else its deliveries."""
    try:
        if release := release_of(home, edition_id):
            before = release.before
        else:
            with home.edition(edition_id) as edition:
                before = edition.previous
        return before if before and home.file_of(before).is_file() else None
    except (ReleaseUnreadableError, EditionNotFoundError, EditionUnreadableError):
        return None
