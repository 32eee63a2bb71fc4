"""A native chart on a slide: its parts styled as the figures are, in the order of the schema."""

from __future__ import annotations

from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE as KIND
from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from milestones.charts.office_model import NativeChart, NativeSeries, number_format
from milestones.export.slides.axes import style_axes
from milestones.export.slides.fonts import set_fonts
from milestones.export.slides.style import EMU, FEW, Frame, Style, colour, is_overlaid
from milestones.export.slides.workbook import DAY_FORMAT, chart_workbook
from milestones.export.slides.xml import (
    align,
    bridge,
    call_by_name,
    hatch,
    label_points,
    stand,
    tidy,
)

_KINDS = {
    ("line", "clustered"): KIND.LINE,
    ("column", "stacked"): KIND.COLUMN_STACKED,
    ("column", "clustered"): KIND.COLUMN_CLUSTERED,
    ("column", "overlaid"): KIND.COLUMN_CLUSTERED,
    ("bar", "stacked"): KIND.BAR_STACKED,
    ("bar", "clustered"): KIND.BAR_CLUSTERED,
    ("bar", "overlaid"): KIND.BAR_CLUSTERED,
}
_DATA: Any = CategoryChartData
_DASHES = {"solid": MSO_LINE.SOLID, "dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT}


def add_chart(slide: Any, chart: NativeChart, frame: Frame, style: Style) -> Any:
    """Put an editable chart on a slide and return its shape."""
    shape = slide.shapes.add_chart(_KINDS[chart.kind, chart.grouping], *frame, _data(chart, style))
    drawn = shape.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(
        chart_workbook(chart, style.lang, style.made_on)
    )
    drawn.font.size, drawn.font.color.rgb = Pt(11), colour(style.colours.ink)
    _title(drawn, chart, style)
    _legend(drawn, chart)
    _plot(drawn.plots[0], chart, style)
    for given, series in zip(chart.series, drawn.plots[0].series, strict=True):
        _style(drawn, series, given, chart, style)
    style_axes(drawn, chart, frame, style)
    if chart.is_bridged:
        bridge(drawn)
    if style.span:
        align(drawn, 0.7 if chart.title else 0.985, frame.height / EMU)
    tidy(drawn)
    set_fonts(drawn.part._element, style.lang)
    return shape


def _data(chart: NativeChart, style: Style) -> Any:
    data = _DATA(number_format=number_format(chart.form, style.lang))
    data.categories = chart.categories
    if chart.days:
        data.categories.number_format = DAY_FORMAT
    for series in chart.series:
        data.add_series(series.name, series.values)
    return data


def _title(drawn: Any, chart: NativeChart, style: Style) -> None:
    """Write what the chart is called, and the mark, which a copy of the chart takes along."""
    parts = ((chart.title, 13, style.colours.ink), (style.mark, 9, style.colours.official))
    drawn.has_title = any(text for text, _, _ in parts)
    if not drawn.has_title:
        return
    paragraph = drawn.chart_title.text_frame.paragraphs[0]
    for text, size, tone in parts:
        if text:
            run = paragraph.add_run()
            run.text = f" · {text}" if paragraph.runs[1:] else text
            font = run.font
            font.size, font.bold, font.color.rgb = Pt(size), True, colour(tone)


def _legend(drawn: Any, chart: NativeChart) -> None:
    drawn.has_legend = chart.is_legend_needed
    if drawn.has_legend:
        beside = bool(chart.title)
        drawn.legend.position = XL_LEGEND_POSITION.RIGHT if beside else XL_LEGEND_POSITION.TOP
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(11 if len(chart.series) <= FEW // 2 else 9)


def _plot(plot: Any, chart: NativeChart, style: Style) -> None:
    if chart.kind == "line":
        return
    is_over = chart.grouping == "stacked" or is_overlaid(chart)
    plot.overlap = 100 if is_over else 0
    plot.gap_width = 40 if len(chart.categories) <= FEW else 25
    if not _has_labels(chart):
        return
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = (
        number_format(chart.form, style.lang),
        False,
    )
    labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    labels.font.size = Pt(11)


def _has_labels(chart: NativeChart) -> bool:
    """Write the values at the bars where the axis does not tell them, or where there are few."""
    is_row = chart.kind == "bar" and chart.grouping != "stacked"
    return chart.is_labelled or (is_row and len(chart.categories) * len(chart.series) <= 2 * FEW)


def _style(drawn: Any, series: Any, given: NativeSeries, chart: NativeChart, style: Style) -> None:
    if given.drawn == "bars" or chart.kind != "line":
        _bars(series, given, style)
        return
    series.smooth = False
    line = series.format.line
    if given.drawn == "points":
        line.fill.background()
        label_points(series, given)
        return
    line.color.rgb, line.width = colour(given.colour), Pt(max(given.width, 1.0))
    line.dash_style = _DASHES[given.dash]
    if given.drawn == "upright":
        stand(series)
        place = next(n for n, value in enumerate(given.values) if value is not None)
        call_by_name(drawn, series, place, _is_late(chart.days, place, style))


def _is_late(days: tuple[date, ...], place: int, style: Style) -> bool:
    """Tell whether a day lies in the right half of its axis."""
    first, last = style.span or (days[0], days[-1])
    return days[place] - first > last - days[place]


def _bars(series: Any, given: NativeSeries, style: Style) -> None:
    fill = series.format.fill
    fill.solid()
    fill.fore_color.rgb = colour(given.colour)
    series.invert_if_negative = False
    for place, own in given.colours:
        point = series.points[place].format.fill
        point.solid()
        point.fore_color.rgb = colour(own)
    for place in given.hatched:
        hatch(series, place, given.colour, style.colours.surface)
