"""The dashboard: who is reading, which edition, which page, what was chosen.

`streamlit run app.py` imports this file once for the server and runs it for each reader.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.home import Home
from milestones.editions.release import embargo_of, is_press, shown
from milestones.export.pictures import warming
from milestones.words import Words
from milestones.words.printable import log_to_stderr
from pages import (
    briefing,
    fields,
    institution,
    institutions,
    methods,
    overview,
    pipeline,
    provinces,
    transfers,
)
from pages.parts import (
    address,
    descriptors,
    filters,
    remembered,
    serving,
    shell,
    streamlit_guards,
    turns,
    ways,
)
from pages.parts.caches import opened
from pages.parts.request_guard import RequestGuard
from pages.parts.security_headers import SecurityHeaders, frame_ancestors
from pages.parts.visit import Reader, Visit, arrive

log = logging.getLogger("milestones.app")
log_to_stderr()

SHOWN = {
    "overview": overview.show,
    "provinces": provinces.show,
    "institutions": institutions.show,
    "institution": institution.show,
    "pipeline": pipeline.show,
    "transfers": transfers.show,
    "fields": fields.show,
    "briefing": briefing.show,
    "methods": methods.show,
}
"""What each page shows, by its address; `ways` has the list that readers see."""


def current_edition(reader: Reader) -> tuple[Edition, datetime | None, str] | None:
    """Give the edition that this app may show now, until when it is under embargo, and what to
    say where it stands in for the current one.

    Without one, say what to do instead.
    """
    home = Home.default()
    edition_id, fault = shown(home, press=is_press())
    if edition_id is None:
        nothing = shell.broken_edition if fault else shell.no_edition
        shell.nothing(reader, nothing(reader.words))
        return None
    try:
        instead = shell.stand_in(reader.words, fault) if fault else ""
        return opened(home.path, edition_id), embargo_of(home, edition_id), instead
    except (EditionNotFoundError, EditionUnreadableError):
        log.exception("edition %s cannot be opened", edition_id)
        shell.nothing(reader, shell.broken_edition(reader.words))
        return None


def asked(words: Words, visit: Visit | None = None) -> st.Page:
    """Give the page that the address names; Streamlit's own list of pages never shows."""

    def page(name: str, show: Callable[[Visit], None]) -> st.Page:
        return ways.place(name, words, lambda: show(visit) if visit else None)

    return st.navigation([page(*each) for each in SHOWN.items()], position="hidden")


def receive() -> None:
    """Show one page to one reader."""
    reader = arrive()
    shell.speak(reader)
    found = current_edition(reader)
    if found is None:
        asked(reader.words).run()
        return
    edition, embargo, instead = found
    selection, dropped = address.read(edition)
    visit = Visit(reader, edition, selection)
    page = asked(visit.words, visit)
    page_name = page.url_path or ways.FIRST
    shell.masthead(reader, edition, embargo, ways.listed(visit, page_name), instead)
    shell.dropped(reader.words, dropped)
    if page_name not in ways.UNFILTERED:
        filters.bar(visit, of_one=page_name in ways.UNLISTED)
    page.run()
    shell.foot(visit)


@asynccontextmanager
async def opening(_: st.App) -> AsyncIterator[None]:
    """Prepare the largest script and the browser that draws pictures, both in the background.

    Streamlit is told that it finds no pages by itself, and Python's collector that what is loaded
    now stays: it would walk through all of it a few times a second under load.
    """
    PagesManager.uses_pages_directory = False
    descriptors.make_room()
    remembered.remember()
    gc.freeze()
    for prepare in (serving.warm_up, warming.warm):
        threading.Thread(target=prepare, daemon=True).start()
    tidying = asyncio.create_task(streamlit_guards.tidy_sessions())
    yield
    tidying.cancel()


if __name__ == "__main__":
    with turns.turn():
        receive()
else:
    streamlit_guards.install()
    frame_ancestors()
    app = st.App(
        __file__,
        lifespan=opening,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(RequestGuard),
            Middleware(serving.Serving),
        ],
    )
