"""The heat map: a row a province, a column a month, in the order of the lag."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.pace_words import percent
from milestones.figures.provinces.course import Course, courses, courses_of
from milestones.figures.provinces.course_words import listed, name, nothing
from milestones.figures.provinces.lag import milestone_of
from milestones.figures.provinces.month_words import caption, hovers, side
from milestones.figures.provinces.scale import class_of, classes, colour_bar, colour_scale
from milestones.figures.registry import figure
from milestones.figures.shapes import Layout, Trace, chart, empty, month_axis, texts
from milestones.words import _

ASSESSED = {
    "code": Column(_("Province"), "province"),
    "day": Column(_("Up to"), "date"),
    "value": Column(_("Assessment coverage"), "share"),
    "added": Column(_("Assessed in the month"), "count"),
    "reached_on": Column(_("Target reached in"), "month"),
}
INDUSTRIALIZED = {
    **ASSESSED,
    "value": Column(_("High-value patents industrialized"), "share"),
    "added": Column(_("Industrialized in the month"), "count"),
}
ROW = 22
HALF_A_MONTH = timedelta(days=15)


@figure(
    "province_months",
    question=_("When did each province do its assessments?"),
    columns=ASSESSED,
    query="province_paths",
    prepare=courses_of("assessment_coverage"),
    indicators=("assessment_coverage",),
)
def draw_province_months(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the coverage at the end of each month."""
    return _draw(frame, "assessment_coverage", context)


@figure(
    "industrialization_months",
    question=_("When did each province bring its high-value patents into production?"),
    columns=INDUSTRIALIZED,
    query="province_paths",
    prepare=courses_of("high_value_industrialization"),
    indicators=("high_value_industrialization",),
)
def draw_industrialization_months(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the share industrialized at the end of each month."""
    return _draw(frame, "high_value_industrialization", context)


def _draw(frame: pd.DataFrame, indicator: str, context: Context) -> Drawing:
    words, provinces = context.words, courses(frame)
    if not any(course.is_known for course in provinces):
        sentence = nothing(indicator, words)
        return Drawing(empty(sentence, context), sentence, sentence)
    on = sorted({point.day for course in provinces for point in course.points})
    on = on[1:] or on
    drawn = chart(
        [_tiles(provinces, on, indicator, context), _sides(provinces, on, context)],
        context,
        height=ROW * len(provinces) + 108,
        shapes=_deadline(on, indicator, context),
        annotations=_heading(provinces, indicator, context),
        margin={"t": 50, "l": 4, "r": 76 if words.lang == "zh" else 70, "b": 58},
        xaxis={**month_axis(words), "range": [_left(on), _right(on)], "ticks": ""},
        yaxis={
            "range": [len(provinces) - 0.5, -0.5],
            "tickvals": list(range(len(provinces))),
            "ticktext": [_name(course, context) for course in provinces],
            "showgrid": False,
            "ticks": "",
            "tickfont": {"color": context.colours.ink, "size": 12},
        },
    )
    told = caption(provinces, indicator, context)
    alt = words(
        "Heat map of the provinces by month, those furthest behind first. {caption}"
        " In order: {list}.",
        caption=told,
        list=words.listing(listed(provinces, words)),
    )
    return Drawing(drawn, told, alt)


def _tiles(provinces: list[Course], on: list[date], indicator: str, context: Context) -> Trace:
    found = [{point.day: point for point in course.points} for course in provinces]
    most = max(point.value or 0.0 for points in found for point in points.values())
    lows = classes(indicator, most or 1.0, context)
    return {
        "type": "heatmap",
        "x": [_middle(day) for day in on],
        "y": list(range(len(provinces))),
        "z": [[_class(points.get(day), lows) for day in on] for points in found],
        **{"zmin": -0.5, "zmax": len(lows) - 0.5, "xgap": 1, "ygap": 1},
        "colorscale": colour_scale(context),
        "colorbar": colour_bar(indicator, lows, context),
        "customdata": hovers(provinces, on, context.words),
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
    }


def _class(point: Any, lows: list[float]) -> int | None:
    return None if point is None or point.value is None else class_of(point.value, lows)


def _sides(provinces: list[Course], on: list[date], context: Context) -> Trace:
    """Say at the end of each row since when the target is reached, or how far it is."""
    places = list(range(len(provinces)))
    lines = [side(course, context.words) for course in provinces]
    font = {"size": 11, "color": context.colours.muted}
    return texts([_right(on)] * len(places), places, lines, textfont=font)


def _heading(provinces: list[Course], indicator: str, context: Context) -> list[Layout]:
    """Head the ends of the rows, where some have reached the target."""
    words, milestone = context.words, milestone_of(indicator, context.facts.plan)
    is_reached = any(course.last.reached_on for course in provinces)
    if milestone is None or milestone.target is None or not is_reached:
        return []
    text = words("{target} in", target=percent(milestone.target.value, words))
    place = {"xref": "paper", "yref": "paper", "x": 1, "y": 1}
    font = {"size": 11, "color": context.colours.muted}
    anchors = {"xanchor": "left", "yanchor": "bottom", "showarrow": False}
    return [{"text": text, **place, **anchors, "font": font}]


def _deadline(on: list[date], indicator: str, context: Context) -> list[Layout]:
    milestone = milestone_of(indicator, context.facts.plan)
    if milestone is None or not on[0] < milestone.deadline < on[-1]:
        return []
    x = milestone.deadline.isoformat()
    line = {"color": context.colours.official, "width": 2}
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1}
    return [{"type": "line", "xref": "x", "yref": "paper", **ends, "line": line}]


def _middle(day: date) -> str:
    return (day - HALF_A_MONTH).isoformat()


def _left(on: list[date]) -> str:
    return (on[0] - 2 * HALF_A_MONTH).isoformat()


def _right(on: list[date]) -> str:
    return (on[-1] + timedelta(days=1)).isoformat()


def _name(course: Course, context: Context) -> str:
    written = name(course, context.words)
    return f"<b>{written}</b>" if course.code in context.selection.provinces else written
