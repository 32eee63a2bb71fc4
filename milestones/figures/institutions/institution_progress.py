"""How far each institution has come with the assessment: by months, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milestones.calendar import add_months
from milestones.figures.registry import Facts
from milestones.plan import Milestone
from milestones.progress.lag import milestone_for_indicator
from milestones.progress.pace import days_ahead, status_of
from milestones.progress.status import Status

INDICATOR = "assessment_coverage"
CountArray = NDArray[np.int64]


class InstitutionCoverage(NamedTuple):
    """Shares of patents due that are assessed (None: nothing due), and the day of the last."""

    coverage_at_deadline: float | None
    coverage: float | None
    completed_on: date | None


class InstitutionStanding(NamedTuple):
    """A status, and days ahead of plan (negative: behind; None outside the path's values)."""

    status: str
    days_ahead: int | None


def assessment_milestone(facts: Facts) -> Milestone | None:
    """Give the plan's milestone of the assessment, if it has one."""
    return milestone_for_indicator(INDICATOR, facts.plan)


def course_days(facts: Facts) -> list[date]:
    """List the ends of months from the cut-off on, the last one cut at the day itself."""
    start, end = facts.plan.cutoff, facts.as_of
    months = (end.year - start.year) * 12 + end.month - start.month
    return [*(add_months(start, month) for month in range(months)), end]


def assessed_by_month(frame: pd.DataFrame, facts: Facts) -> CountArray:
    """Sum the steps of `institution_table` up: a row an institution, a column a day.

    What was assessed before the cut-off counts in its month; nothing is due that was not then.
    """
    steps = np.zeros((len(frame), len(course_days(facts))), dtype=np.int64)
    known = frame[frame["months"].notna()]
    if len(known):
        places = np.repeat(known.index, known["months"].map(len))
        on, counts = (np.concatenate(known[name].tolist()) for name in ("months", "steps"))
        np.add.at(steps, (places, on), counts)
    summed: CountArray = steps.cumsum(axis=1)
    return summed


def institution_standings(
    milestone: Milestone | None, coverages: Iterable[InstitutionCoverage], as_of: date
) -> list[InstitutionStanding]:
    """Give the standing of each institution.

    The share of patents due that are assessed never falls, so that the share at the deadline,
    the share of the day and the day of completion say all that a verdict rests on.
    The share at the deadline counts only after it. Where less than all is the target, the day
    on which it was reached is unknown, and the days with it.
    """
    if milestone is None:
        return [InstitutionStanding(Status.NOT_ASSESSABLE.value, None) for _ in coverages]
    deadline, is_over = milestone.deadline, as_of > milestone.deadline
    is_all = milestone.target is not None and milestone.target.value == 1

    @cache
    def judge(then: float | None, now: float | None) -> tuple[Status, int | None]:
        series = [(deadline, then), (as_of, now)] if is_over else [(as_of, now)]
        return status_of(milestone, series, as_of), days_ahead(milestone, now, as_of)

    standings = []
    for then, now, completed_on in coverages:
        status, days = judge(then if is_over else None, now)
        if status in (Status.ACHIEVED, Status.ACHIEVED_LATE):
            days = (deadline - completed_on).days if is_all and completed_on else None
        standings.append(InstitutionStanding(status.value, days))
    return standings
