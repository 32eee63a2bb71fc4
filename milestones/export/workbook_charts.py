"""Native charts in a workbook: their numbers in cells, the charts at their right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from milestones.charts.office import NativeChart, NativeSeries, number_format
from milestones.charts.palette import PALETTES
from milestones.export.tabular import TableValue
from milestones.i18n import Lang
from milestones.i18n.printable import MAX_WRITTEN_CELL_CHARACTERS, printable

WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MAX_SPACED_BARS = 12
"""Up to so many places have room for bars side by side, and for a number at each."""

HATCH_PATTERN = "wide_upward_diagonal"
ROW_HEIGHT_PX = 20
CHART_WIDTH_PX, CHART_HEIGHT_PX = 760, 380


def write_charts(
    book: xlsxwriter.Workbook,
    page: Worksheet,
    charts: Sequence[NativeChart],
    lang: Lang,
    first: int,
    disclaimer: str = "",
) -> None:
    """Write each chart's categories and series as a block of cells, the chart at its right.

    The disclaimer stands in the chart too, and goes along with a copy of it.
    """
    page.set_column(0, 0, 28)
    for chart, top in zip(charts, chart_rows(charts, first), strict=True):
        _write_cells(book, page, chart, lang, top)
        drawn = _draw_chart(book, page, chart, lang, top)
        title = " · ".join(text for text in (chart.title, disclaimer) if text)
        drawn.set_title({"name": title, "overlay": False} if title else {"none": True})
        drawn.set_size({"width": CHART_WIDTH_PX, "height": _chart_height(chart)})
        page.insert_chart(top, len(chart.series) + 2, drawn)


def chart_rows(charts: Sequence[NativeChart], first: int) -> list[int]:
    """Give the row in which the block of each chart begins."""
    rows = [first]
    for chart in charts:
        height = max(len(chart.categories), _chart_height(chart) // ROW_HEIGHT_PX)
        rows.append(rows[-1] + height + 2)
    return rows[:-1]


def write_value(
    page: Worksheet, row: int, column: int, value: TableValue, form: CellFormat | None = None
) -> None:
    """Write a cell as a day, a number or a text that stays one; unknown is an empty cell."""
    if isinstance(value, date):
        page.write_datetime(row, column, value, form)
    elif isinstance(value, str):
        page.write_string(row, column, value, form)
    elif value is not None:
        page.write_number(row, column, value, form)


def write_text(
    page: Worksheet, row: int, column: int, text: str, form: CellFormat | None = None
) -> None:
    """Write a text of strangers: nothing hidden in it, no runs of its own, never too long."""
    page.write_string(row, column, printable(text, MAX_WRITTEN_CELL_CHARACTERS), form)


def write_series(
    page: Worksheet, chart: NativeChart, top: int, day: CellFormat, number: CellFormat
) -> None:
    """Write categories and series side by side, below the row that names them."""
    names: Sequence[str | date] = chart.categories
    for row, name in enumerate(names, start=top + 1):
        write_value(page, row, 0, name, day if isinstance(name, date) else None)
    for column, series in enumerate(chart.series, start=1):
        for row, value in enumerate(series.values, start=top + 1):
            write_value(page, row, column, value, number)


def is_overlaid(chart: NativeChart) -> bool:
    """Tell whether bars lie over one another: where there is no room for them side by side."""
    return chart.grouping == "overlaid" and len(chart.categories) > MAX_SPACED_BARS


def _chart_height(chart: NativeChart) -> int:
    return max(CHART_HEIGHT_PX, 24 * len(chart.categories) if chart.kind == "bar" else 0)


def _write_cells(
    book: xlsxwriter.Workbook, page: Worksheet, chart: NativeChart, lang: Lang, top: int
) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "align": "right", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    number = book.add_format({"num_format": number_format(chart.form, lang)})
    page.write_string(top, 0, chart.title, book.add_format({"bold": True, "bottom": 1}))
    write_series(page, chart, top, day, number)
    page.set_row(top, 2 * ROW_HEIGHT_PX)
    page.set_column(1, len(chart.series), 14)
    for column, series in enumerate(chart.series, start=1):
        page.write_string(top, column, series.name or chart.title, bold)


def _draw_chart(
    book: xlsxwriter.Workbook, page: Worksheet, chart: NativeChart, lang: Lang, top: int
) -> Chart:
    subtype = "stacked" if chart.grouping == "stacked" else None
    drawn = book.add_chart({"type": chart.kind, "subtype": subtype})
    last = top + len(chart.categories)
    for column, series in enumerate(chart.series, start=1):
        cells = {
            "name": [page.name, top, column],
            "categories": [page.name, top + 1, 0, last, 0],
            "values": [page.name, top + 1, column, last, column],
        }
        drawn.add_series({**cells, **_series_format(series, chart)})
    drawn.set_legend({"position": "bottom"} if chart.is_legend_needed else {"none": True})
    drawn.show_blanks_as("span" if chart.is_bridged else "gap")
    axes = [_category_axis(chart), _value_axis(chart, number_format(chart.form, lang))]
    across, upward = reversed(axes) if chart.kind == "bar" else axes
    drawn.set_x_axis(across)
    drawn.set_y_axis(upward)
    return drawn


def _series_format(series: NativeSeries, chart: NativeChart) -> dict[str, Any]:
    """Draw a series as the drawing does: bars, a line, points alone, or a line that stands."""
    if chart.kind != "line":
        return _bar_format(series, chart)
    colour = {"color": series.colour}
    if series.drawn in ("points", "upright"):
        dot = {"type": "circle", "size": 6 if series.drawn == "points" else 2}
        marker = {**dot, "fill": colour, "border": colour}
        look: dict[str, Any] = {"line": {"none": True}, "marker": marker}
        if series.drawn == "upright":
            stem = {**colour, "width": 1, "dash_type": "square_dot"}
            down = {"type": "percentage", "value": 100, "direction": "minus", "end_style": 0}
            look["y_error_bars"] = {**down, "line": stem}
        return look
    dash = "round_dot" if series.dash == "dot" else series.dash
    line = {**colour, "width": series.width, "dash_type": dash}
    return {"line": line, "marker": {"type": "none"}}


def _bar_format(series: NativeSeries, chart: NativeChart) -> dict[str, Any]:
    if series.drawn == "points":
        return {"fill": {"none": True}, "border": {"color": series.colour, "width": 1.5}}
    own = {place: {"fill": {"color": colour}} for place, colour in series.colours}
    for place in series.hatched:
        colour = dict(series.colours).get(place, series.colour)
        pattern = {"pattern": HATCH_PATTERN, "fg_color": colour, "bg_color": "#ffffff"}
        own[place] = {"pattern": pattern}
    look: dict[str, Any] = {"fill": {"color": series.colour}, "gap": 45}
    if own:
        look["points"] = [own.get(place) for place in range(len(series.values))]
    if is_overlaid(chart):
        look["overlap"] = 100
    if _is_labelled(chart):
        look["data_labels"] = {"value": True}
    return look


def _is_labelled(chart: NativeChart) -> bool:
    """Labels of bars that lie over one another could not be read: those get an axis instead."""
    return chart.is_labelled and not is_overlaid(chart)


def _value_axis(chart: NativeChart, number: str) -> dict[str, Any]:
    shown = not _is_labelled(chart)
    return {
        "num_format": number,
        "min": chart.minimum,
        "max": chart.maximum,
        "major_unit": chart.step,
        "name": chart.value_title or None,
        "visible": shown,
        "major_gridlines": {"visible": shown, "line": {"color": PALETTES["light"].grid}},
    }


def _category_axis(chart: NativeChart) -> dict[str, Any]:
    """Let the first category stand on top of bars, and days at their distance in time."""
    places: dict[str, Any] = {"major_gridlines": {"visible": False}}
    if chart.kind == "bar":
        places |= {"reverse": True, "crossing": "max"}
    if chart.days:
        months = {(day.year, day.month) for day in chart.days}
        places |= {"date_axis": True, "num_format": "yyyy-mm", "major_unit_type": "months"}
        places |= {"major_unit": max(1, len(months) // 8)}
    return places
