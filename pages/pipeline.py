"""Where do patents wait on the way to industry, how long, and what do both sides think of them?"""

from __future__ import annotations

from milestones.figures.registry import figures_on_page
from pages.parts.page_context import PageContext
from pages.parts.panel import show_figure, show_section


def show(context: PageContext) -> None:
    """Show the stages and the days between them, what both sides think, then each field."""
    show_section("pipeline", "below", context)
    for figure_id in figures_on_page("pipeline", "wide"):
        show_figure(figure_id, context)
