"""The ways from page to page: every link carries the selection and the language along."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from milestones.selection import Selection
from milestones.words import LANGS, Words, _
from pages.parts import address
from pages.parts.visit import Visit

LISTED = {
    "overview": _("Overview"),
    "provinces": _("Provinces"),
    "institutions": _("Institutions"),
    "pipeline": _("Pipeline"),
    "transfers": _("Transfers"),
    "fields": _("Fields"),
    "briefing": _("Briefing"),
    "methods": _("Methods and definitions"),
}
"""The pages of the list above every page, by their address, in their order."""

UNLISTED = {"institution": _("Institution")}
"""Pages about one thing, which other pages lead to."""

UNFILTERED = {"methods"}
"""Pages that show the same whatever is chosen."""


def place(name: str, words: Words, show: Callable[[], None] | None = None) -> st.Page:
    """Name a page by its address; the first of the list is the one without an address.

    Streamlit's tests take an address for a file of `pages/` until `st.navigation` is called,
    so the first page goes by another name than its file.
    """
    title = words({**LISTED, **UNLISTED}[name])
    is_first = name == next(iter(LISTED))
    path = "start" if is_first else name
    return st.Page(show or _nothing, title=title, url_path=path, default=is_first)


def listed(visit: Visit) -> None:
    """Show the list of pages."""
    if len(LISTED) == 1:
        return
    with st.container(key="ways", horizontal=True):
        for name in LISTED:
            link(name, visit.words(LISTED[name]), visit)


def link(name: str, label: str, visit: Visit, **own: str) -> None:
    """Show a link to a page; `own` is what that page's address holds beside the selection."""
    st.page_link(_named(name, visit.words), label=label, query_params=_query(visit.selection, own))


def go(name: str, visit: Visit, **own: str) -> NoReturn:
    """Leave for another page."""
    st.switch_page(_named(name, visit.words), query_params=_query(visit.selection, own))


def link_to(name: str, visit: Visit, anchor: str) -> str:
    """Write the address of a place on a page, for markup; it names the reader's language."""
    query = urlencode(address.query(visit.selection, visit.reader.lang), doseq=True)
    return f"{name}?{query}#{anchor}"


def _query(selection: Selection, own: dict[str, str]) -> dict[str, list[str]]:
    return {**address.query(selection), **{key: [value] for key, value in own.items()}}


@lru_cache(maxsize=len(LANGS) * (len(LISTED) + len(UNLISTED)))
def _named(name: str, words: Words) -> st.Page:
    """Name a page that a link leads to."""
    return place(name, words)


def _nothing() -> None:
    """Stand for a page that is only named."""
