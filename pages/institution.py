"""How far has one institution come, with which patents, and what was found in its filings?"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.parts import links, markup, page_layout
from pages.parts.facts import facts, returned
from pages.parts.own_patents import patents
from pages.parts.page_context import PageContext
from pages.parts.panel import section
from pages.parts.remarks import remarks
from pages.parts.verdicts import verdicts

KEY = "institution"


def show(visit: PageContext) -> None:
    """Show the institution that the address names; without one, lead back to the list."""
    words, named = visit.words, st.query_params.get(KEY, "")
    if named not in visit.edition.institution_ids:
        page_layout.dropped(words, [named] if named else [])
        markup.show(links.link("institutions", words("Choose an institution from the list"), visit))
        return
    markup.show(links.link("institutions", words("Back to the institutions"), visit))
    one = about(visit, named)
    facts(one)
    verdicts(one, "institution_status")
    section("institution", "below", one)
    returned(one)
    patents(one)
    remarks(one)


def about(visit: PageContext, named: str) -> PageContext:
    """Narrow a visit to one institution; which others were chosen does not matter then."""
    return replace(visit, selection=visit.selection.of(named))
