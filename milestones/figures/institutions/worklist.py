"""The bars of the worklist: what is open now, before what was open at the deadline."""

from __future__ import annotations

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.institutions.table_words import Listed, hover, mark, numbers
from milestones.i18n import Locale

SHOWN = 10
ROW = 42


def worklist(listed: list[Listed], words: Locale) -> Chart:
    """Give one bar an institution below its name, those with most left to do first."""
    at, is_over = tuple(range(len(listed))), listed[0].open_at_deadline is not None
    still = tuple(row.open for row in listed)
    bars = [Bars(words("still open"), at, still, "main", thickness=0.26)]
    if is_over:
        before = tuple(row.open_at_deadline for row in listed)
        bars.insert(0, Bars(words("open at the deadline"), at, before, "soft", thickness=0.42))
    categories = tuple(
        Category(place, f"{row.rank} {row.own}", numbers(row, words), hover(row, words), mark(row))
        for place, row in enumerate(listed)
    )
    panel = Panel(
        x=Axis(unit="count", is_shown=False),
        y=Axis("category", categories=categories),
        series=tuple(bars),
        grouping="overlaid",
        names="above",
    )
    margins = Margins(top=26 if is_over else 4, bottom=28, left=4)
    return Chart((panel,), ROW * len(listed) + 60, margins, Legend(is_shown=is_over))
