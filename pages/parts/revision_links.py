"""Ways on from the revisions: institutions corrected, editions before, the log for stewards."""

from __future__ import annotations

import streamlit as st

from milestones.access import may_do
from milestones.console.publication_log import log_lines
from milestones.editions.data_home import DataHome
from milestones.editions.publication_log import LogLine, read_log
from milestones.figures.tables import localized_names
from milestones.i18n import Locale
from pages.parts import links
from pages.parts.edition_choices import edition_names, seen_editions
from pages.parts.markup import details, element, escape_html, show_html, text_element
from pages.parts.page_context import PageContext, result_of
from pages.parts.panel import error_boundary

MAX_INSTITUTIONS_LINKED = 24
"""Institutions that are led to, those with most cells corrected by the newest delivery."""
MAX_LOG_LINES = 200
"""Lines of the log that are shown, the newest."""


def show_corrected_institutions(context: PageContext) -> None:
    """Lead to the institutions that the newest delivery corrected most, cell by cell there."""
    with st.container(key="panel_corrected"), error_boundary("corrected", context):
        says = "lang" in st.query_params
        if markup := _institutions_markup(f"{context.key} {says}", context):
            show_html(markup)


@st.cache_resource(max_entries=100, show_spinner=False)
def _institutions_markup(key: str, _context: PageContext) -> str:
    locale, frame = _context.locale, result_of("corrections", _context).frame
    newest = frame[frame["is_newest"] & frame["institution_id"].notna()]
    if newest.empty:
        return ""
    names = localized_names(newest, "name", locale)
    cells = newest.groupby([newest["institution_id"], names])["cells"].sum()
    most = cells.sort_values(ascending=False).head(MAX_INSTITUTIONS_LINKED).reset_index()
    ways = (
        links.page_link("institution", f"{name} {count}", _context, institution=institution)
        for institution, name, count in most.itertuples(index=False)
    )
    title = locale("Institutions that the newest delivery corrected most, with each cell")
    heading = text_element("h2", title, class_="question")
    return heading + links.link_list("onward", title, ways)


def show_earlier_editions(context: PageContext) -> None:
    """Lead to the revisions of every other edition, and to what differs between two."""
    with st.container(key="panel_editions"), error_boundary("editions", context):
        locale, editions = context.locale, seen_editions(context)
        names = edition_names(context, editions)
        title = locale("Revisions by the deliveries before, and other editions")
        ways = (
            links.edition_link(name, edition_id)
            for edition_id, name in names.items()
            if edition_id != context.edition.id
        )
        compare = links.page_link("compare", locale("Compare two editions"), context)
        heading = text_element("h2", title, class_="question")
        show_html(heading + element("p", compare) + links.link_list("onward", title, ways))


def show_publication_log(context: PageContext) -> None:
    """Show stewards who made which edition current, when, and from which files."""
    if not may_do("publish"):
        return
    with st.container(key="panel_log"), error_boundary("log", context):
        locale, lines = context.locale, read_log(DataHome.holding(context.edition))
        items = "".join(_log_item(each, locale) for each in lines[: -MAX_LOG_LINES - 1 : -1])
        show_html(details(locale("Log of publications"), element("ul", items), "months"))


def _log_item(line: LogLine, locale: Locale) -> str:
    return element("li", "<br>".join(map(escape_html, log_lines(line, locale))))
