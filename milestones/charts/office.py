"""A chart as charts that office programs draw themselves, from numbers to edit.

What is drawn freely has no such chart: maps and tables of cells, small multiples, clouds of
points, rows that each have a scale and a unit of their own. Those go into files as pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import Literal

from milestones.charts.axes import round_steps
from milestones.charts.model import (
    Axis,
    Band,
    Bars,
    Chart,
    Dash,
    Deadline,
    Gauges,
    Grouping,
    Line,
    Number,
    Panel,
    Points,
    Spans,
    TargetLine,
)
from milestones.charts.palette import Theme, blend, colour_of
from milestones.i18n import Lang
from milestones.i18n.printable import printable

ChartKind = Literal["line", "column", "bar"]
SeriesKind = Literal["bars", "line", "points", "upright"]
NumberForm = Literal["count", "share", "percent", "money"]


@dataclass(frozen=True)
class NativeSeries:
    """One row of numbers; None is unknown.

    An `upright` stands on its only value as a line down to the axis; `colours` are those of
    single values, `hatched` the places of values that are not yet whole.
    """

    name: str
    values: tuple[Number | None, ...]
    colour: str
    drawn: SeriesKind = "bars"
    dash: Dash = "solid"
    width: float = 2.0
    colours: tuple[tuple[int, str], ...] = ()
    hatched: frozenset[int] = frozenset()


@dataclass(frozen=True)
class NativeChart:
    """A chart that an office program draws from a sheet of numbers.

    Categories are texts or days, in reading order: a bar chart's first is at the top. `form`
    says how values are written: a share is a fraction, a percent a number up to a hundred,
    money is in yuan. `is_labelled` asks for the values at the bars, because the drawing has no
    value axis; `is_bridged` lets a line pass over days that only other series have;
    `height` is the part of the drawing that the chart takes.
    """

    kind: ChartKind
    grouping: Grouping
    categories: Names
    series: tuple[NativeSeries, ...]
    form: NumberForm
    title: str = ""
    value_title: str = ""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    is_labelled: bool = False
    is_bridged: bool = False
    height: float = 1.0

    @property
    def days(self) -> tuple[date, ...]:
        """The categories if they are days; else none."""
        return tuple(each for each in self.categories if isinstance(each, date))

    @property
    def base_unit(self) -> Literal["days", "months"]:
        """The unit of a date axis: bars that have a month each stand on months."""
        months = {(day.year, day.month) for day in self.days}
        return "months" if self.kind != "line" and len(months) == len(self.days) else "days"

    @property
    def is_legend_needed(self) -> bool:
        """Tell whether the names of the series are said nowhere else."""
        return len(self.series) > 1 or bool(self.series[0].name and not self.title)


_COUNT_FORMATS = {
    "zh": '[>=100000000]0\\.00,,"亿";[>=100000]0\\.0,"万";#,##0',
    "en": "#,##0",
}
_MONEY_FORMATS = {
    "zh": '[>=100000000]0\\.00,,"亿元";[>=100000]0\\.0,"万元";#,##0"元"',
    "en": '[>=1000000000]"CNY "0.0,,," bn";[>=1000000]"CNY "0.0,," m";"CNY "#,##0',
}


def number_format(form: NumberForm, lang: Lang) -> str:
    """Give the number format of a spreadsheet: 91.4万 or 914,000; 30.4%; CNY 1.2 bn.

    A share short of all is never rounded up to it: >99.9%.
    万 has no format of its own: a comma divides by a thousand, and the point before the last
    digit is a letter.
    """
    if form == "share":
        return '[>=1]0%;[>=0.9995]">99.9%";0.0%'
    if form == "percent":
        return '[>=100]0"%";[>=99.95]">99.9%";0.0"%"'
    return (_MONEY_FORMATS if form == "money" else _COUNT_FORMATS)[lang]


BAND_ARROWS = ("↓", "↑")
"""The lower and the upper edge of a band, in any language."""
MAX_ROWS = 20
"""So many rows of a bar chart can be read on a slide; more stand in two columns."""
NUMBER_FORMS: Mapping[str, NumberForm] = {"share": "share", "percent": "percent", "money": "money"}
"""Units that numbers are written in; all others are counts."""
FLOAT_TOLERANCE = 1e-9
DatedSeries = tuple[NativeSeries, dict[date, Number | None]]
PlacedSeries = tuple[NativeSeries, dict[Number | date, Number | None]]
Names = tuple[str, ...] | tuple[date, ...]


def native_charts(chart: Chart, theme: Theme) -> tuple[NativeChart, ...]:
    """Give one chart a panel from the top down; none if one of them cannot be."""
    charts = [_native_chart(chart, number, theme) for number in range(len(chart.panels))]
    known = tuple(each for each in charts if each is not None)
    return known if len(known) == len(charts) else ()


def split_long_bar_chart(chart: NativeChart) -> tuple[NativeChart, ...]:
    """Split a bar chart of many rows in two of one scale."""
    rows = len(chart.categories)
    if chart.kind != "bar" or rows <= MAX_ROWS:
        return (chart,)
    top = max(_row_tops(chart.series, chart.grouping))
    step, half = round_steps(top)[1], ceil(rows / 2)
    scaled = replace(chart, maximum=chart.maximum or ceil(top / step) * step)
    return _row_slice(scaled, 0, half), _row_slice(scaled, half, rows)


def _row_slice(chart: NativeChart, first: int, end: int) -> NativeChart:
    series = (
        replace(
            one,
            values=one.values[first:end],
            colours=tuple((at - first, own) for at, own in one.colours if first <= at < end),
            hatched=frozenset(at - first for at in one.hatched if first <= at < end),
        )
        for one in chart.series
    )
    return replace(chart, categories=chart.categories[first:end], series=tuple(series))


def _row_tops(series: Sequence[NativeSeries], grouping: Grouping) -> list[Number]:
    """Give the value that each row reaches."""
    join = sum if grouping == "stacked" else max
    rows = zip(*(one.values for one in series), strict=True)
    return [join([value or 0 for value in row]) for row in rows]


def _native_chart(chart: Chart, number: int, theme: Theme) -> NativeChart | None:
    panel = chart.panels[number]
    made: NativeChart | None = None
    if isinstance(panel.series[0], Gauges):
        made = _gauge_chart(panel.series[0], theme)
    elif panel.has(Bars, Spans):
        made = _bar_chart(panel, theme)
    elif panel.has(Line):
        made = _line_chart(panel, theme)
    low, high = panel_part(chart, number)
    return None if made is None else replace(made, height=high - low)


def panel_part(chart: Chart, number: int) -> tuple[float, float]:
    """Give a panel's part of the chart's height; panels that name none share it evenly."""
    part, panels = chart.panels[number].part, len(chart.panels)
    return part if part != (0.0, 1.0) else (1 - (number + 1) / panels, 1 - number / panels)


def _gauge_chart(series: Gauges, theme: Theme) -> NativeChart | None:
    """Turn gauges whose values have a unit in common: bars of the values themselves."""
    if not all(bar.values for bar in series.bars):
        return None
    rows: list[PlacedSeries] = [
        (NativeSeries(bar.name, (), colour_of(bar.colour, theme)), dict(enumerate(bar.values)))
        for bar in series.bars
        if any(value is not None for value in bar.values)
    ]
    names = tuple(printable(row.label) for row in series.rows)
    axis = Axis(unit="share", is_shown=False)
    return _chart_of_bars(rows, list(range(len(names))), names, axis, "overlaid", "bar")


def _bar_chart(panel: Panel, theme: Theme) -> NativeChart | None:
    """Turn bars: one category a place on their axis, one series each."""
    lying = panel.y.scale == "category"
    across, along = (panel.y, panel.x) if lying else (panel.x, panel.y)
    rows = [row for each in panel.series for row in _bar_series(each, theme)]
    rows = [(one, values) for one, values in rows if any(v is not None for v in values.values())]
    if not rows:
        return None
    floating = panel.has(Spans)
    if floating:
        rows.sort(key=lambda row: -max(value or 0 for value in row[1].values()))
    places = sorted({place for _, values in rows for place in values})
    grouping: Grouping = "overlaid" if floating else panel.grouping
    kind: ChartKind = "bar" if lying else "column"
    made = _chart_of_bars(rows, places, _category_names(places, across), along, grouping, kind)
    return replace(made, title=" ".join(panel.heading))


def _bar_series(series: object, theme: Theme) -> Iterator[PlacedSeries]:
    if isinstance(series, Spans):
        first, last = series.ends
        soft, main = (colour_of(role, theme) for role in ("soft", "main"))
        pale = blend(soft, "#ffffff", 0.5)
        names, colours = (last, first, series.name), (pale, soft, main)
        edges = series.highs, series.lows, series.middles
        for name, values, colour in zip(names, edges, colours, strict=True):
            yield NativeSeries(name, (), colour), dict(zip(series.at, values, strict=True))
    elif isinstance(series, Bars):
        one = NativeSeries(
            series.name,
            (),
            colour_of(series.colour, theme),
            colours=tuple((at, colour_of(role, theme)) for at, role in series.colours),
            hatched=series.hatched,
        )
        yield one, dict(zip(series.at, series.values, strict=True))


def _category_names(places: Sequence[Number | date], axis: Axis) -> Names:
    days = tuple(place for place in places if isinstance(place, date))
    if days:
        return days
    named = {category.at: printable(category.name) for category in axis.categories}
    return tuple(named[place] for place in places if not isinstance(place, date))


def _chart_of_bars(
    rows: Sequence[PlacedSeries],
    places: Sequence[Number | date],
    names: Names,
    axis: Axis,
    grouping: Grouping,
    kind: ChartKind,
) -> NativeChart:
    series = tuple(_on_all_places(one, values, places) for one, values in rows)
    known = [value for one in series for value in one.values if value is not None]
    form = NUMBER_FORMS.get(axis.unit, "count")
    is_bounded = form == "share" and (grouping == "stacked" or axis.is_shown)
    return NativeChart(
        kind=kind,
        grouping=grouping,
        categories=names,
        series=series,
        form=form,
        value_title=axis.title,
        minimum=0.0 if min(known) >= 0 else None,
        maximum=_share_top(axis, series, grouping) if is_bounded else None,
        step=_tick_step(axis) if form == "share" else None,
        is_labelled=not axis.is_shown and grouping != "stacked",
    )


def _on_all_places(
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


def _share_top(axis: Axis, series: Sequence[NativeSeries], grouping: Grouping) -> float | None:
    """Let shares end at the last tick, or without ticks at all, where that holds them."""
    last = max((tick.at for tick in axis.ticks), default=1.0)
    is_held = max(_row_tops(series, grouping)) <= last + FLOAT_TOLERANCE
    return float(last) if is_held else None


def _tick_step(axis: Axis) -> float | None:
    """Give the distance of an axis' ticks where it is one."""
    places = sorted(tick.at for tick in axis.ticks)
    steps = {round(float(after - at), 9) for at, after in pairwise(places)}
    return steps.pop() if len(steps) == 1 else None


