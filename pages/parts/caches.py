"""What readers share: open editions and computed frames. Nothing here is ever changed.

Every key holds the edition's id and the selection, so that a new edition or another filter
never meets an old answer; every cache is bounded. Keys are plain texts, because Streamlit
takes a millisecond to hash a selection by its parts.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.figures import Result, compute
from pages.parts.page_context import PageContext


@st.cache_resource(max_entries=4, show_spinner=False)
def opened(home: Path, edition_id: str) -> Edition:
    """Open an edition once for all readers."""
    return DataHome(home).edition(edition_id)


def result_of(figure_id: str, visit: PageContext) -> Result:
    """Give a figure's frame, computed once for both languages and themes."""
    return _computed(f"{figure_id} {visit.choice}", figure_id, visit)


@st.cache_resource(max_entries=400, show_spinner=False)
def _computed(key: str, _figure_id: str, _visit: PageContext) -> Result:
    return compute(_figure_id, _visit.edition, _visit.selection)
