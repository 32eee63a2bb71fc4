"""Ways on from the revisions: institutions corrected, editions before, the log for stewards."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from milestones import register
from milestones.access import may_do
from milestones.console.publication_log import log_lines
from milestones.editions.data_home import DataHome
from milestones.editions.publication_log import LogLine, read_log
from milestones.export.files import file_stem
from milestones.export.tabular import TableValue
from milestones.figures.tables import localized_names
from milestones.filings.kinds import column_label, kind_by_key
from milestones.i18n import Locale
from pages.parts import links
from pages.parts.downloads import list_file, save_button
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
        if markup := _institutions_markup(links.links_key(context), context):
            show_html(markup)
            name = file_stem("corrected_cells", context.selection, context.edition)
            make, label = partial(_cells_csv, context), context.locale("Download every cell")
            name = f"{name}_{context.reader.lang}.csv"
            save_button(label, name, make, "save_corrected_cells", context.locale)


def _cells_csv(context: PageContext) -> bytes:
    """Write every cell that was corrected, where it stands, and above them what was asked."""
    locale = context.locale
    lines = (locale("Corrected cells"), context.selection_text)
    heads = [
        locale("Received"),
        locale("Note, the reason given"),
        locale("Province"),
        locale("Institution code"),
        locale("Institution"),
        locale("Kind of filing"),
        locale("File"),
        locale("Row"),
        locale("Column"),
        locale("Application number"),
        locale("Before"),
        locale("After"),
    ]
    found = register.every_correction(context.edition, context.selection)
    return list_file(lines, heads, (_cell_values(row, locale) for row in found), context)


def _cell_values(row: dict[str, Any], locale: Locale) -> list[TableValue]:
    """Give the cells of a row in the order of the columns, unknown as None."""
    province, name = row["province"], row["name"]
    return [
        row["received_on"],
        row["note"],
        locale.province(province) if province else None,
        row["institution_id"],
        register.own_name(name, row["name_en"], locale) if name else None,
        locale(kind_by_key(row["kind"]).title),
        row["file"],
        row["row_no"],
        column_label(row["kind"], row["field"], locale.lang),
        row["application_no"],
        row["value_before"],
        row["value"],
    ]


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
        links.page_link(
            "institution",
            locale("{name} ({count})", name=name, count=locale.count(count)),
            _context,
            institution=institution,
        )
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
