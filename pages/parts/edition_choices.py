"""The editions that a reader may open, by the days and notes that people know them by."""

from __future__ import annotations

from contextlib import suppress

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.release import editions_to_open, is_press, visible_edition_id
from milestones.i18n import Locale
from milestones.i18n.printable import printable
from pages.parts.page_context import PageContext, opened_edition

MAX_NOTE_CHARS = 60
"""Letters of a note that stand in the name of an edition."""


def open_editions(context: PageContext) -> dict[str, Edition]:
    """Give the editions that may be opened by their ids, the one received last first.

    Asked at each run: what was held back meanwhile is not among them any more.
    """
    home, found = DataHome.holding(context.edition), list[Edition]()
    for edition_id in reversed(editions_to_open(home, press=is_press())):
        with suppress(EditionNotFoundError, EditionUnreadableError):
            found.append(opened_edition(home.path, edition_id))
    found.sort(key=lambda edition: edition.received_on, reverse=True)
    return {edition.id: edition for edition in found}


def edition_name(edition: Edition, locale: Locale, *, current_id: str | None = None) -> str:
    """Name an edition by its day of receipt and its note; the current one is called so."""
    received = locale("received {day}", day=locale.date(edition.received_on))
    parts = [
        received,
        printable(edition.note, MAX_NOTE_CHARS),
        locale("current edition") if edition.id == current_id else "",
    ]
    return " · ".join(part for part in parts if part)


def edition_names(context: PageContext, editions: dict[str, Edition]) -> dict[str, str]:
    """Name editions; two of one day and note are told apart by their ids."""
    current_id = visible_edition_id(DataHome.holding(context.edition), press=is_press())
    names = {
        id: edition_name(each, context.locale, current_id=current_id)
        for id, each in editions.items()
    }
    called = list(names.values())
    return {id: name if called.count(name) == 1 else f"{name} · {id}" for id, name in names.items()}
