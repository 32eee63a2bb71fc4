"""The web address is the one place where a reader's choice is kept.

Widgets show what the address says and write to it; a link to another page carries it along.
"""

from __future__ import annotations

import streamlit as st

from milestones.editions.edition import Edition
from milestones.i18n import LANGS, Lang, language_of
from milestones.selection import KEYS, Selection

CHOSEN = {*KEYS} - {"institution"}
"""What the filters write; the other keys belong to the page that shows."""


def read(edition: Edition) -> tuple[Selection, list[str]]:
    """Read the selection from the address; the second part lists values that do not exist."""
    asked = {key: st.query_params.get_all(key) for key in st.query_params if key in CHOSEN}
    langs = st.query_params.get_all("lang")
    selection, dropped = Selection.from_query(asked, edition)
    return selection, [*dropped, *(lang for lang in langs if lang not in LANGS)]


def language(asked: str | None, locale: str | None) -> Lang:
    """Choose the reader's language: the address decides, else the browser does."""
    return asked if asked in LANGS else language_of(locale)


def query(selection: Selection, lang: str | None = None) -> dict[str, list[str]]:
    """Give the address of a selection; the language is named once a reader has chosen it."""
    chosen = lang or st.query_params.get("lang")
    address = selection.to_query()
    return {**address, "lang": [chosen]} if chosen in LANGS else address


def write(selection: Selection, lang: str | None = None) -> None:
    """Put a selection, and a language if one is given, into the address of the page."""
    st.query_params.from_dict({**query(selection, lang), **own()})


def own() -> dict[str, list[str]]:
    """Give what the address holds for its page alone: an institution, a search, a sheet."""
    kept = (key for key in st.query_params if key not in {*CHOSEN, "lang"})
    return {key: st.query_params.get_all(key) for key in kept}
