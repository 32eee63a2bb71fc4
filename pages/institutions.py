"""Which institutions are through, which are not, and what has each left to do?"""

from __future__ import annotations

import streamlit as st

from pages.parts.listing import institutions
from pages.parts.panel import panel
from pages.parts.visit import Visit

FIGURES = ("institution_table", "institution_completion")


def show(visit: Visit) -> None:
    """Show the table of the institutions, then who has most to do and how many are done."""
    institutions(visit)
    with st.container(key="below"):
        for figure_id in FIGURES:
            panel(figure_id, visit)
