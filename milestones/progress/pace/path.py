"""The planned path of a milestone: its value on a day, and the day of a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import floor

from milestones.plan import Method, Milestone

PATHS = (Method.LINEAR_PATH, Method.PUBLISHED_PATH)
HAIR = 1e-6
"""Part of a day by which a sum of floats may miss a whole day."""


def planned_value(milestone: Milestone, on: date) -> float | None:
    """Give the value planned for a day: even from point to point, flat before and after.

    None for a milestone without target, and for the methods without path
    (cagr_ratio, binary).
    """
    if milestone.method not in PATHS or milestone.target is None:
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
    if milestone.method not in PATHS or milestone.target is None:
        return None
    moments = list(_moments(milestone, value))
    if not moments:
        return None
    here = on.toordinal()
    first, last = min(moments), max(moments)
    if value == milestone.points[0].value:
        first = min(first, here)
    nearest = min(max(here, first), last)
    return date.fromordinal(floor(nearest + HAIR))


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
