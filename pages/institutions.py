"""Which institutions are through, which are not, and what has each left to do?"""

from __future__ import annotations

from pages.parts.institution_list import show_institution_list
from pages.parts.page_context import PageContext
from pages.parts.panel import show_section


def show(context: PageContext) -> None:
    """Show the table of the institutions, then who has most to do and how many are done."""
    show_institution_list(context)
    show_section("institutions", "below", context)
