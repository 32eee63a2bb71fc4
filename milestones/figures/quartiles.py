"""Spread of days: a floating bar from the first quartile to the third, the median marked."""

from __future__ import annotations

from typing import Any

from milestones.figures.columns import Column
from milestones.figures.context import Context
from milestones.figures.shapes import Trace, bar, scatter
from milestones.words import Words, _

QUARTILES = {
    "median": Column(_("Median days"), "count"),
    "first_quartile": Column(_("A quarter within (days)"), "count"),
    "third_quartile": Column(_("Three quarters within (days)"), "count"),
}
ENDS = ("first_quartile", "third_quartile")
"""What a floating bar begins and ends at."""


def middle_halves(
    spreads: list[Any], places: list[Any], width: float, hovers: list[str], context: Context
) -> Trace:
    """Make a trace of floating bars, each the middle half of the days of a row."""
    return bar(
        x=[spread.third_quartile - spread.first_quartile for spread in spreads],
        base=[spread.first_quartile for spread in spreads],
        y=places,
        width=width,
        orientation="h",
        marker={"color": context.colours.soft},
        meta={"ends": [context.words(QUARTILES[end].header) for end in ENDS]},
        hovertext=hovers,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def medians(spreads: list[Any], places: list[Any], size: int, context: Context) -> Trace:
    """Make a trace of upright strokes at the medians."""
    return scatter(
        name=context.words(QUARTILES["median"].header),
        x=[spread.median for spread in spreads],
        y=places,
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": size,
            "color": context.colours.main,
            "line": {"width": 4},
        },
        hoverinfo="skip",
    )


def quarters(spread: Any, words: Words) -> str:
    """Say within how many days a quarter, half and three quarters are done."""
    return words(
        "A quarter within {first}, half within {median}, three quarters within {third} days",
        first=words.count(spread.first_quartile),
        median=words.count(spread.median),
        third=words.count(spread.third_quartile),
    )
