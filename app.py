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

import streamlit as st

from milestones.editions.data_home import DataHome
from milestones.editions.release import is_press, visible_edition
from milestones.export.pictures import picture
from milestones.i18n import Locale
from milestones.intake.desks import shared_desks
from milestones.logs import log_to_stderr
from milestones.paths import product_version
from pages import (
    briefing,
    compare,
    fields,
    institution,
    institutions,
    intake,
    methods,
    overview,
    pipeline,
    provinces,
    quality,
    revisions,
    transfers,
)
from pages.parts import address, figure_parts, filters, links, page_layout, template_files
from pages.parts.first_view import first_view
from pages.parts.markup import show_html
from pages.parts.page_context import (
    PageContext,
    detect_reader,
)
from pages.parts.streamlit_compat import capacity, hooks, request_guard, responses, session_guards

log = logging.getLogger("milestones.app")
log_to_stderr("INFO")

SHOWN = {
    "overview": overview.show,
    "provinces": provinces.show,
    "institutions": institutions.show,
    "institution": institution.show,
    "pipeline": pipeline.show,
    "transfers": transfers.show,
    "fields": fields.show,
    "quality": quality.show,
    "revisions": revisions.show,
    "compare": compare.show,
    "briefing": briefing.show,
    "methods": methods.show,
    "intake": intake.show,
}
"""What each page shows, by its address; `links` has the lists that readers see."""


def build_navigation(locale: Locale, context: PageContext | None = None) -> st.Page:
    """Give the page that the address names; Streamlit's own list of pages never shows."""

    def page(name: str, show: Callable[[PageContext], None]) -> st.Page:
        return links.streamlit_page(name, locale, lambda: show(context) if context else None)

    shown = [page(name, SHOWN[name]) for name in links.open_pages()]
    return st.navigation(shown, position="hidden")


def render_page() -> None:
    """Show one page to one reader."""
    reader = detect_reader()
    page_layout.set_document_language(reader)
    if not hooks.is_installed("framed page"):
        responses.draw_charts()
    shown = page_layout.find_edition(reader.locale)
    if isinstance(shown, str):
        page_layout.show_in_place_of_page(reader, shown)
        page = build_navigation(reader.locale)
        if page.url_path in links.STEWARD_PAGES:
            intake.show_desk(reader)
        page.run()
        return
    selection, dropped = address.read_selection(shown.edition)
    context = PageContext(reader, shown.edition, selection, address.named_edition() is not None)
    page = build_navigation(context.locale, context)
    page_name = page.url_path or links.START_PAGE
    show_html(page_layout.masthead(reader, shown, links.page_links(context, page_name)))
    page_layout.show_dropped_values(reader.locale, dropped)
    if page_name not in links.UNFILTERED_PAGES:
        filters.filter_bar(context, of_one=page_name == links.INSTITUTION_PAGE)
    page.run()
    page_layout.page_foot(context)


def log_start() -> None:
    """Say what is served: the version, the home, and the edition that readers see."""
    home = DataHome.default()
    edition_id, fault = visible_edition(home, press=is_press())
    log.info("version %s serves edition %s of %s", product_version(), edition_id, home.path)
    if fault:
        log.warning("the current edition cannot be shown: %s", fault)


@asynccontextmanager
async def opening(_: st.App) -> AsyncIterator[None]:
    """Prepare the largest script and the browser that draws pictures, and say what is served.

    All of it goes on in the background.

    Python's collector is told that what is loaded now stays: under load it would walk through all
    of it a few times a second, 3 % of the processor's time.
    """
    capacity.raise_descriptor_limit()
    gc.freeze()
    for prepare in (log_start, responses.compress_plotly, picture.warm_up_browser):
        threading.Thread(target=prepare, daemon=True).start()
    tidying = asyncio.create_task(session_guards.tidy_sessions())
    yield
    tidying.cancel()
    shared_desks.close()


if __name__ == "__main__":
    with capacity.run_in_turn():
        render_page()
else:
    hooks.install_hooks()
    responses.frame_ancestors()
    request_guard.raise_file_limit()
    routes = [*template_files.template_routes(), *figure_parts.figure_routes()]
    app = st.App(__file__, lifespan=opening, routes=routes, middleware=hooks.middleware(first_view))
