"""A native chart on a slide, to be edited: its axes, its series, and the workbook inside it."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from math import ceil, floor
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE as KIND
from pptx.enum.chart import (
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.util import Pt

from milestones.charts.office import NativeChart, NativeSeries, number_format
from milestones.export.slides.pptx_xml import (
    EMU_PER_INCH,
    ChartStyle,
    Frame,
    align_plot,
    draw_stem,
    keep_level,
    label_with_name,
    rgb,
    set_axis_value,
    set_fonts,
    tidy_chart,
)
from milestones.export.slides.text import text_width_inches
from milestones.export.workbook_charts import (
    MAX_SPACED_BARS,
    WORKBOOK_OPTIONS,
    is_overlaid,
    write_series,
)
from milestones.i18n import Lang

MONTH_FORMATS: dict[Lang, str] = {"zh": '[$-804]yyyy"年"m"月"', "en": "[$-809]mmm yyyy"}
MONTH_LABEL_INCHES = 1.05
"""Inches that the name of a month takes, with the blank behind it."""

LEGEND_INCHES, AXIS_NUMBERS_INCHES = 4.8, 1.0
"""Inches that a legend beside a chart and the numbers of its axis take."""

MAX_NAMES_SHARE = 0.42
"""Part of a bar chart's width that the names of its rows may take."""

OFFICE_EPOCH = date(1899, 12, 30)
"""The day that office programs count from."""

_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def style_axes(drawn: Any, chart: NativeChart, frame: Frame, style: ChartStyle) -> None:
    """Style both axes: days by months, names in reading order, values with few lines."""
    axis = drawn.category_axis
    axis.format.line.color.rgb = rgb(style.colours.axis)
    axis.major_tick_mark, axis.has_major_gridlines = XL_TICK_MARK.NONE, False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.font.color.rgb = rgb(style.colours.ink)
    axis.tick_labels.font.size = Pt(11)
    if chart.days:
        _style_months(axis, chart, frame, style)
    else:
        set_axis_value(axis, "tickLblSkip", "1")
    if chart.kind == "bar":
        axis.reverse_order = True
        axis.tick_labels.font.size = Pt(_row_font_size(chart, frame))
    _style_values(drawn.value_axis, chart, style)
    crosses = "max" if chart.kind == "bar" else "autoZero"
    between = "midCat" if chart.kind == "line" else "between"
    set_axis_value(drawn.value_axis, "crosses", crosses)
    set_axis_value(drawn.value_axis, "crossBetween", between)


def _style_months(axis: Any, chart: NativeChart, frame: Frame, style: ChartStyle) -> None:
    """Label whole months, as many as there is room for; an axis of days begins on a first."""
    _set_format(axis.tick_labels, MONTH_FORMATS[style.lang])
    keep_level(axis.tick_labels)
    first, last = style.span or (chart.days[0], chart.days[-1])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    taken = LEGEND_INCHES if chart.title else AXIS_NUMBERS_INCHES
    room = (frame.width / EMU_PER_INCH - taken) / MONTH_LABEL_INCHES
    step = next((step for step in _STEPS if step >= months / room), ceil(months / room))
    set_axis_value(axis, "baseTimeUnit", chart.base_unit)
    set_axis_value(axis, "majorUnit", str(step))
    set_axis_value(axis, "majorTimeUnit", "months")
    if chart.base_unit == "days":
        axis.minimum_scale = (first.replace(day=1) - OFFICE_EPOCH).days
        axis.maximum_scale = (last - OFFICE_EPOCH).days


def _row_font_size(chart: NativeChart, frame: Frame) -> float:
    """Give the size of names that lets every row have its own, in one line."""
    around = 1.2 if chart.value_title else 0.8
    height = (frame.height / EMU_PER_INCH - around) * 72 / len(chart.categories)
    longest = max(text_width_inches(str(name), 1.0) for name in chart.categories)
    size = min(height * 0.6, MAX_NAMES_SHARE * frame.width / EMU_PER_INCH / longest)
    return max(9.0, min(12.0, floor(size * 2) / 2))


