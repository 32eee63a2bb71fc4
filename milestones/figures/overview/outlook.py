"""From the register's daily states to each milestone's series, pace and forecast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from milestones.figures.context import Facts
from milestones.forecast import Forecast, forecast
from milestones.indicators import BY_ID, Indicator
from milestones.pace import MonthlyPace, Pace, add_months, assess, is_reached, monthly_pace
from milestones.plan import Milestone

BEYOND = 12
"""Months that a forecast looks ahead when the deadline has passed."""


@dataclass(frozen=True)
class Outlook:
    """Where one milestone stands, how it came there, and where it is heading."""

    milestone: Milestone
    states: pd.DataFrame
    """One row a day of change: day, numerator, denominator, value (None without denominator)."""
    pace: Pace
    monthly: MonthlyPace
    forecast: Forecast | None

    def at(self, day: date) -> pd.Series | None:
        """Give the state that stands on a day; None before the first."""
        before = self.states[self.states["day"] <= day]
        return None if before.empty else before.iloc[-1]


def outlooks(frame: pd.DataFrame, facts: Facts) -> Iterator[Outlook]:
    """Give the outlook of each milestone that follows an indicator of the register."""
    measured = frame[frame["trace"] == "measured"]
    for milestone in facts.plan.milestones:
        indicator = BY_ID.get(milestone.indicator)
        if indicator is not None and _is_share_of(indicator, measured):
            yield _outlook(_states(measured, indicator), milestone, facts.as_of)


def _is_share_of(indicator: Indicator, measured: pd.DataFrame) -> bool:
    return {indicator.numerator, indicator.denominator} <= {*measured.columns}


def _states(measured: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    numerator, denominator = measured[indicator.numerator], measured[str(indicator.denominator)]
    states = pd.DataFrame(
        {
            "day": measured["day"].dt.date,
            "numerator": numerator.astype("int64"),
            "denominator": denominator.astype("int64"),
        }
    )
    changed = states[["numerator", "denominator"]].diff().ne(0).any(axis="columns")
    states = states[changed].reset_index(drop=True)
    known = states["denominator"].where(states["denominator"] > 0)
    return states.assign(value=states["numerator"] / known)


def _outlook(states: pd.DataFrame, milestone: Milestone, as_of: date) -> Outlook:
    series = list(zip(states["day"], states["value"], strict=True))
    pace = assess(milestone, series, as_of)
    until = milestone.deadline if as_of < milestone.deadline else add_months(as_of, BEYOND)
    target = None if milestone.target is None else milestone.target.value
    expected = None
    if _is_open(milestone, pace, as_of):
        expected = forecast(series, as_of, until, target=target)
    return Outlook(milestone, states, pace, monthly_pace(milestone, series, as_of), expected)


def _is_open(milestone: Milestone, pace: Pace, as_of: date) -> bool:
    if as_of < milestone.deadline:
        return not is_reached(milestone, pace.value)
    return milestone.target is not None and not is_reached(milestone, pace.value)
