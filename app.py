"""The dashboard: who is reading, which edition, which page, what was chosen.

`streamlit run app.py` imports this file once for the server and runs it for each reader.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.home import Home
from milestones.words import Words
from pages import (
    fields,
    institution,
    institutions,
    methods,
    overview,
    pipeline,
    provinces,
    transfers,
)
from pages.parts import address, filters, serving, shell, ways
from pages.parts.caches import opened
from pages.parts.visit import Reader, Visit, arrive

log = logging.getLogger("milestones.app")

SHOWN = {
    "overview": overview.show,
    "provinces": provinces.show,
    "institutions": institutions.show,
    "institution": institution.show,
    "pipeline": pipeline.show,
    "transfers": transfers.show,
    "fields": fields.show,
    "methods": methods.show,
}
"""What each page shows, by its address; `ways` has the list that readers see."""


def current_edition(reader: Reader) -> Edition | None:
    """Give the edition that is current now; without one, say what to do instead."""
    home = Home.default()
    edition_id = home.current_id()
    if edition_id is None:
        shell.nothing(reader, shell.no_edition(reader.words))
        return None
    try:
        return opened(home.path, edition_id)
    except (EditionNotFoundError, EditionUnreadableError):
        log.exception("edition %s cannot be opened", edition_id)
        shell.nothing(reader, shell.broken_edition(reader.words, edition_id))
        return None


def asked(words: Words, visit: Visit | None = None) -> st.Page:
    """Give the page that the address names; Streamlit's own list of pages never shows."""

    def page(name: str, show: Callable[[Visit], None]) -> st.Page:
        return ways.place(name, words, lambda: show(visit) if visit else None)

    return st.navigation([page(*each) for each in SHOWN.items()], position="hidden")


def receive() -> None:
    """Show one page to one reader."""
    reader = arrive()
    shell.dress(reader)
    edition = current_edition(reader)
    if edition is None:
        asked(reader.words).run()
        return
    selection, dropped = address.read(edition)
    visit = Visit(reader, edition, selection)
    page = asked(visit.words, visit)
    shell.masthead(reader, edition)
    ways.listed(visit)
    shell.dropped(reader.words, dropped)
    if page.url_path not in ways.UNFILTERED:
        filters.bar(visit)
    page.run()
    shell.foot(visit)


@asynccontextmanager
async def opening(_: st.App) -> AsyncIterator[None]:
    """Prepare the largest script, and tell Streamlit that it finds no pages by itself."""
    PagesManager.uses_pages_directory = False
    threading.Thread(target=serving.warm_up, daemon=True).start()
    yield


if __name__ == "__main__":
    receive()
else:
    app = st.App(__file__, lifespan=opening, middleware=[Middleware(serving.Serving)])
