"""The enterprises' answers: pooled patents are pushed to them by the week, and they are strict."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from milestones.synthetic import enterprises as firms
from milestones.synthetic.calendar import LAST_DAY, NEVER, number, weekday
from milestones.synthetic.draw import Days, Ints, Mask, Small, pick, stream
from milestones.synthetic.enterprises import Enterprises
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.patents import Patents
from milestones.synthetic.states import States

# The pool is first pushed to enterprises in April 2024.
_FIRST_PUSH = number(date(2024, 4, 8))
# The share of pooled patents that enterprises answer, by self-rated stars.
_ANSWERED = np.array([0.3, 0.2, 0.3, 0.44, 0.62, 0.8])
_SOON = 0.62
_HOME = 0.52


@dataclass(frozen=True)
class Evaluations:
    """Arrays by row; a patent, day and enterprise occur together once only."""

    patent: Ints
    evaluated_on: Days
    enterprise: Ints
    stars: Small
    intent: Small

    def first_on(self, patents: int) -> Days:
        """The day of each patent's first evaluation, NEVER without one."""
        first = np.full(patents, NEVER, dtype=np.int32)
        np.minimum.at(first, self.patent, self.evaluated_on)
        return first


def make(
    seed: int,
    institutions: Institutions,
    patents: Patents,
    states: States,
    enterprises: Enterprises,
    excluded: Ints,
) -> Evaluations:
    """Evaluations of pooled patents: most follow within weeks, the rest as campaigns return."""
    rng = stream(seed, "evaluations")
    start, self_stars = states.pooled_from(), states.best_stars()
    answered = (start < NEVER) & (rng.random(len(start)) < _ANSWERED[self_stars])
    answered[excluded] = False
    patent = np.flatnonzero(answered)
    patent = np.repeat(patent, 1 + pick(rng, (0.77, 0.17, 0.06), len(patent)))
    day = _days(rng, start[patent])
    place = institutions.province[patents.holder[patent]]
    enterprise = firms.draw(rng, enterprises, place, _HOME)
    kept = (day <= number(LAST_DAY)) & _first_of_key(patent, day, enterprise)
    patent, day, enterprise = patent[kept], day[kept], enterprise[kept]
    strict = self_stars[patent] * 0.72 + 0.15 + rng.normal(0.0, 0.85, len(patent))
    stars = np.clip(np.rint(strict), 1, 5).astype(np.int8)
    keen = stars + rng.normal(0.0, 0.8, len(patent))
    intent = np.searchsorted([2.6, 4.1], keen).astype(np.int8)
    return Evaluations(patent, day, enterprise, stars, intent)


def _days(rng: np.random.Generator, pooled_on: Days) -> Days:
    start = np.maximum(pooled_on, _FIRST_PUSH).astype(np.float64)
    soon = start + 12 + rng.gamma(2.0, 30.0, len(start))
    later = start + 40 + (number(LAST_DAY) + 60 - start) * rng.random(len(start))
    chosen = np.where(rng.random(len(start)) < _SOON, soon, later).astype(np.int32)
    after_friday = np.maximum(weekday(chosen) - 4, 0)
    after_friday[rng.random(len(start)) > 0.9] = 0
    days: Days = (chosen - after_friday).astype(np.int32)
    return days


def _first_of_key(patent: Ints, day: Days, enterprise: Ints) -> Mask:
    key = (patent * 4096 + (day - _FIRST_PUSH)) * 2**17 + enterprise
    _, first = np.unique(key, return_index=True)
    kept = np.zeros(len(key), dtype=bool)
    kept[first] = True
    return kept
