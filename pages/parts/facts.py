"""What is known of one institution, and what it reported in a return beside its patent rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from milestones.editions.institution import Institution, Return, institution_of, return_of
from milestones.figures.institutions.listing import KINDS
from milestones.figures.labels import label, sentence_case
from milestones.i18n import Locale
from milestones.selection import Selection
from pages.parts import sentence
from pages.parts.caches import result_of
from pages.parts.markup import block, element, grid, listed, show, text
from pages.parts.page_context import PageContext
from pages.parts.panel import error_boundary

REPORTED = ("due", "assessed", "pooled", "evaluated")


def facts(visit: PageContext) -> None:
    """Show the institution's name and what the register says of it."""
    with error_boundary("facts", visit):
        show(_markup(visit.key, visit))


def returned(visit: PageContext) -> None:
    """Set the last return, if there is one, beside the patent rows of the same day."""
    with error_boundary("return", visit):
        beside = _returned(visit.key, visit)
        if beside:
            show(beside)


@st.cache_resource(max_entries=400, show_spinner=False)
def _markup(key: str, _visit: PageContext) -> str:
    words, one = _visit.words, institution_of(_visit.edition, _visit.selection)
    name = element("h2", text(one.own_name(words)), class_="name")
    chosen = element("p", text(sentence.whole(_visit)), class_="as-of")
    pairs = (
        element("div", element("dt", text(key)) + element("dd", text(value)))
        for key, value in _facts(one, words)
    )
    return block("facts", name, chosen, element("dl", "".join(pairs)))


def _facts(one: Institution, words: Locale) -> Iterator[tuple[str, str]]:
    other = one.name if one.own_name(words) != one.name else ""
    if other:
        yield words("Name in Chinese"), other
    yield words("Institution code"), one.institution_id
    yield words("Kind"), words(KINDS[one.kind])
    yield words("Province"), words.province(one.province)
    yield words("Departments"), words.join(one.departments) or words("not stated")
    yield words("Credit code"), one.credit_code or words("not stated")
    yield words("Patents in the register"), words.exact(one.patents)
    if one.held_with_others:
        yield words("Held with others, counted there"), words.exact(one.held_with_others)


@st.cache_resource(max_entries=400, show_spinner=False)
def _returned(key: str, _visit: PageContext) -> str:
    words, reported = _visit.words, return_of(_visit.edition, _visit.selection)
    if reported is None:
        return ""
    title = words(
        "Reported in the return for {month}, shown beside and counted nowhere",
        month=words.month(reported.period),
    )
    head = [words("Stage"), words("Return"), words("Patent rows by then")]
    rows = grid(head, _compared(reported, _visit), [False, True, True], title)
    return block("beside", element("p", text(title), class_="as-of"), listed(rows, title))


def _compared(reported: Return, visit: PageContext) -> Iterator[list[str]]:
    words = visit.words
    whole = Selection(institution=visit.selection.institution, as_of=reported.day)
    stages = result_of("institution_pipeline", replace(visit, selection=whole)).frame
    counted = dict(zip(stages["stage"], stages["patents"], strict=True))
    for stage in REPORTED:
        name = sentence_case(label(stage, words))
        yield [name, words.exact(getattr(reported, stage)), words.exact(counted[stage])]
