"""The links from page to page: every one carries the selection and the language along.

They are plain links, so that a reader may open one in a new tab, and one part of the page for all
of them: each part that a run sends costs the server and the reader time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from milestones.access import may_do
from milestones.figures.registry import FIGURES
from milestones.i18n import Lang, Locale, _
from pages.parts import address
from pages.parts.markup import details, element, show_html, text_element
from pages.parts.page_context import PageContext, Reader
from pages.parts.streamlit_compat.responses import HTML_LANG, SHORT_TITLE

LISTED_PAGES = {
    "overview": _("Overview"),
    "provinces": _("Provinces"),
    "institutions": _("Institutions"),
    "pipeline": _("Pipeline"),
    "transfers": _("Transfers"),
    "fields": _("Fields"),
    "quality": _("Data quality"),
    "revisions": _("Revisions"),
    "briefing": _("Briefing"),
    "methods": _("Methods and definitions"),
}
"""The pages of the list above every page, by their address, in their order."""

START_PAGE = next(iter(LISTED_PAGES))
"""The page without an address."""

LANGUAGE_NAMES: dict[Lang, str] = {"zh": "中文", "en": "English"}

INSTITUTION_PAGE = "institution"
UNLISTED_PAGES = {
    INSTITUTION_PAGE: _("Institution"),
    "compare": _("Two editions compared"),
}
"""Pages that other pages lead to."""

STEWARD_PAGES = {"intake": _("Intake")}
"""Pages for those who may publish; for others they do not exist."""

PAGE_TITLES = {**LISTED_PAGES, **STEWARD_PAGES, **UNLISTED_PAGES}

UNFILTERED_PAGES = {"methods", "intake"}
"""Pages that show the same whatever is chosen."""


def open_pages() -> dict[str, str]:
    """Give the pages that who is reading may open, by their address."""
    shut = {} if may_do("publish") else STEWARD_PAGES
    return {name: title for name, title in PAGE_TITLES.items() if name not in shut}


def figures_by_page() -> dict[str, tuple[str, ...]]:
    """Give the figures by the address of their page, those about one institution last."""
    found: dict[str, list[str]] = {page: [] for page in (*LISTED_PAGES, INSTITUTION_PAGE)}
    for figure in FIGURES.values():
        found[figure.places[0].page].append(figure.id)
    return {page: tuple(ids) for page, ids in found.items() if ids}


def streamlit_page(name: str, locale: Locale, show: Callable[[], None] | None = None) -> st.Page:
    """Name a page by its address; the first of the list is the one without an address.

    Streamlit's tests take an address for a file of `pages/` until `st.navigation` is called,
    so the first page goes by another name than its file.
    """
    title = f"{locale(PAGE_TITLES[name])} · {locale(SHORT_TITLE)}"
    path = "start" if name == START_PAGE else name
    return st.Page(show or _show_nothing, title=title, url_path=path, default=name == START_PAGE)


def page_links(context: PageContext, shown: str) -> str:
    """List the pages; the one that shows is marked."""
    query = _link_query(context, {})
    links = (
        _link(context.locale(title), _href(name, query), name == shown)
        for name, title in open_pages().items()
        if name not in UNLISTED_PAGES
    )
    return link_list("ways", context.locale("Pages"), links)


def steward_links(reader: Reader) -> str:
    """List the pages for stewards, which need no edition; nothing for others."""
    if not may_do("publish"):
        return ""
    locale, query = reader.locale, {"lang": [str(reader.lang)]}
    links = (_link(locale(title), _href(name, query)) for name, title in STEWARD_PAGES.items())
    return link_list("ways", locale("Pages"), links)


def language_links(reader: Reader) -> str:
    """List the languages; each leads to the same place in its words."""
    asked = address.asked_values()
    links = (
        _link(name, _href("", {**asked, "lang": [lang]}), lang == reader.lang, lang=HTML_LANG[lang])
        for lang, name in LANGUAGE_NAMES.items()
    )
    return link_list("languages", reader.locale("Language"), links)


def edition_link(label: str, edition_id: str | None) -> str:
    """Link to the same place in another edition, or in the one that is current at any time."""
    asked = {**address.asked_values()}
    asked.pop(address.EDITION_KEY, None)
    named = {address.EDITION_KEY: [edition_id]} if edition_id else {}
    return _link(label, _href("", {**asked, **named}))


def links_key(context: PageContext) -> str:
    """Give what links of a page depend on, to look up those that were written: whether the address
    names the language and a milestone beside all that the context tells."""
    is_said = "lang" in address.selection_query(context.selection)
    return f"{context.key} {is_said} {address.kept_params()}"


def page_link(name: str, label: str, context: PageContext, **own: str) -> str:
    """Link to a page; `own` is what that page's address holds beside the selection."""
    return _link(label, _href(name, _link_query(context, own)))


