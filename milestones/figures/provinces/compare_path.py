"""The upper part of the comparison: each province's name, verdict, and path against the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.figures.provinces.compare_rows import FOLLOWED
from milestones.figures.provinces.lag import milestone_of
from milestones.figures.shapes import Trace, scatter

TOP, BOTTOM = 66, 138
"""Where 100% and nothing lie, in pixels from the top of the picture."""

WIDTH = 0.86
"""Part of a column that the span of days takes."""


def draw_paths(path: list[Any], columns: dict[str, int], context: Context) -> Iterator[Trace]:
    """Yield one trace a kind of line, through all columns, and the names above them."""
    colours, words = context.colours, context.words
    milestone = milestone_of(FOLLOWED, context.facts.plan)
    known = [point for point in path if point.value is not None]
    planned = [(point.on, point.value) for point in milestone.points] if milestone else []
    on = [point.day for point in known] + [day for day, _ in planned] + [context.as_of]
    span = (planned[0][0] if planned else min(on), max(on))
    yield _line(columns, lambda _: [(span[0], 1.0), (span[1], 1.0)], span, colours.grid)
    yield _line(columns, lambda _: [(span[0], 0.0), (span[1], 0.0)], span, colours.grid)
    if planned:
        yield _line(columns, lambda _: planned, span, colours.plan, dash="dash")
    mine = {code: [(p.day, p.value) for p in known if p.code == code] for code in columns}
    yield _line(columns, mine.__getitem__, span, colours.main, width=2.2)
    yield _names(path, columns, context)
    above = words(
        "<b>Assessment coverage</b>, {start} to {end}; plan dashed",
        start=words.month(span[0], short=True),
        end=words.month(span[1], short=True),
    )
    yield texts_below([0], [42], [above], {"size": 11, "color": colours.muted})


def _line(
    columns: dict[str, int],
    points: Any,
    span: tuple[date, date],
    colour: str,
    width: float = 1.0,
    dash: str = "solid",
) -> Trace:
    length = max((span[1] - span[0]).days, 1)
    x: list[float | None] = []
    y: list[float | None] = []
    for code, column in columns.items():
        for day, value in points(code):
            part = min(max((day - span[0]).days / length, 0.0), 1.0)
            x.append(round(column + WIDTH * part, 4))
            y.append(round(BOTTOM - (BOTTOM - TOP) * value, 2))
        x.append(None)
        y.append(None)
    line = {"color": colour, "width": width, "dash": dash}
    silent = {"hoverinfo": "skip", "showlegend": False}
    return scatter(x=x, y=y, mode="lines", line=line, **silent)


def _names(path: list[Any], columns: dict[str, int], context: Context) -> Trace:
    words = context.words
    status = {point.code: point.status for point in path}
    lines = [
        f"{words.province(code)}<br>"
        + sentence_case(label(status.get(code) or "not_assessable", words))
        for code in columns
    ]
    return texts_below(list(columns.values()), [2] * len(lines), lines, {"size": 11})


def texts_below(x: list[int], y: list[int], lines: list[str], font: dict[str, Any]) -> Trace:
    """Make a trace of texts to the right of their points and below them."""
    return scatter(
        **{"x": x, "y": y, "text": lines, "mode": "text", "textposition": "bottom right"},
        **{"textfont": font, "hoverinfo": "skip", "showlegend": False, "cliponaxis": False},
    )
