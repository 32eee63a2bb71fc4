"""A chart of many rows in two columns side by side, so that a wide page need not shrink it.

The rows keep their order, down the left column and then down the right one, which says again under
which heading it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from milestones.charts.model import (
    Bars,
    Category,
    Chart,
    Comparison,
    Gauges,
    HeatCells,
    HeatGrid,
    Highlight,
    Mark,
    Number,
    Panel,
    Series,
    SmallMultiples,
    Spans,
)

HEADING_ROOM_PX = 10
"""Pixels above panels side by side, whose headings have less of a row to stand in."""
BLANK_ROWS = 0.2
"""Part of a row that stays blank under the last one."""
ROW_FIELDS: dict[type, tuple[str, ...]] = {
    Bars: ("at", "values", "hovers", "labels"),
    Spans: ("at", "lows", "middles", "highs", "hovers"),
    HeatGrid: ("classes", "hovers"),
}
"""What a series lists row by row."""


def in_two_columns(chart: Chart) -> Chart | None:
    """Set the rows of a chart, or its two panels, in two columns; None where it has no rows.

    Panels that share their days stay under one another.
    """
    if len(chart.panels) == 2:
        upper, lower = chart.panels
        return None if upper.x == lower.x else _panels_side_by_side(chart)
    if len(chart.panels) != 1:
        return None
    panel = chart.panels[0]
    first = panel.series[0]
    match first:
        case SmallMultiples():
            wide = replace(first, columns=2 * first.columns)
            height = _height(chart, wide.rows / first.rows)
            return replace(chart, panels=(replace(panel, series=(wide,)),), height=height)
        case Comparison():
            return _halves(chart, panel, *_halves_of_comparison(first))
        case Gauges():
            return _halves(chart, panel, *_halves_of_gauges(first))
    if panel.y.scale == "category" and all(map(_has_rows, panel.series)):
        return _rows_in_two(chart, panel)
    return None


def _panels_side_by_side(chart: Chart) -> Chart:
    """Set two panels side by side, each as high as the higher one was."""
    parts = [panel.part for panel in chart.panels]
    part = max(high - low for low, high in parts) if parts[0] != (0.0, 1.0) else 0.5
    panels = [replace(panel, part=(0.0, 1.0)) for panel in chart.panels]
    wide = _side_by_side(chart, panels, part)
    top = chart.margins.above + HEADING_ROOM_PX
    return replace(wide, margins=replace(chart.margins, top=top))


def _side_by_side(chart: Chart, panels: Sequence[Panel], part: float) -> Chart:
    """Give the chart with panels side by side, as high as that part of its rows."""
    return replace(chart, panels=tuple(panels), height=_height(chart, part), is_abreast=True)


def _height(chart: Chart, part: float) -> int:
    around = chart.margins.height
    return round(around + (chart.height - around) * part)


def _halves(
    chart: Chart, panel: Panel, left: Comparison | Gauges, right: Comparison | Gauges
) -> Chart:
    rows = len(left.rows), len(right.rows)
    panels = [replace(panel, series=(half,)) for half in (left, right)]
    return _side_by_side(chart, panels, max(rows) / sum(rows))


def _halves_of_comparison(series: Comparison) -> tuple[Comparison, Comparison]:
    """Cut a comparison before its last group of rows; the right half repeats the headings."""
    cut = max(at for at, row in enumerate(series.rows) if row.group)
    bare = tuple(replace(column, course=()) for column in series.columns)
    return (
        replace(series, rows=series.rows[:cut]),
        replace(series, rows=series.rows[cut:], columns=bare, plan=(), heading=""),
    )


def _halves_of_gauges(series: Gauges) -> tuple[Gauges, Gauges]:
    def part(rows: slice) -> Gauges:
        bars = (
            replace(bar, lengths=bar.lengths[rows], values=bar.values[rows]) for bar in series.bars
        )
        return Gauges(series.rows[rows], tuple(bars))

    cut = ceil(len(series.rows) / 2)
    return part(slice(cut)), part(slice(cut, None))


def _rows_in_two(chart: Chart, panel: Panel) -> Chart:
    left, right = _cut_rows(panel.y.categories)
    starts = [row.at for row in (left[0], right[0])]
    length = max(left[-1].at - left[0].at, right[-1].at - right[0].at) + 1 + BLANK_ROWS
    halves = []
    for rows, start in zip((left, right), starts, strict=True):
        edge = 0.5 if panel.has(HeatCells, HeatGrid) else 0.6
        top, kept = start - edge, {row.at for row in rows if not row.is_heading}
        axis = replace(panel.y, categories=rows, low=top, high=top + length)
        series = tuple(_series_part(each, kept, panel.y.categories) for each in panel.series)
        marks = tuple(mark for mark in panel.marks if _is_mark_kept(mark, top, top + length))
        halves.append(replace(panel, y=axis, series=series, marks=marks))
    whole = panel.y.categories[-1].at - panel.y.categories[0].at + 1 + BLANK_ROWS
    return _side_by_side(chart, halves, length / whole)


def _cut_rows(rows: tuple[Category, ...]) -> tuple[tuple[Category, ...], tuple[Category, ...]]:
    """Cut rows in two; no heading is left alone at the foot, and a cut group is headed again."""
    cut = ceil(len(rows) / 2)
    if rows[cut - 1].is_heading:
        cut -= 1
    left, right = rows[:cut], rows[cut:]
    headings = [row for row in left if row.is_heading]
    if headings and not right[0].is_heading:
        right = (replace(headings[-1], at=right[0].at - 1), *right)
    return left, right


def _has_rows(series: Series) -> bool:
    return isinstance(series, HeatCells) or type(series) in ROW_FIELDS


def _is_mark_kept(mark: Mark, top: float, foot: float) -> bool:
    """Tell whether a mark stands at these rows; what spans all of them does."""
    return not isinstance(mark, Highlight) or top <= min(mark.y) < foot


def _series_part(series: Series, kept: set[Number], rows: Sequence[Category]) -> Series:
    """Keep the part of a series that stands on the kept rows."""
    if isinstance(series, HeatCells):
        classes = (
            replace(each, cells=tuple(cell for cell in each.cells if cell.y in kept))
            for each in series.classes
        )
        return replace(series, classes=tuple(classes))
    if not isinstance(series, HeatGrid | Bars | Spans):
        raise TypeError(f"{type(series).__name__} has no rows")
    on = [row.at for row in rows] if isinstance(series, HeatGrid) else series.at
    places = [at for at, place in enumerate(on) if place in kept]
    listed = {name: getattr(series, name) for name in ROW_FIELDS[type(series)]}
    # What is not said of any row is empty.
    part: dict[str, Any] = {
        name: tuple(items[at] for at in places) for name, items in listed.items() if items
    }
    if isinstance(series, Bars):
        own = dict(series.colours)
        part["colours"] = tuple((new, own[at]) for new, at in enumerate(places) if at in own)
        part["hatched"] = frozenset(new for new, at in enumerate(places) if at in series.hatched)
    return replace(series, **part)
