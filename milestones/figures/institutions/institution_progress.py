"""How far each institution has come with the assessment: by months, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from milestones.figures.registry import Facts
from milestones.plan import Milestone
from milestones.progress.pace import days_ahead, status_of
from milestones.progress.series import add_months
from milestones.progress.status import Status


def course_days(facts: Facts) -> list[date]:
    """List the ends of months from the cut-off on, the last one cut at the day itself."""
    start, end = facts.plan.cutoff, facts.as_of
    months = (end.year - start.year) * 12 + end.month - start.month
    return [*(add_months(start, month) for month in range(months)), end]


def assessed_by_month(frame: pd.DataFrame, facts: Facts) -> np.ndarray[Any, Any]:
    """Sum the steps of `institution_table` up: a row an institution, a column a day.

    What was assessed before the cut-off counts in its month; nothing is due that was not then.
    """
    steps = np.zeros((len(frame), len(course_days(facts))), dtype=np.int64)
    known = frame[frame["months"].notna()]
    if len(known):
        places = np.repeat(known.index, known["months"].map(len))
        on, counts = (np.concatenate(known[name].tolist()) for name in ("months", "steps"))
        np.add.at(steps, (places, on), counts)
    summed: np.ndarray[Any, Any] = steps.cumsum(axis=1)
    return summed


Share = float | None


class InstitutionStanding(NamedTuple):
    """A status, and days ahead of plan (negative: behind; None outside the path's values)."""

    status: str
    days_ahead: int | None


def institution_standings(
    milestone: Milestone, shares: Iterable[tuple[Share, Share, date | None]], as_of: date
) -> list[InstitutionStanding]:
    """Give the standing for each share at the deadline, share on the day, day of completion.

    The first counts only after the deadline; a share of nothing is None. Where less than all
    is the target, the day on which it was reached is unknown, and the days with it.
    """
    is_over = as_of > milestone.deadline
    is_all = milestone.target is not None and milestone.target.value == 1

    @cache
    def standing(then: Share, now: Share) -> InstitutionStanding:
        series = [(milestone.deadline, then), (as_of, now)] if is_over else [(as_of, now)]
        status = status_of(milestone, series, as_of).value
        return InstitutionStanding(status, days_ahead(milestone, now, as_of))

    def dated(found: InstitutionStanding, completed_on: date | None) -> InstitutionStanding:
        if found.status not in (Status.ACHIEVED, Status.ACHIEVED_LATE):
            return found
        days = (milestone.deadline - completed_on).days if is_all and completed_on else None
        return InstitutionStanding(found.status, days)

    return [
        dated(standing(then if is_over else None, now), completed_on)
        for then, now, completed_on in shares
    ]
