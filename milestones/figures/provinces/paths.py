"""Thirty-one small courses against the plan, in the order of their lag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from milestones.charts.model import Axis, Chart, Margins, Panel, SmallChart, SmallMultiples
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import days_from_plan, join_tied
from milestones.figures.provinces.courses import (
    ProvinceCourse,
    course_notes,
    draw_courses,
    marked_name,
    prepare_courses,
    target_for,
    target_text,
    value_text,
)
from milestones.figures.registry import OF_PROVINCES, Column, Context, Drawing, Place, figure
from milestones.frames import Rows
from milestones.i18n import Locale, _
from milestones.plan import Milestone
from milestones.progress.indicators import comparable, share_of
from milestones.progress.lag import decision_day, milestone_for_indicator
from milestones.progress.province_counts import course_rows
from milestones.progress.status import Status

ASSESSED_COLUMNS = {
    "code": Column(_("Province"), "province"),
    "day": Column(_("Up to"), "date"),
    "value": Column(_("Assessment coverage"), "share"),
    "planned": Column(_("Planned value"), "share"),
    "days_ahead": Column(_("Days ahead of plan (late: negative)"), "count"),
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
ALT = _(
    "Small line charts, one a province, those furthest behind first. {caption} In order: {list}."
)


@figure(
    "province_paths",
    places=(Place("provinces", "assessment_coverage", 4),),
    question=_("How has each province progressed against the plan?"),
    columns=ASSESSED_COLUMNS,
    query="patent_counts",
    count=course_rows,
    follows=OF_PROVINCES,
    prepare=prepare_courses("assessment_coverage"),
    indicators=("assessment_coverage",),
)
def draw_province_paths(rows: Rows, context: Context) -> Drawing:
    """Draw the coverage of each province by month, one small cell each."""
    return _draw(rows, "assessment_coverage", context)


@figure(
    "industrialization_paths",
    places=(Place("provinces", "high_value_industrialization", 2),),
    question=_("How did the industrialization of high-value patents go in each province?"),
    columns=INDUSTRIALIZED_COLUMNS,
    query="patent_counts",
    count=course_rows,
    follows=OF_PROVINCES,
    prepare=prepare_courses("high_value_industrialization"),
    indicators=("high_value_industrialization",),
)
def draw_industrialization_paths(rows: Rows, context: Context) -> Drawing:
    """Draw the share industrialized in each province by month, one small cell each."""
    return _draw(rows, "high_value_industrialization", context)


def _draw(rows: Rows, indicator: str, context: Context) -> Drawing:
    return draw_courses(rows, indicator, context, _chart, _caption, ALT)


def _chart(provinces: list[ProvinceCourse], indicator: str, context: Context) -> Chart:
    series, hidden = _multiples(provinces, indicator, context), Axis(is_shown=False)
    height = ROW_HEIGHT_PX * series.rows + 84
    margins = Margins(top=26, right=4, bottom=36, left=4)
    return Chart((Panel(hidden, hidden, (series,)),), height, margins)


def _multiples(provinces: list[ProvinceCourse], indicator: str, context: Context) -> SmallMultiples:
    locale, milestone = context.locale, milestone_for_indicator(indicator, context.facts.plan)
    start, end, top = _spans(provinces, milestone, context.as_of)
    points = milestone.points if milestone and milestone.target else ()
    months = (locale.month(day, short=True) for day in (start, end))
    chosen, hovers = context.selection.provinces, _hovers(provinces, locale)
    return SmallMultiples(
        courses=tuple(
            _small_chart(course, texts, course.code in chosen, locale)
            for course, texts in zip(provinces, hovers, strict=True)
        ),
        start=start,
        end=end,
        top=top,
        plan=tuple((point.on, point.value) for point in points),
        deadline=milestone.deadline if milestone else None,
        names=(
            sentence_case(label("actual", locale)),
            sentence_case(label("planned", locale)),
            locale("Behind plan"),
        ),
        key=(locale.share(top, 0), locale.share(0), " – ".join(months)),
    )


def _small_chart(
    course: ProvinceCourse, hovers: list[str], is_chosen: bool, locale: Locale
) -> SmallChart:
    points = [point for point in course.points if point.value is not None]
    return SmallChart(
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


def _hovers(provinces: list[ProvinceCourse], locale: Locale) -> Iterator[list[str]]:
    """Write what each known point of each province says when pointed at.

    The provinces share their days and their plan, and a value often stays as it is, so that
    each of these is written once.
    """
    line = locale("{share} ({count} of {whole})")
    on = cache(lambda day, planned: "<br>".join(_plan_lines(day, planned, locale)))
    counts = cache(
        lambda count, whole: line.format(
            share=locale.share(share_of(count, whole)),
            count=locale.count(count),
            whole=locale.count(whole),
        )
    )
    ahead = cache(
        lambda days: "" if days is None else f"<br>{sentence_case(days_from_plan(days, locale))}"
    )
    for course in provinces:
        title = f"<b>{locale.province(course.code)}</b>"
        yield [
            f"{title}<br>{on(point.day, point.planned)}<br>"
            + counts(point.numerator, point.denominator)
            + ahead(point.days_ahead)
            for point in course.points
            if point.value is not None
        ]


def _plan_lines(day: date, planned: float | None, locale: Locale) -> Iterator[str]:
    yield locale.date(day, short=True)
    if planned is not None:
        yield locale("Planned: {share}", share=locale.share(planned))


def _caption(provinces: list[ProvinceCourse], indicator: str, context: Context) -> str:
    """Count the provinces of each status, name the last one, and say what cannot be seen."""
    locale = context.locale
    known = [course for course in provinces if course.is_known]
    return locale.sentences(
        _status_sentence(known, indicator, context),
        _lowest_sentence(known, indicator, context),
        _days_sentence(known, locale),
        _arrow_note(indicator, context),
        *course_notes(provinces, context),
    )


def _status_sentence(known: list[ProvinceCourse], indicator: str, context: Context) -> str:
    locale, target = context.locale, target_for(indicator, context)
    if target is None:
        return locale("The plan sets no number here, so no province can be judged by it.")
    found = Counter(course.last.status for course in known)
    parts = [
        locale("{count} {status}", count=locale.count(found[status]), status=label(status, locale))
        for status in Status
        if found[status]
    ]
    return locale.n(
        "Of {count} province, by the target of {target}: {list}.",
        "Of {count} provinces, by the target of {target}: {list}.",
        len(known),
        target=target_text(target, locale),
        list=locale.join(parts),
    )


def _lowest_sentence(known: list[ProvinceCourse], indicator: str, context: Context) -> str:
    """Name the province with the lowest value on the day that decides."""
    locale, day = context.locale, decision_day(indicator, context.facts.plan, context.as_of)
    named = comparable(known, lambda course: course.last.denominator)
    decided = {course.code: course.last.value_decided for course in named}
    judged = {code: value for code, value in decided.items() if value is not None}
    lowest = min(judged.values(), default=1.0)
    if lowest >= 1:
        return ""
    return locale(
        "Lowest on {day}: {province}, at {share}.",
        day=locale.date(day),
        province=_names((code for code, value in judged.items() if value == lowest), locale),
        share=locale.share(lowest),
    )


def _names(codes: Iterable[str], locale: Locale) -> str:
    return join_tied([locale.province(code) for code in sorted(codes)], locale)


def _days_sentence(known: list[ProvinceCourse], locale: Locale) -> str:
    """Name the provinces furthest ahead and behind in days, of those still under way."""
    named = comparable(known, lambda course: course.last.denominator)
    days = {course.code: course.last.days_ahead for course in named}
    under_way = {code: ahead for code, ahead in days.items() if ahead is not None}
    if len(under_way) < 2:
        return ""
    ends = min(under_way.values()), max(under_way.values())
    if ends[0] == ends[1]:
        alike = days_from_plan(ends[0], locale)
        return locale("Those not at the target are all {days}.", days=alike)
    last, first = (
        locale(
            "{province}: {days}",
            province=_names((code for code, ahead in under_way.items() if ahead == end), locale),
            days=days_from_plan(end, locale),
        )
        for end in ends
    )
    return locale("Of those not at the target: {last}; {first}.", last=last, first=first)


def _arrow_note(indicator: str, context: Context) -> str:
    """Say what stands on either side of the arrow, once the deadline has passed."""
    if decision_day(indicator, context.facts.plan, context.as_of) == context.as_of:
        return ""
    return context.locale("Before the arrow: the value at the deadline; after it: the value now.")
