"""The editions that a reader may open, by the days and notes that people know them by."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import streamlit as st

from milestones.editions.data_home import DataHome
from milestones.editions.edition import (
    Edition,
    EditionFacts,
    EditionNotFoundError,
    EditionUnreadableError,
)
from milestones.editions.release import editions_seen, is_press, visible_edition_id
from milestones.figures.labels import sentence_case
from milestones.i18n import Locale
from milestones.i18n.printable import printable
from pages.parts.page_context import PageContext

MAX_NOTE_CHARS = 60
"""Letters of a note that stand in the name of an edition."""


def seen_editions(context: PageContext) -> dict[str, EditionFacts]:
    """Give what the editions that may be seen say of themselves, the one received last first.

    Asked at each run: what was held back meanwhile is not among them any more.
    """
    home, found = DataHome.holding(context.edition), list[EditionFacts]()
    for edition_id in reversed(editions_seen(home, press=is_press())):
        file = home.file_of(edition_id)
        with suppress(EditionNotFoundError, EditionUnreadableError, OSError):
            found.append(_facts(file, file.stat().st_mtime_ns))
    found.sort(key=lambda edition: edition.received_on, reverse=True)
    return {edition.id: edition for edition in found}


@st.cache_resource(max_entries=1000, show_spinner=False)
def _facts(file: Path, changed: int) -> EditionFacts:
    """Read once what an edition says of itself; raises what opening it raises."""
    with Edition(file) as edition:
        return edition.facts


def edition_name(edition: EditionFacts, locale: Locale, *, current_id: str | None = None) -> str:
    """Name an edition by its day of receipt and its note; the current one is called so."""
    received = sentence_case(locale("received {day}", day=locale.date(edition.received_on)))
    parts = [
        received,
        locale("current edition") if edition.id == current_id else "",
        printable(edition.note, MAX_NOTE_CHARS),
    ]
    return " · ".join(part for part in parts if part)


def edition_names(context: PageContext, editions: Mapping[str, EditionFacts]) -> dict[str, str]:
    """Name editions; two of one day and note are told apart by their ids."""
    current_id = visible_edition_id(DataHome.holding(context.edition), press=is_press())
    names = {
        id: edition_name(each, context.locale, current_id=current_id)
        for id, each in editions.items()
    }
    called = list(names.values())
    return {id: name if called.count(name) == 1 else f"{name} · {id}" for id, name in names.items()}
