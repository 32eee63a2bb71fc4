"""What readers share: open editions, computed frames, finished figures. Nothing here is changed.

Every key holds the edition's id and the selection, so that a new edition or another filter
never meets an old answer; every cache is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from milestones.editions.edition import Edition
from milestones.figures import Drawing, Result, Theme, compute, draw, table
from milestones.editions.home import Home
from milestones.selection import Selection
from milestones.words import Lang, Words
from pages.parts import tables
from pages.parts.visit import Visit


@dataclass(frozen=True)
class Finished:
    """A figure ready to be shown: the drawing, and the same numbers as a table."""

    drawing: Drawing
    table: str


@st.cache_resource(max_entries=4, show_spinner=False)
def opened(home: Path, edition_id: str) -> Edition:
    """Open an edition once for all readers."""
    return Home(home).edition(edition_id)


@st.cache_resource(max_entries=400, show_spinner=False)
def computed(figure_id: str, edition_id: str, selection: Selection, _edition: Edition) -> Result:
    """Compute a figure's frame once for both languages and themes."""
    return compute(figure_id, _edition, selection)


@st.cache_resource(max_entries=800, show_spinner=False)
def _finished(
    figure_id: str,
    edition_id: str,
    selection: Selection,
    lang: Lang,
    theme: Theme,
    _edition: Edition,
) -> Finished:
    result = computed(figure_id, edition_id, selection, _edition)
    drawing = draw(result, lang, theme)
    words = Words(lang)
    return Finished(drawing, tables.markup(table(result, words), drawing.title, words))


def result_of(figure_id: str, visit: Visit) -> Result:
    """Give a figure's frame for a visit."""
    return computed(figure_id, visit.edition.id, visit.selection, visit.edition)


def finished(figure_id: str, visit: Visit) -> Finished:
    """Give a finished figure for a visit."""
    reader = visit.reader
    return _finished(
        figure_id, visit.edition.id, visit.selection, reader.lang, reader.theme, visit.edition
    )
