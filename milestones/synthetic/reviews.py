"""Second assessments: the notice of September 2024 asked for checks of what had been filed."""

from datetime import date

import numpy as np

from milestones.synthetic.assessments import Assessments
from milestones.synthetic.calendar import LAST_DAY, number
from milestones.synthetic.draw import Days, pick, stream
from milestones.synthetic.patents import Patents

_NOTICE = date(2024, 9, 10)
_CHECKED = 0.042
_LEAVES_POOL, _ENTERS_POOL = 0.11, 0.3


def make(seed: int, patents: Patents, first: Assessments) -> Assessments:
    """A few per cent of the patents due are assessed again, 60 days later at least; some enter or
    leave the pool, and stars move by one."""
    rng = stream(seed, "again")
    eligible = first.assessed_on[: patents.due] <= number(date(2025, 3, 31))
    eligible[first.lapsed_open] = False
    patent = np.flatnonzero(eligible & (rng.random(patents.due) < _CHECKED))
    start = np.maximum(first.assessed_on[patent] + 60, number(_NOTICE))
    span = number(LAST_DAY) - start
    day: Days = (start + np.floor(span * rng.random(len(patent)) ** 1.3)).astype(np.int32)
    lot = rng.random(len(patent))
    now = np.where(first.convertible[patent], lot > _LEAVES_POOL, lot < _ENTERS_POOL)
    change = pick(rng, (0.22, 0.5, 0.28), len(patent)) - 1
    stars = np.clip(np.maximum(first.stars[patent], 1 + now) + change, 1, 5).astype(np.int8)
    stars[~now] = np.minimum(stars[~now], 2)
    return Assessments(patent, day, now, stars, first.quality[patent], first.lapsed_open)
