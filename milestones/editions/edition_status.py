"""What must be said of an edition wherever it is shown: held back until when, current or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.release import embargo_of, embargo_sentence, visible_edition_id
from milestones.i18n import Locale


@dataclass(frozen=True)
class EditionStatus:
    """`embargo`: until when an edition is held back; `current`: the day of receipt of the edition
    that is the current one, where this is another."""

    embargo: datetime | None = None
    current: date | None = None

    def sentences(self, received_on: date, locale: Locale) -> Iterator[str]:
        """Yield what a copy of an edition received on this day must say."""
        if self.current is not None:
            yield not_current_sentence(received_on, self.current, locale)
        if self.embargo is not None:
            yield embargo_sentence(self.embargo, locale)


NO_REMARKS = EditionStatus()
"""That of the current edition, once it is everybody's."""


def status_of(edition: Edition) -> EditionStatus:
    """Give what a copy of an edition must say, for whoever may come to see the copy.

    That it is not the current one is said by the edition that is everybody's, as a copy of an
    older edition must tell nothing of one under embargo. Raises ReleaseUnreadableError.
    """
    home = DataHome.holding(edition)
    embargo = embargo_of(home, edition.id)
    if embargo is not None or edition.id == home.known_id():
        return EditionStatus(embargo)
    public = visible_edition_id(home, press=False)
    if public is None or public == edition.id:
        return EditionStatus()
    with home.edition(public) as current:
        return EditionStatus(None, current.received_on)


def not_current_sentence(received_on: date, current: date, locale: Locale) -> str:
    """Say that an edition is not the current one; one set aside may be the newer of the two."""
    days = {"day": locale.date(received_on), "current": locale.date(current)}
    if received_on < current:
        return locale("An older edition, received on {day}; the current one: {current}", **days)
    return locale("An edition set aside, received on {day}; the current one: {current}", **days)
