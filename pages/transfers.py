"""How many patents change hands, by which way, for how much, and from where to where?"""

from __future__ import annotations

from pages.parts.page_context import PageContext
from pages.parts.panel import show_section


def show(context: PageContext) -> None:
    """Show transfers by month, way and value, then where they go."""
    show_section("transfers", "first_screen", context)
    show_section("transfers", "below", context)
