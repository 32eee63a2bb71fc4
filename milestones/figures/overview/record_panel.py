"""One milestone of the official record: a row a series, each figure at its day, never joined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from milestones.figures.context import Context
from milestones.figures.labels import label
from milestones.figures.overview.record_words import hover, milestone_of, series, value
from milestones.figures.shapes import MONTH_TICKS, Layout, Trace, scatter, texts
from milestones.plan import Milestone

HEAD = 1.25
"""Height of a milestone's heading, in rows."""

FOOT = 0.06
"""Part of the height that the months under a panel take."""

LETTER = 0.025
"""Part of a narrow screen's width that a letter takes."""

Span = tuple[date, date]


def draw_panel(
    panel: list[Any], number: int, domain: tuple[float, float], layout: Layout, context: Context
) -> Iterator[Trace]:
    """Yield the traces of a milestone's panel and add its axes and deadline to the layout."""
    words, colours = context.words, context.colours
    milestone = milestone_of(panel[0].milestone, context)
    firsts = {row.series: row for row in reversed(panel)}
    names = list(reversed(firsts))
    span = _span(panel, milestone)
    suffix = str(number) if number > 1 else ""
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    is_short = (span[1] - span[0]).days < 900
    layout[f"xaxis{suffix}"] = {
        "type": "date",
        "range": [day.isoformat() for day in span],
        "anchor": axes["yaxis"],
        "tickformat": MONTH_TICKS[words.lang] if is_short else "%Y",
        "tickangle": 0,
        "nticks": 5,
        "showgrid": False,
    }
    layout[f"yaxis{suffix}"] = {
        "visible": False,
        "fixedrange": True,
        "range": [len(names) - 0.62, -HEAD],
        "domain": [domain[0] + (FOOT if domain[0] else 0), domain[1]],
        "anchor": axes["xaxis"],
    }
    if milestone is not None:
        layout["shapes"].append(_deadline(milestone.deadline, axes, len(names), colours.muted))
    start = span[0].isoformat()
    head = _heading(panel[0].milestone, milestone, context)
    labels = [series(firsts[name], words) for name in names]
    spots = [place - 0.31 for place in range(len(names))]
    small = {"size": 12, "color": colours.muted}
    yield texts([start], [0.22 - HEAD], [head], textfont={"size": 12}, **axes)
    yield texts([start] * len(names), spots, labels, textfont=small, **axes)
    yield _lines(len(names), span, colours.grid, axes)
    yield _points(panel, names, span, axes, context)


def _span(panel: list[Any], milestone: Milestone | None) -> Span:
    known = [row.as_of for row in panel]
    if milestone is not None:
        known += [milestone.deadline, *(point.on for point in milestone.points)]
    edge = (max(known) - min(known)) * 0.03
    return min(known) - edge, max(known) + edge


def _deadline(day: date, axes: dict[str, str], height: int, colour: str) -> Layout:
    line = {"color": colour, "width": 1, "dash": "dot"}
    ends = {"x0": day.isoformat(), "x1": day.isoformat(), "y0": -0.7, "y1": height - 0.62}
    return {"type": "line", "xref": axes["xaxis"], "yref": axes["yaxis"], "line": line, **ends}


def _heading(indicator: str, milestone: Milestone | None, context: Context) -> str:
    words = context.words
    if milestone is None:
        return f"<b>{label(indicator, words)}</b>"
    day = words("deadline {day}", day=words.date(milestone.deadline, short=True))
    return f"<b>{milestone.id} {milestone.name.in_(words.lang)}</b><br>{day}"


def _lines(height: int, span: Span, colour: str, axes: dict[str, str]) -> Trace:
    first, last = (day.isoformat() for day in span)
    return scatter(
        x=[first, last, None] * height,
        y=[place for row in range(height) for place in (row, row, None)],
        mode="lines",
        line={"color": colour, "width": 1},
        hoverinfo="skip",
        **axes,
    )


def _points(
    panel: list[Any], names: list[str], span: Span, axes: dict[str, str], context: Context
) -> Trace:
    words = context.words
    values = [value(row, words) for row in panel]
    return scatter(
        x=[row.as_of.isoformat() for row in panel],
        y=[names.index(row.series) for row in panel],
        mode="markers+text",
        marker={"symbol": "diamond", "size": 10, "color": context.colours.official},
        text=values,
        textfont={"size": 12},
        textposition=_sides(panel, values, span),
        cliponaxis=False,
        hovertext=[hover(row, words) for row in panel],
        hovertemplate="%{hovertext}<extra></extra>",
        **axes,
    )


def _sides(panel: list[Any], values: list[str], span: Span) -> list[str]:
    """Put each text below the line, where its point has more room, from the last to the first."""
    first, last = span
    sides: list[str] = []
    name, edge = None, last
    for place, row in reversed(list(enumerate(panel))):
        edge = last if row.series != name else edge
        before = panel[place - 1] if place else None
        start = before.as_of if before is not None and before.series == row.series else first
        is_left = row.as_of - start > edge - row.as_of
        taken = (last - first) * len(values[place]) * LETTER if is_left else timedelta()
        sides.append("bottom left" if is_left else "bottom right")
        name, edge = row.series, row.as_of - taken
    return sides[::-1]