def _style_values(axis: Any, chart: NativeChart, style: ChartStyle) -> None:
    axis.minimum_scale, axis.maximum_scale = chart.minimum, chart.maximum
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = axis.visible = not chart.is_labelled
    if chart.is_labelled:
        return
    if chart.step:
        axis.major_unit = chart.step
    axis.major_gridlines.format.line.color.rgb = rgb(style.colours.grid)
    axis.format.line.fill.background()
    _set_format(axis.tick_labels, _tick_format(chart, style.lang))
    font = axis.tick_labels.font
    font.color.rgb, font.size = rgb(style.colours.muted), Pt(11)
    if chart.value_title:
        axis.axis_title.text_frame.text = chart.value_title
        font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(11), False, rgb(style.colours.muted)


def _set_format(labels: Any, number_format: str) -> None:
    labels.number_format, labels.number_format_is_linked = number_format, False


def _tick_format(chart: NativeChart, lang: Lang) -> str:
    """Write the ticks of an axis: shares without decimals where its steps have none."""
    step = chart.step or 1
    if chart.form == "percent" and step == int(step):
        return '0"%"'
    is_wide = chart.form == "share" and (chart.maximum or 0) >= 0.5
    return "0%" if is_wide else number_format(chart.form, lang)


SHEET_NAME = "Sheet1"
"""The name by which the chart's references know the sheet."""

DAY_FORMAT = "yyyy\\-mm\\-dd"


def chart_workbook(chart: NativeChart, lang: Lang, made_on: date) -> bytes:
    """Write categories and series side by side from A1; unknown is an empty cell.

    The same chart gives the same bytes; nothing in it is ever a formula or a link.
    """
    into = BytesIO()
    with xlsxwriter.Workbook(into, WORKBOOK_OPTIONS) as book:
        book.set_properties({"created": datetime.combine(made_on, time())})
        sheet = book.add_worksheet(SHEET_NAME)
        day = book.add_format({"num_format": DAY_FORMAT})
        number = book.add_format({"num_format": number_format(chart.form, lang)})
        sheet.set_column(0, 0, max(len(str(name)) for name in chart.categories) * 1.2 + 2)
        sheet.set_column(1, len(chart.series), 18)
        write_series(sheet, chart, 0, day, number)
        for column, series in enumerate(chart.series, start=1):
            sheet.write_string(0, column, series.name)
    return into.getvalue()


_CHART_TYPES = {"line": KIND.LINE, "column": KIND.COLUMN_CLUSTERED, "bar": KIND.BAR_CLUSTERED}
_STACKED_TYPES = {"column": KIND.COLUMN_STACKED, "bar": KIND.BAR_STACKED}
MARKER_POINTS = 9
_DASHES = {"solid": MSO_LINE.SOLID, "dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT}


def add_chart(slide: Any, chart: NativeChart, frame: Frame, style: ChartStyle) -> Any:
    """Put an editable chart on a slide and return its shape."""
    types = _STACKED_TYPES if chart.grouping == "stacked" else _CHART_TYPES
    shape = slide.shapes.add_chart(types[chart.kind], *frame, _chart_data(chart, style))
    drawn = shape.chart
    book = chart_workbook(chart, style.lang, style.made_on)
    drawn.part.chart_workbook.update_from_xlsx_blob(book)
    drawn.font.size, drawn.font.color.rgb = Pt(11), rgb(style.colours.ink)
    _write_title(drawn, chart, style)
    _place_legend(drawn, chart)
    _style_plot(drawn.plots[0], chart, style)
    for given, series in zip(chart.series, drawn.plots[0].series, strict=True):
        _style_series(drawn, series, given, chart, style)
    style_axes(drawn, chart, frame, style)
    if style.span:
        align_plot(drawn, 0.7 if chart.title else 0.985, frame.height / EMU_PER_INCH)
    tidy_chart(drawn, chart.is_bridged)
    set_fonts(drawn.element, style.lang)
    return shape


def _chart_data(chart: NativeChart, style: ChartStyle) -> Any:
    written = number_format(chart.form, style.lang)
    data: Any = CategoryChartData(number_format=written)  # type: ignore[no-untyped-call]
    data.categories = chart.categories
    if chart.days:
        data.categories.number_format = DAY_FORMAT
    for series in chart.series:
        data.add_series(series.name, series.values)
    return data


def _write_title(drawn: Any, chart: NativeChart, style: ChartStyle) -> None:
    """Write what the chart is called, and the disclaimer, which a copy of the chart takes along."""
    parts = ((chart.title, 13, style.colours.ink), (style.disclaimer, 9, style.colours.official))
    drawn.has_title = any(text for text, _, _ in parts)
    if not drawn.has_title:
        return
    paragraph = drawn.chart_title.text_frame.paragraphs[0]
    for text, size, tone in parts:
        if text:
            run = paragraph.add_run()
            run.text = f" · {text}" if paragraph.runs[1:] else text
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), True, rgb(tone)


