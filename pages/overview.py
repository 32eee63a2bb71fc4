"""Are we on plan, who lags, how will it end? The answer on one screen, the evidence below."""

from __future__ import annotations

import streamlit as st

from pages.parts.beside import beside
from pages.parts.panel import panel
from pages.parts.verdicts import verdicts
from pages.parts.visit import Visit

FIRST_SCREEN = ("milestone_path", "province_map", "province_ranking")
BELOW = ("milestone_status", "pipeline", "changes", "official_record")


def show(visit: Visit) -> None:
    """Show the verdicts, then the figures of the first screen, then the rest."""
    verdicts(visit)
    with st.container(key="first_screen"):
        for figure_id in FIRST_SCREEN:
            panel(figure_id, visit)
    beside(visit)
    with st.container(key="below"):
        for figure_id in BELOW:
            panel(figure_id, visit)
