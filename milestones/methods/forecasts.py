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


def forecast_section(edition: Edition, words: Locale) -> MethodSection:
    """Say how forecasts are made, and print their back-tested coverage."""
    scored = back_test_lines(edition)
    lines = (*_method_lines(words), *_test_lines(edition, words), *_warning_lines(scored, words))
    title = words("Forecast, and what it is worth")
    return MethodSection("forecast", title, lines, tables=(_coverage_table(scored, words),))


def judgement(scored: BackTestLine, words: Locale) -> str:
    """Put a coverage in words, against the promise."""
    coverage = scored.score.coverage
    if coverage is None or scored.score.cases < MIN_CASES:
        return words("too few cases to judge")
    if is_narrow(scored):
        return words("too narrow")
    return (
        words("wider than needed")
        if coverage > PROMISED_COVERAGE + COVERAGE_TOLERANCE
        else words("as promised")
    )


def is_narrow(scored: BackTestLine) -> bool:
    """Tell whether the interval held clearly fewer cases than promised."""
    coverage = scored.score.coverage
    return (
        coverage is not None
        and scored.score.cases >= MIN_CASES
        and coverage < PROMISED_COVERAGE - COVERAGE_TOLERANCE
    )


def _method_lines(words: Locale) -> tuple[str, ...]:
    return (
        words(
            "A forecast draws at random from the monthly changes of the last {months} months, "
            "recent ones more often, and needs at least {fewest}. A change that was drawn is "
            "repeated in the next month with a chance of {keep}, because busy and quiet months "
            "come in runs.",
            months=DEFAULT_RESAMPLING.months,
            fewest=DEFAULT_RESAMPLING.fewest,
            keep=words.share(DEFAULT_RESAMPLING.keep, 0),
        ),
        words(
            "{draws} such futures are added up month by month, never below 0 nor above the whole. "
            "Half of them repeat a change as it was; the other half repeat it as a part of what "
            "was still open, so that they slow down as less is left and never quite reach the "
            "whole: the chance of a target of 100% is seldom above one half. The same data give "
            "the same forecast.",
            draws=words.exact(DEFAULT_RESAMPLING.draws),
        ),
        words(
            "The interval holds the middle {share} of the futures, and is then widened: the same "
            "forecast is made from each of the last {origins} months, as far as they are known, "
            "and each end moves out by what nine in ten of these would have needed. An interval "
            "that would print as one number is not shown.",
            share=words.share(PROMISED_COVERAGE, 0),
            origins=DEFAULT_RESAMPLING.origins,
        ),
    )


def _test_lines(edition: Edition, words: Locale) -> tuple[str, ...]:
    invented = words("The courses are synthetic: the table says nothing of real ones.")
    return (
        words(
            "The test: from the end of each past month on which a target was still open, a "
            "forecast is made from what came before, and held against what came. The interval "
            "promises to hold {share} of the cases.",
            share=words.share(PROMISED_COVERAGE, 0),
        ),
        words(
            "The cases are not independent, because forecasts overlap and provinces move together. "
            "Their values are those that the register gives today."
        ),
        *([invented] if edition.synthetic else []),
    )


def _warning_lines(scored: tuple[BackTestLine, ...], words: Locale) -> tuple[str, ...]:
    judged = [line for line in scored if line.score.cases >= MIN_CASES]
    narrow = sum(map(is_narrow, judged))
    if not narrow:
        return ()
    return (
        words.n(
            "In {count} of {all} lines that can be judged fewer values fell into the interval "
            "than promised: there the future has been less certain than the interval says.",
            "In {count} of {all} lines that can be judged fewer values fell into the interval "
            "than promised: there the future has been less certain than the interval says.",
            narrow,
            all=words.exact(len(judged)),
        ),
    )


def _coverage_table(lines: tuple[BackTestLine, ...], words: Locale) -> Table:
    head = (
        words("Milestone"),
        words("Courses"),
        words("Months ahead"),
        words("Cases"),
        words("Held"),
        words("Coverage of the interval"),
        words("Promised"),
        words("Judgement"),
    )
    caption = words("How often the interval held the value that came")
    numeric = (False, False, True, True, True, True, True, False)
    return Table(caption, head, numeric, tuple(_coverage_row(line, words) for line in lines))


def _coverage_row(scored: BackTestLine, words: Locale) -> tuple[str, ...]:
    score = scored.score
    return (
        scored.milestone,
        words(COURSE_NAMES[scored.courses]),
        words.exact(scored.ahead),
        words.exact(score.cases),
        words.exact(score.held),
        words.share(score.coverage),
        words.share(PROMISED_COVERAGE, 0),
        judgement(scored, words),
    )