def _place_legend(drawn: Any, chart: NativeChart) -> None:
    drawn.has_legend = chart.is_legend_needed
    if drawn.has_legend:
        places = XL_LEGEND_POSITION
        drawn.legend.position = places.RIGHT if chart.title else places.TOP
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(11 if len(chart.series) <= MAX_SPACED_BARS // 2 else 9)


def _style_plot(plot: Any, chart: NativeChart, style: ChartStyle) -> None:
    if chart.kind == "line":
        return
    is_over = chart.grouping == "stacked" or is_overlaid(chart)
    plot.overlap = 100 if is_over else 0
    plot.gap_width = 40 if len(chart.categories) <= MAX_SPACED_BARS else 25
    if not _has_labels(chart):
        return
    plot.has_data_labels = True
    labels = plot.data_labels
    _set_format(labels, number_format(chart.form, style.lang))
    labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    labels.font.size = Pt(11)


def _has_labels(chart: NativeChart) -> bool:
    """Write the values at the bars where the axis does not tell them, or where there are few."""
    is_row = chart.kind == "bar" and chart.grouping != "stacked"
    bars = len(chart.categories) * len(chart.series)
    return chart.is_labelled or (is_row and bars <= 2 * MAX_SPACED_BARS)


def _style_series(
    drawn: Any, series: Any, given: NativeSeries, chart: NativeChart, style: ChartStyle
) -> None:
    if given.drawn == "bars" or chart.kind != "line":
        _style_bars(series, given, style)
        return
    series.smooth = False
    line = series.format.line
    if given.drawn == "points":
        line.fill.background()
        _style_points(series.marker, rgb(given.colour))
        return
    line.color.rgb, line.width = rgb(given.colour), Pt(max(given.width, 1.0))
    line.dash_style = _DASHES[given.dash]
    if given.drawn == "upright":
        draw_stem(series)
        place = next(n for n, value in enumerate(given.values) if value is not None)
        first, last = style.span or (chart.days[0], chart.days[-1])
        is_late = chart.days[place] - first > last - chart.days[place]
        label_with_name(drawn, series, place, is_late)


def _style_points(marker: Any, colour: Any) -> None:
    """Draw a series as diamonds that nothing joins."""
    marker.style, marker.size = XL_MARKER_STYLE.DIAMOND, MARKER_POINTS
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour
    marker.format.line.fill.background()


def _style_bars(series: Any, given: NativeSeries, style: ChartStyle) -> None:
    """Fill bars, and hatch those of values that are not yet whole."""
    _fill(series, given.colour)
    series.invert_if_negative = False
    for place, own in given.colours:
        _fill(series.points[place], own)
    for place in given.hatched:
        fill = series.points[place].format.fill
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = rgb(given.colour), rgb(style.colours.surface)


def _fill(bars: Any, colour: str) -> None:
    bars.format.fill.solid()
    bars.format.fill.fore_color.rgb = rgb(colour)
