"""Is it on plan? Pure arithmetic on dates and values: no edition, no frame, no page.

`assess(milestone, series, as_of)` gives a Pace: the status, the reason where there is none,
and all that it was computed from. A series is the value of the indicator at each day it
changed, in time order, and stays as it is in between; None is a share without denominator.

R is progress made against progress planned. By path: R = (value − base) ÷ (planned value −
base). By growth: the growth method of Eurostat (Sustainable development in the European Union,
2021 edition) and of Open SDG (progress calculation 2.4): R = d × yearly growth since the base ÷
|yearly growth required|.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile
from math import floor
from typing import Any

from milestones.calendar import add_months, months_between, whole_months
from milestones.plan import Method, Milestone, Point, Target
from milestones.progress.series import Series, clean_series, known_until, value_on
from milestones.progress.status import Pace, PaceReason, Status

PATH_METHODS = (Method.LINEAR_PATH, Method.PUBLISHED_PATH)
DAY_TOLERANCE = 1e-6
"""Part of a day by which a sum of floats may miss a whole day."""
ON_TRACK_RATIO, BEHIND_RATIO = 0.95, 0.60
RATIO_TOLERANCE = 1e-9
"""Part of R by which a quotient of floats may miss a threshold."""
RECENT_MONTHS = 3


def planned_value(milestone: Milestone, on: date) -> float | None:
    """Give the value planned for a day: even from point to point, flat before and after.

    None for a milestone without target, and for methods without path (cagr_ratio, binary).
    """
    if milestone.method not in PATH_METHODS or milestone.target is None:
        return None
    points = milestone.points
    if on <= points[0].on:
        return points[0].value
    for before, after in pairwise(points):
        if on < after.on:
            part = (on - before.on).days / (after.on - before.on).days
            return before.value + (after.value - before.value) * part
    return points[-1].value


def earned_day(milestone: Milestone, value: float, on: date) -> date | None:
    """Give the day for which the path planned a value (earned schedule).

    Where the path stands still at that value, the day nearest to `on`. A moment between two
    days belongs to the first. None outside the path's values, or without a path.
    """
    if milestone.method not in PATH_METHODS or milestone.target is None:
        return None
    moments = list(_moments(milestone, value))
    if not moments:
        return None
    here = on.toordinal()
    first, last = min(moments), max(moments)
    if value == milestone.points[0].value:
        first = min(first, here)
    nearest = min(max(here, first), last)
    return date.fromordinal(floor(nearest + DAY_TOLERANCE))


def days_ahead(milestone: Milestone, value: float | None, on: date) -> int | None:
    """Give by how many days a value is ahead of the path on a day; negative: behind.

    None without a value, and where the path never planned it.
    """
    planned_on = None if value is None else earned_day(milestone, value, on)
    return None if planned_on is None else (planned_on - on).days


def _moments(milestone: Milestone, value: float) -> Iterator[float]:
    for before, after in pairwise(milestone.points):
        low, high = sorted((before.value, after.value))
        if not low <= value <= high:
            continue
        start, end = before.on.toordinal(), after.on.toordinal()
        if low == high:
            yield from (start, end)
        else:
            part = (value - before.value) / (after.value - before.value)
            yield start + (end - start) * part


def progress_ratio(milestone: Milestone, value: float | None, on: date) -> float | PaceReason:
    """Compute R for a value on a day, or say why there is none.

    `at_start` where nothing is planned yet; `binary` plans nothing before its deadline.
    """
    base = milestone.base
    if milestone.target is None:
        return PaceReason.NO_TARGET
    if value is None:
        return PaceReason.NO_VALUE
    if base is not None and milestone.method is Method.CAGR_RATIO:
        return _growth_ratio(milestone, base, milestone.target, value, on)
    planned = planned_value(milestone, on)
    if base is None or planned is None or planned == base.value:
        return PaceReason.AT_START
    return (value - base.value) / (planned - base.value)


def _growth_ratio(
    milestone: Milestone, base: Point, target: Target, value: float, on: date
) -> float | PaceReason:
    """Compute R from yearly growth; years are whole months over twelve.

    R = d × observed ÷ |required|; d is the declared direction, +1 or −1, never guessed.
    `at_start` in the first month; `base_zero` where the base is zero or of another sign.
    """
    past, planned = (whole_months(base.on, day) / 12 for day in (on, target.on))
    if base.value == 0 or value / base.value < 0 or target.value / base.value < 0:
        return PaceReason.BASE_ZERO
    if past <= 0 or planned <= 0:
        return PaceReason.AT_START
    observed: float = (value / base.value) ** (1 / past) - 1
    required: float = (target.value / base.value) ** (1 / planned) - 1
    return milestone.direction.sign * observed / abs(required)


def assess(milestone: Milestone, series: Iterable[tuple[Any, Any]], as_of: date) -> Pace:
    """Assess a milestone on a day from the values of its indicator.

    Before the deadline: achieved when the value of the day reaches the target, else by R:
    on_track from 0.95, behind from 0.60, far_behind from 0, moving_away below. On the deadline
    and after it: achieved when the value at the deadline reached the target, achieved_late
    when only the value of the day does, else missed. Without a target, planned progress, a
    denominator or a value: not_assessable, with the reason.
    """
    values = clean_series(series)
    value = value_on(values, as_of)
    ratio = progress_ratio(milestone, value, as_of)
    status, reason = _status(milestone, values, as_of, ratio)
    reached_on = _reached_on(milestone, values, as_of, status)
    return Pace(
        as_of=as_of,
        deadline=milestone.deadline,
        status=status,
        reason=reason,
        ratio=None if isinstance(ratio, PaceReason) else ratio,
        planned=planned_value(milestone, as_of),
        value=value,
        value_at_deadline=(
            value_on(values, milestone.deadline) if milestone.is_decided(as_of) else None
        ),
        reached_on=reached_on,
        days_ahead=(
            days_ahead(milestone, value, as_of)
            if reached_on is None
            else (milestone.deadline - reached_on).days
        ),
        method=milestone.method,
    )


def status_of(milestone: Milestone, values: Series, as_of: date) -> Status:
    """Give the status alone, where thousands of short series are assessed at once."""
    ratio = progress_ratio(milestone, value_on(values, as_of), as_of)
    return _status(milestone, values, as_of, ratio)[0]


def is_reached(milestone: Milestone, value: float | None) -> bool:
    """Tell whether a value is at the target or beyond it, in the milestone's direction."""
    if milestone.target is None or value is None:
        return False
    return (value - milestone.target.value) * milestone.direction.sign >= 0


