"""The pace that is still needed, against the pace of late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from milestones.plan import Milestone
from milestones.progress.pace.assess import is_reached
from milestones.progress.pace.series import Series, add_months, months_between, tidy, value_on

RECENT_MONTHS = 3


@dataclass(frozen=True)
class MonthlyPace:
    """Change of the value a month, in the indicator's unit.

    `required` to be at the target on the deadline: nought once it is reached, None without a
    target or a value, and when no time is left. `recent` over the last three months, or since
    the start where that is shorter; None without both values.
    """

    required: float | None
    recent: float | None
    months_left: float


def monthly_pace(
    milestone: Milestone, series: Iterable[tuple[Any, Any]], as_of: date
) -> MonthlyPace:
    """Reckon both paces on a day; a part of a month counts by its days."""
    values = tidy(series)
    value = value_on(values, as_of)
    left = months_between(as_of, milestone.deadline) if as_of < milestone.deadline else 0.0
    return MonthlyPace(_required(milestone, value, left), _recent(milestone, values, as_of), left)


def _required(milestone: Milestone, value: float | None, months_left: float) -> float | None:
    if milestone.target is None or value is None:
        return None
    if is_reached(milestone, value):
        return 0.0
    return (milestone.target.value - value) / months_left if months_left else None


def _recent(milestone: Milestone, values: Series, as_of: date) -> float | None:
    base, since = milestone.base, add_months(as_of, -RECENT_MONTHS)
    if base is not None:
        since = max(since, base.on)
    before, now = value_on(values, since), value_on(values, as_of)
    if before is None and base is not None and since == base.on:
        before = base.value
    if before is None or now is None or since >= as_of:
        return None
    return (now - before) / months_between(since, as_of)
