"""A figure on a page: question, as-of line, chart, caption, table, and where it comes from."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from milestones.figures import CONFIG, DrawnFigure, definition, draw, on_page
from milestones.methods import anchor_of
from pages.parts import links, sentence, tables
from pages.parts.caches import result_of
from pages.parts.downloads import download
from pages.parts.markup import block, element, folded, show, text
from pages.parts.page_context import PageContext

log = logging.getLogger("milestones.pages")


@contextmanager
def error_boundary(name: str, visit: PageContext) -> Iterator[None]:
    """Let the rest of the page stand when one part of it fails: a sentence, and a log entry."""
    try:
        yield
    except Exception:
        log.exception("%s cannot be shown for %s", name, visit.selection)
        show(element("p", text(visit.words("This figure cannot be shown just now."))))


@dataclass(frozen=True)
class Finished:
    """A figure ready to be shown: the chart, and the markup around it."""

    drawing: DrawnFigure
    around: str


def section(page: str, name: str, visit: PageContext) -> None:
    """Show the figures of a section of a page; the look has rules for the section by its name."""
    with st.container(key=name):
        for figure_id in on_page(page, name):
            panel(figure_id, visit)


def panel(figure_id: str, visit: PageContext) -> None:
    """Show a figure with its words, its table, its provenance, and the way to take it along.

    What stands above and below the chart is one part of the page, before the chart for those who
    read by ear; the look puts each piece in its place.
    """
    with st.container(key=f"panel_{figure_id}"), error_boundary(figure_id, visit):
        ready = finished(f"{figure_id} {visit.key}", figure_id, visit)
        show(ready.around)
        chart, alt = ready.drawing.figure, ready.drawing.alt
        st.plotly_chart(chart, theme=None, key=f"chart_{figure_id}", config=CONFIG, alt=alt)
        download(figure_id, visit)


@st.cache_resource(max_entries=800, show_spinner=False)
def finished(key: str, _figure_id: str, _visit: PageContext) -> Finished:
    """Draw a figure and write what stands around it, once for all readers who ask alike."""
    result, reader = result_of(_figure_id, _visit), _visit.reader
    drawing, words = draw(result, reader.lang, reader.theme), reader.words
    title = element("h2", text(drawing.title), class_="question")
    as_of = element("p", text(drawing.as_of), class_="as-of")
    rows = tables.markup(result, drawing.title, words)
    shut = folded(words("Table"), rows, "as-table")
    about = folded(words("About this figure"), _about(_figure_id, _visit), "about")
    caption = element("p", text(drawing.caption), class_="caption")
    return Finished(drawing, title + as_of + caption + block("tools", shut, about))


def _about(figure_id: str, visit: PageContext) -> str:
    words, edition = visit.words, visit.edition
    meaning = definition(figure_id, words)
    entries = {
        words("Question"): text(meaning.question),
        words("Counted"): "<br>".join(text(line) for line in meaning.indicators),
        words("Selection"): text(sentence.whole(visit)),
        words("Edition"): _code(edition.id),
        words("Received"): text(words.date(edition.received_on)),
        words("Query"): _code(meaning.query),
        words("Method"): _method(figure_id, visit),
    }
    pairs = (
        element("dt", text(key)) + element("dd", value) for key, value in entries.items() if value
    )
    return element("dl", "".join(pairs))


def _method(figure_id: str, visit: PageContext) -> str:
    """Lead to the figure's definition on the methods page."""
    to = links.link_to("methods", visit, anchor_of("figure", figure_id))
    return element("a", text(visit.words("Methods and definitions")), href=to)


def _code(name: str) -> str:
    return element("code", text(name))
