"""How far has each technology field come, and where do patents wait longest for an enterprise?"""

from __future__ import annotations

import streamlit as st

from pages.parts.panel import panel
from pages.parts.visit import Visit

FIGURES = ("field_progress", "field_waits")


def show(visit: Visit) -> None:
    """Show the progress of the fields beside the days that their patents wait."""
    with st.container(key="below"):
        for figure_id in FIGURES:
            panel(figure_id, visit)
