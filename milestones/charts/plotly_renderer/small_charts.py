"""Many small charts on one pair of hidden axes: small multiples, and columns compared.

One trace draws one kind of line in all of them, so the browser has five traces to draw and not
five a chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from milestones.charts.model import Comparison, SmallChart, SmallMultiples
from milestones.charts.plotly_renderer.axes import HIDDEN_AXIS
from milestones.charts.plotly_renderer.traces import (
    NO_HOVER,
    AxisPair,
    Spec,
    View,
    bar_trace,
    escape_markup,
    hover_texts,
    outline_shape,
    scatter_trace,
)

CELL_HEAD, CELL_FOOT = 0.37, 0.93
"""Where the lines of a cell begin and end, from its top: the words stand above them."""
CELL_LEFT, CELL_RIGHT = 0.0, 0.9
"""Where the lines of a cell begin and end, from its left."""
Spot = tuple[float | None, float | None]
GAP: Spot = (None, None)


class CellGrid:
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
        height = (CELL_FOOT - CELL_HEAD) * value / self.series.top
        return round(column + CELL_LEFT + (CELL_RIGHT - CELL_LEFT) * part, 4), round(
            row + CELL_FOOT - height, 4
        )


def small_multiples(series: SmallMultiples, view: View) -> Iterator[Spec]:
    """Yield the traces from the back to the front: frames, shortfall, plan, actual, words."""
    grid, colours = CellGrid(series), view.colours
    actual, planned, behind = series.names
    yield _line_trace(_cell_frames(grid), {"color": colours.grid, "width": 1})
    gaps = [
        spot
        for cell, course in enumerate(series.courses)
        for spot in _shortfall(course, cell, grid)
    ]
    if gaps:
        shade = {"fill": "toself", "fillcolor": colours.late, "name": behind, "showlegend": True}
        yield _line_trace(gaps, {"width": 0}, opacity=0.55, **shade)
    if series.plan:
        dash = {"color": colours.plan, "width": 1.2, "dash": "dash"}
        yield _line_trace(_planned(grid), dash, name=planned, showlegend=True)
    if series.deadline and series.deadline < series.end:
        dotted = {"color": colours.muted, "width": 1, "dash": "dot"}
        yield _line_trace(_deadlines(series.deadline, grid), dotted)
    yield _actual(grid, actual, view)
    yield _cell_labels(grid, view)
    yield _reading_key(grid, view)


def small_multiples_outlines(series: SmallMultiples, view: View) -> list[Spec]:
    """Outline the cells that are emphasized."""
    grid = CellGrid(series)
    corners = (grid.corner(at) for at, each in enumerate(series.courses) if each.is_emphasized)
    return [
        outline_shape((x - 0.04, x + 0.94), (y, y + 0.99), view.colours.official, 2)
        for x, y in corners
    ]


def small_multiples_axes(series: SmallMultiples) -> tuple[Spec, Spec]:
    """Give the hidden axes that the cells stand on."""
    across, down = [-0.05, series.columns - 0.02], [series.rows + 0.2, -0.04]
    return {**HIDDEN_AXIS, "range": across}, {**HIDDEN_AXIS, "range": down}


def _line_trace(spots: Sequence[Spot], line: Spec, **properties: object) -> Spec:
    return scatter_trace(
        **{
            "x": [x for x, _ in spots],
            "y": [y for _, y in spots],
            "mode": "lines",
            "line": line,
            "showlegend": False,
            **NO_HOVER,
            **properties,
        }
    )


def _cell_frames(grid: CellGrid) -> list[Spot]:
    spots: list[Spot] = []
    for cell in range(grid.count):
        x, y = grid.corner(cell)
        for height in (y + CELL_HEAD, y + CELL_FOOT):
            spots += [(x + CELL_LEFT, height), (x + CELL_RIGHT, height), GAP]
    return spots


def _planned(grid: CellGrid) -> list[Spot]:
    spots: list[Spot] = []
    for cell in range(grid.count):
        spots += [grid.spot(cell, day, value) for day, value in grid.series.plan]
        spots.append(GAP)
    return spots


def _deadlines(day: date, grid: CellGrid) -> list[Spot]:
    spots: list[Spot] = []
    for cell in range(grid.count):
        (x, _), (_, y) = grid.spot(cell, day, 0.0), grid.corner(cell)
        spots += [(x, y + CELL_HEAD), (x, y + CELL_FOOT), GAP]
    return spots


def _shortfall(course: SmallChart, cell: int, grid: CellGrid) -> list[Spot]:
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
    floor = list(_lower_line(upper, lower))
    return [*upper, *floor[::-1], GAP]


def _lower_line(
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


def _actual(grid: CellGrid, name: str, view: View) -> Spec:
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
    trace = _line_trace(spots, {"color": view.colours.main, "width": 2}, name=name, showlegend=True)
    del trace["hoverinfo"]
    return {**trace, **hover_texts(hovers)}


def _cell_labels(grid: CellGrid, view: View) -> Spec:
    corners = [grid.corner(cell) for cell in range(len(grid.series.courses))]
    return scatter_trace(
        x=[x - 0.02 for x, _ in corners],
        y=[y + 0.02 for _, y in corners],
        text=[_cell_label(course, view) for course in grid.series.courses],
        mode="text",
        textposition="bottom right",
        textfont={"size": 11, "color": view.colours.ink},
        **{"showlegend": False, "cliponaxis": False, **NO_HOVER},
    )


def _cell_label(course: SmallChart, view: View) -> str:
    name, note, tone = escape_markup(course.label), escape_markup(course.note), view.colours.muted
    return f'{name}<br><span style="color:{tone}">{note}</span>'


def _reading_key(grid: CellGrid, view: View) -> Spec:
    """Say in a cell of its own what the heights and the ends of all cells stand for."""
    x, y = grid.corner(grid.count - 1)
    return scatter_trace(
        x=[x, x, x + CELL_RIGHT],
        y=[y + CELL_HEAD, y + CELL_FOOT, y + CELL_FOOT],
        text=list(grid.series.key),
        mode="text",
        textposition=["bottom right", "top right", "bottom left"],
        textfont={"size": 10, "color": view.colours.muted},
        **{"showlegend": False, "cliponaxis": False, **NO_HOVER},
    )


HEAD_PX, ROW_PX, GROUP_PX = 156, 52, 28
"""Heights in pixels: the courses with their headings, a row, the heading of a group of rows."""
NAMES_PX = 40
"""Pixels from the top that the headings take; both halves of a cut picture have them."""
TOP_PX, BOTTOM_PX = 66, 138
"""Where 100% and nothing lie, in pixels from the top."""
COLUMN_PART = 0.86
"""Part of a column that the span of days takes, and a bar of 100%."""
BAR_PX = 8
"""Thickness of a bar in pixels."""


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


def comparison_traces(series: Comparison, axes: AxisPair, view: View) -> Iterator[Spec]:
    """Yield lines, bars and words through all columns."""
    for trace in _comparison_traces(series, view):
        yield {**trace, **axes.on}


def _comparison_traces(series: Comparison, view: View) -> Iterator[Spec]:
    rows, ink = ComparisonRows(series), {"size": 12, "color": view.colours.ink}
    yield from _column_courses(series, view)
    yield from _column_bars(series, rows, view)
    spots = [(column, at + 14, row.texts[column]) for column in range(len(series.columns))
             for at, row in zip(rows.rows, series.rows, strict=True)]  # fmt: skip
    x, y, said = ([spot[part] for spot in spots] for part in range(3))
    yield _column_texts(x, y, [str(text) for text in said], ink)
    names = [(at, row.label) for at, row in zip(rows.rows, series.rows, strict=True)]
    lines = sorted([*rows.groups, *names])
    muted = {"size": 11, "color": view.colours.muted}
    yield _column_texts(
        [0] * len(lines), [at for at, _ in lines], [text for _, text in lines], muted
    )


def comparison_axes(series: Comparison) -> tuple[Spec, Spec]:
    """Give the hidden axes: columns, and pixels from the top."""
    across, down = [0, len(series.columns)], [ComparisonRows(series).height, 0]
    return {**HIDDEN_AXIS, "range": across}, {**HIDDEN_AXIS, "range": down}


def _column_courses(series: Comparison, view: View) -> Iterator[Spec]:
    colours, ends = view.colours, (series.start, series.end)
    every = range(len(series.columns))
    if series.heading:
        for level in (1.0, 0.0):
            yield _column_lines(
                series, [[(day, level) for day in ends] for _ in every], colours.grid
            )
        if series.plan:
            yield _column_lines(
                series, [list(series.plan) for _ in every], colours.plan, dash="dash"
            )
        courses = [list(column.course) for column in series.columns]
        yield _column_lines(series, courses, colours.main, width=2.2)
    names = ["<br>".join(column.heading) for column in series.columns]
    yield _column_texts(list(every), [2] * len(names), names, {"size": 11})
    if series.heading:
        yield _column_texts([0], [42], [series.heading], {"size": 11, "color": colours.muted})


def _column_lines(
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
            x.append(round(column + COLUMN_PART * part, 4))
            y.append(round(BOTTOM_PX - (BOTTOM_PX - TOP_PX) * value, 2))
        x.append(None)
        y.append(None)
    look = {"color": colour, "width": width, "dash": dash}
    return scatter_trace(x=x, y=y, mode="lines", line=look, showlegend=False, **NO_HOVER)


def _column_bars(series: Comparison, rows: ComparisonRows, view: View) -> Iterator[Spec]:
    found = [
        (column, at + 36, row.shares[column], row.hovers[column])
        for column in range(len(series.columns))
        for at, row in zip(rows.rows, series.rows, strict=True)
        if row.shares[column] is not None
    ]
    place = {
        "base": [column for column, *_ in found],
        "y": [at for _, at, *_ in found],
        "width": BAR_PX,
        "orientation": "h",
        "showlegend": False,
    }
    hovers = [hover for *_, hover in found]
    whole, part = {"color": view.colours.grid}, {"color": view.colours.main}
    shares = [min(share or 0.0, 1.0) * COLUMN_PART for _, _, share, _ in found]
    yield bar_trace(x=[COLUMN_PART] * len(found), marker=whole, **place, **hover_texts(hovers))
    yield bar_trace(x=shares, marker=part, **place, **NO_HOVER)


def _column_texts(
    x: Sequence[object], y: Sequence[object], lines: Sequence[str], font: Spec
) -> Spec:
    """Make a trace of texts to the right of their points and below them."""
    return scatter_trace(
        **{"x": list(x), "y": list(y), "text": list(lines), "mode": "text"},
        **{"textposition": "bottom right", "textfont": font},
        **{"showlegend": False, "cliponaxis": False, **NO_HOVER},
    )
