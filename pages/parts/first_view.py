"""What a reader sees before Streamlit has started: the answer, written into the page's first bytes.

The overview's words, verdicts and first figures stand in the page itself, and `charts.js` draws
them at once. When the first run has shown the same, it takes their place, drawn charts included.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import streamlit as st

from milestones.figures.registry import figures_on_page
from milestones.i18n import Lang
from pages.parts import address, links, page_layout
from pages.parts.markup import div, element, text_element
from pages.parts.page_context import PageContext, Reader
from pages.parts.panel import figure_markup, verdicts_markup

log = logging.getLogger("milestones.pages")
SECTION = "first_screen"


def first_view(path: str, query: Mapping[str, list[str]], lang: Lang) -> str:
    """Write the first view of a page as markup; nothing for pages that have none.

    What fails here fails again in the run, which tells the reader.
    """
    if path.strip("/") != str(st.get_option("server.baseUrlPath") or "").strip("/"):
        return ""
    try:
        with address.of_request(query):
            return _overview(Reader(lang, "light"))
    except Exception:
        log.exception("the first view cannot be written")
        return ""


def _overview(reader: Reader) -> str:
    shown = page_layout.find_edition(reader.locale)
    if isinstance(shown, str):
        return ""
    selection, dropped = address.read_selection(shown.edition)
    if dropped:
        return ""
    is_named = address.named_edition() is not None
    context = PageContext(reader, shown.edition, selection, is_named)
    panels = (
        div(f"st-key-panel_{figure_id} panel", figure_markup(figure_id, context))
        for figure_id in figures_on_page(links.START_PAGE, SECTION)
    )
    parts = (
        div("", page_layout.masthead(reader, shown, links.page_links(context, links.START_PAGE))),
        div("filters-come", ""),
        text_element("p", context.selection_text, class_="chosen"),
        verdicts_markup(context),
        div(f"st-key-{SECTION}", *panels),
    )
    font = str(st.get_option("theme.font"))
    return element(
        "main", "".join(parts), id="first-view", class_="first-view", style=f"font-family:{font}"
    )
