"""The heat map: a row a province, a column a month, in the order of the lag."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from milestones.charts.model import (
    Axis,
    Category,
    Chart,
    Deadline,
    HeatGrid,
    Margins,
    Panel,
)
from milestones.charts.model import nothing as empty
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.pace_words import percent
from milestones.figures.provinces.course import Course, Point, courses, courses_of
from milestones.figures.provinces.course_words import listed, name, nothing
from milestones.figures.provinces.month_words import caption, hovers, side
from milestones.figures.registry import Place, figure
from milestones.i18n import _
from milestones.progress.indicators import BY_ID
from milestones.progress.lag import milestone_of

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
A_MONTH = timedelta(days=30)
COVERAGE = (0.0, 0.5, 0.8, 0.95, 1.0)
"""The classes of the tile map, where all is the target."""


@figure(
    "province_months",
    places=(Place("provinces", "assessment_coverage", 5),),
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
    places=(Place("provinces", "high_value_industrialization", 3),),
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
        return Drawing(empty(sentence), sentence, sentence)
    told = caption(provinces, indicator, context)
    alt = words(
        "Heat map of the provinces by month, those furthest behind first. {caption}"
        " In order: {list}.",
        caption=told,
        list=words.listing(listed(provinces, words)),
    )
    return Drawing(_chart(provinces, indicator, context), told, alt)


def _chart(provinces: list[Course], indicator: str, context: Context) -> Chart:
    words, chosen = context.words, context.selection.provinces
    on = sorted({point.day for course in provinces for point in course.points})
    on = on[1:] or on
    categories = tuple(
        Category(
            place,
            name(course, words),
            side(course, words),
            is_emphasized=course.code in chosen,
        )
        for place, course in enumerate(provinces)
    )
    panel = Panel(
        x=Axis("time", low=on[0] - A_MONTH, high=on[-1] + timedelta(days=1)),
        y=Axis("category", categories=categories),
        series=(_grid(provinces, on, indicator, context),),
        marks=_deadline(on, indicator, context),
        row_notes_head=_heading(provinces, indicator, context),
    )
    margins = Margins(top=50, right=76 if words.lang == "zh" else 70, bottom=58, left=4)
    return Chart((panel,), ROW * len(provinces) + 108, margins)


def _grid(provinces: list[Course], on: list[date], indicator: str, context: Context) -> HeatGrid:
    words = context.words
    found = [{point.day: point for point in course.points} for course in provinces]
    most = max(point.value or 0.0 for points in found for point in points.values())
    lows = classes(indicator, most or 1.0, context)
    return HeatGrid(
        at=tuple(on),
        classes=tuple(tuple(_class(points.get(day), lows) for day in on) for points in found),
        names=tuple(percent(low, words) for low in lows),
        hovers=tuple(tuple(row) for row in hovers(provinces, on, words)),
        title=words(BY_ID[indicator].name),
    )


def _class(point: Point | None, lows: list[float]) -> int | None:
    return None if point is None or point.value is None else class_of(point.value, lows)


def _heading(provinces: list[Course], indicator: str, context: Context) -> str:
    """Head the ends of the rows, where some have reached the target."""
    words, milestone = context.words, milestone_of(indicator, context.facts.plan)
    is_reached = any(course.last.reached_on for course in provinces)
    if milestone is None or milestone.target is None or not is_reached:
        return ""
    return words("{target} in", target=percent(milestone.target.value, words))


def _deadline(on: list[date], indicator: str, context: Context) -> tuple[Deadline, ...]:
    milestone = milestone_of(indicator, context.facts.plan)
    if milestone is None or not on[0] < milestone.deadline < on[-1]:
        return ()
    name = context.words("deadline")
    return (Deadline(milestone.deadline, name, colour="official", width=2, dash="solid"),)


def classes(indicator: str, most: float, context: Context) -> list[float]:
    """Give the lower ends of the classes; the last one begins at the target.

    Without a target the last class begins at four fifths of the highest value.
    """
    milestone = milestone_of(indicator, context.facts.plan)
    target = milestone.target.value if milestone and milestone.target else most * 0.8
    if target == 1.0:
        return list(COVERAGE)
    return [round(target * step / 4, 6) for step in range(5)]


def class_of(value: float, lows: list[float]) -> int:
    """Give the class of a value, from 0."""
    return max(place for place, low in enumerate(lows) if value >= low)
