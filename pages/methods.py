"""What is counted, of what, by which rule, and how far can a forecast be trusted?"""

from __future__ import annotations

import streamlit as st

from milestones.i18n import Locale
from milestones.methods import Entry, Fact, Piece, Section, Table, sections
from pages.parts import markup
from pages.parts.inline_scripts import run_script
from pages.parts.markup import block, element, grid, linked, listed, text
from pages.parts.page_context import PageContext


def show(visit: PageContext) -> None:
    """Show the methods of the edition, and go to the definition that the address names.

    The browser looks for the anchor before the page is there; it looks again, and once more in
    another language.
    """
    markup.show(_page(f"{visit.edition.id} {visit.reader.lang}", visit))
    run_script("scroll_to_anchor", lang=visit.reader.lang)


@st.cache_resource(max_entries=8, show_spinner=False)
def _page(key: str, _visit: PageContext) -> str:
    """Write the page once for all readers of an edition and a language."""
    words = _visit.words
    chapters = sections(_visit.edition, words)
    origin = words(
        "This page is written anew for each edition, from the plan, lists and queries by which "
        "the figures are computed."
    )
    return block(
        "methods",
        element("h2", text(words("Methods and definitions"))),
        element("p", text(origin)),
        _contents(chapters, words),
        *(_section(chapter) for chapter in chapters),
    )


def _contents(chapters: tuple[Section, ...], words: Locale) -> str:
    items = (element("li", _link(each.title, f"#{each.anchor}")) for each in chapters)
    return element("nav", element("ol", "".join(items)), **{"aria-label": words("On this page")})


def _section(chapter: Section) -> str:
    parts = (
        element("h3", text(chapter.title)),
        *(element("p", text(line)) for line in chapter.lines),
        _facts(chapter.facts),
        block("entries", *(_entry(entry) for entry in chapter.entries)),
        *(_table(table) for table in chapter.tables),
    )
    return element("section", "".join(parts), id=chapter.anchor)


def _entry(entry: Entry) -> str:
    line = element("p", text(entry.line)) if entry.line else ""
    title = element("h4", text(entry.title))
    return element("article", title + line + _facts(entry.facts), id=entry.anchor)


def _facts(facts: tuple[Fact, ...]) -> str:
    return element("dl", "".join(_fact(fact) for fact in facts)) if facts else ""


def _fact(fact: Fact) -> str:
    value = "<br>".join(_piece(piece) for piece in fact.pieces)
    return element("dt", text(fact.label)) + element("dd", value)


def _piece(piece: Piece) -> str:
    if piece.is_code:
        return element("code", text(piece.text))
    return _link(piece.text, piece.to) if piece.to else text(piece.text)


def _link(label: str, to: str) -> str:
    if to.startswith("#"):
        return element("a", text(label), href=to)
    return f"{text(label)} {linked(to)}"


def _table(table: Table) -> str:
    rows = grid(table.head, table.rows, table.numeric, table.caption)
    return element("h4", text(table.caption)) + listed(rows, table.caption)
