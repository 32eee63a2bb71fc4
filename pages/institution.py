"""How far has one institution come, with which patents, and what was found in its filings?"""

from __future__ import annotations

from dataclasses import replace

from pages.parts import address, page_layout
from pages.parts.institution_page import show_facts, show_findings, show_patents, show_return
from pages.parts.links import page_link
from pages.parts.markup import show_html
from pages.parts.page_context import PageContext
from pages.parts.panel import show_section, show_verdicts

INSTITUTION_KEY = "institution"


def show(context: PageContext) -> None:
    """Show the institution that the address names; without one, lead back to the list."""
    locale, named = context.locale, address.asked_value(INSTITUTION_KEY) or ""
    if named not in context.edition.institution_ids:
        page_layout.show_dropped_values(locale, [named] if named else [])
        label = locale("Choose an institution from the list")
        show_html(page_link("institutions", label, context))
        return
    show_html(page_link("institutions", locale("Back to the institutions"), context))
    # Which other institutions were chosen does not matter here.
    one = replace(context, selection=context.selection.of(named))
    show_facts(one)
    show_verdicts(one, "institution_status")
    show_section("institution", "below", one)
    show_return(one)
    show_patents(one)
    show_findings(one)
