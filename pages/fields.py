"""How far has each technology field come, and where do patents wait longest for an enterprise?"""

from __future__ import annotations

from pages.parts.page_context import PageContext
from pages.parts.panel import show_section


def show(context: PageContext) -> None:
    """Show the progress of the fields beside the days that their patents wait."""
    show_section("fields", "below", context)
