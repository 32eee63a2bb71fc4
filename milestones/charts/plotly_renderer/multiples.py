"""Small line charts on one pair of axes: one trace draws one kind of line in all of them.

So the browser has five traces to draw and not five a chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from milestones.charts.model import Course, SmallMultiples
from milestones.charts.plotly_renderer.axes import HIDDEN
from milestones.charts.plotly_renderer.traces import (
    SILENT,
    Spec,
    View,
    escaped,
    hovering,
    rectangle,
    scatter,
)

HEAD, FOOT = 0.37, 0.93
"""Where the lines of a cell begin and end, from its top: the words stand above them."""
LEFT, RIGHT = 0.0, 0.9
"""Where the lines of a cell begin and end, from its left."""
Spot = tuple[float | None, float | None]
GAP: Spot = (None, None)


class Grid:
    """Where days and values lie in the cells of small multiples; y runs downwards."""

    def __init__(self, series: SmallMultiples) -> None:
        """Lay out one cell a course and one that says how to read them."""
        self.series = series
        self.count = len(series.courses) + 1
        self._days = max((series.end - series.start).days, 1)

    def corner(self, cell: int) -> tuple[float, float]:
        """Give the left upper corner of a cell."""
        row, column = divmod(cell, self.series.columns)
        return float(column), float(row)

    def spot(self, cell: int, day: date, value: float) -> tuple[float, float]:
        """Give where a value lies on a day; days outside the span lie on its border."""
        row, column = divmod(cell, self.series.columns)
        part = min(max((day - self.series.start).days / self._days, 0.0), 1.0)
        height = (FOOT - HEAD) * value / self.series.top
        return round(column + LEFT + (RIGHT - LEFT) * part, 4), round(row + FOOT - height, 4)


def multiples(series: SmallMultiples, view: View) -> Iterator[Spec]:
    """Yield the traces from the back to the front: frames, shortfall, plan, actual, words."""
    grid, colours = Grid(series), view.colours
    actual, planned, behind = series.names
    yield _line(_frames(grid), {"color": colours.grid, "width": 1})
    gaps = [spot for cell, course in enumerate(series.courses) for spot in _gap(course, cell, grid)]
    if gaps:
        shade = {"fill": "toself", "fillcolor": colours.late, "name": behind, "showlegend": True}
        yield _line(gaps, {"width": 0}, opacity=0.55, **shade)
    if series.plan:
        dash = {"color": colours.plan, "width": 1.2, "dash": "dash"}
        yield _line(_planned(grid), dash, name=planned, showlegend=True)
    if series.deadline and series.deadline < series.end:
        dotted = {"color": colours.muted, "width": 1, "dash": "dot"}
        yield _line(_deadlines(series.deadline, grid), dotted)
    yield _actual(grid, actual, view)
    yield _words(grid, view)
    yield _key(grid, view)


def outlines(series: SmallMultiples, view: View) -> list[Spec]:
    """Outline the cells that are emphasized."""
    grid = Grid(series)
    corners = (grid.corner(at) for at, each in enumerate(series.courses) if each.is_emphasized)
    return [
        rectangle((x - 0.04, x + 0.94), (y, y + 0.99), view.colours.official, 2) for x, y in corners
    ]


def axes_of(series: SmallMultiples) -> tuple[Spec, Spec]:
    """Give the hidden axes that the cells stand on."""
    across, down = [-0.05, series.columns - 0.02], [series.rows + 0.2, -0.04]
    return {**HIDDEN, "range": across}, {**HIDDEN, "range": down}


def _line(spots: Sequence[Spot], line: Spec, **properties: object) -> Spec:
    return scatter(
        **{
            "x": [x for x, _ in spots],
            "y": [y for _, y in spots],
            "mode": "lines",
            "line": line,
            "showlegend": False,
            **SILENT,
            **properties,
        }
    )


def _frames(grid: Grid) -> list[Spot]:
    spots: list[Spot] = []
    for cell in range(grid.count):
        x, y = grid.corner(cell)
        for height in (y + HEAD, y + FOOT):
            spots += [(x + LEFT, height), (x + RIGHT, height), GAP]
    return spots


def _planned(grid: Grid) -> list[Spot]:
    spots: list[Spot] = []
    for cell in range(grid.count):
        spots += [grid.spot(cell, day, value) for day, value in grid.series.plan]
        spots.append(GAP)
    return spots


def _deadlines(day: date, grid: Grid) -> list[Spot]:
    spots: list[Spot] = []
    for cell in range(grid.count):
        (x, _), (_, y) = grid.spot(cell, day, 0.0), grid.corner(cell)
        spots += [(x, y + HEAD), (x, y + FOOT), GAP]
    return spots


def _gap(course: Course, cell: int, grid: Grid) -> list[Spot]:
    """Give the area in which the actual line lies below the plan; nothing if it never does."""
    known = [
        (day, value, planned)
        for day, value, planned in zip(course.at, course.values, course.planned, strict=True)
        if value is not None and planned is not None
    ]
    if not any(value < planned for _, value, planned in known):
        return []
    upper = [grid.spot(cell, day, planned) for day, _, planned in known]
    lower = [grid.spot(cell, day, value) for day, value, _ in known]
    floor = list(_below(upper, lower))
    return [*upper, *floor[::-1], GAP]


def _below(
    upper: list[tuple[float, float]], lower: list[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Follow the lower line where it lies below the upper one."""
    pairs = [(x, top, low - top) for (x, top), (_, low) in zip(upper, lower, strict=True)]
    for (x, top, gap), (next_x, next_top, next_gap) in pairwise(pairs):
        yield x, top + max(gap, 0.0)
        if gap * next_gap < 0:
            part = gap / (gap - next_gap)
            yield x + (next_x - x) * part, top + (next_top - top) * part
    x, top, gap = pairs[-1]
    yield x, top + max(gap, 0.0)


