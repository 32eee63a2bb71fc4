"""Lapses: fees no longer paid. Patents in use, or of good prospects, are kept longer."""

from datetime import date

import numpy as np

from milestones.synthetic.assessments import Assessments
from milestones.synthetic.calendar import FIRST_DAY, LAST_DAY, NEVER, number
from milestones.synthetic.draw import Days, Ints, stream
from milestones.synthetic.holdings import LAPSED
from milestones.synthetic.patents import Patents
from milestones.synthetic.states import States

# Lapses a year by kind of patent.
_RATE = np.array([0.028, 0.072, 0.09])
_GOOD_RATE = 0.35


def make(
    seed: int,
    patents: Patents,
    states: States,
    first: Assessments,
    facts: list[tuple[Ints, Days]],
) -> Days:
    """The day each patent lapses, NEVER for those still valid at the last edition.

    A patent lapses after its last fact. The exception are the patents due that lapse unassessed in
    2024: their assessments follow in 2025, so that the coverage reaches 100 % in the end.
    """
    rng = stream(seed, "lapses")
    after = np.maximum(patents.granted_on, number(FIRST_DAY))
    for patent, day in facts:
        np.maximum.at(after, patent, day)
    rate = _RATE[patents.kind]
    good = states.good(number(LAST_DAY))
    rate[: patents.due][good] *= _GOOD_RATE
    day = after + 1 + np.floor(rng.exponential(365.25 / rate))
    lapsed = np.where(day <= number(LAST_DAY), day, NEVER).astype(np.int32)
    already = patents.group == LAPSED
    lapsed[already] = patents.lapsed_on[already]
    span = number(date(2024, 12, 20)) - number(date(2024, 2, 15))
    count = len(first.lapsed_open)
    lapsed[first.lapsed_open] = number(date(2024, 2, 15)) + rng.integers(0, span, count)
    return lapsed
