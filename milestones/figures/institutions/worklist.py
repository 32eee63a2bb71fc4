"""The bars of the worklist: what is open now, before what was open at the deadline."""

from __future__ import annotations

from typing import Any

from milestones.figures.context import Context
from milestones.figures.finished import FinishedFigure
from milestones.figures.institutions.table_words import escaped, hover, mark, numbers
from milestones.figures.shapes import Trace, bar, chart, texts

SHOWN = 12
LONGEST = {"zh": 14, "en": 30}
"""Letters of a name beside its bar; the whole name shows when pointed at."""


def draw_worklist(listed: list[Any], context: Context) -> FinishedFigure:
    """Draw one bar an institution, those with most left to do first."""
    colours, words = context.colours, context.words
    is_over = listed[0].open_at_deadline is not None
    ends = [max(row.open, row.open_at_deadline or 0) for row in listed]
    traces = [_texts(listed, ends, context)]
    if is_over:
        before = [row.open_at_deadline for row in listed]
        traces.append(_bars(words("open at the deadline"), before, 0.76, colours.soft))
    traces.append(_bars(words("still open"), [row.open for row in listed], 0.5, colours.main))
    return chart(
        traces,
        context,
        barmode="overlay",
        height=64 + 27 * len(listed),
        showlegend=is_over,
        margin={"t": 26 if is_over else 4, "b": 28},
        xaxis={"visible": False, "range": [0, max(ends) * 1.7]},
        yaxis={
            "range": [len(listed) - 0.4, -0.6],
            "tickvals": list(range(len(listed))),
            "ticktext": [_name(row, context) for row in listed],
            "showgrid": False,
            "tickfont": {"color": colours.ink, "size": 13},
        },
    )


def _name(row: Any, context: Context) -> str:
    longest = LONGEST[context.words.lang]
    name = row.own if len(row.own) <= longest else f"{row.own[: longest - 1]}…"
    return escaped(name) + mark(row)


def _bars(name: str, values: list[int], width: float, colour: str) -> Trace:
    return bar(
        name=name,
        x=values,
        y=list(range(len(values))),
        width=width,
        orientation="h",
        marker={"color": colour},
        hoverinfo="skip",
    )


def _texts(listed: list[Any], ends: list[int], context: Context) -> Trace:
    lines = [f"\u00a0{numbers(row, context.words)}" for row in listed]
    hovers = [hover(row, context.words) for row in listed]
    trace = texts(list(ends), list(range(len(listed))), lines, textfont={"size": 12})
    del trace["hoverinfo"]
    return {**trace, "hovertext": hovers, "hovertemplate": "%{hovertext}<extra></extra>"}