def _actual(grid: Grid, name: str, view: View) -> Spec:
    spots: list[Spot] = []
    hovers: list[str] = []
    for cell, course in enumerate(grid.series.courses):
        known = [
            (day, value, hover)
            for day, value, hover in zip(course.at, course.values, course.hovers, strict=True)
            if value is not None
        ]
        spots += [*(grid.spot(cell, day, value) for day, value, _ in known), GAP]
        hovers += [*(hover for *_, hover in known), ""]
    trace = _line(spots, {"color": view.colours.main, "width": 2}, name=name, showlegend=True)
    del trace["hoverinfo"]
    return {**trace, **hovering(hovers)}


def _words(grid: Grid, view: View) -> Spec:
    corners = [grid.corner(cell) for cell in range(len(grid.series.courses))]
    return scatter(
        x=[x - 0.02 for x, _ in corners],
        y=[y + 0.02 for _, y in corners],
        text=[_label(course, view) for course in grid.series.courses],
        mode="text",
        textposition="bottom right",
        textfont={"size": 11, "color": view.colours.ink},
        **{"showlegend": False, "cliponaxis": False, **SILENT},
    )


def _label(course: Course, view: View) -> str:
    tone = view.colours.muted
    return f'{escaped(course.label)}<br><span style="color:{tone}">{escaped(course.note)}</span>'


def _key(grid: Grid, view: View) -> Spec:
    """Say in a cell of its own what the heights and the ends of all cells stand for."""
    x, y = grid.corner(grid.count - 1)
    return scatter(
        x=[x, x, x + RIGHT],
        y=[y + HEAD, y + FOOT, y + FOOT],
        text=list(grid.series.key),
        mode="text",
        textposition=["bottom right", "top right", "bottom left"],
        textfont={"size": 10, "color": view.colours.muted},
        **{"showlegend": False, "cliponaxis": False, **SILENT},
    )