def go_to_page(name: str, context: PageContext, **own: str) -> NoReturn:
    """Leave for another page."""
    st.switch_page(streamlit_page(name, context.locale), query_params=_link_query(context, own))


def anchor_link(name: str, context: PageContext, anchor: str) -> str:
    """Write the address of a place on a page, for markup; it names the reader's language."""
    return f"{_href(name, _link_query(context, {'lang': context.reader.lang}))}#{anchor}"


def province_address(context: PageContext) -> str:
    """Write the address of a province's page, whose code a browser puts at its end."""
    there = replace(context, selection=replace(context.selection, provinces=()))
    query = _link_query(there, {"lang": context.reader.lang})
    return f"{_href('provinces', query)}&province="


def link_list(class_: str, says: str, links: Iterable[str]) -> str:
    """Put links into a list that readers of screens are told of by name."""
    return element("nav", "".join(links), class_=class_, **{"aria-label": says})


def _link(label: str, to: str, is_here: bool = False, **attributes: str) -> str:
    """Write a link that a plain click follows without loading the page anew."""
    here = {"aria-current": "page"} if is_here else {}
    return text_element("a", label, class_="way", href=to, **attributes, **here)


def _href(name: str, query: Mapping[str, list[str]]) -> str:
    """Write the address of a page as seen from any page; none named is the one that shows.

    An empty address would keep what is asked of that one.
    """
    path = "./" if name == START_PAGE else name
    return f"{path}?{urlencode(query, doseq=True)}" if query or not path else path


def _link_query(context: PageContext, own: Mapping[str, str]) -> dict[str, list[str]]:
    """Give what a link carries along, the edition where it is named, the milestone that is
    followed, and what is its own."""
    named = {address.EDITION_KEY: context.edition.id} if context.is_named else {}
    more = {key: [value] for key, value in {**named, **own}.items()}
    return {**address.selection_query(context.selection), **address.kept_params(), **more}


def _show_nothing() -> None:
    """Stand for a page that is only named."""


def start_month_links(context: PageContext) -> None:
    """Offer the months from which changes are counted, folded below the one that is chosen."""
    locale = context.locale
    months: dict[date | None, str] = {None: locale("the same month a year before")}
    months |= {month: locale.month(month) for month in context.edition.months[::-1]}
    title = locale("Changes since: {month}", month=months[context.selection.since])
    found = (_start_month_link(label, month, context) for month, label in months.items())
    show_html(details(title, link_list("onward", title, found), "months"))


def _start_month_link(label: str, month: date | None, context: PageContext) -> str:
    selection = replace(context.selection, since=month)
    query = {**address.selection_query(selection), **address.own_params()}
    return _link(label, _href("", query), is_here=month == context.selection.since)


def province_links(context: PageContext) -> None:
    """Lead from each province to its institutions."""
    with st.container(key="panel_to_institutions"):
        show_html(_province_links_markup(links_key(context), context))


@st.cache_resource(max_entries=400, show_spinner=False)
def _province_links_markup(key: str, _context: PageContext) -> str:
    title = _context.locale("The institutions of a province")
    found = (_province_link(code, _context) for code in _context.edition.province_codes)
    heading = text_element("h2", title, class_="question")
    return heading + link_list("onward", title, found)


def _province_link(code: str, context: PageContext) -> str:
    there = replace(context, selection=replace(context.selection, provinces=(code,)))
    return page_link("institutions", context.locale.province(code), there)
