"""The course of each province towards a milestone: its values by month, its status, its place.

The provinces stand in the order of their lag: first those that have not reached the target,
the lowest value first, then those that have, the latest first; last those that cannot be
assessed. Reaching is seen at the ends of months, so the day of it is a month's end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from milestones.figures.context import Facts
from milestones.figures.rows import days, rows
from milestones.indicators import BY_ID
from milestones.pace import Pace, assess, planned_value
from milestones.plan import Milestone, Plan

Prepare = Callable[[pd.DataFrame, Facts], pd.DataFrame]
SMALL = 100
"""Below this denominator one patent moves the value by more than a point."""


class Standing(NamedTuple):
    """Where a province stands: at the deadline (or now, before it), and now."""

    code: str
    status: str
    reached_on: date | None
    value_decided: float | None
    value_now: float | None


def milestone_of(indicator: str, plan: Plan) -> Milestone | None:
    """Find the plan's milestone that follows an indicator."""
    return next((item for item in plan.milestones if item.indicator == indicator), None)


def decided_on(indicator: str, facts: Facts) -> date:
    """Give the day on which a milestone is judged: the deadline, or now before it."""
    milestone = milestone_of(indicator, facts.plan)
    return facts.as_of if milestone is None else min(milestone.deadline, facts.as_of)


def courses_of(indicator: str) -> Prepare:
    """Make the pure step of the figures that follow an indicator of a milestone."""

    def prepare(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
        """Give one row a province and day: value, counts, plan, and the province's standing."""
        measured = _measured(frame, indicator, facts.plan)
        standings = _in_order(measured, indicator, facts)
        places = pd.DataFrame(standings, columns=Standing._fields).assign(
            place=range(1, len(standings) + 1)
        )
        joined = measured.merge(places, on="code")
        ordered = joined.sort_values(["day", "place"], ascending=[False, True])
        return ordered.reset_index(drop=True)

    return prepare


def _measured(frame: pd.DataFrame, indicator: str, plan: Plan) -> pd.DataFrame:
    """Name the indicator's counts, and set the planned value beside each."""
    counted, milestone = BY_ID[indicator], milestone_of(indicator, plan)
    numerator, denominator = frame[counted.numerator], frame[str(counted.denominator)]
    on = days(frame["day"])
    planned = {day: milestone and planned_value(milestone, day) for day in dict.fromkeys(on)}
    return pd.DataFrame(
        {
            "code": frame["code"],
            "day": frame["day"],
            "value": (numerator / denominator).where(denominator > 0),
            "numerator": numerator,
            "denominator": denominator,
            "added": numerator.groupby(frame["code"]).diff(),
            "planned": pd.Series([planned[day] for day in on], index=frame.index, dtype=float),
        }
    )


def _in_order(measured: pd.DataFrame, indicator: str, facts: Facts) -> list[Standing]:
    milestone, on = milestone_of(indicator, facts.plan), days(measured["day"])
    values = [None if value != value else value for value in measured["value"].tolist()]
    points = zip(measured["code"].tolist(), on, values, strict=True)
    found = [
        _standing(code, [(day, value) for _, day, value in mine], milestone, facts.as_of)
        for code, mine in groupby(points, key=lambda point: point[0])
    ]
    return sorted(found, key=_lag)


def _standing(
    code: str, series: list[tuple[date, float | None]], milestone: Milestone | None, as_of: date
) -> Standing:
    now = series[-1][1]
    if milestone is None:
        return Standing(code, "not_assessable", None, now, now)
    pace = assess(milestone, series, as_of)
    return Standing(code, pace.status.value, pace.reached_on, _decided(pace), now)


def _decided(pace: Pace) -> float | None:
    return pace.value_at_deadline if pace.is_verdict else pace.value


def _lag(standing: Standing) -> tuple[Any, ...]:
    value, reached_on = standing.value_now, standing.reached_on
    if value is None:
        return 2, 0, 0, standing.code
    later = -reached_on.toordinal() if reached_on else value
    decided = -1.0 if standing.value_decided is None else standing.value_decided
    return int(reached_on is not None), later, decided, standing.code


class Course(NamedTuple):
    """One province: its latest row, and all of its rows in time order."""

    last: Any
    points: list[Any]

    @property
    def code(self) -> str:
        """The province."""
        return str(self.last.code)

    @property
    def is_known(self) -> bool:
        """Whether there is anything to be a share of."""
        return self.last.value is not None

    @property
    def is_small(self) -> bool:
        """Whether one patent moves the value by more than a point."""
        return bool(self.is_known and self.last.denominator < SMALL)


def courses(frame: pd.DataFrame) -> list[Course]:
    """Give the provinces of a prepared frame in their order."""
    found: dict[str, list[Any]] = {}
    for row in rows(frame):
        found.setdefault(row.code, []).append(row)
    return [Course(points[0], points[::-1]) for points in found.values()]