def _line_chart(panel: Panel, theme: Theme) -> NativeChart:
    """Turn lines: all series on the days of any, with targets and deadlines as series."""
    courses = [course for each in panel.series for course in _dated_series(each, theme)]
    span = [day for _, points in courses for day in points]
    courses += _mark_series(panel, (min(span), max(span)), theme)
    days = sorted({day for _, points in courses for day in points})
    return NativeChart(
        kind="line",
        grouping="clustered",
        categories=tuple(days),
        series=tuple(replace(one, values=tuple(map(points.get, days))) for one, points in courses),
        form=NUMBER_FORMS.get(panel.y.unit, "count"),
        title=" ".join(panel.heading),
        value_title=panel.y.title,
        minimum=_rounded_end(panel.y.low),
        maximum=_rounded_end(panel.y.high),
        step=_tick_step(panel.y),
        is_bridged=all(None not in points.values() for _, points in courses),
    )


def _dated_series(series: object, theme: Theme) -> Iterator[DatedSeries]:
    if isinstance(series, Band):
        colour = colour_of("main", theme)
        for arrow, edge in zip(BAND_ARROWS, (series.lows, series.highs), strict=True):
            name = f"{series.name} {arrow}"
            yield NativeSeries(name, (), colour, "line", width=1.0), _by_day(series.at, edge)
    elif isinstance(series, Line):
        points, colour = _by_day(series.at, series.values), colour_of(series.colour, theme)
        drawn = NativeSeries(series.name, (), colour, "line", series.dash, series.width)
        yield drawn, _held_until_eve(points) if series.is_stepped else points
    elif isinstance(series, Points):
        colour = colour_of(series.colour, theme)
        points = _by_day(series.at, series.values)
        yield NativeSeries(series.name, (), colour, "points"), points


