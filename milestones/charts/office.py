"""A chart as charts that office programs draw themselves, from numbers to edit.

What is drawn freely has no such chart: maps and tables of cells, small multiples, clouds of
points, rows that each have a scale and a unit of their own. Those go into files as pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from milestones.charts.axes import round_steps
from milestones.charts.model import (
    Axis,
    Band,
    Bars,
    Chart,
    Deadline,
    Gauges,
    Line,
    Panel,
    Points,
    Spans,
    Target,
)
from milestones.charts.office_model import Form, NativeChart, NativeSeries, Number
from milestones.charts.palette import Theme, blended, colour_of
from milestones.i18n.printable import printable

ENDS = ("↓", "↑")
"""The lower and the upper edge of a band, in any language."""
MOST_ROWS = 20
"""So many rows of a bar chart can be read on a slide; more stand in two columns."""
FORMS: Mapping[str, Form] = {"share": "share", "percent": "percent", "money": "money"}
"""Units that numbers are written in; all others are counts."""
TOLERANCE = 1e-9
Course = tuple[NativeSeries, dict[date, Number | None]]
Row = tuple[NativeSeries, dict[Number | date, Number | None]]


def native_charts(chart: Chart, theme: Theme) -> tuple[NativeChart, ...]:
    """Give one chart a panel from the top down; none if one of them cannot be."""
    charts = [_native(panel, number, chart, theme) for number, panel in enumerate(chart.panels)]
    return () if None in charts else tuple(each for each in charts if each is not None)


def in_columns(chart: NativeChart) -> tuple[NativeChart, ...]:
    """Split a bar chart of many rows in two of one scale."""
    rows = len(chart.categories)
    if chart.kind != "bar" or rows <= MOST_ROWS:
        return (chart,)
    half = ceil(rows / 2)
    scaled = replace(chart, maximum=chart.maximum or _round_top(chart))
    return _rows(scaled, 0, half), _rows(scaled, half, rows)


def _native(panel: Panel, number: int, chart: Chart, theme: Theme) -> NativeChart | None:
    first = panel.series[0]
    made: NativeChart | None = None
    if isinstance(first, Gauges):
        made = _gauges(first, theme)
    elif any(isinstance(each, Bars | Spans) for each in panel.series):
        made = _bar_chart(panel, theme)
    elif any(isinstance(each, Line) for each in panel.series):
        made = _line_chart(panel, theme)
    low, high = panel_part(chart, number)
    return None if made is None else replace(made, height=high - low)


def panel_part(chart: Chart, number: int) -> tuple[float, float]:
    """Give a panel's part of the chart's height; panels that name none share it evenly."""
    part, panels = chart.panels[number].part, len(chart.panels)
    return part if part != (0.0, 1.0) else (1 - (number + 1) / panels, 1 - number / panels)


def _gauges(series: Gauges, theme: Theme) -> NativeChart | None:
    """Turn gauges whose values have a unit in common: bars of the values themselves."""
    if not all(bar.values for bar in series.bars):
        return None
    rows: list[Row] = [
        (NativeSeries(bar.name, (), colour_of(bar.colour, theme)), dict(enumerate(bar.values)))
        for bar in series.bars
        if any(value is not None for value in bar.values)
    ]
    names = tuple(printable(row.label) for row in series.rows)
    axis = Axis(unit="share", is_shown=False)
    return _bars(rows, list(range(len(names))), names, axis, "overlaid", "bar")


def _bar_chart(panel: Panel, theme: Theme) -> NativeChart | None:
    """Turn bars: one category a place on their axis, one series each."""
    lying = panel.y.scale == "category"
    across, along = (panel.y, panel.x) if lying else (panel.x, panel.y)
    rows = [row for each in panel.series for row in _series(each, theme)]
    rows = [(one, values) for one, values in rows if any(v is not None for v in values.values())]
    if not rows:
        return None
    floating = any(isinstance(each, Spans) for each in panel.series)
    if floating:
        rows.sort(key=lambda row: -max(value or 0 for value in row[1].values()))
    places = sorted({place for _, values in rows for place in values})
    grouping = "overlaid" if floating else panel.grouping
    kind = "bar" if lying else "column"
    made = _bars(rows, places, _names(places, across), along, grouping, kind)
    return replace(made, title=" ".join(panel.heading))


def _series(series: object, theme: Theme) -> Iterator[Row]:
    if isinstance(series, Spans):
        first, last = series.ends
        soft, main = (colour_of(role, theme) for role in ("soft", "main"))
        pale = blended(soft, "#ffffff", 0.5)
        for name, values, colour in (
            (last, series.highs, pale),
            (first, series.lows, soft),
            (series.name, series.middles, main),
        ):
            yield NativeSeries(name, (), colour), dict(zip(series.at, values, strict=True))
    elif isinstance(series, Bars):
        own = tuple((at, colour_of(role, theme)) for at, role in series.colours)
        head = NativeSeries(
            series.name, (), colour_of(series.colour, theme), colours=own, hatched=series.hatched
        )
        yield head, dict(zip(series.at, series.values, strict=True))


def _names(places: Sequence[Number | date], axis: Axis) -> tuple[str, ...] | tuple[date, ...]:
    days = tuple(place for place in places if isinstance(place, date))
    if days:
        return days
    named = {category.at: printable(category.name) for category in axis.categories}
    return tuple(named[place] for place in places if not isinstance(place, date))


def _bars(
    rows: Sequence[Row],
    places: Sequence[Number | date],
    names: tuple[str, ...] | tuple[date, ...],
    axis: Axis,
    grouping: str,
    kind: str,
) -> NativeChart:
    series = tuple(_placed(one, values, places) for one, values in rows)
    known = [value for one in series for value in one.values if value is not None]
    form = FORMS.get(axis.unit, "count")
    is_bounded = form == "share" and (grouping == "stacked" or axis.is_shown)
    return NativeChart(
        kind=kind,  # type: ignore[arg-type]
        grouping=grouping,  # type: ignore[arg-type]
        categories=names,
        series=series,
        form=form,
        value_title=axis.title,
        minimum=0.0 if min(known) >= 0 else None,
        maximum=_top(axis, series, grouping) if is_bounded else None,
        step=_step(axis) if form == "share" else None,
        is_labelled=not axis.is_shown and grouping != "stacked",
    )


def _placed(
    one: NativeSeries,
    values: Mapping[Number | date, Number | None],
    places: Sequence[Number | date],
) -> NativeSeries:
    """Set a series on all places of the chart, its own colours and hatches with it."""
    order = {place: number for number, place in enumerate(places)}
    where = [order[place] for place in values]
    return replace(
        one,
        values=tuple(values.get(place) for place in places),
        colours=tuple((where[at], colour) for at, colour in one.colours if colour != one.colour),
        hatched=frozenset(where[at] for at in one.hatched),
    )


def _top(axis: Axis, series: Sequence[NativeSeries], grouping: str) -> float | None:
    """Let shares end at the last tick, or without ticks at all, where that holds them."""
    last = max((tick.at for tick in axis.ticks), default=1.0)
    rows = zip(*(one.values for one in series), strict=True)
    join = sum if grouping == "stacked" else max
    tops = [join([value or 0 for value in row]) for row in rows]
    return float(last) if max(tops) <= last + TOLERANCE else None


def _step(axis: Axis) -> float | None:
    """Give the distance of an axis' ticks where it is one."""
    places = sorted(tick.at for tick in axis.ticks)
    steps = {round(float(after - at), 9) for at, after in pairwise(places)}
    return steps.pop() if len(steps) == 1 else None


