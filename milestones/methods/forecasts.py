"""How a forecast is made, and how often such forecasts have held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from milestones.editions.edition import Edition
from milestones.figures.compute import compute_figure
from milestones.figures.registry import FIGURES
from milestones.frames import plain_days
from milestones.i18n import Locale, _
from milestones.methods.model import MethodSection, Table
from milestones.plan import Milestone
from milestones.progress.back_test import BackTest, back_test
from milestones.progress.forecast import DEFAULT_RESAMPLING, HIGH_QUANTILE, LOW_QUANTILE
from milestones.progress.pace import is_reached
from milestones.progress.series import Series
from milestones.selection import Selection

HORIZONS_MONTHS = (1, 3, 6)
PROMISED_COVERAGE = HIGH_QUANTILE - LOW_QUANTILE
COUNTRY_COURSE, PROVINCE_COURSES = "country", "provinces"
COURSE_QUERY = "province_paths"


@dataclass(frozen=True)
class BackTestLine:
    """One line of the back-test: a milestone, whose courses, months ahead, and the score."""

    milestone: str
    courses: str
    ahead: int
    score: BackTest


@lru_cache(maxsize=4)
def back_test_lines(edition: Edition) -> tuple[BackTestLine, ...]:
    """Back-test the forecasts of every milestone whose monthly courses the edition has.

    An origin is the end of a month on which a forecast would have been shown: the value was
    known, and the target still open.
    """
    found: list[BackTestLine] = []
    for milestone in edition.plan.milestones:
        figure = _course_figure(milestone)
        if figure is not None:
            frame = compute_figure(figure, edition, Selection()).frame
            for courses, many in (
                (COUNTRY_COURSE, [_country_series(frame)]),
                (PROVINCE_COURSES, _province_series(frame)),
            ):
                found += _milestone_lines(milestone, courses, many, edition.as_of)
    return tuple(found)


def open_days(series: Series, milestone: Milestone) -> list[date]:
    """Give the days of a series on which its milestone was open and could be reached."""
    open_after = milestone.target is not None
    return [
        day
        for day, value in series
        if value is not None
        and not is_reached(milestone, value)
        and (day < milestone.deadline or open_after)
    ]


def _milestone_lines(
    milestone: Milestone, courses: str, many: Iterable[Series], as_of: date
) -> Iterator[BackTestLine]:
    each = [
        back_test([series], open_days(series, milestone), HORIZONS_MONTHS, until=as_of)
        for series in many
    ]
    for ahead in HORIZONS_MONTHS:
        cases = sum(tested[ahead].cases for tested in each)
        held = sum(tested[ahead].held for tested in each)
        yield BackTestLine(milestone.id, courses, ahead, BackTest(cases, held))


def _course_figure(milestone: Milestone) -> str | None:
    """Name a figure whose frame holds the milestone's indicator by province and month."""
    wanted = (COURSE_QUERY, (milestone.indicator,))
    named = (each.id for each in FIGURES.values() if (each.query, each.indicators) == wanted)
    return next(named, None)


def _province_series(frame: pd.DataFrame) -> list[Series]:
    ordered = frame.sort_values("day", kind="stable")
    return [_share_series(course) for _, course in ordered.groupby("code")]


def _country_series(frame: pd.DataFrame) -> Series:
    sums = frame.groupby("day", as_index=False)[["numerator", "denominator"]].sum()
    return _share_series(sums)


def _share_series(course: pd.DataFrame) -> Series:
    pairs = zip(course["numerator"].tolist(), course["denominator"].tolist(), strict=True)
    values = [part / whole if whole else None for part, whole in pairs]
    return list(zip(plain_days(course["day"]), values, strict=True))


MIN_CASES = 20
"""Below this number of cases a share says nothing."""
COVERAGE_TOLERANCE = 0.05
"""A coverage this near to what was promised counts as kept."""
COURSE_NAMES = {COUNTRY_COURSE: _("whole country"), PROVINCE_COURSES: _("each province")}


def forecast_section(edition: Edition, locale: Locale) -> MethodSection:
    """Say how forecasts are made, and print their back-tested coverage."""
    scored = back_test_lines(edition)
    lines = (*_method_lines(locale), *_test_lines(edition, locale), *_warning_lines(scored, locale))
    title = locale("Forecast, and what it is worth")
    return MethodSection("forecast", title, lines, tables=(_coverage_table(scored, locale),))


def judgement(scored: BackTestLine, locale: Locale) -> str:
    """Put a coverage in words, against the promise."""
    coverage = scored.score.coverage
    if coverage is None or scored.score.cases < MIN_CASES:
        return locale("too few cases to judge")
    if is_narrow(scored):
        return locale("too narrow")
    return (
        locale("wider than needed")
        if coverage > PROMISED_COVERAGE + COVERAGE_TOLERANCE
        else locale("as promised")
    )


def is_narrow(scored: BackTestLine) -> bool:
    """Tell whether the interval held clearly fewer cases than promised."""
    coverage = scored.score.coverage
    return (
        coverage is not None
        and scored.score.cases >= MIN_CASES
        and coverage < PROMISED_COVERAGE - COVERAGE_TOLERANCE
    )


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
    narrow = sum(map(is_narrow, judged))
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
    head = (
        locale("Milestone"),
        locale("Courses"),
        locale("Months ahead"),
        locale("Cases"),
        locale("Held"),
        locale("Coverage of the interval"),
        locale("Promised"),
        locale("Judgement"),
    )
    caption = locale("How often the interval held the value that came")
    numeric = (False, False, True, True, True, True, True, False)
    return Table(caption, head, numeric, tuple(_coverage_row(line, locale) for line in lines))


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
