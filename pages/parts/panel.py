"""A figure on a page: question, as-of line, chart, caption, table, and where it comes from."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from milestones.figures import CONFIG, FIGURES
from pages.parts import sentence
from pages.parts.caches import Finished, finished
from pages.parts.markup import block, element, folded, show, text
from pages.parts.visit import Visit

log = logging.getLogger("milestones.pages")


@contextmanager
def spared(name: str, visit: Visit) -> Iterator[None]:
    """Let the rest of the page stand when one part of it fails: a sentence, and a log entry."""
    try:
        yield
    except Exception:
        log.exception("%s cannot be shown for %s", name, visit.selection)
        show(element("p", text(visit.words("This figure cannot be shown just now."))))


def panel(figure_id: str, visit: Visit) -> None:
    """Show a figure with its words, its table and its provenance."""
    with st.container(key=f"panel_{figure_id}"), spared(figure_id, visit):
        _panel(figure_id, finished(figure_id, visit), visit)


def _panel(figure_id: str, ready: Finished, visit: Visit) -> None:
    drawing, words = ready.drawing, visit.words
    title = element("h2", text(drawing.title), class_="question")
    show(title + element("p", text(drawing.as_of), class_="as-of"))
    chart, alt = drawing.chart, drawing.alt
    st.plotly_chart(chart, theme=None, key=f"chart_{figure_id}", config=CONFIG, alt=alt)
    table = folded(words("Table"), ready.table, "as-table")
    about = folded(words("About this figure"), _about(figure_id, visit), "about")
    caption = element("p", text(drawing.caption), class_="caption")
    show(caption + block("tools", table, about))


def _about(figure_id: str, visit: Visit) -> str:
    words, edition = visit.words, visit.edition
    entries = {
        words("Selection"): text(sentence.whole(visit)),
        words("Edition"): _code(edition.id),
        words("Received"): text(words.date(edition.received_on)),
        words("Query"): _code(f"queries/figures/{FIGURES[figure_id].query}.sql"),
    }
    pairs = (element("dt", text(key)) + element("dd", entries[key]) for key in entries)
    return element("dl", "".join(pairs))


def _code(name: str) -> str:
    return element("code", text(name))
