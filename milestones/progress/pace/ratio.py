"""R: progress made against progress planned.

By path: R = (value − base) ÷ (planned value − base). By growth: the growth method of Eurostat
(Sustainable development in the European Union, 2021 edition) and of Open SDG (progress
calculation 2.4): R = d × yearly growth since the base ÷ |yearly growth required|.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milestones.plan import Method, Milestone
from milestones.progress.pace.model import Reason
from milestones.progress.pace.path import planned_value
from milestones.progress.pace.series import whole_months


@dataclass(frozen=True)
class Growth:
    """Yearly growth since the base and required from it to the target, as fractions."""

    observed: float
    required: float
    years_past: float
    years_planned: float


def ratio_of(milestone: Milestone, value: float | None, on: date) -> float | Reason:
    """Reckon R for a value on a day, or say why there is none.

    `at_start` where nothing is planned yet; `binary` plans nothing before its deadline.
    """
    base = milestone.base
    if milestone.target is None:
        return Reason.NO_TARGET
    if value is None:
        return Reason.NO_VALUE
    if milestone.method is Method.CAGR_RATIO:
        found = growth(milestone, value, on)
        return found if isinstance(found, Reason) else growth_ratio(milestone, found)
    planned = planned_value(milestone, on)
    if base is None or planned is None or planned == base.value:
        return Reason.AT_START
    return (value - base.value) / (planned - base.value)


def growth(milestone: Milestone, value: float, on: date) -> Growth | Reason:
    """Reckon both yearly rates; years are whole months over twelve.

    `at_start` in the first month; `base_zero` where the base is nought or of another sign.
    """
    base, target = milestone.base, milestone.target
    if base is None or target is None:
        return Reason.NO_TARGET
    past, planned = (whole_months(base.on, day) / 12 for day in (on, target.on))
    if base.value == 0 or value / base.value < 0 or target.value / base.value < 0:
        return Reason.BASE_ZERO
    if past <= 0 or planned <= 0:
        return Reason.AT_START
    observed, required = (
        (reached / base.value) ** (1 / years) - 1
        for reached, years in ((value, past), (target.value, planned))
    )
    return Growth(observed, required, past, planned)


def growth_ratio(milestone: Milestone, found: Growth) -> float:
    """R = d × observed ÷ |required|; d is the declared direction, +1 or −1, never guessed."""
    return milestone.direction.sign * found.observed / abs(found.required)
