"""Thirty-one small courses against the plan, in the order of their lag."""

from __future__ import annotations

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.provinces.cells import Cells
from milestones.figures.provinces.course import Course, courses, courses_of
from milestones.figures.provinces.course_caption import caption
from milestones.figures.provinces.course_words import listed, nothing
from milestones.figures.provinces.lag import milestone_of
from milestones.figures.provinces.path_traces import lines, outlines
from milestones.figures.registry import figure
from milestones.figures.shapes import chart, empty
from milestones.words import _

ASSESSED = {
    "code": Column(_("Province"), "province"),
    "day": Column(_("Up to"), "date"),
    "value": Column(_("Assessment coverage"), "share"),
    "planned": Column(_("Planned value"), "share"),
    "days_ahead": Column(_("Days ahead of plan"), "count"),
    "numerator": Column(_("Assessed"), "count"),
    "denominator": Column(_("Due for assessment"), "count"),
    "status": Column(_("Status"), "code"),
}
INDUSTRIALIZED = {
    **ASSESSED,
    "value": Column(_("High-value patents industrialized"), "share"),
    "numerator": Column(_("Industrialized"), "count"),
    "denominator": Column(_("Good prospects"), "count"),
}
ROW = 92


@figure(
    "province_paths",
    question=_("How has each province progressed against the plan?"),
    columns=ASSESSED,
    prepare=courses_of("assessment_coverage"),
    indicators=("assessment_coverage",),
)
def draw_province_paths(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the coverage of each province by month, one small cell each."""
    return _draw(frame, "assessment_coverage", context)


@figure(
    "industrialization_paths",
    question=_("How did the industrialization of high-value patents go in each province?"),
    columns=INDUSTRIALIZED,
    query="province_paths",
    prepare=courses_of("high_value_industrialization"),
    indicators=("high_value_industrialization",),
)
def draw_industrialization_paths(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the share industrialized in each province by month, one small cell each."""
    return _draw(frame, "high_value_industrialization", context)


def _draw(frame: pd.DataFrame, indicator: str, context: Context) -> Drawing:
    words, provinces = context.words, courses(frame)
    if not any(course.is_known for course in provinces):
        sentence = nothing(indicator, words)
        return Drawing(empty(sentence, context), sentence, sentence)
    cells = _cells(provinces, indicator, context)
    drawn = chart(
        lines(provinces, cells, indicator, context),
        context,
        height=cells.rows * ROW + 84,
        shapes=outlines(provinces, cells, context),
        margin={"t": 26, "l": 4, "r": 4, "b": 36},
        xaxis={"visible": False, "fixedrange": True, "range": [-0.05, 3.98]},
        yaxis={"visible": False, "fixedrange": True, "range": [cells.rows + 0.2, -0.04]},
    )
    alt = words(
        "Small line charts, one a province, those furthest behind first. {caption}"
        " In order: {list}.",
        caption=caption(provinces, indicator, context),
        list=words.listing(listed(provinces, words)),
    )
    return Drawing(drawn, caption(provinces, indicator, context), alt)


def _cells(provinces: list[Course], indicator: str, context: Context) -> Cells:
    """Lay out one cell a province and one that says how to read them."""
    milestone = milestone_of(indicator, context.facts.plan)
    known = [point for course in provinces for point in course.points]
    values = [value for point in known for value in (point.value, point.planned) if value]
    planned = [point.on for point in milestone.points] if milestone else []
    on = [point.day for point in known] + [context.as_of]
    start = planned[0] if planned else min(on)
    end = max([*on, *planned])
    target = milestone.target.value if milestone and milestone.target else 0.0
    return Cells(len(provinces) + 1, start, end, max([*values, target]) or 1.0)
