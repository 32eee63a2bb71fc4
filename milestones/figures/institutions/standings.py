"""How each of many institutions stands on the milestone of the assessment.

The share of patents due that are assessed never falls, so that the share at the deadline, the
share of the day and the day of completion say all that a verdict rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from milestones.plan import Milestone
from milestones.progress.pace import Status, days_ahead, status_of

Share = float | None


class Standing(NamedTuple):
    """A status, and days ahead of plan (negative: behind; None outside the path's values)."""

    status: str
    days_ahead: int | None


def standings(
    milestone: Milestone, shares: Iterable[tuple[Share, Share, date | None]], as_of: date
) -> list[Standing]:
    """Give the standing for each share at the deadline, share on the day, day of completion.

    The first counts only after the deadline; a share of nothing is None. Where less than all
    is the target, the day on which it was reached is unknown, and the days with it.
    """
    is_over = as_of > milestone.deadline
    is_all = milestone.target is not None and milestone.target.value == 1

    @cache
    def standing(then: Share, now: Share) -> Standing:
        series = [(milestone.deadline, then), (as_of, now)] if is_over else [(as_of, now)]
        status = status_of(milestone, series, as_of).value
        return Standing(status, days_ahead(milestone, now, as_of))

    def dated(found: Standing, completed_on: date | None) -> Standing:
        if found.status not in (Status.ACHIEVED, Status.ACHIEVED_LATE):
            return found
        days = (milestone.deadline - completed_on).days if is_all and completed_on else None
        return Standing(found.status, days)

    return [
        dated(standing(then if is_over else None, now), completed_on)
        for then, now, completed_on in shares
    ]
