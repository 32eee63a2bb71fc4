"""The course of each province towards a milestone, by month, in the order of the lag."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from milestones.charts.model import Chart
from milestones.figures.labels import label
from milestones.figures.phrases import chosen_provinces_note, short_percent
from milestones.figures.registry import Context, Drawing, Facts, Prepare
from milestones.frames import IdentityKey, plain_days, records
from milestones.i18n import Locale, _
from milestones.plan import Plan, Target
from milestones.progress.indicators import divide_columns, share_columns
from milestones.progress.lag import (
    ProvinceStanding,
    days_under_way,
    milestone_for_indicator,
    province_standings,
)
from milestones.progress.pace import planned_value

SMALL_DENOMINATOR = 100
"""Below this denominator one patent moves the value by more than a point."""

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
    added: float | None
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
        """Whether one patent moves the value by more than a point."""
        return self.is_known and self.last.denominator < SMALL_DENOMINATOR


def prepare_courses(indicator: str) -> Prepare:
    """Make the pure step: a row a province and day, the latest first, the longest lag first."""
    return lambda frame, facts: _prepared(IdentityKey(frame), indicator, facts)


@lru_cache(maxsize=8)
def _prepared(held: IdentityKey, indicator: str, facts: Facts) -> pd.DataFrame:
    """Set value, counts, plan and the province's standing side by side, for all figures at once.

    A province with nothing to be a share of keeps its last row only.
    """
    measured = _measured(held.frame, indicator, facts.plan)
    found = province_standings(measured, indicator, facts.plan, facts.as_of)
    places = pd.DataFrame(found, columns=ProvinceStanding._fields)
    places["place"] = range(1, len(found) + 1)
    known = measured[(measured["denominator"] > 0) | (measured["day"] == measured["day"].max())]
    placed: pd.DataFrame = known.merge(places, on="code").sort_values(
        ["day", "place"], ascending=[False, True], ignore_index=True
    )
    return placed


def _measured(frame: pd.DataFrame, indicator: str, plan: Plan) -> pd.DataFrame:
    """Name the indicator's counts, and set the planned value beside each."""
    milestone = milestone_for_indicator(indicator, plan)
    numerator, denominator = (frame[name] for name in share_columns(indicator))
    share, on = divide_columns(numerator, denominator), plain_days(frame["day"])
    values = [None if value != value else float(value) for value in share.tolist()]
    ahead = [days_under_way(milestone, value, day) for value, day in zip(values, on, strict=True)]
    planned = {day: milestone and planned_value(milestone, day) for day in dict.fromkeys(on)}
    return frame[["code", "day"]].assign(
        value=share,
        numerator=numerator,
        denominator=denominator,
        added=numerator.groupby(frame["code"]).diff(),
        planned=pd.Series([planned[day] for day in on], index=frame.index, dtype=float),
        days_ahead=pd.Series(ahead, index=frame.index, dtype="Int64"),
    )


def read_courses(frame: pd.DataFrame) -> list[ProvinceCourse]:
    """Give the provinces of a prepared frame in their order."""
    return _read_courses(IdentityKey(frame))


@lru_cache(maxsize=8)
def _read_courses(held: IdentityKey) -> list[ProvinceCourse]:
    frame = held.frame
    points: dict[str, list[CoursePoint]] = {code: [] for code in frame["code"].unique()}
    for point in records(frame, CoursePoint):
        points[point.code].append(point)
    latest = records(frame.head(len(points)), LatestPoint)
    return [ProvinceCourse(last, points[last.code][::-1]) for last in latest]


def draw_courses(
    frame: pd.DataFrame,
    indicator: str,
    context: Context,
    make_chart: Callable[[list[ProvinceCourse], str, Context], Chart],
    make_caption: Callable[[list[ProvinceCourse], str, Context], str],
    alt: str,
) -> Drawing:
    """Draw the courses, where any is known; `alt` is a text with `{caption}` and `{list}`."""
    locale, provinces = context.locale, read_courses(frame)
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


def small_note(is_any_small: bool, locale: Locale) -> str:
    """Explain the star of a small denominator; nothing where there is none."""
    count = locale.count(SMALL_DENOMINATOR)
    return locale("* Fewer than {count} patents counted.", count=count) if is_any_small else ""


def unknown_note(unknown: int, locale: Locale) -> str:
    """Count the provinces that cannot be assessed; nothing without any."""
    if not unknown:
        return ""
    return locale.n(
        "{count} province has nothing to count here and cannot be assessed.",
        "{count} provinces have nothing to count here and cannot be assessed.",
        unknown,
    )
