"""How does a figure stand in two editions, and which of its numbers differ?"""

from __future__ import annotations

import streamlit as st

from pages.parts.edition_comparison import chosen_comparison, show_differences, show_edition_name
from pages.parts.page_context import PageContext
from pages.parts.panel import show_figure


def show(context: PageContext) -> None:
    """Show a figure in the edition that the address names beside another, then what differs."""
    comparison = chosen_comparison(context)
    if comparison is None:
        return
    with st.container(key="below"):
        for side in comparison.sides:
            with st.container(key=f"side_{side.side or 'now'}"):
                show_edition_name(side)
                show_figure(comparison.figure_id, side)
    show_differences(comparison)
