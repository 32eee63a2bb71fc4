"""What was rejected, warned of or corrected in the rows about one institution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from milestones.editions.findings import place, sentence
from milestones.editions.institution import ListPage, corrections_of, findings_of
from milestones.i18n import Locale, _
from pages.parts.markup import element, grid, listed, show, text
from pages.parts.page_context import PageContext
from pages.parts.panel import error_boundary

SEVERITIES = {
    "rejection": _("row rejected"),
    "warning": _("warning"),
    "information": _("remark"),
}


def remarks(visit: PageContext) -> None:
    """Show the findings, then the corrections; each says which file and row it stands in."""
    with st.container(key="remarks"), error_boundary("remarks", visit):
        show(_markup(visit.key, visit))


@st.cache_resource(max_entries=400, show_spinner=False)
def _markup(key: str, _visit: PageContext) -> str:
    words, chosen = _visit.words, (_visit.edition, _visit.selection)
    return _findings(findings_of(*chosen), words) + _corrections(corrections_of(*chosen), words)


def _findings(sheet: ListPage, words: Locale) -> str:
    title = words("Rejected rows and warnings")
    if not sheet.rows:
        return _none(title, words("Nothing was rejected and nothing warned of in its rows."))
    head = [words("Finding"), words("Received"), words("Where"), words("What, and what to do")]
    lines = (
        [
            words(SEVERITIES[each["severity"]]),
            words.date(each["received_on"], short=True),
            place(each, words),
            sentence(each, words),
        ]
        for each in sheet.rows
    )
    table = grid(head, lines, [False] * len(head), title)
    return _section(title, table, sheet, words)


def _corrections(sheet: ListPage, words: Locale) -> str:
    title = words("Corrections")
    if not sheet.rows:
        return _none(title, words("No later delivery changed what was known of it."))
    head = [
        words("Patent"),
        words("Received"),
        words("Where"),
        words("Before"),
        words("After"),
    ]
    lines = (
        [
            each["application_no"] or "—",
            words.date(each["received_on"], short=True),
            place(each, words),
            _cell(each, "value_before", words),
            _cell(each, "value", words),
        ]
        for each in sheet.rows
    )
    table = grid(head, lines, [False] * len(head), title)
    return _section(title, table, sheet, words)


def _cell(row: Mapping[str, Any], name: str, words: Locale) -> str:
    return words("unknown") if row[name] is None else str(row[name])


def _none(title: str, sentence_: str) -> str:
    return element("h2", text(title), class_="question") + element(
        "p", text(sentence_), class_="caption"
    )


def _section(title: str, table: str, sheet: ListPage, words: Locale) -> str:
    counts = {"shown": words.exact(len(sheet.rows)), "all": words.exact(sheet.total)}
    is_cut = len(sheet.rows) < sheet.total
    note = words("The newest {shown} of {all}.", **counts) if is_cut else ""
    said = element("p", text(note), class_="caption") if note else ""
    heading = element("h2", text(title), class_="question")
    return heading + said + listed(table, title)
