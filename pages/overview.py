"""Are we on plan, who lags, how will it end? The answer on one screen, the evidence below."""

from __future__ import annotations

import streamlit as st

from milestones.register import returns_without_patents
from pages.parts.markup import show_text
from pages.parts.page_context import PageContext
from pages.parts.panel import show_section, show_verdicts


def show(context: PageContext) -> None:
    """Show the verdicts, then the figures of the first screen, then the rest."""
    show_verdicts(context)
    show_section("overview", "first_screen", context)
    show_returns_note(context)
    show_section("overview", "below", context)


def show_returns_note(context: PageContext) -> None:
    """Say how many institutions report without patent rows; nothing where there are none."""
    if sentence := _returns_sentence(context.key, context):
        show_text("p", sentence, class_="beside")


@st.cache_resource(max_entries=400, show_spinner=False)
def _returns_sentence(key: str, _context: PageContext) -> str:
    return returns_without_patents(_context.edition, _context.selection).sentence(_context.locale)
