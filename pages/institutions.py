"""Which institutions are through, which are not, and what has each left to do?"""

from __future__ import annotations

from pages.parts.listing import institutions
from pages.parts.page_context import PageContext
from pages.parts.panel import section


def show(visit: PageContext) -> None:
    """Show the table of the institutions, then who has most to do and how many are done."""
    institutions(visit)
    section("institutions", "below", visit)
