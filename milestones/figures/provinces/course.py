"""The course of each province towards a milestone, by month, in the order of the lag."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from milestones.figures.context import Facts
from milestones.figures.registry import Prepare
from milestones.frames import IdentityKey, days, records
from milestones.plan import Plan
from milestones.progress.indicators import BY_ID
from milestones.progress.lag import Standing, days_under_way, milestone_of, standings
from milestones.progress.pace import planned_value

SMALL = 100
"""Below this denominator one patent moves the value by more than a point."""


def courses_of(indicator: str) -> Prepare:
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
    found = standings(measured, indicator, facts.plan, facts.as_of)
    places = pd.DataFrame(found, columns=Standing._fields).assign(place=range(1, len(found) + 1))
    known = measured[(measured["denominator"] > 0) | (measured["day"] == measured["day"].max())]
    placed: pd.DataFrame = known.merge(places, on="code")
    placed = placed.sort_values(["day", "place"], ascending=[False, True], ignore_index=True)
    return placed


def _measured(frame: pd.DataFrame, indicator: str, plan: Plan) -> pd.DataFrame:
    """Name the indicator's counts, and set the planned value beside each."""
    counted, milestone = BY_ID[indicator], milestone_of(indicator, plan)
    numerator, denominator = frame[counted.numerator], frame[str(counted.denominator)]
    on = days(frame["day"])
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


class Point(NamedTuple):
    """One province at the end of a month: its value, of what, what was planned, how far ahead."""

    code: str
    day: date
    value: float | None
    numerator: int
    denominator: int
    added: float | None
    planned: float | None
    days_ahead: int | None


class Latest(NamedTuple):
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


class Course(NamedTuple):
    """One province: its latest row with its standing, and its points in time order."""

    last: Latest
    points: list[Point]

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
        return self.is_known and self.last.denominator < SMALL


def courses(frame: pd.DataFrame) -> list[Course]:
    """Give the provinces of a prepared frame in their order."""
    return _courses(IdentityKey(frame))


@lru_cache(maxsize=8)
def _courses(held: IdentityKey) -> list[Course]:
    frame = held.frame
    points: dict[str, list[Point]] = {code: [] for code in frame["code"].unique()}
    for point in records(frame, Point):
        points[point.code].append(point)
    latest = records(frame.head(len(points)), Latest)
    return [Course(last, points[last.code][::-1]) for last in latest]
