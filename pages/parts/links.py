"""The ways from page to page: every link carries the selection and the language along.

They are links of their own words, so that a reader may open one beside, and one part of the page
for all of them: each part that a run sends costs the server and the reader time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from milestones.i18n import LANGS, Lang, Locale, _
from milestones.selection import Selection
from pages.parts import address
from pages.parts.index_html import HTML_LANG, TITLE
from pages.parts.markup import element, text
from pages.parts.page_context import PageContext, Reader

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

FIRST = next(iter(LISTED))
"""The page without an address."""

NAMES_OF_LANGUAGES: dict[Lang, str] = {"zh": "中文", "en": "English"}

UNLISTED = {"institution": _("Institution")}
"""Pages about one thing, which other pages lead to."""

UNFILTERED = {"methods"}
"""Pages that show the same whatever is chosen."""


def place(name: str, words: Locale, show: Callable[[], None] | None = None) -> st.Page:
    """Name a page by its address; the first of the list is the one without an address.

    Streamlit's tests take an address for a file of `pages/` until `st.navigation` is called,
    so the first page goes by another name than its file.
    """
    title = f"{words({**LISTED, **UNLISTED}[name])} · {words(TITLE)}"
    path = "start" if name == FIRST else name
    return st.Page(show or _nothing, title=title, url_path=path, default=name == FIRST)


def listed(visit: PageContext, shown: str) -> str:
    """List the pages; the one that shows is marked."""
    query = _query(visit.selection, {})
    links = (_way(visit.words(LISTED[name]), _to(name, query), name == shown) for name in LISTED)
    return together("ways", visit.words("Pages"), links)


def languages(reader: Reader) -> str:
    """List the languages; each leads to the same place in its words."""
    asked = {key: st.query_params.get_all(key) for key in st.query_params}
    links = (
        _way(name, _to("", {**asked, "lang": [lang]}), lang == reader.lang, lang=HTML_LANG[lang])
        for lang, name in NAMES_OF_LANGUAGES.items()
    )
    return together("languages", reader.words("Language"), links)


def link(name: str, label: str, visit: PageContext, **own: str) -> str:
    """Link to a page; `own` is what that page's address holds beside the selection."""
    return _way(label, _to(name, _query(visit.selection, own)))


def go(name: str, visit: PageContext, **own: str) -> NoReturn:
    """Leave for another page."""
    st.switch_page(_named(name, visit.words), query_params=_query(visit.selection, own))


def link_to(name: str, visit: PageContext, anchor: str) -> str:
    """Write the address of a place on a page, for markup; it names the reader's language."""
    return f"{_to(name, address.query(visit.selection, visit.reader.lang))}#{anchor}"


def together(class_: str, says: str, links: Iterable[str]) -> str:
    """Put links into a list that readers of screens are told of by name."""
    return element("nav", "".join(links), class_=class_, **{"aria-label": says})


def _way(label: str, to: str, is_here: bool = False, **attributes: str) -> str:
    """Write a link that a plain click follows without loading the page anew."""
    here = {"aria-current": "page"} if is_here else {}
    return element("a", text(label), class_="way", href=to, **attributes, **here)


def _to(name: str, query: Mapping[str, list[str]]) -> str:
    """Write the address of a page as seen from any page; none named is the one that shows."""
    path = "./" if name == FIRST else name
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _query(selection: Selection, own: dict[str, str]) -> dict[str, list[str]]:
    return {**address.query(selection), **{key: [value] for key, value in own.items()}}


@lru_cache(maxsize=len(LANGS) * (len(LISTED) + len(UNLISTED)))
def _named(name: str, words: Locale) -> st.Page:
    """Name a page that a link leads to."""
    return place(name, words)


def _nothing() -> None:
    """Stand for a page that is only named."""
