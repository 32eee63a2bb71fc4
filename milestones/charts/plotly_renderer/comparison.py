"""Columns side by side: a heading and a course each, then rows of bars of one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from milestones.charts.model import Comparison
from milestones.charts.plotly_renderer.axes import HIDDEN
from milestones.charts.plotly_renderer.traces import (
    SILENT,
    Axes,
    Spec,
    View,
    bar,
    hovering,
    scatter,
)

HEAD, ROW, GROUP = 156, 52, 28
"""Heights in pixels: the courses with their headings, a row, the heading of a group of rows."""
NAMES = 40
"""Pixels from the top that the headings take; both halves of a cut picture have them."""
TOP, BOTTOM = 66, 138
"""Where 100% and nothing lie, in pixels from the top."""
WIDTH = 0.86
"""Part of a column that the span of days takes, and a bar of 100%."""
THICK = 8
"""Thickness of a bar in pixels."""


class Rows:
    """Where the rows and the headings of their groups stand, in pixels from the top."""

    def __init__(self, series: Comparison) -> None:
        """Lay the rows out below the courses."""
        self.groups: list[tuple[int, str]] = []
        self.rows: list[int] = []
        at = HEAD if series.heading else NAMES
        for row in series.rows:
            if row.group:
                self.groups.append((at, row.group))
                at += GROUP
            self.rows.append(at)
            at += ROW
        self.height = at


def comparison(series: Comparison, axes: Axes, view: View) -> Iterator[Spec]:
    """Yield lines, bars and words through all columns."""
    for trace in _traces(series, view):
        yield {**trace, **axes.on}


def _traces(series: Comparison, view: View) -> Iterator[Spec]:
    rows, ink = Rows(series), {"size": 12, "color": view.colours.ink}
    yield from _courses(series, view)
    yield from _bars(series, rows, view)
    spots = [(column, at + 14, row.texts[column]) for column in range(len(series.columns))
             for at, row in zip(rows.rows, series.rows, strict=True)]  # fmt: skip
    x, y, said = ([spot[part] for spot in spots] for part in range(3))
    yield _below(x, y, [str(text) for text in said], ink)
    names = [(at, row.label) for at, row in zip(rows.rows, series.rows, strict=True)]
    lines = sorted([*rows.groups, *names])
    muted = {"size": 11, "color": view.colours.muted}
    yield _below([0] * len(lines), [at for at, _ in lines], [text for _, text in lines], muted)


def axes_of(series: Comparison) -> tuple[Spec, Spec]:
    """Give the hidden axes: columns, and pixels from the top."""
    across, down = [0, len(series.columns)], [Rows(series).height, 0]
    return {**HIDDEN, "range": across}, {**HIDDEN, "range": down}


def _courses(series: Comparison, view: View) -> Iterator[Spec]:
    colours, ends = view.colours, (series.start, series.end)
    every = range(len(series.columns))
    if series.heading:
        for level in (1.0, 0.0):
            yield _line(series, [[(day, level) for day in ends] for _ in every], colours.grid)
        if series.plan:
            yield _line(series, [list(series.plan) for _ in every], colours.plan, dash="dash")
        courses = [list(column.course) for column in series.columns]
        yield _line(series, courses, colours.main, width=2.2)
    names = ["<br>".join(column.heading) for column in series.columns]
    yield _below(list(every), [2] * len(names), names, {"size": 11})
    if series.heading:
        yield _below([0], [42], [series.heading], {"size": 11, "color": colours.muted})


def _line(
    series: Comparison,
    courses: Sequence[Sequence[tuple[date, float]]],
    colour: str,
    width: float = 1.0,
    dash: str = "solid",
) -> Spec:
    length = max((series.end - series.start).days, 1)
    x: list[float | None] = []
    y: list[float | None] = []
    for column, course in enumerate(courses):
        for day, value in course:
            part = min(max((day - series.start).days / length, 0.0), 1.0)
            x.append(round(column + WIDTH * part, 4))
            y.append(round(BOTTOM - (BOTTOM - TOP) * value, 2))
        x.append(None)
        y.append(None)
    look = {"color": colour, "width": width, "dash": dash}
    return scatter(x=x, y=y, mode="lines", line=look, showlegend=False, **SILENT)


def _bars(series: Comparison, rows: Rows, view: View) -> Iterator[Spec]:
    found = [
        (column, at + 36, row.shares[column], row.hovers[column])
        for column in range(len(series.columns))
        for at, row in zip(rows.rows, series.rows, strict=True)
        if row.shares[column] is not None
    ]
    place = {
        "base": [column for column, *_ in found],
        "y": [at for _, at, *_ in found],
        "width": THICK,
        "orientation": "h",
        "showlegend": False,
    }
    hovers = [hover for *_, hover in found]
    whole, part = {"color": view.colours.grid}, {"color": view.colours.main}
    shares = [min(share or 0.0, 1.0) * WIDTH for _, _, share, _ in found]
    yield bar(x=[WIDTH] * len(found), marker=whole, **place, **hovering(hovers))
    yield bar(x=shares, marker=part, **place, **SILENT)


def _below(x: Sequence[object], y: Sequence[object], lines: Sequence[str], font: Spec) -> Spec:
    """Make a trace of texts to the right of their points and below them."""
    return scatter(
        **{"x": list(x), "y": list(y), "text": list(lines), "mode": "text"},
        **{"textposition": "bottom right", "textfont": font},
        **{"showlegend": False, "cliponaxis": False, **SILENT},
    )
