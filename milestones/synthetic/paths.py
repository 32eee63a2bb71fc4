"""The national course of the assessment: how many patents are assessed by which day.

Published counts fix the days they were published for; between them the pace is ours. Zhejiang,
whose count in March 2024 is published too, follows a path of its own and the other provinces
share what is left of the nation's.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from milestones.synthetic import calibration as given
from milestones.synthetic.calendar import FIRST_DAY, days_along, number
from milestones.synthetic.calibration import Size, target
from milestones.synthetic.draw import Days

_MARCH = target("assessed_zhejiang").on
_SUMMER = target("assessed_summer_inventions").on
_NOVEMBER = target("coverage_november").on
_FINISHED = date(2025, 6, 20)
Points = list[tuple[date, int]]

# Shares of the inventions and of the other kinds due, where nothing is published.
_BETWEEN = (
    (date(2024, 1, 20), 0.008, 0.006), (date(2024, 2, 9), 0.06, 0.045),
    (date(2024, 2, 29), 0.17, 0.135), (date(2024, 3, 31), 0.475, 0.39),
    (date(2024, 5, 31), 0.875, 0.78), (date(2024, 7, 31), 0.966, 0.93),
    (date(2024, 8, 31), 0.975, 0.952), (date(2024, 10, 15), 0.986, 0.977),
)  # fmt: skip
# Zhejiang: share of its patents due.
_ZHEJIANG = (
    (date(2024, 1, 20), 0.02), (date(2024, 2, 9), 0.13), (date(2024, 2, 29), 0.30),
    (given.SPRING, 0.82), (date(2024, 5, 31), 0.945), (_SUMMER, 0.986),
    (date(2024, 8, 31), 0.994), (date(2024, 11, 15), 1.0),
)  # fmt: skip
_LATE = ((date(2025, 1, 31), 0.10), (date(2025, 3, 31), 0.46), (date(2025, 5, 31), 0.84))
_OTHERS_SUMMER = 412_000
_ZHEJIANG_INVENTIONS_MARCH = 0.525


def national(size: Size, inventions: bool, due: int) -> Points:
    """Cumulative counts of the nation for inventions or for the other kinds, of `due` patents."""
    which = 0 if inventions else 1
    everything = given.BY_ID["due_inventions"].value
    full = everything if inventions else given.FULL - everything
    spring = _spring("assessed_spring", "assessed_spring_inventions", inventions)
    summer = target("assessed_summer_inventions").value if inventions else _OTHERS_SUMMER
    counts = {day: full * shares[which] for day, *shares in _BETWEEN}
    counts |= {given.SPRING: spring, _SUMMER: summer}
    counts[_NOVEMBER] = full - given.UNASSESSED_NOVEMBER[which]
    left = given.UNASSESSED_DEADLINE[which]
    counts[given.DEADLINE_ASSESSMENT] = full - left
    counts |= {day: full - left * (1 - closed) for day, closed in _LATE}
    points = [(day, size(count)) for day, count in counts.items()]
    return _rising([(FIRST_DAY, 0), *sorted(points), (_FINISHED, due)], due)


def _spring(every: str, inventions_only: str, inventions: bool) -> float:
    some = target(inventions_only).value
    return some if inventions else target(every).value - some


def zhejiang(size: Size, due_inventions: int, due_others: int) -> tuple[Days, Days]:
    """Zhejiang's days of assessment, inventions and other kinds: its published count is exact."""
    march_inventions = round(_ZHEJIANG_INVENTIONS_MARCH * due_inventions)
    march_others = size.target("assessed_zhejiang") - march_inventions
    return (
        _own_path(due_inventions, march_inventions),
        _own_path(due_others, march_others),
    )


def _own_path(due: int, march: int) -> Days:
    points = [(day, round(due * share)) for day, share in _ZHEJIANG]
    return days_along(_rising([(FIRST_DAY, 0), *sorted([*points, (_MARCH, march)])], due))


def rest(points: Points, taken: Days) -> Days:
    """The days that the other provinces are left with when Zhejiang has `taken` its own."""
    total = points[-1][1] - len(taken)
    left = [
        (day, count - int(np.searchsorted(taken, number(day), side="right")))
        for day, count in points
    ]
    return days_along(_rising(left, total))


def _rising(points: Sequence[tuple[date, int]], total: int) -> Points:
    """The points with counts that never fall nor pass the total (rounding in small registers)."""
    counts = np.minimum(np.maximum.accumulate([count for _, count in points]), total)
    return [(day, int(count)) for (day, _), count in zip(points, counts, strict=True)]
