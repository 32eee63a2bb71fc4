"""What has changed since a reopened pack was made, as a table."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from milestones.editions.data_home import DataHome
from milestones.editions.release import is_press
from milestones.export.pack import Pack
from milestones.export.pack.changes import Change, changes, is_from_elsewhen
from milestones.export.pack.lines import more_line, since
from milestones.i18n import Locale
from pages.parts import briefing_state
from pages.parts.markup import element, grid, listed, show, text
from pages.parts.page_context import PageContext
from pages.parts.panel import error_boundary


def changed(visit: PageContext) -> None:
    """Show the table where the pack was made last on another edition."""
    pack = briefing_state.draft().pack
    if pack.entries and is_from_elsewhen(pack, visit.edition):
        with st.container(key="briefing_changes"), error_boundary("changes", visit):
            noted = [each.stamp.to_json() for each in pack.noted]
            key = f"{visit.edition.id} {visit.reader.lang} {pack.entries} {noted}"
            show(_markup(key, pack, visit))


@st.cache_resource(max_entries=50, show_spinner=False)
def _markup(key: str, _pack: Pack, _visit: PageContext) -> str:
    words = _visit.words
    title = words("What has changed since the pack was made last")
    head = [words("Figure"), words("What"), words("Then"), words("Now")]
    home, lang = DataHome.holding(_visit.edition), _visit.reader.lang
    found = changes(_pack, _visit.edition, home, lang, press=is_press())
    rows = [row for each in found for row in _rows(each, words)]
    table = grid(head, rows, [False] * len(head), title)
    return element("h2", text(title), class_="question") + listed(table, title)


def _rows(change: Change, words: Locale) -> Iterator[list[str]]:
    named = words("{number}. {title}", number=change.number, title=change.title)
    is_told = change.caption_before not in ("", change.caption)
    then = _quoted(change.caption_before) if is_told else ""
    yield [named, since(change, words), then, _quoted(change.caption) if is_told else ""]
    for row in change.rows:
        yield ["", row.cell, row.before, row.after]
    if more := more_line(change, words):
        yield ["", more, "", ""]


def _quoted(caption: str) -> str:
    """Quote a text that a file may have brought, so that it is never taken for an address."""
    return f"“{caption}”"
