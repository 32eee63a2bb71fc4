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

from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.home import Home
from pages import overview
from pages.parts import address, filters, serving, shell
from pages.parts.caches import opened
from pages.parts.visit import Reader, Visit, arrive

log = logging.getLogger("milestones.app")


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


def page(reader: Reader, show: Callable[[], None]) -> st.Page:
    """Name the one page there is; Streamlit's own list of pages never shows."""
    title = reader.words(overview.TITLE)
    only = st.Page(show, title=title, url_path="overview", default=True)
    return st.navigation([only], position="hidden")


def receive() -> None:
    """Show one page to one reader."""
    reader = arrive()
    shell.dress(reader)
    edition = current_edition(reader)
    if edition is None:
        page(reader, lambda: None).run()
        return
    selection, dropped = address.read(edition)
    visit = Visit(reader, edition, selection)
    shown = page(reader, lambda: overview.show(visit))
    shell.masthead(reader, edition)
    shell.dropped(reader.words, dropped)
    filters.bar(visit)
    shown.run()
    shell.foot(visit)


@asynccontextmanager
async def opening(_: st.App) -> AsyncIterator[None]:
    """Prepare the largest script while the first reader is still on the way."""
    threading.Thread(target=serving.warm_up, daemon=True).start()
    yield


if __name__ == "__main__":
    receive()
else:
    app = st.App(__file__, lifespan=opening, middleware=[Middleware(serving.Serving)])