def is_open(milestone: Milestone, value: float | None, on: date) -> bool:
    """Tell whether a milestone can still be forecast: undecided, and its target not reached."""
    return not milestone.is_decided(on) and not is_reached(milestone, value)


def _status(
    milestone: Milestone, values: Series, as_of: date, ratio: float | PaceReason
) -> tuple[Status, PaceReason | None]:
    if milestone.target is None:
        return Status.NOT_ASSESSABLE, PaceReason.NO_TARGET
    decided_on = min(as_of, milestone.deadline)
    value = value_on(values, decided_on)
    if value is None:
        is_share = known_until(values, decided_on) > 0
        return Status.NOT_ASSESSABLE, PaceReason.NO_DENOMINATOR if is_share else PaceReason.NO_VALUE
    if is_reached(milestone, value):
        return Status.ACHIEVED, None
    if milestone.is_decided(as_of):
        is_late = is_reached(milestone, value_on(values, as_of))
        return Status.ACHIEVED_LATE if is_late else Status.MISSED, None
    if isinstance(ratio, PaceReason):
        return Status.NOT_ASSESSABLE, ratio
    return _status_by_ratio(ratio), None


def _status_by_ratio(ratio: float) -> Status:
    if ratio >= ON_TRACK_RATIO - RATIO_TOLERANCE:
        return Status.ON_TRACK
    if ratio >= BEHIND_RATIO - RATIO_TOLERANCE:
        return Status.BEHIND
    return Status.FAR_BEHIND if ratio >= -RATIO_TOLERANCE else Status.MOVING_AWAY


def _reached_on(milestone: Milestone, values: Series, as_of: date, status: Status) -> date | None:
    if status not in (Status.ACHIEVED, Status.ACHIEVED_LATE):
        return None
    until = as_of if status is Status.ACHIEVED_LATE else min(as_of, milestone.deadline)
    latest_first = reversed(values[: known_until(values, until)])
    unbroken = takewhile(lambda point: is_reached(milestone, point[1]), latest_first)
    return min((on for on, _ in unbroken), default=None)


@dataclass(frozen=True)
class MonthlyPace:
    """Change of the value a month, in the indicator's unit.

    `required` to be at the target on the deadline: zero once it is reached, None without a
    target or a value, and when no time is left. `recent` over the last three months, or since
    the start where that is shorter; None without both values.
    """

    required: float | None
    recent: float | None


def monthly_pace(
    milestone: Milestone, series: Iterable[tuple[Any, Any]], as_of: date
) -> MonthlyPace:
    """Compute both paces on a day; a part of a month counts by its days."""
    values = clean_series(series)
    value = value_on(values, as_of)
    left = months_between(as_of, milestone.deadline) if as_of < milestone.deadline else 0.0
    required = _required_pace(milestone, value, left)
    return MonthlyPace(required, _recent_pace(milestone, values, as_of))


def _required_pace(milestone: Milestone, value: float | None, months_left: float) -> float | None:
    if milestone.target is None or value is None:
        return None
    if is_reached(milestone, value):
        return 0.0
    return (milestone.target.value - value) / months_left if months_left else None


def _recent_pace(milestone: Milestone, values: Series, as_of: date) -> float | None:
    base, since = milestone.base, add_months(as_of, -RECENT_MONTHS)
    if base is not None:
        since = max(since, base.on)
    before, now = value_on(values, since), value_on(values, as_of)
    if before is None and base is not None and since == base.on:
        before = base.value
    if before is None or now is None or since >= as_of:
        return None
    return (now - before) / months_between(since, as_of)
