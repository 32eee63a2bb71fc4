"""A finished drawing as charts that office programs draw themselves, from numbers to edit.

What Plotly draws freely has no such chart: maps and tables of cells, small multiples, clouds of
points, rows that each have a scale of their own. Those go into files as pictures.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from milestones.export.charts.bars import bar_chart
from milestones.export.charts.lines import line_chart
from milestones.export.charts.model import (
    Form,
    NativeChart,
    NativeSeries,
    Number,
    number_format,
)
from milestones.export.charts.panels import Panel, Spec, panels
from milestones.figures.shapes import round_steps

__all__ = [
    "Form",
    "NativeChart",
    "NativeSeries",
    "Number",
    "columns_of",
    "native",
    "natives",
    "number_format",
    "slide_charts",
]


def native(spec: Spec) -> NativeChart | None:
    """Give the first chart of a drawing, or None where it has none."""
    return next(iter(natives(spec)), None)


def natives(spec: Spec) -> tuple[NativeChart, ...]:
    """Give the charts of a drawing, one a panel from the top down; none if one cannot be."""
    charts = tuple(_chart(panel) for panel in panels(spec))
    return () if None in charts else tuple(chart for chart in charts if chart is not None)


MOST_ROWS = 20
"""So many rows of a bar chart can be read on a slide; more stand in two columns."""


def slide_charts(spec: Spec) -> tuple[NativeChart, ...]:
    """Give the charts of a drawing as they stand on a slide, from the top, then from the left."""
    return tuple(part for chart in natives(spec) for part in columns_of(chart))


def columns_of(chart: NativeChart) -> tuple[NativeChart, ...]:
    """Split a bar chart of many rows in two of one scale."""
    rows = len(chart.categories)
    if chart.kind != "bar" or rows <= MOST_ROWS:
        return (chart,)
    half = ceil(rows / 2)
    scaled = replace(chart, maximum=chart.maximum or _round_top(chart))
    return _rows(scaled, 0, half), _rows(scaled, half, rows)


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


def _chart(panel: Panel) -> NativeChart | None:
    kinds = {trace["type"] for trace in panel.traces}
    if not kinds <= {"bar", "scatter"}:
        return None
    chart = bar_chart(panel) if "bar" in kinds else line_chart(panel)
    low, high = panel.y["domain"]
    return None if chart is None else replace(chart, height=high - low)