def _by_day(at: Sequence[object], values: Sequence[Number | None]) -> dict[date, Number | None]:
    pairs = zip(at, values, strict=True)
    return {day: value for day, value in pairs if isinstance(day, date)}


def _held_until_eve(points: dict[date, Number | None]) -> dict[date, Number | None]:
    """Keep each value up to the eve of the next: what holds until a day does not lean to it."""
    days, kept = sorted(points), dict(points)
    for day, after in pairwise(days):
        eve = after - timedelta(days=1)
        if eve > day and points[day] != points[after]:
            kept[eve] = points[day]
    return kept


def _mark_series(panel: Panel, span: tuple[date, date], theme: Theme) -> Iterator[DatedSeries]:
    """Yield targets as level lines, and deadlines as upright ones up to the axis' end."""
    for mark in panel.marks:
        if isinstance(mark, TargetLine):
            line = NativeSeries(mark.label, (), colour_of("plan", theme), "line", mark.dash, 1.0)
            yield line, dict.fromkeys(span, mark.value)
        elif isinstance(mark, Deadline) and (top := _rounded_end(panel.y.high)) is not None:
            colour = colour_of(mark.colour, theme)
            line = NativeSeries(mark.label, (), colour, "upright", mark.dash, mark.width)
            yield line, {mark.on: top}


def _rounded_end(end: object) -> float | None:
    """Drop what is left of a sum of fractions, which programs read each in its own way."""
    return float(f"{end:.12g}") if isinstance(end, int | float) else None
