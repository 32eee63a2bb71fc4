"""The editions of a home, one line each, and what is under embargo."""

from __future__ import annotations

from datetime import UTC, datetime

from milestones.console.faults import FAULTS
from milestones.console.terminal import out, say
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import DeliveryHistory, delivery_history_of
from milestones.editions.edition import EditionUnreadableError
from milestones.editions.release import BEIJING, ReleaseUnreadableError, release_of, until
from milestones.i18n import Locale


def show_editions(home: DataHome, words: Locale) -> None:
    """One line an edition, then the deliveries of the current one.

    They are listed where the pointer cannot be read as well: one of them leads out. Raises
    PointerUnreadableError then.
    """
    current = home.known_id()
    for edition_id in home.edition_ids():
        mark = "*" if edition_id == current else " "
        try:
            with home.edition(edition_id) as edition:
                told = (edition.as_of, edition.received_on, edition.note)
                parts = (mark, edition_id, *told, _released(home, edition_id, words))
                out(" ".join(map(str, parts)))
        except EditionUnreadableError as fault:
            unreadable = words("The edition cannot be read: {fault}.", fault=str(fault))
            out(f"{mark} {edition_id} {unreadable}")
    if home.current_id():
        with home.edition() as edition:
            _show_chain(delivery_history_of(edition), words)


def _released(home: DataHome, edition_id: str, words: Locale) -> str:
    """From when everybody may see an edition; nothing where it never was held back."""
    try:
        release = release_of(home, edition_id)
    except ReleaseUnreadableError as fault:
        return words(FAULTS[ReleaseUnreadableError], fault=str(fault))
    if release is None:
        return ""
    if release.at > datetime.now(UTC):
        return until(release.at, words)
    return words("Released {moment}", moment=f"{release.at.astimezone(BEIJING):%Y-%m-%d %H:%M}")


def warn_of_embargo(embargo: datetime | None, words: Locale) -> None:
    """Say on standard error until when what was shown or published is under embargo."""
    if embargo is not None:
        say(until(embargo, words))


def _show_chain(chain: DeliveryHistory, words: Locale) -> None:
    out(words("Deliveries of the current edition:"))
    for number, each in enumerate(chain, start=1):
        names = " ".join(one.name for one in each.filings)
        out(f"  {number} {each.received_on} {each.note} {names}")
