"""The verdict on each milestone as text, so that it stands before any chart's script is there."""

from __future__ import annotations

import streamlit as st

from milestones.figures.overview.verdicts import Card, cards
from pages.parts.caches import result_of
from pages.parts.markup import block, element, show, text
from pages.parts.page_context import PageContext
from pages.parts.panel import error_boundary


def verdicts(visit: PageContext, figure_id: str = "milestone_status") -> None:
    """Show one card a milestone: the word, the value, the target, and what is still open."""
    with error_boundary("verdicts", visit):
        show(_markup(f"{figure_id} {visit.key}", figure_id, visit))


@st.cache_resource(max_entries=400, show_spinner=False)
def _markup(key: str, _figure_id: str, _visit: PageContext) -> str:
    status, reader = result_of(_figure_id, _visit), _visit.reader
    return block("verdicts", *(_card(card) for card in cards(status, reader.lang, reader.theme)))


def _card(card: Card) -> str:
    name = element("h2", text(f"{card.milestone} {card.name}"))
    word = element("div", text(card.verdict), class_="word")
    value = element("div", text(card.value), class_="value")
    note = element("p", text(card.value_note), class_="of")
    lines = element("ul", "".join(element("li", text(line)) for line in card.lines))
    answer = block("answer", word, value, note)
    return element("section", name + answer + lines, class_=f"verdict {card.status}")
