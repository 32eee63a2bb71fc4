"""What came with each delivery, what did it correct and change, and how was it before?"""

from __future__ import annotations

from pages.parts.page_context import PageContext
from pages.parts.panel import show_section
from pages.parts.revision_links import (
    show_corrected_institutions,
    show_earlier_editions,
    show_publication_log,
)


def show(context: PageContext) -> None:
    """Show the deliveries and what the newest changed, then the way to those before it."""
    show_section("revisions", "below", context)
    show_corrected_institutions(context)
    show_earlier_editions(context)
    show_publication_log(context)
