"""How good is what was delivered: sample checks, returns against patent rows, what was rejected?"""

from __future__ import annotations

from pages.parts.page_context import PageContext
from pages.parts.panel import show_section


def show(context: PageContext) -> None:
    """Show what samples found, where returns differ, and what was found in the filings."""
    show_section("quality", "below", context)
