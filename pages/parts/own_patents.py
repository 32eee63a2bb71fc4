"""The patents of one institution: searched, filtered, one sheet at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from milestones.editions.institution import ROWS, STATES, ListPage, every_patent_of, patents_of
from milestones.editions.release import until
from milestones.export.bundle import stem
from milestones.export.lists import list_csv
from milestones.figures.labels import sentence_case
from milestones.i18n import Locale
from pages.parts import page_layout, page_params, sentence
from pages.parts.downloads import require_seen, save
from pages.parts.markup import element, grid, listed, show, text
from pages.parts.page_context import PageContext
from pages.parts.panel import error_boundary
from pages.parts.patent_rows import STATE_WORDS, cells, columns, exact


@dataclass(frozen=True)
class Finished:
    """A sheet ready to be shown: what it holds in words, its table, its number of how many."""

    said: str
    table: str
    number: int
    sheets: int


def patents(visit: PageContext) -> None:
    """Show a sheet of the institution's patents."""
    with st.container(key="own_patents"), error_boundary("patents", visit):
        _patents(visit)


def _patents(visit: PageContext) -> None:
    words = visit.words
    show(element("h2", text(words("Patents of this institution")), class_="question"))
    states = {state: sentence_case(words(STATE_WORDS[state])) for state in STATES}
    page_layout.dropped(words, page_params.unknown("state", states))
    with st.container(key="patent_tools", horizontal=True, vertical_alignment="center"):
        state = page_params.choice("state", words("Standing"), states)
        placeholder = words("Application number or title")
        search = page_params.search("patent", words("Search"), placeholder)
    asked = (search, state, page_params.sheet())
    ready = _finished(f"{asked} {visit.key}", asked, visit)
    show(ready.said)
    page_params.turn(ready.number, ready.sheets, words)
    if ready.table:
        show(ready.table)
        _take_along(search, state, visit)


@st.cache_resource(max_entries=400, show_spinner=False)
def _finished(key: str, _asked: tuple[str, str, int], _visit: PageContext) -> Finished:
    words, sheet = _visit.words, patents_of(_visit.edition, _visit.selection, *_asked)
    said = element("p", text(_said(sheet, words)), class_="caption", role="status")
    table = _table(sheet.rows, words) if sheet.rows else ""
    return Finished(said, table, sheet.number, sheet.sheets)


def _said(sheet: ListPage, words: Locale) -> str:
    if not sheet.rows:
        return words("No patent fits. Take the search or the filter out.")
    first = ROWS * (sheet.number - 1) + 1
    return words(
        "Patents {first} to {last} of {total}, in the order of their numbers.",
        first=words.exact(first),
        last=words.exact(first + len(sheet.rows) - 1),
        total=words.exact(sheet.total),
    )


def _take_along(search: str, state: str, visit: PageContext) -> None:
    """Offer all rows of the search, not only the sheet that shows."""
    name = stem("patents", visit.selection, visit.edition, "" if state == "all" else state)
    make = partial(_csv, search, state, visit)
    says = visit.words("Download all of them")
    save(says, f"{name}_{visit.reader.lang}.csv", make, "save_patents", visit.words)


def _csv(search: str, state: str, visit: PageContext) -> bytes:
    """Write the rows of a search with exact days and numbers, and above them what was asked."""
    words, edition, embargo = visit.words, visit.edition, require_seen(visit.edition)
    lines = (
        words("Patents of this institution"),
        sentence.whole(visit),
        sentence_case(words(STATE_WORDS[state])),
        words("Search: {text}", text=search) if search else "",
        words("Edition {id}.", id=edition.id),
        until(embargo, words) if embargo else "",
        page_layout.synthetic(words) if edition.synthetic else "",
    )
    found = every_patent_of(edition, visit.selection, search, state)
    rows = (exact(row, words) for row in found)
    return list_csv(filter(None, lines), list(columns(words)), rows)


def _table(rows: list[dict[str, Any]], words: Locale) -> str:
    lines = (list(cells(row, words)) for row in rows)
    title = words("Patents of this institution")
    heads = columns(words)
    return listed(grid(list(heads), lines, heads.values(), title), title)
