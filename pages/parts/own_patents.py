"""The patents of one institution: searched, filtered, one sheet at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from milestones.editions.findings import PATENT_KINDS
from milestones.editions.institution import ROWS, STATES, Sheet, every_patent_of, patents_of
from milestones.editions.release import until
from milestones.export.bundle import stem
from milestones.export.cells import Cell
from milestones.export.lists import list_csv
from milestones.figures.labels import sentence_case
from milestones.words import Words, _
from pages.parts import kept, sentence, shell
from pages.parts.downloads import require_seen, save
from pages.parts.markup import element, grid, listed, show, text
from pages.parts.panel import spared
from pages.parts.visit import Visit

STATE_WORDS = {
    "all": _("all patents"),
    "open": _("still open"),
    "assessed": _("assessed"),
    "lapsed_open": _("lapsed before assessment"),
    "not_due": _("not due"),
}
DAYS = ("transferred_on", "industrialized_on", "lapsed_on")


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
    rows = (_exact(row, words) for row in found)
    return list_csv(filter(None, lines), list(_columns(words)), rows)


def _exact(row: dict[str, Any], words: Words) -> list[Cell]:
    """Give the cells of a row in the order of the columns, unknown as None."""
    convertible = row["convertible"]
    return [
        row["application_no"],
        row["title"],
        words(PATENT_KINDS[row["kind"]]),
        words.field(row["field"]),
        row["granted_on"],
        words(STATE_WORDS[row["state"]]),
        row["assessed_on"],
        None if convertible is None else _yes_or_no(convertible, words),
        *(row[name] for name in ("stars", "evaluations", *DAYS)),
    ]


def _table(rows: list[dict[str, Any]], words: Words) -> str:
    columns = _columns(words)
    lines = (list(_cells(row, words)) for row in rows)
    title = words("Patents of this institution")
    return listed(grid(list(columns), lines, columns.values(), title), title)


def _columns(words: Words) -> dict[str, bool]:
    """Name the columns; True where they hold numbers."""
    return {
        words("Application number"): False,
        words("Title"): False,
        words("Kind"): False,
        words("Field"): False,
        words("Granted on"): False,
        words("Standing"): False,
        words("Assessed on"): False,
        words("In the pool"): False,
        words("Stars"): True,
        words("Evaluations"): True,
        words("Last transfer"): False,
        words("Industrialized on"): False,
        words("Lapsed on"): False,
    }


def _cells(row: dict[str, Any], words: Words) -> Iterator[str]:
    yield row["application_no"]
    yield row["title"] or "—"
    yield words(PATENT_KINDS[row["kind"]])
    yield words.field(row["field"])
    yield words.date(row["granted_on"], short=True)
    yield words(STATE_WORDS[row["state"]])
    yield words.date(row["assessed_on"], short=True)
    yield _yes_or_no(row["convertible"], words)
    yield words.exact(row["stars"])
    yield words.exact(row["evaluations"])
    yield words.date(row["transferred_on"], short=True)
    yield words.date(row["industrialized_on"], short=True)
    yield words.date(row["lapsed_on"], short=True)


def _yes_or_no(value: bool | None, words: Words) -> str:
    if value is None:
        return "—"
    return words("yes") if value else words("no")
