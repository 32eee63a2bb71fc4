"""How many patents each institution had assessed by the end of each month."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from milestones.figures.context import Facts
from milestones.progress.pace import add_months


def days_of(facts: Facts) -> list[date]:
    """List the ends of months from the cut-off on, the last one cut at the day itself."""
    start, end = facts.plan.cutoff, facts.as_of
    months = (end.year - start.year) * 12 + end.month - start.month
    return [*(add_months(start, month) for month in range(months)), end]


def assessed_by(frame: pd.DataFrame, facts: Facts) -> np.ndarray[Any, Any]:
    """Sum the steps of `institution_table` up: a row an institution, a column a day.

    What was assessed before the cut-off counts in its month; nothing is due that was not then.
    """
    steps = np.zeros((len(frame), len(days_of(facts))), dtype=np.int64)
    known = frame[frame["months"].notna()]
    if len(known):
        places = np.repeat(known.index, known["months"].map(len))
        on, counts = (np.concatenate(known[name].tolist()) for name in ("months", "steps"))
        np.add.at(steps, (places, on), counts)
    summed: np.ndarray[Any, Any] = steps.cumsum(axis=1)
    return summed
