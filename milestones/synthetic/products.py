"""Industrialization: patents of good prospects follow the course of the second milestone.

Their days are laid along a national path through 18 % at the end of 2025; which patents they are
depends on province, institution, field and grade. Other patents due follow the same course at a
much lower share, and part of those transformed before the plan were industrialized before it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from milestones.synthetic.calendar import FIRST_DAY, LAST_DAY, days_along, number
from milestones.synthetic.calibration import DEADLINE_INDUSTRIALIZATION, target
from milestones.synthetic.draw import Days, Floats, Ints, Mask, in_groups, stream, top
from milestones.synthetic.fields import BLANK, FIELD_OF_CODE
from milestones.synthetic.holdings import DUE, RECENT, TRANSFORMED
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.patents import Patents
from milestones.synthetic.states import States

_DEADLINE = target("good_industrialized")
_SPRING = target("good_industrialized_spring")
# Industrialized share of the patents of good prospects at the deadline.
_COURSE = (
    (FIRST_DAY, 0.0), (date(2024, 3, 31), 0.004), (date(2024, 6, 30), 0.016),
    (date(2024, 9, 30), 0.034), (date(2024, 12, 31), 0.058), (date(2025, 3, 31), 0.079),
    (date(2025, 6, 30), 0.108), (date(2025, 9, 30), 0.138), (_DEADLINE.on, _DEADLINE.value),
    (date(2026, 2, 28), 0.1925), (_SPRING.on, _SPRING.value), (LAST_DAY, 0.214),
)  # fmt: skip
_OTHERS_DUE, _RECENT, _BEFORE, _TRANSFORMED_SINCE = 0.022, 0.009, 0.24, 0.05


@dataclass(frozen=True)
class Products:
    """Arrays by row; a patent occurs once."""

    patent: Ints
    industrialized_on: Days


def make(
    seed: int, institutions: Institutions, patents: Patents, states: States, excluded: Ints
) -> Products:
    """All patents that are industrialized, with the day."""
    rng = stream(seed, "products")
    good = states.good(number(DEADLINE_INDUSTRIALIZATION))
    good[excluded] = False
    eligible = np.ones(patents.due, dtype=bool)
    eligible[excluded] = False
    score = _score(rng, institutions, patents)
    ready = np.minimum(states.pooled_from(), states.first_on + 200)
    parts = [
        _along(rng, np.flatnonzero(good), score, ready, 1.0),
        _along(rng, np.flatnonzero(eligible & ~good), score, ready, _OTHERS_DUE / _COURSE[-1][1]),
        _before(rng, patents),
        _since(rng, patents, patents.group == RECENT, _RECENT, 150),
        _since(rng, patents, patents.group == TRANSFORMED, _TRANSFORMED_SINCE, 0),
    ]
    patent = np.concatenate([patent for patent, _ in parts])
    _, first = np.unique(patent, return_index=True)
    day = np.concatenate([day for _, day in parts])
    return Products(patent[first], day[first].astype(np.int32))


def _score(rng: np.random.Generator, institutions: Institutions, patents: Patents) -> Floats:
    """How near a patent is to the market, by province, institution, field and chance."""
    holder = patents.holder[: patents.due]
    code = patents.code[: patents.due]
    field = np.where(code == BLANK, 0, FIELD_OF_CODE[code])
    return (
        in_groups(rng, institutions.province[holder], 0.2)
        + in_groups(rng, holder, 0.38)
        + in_groups(rng, field, 0.22)
        + 0.15 * patents.is_invention[: patents.due]
        + rng.gumbel(size=patents.due) * 0.7
    )


def _along(
    rng: np.random.Generator, members: Ints, score: Floats, ready: Days, share: float
) -> tuple[Ints, Days]:
    """The members nearest to the market, laid along the national course; never before ready."""
    points = [(day, round(value * share * len(members))) for day, value in _COURSE]
    chosen = members[top(score[members], points[-1][1])]
    days = days_along(points)
    order = np.argsort(ready[chosen] + rng.exponential(260.0, len(chosen)) - 60 * score[chosen])
    day = np.empty(len(chosen), dtype=np.int32)
    day[order] = days
    soonest = ready[chosen] + 10 + rng.integers(0, 40, len(chosen))
    return chosen, np.minimum(np.maximum(day, soonest), number(LAST_DAY)).astype(np.int32)


def _before(rng: np.random.Generator, patents: Patents) -> tuple[Ints, Days]:
    """Patents transformed before the plan that were on the market before 2024."""
    members = np.flatnonzero(patents.group == TRANSFORMED)
    members = members[rng.random(len(members)) < _BEFORE]
    granted = patents.granted_on[members]
    room = np.maximum(number(FIRST_DAY) - 1 - granted, 0)
    day = granted + np.floor(room * rng.random(len(members)) ** 0.7)
    return members, day.astype(np.int32)


def _since(
    rng: np.random.Generator, patents: Patents, mask: Mask, share: float, wait: int
) -> tuple[Ints, Days]:
    """A share of the masked patents, on even days since 2024 and after their grants."""
    members = np.flatnonzero(mask & (rng.random(len(mask)) < share) & (patents.group != DUE))
    start = np.maximum(patents.granted_on[members] + wait, number(FIRST_DAY))
    room = np.maximum(number(LAST_DAY) - start, 0)
    day = start + np.floor(room * rng.random(len(members)))
    in_time = day <= number(LAST_DAY)
    return members[in_time], day[in_time].astype(np.int32)
