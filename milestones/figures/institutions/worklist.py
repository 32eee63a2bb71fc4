"""The bars of the worklist: what is open now, before what was open at the deadline."""

from __future__ import annotations

from typing import Any

from milestones.charts.finished import FinishedFigure
from milestones.figures.context import Context
from milestones.figures.institutions.table_words import escaped, hover, mark, numbers
from milestones.figures.shapes import Trace, chart, row_bars, telling_texts

SHOWN = 10
ROW = 42


def draw_worklist(listed: list[Any], context: Context) -> FinishedFigure:
    """Draw one bar an institution below its name, those with most left to do first."""
    colours, words = context.colours, context.words
    is_over = listed[0].open_at_deadline is not None
    bars = [row_bars(words("still open"), [row.open for row in listed], 0.26, colours.main)]
    if is_over:
        before = [row.open_at_deadline for row in listed]
        bars.insert(0, row_bars(words("open at the deadline"), before, 0.42, colours.soft))
    return chart(
        [*bars, _lines(listed, context)],
        context,
        barmode="overlay",
        height=ROW * len(listed) + 60,
        showlegend=is_over,
        margin={"t": 26 if is_over else 4, "l": 4, "b": 28},
        xaxis={"visible": False, "rangemode": "tozero"},
        yaxis={"visible": False, "range": [len(listed) - 0.6, -0.8]},
    )


def _lines(listed: list[Any], context: Context) -> Trace:
    """Write name and numbers above each bar; pointed at, they say the rest."""
    words = context.words
    lines = [
        f"<b>{row.rank} {escaped(row.own)}</b>{mark(row)}  {numbers(row, words)}" for row in listed
    ]
    hovers = [hover(row, words) for row in listed]
    places = [place - 0.46 for place in range(len(listed))]
    return telling_texts([0] * len(listed), places, lines, hovers)
