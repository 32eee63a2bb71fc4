"""Industrialization: patents of good prospects follow the course of the second milestone.

Their days are laid along a national course through 18 % at the end of 2025; which patents they are
depends on province, institution, field and grade. Other patents due follow the same course at a
much lower share, and part of those transformed before the plan were industrialized before it.
"""

import numpy as np
import pandas as pd
from numpy.random import Generator

from milestones.synthetic import sampling
from milestones.synthetic.assessments import Assessments
from milestones.synthetic.calibration import DEADLINE_INDUSTRIALIZATION, TARGETS
from milestones.synthetic.patents import RECENT, TRANSFORMED, Patents
from milestones.synthetic.sampling import FIRST_DAY, LAST_DAY, Floats, Ints, day_number, stream

# Industrialized share of the patents of good prospects by each day.
_COURSE = (
    ("2024-01-01", 0.0), ("2024-03-31", 0.004), ("2024-06-30", 0.016), ("2024-09-30", 0.034),
    ("2024-12-31", 0.058), ("2025-03-31", 0.079), ("2025-06-30", 0.108), ("2025-09-30", 0.138),
    ("2025-12-31", TARGETS["good_industrialized"].value), ("2026-02-28", 0.1925),
    ("2026-04-30", TARGETS["good_industrialized_spring"].value), ("2026-06-30", 0.214),
)  # fmt: skip
_OTHERS_DUE, _RECENT, _BEFORE, _TRANSFORMED_SINCE = 0.022, 0.009, 0.24, 0.05
_WITHOUT_REVENUE = 0.35


def draw_products(seed: int, patents: Patents, assessments: Assessments) -> pd.DataFrame:
    """Draw the patents that are industrialized, each once, with day and revenue in yuan."""
    rng = stream(seed, "products")
    good = assessments.good(day_number(DEADLINE_INDUSTRIALIZATION))
    others = ~good
    good[assessments.lapsed_unassessed] = others[assessments.lapsed_unassessed] = False
    score = _score(rng, patents)
    first_on, entry = assessments.first["assessed_on"], assessments.entry()
    ready = np.minimum(entry["assessed_on"].to_numpy(), first_on.to_numpy() + 200)
    granted, since = patents.granted_on, np.maximum(patents.granted_on, FIRST_DAY)
    parts = [
        _along(rng, np.flatnonzero(good), score, ready, 1.0),
        _along(rng, np.flatnonzero(others), score, ready, _OTHERS_DUE / _COURSE[-1][1]),
        patents.draw_some(rng, TRANSFORMED, _BEFORE, granted, FIRST_DAY - 1),
        patents.draw_some(rng, TRANSFORMED, _TRANSFORMED_SINCE, since, LAST_DAY),
        patents.draw_some(rng, RECENT, _RECENT, since + 150, LAST_DAY),
    ]
    patent, day = map(np.concatenate, zip(*parts, strict=True))
    rows = pd.DataFrame({"patent": patent, "industrialized_on": day}).drop_duplicates("patent")
    revenue = _revenues(rng, len(rows))
    return rows.assign(product=np.arange(len(rows)), revenue_cny=revenue)


def _score(rng: Generator, patents: Patents) -> Floats:
    """Say how near a patent due is to the market, by province, institution, field and chance."""
    due = slice(patents.due)
    return (
        sampling.group_effects(rng, patents.province[due], 0.2)
        + sampling.group_effects(rng, patents.holder[due], 0.38)
        + sampling.group_effects(rng, patents.field[due], 0.22)
        + 0.15 * patents.is_invention[due]
        + rng.gumbel(size=patents.due) * 0.7
    )


def _along(
    rng: Generator, members: Ints, score: Floats, ready: Ints, share: float
) -> tuple[Ints, Ints]:
    """Lay the members nearest to the market along the national course; never before ready."""
    points = [(day_number(day), round(value * share * len(members))) for day, value in _COURSE]
    chosen = members[sampling.mark_top(score[members], points[-1][1])]
    order = np.argsort(ready[chosen] + rng.exponential(260.0, len(chosen)) - 60 * score[chosen])
    day = np.empty(len(chosen), dtype=np.int32)
    day[order] = sampling.days_along(points)
    soonest = ready[chosen] + 10 + rng.integers(0, 40, len(chosen))
    return chosen, np.minimum(np.maximum(day, soonest), LAST_DAY)


def _revenues(rng: Generator, count: int) -> Ints:
    """Draw yuan to the nearest 1,000, -1 where none is told."""
    revenue = np.rint(np.exp(rng.normal(13.2, 1.6, count)) / 1000) * 1000
    return np.where(rng.random(count) < _WITHOUT_REVENUE, -1, revenue).astype(np.int64)
