"""Where do patents wait on the way to industry, how long, and what do both sides think of them?"""

from __future__ import annotations

import streamlit as st

from pages.parts.panel import panel
from pages.parts.visit import Visit

FIGURES = ("pipeline", "stage_durations", "star_grades", "willingness")
BY_FIELD = "stage_by_field"


def show(visit: Visit) -> None:
    """Show the stages and the days between them, what both sides think, then each field."""
    with st.container(key="below"):
        for figure_id in FIGURES:
            panel(figure_id, visit)
    panel(BY_FIELD, visit)
