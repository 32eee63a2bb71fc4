"""What the assessments of a patent due amount to on a day: the latest one decides."""

from dataclasses import dataclass

import numpy as np

from milestones.synthetic.assessments import Assessments
from milestones.synthetic.calendar import NEVER
from milestones.synthetic.draw import Days, Mask, Small
from milestones.synthetic.patents import Patents

GOOD_STARS = 4


@dataclass(frozen=True)
class States:
    """Arrays by patent due: first assessment, and the second one where there is one."""

    first_on: Days
    first_pooled: Mask
    first_stars: Small
    again_on: Days  # NEVER without a second assessment
    again_pooled: Mask
    again_stars: Small

    def pooled(self, day: int) -> Mask:
        """In the pool on this day."""
        first = (self.first_on <= day) & self.first_pooled & (self.again_on > day)
        return first | ((self.again_on <= day) & self.again_pooled)

    def good(self, day: int) -> Mask:
        """In the pool with four stars or more on this day."""
        stars = np.where(self.again_on <= day, self.again_stars, self.first_stars)
        good: Mask = self.pooled(day) & (stars >= GOOD_STARS)
        return good

    def pooled_from(self) -> Days:
        """The first day in the pool, NEVER for patents that never enter it."""
        second = np.where(self.again_pooled, self.again_on, NEVER)
        return np.where(self.first_pooled, self.first_on, second).astype(np.int32)

    def best_stars(self) -> Small:
        """The stars of the assessment by which the patent first entered the pool."""
        return np.where(self.first_pooled, self.first_stars, self.again_stars).astype(np.int8)


def of(patents: Patents, first: Assessments, again: Assessments) -> States:
    """The states of the patents due."""
    due = patents.due
    again_on = np.full(due, NEVER, dtype=np.int32)
    again_pooled, again_stars = np.zeros(due, dtype=bool), np.zeros(due, dtype=np.int8)
    again_on[again.patent] = again.assessed_on
    again_pooled[again.patent] = again.convertible
    again_stars[again.patent] = again.stars
    return States(
        first.assessed_on[:due],
        first.convertible[:due],
        first.stars[:due],
        again_on,
        again_pooled,
        again_stars,
    )
