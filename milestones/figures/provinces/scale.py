"""The classes of a share on the way to its target: five, from little to all."""

from __future__ import annotations

from milestones.figures.context import Context
from milestones.figures.pace_words import percent
from milestones.figures.provinces.lag import milestone_of
from milestones.figures.shapes import Trace
from milestones.indicators import BY_ID

COVERAGE = (0.0, 0.5, 0.8, 0.95, 1.0)
"""The classes of the tile map, where all is the target."""


def classes(indicator: str, most: float, context: Context) -> list[float]:
    """Give the lower ends of the classes; the last one begins at the target.

    Without a target the last class begins at four fifths of the highest value.
    """
    milestone = milestone_of(indicator, context.facts.plan)
    target = milestone.target.value if milestone and milestone.target else most * 0.8
    if target == 1.0:
        return list(COVERAGE)
    return [round(target * step / 4, 6) for step in range(5)]


def class_of(value: float, lows: list[float]) -> int:
    """Give the class of a value, from 0."""
    return max(place for place, low in enumerate(lows) if value >= low)


def colour_scale(context: Context) -> list[tuple[float, str]]:
    """Give Plotly's scale with one plain colour a class."""
    colours = context.colours.scale
    ends = [index / len(colours) for index in range(len(colours) + 1)]
    pairs = zip(ends, ends[1:], colours, strict=False)
    return [(end, colour) for low, high, colour in pairs for end in (low, high)]


def colour_bar(indicator: str, lows: list[float], context: Context) -> Trace:
    """Lay out the key of the colours, named at the borders of the classes."""
    words, small = context.words, {"size": 11, "color": context.colours.muted}
    return {
        **{"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
        **{"thickness": 9, "len": 1, "outlinewidth": 0, "ticks": "", "ypad": 4, "xpad": 0},
        "title": {"text": words(BY_ID[indicator].name), "side": "top", "font": small},
        "tickvals": [place - 0.5 for place in range(1, len(lows))],
        "ticktext": [percent(low, words) for low in lows[1:]],
        "tickangle": 0,
        "tickfont": small,
    }
