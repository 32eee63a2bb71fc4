"""The table of institutions: search, status, worklist; a name opens the institution's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from milestones.figures.institutions.listing import (
    count_statuses,
    listing_table,
    matching_search,
    on_worklist,
    with_status,
)
from milestones.figures.labels import label, sentence_case
from milestones.i18n import Locale
from pages.parts import address, links, page_layout
from pages.parts.markup import div, show_html, show_text
from pages.parts.page_context import PageContext, result_of
from pages.parts.panel import error_boundary

MAX_LINKED_ROWS = 8
"""So few institutions are listed as links too."""
MIN_SCROLLING_ROWS, TABLE_HEIGHT_PX = 17, 620
"""From so many rows on, the table scrolls in so many pixels."""
OPENED_KEY = "opened_institution"
ALL_COLUMNS = (
    "name", "open", "coverage", "status", "days_ahead", "path", "due", "assessed",
    "open_at_deadline", "lapsed_open", "province", "kind", "note",
)  # fmt: skip
WORK_COLUMNS = (
    "name", "open", "coverage", "open_at_deadline", "lapsed_open", "due", "path",
    "status", "province", "note",
)  # fmt: skip


def show_institution_list(context: PageContext) -> None:
    """Show the institutions of the selection, all or the worklist."""
    with error_boundary("listing", context):
        _show_list(context)


def _show_list(context: PageContext) -> None:
    locale = context.locale
    table = _listing(f"{context.choice} {locale.lang}", context)
    statuses = _statuses(count_statuses(table), locale)
    views = {"": locale("All institutions"), "worklist": locale("Worklist")}
    unknown = address.unknown_values("status", statuses) + address.unknown_values("view", views)
    page_layout.show_dropped_values(locale, unknown)
    with st.container(key="listing_tools", horizontal=True, vertical_alignment="center"):
        is_work = address.single_choice("view", locale("View"), views) == "worklist"
        placeholder = locale("Name or code of an institution")
        search = address.search_box("search", locale("Search"), placeholder)
        status = address.single_choice("status", locale("Status"), statuses)
    rows = on_worklist(table) if is_work else table
    rows = matching_search(with_status(rows, status) if status else rows, search)
    show_text("p", _count_line(rows.num_rows, is_work, locale), class_="caption", role="status")
    if rows.num_rows:
        _grid(rows, WORK_COLUMNS if is_work else ALL_COLUMNS, context)
        _links(rows, context)


@st.cache_resource(max_entries=100, show_spinner=False)
def _listing(key: str, _context: PageContext) -> Any:
    return listing_table(result_of("institution_table", _context), _context.locale)


def _statuses(found: Mapping[str, int], locale: Locale) -> dict[str, str]:
    """Name the statuses that occur, each with its count; the first choice is every status."""
    named = {
        status: f"{sentence_case(label(status, locale))} {locale.exact(count)}"
        for status, count in found.items()
    }
    return {"": locale("All statuses"), **named}


def _count_line(count: int, is_work: bool, locale: Locale) -> str:
    if not count:
        return locale("No institution fits. Take a filter, the search or the status out.")
    listed = locale.n("{count} institution.", "{count} institutions.", count)
    order = locale("Those with most left to do stand first; click a header to sort.")
    opens = locale("Click a name to open its page.")
    apart = locale("What lapsed before it was assessed stands apart: it can no longer be done.")
    return locale.sentences(listed, order, opens, apart if is_work else "")


def _grid(rows: Any, columns: tuple[str, ...], context: PageContext) -> None:
    locale = context.locale
    shown = [name for name in columns if rows[name].null_count < rows.num_rows]
    st.dataframe(
        rows.select(shown),
        key="institutions_grid",
        height="content" if rows.num_rows < MIN_SCROLLING_ROWS else TABLE_HEIGHT_PX,
        hide_index=True,
        column_config=_columns(locale),
        placeholder="—",
        alt=locale("Institutions of the selection"),
        lazy=False,
    )
    clicked = st.session_state.get(OPENED_KEY)
    if clicked and clicked["row"] < rows.num_rows:
        chosen = rows["institution_id"][clicked["row"]].as_py()
        links.go_to_page("institution", context, institution=chosen)


def _links(rows: Any, context: PageContext) -> None:
    """List the pages of a few institutions as links, for keyboards and readers of screens."""
    if rows.num_rows > MAX_LINKED_ROWS:
        return
    found = rows.select(["institution_id", "name"]).to_pylist()
    shown = (
        links.page_link("institution", each["name"], context, institution=each["institution_id"])
        for each in found
    )
    show_html(div("onward", *shown))


def _columns(locale: Locale) -> dict[str, Any]:
    config = st.column_config
    counts = {
        "due": locale("Due"),
        "assessed": locale("Assessed"),
        "open": locale("Still open"),
        "open_at_deadline": locale("Open at the deadline"),
        "lapsed_open": locale("Lapsed before assessment"),
    }
    return {
        "name": config.ButtonColumn(
            locale("Institution"), type="tertiary", alignment="left", key=OPENED_KEY, width=215
        ),
        "province": config.TextColumn(locale("Province"), width=80),
        "kind": config.TextColumn(locale("Kind"), width=145),
        "status": config.TextColumn(sentence_case(locale("Status")), width=105),
        "days_ahead": config.NumberColumn(
            locale("Against plan (days)"),
            help=locale("Negative: behind plan, or finished late"),
            format="%+d",
            width=98,
        ),
        "path": config.LineChartColumn(locale("Coverage by month"), y_min=0, y_max=100, width=145),
        "coverage": config.NumberColumn(locale("Coverage"), format="%.1f%%", width=85),
        **{
            name: config.NumberColumn(title, format="localized", width=_column_width_px(title))
            for name, title in counts.items()
        },
        "note": config.TextColumn(locale("Note"), width=130),
    }


def _column_width_px(title: str) -> int:
    """Give a column of numbers the room that its header takes; a Chinese letter takes two."""
    letters = len(title) + sum(not letter.isascii() for letter in title)
    return max(78, 7 * letters + 18)
