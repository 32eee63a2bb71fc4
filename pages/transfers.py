"""How many patents change hands, by which way, for how much, and from where to where?"""

from __future__ import annotations

import streamlit as st

from pages.parts.panel import panel
from pages.parts.visit import Visit

BY_MONTH = ("transfers_by_month", "transfer_modes", "contract_value")
BY_PROVINCE = ("transfer_homes", "transfer_flows")


def show(visit: Visit) -> None:
    """Show transfers by month, way and value, then where they go."""
    with st.container(key="first_screen"):
        for figure_id in BY_MONTH:
            panel(figure_id, visit)
    with st.container(key="below"):
        for figure_id in BY_PROVINCE:
            panel(figure_id, visit)
