"""Many small charts on one pair of hidden axes: small multiples, and columns compared.

One trace draws one kind of line in all of them, so the browser has five traces to draw and not
five a chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from milestones.charts.model import Comparison, SmallChart, SmallMultiples
from milestones.charts.plotly_renderer.axes import HIDDEN_AXIS
from milestones.charts.plotly_renderer.traces import (
    NO_HOVER,
    Spec,
    View,
    bar_trace,
    escape_markup,
    hover_texts,
    outline_shape,
    scatter_trace,
    text_trace,
)

CELL_HEAD, CELL_FOOT = 0.37, 0.93
"""Where the lines of a cell begin and end, from its top: the words stand above them."""
CELL_WIDTH = 0.9
"""Where the lines of a cell end, from its left."""
HEAD_PX, ROW_PX, GROUP_PX = 156, 52, 28
"""Heights in a comparison: the courses with their headings, a row, the heading of a group."""
NAMES_PX = 40
"""What the headings take from the top; both halves of a cut picture have them."""
TOP_PX, BOTTOM_PX = 66, 138
"""Where 100% and nothing lie in a comparison, from the top."""
COLUMN_PART = 0.86
"""Part of a column that the span of days takes, and a bar of 100%."""
BAR_PX = 8
Point = tuple[float, float]
Spot = tuple[float | None, float | None]


class CellGrid:
    """Where days and values lie in the cells of small multiples; y runs downwards."""

    def __init__(self, series: SmallMultiples) -> None:
        """Lay out one cell a course and one that says how to read them."""
        self.series = series
        self.corners = [self.corner(cell) for cell in range(len(series.courses) + 1)]

    def corner(self, cell: int) -> Point:
        """Give the left upper corner of a cell."""
        row, column = divmod(cell, self.series.columns)
        return float(column), float(row)

    def spot(self, cell: int, day: date, value: float) -> Point:
        """Give where a value lies on a day; days outside the span lie on its border."""
        x, y = self.corners[cell]
        part = _part_of_span(self.series, day)
        height = (CELL_FOOT - CELL_HEAD) * value / self.series.top
        return round(x + CELL_WIDTH * part, 4), round(y + CELL_FOOT - height, 4)


def small_multiples(series: SmallMultiples, view: View) -> Iterator[Spec]:
    """Yield the traces from the back to the front: frames, shortfall, plan, actual, words."""
    grid, colours = CellGrid(series), view.colours
    actual, planned, behind = series.names
    cells, levels = range(len(grid.corners)), (CELL_HEAD, CELL_FOOT)
    frames = ([(x, y + at), (x + CELL_WIDTH, y + at)] for x, y in grid.corners for at in levels)
    yield _lines_trace(frames, {"color": colours.grid, "width": 1})
    areas = [_shortfall(course, cell, grid) for cell, course in enumerate(series.courses)]
    if any(areas):
        shade = {"fill": "toself", "fillcolor": colours.late, "name": behind, "showlegend": True}
        yield _lines_trace(filter(None, areas), {"width": 0}, opacity=0.55, **shade)
    if series.plan:
        plans = ([grid.spot(cell, day, value) for day, value in series.plan] for cell in cells)
        dash = {"color": colours.plan, "width": 1.2, "dash": "dash"}
        yield _lines_trace(plans, dash, name=planned, showlegend=True)
    if series.deadline and series.deadline < series.end:
        on = [grid.spot(cell, series.deadline, 0.0)[0] for cell in cells]
        corners = zip(on, grid.corners, strict=True)
        uprights = ([(x, y + at) for at in levels] for x, (_, y) in corners)
        yield _lines_trace(uprights, {"color": colours.muted, "width": 1, "dash": "dot"})
    yield _actual_lines(grid, actual, view)
    yield _cell_labels(grid, view)
    yield _reading_key(grid, view)


def small_multiples_outlines(series: SmallMultiples, view: View) -> list[Spec]:
    """Outline the cells that are emphasized."""
    marked = zip(series.courses, CellGrid(series).corners, strict=False)
    return [
        outline_shape((x - 0.04, x + 0.94), (y, y + 0.99), view.colours.official, 2)
        for course, (x, y) in marked
        if course.is_emphasized
    ]


def small_multiples_axes(series: SmallMultiples) -> tuple[Spec, Spec]:
    """Give the hidden axes that the cells stand on."""
    across, down = [-0.05, series.columns - 0.02], [series.rows + 0.2, -0.04]
    return {**HIDDEN_AXIS, "range": across}, {**HIDDEN_AXIS, "range": down}


def _part_of_span(series: SmallMultiples | Comparison, day: date) -> float:
    length = max((series.end - series.start).days, 1)
    return min(max((day - series.start).days / length, 0.0), 1.0)


def _lines_trace(lines: Iterable[Iterable[Spot]], look: Spec, **properties: object) -> Spec:
    """Make one trace of several lines, with a gap after each."""
    spots: list[Spot] = []
    for line in lines:
        spots += [*line, (None, None)]
    shared = {"mode": "lines", "line": look, "showlegend": False, **NO_HOVER}
    x, y = [x for x, _ in spots], [y for _, y in spots]
    return scatter_trace(**{**shared, "x": x, "y": y, **properties})


def _shortfall(course: SmallChart, cell: int, grid: CellGrid) -> list[Point]:
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
    return [*upper, *reversed(list(_lower_line(upper, lower)))]


def _lower_line(upper: list[Point], lower: list[Point]) -> Iterator[Point]:
    """Follow the lower line where it lies below the upper one."""
    pairs = [(x, top, low - top) for (x, top), (_, low) in zip(upper, lower, strict=True)]
    for (x, top, gap), (next_x, next_top, next_gap) in pairwise(pairs):
        yield x, top + max(gap, 0.0)
        if gap * next_gap < 0:
            part = gap / (gap - next_gap)
            yield x + (next_x - x) * part, top + (next_top - top) * part
    x, top, gap = pairs[-1]
    yield x, top + max(gap, 0.0)


def _actual_lines(grid: CellGrid, name: str, view: View) -> Spec:
    lines: list[list[Point]] = []
    hovers: list[str] = []
    for cell, course in enumerate(grid.series.courses):
        known = [
            (grid.spot(cell, day, value), hover)
            for day, value, hover in zip(course.at, course.values, course.hovers, strict=True)
            if value is not None
        ]
        lines.append([spot for spot, _ in known])
        hovers += [*(hover for _, hover in known), ""]
    look = {"color": view.colours.main, "width": 2}
    trace = _lines_trace(lines, look, name=name, showlegend=True, **hover_texts(hovers))
    del trace["hoverinfo"]
    return trace


def _cell_labels(grid: CellGrid, view: View) -> Spec:
    courses, tone = grid.series.courses, view.colours.muted
    names = [(escape_markup(course.label), escape_markup(course.note)) for course in courses]
    lines = [f'{name}<br><span style="color:{tone}">{note}</span>' for name, note in names]
    x, y = [x - 0.02 for x, _ in grid.corners[:-1]], [y + 0.02 for _, y in grid.corners[:-1]]
    font = {"size": 11, "color": view.colours.ink}
    return text_trace(x, y, lines, "bottom right", textfont=font)


def _reading_key(grid: CellGrid, view: View) -> Spec:
    """Say in a cell of its own what the heights and the ends of all cells stand for."""
    x, y = grid.corners[-1]
    sides = ["bottom right", "top right", "bottom left"]
    down = [y + CELL_HEAD, y + CELL_FOOT, y + CELL_FOOT]
    across = [x, x, x + CELL_WIDTH]
    return text_trace(across, down, grid.series.key, sides, textfont=view.muted(10))


class ComparisonRows:
    """Where the rows and the headings of their groups stand, in pixels from the top."""

    def __init__(self, series: Comparison) -> None:
        """Lay the rows out below the courses."""
        self.groups: list[tuple[int, str]] = []
        self.rows: list[int] = []
        at = HEAD_PX if series.heading else NAMES_PX
        for row in series.rows:
            if row.group:
                self.groups.append((at, row.group))
                at += GROUP_PX
            self.rows.append(at)
            at += ROW_PX
        self.height = at


def comparison_axes(series: Comparison) -> tuple[Spec, Spec]:
    """Give the hidden axes: columns, and pixels from the top."""
    across, down = [0, len(series.columns)], [ComparisonRows(series).height, 0]
    return {**HIDDEN_AXIS, "range": across}, {**HIDDEN_AXIS, "range": down}


def comparison_traces(series: Comparison, view: View) -> Iterator[Spec]:
    """Yield lines, bars and words through all columns."""
    if series.heading:
        yield from _column_lines(series, view)
    headings = ["<br>".join(column.heading) for column in series.columns]
    places = range(len(series.columns))
    yield _texts(places, [2] * len(headings), headings, {"size": 11})
    if series.heading:
        yield _texts([0], [42], [series.heading], view.muted())
    rows = ComparisonRows(series)
    placed = list(zip(rows.rows, series.rows, strict=True))
    cells = [(column, at, row) for column in places for at, row in placed]
    barred = [(column, at, row) for column, at, row in cells if row.shares[column] is not None]
    bars = {
        "base": [column for column, *_ in barred],
        "y": [at + 36 for _, at, _ in barred],
        "width": BAR_PX,
        "orientation": "h",
        "showlegend": False,
    }
    hovers = hover_texts([row.hovers[column] for column, _, row in barred])
    whole = [COLUMN_PART] * len(barred)
    yield bar_trace(x=whole, marker={"color": view.colours.grid}, **bars, **hovers)
    parts = [min(row.shares[column] or 0.0, 1.0) * COLUMN_PART for column, _, row in barred]
    yield bar_trace(x=parts, marker={"color": view.colours.main}, **bars, **NO_HOVER)
    x, y = [column for column, *_ in cells], [at + 14 for _, at, _ in cells]
    values, ink = [row.texts[column] for column, _, row in cells], view.colours.ink
    yield _texts(x, y, values, {"size": 12, "color": ink})
    names = sorted([*rows.groups, *((at, row.label) for at, row in placed)])
    heights, labels = [at for at, _ in names], [text for _, text in names]
    yield _texts([0] * len(names), heights, labels, view.muted())


def _column_lines(series: Comparison, view: View) -> Iterator[Spec]:
    """Yield the levels of the top and of nothing, the plan, and the course of each column."""
    colours, columns = view.colours, range(len(series.columns))
    height = (BOTTOM_PX - TOP_PX) / series.top

    def lines(courses: Iterable[Iterable[tuple[date, float]]], **look: object) -> Spec:
        spots = (
            [(round(column + COLUMN_PART * _part_of_span(series, day), 4),
              round(BOTTOM_PX - height * value, 2)) for day, value in course]
            for column, course in enumerate(courses)
        )  # fmt: skip
        return _lines_trace(spots, {"width": 1.0, "dash": "solid", **look})

    for level in (series.top, 0.0):
        ends = (series.start, level), (series.end, level)
        yield lines([ends for _ in columns], color=colours.grid)
    if series.plan:
        yield lines([series.plan for _ in columns], color=colours.plan, dash="dash")
    yield lines([column.course for column in series.columns], color=colours.main, width=2.2)


def _texts(x: Iterable[float], y: Iterable[float], lines: list[str], font: Spec) -> Spec:
    """Make texts to the right of their points and below them."""
    return text_trace([*x], [*y], lines, "bottom right", textfont=font)
