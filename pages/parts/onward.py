"""From each province to its institutions in one click."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.parts import markup, ways
from pages.parts.visit import Visit

CLICKED, LEAVING = "to_institutions", "leaving_for_institutions"


def institutions_of_each(visit: Visit) -> None:
    """Lead from each province to its institutions; a link each would be thirty messages more."""
    words = visit.words
    with st.container(key=f"panel_{CLICKED}"):
        title = words("The institutions of a province")
        markup.show(markup.element("h2", markup.text(title), class_="question"))
        st.pills(
            title,
            visit.edition.province_codes,
            key=CLICKED,
            format_func=words.province,
            label_visibility="collapsed",
            on_change=_leave,
        )
    if code := st.session_state.pop(LEAVING, None):
        chosen = replace(visit.selection, provinces=(code,))
        ways.go("institutions", replace(visit, selection=chosen))


def _leave() -> None:
    """Remember where to, and forget the click."""
    st.session_state[LEAVING] = st.session_state[CLICKED]
    st.session_state[CLICKED] = None
