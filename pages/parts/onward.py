"""From each province to its institutions in one click."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.parts import address, ways
from pages.parts.markup import element, show, text
from pages.parts.visit import Visit


def institutions_of_each(visit: Visit) -> None:
    """Lead from each province to its institutions."""
    with st.container(key="panel_to_institutions"):
        says = "lang" in address.query(visit.selection)
        show(_markup(f"{visit.choice} {visit.reader.lang} {says}", visit))


@st.cache_resource(max_entries=400, show_spinner=False)
def _markup(key: str, _visit: Visit) -> str:
    title = _visit.words("The institutions of a province")
    links = (_link(code, _visit) for code in _visit.edition.province_codes)
    heading = element("h2", text(title), class_="question")
    return heading + ways.together("onward", title, links)


def _link(code: str, visit: Visit) -> str:
    there = replace(visit, selection=replace(visit.selection, provinces=(code,)))
    return ways.link("institutions", visit.words.province(code), there)
