"""Thirty-one small courses against the plan, in the order of their lag."""

from __future__ import annotations

from datetime import date

import pandas as pd

from milestones.charts.model import Axis, Chart, Margins, Panel, SmallMultiples
from milestones.charts.model import SmallChart as SmallCourse
from milestones.charts.model import empty_chart as empty
from milestones.figures.labels import label, sentence_case
from milestones.figures.provinces.courses import (
    ProvinceCourse,
    courses_caption,
    courses_in_words,
    marked_name,
    nothing_counted,
    prepare_courses,
    read_courses,
    value_text,
)
from milestones.figures.provinces.courses import course_hovers as hovers_of
from milestones.figures.registry import Column, Context, Drawing, Place, figure
from milestones.i18n import Locale, _
from milestones.plan import Milestone
from milestones.progress.lag import milestone_for_indicator

ASSESSED_COLUMNS = {
    "code": Column(_("Province"), "province"),
    "day": Column(_("Up to"), "date"),
    "value": Column(_("Assessment coverage"), "share"),
    "planned": Column(_("Planned value"), "share"),
    "days_ahead": Column(_("Days ahead of plan"), "count"),
    "numerator": Column(_("Assessed"), "count"),
    "denominator": Column(_("Due for assessment"), "count"),
    "status": Column(_("Status"), "code"),
}
INDUSTRIALIZED_COLUMNS = {
    **ASSESSED_COLUMNS,
    "value": Column(_("High-value patents industrialized"), "share"),
    "numerator": Column(_("Industrialized"), "count"),
    "denominator": Column(_("Good prospects"), "count"),
}
ROW_HEIGHT_PX = 92


@figure(
    "province_paths",
    places=(Place("provinces", "assessment_coverage", 4),),
    question=_("How has each province progressed against the plan?"),
    columns=ASSESSED_COLUMNS,
    prepare=prepare_courses("assessment_coverage"),
    indicators=("assessment_coverage",),
)
def draw_province_paths(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the coverage of each province by month, one small cell each."""
    return _draw(frame, "assessment_coverage", context)


@figure(
    "industrialization_paths",
    places=(Place("provinces", "high_value_industrialization", 2),),
    question=_("How did the industrialization of high-value patents go in each province?"),
    columns=INDUSTRIALIZED_COLUMNS,
    query="province_paths",
    prepare=prepare_courses("high_value_industrialization"),
    indicators=("high_value_industrialization",),
)
def draw_industrialization_paths(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the share industrialized in each province by month, one small cell each."""
    return _draw(frame, "high_value_industrialization", context)


def _draw(frame: pd.DataFrame, indicator: str, context: Context) -> Drawing:
    locale, provinces = context.locale, read_courses(frame)
    if not any(course.is_known for course in provinces):
        sentence = nothing_counted(indicator, locale)
        return Drawing(empty(sentence), sentence, sentence)
    series = _multiples(provinces, indicator, context)
    hidden = Axis(is_shown=False)
    margins = Margins(top=26, right=4, bottom=36, left=4)
    chart = Chart((Panel(hidden, hidden, (series,)),), ROW_HEIGHT_PX * series.rows + 84, margins)
    told = courses_caption(provinces, indicator, context)
    alt = locale(
        "Small line charts, one a province, those furthest behind first. {caption}"
        " In order: {list}.",
        caption=told,
        list=locale.listing(courses_in_words(provinces, locale)),
    )
    return Drawing(chart, told, alt)


def _multiples(provinces: list[ProvinceCourse], indicator: str, context: Context) -> SmallMultiples:
    locale, milestone = context.locale, milestone_for_indicator(indicator, context.facts.plan)
    start, end, top = _spans(provinces, milestone, context.as_of)
    has_target = milestone is not None and milestone.target is not None
    months = (locale.month(day, short=True) for day in (start, end))
    chosen, hovers = context.selection.provinces, hovers_of(provinces, locale)
    return SmallMultiples(
        courses=tuple(
            _course(course, texts, course.code in chosen, locale)
            for course, texts in zip(provinces, hovers, strict=True)
        ),
        start=start,
        end=end,
        top=top,
        plan=tuple((point.on, point.value) for point in milestone.points)
        if milestone and has_target
        else (),
        deadline=milestone.deadline if milestone else None,
        names=(
            sentence_case(label("actual", locale)),
            sentence_case(label("planned", locale)),
            locale("Behind plan"),
        ),
        key=(locale.share(top, 0), locale.share(0), " – ".join(months)),
    )


def _course(
    course: ProvinceCourse, hovers: list[str], is_chosen: bool, locale: Locale
) -> SmallCourse:
    points = [point for point in course.points if point.value is not None]
    return SmallCourse(
        label=marked_name(course, locale),
        note=value_text(course, locale),
        at=tuple(point.day for point in points),
        values=tuple(point.value for point in points),
        planned=tuple(point.planned for point in points),
        hovers=tuple(hovers),
        is_emphasized=is_chosen,
    )


def _spans(
    provinces: list[ProvinceCourse], milestone: Milestone | None, as_of: date
) -> tuple[date, date, float]:
    """Give the span of days and the top value that all cells share."""
    known = [point for course in provinces for point in course.points]
    values = [value for point in known for value in (point.value, point.planned) if value]
    planned = [point.on for point in milestone.points] if milestone else []
    on = [point.day for point in known] + [as_of]
    target = milestone.target.value if milestone and milestone.target else 0.0
    start = planned[0] if planned else min(on)
    return start, max([*on, *planned]), max([*values, target]) or 1.0