def _line_chart(panel: Panel, theme: Theme) -> NativeChart:
    """Turn lines: all series on the days of any, with targets and deadlines as series."""
    courses = [course for each in panel.series for course in _courses(each, theme)]
    span = [day for _, points in courses for day in points]
    courses += _across(panel, (min(span), max(span)), theme)
    days = sorted({day for _, points in courses for day in points})
    values = [value for _, points in courses for value in points.values()]
    return NativeChart(
        kind="line",
        grouping="clustered",
        categories=tuple(days),
        series=tuple(replace(one, values=tuple(points.get(day) for day in days))
                     for one, points in courses),
        form=FORMS.get(panel.y.unit, "count"),
        title=" ".join(panel.heading),
        value_title=panel.y.title,
        minimum=_even(panel.y.low),
        maximum=_even(panel.y.high),
        step=_step(panel.y),
        is_bridged=None not in values,
    )  # fmt: skip


def _courses(series: object, theme: Theme) -> Iterator[Course]:
    if isinstance(series, Band):
        colour = colour_of("main", theme)
        for arrow, edge in zip(ENDS, (series.lows, series.highs), strict=True):
            name = f"{series.name} {arrow}"
            yield NativeSeries(name, (), colour, "line", width=1.0), _points(series.at, edge)
    elif isinstance(series, Line):
        points, colour = _points(series.at, series.values), colour_of(series.colour, theme)
        drawn = NativeSeries(series.name, (), colour, "line", series.dash, series.width)
        yield drawn, _stepped(points) if series.is_stepped else points
    elif isinstance(series, Points):
        colour = colour_of(series.colour, theme)
        points = _points(series.at, series.values)
        yield NativeSeries(series.name, (), colour, "points"), points


