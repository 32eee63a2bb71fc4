"""What is counted, of what, by which rule, and how far can a forecast be trusted?"""

from __future__ import annotations

import streamlit as st

from milestones.i18n import Locale
from milestones.methods import sections
from milestones.methods.model import Fact, MethodEntry, MethodSection, Piece, Table
from pages.parts import markup
from pages.parts.markup import (
    details,
    div,
    element,
    escape_html,
    host_link,
    scrolling_table,
    text_element,
)
from pages.parts.page_context import PageContext
from pages.parts.streamlit_compat.responses import run_script
from pages.parts.template_files import template_address


def show(context: PageContext) -> None:
    """Show the methods of the edition, and go to the definition that the address names.

    The browser looks for the anchor before the page is there; it looks again, and once more in
    another language.
    """
    markup.show_html(_page(f"{context.edition.id} {context.reader.lang}", context))
    run_script("scroll_to_anchor", lang=context.reader.lang)


@st.cache_resource(max_entries=8, show_spinner=False)
def _page(key: str, _context: PageContext) -> str:
    """Write the page once for all readers of an edition and a language."""
    locale = _context.locale
    chapters = sections(_context.edition, locale)
    origin = locale(
        "This page is written anew for each edition, from the plan, lists and queries by which "
        "the figures are computed."
    )
    return div(
        "methods",
        text_element("h2", locale("Methods and definitions")),
        text_element("p", origin),
        _contents(chapters, locale),
        *(_section(chapter, locale) for chapter in chapters),
    )


def _contents(chapters: tuple[MethodSection, ...], locale: Locale) -> str:
    items = (element("li", _link(each.title, f"#{each.anchor}")) for each in chapters)
    return element("nav", element("ol", "".join(items)), **{"aria-label": locale("On this page")})


def _section(chapter: MethodSection, locale: Locale) -> str:
    parts = (
        text_element("h3", chapter.title),
        *(text_element("p", line) for line in chapter.lines),
        _facts(chapter.facts),
        div("entries", *(_entry(entry) for entry in chapter.entries)),
        *(_table(table, locale) for table in chapter.tables),
    )
    return element("section", "".join(parts), id=chapter.anchor)


def _entry(entry: MethodEntry) -> str:
    line = text_element("p", entry.line) if entry.line else ""
    title = text_element("h4", entry.title)
    return element("article", title + line + _facts(entry.facts), id=entry.anchor)


def _facts(facts: tuple[Fact, ...]) -> str:
    return element("dl", "".join(_fact(fact) for fact in facts)) if facts else ""


def _fact(fact: Fact) -> str:
    value = "<br>".join(_piece(piece) for piece in fact.pieces)
    return text_element("dt", fact.label) + element("dd", value)


def _piece(piece: Piece) -> str:
    if piece.is_code:
        return text_element("code", piece.text)
    return _link(piece.text, piece.to) if piece.to else escape_html(piece.text)


def _link(label: str, to: str) -> str:
    if to.startswith("#"):
        return text_element("a", label, href=to)
    return f"{escape_html(label)} {host_link(to)}"


def _table(table: Table, locale: Locale) -> str:
    rows = scrolling_table(table.head, table.rows, table.caption, table.numeric, table.names)
    if not table.folded:
        return text_element("h4", table.caption) + rows
    return div(
        "column-list", details(table.caption, rows, "columns"), _template_link(table, locale)
    )


def _template_link(table: Table, locale: Locale) -> str:
    """Hand out the template of a kind of filing; nothing where it has none."""
    if not table.template:
        return ""
    to = template_address(table.template)
    says, name = locale("Template"), to.rpartition("/")[2]
    aloud = {"aria-label": f"{says}{locale.colon}{table.caption}"}
    return text_element("a", says, href=to, download=name, **aloud)
