"""The axes of a slide's chart: months that do not repeat, numbers in the reader's language."""

from __future__ import annotations

from datetime import date
from math import ceil, floor
from typing import Any

from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from milestones.charts.office_model import NativeChart, number_format
from milestones.export.slides.style import EMU, Frame, Style, colour
from milestones.export.slides.text import width_of
from milestones.export.slides.xml import level, put
from milestones.i18n import Lang

MONTHS: dict[Lang, str] = {"zh": '[$-804]yyyy"年"m"月"', "en": "[$-809]mmm yyyy"}
LABEL_WIDTH = 1.05
"""Inches that the name of a month takes, with the blank behind it."""

BESIDE, NUMBERS = 4.8, 1.0
"""Inches that a legend beside a chart and the numbers of its axis take."""

NAMES = 0.42
"""Part of a bar chart's width that the names of its rows may take."""

DAY_ONE = date(1899, 12, 30)
"""The day that office programs count from."""

_BEHIND = ("majorTimeUnit", "minorUnit", "minorTimeUnit", "extLst")
_BEHIND_BETWEEN = ("majorUnit", "minorUnit", "dispUnits", "extLst")
_BEHIND_CROSSES = ("crossBetween", *_BEHIND_BETWEEN)
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def style_axes(drawn: Any, chart: NativeChart, frame: Frame, style: Style) -> None:
    """Style both axes: days by months, names in reading order, values with few lines."""
    axis = drawn.category_axis
    axis.format.line.color.rgb = colour(style.colours.axis)
    axis.major_tick_mark, axis.has_major_gridlines = XL_TICK_MARK.NONE, False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.font.color.rgb = colour(style.colours.ink)
    axis.tick_labels.font.size = Pt(11)
    if chart.days:
        _months(axis, chart, frame, style)
    else:
        put(axis._element, "tickLblSkip", "1", ("tickMarkSkip", "noMultiLvlLbl", "extLst"))
    if chart.kind == "bar":
        axis.reverse_order = True
        axis.tick_labels.font.size = Pt(_row_size(chart, frame))
    _values(drawn.value_axis, chart, style)
    crossing = drawn.value_axis._element
    put(crossing, "crosses", "max" if chart.kind == "bar" else "autoZero", _BEHIND_CROSSES)
    put(crossing, "crossBetween", "midCat" if chart.kind == "line" else "between", _BEHIND_BETWEEN)


def _months(axis: Any, chart: NativeChart, frame: Frame, style: Style) -> None:
    """Label whole months, as many as there is room for; an axis of days begins on a first."""
    labels, element = axis.tick_labels, axis._element
    labels.number_format, labels.number_format_is_linked = MONTHS[style.lang], False
    level(labels)
    first, last = style.span or (chart.days[0], chart.days[-1])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    room = (frame.width / EMU - (BESIDE if chart.title else NUMBERS)) / LABEL_WIDTH
    step = next((step for step in _STEPS if step >= months / room), ceil(months / room))
    put(element, "baseTimeUnit", chart.base_unit, ("majorUnit", *_BEHIND))
    put(element, "majorUnit", str(step), _BEHIND)
    put(element, "majorTimeUnit", "months", _BEHIND[1:])
    if chart.base_unit == "days":
        axis.minimum_scale = (first.replace(day=1) - DAY_ONE).days
        axis.maximum_scale = (last - DAY_ONE).days


def _row_size(chart: NativeChart, frame: Frame) -> float:
    """Give the size of names that lets every row have its own, in one line."""
    around = 1.2 if chart.value_title else 0.8
    height = (frame.height / EMU - around) * 72 / len(chart.categories)
    longest = max(width_of(str(name), 1.0) for name in chart.categories)
    size = min(height * 0.6, NAMES * frame.width / EMU / longest)
    return max(9.0, min(12.0, floor(size * 2) / 2))


def _values(axis: Any, chart: NativeChart, style: Style) -> None:
    axis.minimum_scale, axis.maximum_scale = chart.minimum, chart.maximum
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = axis.visible = not chart.is_labelled
    if chart.is_labelled:
        return
    if chart.step:
        axis.major_unit = chart.step
    axis.major_gridlines.format.line.color.rgb = colour(style.colours.grid)
    axis.format.line.fill.background()
    labels = axis.tick_labels
    labels.number_format, labels.number_format_is_linked = _written(chart, style.lang), False
    labels.font.color.rgb, labels.font.size = colour(style.colours.muted), Pt(11)
    if chart.value_title:
        axis.axis_title.text_frame.text = chart.value_title
        run = axis.axis_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(11), False
        run.font.color.rgb = colour(style.colours.muted)


def _written(chart: NativeChart, lang: Lang) -> str:
    """Write the ticks of an axis: shares without decimals where its steps have none."""
    written = number_format(chart.form, lang)
    step = chart.step or 1
    if chart.form == "percent" and step == int(step):
        return '0"%"'
    is_wide = chart.form == "share" and (chart.maximum or 0) >= 0.5
    return "0%" if is_wide else written
