"""The patents of one institution: searched, filtered, one sheet at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from milestones.editions.institution import ROWS, STATES, Sheet, every_patent_of, patents_of
from milestones.editions.release import until
from milestones.export.bundle import stem
from milestones.export.lists import list_csv
from milestones.figures.labels import sentence_case
from milestones.words import Words
from pages.parts import kept, sentence, shell
from pages.parts.downloads import require_seen, save
from pages.parts.markup import element, grid, listed, show, text
from pages.parts.panel import spared
from pages.parts.patent_rows import STATE_WORDS, cells, columns, exact
from pages.parts.visit import Visit


@dataclass(frozen=True)
class Finished:
    """A sheet ready to be shown: what it holds in words, its table, its number of how many."""

    said: str
    table: str
    number: int
    sheets: int


def patents(visit: Visit) -> None:
    """Show a sheet of the institution's patents."""
    with st.container(key="own_patents"), spared("patents", visit):
        _patents(visit)


def _patents(visit: Visit) -> None:
    words = visit.words
    show(element("h2", text(words("Patents of this institution")), class_="question"))
    states = {state: sentence_case(words(STATE_WORDS[state])) for state in STATES}
    shell.dropped(words, kept.unknown("state", states))
    with st.container(key="patent_tools", horizontal=True, vertical_alignment="center"):
        state = kept.choice("state", words("Standing"), states)
        placeholder = words("Application number or title")
        search = kept.search("patent", words("Search"), placeholder)
    asked = (search, state, kept.sheet())
    ready = _finished(f"{asked} {visit.key}", asked, visit)
    show(ready.said)
    kept.turn(ready.number, ready.sheets, words)
    if ready.table:
        show(ready.table)
        _take_along(search, state, visit)


@st.cache_resource(max_entries=400, show_spinner=False)
def _finished(key: str, _asked: tuple[str, str, int], _visit: Visit) -> Finished:
    words, sheet = _visit.words, patents_of(_visit.edition, _visit.selection, *_asked)
    said = element("p", text(_said(sheet, words)), class_="caption", role="status")
    table = _table(sheet.rows, words) if sheet.rows else ""
    return Finished(said, table, sheet.number, sheet.sheets)


def _said(sheet: Sheet, words: Words) -> str:
    if not sheet.rows:
        return words("No patent fits. Take the search or the filter out.")
    first = ROWS * (sheet.number - 1) + 1
    return words(
        "Patents {first} to {last} of {total}, in the order of their numbers.",
        first=words.exact(first),
        last=words.exact(first + len(sheet.rows) - 1),
        total=words.exact(sheet.total),
    )


def _take_along(search: str, state: str, visit: Visit) -> None:
    """Offer all rows of the search, not only the sheet that shows."""
    name = stem("patents", visit.selection, visit.edition, "" if state == "all" else state)
    make = partial(_csv, search, state, visit)
    says = visit.words("Download all of them")
    save(says, f"{name}_{visit.reader.lang}.csv", make, "save_patents", visit.words)


def _csv(search: str, state: str, visit: Visit) -> bytes:
    """Write the rows of a search with exact days and numbers, and above them what was asked."""
    words, edition, embargo = visit.words, visit.edition, require_seen(visit.edition)
    lines = (
        words("Patents of this institution"),
        sentence.whole(visit),
        sentence_case(words(STATE_WORDS[state])),
        words("Search: {text}", text=search) if search else "",
        words("Edition {id}.", id=edition.id),
        until(embargo, words) if embargo else "",
        shell.synthetic(words) if edition.synthetic else "",
    )
    found = every_patent_of(edition, visit.selection, search, state)
    rows = (exact(row, words) for row in found)
    return list_csv(filter(None, lines), list(columns(words)), rows)


def _table(rows: list[dict[str, Any]], words: Words) -> str:
    lines = (list(cells(row, words)) for row in rows)
    title = words("Patents of this institution")
    heads = columns(words)
    return listed(grid(list(heads), lines, heads.values(), title), title)
