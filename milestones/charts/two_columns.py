"""A chart of many rows in two columns side by side, so that a wide page need not shrink it.

The rows keep their order, down the left column and then down the right one, which says again under
which heading it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Any, TypeVar

from milestones.charts.model import (
    Bars,
    Category,
    Chart,
    Comparison,
    Gauges,
    HeatCells,
    HeatGrid,
    Highlight,
    Margins,
    Mark,
    Panel,
    Series,
    SmallMultiples,
    Spans,
)

HEADING_ROOM_PX = 10
"""Pixels above panels side by side, whose headings have less of a row to stand in."""
BLANK_ROWS = 0.2
"""Part of a row that stays blank under the last one."""
ROW_SERIES = Bars, Spans, HeatCells, HeatGrid
Item = TypeVar("Item")


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
            return _more_columns(chart, panel, first)
        case Comparison():
            halves = _halves_of_comparison(first)
            parts = [len(half.rows) for half in halves]
            return _side_by_side(chart, [replace(panel, series=(half,)) for half in halves],
                           max(parts) / sum(parts))  # fmt: skip
        case Gauges():
            cut = ceil(len(first.rows) / 2)
            rows = [_gauge_rows(first, 0, cut), _gauge_rows(first, cut, len(first.rows))]
            return _side_by_side(chart, [replace(panel, series=(each,)) for each in rows],
                           cut / len(first.rows))  # fmt: skip
    if panel.y.scale == "category" and all(isinstance(each, ROW_SERIES) for each in panel.series):
        return _rows_in_two(chart, panel)
    return None


def _panels_side_by_side(chart: Chart) -> Chart:
    """Set two panels side by side, each as high as the higher one was."""
    parts = [panel.part for panel in chart.panels]
    part = max(high - low for low, high in parts) if parts[0] != (0.0, 1.0) else 0.5
    panels = [replace(panel, part=(0.0, 1.0)) for panel in chart.panels]
    wide = _side_by_side(chart, panels, part)
    top = (chart.margins.top if chart.margins.top is not None else 30) + HEADING_ROOM_PX
    return replace(wide, margins=replace(chart.margins, top=top))


def _side_by_side(chart: Chart, panels: Sequence[Panel], part: float) -> Chart:
    """Give the chart with panels side by side, as high as that part of its rows."""
    around = _margins_px(chart.margins)
    height = round(around + (chart.height - around) * part)
    return replace(chart, panels=tuple(panels), height=height, is_abreast=True)


def _margins_px(margins: Margins) -> int:
    return (30 if margins.top is None else margins.top) + (margins.bottom or 64)


def _more_columns(chart: Chart, panel: Panel, series: SmallMultiples) -> Chart:
    wide = replace(series, columns=2 * series.columns)
    around = _margins_px(chart.margins)
    height = round(around + (chart.height - around) * wide.rows / series.rows)
    return replace(chart, panels=(replace(panel, series=(wide,)),), height=height)


def _halves_of_comparison(series: Comparison) -> tuple[Comparison, Comparison]:
    """Cut a comparison before its last group of rows; the right half repeats the headings."""
    cut = max(at for at, row in enumerate(series.rows) if row.group)
    bare = tuple(replace(column, course=()) for column in series.columns)
    return (
        replace(series, rows=series.rows[:cut]),
        replace(series, rows=series.rows[cut:], columns=bare, plan=(), heading=""),
    )


def _gauge_rows(series: Gauges, first: int, end: int) -> Gauges:
    bars = tuple(
        replace(bar, lengths=bar.lengths[first:end], values=bar.values[first:end])
        for bar in series.bars
    )
    return replace(series, rows=series.rows[first:end], bars=bars)


def _rows_in_two(chart: Chart, panel: Panel) -> Chart:
    left, right = _cut_rows(panel.y.categories)
    starts = [row.at for row in (left[0], right[0])]
    length = max(left[-1].at - left[0].at, right[-1].at - right[0].at) + 1 + BLANK_ROWS
    halves = []
    for rows, start in zip((left, right), starts, strict=True):
        edge = 0.5 if any(isinstance(each, HeatCells | HeatGrid) for each in panel.series) else 0.6
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


def _is_mark_kept(mark: Mark, top: float, foot: float) -> bool:
    """Tell whether a mark stands at these rows; what spans all of them does."""
    return not isinstance(mark, Highlight) or top <= min(mark.y) < foot


def _series_part(series: Series, kept: set[Any], rows: tuple[Category, ...]) -> Series:
    """Keep the part of a series that stands on the kept rows."""
    match series:
        case HeatCells():
            classes = tuple(
                replace(each, cells=tuple(cell for cell in each.cells if cell.y in kept))
                for each in series.classes
            )
            return replace(series, classes=classes)
        case HeatGrid():
            places = [at for at, row in enumerate(rows) if row.at in kept]
            return replace(
                series,
                classes=_items_at(series.classes, places),
                hovers=_items_at(series.hovers, places),
            )
        case Bars():
            places = [at for at, place in enumerate(series.at) if place in kept]
            own = dict(series.colours)
            return replace(
                series,
                at=_items_at(series.at, places),
                values=_items_at(series.values, places),
                hovers=_items_at(series.hovers, places),
                labels=_items_at(series.labels, places),
                colours=tuple((new, own[at]) for new, at in enumerate(places) if at in own),
                hatched=frozenset(new for new, at in enumerate(places) if at in series.hatched),
            )
        case Spans():
            places = [at for at, place in enumerate(series.at) if place in kept]
            return replace(
                series,
                at=_items_at(series.at, places),
                lows=_items_at(series.lows, places),
                middles=_items_at(series.middles, places),
                highs=_items_at(series.highs, places),
                hovers=_items_at(series.hovers, places),
            )
    raise TypeError(f"{type(series).__name__} has no rows")


def _items_at(items: tuple[Item, ...], places: Sequence[int]) -> tuple[Item, ...]:
    return tuple(items[at] for at in places) if items else ()
