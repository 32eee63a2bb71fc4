"""From each province to its institutions in one click."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.parts import address, links
from pages.parts.markup import element, show, text
from pages.parts.page_context import PageContext


def institutions_of_each(visit: PageContext) -> None:
    """Lead from each province to its institutions."""
    with st.container(key="panel_to_institutions"):
        says = "lang" in address.query(visit.selection)
        show(_markup(f"{visit.choice} {visit.reader.lang} {says}", visit))


@st.cache_resource(max_entries=400, show_spinner=False)
def _markup(key: str, _visit: PageContext) -> str:
    title = _visit.words("The institutions of a province")
    found = (_link(code, _visit) for code in _visit.edition.province_codes)
    heading = element("h2", text(title), class_="question")
    return heading + links.together("onward", title, found)


def _link(code: str, visit: PageContext) -> str:
    there = replace(visit, selection=replace(visit.selection, provinces=(code,)))
    return links.link("institutions", visit.words.province(code), there)
