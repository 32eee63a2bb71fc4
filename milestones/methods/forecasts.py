"""How a forecast is made, and how often such forecasts have held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter

from milestones.editions.edition import Edition
from milestones.frames import Rows
from milestones.i18n import Locale, _
from milestones.methods.model import MethodSection, Table
from milestones.plan import Milestone
from milestones.progress.back_test import BackTest, back_test
from milestones.progress.forecast import DEFAULT_RESAMPLING, HIGH_QUANTILE, LOW_QUANTILE
from milestones.progress.indicators import BY_ID, Indicator, share_columns, share_of
from milestones.progress.pace import is_open
from milestones.progress.province_counts import course_rows
from milestones.progress.series import Series
from milestones.selection import Selection

HORIZONS_MONTHS = (1, 3, 6)
PROMISED_COVERAGE = HIGH_QUANTILE - LOW_QUANTILE
COUNTRY_COURSE, PROVINCE_COURSES = "country", "provinces"
COURSE_NAMES = {COUNTRY_COURSE: _("whole country"), PROVINCE_COURSES: _("each province")}
MIN_CASES = 20
"""Below this number of cases a share says nothing."""
NARROW_COVERAGE, WIDE_COVERAGE = PROMISED_COVERAGE - 0.05, PROMISED_COVERAGE + 0.05
"""Between these a promise counts as kept."""


@dataclass(frozen=True)
class BackTestLine:
    """One line of the back-test: a milestone, whose courses, months ahead, and the score."""

    milestone: str
    courses: str
    ahead: int
    score: BackTest


@lru_cache(maxsize=4)
def back_test_lines(edition: Edition) -> tuple[BackTestLine, ...]:
    """Back-test the forecasts of every milestone whose counts the courses of provinces hold."""
    plan = edition.plan
    if plan.register is None:
        return ()
    rows = course_rows(edition, Selection())
    followed = ((milestone, BY_ID.get(milestone.indicator)) for milestone in plan.milestones)
    return tuple(
        line
        for milestone, indicator in followed
        if indicator is not None and indicator.is_share_in(rows.names)
        for courses, many in _courses(rows, indicator)
        for line in _milestone_lines(milestone, courses, many, edition.as_of)
    )


def _courses(rows: Rows, indicator: Indicator) -> Iterator[tuple[str, list[Series]]]:
    """Yield the course of the country, and those of the provinces."""
    places = map(rows.names.index, ("code", "day", *share_columns(indicator.id)))
    listed = list(map(itemgetter(*places), rows.rows))
    last = max((row[1] for row in listed), default=None)
    country: dict[date, list[int]] = {}
    provinces: dict[str, list[tuple[date, float | None]]] = {}
    for code, day, numerator, denominator in listed:
        if denominator > 0 or day == last:
            counts = country.setdefault(day, [0, 0])
            counts[0], counts[1] = counts[0] + numerator, counts[1] + denominator
            provinces.setdefault(code, []).append((day, share_of(numerator, denominator)))
    yield COUNTRY_COURSE, [[(day, share_of(*country[day])) for day in sorted(country)]]
    yield PROVINCE_COURSES, list[Series](provinces.values())


def _milestone_lines(
    milestone: Milestone, courses: str, many: list[Series], as_of: date
) -> Iterator[BackTestLine]:
    """Yield the scores of one or several courses of a milestone.

    An origin is the end of a month on which a forecast would have been shown: the value was
    known, and the target still open.
    """
    tested = []
    for series in many:
        origins = [
            day for day, value in series if value is not None and is_open(milestone, value, day)
        ]
        tested.append(back_test([series], origins, HORIZONS_MONTHS, until=as_of))
    for ahead in HORIZONS_MONTHS:
        cases = sum(each[ahead].cases for each in tested)
        held = sum(each[ahead].held for each in tested)
        yield BackTestLine(milestone.id, courses, ahead, BackTest(cases, held))


def forecast_section(edition: Edition, locale: Locale) -> MethodSection:
    """Say how forecasts are made, and print their back-tested coverage."""
    scored = back_test_lines(edition)
    lines = (*_method_lines(locale), *_test_lines(edition, locale), *_warning_lines(scored, locale))
    title = locale("Forecast, and what it is worth")
    return MethodSection("forecast", title, lines, tables=(_coverage_table(scored, locale),))


def judgement(line: BackTestLine, locale: Locale) -> str:
    """Put a coverage in words, against the promise."""
    coverage = line.score.coverage
    if coverage is None or line.score.cases < MIN_CASES:
        return locale("too few cases to judge")
    if coverage < NARROW_COVERAGE:
        return locale("too narrow")
    return locale("wider than needed") if coverage > WIDE_COVERAGE else locale("as promised")


def _method_lines(locale: Locale) -> tuple[str, ...]:
    return (
        locale(
            "A forecast draws at random from the monthly changes of the last {months} months, "
            "recent ones more often, and needs at least {fewest}. A change that was drawn is "
            "repeated in the next month with a chance of {keep}, because busy and quiet months "
            "come in runs.",
            months=DEFAULT_RESAMPLING.months,
            fewest=DEFAULT_RESAMPLING.fewest,
            keep=locale.share(DEFAULT_RESAMPLING.keep, 0),
        ),
        locale(
            "{draws} such futures are added up month by month, never below 0 nor above the whole. "
            "Half of them repeat a change as it was; the other half repeat it as a part of what "
            "was still open, so that they slow down as less is left and never quite reach the "
            "whole: the chance of a target of 100% is seldom above one half. The same data give "
            "the same forecast.",
            draws=locale.exact(DEFAULT_RESAMPLING.draws),
        ),
        locale(
            "The interval holds the middle {share} of the futures, and is then widened: the same "
            "forecast is made from each of the last {origins} months, as far as they are known, "
            "and each end moves out by what nine in ten of these would have needed. An interval "
            "that would print as one number is not shown.",
            share=locale.share(PROMISED_COVERAGE, 0),
            origins=DEFAULT_RESAMPLING.origins,
        ),
    )


def _test_lines(edition: Edition, locale: Locale) -> tuple[str, ...]:
    invented = locale("The courses are synthetic: the table says nothing of real ones.")
    return (
        locale(
            "The test: from the end of each past month on which a target was still open, a "
            "forecast is made from what came before, and held against what came. The interval "
            "promises to hold {share} of the cases.",
            share=locale.share(PROMISED_COVERAGE, 0),
        ),
        locale(
            "The cases are not independent, because forecasts overlap and provinces move together. "
            "Their values are those that the register gives today."
        ),
        *([invented] if edition.synthetic else []),
    )


def _warning_lines(scored: tuple[BackTestLine, ...], locale: Locale) -> tuple[str, ...]:
    judged = [line for line in scored if line.score.cases >= MIN_CASES]
    narrow = sum((line.score.coverage or 0.0) < NARROW_COVERAGE for line in judged)
    if not narrow:
        return ()
    return (
        locale.n(
            "In {count} of {all} lines that can be judged fewer values fell into the interval "
            "than promised: there the future has been less certain than the interval says.",
            "In {count} of {all} lines that can be judged fewer values fell into the interval "
            "than promised: there the future has been less certain than the interval says.",
            narrow,
            all=locale.exact(len(judged)),
        ),
    )


def _coverage_table(lines: tuple[BackTestLine, ...], locale: Locale) -> Table:
    columns = {
        locale("Milestone"): False,
        locale("Courses"): False,
        locale("Months ahead"): True,
        locale("Cases"): True,
        locale("Held"): True,
        locale("Coverage of the interval"): True,
        locale("Promised"): True,
        locale("Judgement"): False,
    }
    rows = tuple(_coverage_row(line, locale) for line in lines)
    caption = locale("How often the interval held the value that came")
    return Table(caption, tuple(columns), tuple(columns.values()), rows)


def _coverage_row(scored: BackTestLine, locale: Locale) -> tuple[str, ...]:
    score = scored.score
    return (
        scored.milestone,
        locale(COURSE_NAMES[scored.courses]),
        locale.exact(scored.ahead),
        locale.exact(score.cases),
        locale.exact(score.held),
        locale.share(score.coverage),
        locale.share(PROMISED_COVERAGE, 0),
        judgement(scored, locale),
    )
