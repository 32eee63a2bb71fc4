"""The course of each province towards a milestone, by month, in the order of the lag."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from milestones.charts.model import Chart
from milestones.figures.labels import label
from milestones.figures.phrases import chosen_provinces_note, short_percent, small_note
from milestones.figures.registry import Context, Drawing, Facts, Prepare
from milestones.frames import IdentityKey, Rows, records
from milestones.i18n import Locale, _
from milestones.plan import Target
from milestones.progress.indicators import is_small, share_columns, share_of
from milestones.progress.lag import (
    days_under_way,
    milestone_for_indicator,
    province_standings,
)
from milestones.progress.pace import planned_value

NOTHING_COUNTED = {
    "assessment_coverage": _("No province has patents due in this selection."),
    "high_value_industrialization": _(
        "No province has patents with good prospects in this selection."
    ),
}


class CoursePoint(NamedTuple):
    """One province at the end of a month: its value, of what, what was planned, how far ahead."""

    code: str
    day: date
    value: float | None
    numerator: int
    denominator: int
    added: int | None
    planned: float | None
    days_ahead: int | None


class LatestPoint(NamedTuple):
    """A province's latest point, and where it stands."""

    code: str
    value: float | None
    denominator: int
    days_ahead: int | None
    status: str
    reached_on: date | None
    value_decided: float | None


class ProvinceCourse(NamedTuple):
    """One province: its latest row with its standing, and its points in time order."""

    last: LatestPoint
    points: list[CoursePoint]

    @property
    def code(self) -> str:
        """The province."""
        return self.last.code

    @property
    def is_known(self) -> bool:
        """Whether there is anything to be a share of."""
        return self.last.value is not None

    @property
    def is_small(self) -> bool:
        """Whether the value is a share of few."""
        return self.is_known and is_small(self.last.denominator)


class PlacedPoint(NamedTuple):
    """A province at the end of a month beside where it stands now; `place` is that of its lag."""

    code: str
    day: date
    value: float | None
    numerator: int
    denominator: int
    added: int | None
    planned: float | None
    days_ahead: int | None
    status: str
    reached_on: date | None
    value_decided: float | None
    place: int


def prepare_courses(indicator: str) -> Prepare:
    """Make the pure step: a row a province and day, the latest first, the longest lag first."""
    return lambda rows, facts: placed_courses(rows, indicator, facts)


def placed_courses(rows: Rows, indicator: str, facts: Facts) -> Rows:
    """Give these rows, made once for all figures of a page."""
    return _placed_courses(IdentityKey(rows), indicator, facts)


@lru_cache(maxsize=8)
def _placed_courses(held: IdentityKey[Rows], indicator: str, facts: Facts) -> Rows:
    """Set value, counts, plan and the province's standing side by side, for all figures at once.

    A province with nothing to be a share of keeps its last row only.
    """
    courses = dict(_courses(held.held, indicator, facts))
    series = {
        code: [(point.day, point.value) for point in course] for code, course in courses.items()
    }
    found = province_standings(series, indicator, facts.plan, facts.as_of)
    last = max((course[-1].day for course in courses.values()), default=None)
    placed = [
        PlacedPoint(*point, standing.status, standing.reached_on, standing.value_decided, place)
        for place, standing in enumerate(found, 1)
        for point in courses[standing.code]
        if point.denominator > 0 or point.day == last
    ]
    placed.sort(key=lambda point: -point.day.toordinal())
    return Rows.of(PlacedPoint, placed)


def _courses(rows: Rows, indicator: str, facts: Facts) -> Iterator[tuple[str, list[CoursePoint]]]:
    """Give the points of each province in time order, with the planned value beside each."""
    milestone = milestone_for_indicator(indicator, facts.plan)
    places = map(rows.names.index, ("code", "day", *share_columns(indicator)))
    planned: dict[date, float | None] = {}
    for code, course in groupby(map(itemgetter(*places), rows.rows), key=itemgetter(0)):
        points = list[CoursePoint]()
        for _code, day, numerator, denominator in course:
            value = share_of(numerator, denominator)
            if day not in planned:
                planned[day] = planned_value(milestone, day) if milestone else None
            added = numerator - points[-1].numerator if points else None
            ahead = days_under_way(milestone, value, day)
            counts = numerator, denominator, added
            points.append(CoursePoint(code, day, value, *counts, planned[day], ahead))
        yield code, points


def read_courses(rows: Rows) -> list[ProvinceCourse]:
    """Give the provinces of prepared rows in their order."""
    return _read_courses(IdentityKey(rows))


@lru_cache(maxsize=8)
def _read_courses(held: IdentityKey[Rows]) -> list[ProvinceCourse]:
    points: dict[str, list[CoursePoint]] = {}
    for point in records(held.held, CoursePoint):
        points.setdefault(point.code, []).append(point)
    latest = records(Rows(held.held.names, held.held.rows[: len(points)]), LatestPoint)
    return [ProvinceCourse(last, points[last.code][::-1]) for last in latest]


def draw_courses(
    rows: Rows,
    indicator: str,
    context: Context,
    make_chart: Callable[[list[ProvinceCourse], str, Context], Chart],
    make_caption: Callable[[list[ProvinceCourse], str, Context], str],
    alt: str,
) -> Drawing:
    """Draw the courses, where any is known; `alt` is a text with `{caption}` and `{list}`."""
    locale, provinces = context.locale, read_courses(rows)
    if not any(course.is_known for course in provinces):
        return Drawing.empty(locale(NOTHING_COUNTED[indicator]))
    caption = make_caption(provinces, indicator, context)
    parts = [
        locale(
            "{province} {value} ({status})",
            province=locale.province(course.code),
            value=value_text(course, locale),
            status=label(course.last.status, locale),
        )
        for course in provinces
    ]
    alt_text = locale(alt, caption=caption, list=locale.listing(parts))
    return Drawing(make_chart(provinces, indicator, context), caption, alt_text)


def marked_name(course: ProvinceCourse, locale: Locale) -> str:
    """Name a province, marked where its numbers are small."""
    return locale.province(course.code) + ("*" if course.is_small else "")


def value_text(course: ProvinceCourse, locale: Locale) -> str:
    """Write the value, after the deadline both the one then and the one now."""
    then, now = (locale.share(value) for value in (course.last.value_decided, course.last.value))
    return now if then == now else f"{then}→{now}"


def target_for(indicator: str, context: Context) -> Target | None:
    """Give the target that the plan sets for an indicator, if it sets one."""
    milestone = milestone_for_indicator(indicator, context.facts.plan)
    return milestone.target if milestone else None


def target_text(target: Target, locale: Locale) -> str:
    """Write a target with whose it is, which a working target never goes without."""
    kind = label(target.kind.value, locale)
    return locale("{target} ({kind})", target=short_percent(target.value, locale), kind=kind)


def course_notes(provinces: list[ProvinceCourse], context: Context) -> Iterator[str]:
    """Say which provinces cannot be assessed, which are small, and which are outlined."""
    locale = context.locale
    yield unknown_note(sum(not course.is_known for course in provinces), locale)
    yield small_note(any(course.is_small for course in provinces), locale)
    yield chosen_provinces_note(context)


def unknown_note(unknown: int, locale: Locale) -> str:
    """Count the provinces that cannot be assessed; nothing without any."""
    if not unknown:
        return ""
    return locale.n(
        "{count} province has nothing to count here and cannot be assessed.",
        "{count} provinces have nothing to count here and cannot be assessed.",
        unknown,
    )
