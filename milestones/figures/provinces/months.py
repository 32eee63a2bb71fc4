"""The heat map: a row a province, a column a month, in the order of the lag."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache

from milestones.charts.model import Axis, Category, Chart, Deadline, HeatGrid, Margins, Panel
from milestones.figures.phrases import short_percent
from milestones.figures.provinces.courses import (
    CoursePoint,
    ProvinceCourse,
    course_notes,
    draw_courses,
    marked_name,
    prepare_courses,
    target_for,
    target_text,
)
from milestones.figures.registry import OF_PROVINCES, Column, Context, Drawing, Place, figure
from milestones.frames import Rows
from milestones.i18n import Locale, _
from milestones.progress.indicators import BY_ID
from milestones.progress.lag import milestone_for_indicator
from milestones.progress.province_counts import course_rows

ASSESSED_COLUMNS = {
    "code": Column(_("Province"), "province"),
    "day": Column(_("Up to"), "date"),
    "value": Column(_("Assessment coverage"), "share"),
    "added": Column(_("Assessed in the month"), "count"),
    "reached_on": Column(_("Target reached in"), "month"),
}
INDUSTRIALIZED_COLUMNS = {
    **ASSESSED_COLUMNS,
    "value": Column(_("High-value patents industrialized"), "share"),
    "added": Column(_("Industrialized in the month"), "count"),
}
ROW_HEIGHT_PX = 22
A_MONTH = timedelta(days=30)
COVERAGE_CLASSES = (0.0, 0.5, 0.8, 0.95, 1.0)
"""The classes of the tile map, where all is the target."""

ALT = _(
    "Heat map of the provinces by month, those furthest behind first. {caption} In order: {list}."
)


@figure(
    "province_months",
    places=(Place("provinces", "assessment_coverage", 5),),
    question=_("When did each province do its assessments?"),
    columns=ASSESSED_COLUMNS,
    query="patent_counts",
    count=course_rows,
    follows=OF_PROVINCES,
    prepare=prepare_courses("assessment_coverage"),
    indicators=("assessment_coverage",),
)
def draw_province_months(rows: Rows, context: Context) -> Drawing:
    """Draw the coverage at the end of each month."""
    return _draw(rows, "assessment_coverage", context)


@figure(
    "industrialization_months",
    places=(Place("provinces", "high_value_industrialization", 3),),
    question=_("When did each province bring its high-value patents into production?"),
    columns=INDUSTRIALIZED_COLUMNS,
    query="patent_counts",
    count=course_rows,
    follows=OF_PROVINCES,
    prepare=prepare_courses("high_value_industrialization"),
    indicators=("high_value_industrialization",),
)
def draw_industrialization_months(rows: Rows, context: Context) -> Drawing:
    """Draw the share industrialized at the end of each month."""
    return _draw(rows, "high_value_industrialization", context)


def _draw(rows: Rows, indicator: str, context: Context) -> Drawing:
    return draw_courses(rows, indicator, context, _chart, _caption, ALT)


def _chart(provinces: list[ProvinceCourse], indicator: str, context: Context) -> Chart:
    locale, chosen = context.locale, context.selection.provinces
    on = sorted({point.day for course in provinces for point in course.points})
    on = on[1:] or on
    categories = tuple(
        Category(
            at, marked_name(row, locale), _row_note(row, locale), is_emphasized=row.code in chosen
        )
        for at, row in enumerate(provinces)
    )
    panel = Panel(
        x=Axis("time", low=on[0] - A_MONTH, high=on[-1] + timedelta(days=1)),
        y=Axis("category", categories=categories),
        series=(_grid(provinces, on, indicator, context),),
        marks=_deadline(on, indicator, context),
        row_notes_head=_heading(provinces, indicator, context),
    )
    margins = Margins(top=50, right=76 if locale.lang == "zh" else 70, bottom=58, left=4)
    return Chart((panel,), ROW_HEIGHT_PX * len(provinces) + 108, margins)


def _grid(
    provinces: list[ProvinceCourse], on: list[date], indicator: str, context: Context
) -> HeatGrid:
    locale = context.locale
    found = [{point.day: point for point in course.points} for course in provinces]
    most = max(point.value or 0.0 for points in found for point in points.values())
    lows = _class_bounds(indicator, most or 1.0, context)
    return HeatGrid(
        at=tuple(on),
        classes=tuple(
            tuple(_class_of_point(points.get(day), lows) for day in on) for points in found
        ),
        names=tuple(short_percent(low, locale) for low in lows),
        hovers=tuple(tuple(row) for row in _hovers(provinces, on, locale)),
        title=locale(BY_ID[indicator].name),
    )


def _class_of_point(point: CoursePoint | None, lows: list[float]) -> int | None:
    return None if point is None or point.value is None else class_of(point.value, lows)


def _heading(provinces: list[ProvinceCourse], indicator: str, context: Context) -> str:
    """Head the ends of the rows, where some have reached the target."""
    locale, target = context.locale, target_for(indicator, context)
    if target is None or not any(course.last.reached_on for course in provinces):
        return ""
    return locale("{target} in", target=short_percent(target.value, locale))


def _deadline(on: list[date], indicator: str, context: Context) -> tuple[Deadline, ...]:
    milestone = milestone_for_indicator(indicator, context.facts.plan)
    if milestone is None or not on[0] < milestone.deadline < on[-1]:
        return ()
    name = context.locale("deadline")
    return (Deadline(milestone.deadline, name, colour="official", width=2, dash="solid"),)


def _class_bounds(indicator: str, most: float, context: Context) -> list[float]:
    """Give the lower ends of the classes; the last one begins at the target.

    Without a target the last class begins at four fifths of the highest value.
    """
    target = target_for(indicator, context)
    if target and target.value == 1:
        return list(COVERAGE_CLASSES)
    top = target.value if target else most * 0.8
    return [round(top * step / 4, 6) for step in range(5)]


def class_of(value: float, lows: list[float]) -> int:
    """Give the class of a value, from 0."""
    return max(place for place, low in enumerate(lows) if value >= low)


def _row_note(course: ProvinceCourse, locale: Locale) -> str:
    """Write since which month the target is reached, or the value that falls short of it."""
    last = course.last
    return (
        locale.month(last.reached_on, short=True) if last.reached_on else locale.share(last.value)
    )


def _hovers(provinces: list[ProvinceCourse], on: list[date], locale: Locale) -> list[list[str]]:
    """Write what each tile says when pointed at; a tile without value says nothing."""
    month = cache(lambda day: locale.date(day, short=True))
    added = locale("{change} since the month before")
    written = []
    for course in provinces:
        title = f"<b>{locale.province(course.code)}</b>"
        row = {
            point.day: f"{title}<br>{month(point.day)}<br>{_tile_value(point, added, locale)}"
            for point in course.points
        }
        written.append([row.get(day, "") for day in on])
    return written


def _tile_value(point: CoursePoint, added: str, locale: Locale) -> str:
    share = locale.share(point.value)
    if not point.added:
        return share
    return f"{share}<br>{added.format(change=locale.signed(point.added))}"


def _caption(provinces: list[ProvinceCourse], indicator: str, context: Context) -> str:
    """Say in which month most was done, and how many had the target reached by when."""
    locale = context.locale
    return locale.sentences(
        _busiest_month(provinces, locale),
        _reached_sentence(provinces, indicator, context),
        *course_notes(provinces, context),
    )


def _busiest_month(provinces: list[ProvinceCourse], locale: Locale) -> str:
    """Name the month in which most patents were added in all provinces together."""
    total = Counter[date]()
    for course in provinces:
        for point in course.points:
            total[point.day] += int(point.added or 0)
    count, day = max((count, day) for day, count in total.items())
    if count <= 0:
        return ""
    return locale(
        "Most was done in {month}: {count} patents.",
        month=locale.month(day),
        count=locale.count(count),
    )


def _reached_sentence(provinces: list[ProvinceCourse], indicator: str, context: Context) -> str:
    locale, milestone = context.locale, milestone_for_indicator(indicator, context.facts.plan)
    if milestone is None or milestone.target is None:
        return locale("The rows end with today's value, the lowest first; there is no target.")
    known = [course for course in provinces if course.is_known]
    reached = sum(course.last.reached_on is not None for course in known)
    target = target_text(milestone.target, locale)
    is_over = context.as_of > milestone.deadline
    line = locale("The vertical line is the deadline.") if is_over else ""
    if not reached:
        none = locale(
            "No province has reached {target}; the rows end with the value.", target=target
        )
        return locale.sentences(none, line)
    some = locale(
        "{count} of {all} provinces have reached {target}; their rows end with the month"
        " of it, the others with their value.",
        count=locale.count(reached),
        all=locale.count(len(known)),
        target=target,
    )
    return locale.sentences(some, line)
