"""Are we on plan, who lags, how will it end? The answer on one screen, the evidence below."""

from __future__ import annotations

from pages.parts.beside import beside
from pages.parts.panel import section
from pages.parts.verdicts import verdicts
from pages.parts.visit import Visit


def show(visit: Visit) -> None:
    """Show the verdicts, then the figures of the first screen, then the rest."""
    verdicts(visit)
    section("overview", "first_screen", visit)
    beside(visit)
    section("overview", "below", visit)
