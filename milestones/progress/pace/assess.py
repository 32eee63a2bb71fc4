"""The status of a milestone on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from milestones.plan import Milestone
from milestones.progress.pace.inputs import inputs_of
from milestones.progress.pace.model import Pace, Reason, Status
from milestones.progress.pace.path import days_ahead, planned_value
from milestones.progress.pace.ratio import ratio_of
from milestones.progress.pace.series import Series, known_until, tidy, value_on
from milestones.progress.pace.wording import FORMULAS

ON_TRACK, BEHIND = 0.95, 0.60
HAIR = 1e-9
"""Part of R by which a quotient of floats may miss a threshold."""


def assess(milestone: Milestone, series: Iterable[tuple[Any, Any]], as_of: date) -> Pace:
    """Assess a milestone on a day from the values of its indicator.

    Up to the deadline, that day included: achieved when the value of the day reaches the
    target, else by R: on_track from 0.95, behind from 0.60, far_behind from 0, moving_away
    below. After it: achieved when the value at the deadline reached the target, achieved_late
    when only the value of the day does, else missed. Without a target, planned progress, a
    denominator or a value: not_assessable, with the reason.
    """
    values = tidy(series)
    value = value_on(values, as_of)
    ratio = ratio_of(milestone, value, as_of)
    status, reason = _status(milestone, values, as_of, ratio)
    reached_on = _reached_on(milestone, values, as_of, status)
    is_due = as_of >= milestone.deadline
    return Pace(
        milestone=milestone.id,
        as_of=as_of,
        deadline=milestone.deadline,
        status=status,
        reason=reason,
        ratio=None if isinstance(ratio, Reason) else ratio,
        planned=planned_value(milestone, as_of),
        value=value,
        value_at_deadline=value_on(values, milestone.deadline) if is_due else None,
        target=milestone.target,
        reached_on=reached_on,
        days_ahead=_days_ahead(milestone, value, as_of, reached_on),
        method=milestone.method,
        formula=FORMULAS[milestone.method],
        inputs=inputs_of(milestone, value, as_of),
    )


def status_of(milestone: Milestone, values: Series, as_of: date) -> Status:
    """Give the status alone, where thousands of short series are assessed at once."""
    ratio = ratio_of(milestone, value_on(values, as_of), as_of)
    return _status(milestone, values, as_of, ratio)[0]


def is_reached(milestone: Milestone, value: float | None) -> bool:
    """Tell whether a value is at the target or beyond it, in the milestone's direction."""
    if milestone.target is None or value is None:
        return False
    return (value - milestone.target.value) * milestone.direction.sign >= 0


def roll_up(paces: Iterable[Pace]) -> dict[Status, int]:
    """Count the milestones of each status, those of no milestone included; never a mean."""
    found = Counter(pace.status for pace in paces)
    return {status: found[status] for status in Status}


def _status(
    milestone: Milestone, values: Series, as_of: date, ratio: float | Reason
) -> tuple[Status, Reason | None]:
    if milestone.target is None:
        return Status.NOT_ASSESSABLE, Reason.NO_TARGET
    decided_on = min(as_of, milestone.deadline)
    value = value_on(values, decided_on)
    if value is None:
        is_share = known_until(values, decided_on) > 0
        return Status.NOT_ASSESSABLE, Reason.NO_DENOMINATOR if is_share else Reason.NO_VALUE
    if is_reached(milestone, value):
        return Status.ACHIEVED, None
    if as_of > milestone.deadline:
        is_late = is_reached(milestone, value_on(values, as_of))
        return Status.ACHIEVED_LATE if is_late else Status.MISSED, None
    if isinstance(ratio, Reason):
        return Status.NOT_ASSESSABLE, ratio
    return _by_ratio(ratio), None


def _by_ratio(ratio: float) -> Status:
    if ratio >= ON_TRACK - HAIR:
        return Status.ON_TRACK
    if ratio >= BEHIND - HAIR:
        return Status.BEHIND
    return Status.FAR_BEHIND if ratio >= -HAIR else Status.MOVING_AWAY


def _reached_on(milestone: Milestone, values: Series, as_of: date, status: Status) -> date | None:
    if status not in (Status.ACHIEVED, Status.ACHIEVED_LATE):
        return None
    until = as_of if status is Status.ACHIEVED_LATE else min(as_of, milestone.deadline)
    reached_on = None
    for on, value in reversed(values[: known_until(values, until)]):
        if not is_reached(milestone, value):
            break
        reached_on = on
    return reached_on


def _days_ahead(
    milestone: Milestone, value: float | None, as_of: date, reached_on: date | None
) -> int | None:
    if reached_on is not None:
        return (milestone.deadline - reached_on).days
    return days_ahead(milestone, value, as_of)
