"""Are we on plan, who lags, how will it end? The answer on one screen, the evidence below."""

from __future__ import annotations

from pages.parts.page_context import PageContext
from pages.parts.panel import section
from pages.parts.returns_note import beside
from pages.parts.verdicts import verdicts


def show(visit: PageContext) -> None:
    """Show the verdicts, then the figures of the first screen, then the rest."""
    verdicts(visit)
    section("overview", "first_screen", visit)
    beside(visit)
    section("overview", "below", visit)
