"""Industrialization: patents of good prospects follow the course of the second milestone.

Their days are laid along a national course through 18 % at the end of 2025; which patents they are
depends on province, institution, field and grade. Other patents due follow the same course at a
much lower share, and part of those transformed before the plan were industrialized before it.
"""

import numpy as np
import pandas as pd

from milestones.synthetic.assessments import Assessments
from milestones.synthetic.calibration import DEADLINE_INDUSTRIALIZATION, target
from milestones.synthetic.patents import RECENT, TRANSFORMED, Patents
from milestones.synthetic.sampling import (
    FIRST_DAY,
    LAST_DAY,
    Days,
    Floats,
    Ints,
    day_number,
    days_along,
    in_groups,
    stream,
    top,
)

# Industrialized share of the patents of good prospects by each day.
_COURSE = (
    ("2024-01-01", 0.0), ("2024-03-31", 0.004), ("2024-06-30", 0.016), ("2024-09-30", 0.034),
    ("2024-12-31", 0.058), ("2025-03-31", 0.079), ("2025-06-30", 0.108), ("2025-09-30", 0.138),
    ("2025-12-31", target("good_industrialized").value), ("2026-02-28", 0.1925),
    ("2026-04-30", target("good_industrialized_spring").value), ("2026-06-30", 0.214),
)  # fmt: skip
_OTHERS_DUE, _RECENT, _BEFORE, _TRANSFORMED_SINCE = 0.022, 0.009, 0.24, 0.05
_WITHOUT_REVENUE = 0.35
NO_REVENUE = -1


def draw_products(seed: int, patents: Patents, assessments: Assessments) -> pd.DataFrame:
    """Draw the patents that are industrialized, each once, with day and revenue in yuan."""
    rng = stream(seed, "products")
    good = assessments.good(day_number(DEADLINE_INDUSTRIALIZATION))
    others = ~good
    good[assessments.lapse_open] = others[assessments.lapse_open] = False
    score = _score(rng, patents)
    ready = np.minimum(assessments.pooled_from(), assessments.first_on + 200)
    parts = [
        _along(rng, np.flatnonzero(good), score, ready, 1.0),
        _along(rng, np.flatnonzero(others), score, ready, _OTHERS_DUE / _COURSE[-1][1]),
        _before(rng, patents),
        _since(rng, patents, RECENT, _RECENT, 150),
        _since(rng, patents, TRANSFORMED, _TRANSFORMED_SINCE, 0),
    ]
    rows = pd.concat(parts).drop_duplicates("patent").sort_values("patent", ignore_index=True)
    return rows.assign(revenue=_revenues(stream(seed, "revenue"), len(rows)))


def _score(rng: np.random.Generator, patents: Patents) -> Floats:
    """Say how near a patent due is to the market, by province, institution, field and chance."""
    due = slice(patents.due)
    return (
        in_groups(rng, patents.province[due], 0.2)
        + in_groups(rng, patents.holder[due], 0.38)
        + in_groups(rng, patents.field[due], 0.22)
        + 0.15 * patents.is_invention[due]
        + rng.gumbel(size=patents.due) * 0.7
    )


def _along(
    rng: np.random.Generator, members: Ints, score: Floats, ready: Days, share: float
) -> pd.DataFrame:
    """Lay the members nearest to the market along the national course; never before ready."""
    points = [(day_number(day), round(value * share * len(members))) for day, value in _COURSE]
    chosen = members[top(score[members], points[-1][1])]
    order = np.argsort(ready[chosen] + rng.exponential(260.0, len(chosen)) - 60 * score[chosen])
    day = np.empty(len(chosen), dtype=np.int32)
    day[order] = days_along(points)
    soonest = ready[chosen] + 10 + rng.integers(0, 40, len(chosen))
    return _rows(chosen, np.minimum(np.maximum(day, soonest), LAST_DAY))


def _before(rng: np.random.Generator, patents: Patents) -> pd.DataFrame:
    """Put a share of the patents transformed before the plan on the market before 2024."""
    members = np.flatnonzero(patents.group == TRANSFORMED)
    members = members[rng.random(len(members)) < _BEFORE]
    granted = patents.granted_on[members]
    room = np.maximum(FIRST_DAY - 1 - granted, 0)
    return _rows(members, granted + np.floor(room * rng.random(len(members)) ** 0.7))


def _since(
    rng: np.random.Generator, patents: Patents, group: int, share: float, wait_days: int
) -> pd.DataFrame:
    """Put a share of a group on the market, on even days since 2024 and after their grants."""
    members = np.flatnonzero((patents.group == group) & (rng.random(len(patents)) < share))
    start = np.maximum(patents.granted_on[members] + wait_days, FIRST_DAY)
    room = np.maximum(LAST_DAY - start, 0)
    rows = _rows(members, start + np.floor(room * rng.random(len(members))))
    return rows[rows["industrialized_on"] <= LAST_DAY]


def _rows(patent: Ints, day: Days | Floats) -> pd.DataFrame:
    return pd.DataFrame({"patent": patent, "industrialized_on": day.astype(np.int32)})


def _revenues(rng: np.random.Generator, count: int) -> Ints:
    """Draw yuan to the nearest 1,000, NO_REVENUE where none is told."""
    revenue = np.rint(np.exp(rng.normal(13.2, 1.6, count)) / 1000) * 1000
    revenue[rng.random(count) < _WITHOUT_REVENUE] = NO_REVENUE
    return revenue.astype(np.int64)
