"""From the register's daily states to each milestone's series, pace and forecast."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from milestones.frames import IdentityKey, Rows
from milestones.plan import Milestone, Plan
from milestones.progress.forecast import Forecast, forecast
from milestones.progress.indicators import BY_ID, Indicator, share_of
from milestones.progress.pace import MonthlyPace, assess, is_open, monthly_pace
from milestones.progress.series import clean_series
from milestones.progress.status import Pace


class State(NamedTuple):
    """The counts of an indicator from a day on, and their share, None without denominator."""

    day: date
    numerator: int
    denominator: int
    value: float | None


@dataclass(frozen=True)
class Outlook:
    """Where one milestone stands, how it came there, and where it is heading."""

    milestone: Milestone
    states: list[State]
    pace: Pace
    monthly: MonthlyPace
    forecast: Forecast | None


def outlooks(rows: Rows, plan: Plan, as_of: date) -> tuple[Outlook, ...]:
    """Give the outlook of each milestone that follows a share of the measured counts."""
    return _outlooks(IdentityKey(rows), plan, as_of)


@lru_cache(maxsize=16)
def _outlooks(held: IdentityKey[Rows], plan: Plan, as_of: date) -> tuple[Outlook, ...]:
    rows = held.held
    trace = rows.names.index("trace")
    measured = Rows(rows.names, [row for row in rows.rows if row[trace] == "measured"])
    followed = ((milestone, BY_ID.get(milestone.indicator)) for milestone in plan.milestones)
    return tuple(
        _outlook(list(_states(measured, indicator)), milestone, as_of)
        for milestone, indicator in followed
        if indicator is not None and indicator.is_share_in(measured.names)
    )


def state_on(states: list[State], day: date) -> State | None:
    """Give the state that stands on a day; None before the first."""
    place = bisect_right(states, day, key=lambda state: state.day)
    return states[place - 1] if place else None


def _states(measured: Rows, indicator: Indicator) -> Iterator[State]:
    """Give the states that differ from the one before."""
    names = "day", indicator.numerator, indicator.denominator or ""
    last = None
    for day, part, whole in map(itemgetter(*map(measured.names.index, names)), measured.rows):
        if (part, whole) != last:
            yield State(day, part, whole, share_of(part, whole))
        last = part, whole


def _outlook(states: list[State], milestone: Milestone, as_of: date) -> Outlook:
    series = clean_series((state.day, state.value) for state in states)
    pace = assess(milestone, series, as_of)
    expected = None
    if is_open(milestone, pace.value, as_of):
        target = None if milestone.target is None else milestone.target.value
        expected = forecast(series, as_of, milestone.deadline, target=target)
    return Outlook(milestone, states, pace, monthly_pace(milestone, series, as_of), expected)
