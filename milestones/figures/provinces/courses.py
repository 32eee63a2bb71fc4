"""The course of each province towards a milestone, by month, in the order of the lag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import days_from_plan, join_tied, short_percent
from milestones.figures.registry import Context, Facts, Prepare
from milestones.frames import IdentityKey, plain_days, records
from milestones.i18n import Locale, _
from milestones.plan import Plan, Target
from milestones.progress.indicators import BY_ID
from milestones.progress.lag import (
    ProvinceStanding,
    days_under_way,
    decision_day,
    milestone_for_indicator,
    province_standings,
)
from milestones.progress.pace import planned_value
from milestones.progress.status import Status

SMALL_DENOMINATOR = 100
"""Below this denominator one patent moves the value by more than a point."""


def prepare_courses(indicator: str) -> Prepare:
    """Make the pure step of the figures that follow an indicator of a milestone."""

    def prepare(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
        """Give one row a province and day, the latest day first, the longest lag first."""
        return _prepared(IdentityKey(frame), indicator, facts)

    return prepare


@lru_cache(maxsize=8)
def _prepared(held: IdentityKey, indicator: str, facts: Facts) -> pd.DataFrame:
    """Set value, counts, plan and the province's standing side by side, for all figures at once.

    A province with nothing to be a share of keeps its last row only.
    """
    measured = _measured(held.frame, indicator, facts.plan)
    found = province_standings(measured, indicator, facts.plan, facts.as_of)
    places = pd.DataFrame(found, columns=ProvinceStanding._fields).assign(
        place=range(1, len(found) + 1)
    )
    known = measured[(measured["denominator"] > 0) | (measured["day"] == measured["day"].max())]
    placed: pd.DataFrame = known.merge(places, on="code")
    placed = placed.sort_values(["day", "place"], ascending=[False, True], ignore_index=True)
    return placed


def _measured(frame: pd.DataFrame, indicator: str, plan: Plan) -> pd.DataFrame:
    """Name the indicator's counts, and set the planned value beside each."""
    counted, milestone = BY_ID[indicator], milestone_for_indicator(indicator, plan)
    numerator, denominator = frame[counted.numerator], frame[str(counted.denominator)]
    on = plain_days(frame["day"])
    share = (numerator / denominator).where(denominator > 0)
    values = [None if value != value else float(value) for value in share.tolist()]
    ahead = [days_under_way(milestone, value, day) for value, day in zip(values, on, strict=True)]
    planned = {day: milestone and planned_value(milestone, day) for day in dict.fromkeys(on)}
    return pd.DataFrame(
        {
            "code": frame["code"],
            "day": frame["day"],
            "value": share,
            "numerator": numerator,
            "denominator": denominator,
            "added": numerator.groupby(frame["code"]).diff(),
            "planned": pd.Series([planned[day] for day in on], index=frame.index, dtype=float),
            "days_ahead": pd.Series(ahead, index=frame.index, dtype="Int64"),
        }
    )


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
    day: date
    value: float | None
    numerator: int
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


NOTHING_COUNTED = {
    "assessment_coverage": _("No province has patents due in this selection."),
    "high_value_industrialization": _(
        "No province has patents with good prospects in this selection."
    ),
}


def nothing_counted(indicator: str, locale: Locale) -> str:
    """Say that there is nothing to be a share of."""
    return locale(NOTHING_COUNTED[indicator])


def marked_name(course: ProvinceCourse, locale: Locale) -> str:
    """Name a province, marked where its numbers are small."""
    return locale.province(course.code) + ("*" if course.is_small else "")


def value_text(course: ProvinceCourse, locale: Locale) -> str:
    """Write the value, after the deadline both the one then and the one now."""
    last, now = course.last, locale.share(course.last.value)
    then = locale.share(last.value_decided)
    return now if then == now else f"{then}→{now}"


def course_hovers(provinces: list[ProvinceCourse], locale: Locale) -> Iterator[list[str]]:
    """Write what each known point of each province says when pointed at.

    The provinces share their days and their plan, and a value often stays as it is, so that
    each of these is written once.
    """
    line = locale("{share} ({count} of {whole})")
    on = cache(lambda day, planned: "<br>".join(_plan_lines(day, planned, locale)))
    counts = cache(
        lambda count, whole: line.format(
            share=locale.share(count / whole), count=locale.count(count), whole=locale.count(whole)
        )
    )
    ahead = cache(lambda days: "" if days is None else f"<br>{_days_line(days, locale)}")
    for course in provinces:
        title = f"<b>{locale.province(course.code)}</b>"
        yield [
            f"{title}<br>{on(point.day, point.planned)}<br>"
            + counts(point.numerator, point.denominator)
            + ahead(point.days_ahead)
            for point in course.points
            if point.value is not None
        ]


def _days_line(days: int, locale: Locale) -> str:
    return sentence_case(days_from_plan(days, locale))


def _plan_lines(day: date, planned: float | None, locale: Locale) -> Iterator[str]:
    yield locale.date(day, short=True)
    if planned is not None:
        yield locale("Planned: {share}", share=locale.share(planned))


def courses_in_words(provinces: list[ProvinceCourse], locale: Locale) -> list[str]:
    """List the provinces with value and status."""
    return [
        locale(
            "{province} {value} ({status})",
            province=locale.province(course.code),
            value=value_text(course, locale),
            status=label(course.last.status, locale),
        )
        for course in provinces
    ]


def target_text(target: Target, locale: Locale) -> str:
    """Write a target with whose it is, which a working target never goes without."""
    kind = label(target.kind.value, locale)
    return locale("{target} ({kind})", target=short_percent(target.value, locale), kind=kind)


def courses_caption(provinces: list[ProvinceCourse], indicator: str, context: Context) -> str:
    """Count the provinces of each status, name the last one, and say what cannot be seen."""
    locale = context.locale
    known = [course for course in provinces if course.is_known]
    if not known:
        return nothing_counted(indicator, locale)
    return locale.sentences(
        _status_sentence(known, indicator, context),
        _lowest_sentence(known, indicator, context),
        _days_sentence(known, locale),
        _arrow_note(indicator, context),
        *course_notes(provinces, context),
    )


def _status_sentence(known: list[ProvinceCourse], indicator: str, context: Context) -> str:
    locale, milestone = context.locale, milestone_for_indicator(indicator, context.facts.plan)
    if milestone is None or milestone.target is None:
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
        target=target_text(milestone.target, locale),
        list=locale.join(parts),
    )


def _lowest_sentence(known: list[ProvinceCourse], indicator: str, context: Context) -> str:
    """Name the province with the lowest value on the day that decides."""
    locale, day = context.locale, decision_day(indicator, context.facts.plan, context.as_of)
    decided = {course.code: course.last.value_decided for course in known}
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
    days = {course.code: course.last.days_ahead for course in known}
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


def course_notes(provinces: list[ProvinceCourse], context: Context) -> Iterator[str]:
    """Say which provinces cannot be assessed, which are small, and which are outlined."""
    locale = context.locale
    unknown = sum(not course.is_known for course in provinces)
    if unknown:
        yield locale.n(
            "{count} province has nothing to count here and cannot be assessed.",
            "{count} provinces have nothing to count here and cannot be assessed.",
            unknown,
        )
    if any(course.is_small for course in provinces):
        yield locale("* Fewer than {count} patents counted.", count=locale.count(SMALL_DENOMINATOR))
    if context.selection.provinces:
        yield locale("All provinces are shown; the chosen ones are marked.")