def _points(at: Sequence[object], values: Sequence[Number | None]) -> dict[date, Number | None]:
    pairs = zip(at, values, strict=True)
    return {day: value for day, value in pairs if isinstance(day, date)}


def _stepped(points: dict[date, Number | None]) -> dict[date, Number | None]:
    """Keep each value up to the eve of the next: what holds until a day does not lean to it."""
    days, kept = sorted(points), dict(points)
    for day, after in pairwise(days):
        eve = after - timedelta(days=1)
        if eve > day and points[day] != points[after]:
            kept[eve] = points[day]
    return kept


def _across(panel: Panel, span: tuple[date, date], theme: Theme) -> Iterator[Course]:
    """Yield targets as level lines, and deadlines as upright ones up to the axis' end."""
    for mark in panel.marks:
        if isinstance(mark, Target):
            line = NativeSeries(mark.label, (), colour_of("plan", theme), "line", mark.dash, 1.0)
            yield line, dict.fromkeys(span, mark.value)
        elif isinstance(mark, Deadline) and (top := _even(panel.y.high)) is not None:
            colour = colour_of(mark.colour, theme)
            yield (
                NativeSeries(mark.label, (), colour, "upright", mark.dash, mark.width),
                {mark.on: top},
            )


def _even(end: object) -> float | None:
    """Drop what is left of a sum of fractions, which programs read each in its own way."""
    return float(f"{end:.12g}") if isinstance(end, int | float) else None


def _rows(chart: NativeChart, first: int, end: int) -> NativeChart:
    return replace(
        chart,
        categories=chart.categories[first:end],
        series=tuple(_part(series, first, end) for series in chart.series),
    )


def _part(series: NativeSeries, first: int, end: int) -> NativeSeries:
    return replace(
        series,
        values=series.values[first:end],
        colours=tuple((at - first, own) for at, own in series.colours if first <= at < end),
        hatched=frozenset(at - first for at in series.hatched if first <= at < end),
    )


def _round_top(chart: NativeChart) -> float:
    rows = zip(*(series.values for series in chart.series), strict=True)
    join = sum if chart.grouping == "stacked" else max
    top = max(join([value or 0 for value in row]) for row in rows)
    step = round_steps(top)[1]
    return ceil(top / step) * step
