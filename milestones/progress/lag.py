"""Where each province stands by a milestone, and which of them lags most.

First come those that have not reached the target, the lowest value first, then those that
have, the latest first; last those that cannot be assessed. Values are known at the ends of
months, so that a province reaches the target on one of these days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from milestones.plan import Milestone, Plan
from milestones.progress.pace import assess, days_ahead, is_reached
from milestones.progress.series import Series


class ProvinceStanding(NamedTuple):
    """Where a province stands: its status, its value at the deadline (or now, before it)."""

    code: str
    status: str
    reached_on: date | None
    value_decided: float | None


def milestone_for_indicator(indicator: str, plan: Plan) -> Milestone | None:
    """Find the plan's milestone that follows an indicator."""
    return next((item for item in plan.milestones if item.indicator == indicator), None)


def decision_day(indicator: str, plan: Plan, as_of: date) -> date:
    """Give the day on which a milestone is judged: the deadline, or now before it."""
    milestone = milestone_for_indicator(indicator, plan)
    return as_of if milestone is None else min(milestone.deadline, as_of)


def days_under_way(milestone: Milestone | None, value: float | None, on: date) -> int | None:
    """Give by how many days a value is ahead of the plan on a day, negative when behind.

    None once the target is reached, because the day of that is known by its month only, and
    where the plan has no path or never planned the value.
    """
    if milestone is None or is_reached(milestone, value):
        return None
    return days_ahead(milestone, value, on)


def province_standings(
    courses: Mapping[str, Series], indicator: str, plan: Plan, as_of: date
) -> list[ProvinceStanding]:
    """Give the standing of each province from its values in time order, the longest lag first."""
    milestone = milestone_for_indicator(indicator, plan)
    found = [_province_standing(code, mine, milestone, as_of) for code, mine in courses.items()]
    return [standing for _, standing in sorted(found)]


def _province_standing(
    code: str, series: Series, milestone: Milestone | None, as_of: date
) -> tuple[tuple[float, ...], ProvinceStanding]:
    """Give a province's standing, and before it the key of its place."""
    now = series[-1][1]
    if milestone is None:
        return _lag_key(now, now, None), ProvinceStanding(code, "not_assessable", None, now)
    pace = assess(milestone, series, as_of)
    decided = pace.value_at_deadline if pace.is_verdict else now
    standing = ProvinceStanding(code, pace.status.value, pace.reached_on, decided)
    return _lag_key(now, decided, pace.reached_on), standing


def _lag_key(
    now: float | None, decided: float | None, reached_on: date | None
) -> tuple[float, ...]:
    before = -1.0 if decided is None else decided
    if now is None:
        return 2.0, 0.0, before
    if reached_on is None:
        return 0.0, now, before
    return 1.0, -float(reached_on.toordinal()), before


def rank_by_open(frame: pd.DataFrame, *ties: str) -> pd.DataFrame:
    """Rank rows: most patents still open first, then at the deadline, then the lowest coverage.

    `ties` are columns that settle the rest; one that is "due" the larger first. Those without a
    coverage come last among their like.
    """
    order = ["open", "open_at_deadline", "coverage", *ties]
    is_rising = [name not in ("open", "open_at_deadline", "due") for name in order]
    ranked = frame.sort_values(order, ascending=is_rising, kind="stable", ignore_index=True)
    return ranked.assign(rank=range(1, len(ranked) + 1))
