"""What stands beside the totals and is never in them: institutions that file returns only."""

from __future__ import annotations

import streamlit as st

from milestones.returns import reported_beside
from pages.parts.markup import element, show, text
from pages.parts.page_context import PageContext


def beside(visit: PageContext) -> None:
    """Say how many institutions report without patent rows; nothing where there are none."""
    if sentence := _sentence(visit.key, visit):
        show(element("p", text(sentence), class_="beside"))


@st.cache_resource(max_entries=400, show_spinner=False)
def _sentence(key: str, _visit: PageContext) -> str:
    return reported_beside(_visit.edition, _visit.selection).sentence(_visit.words)
