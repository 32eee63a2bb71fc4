"""Monthly returns: cumulative counts of institutions that file no patent rows, and of some that do.

Most returns of the latter agree with the patent rows; a few report too much or fall back, so that
the reconciliation has something to show.
"""

import numpy as np
import pandas as pd
from numpy.random import Generator

from milestones.synthetic.assessments import Assessments
from milestones.synthetic.patents import Patents
from milestones.synthetic.sampling import Floats, Ints, day_number, month_ends, stream

MONTHS = np.arange("2024-01", "2026-07", dtype="datetime64[M]")
_REPORTING = 0.045
_WRONG = 0.08
_COUNTS = ("due", "assessed", "pooled", "evaluated", "transferred", "industrialized", "amount_cny")


def draw_returns(seed: int, patents: Patents, assessments: Assessments) -> pd.DataFrame:
    """Draw all returns, institution by institution and month by month, -1 for blank counts.

    `institution_id` and `period` are positions, the latter in MONTHS.
    """
    institutions, days = patents.institutions, month_ends(MONTHS)
    lot = stream(seed, "reporting").random(len(institutions))
    reporting = np.flatnonzero((lot < _REPORTING) & (institutions.due > 1))
    alone = np.flatnonzero(institutions.returns_only)
    counted = _counted(patents, assessments, reporting, days)
    values = [_with_errors(stream(seed, "wrong returns"), counted), _alone(seed, len(alone), days)]
    flat = np.concatenate(values).reshape(-1, len(_COUNTS))
    holder = np.concatenate([reporting, alone])
    return pd.DataFrame(
        {
            "institution_id": np.repeat(holder, len(days)),
            "period": np.tile(np.arange(len(days)), len(holder)),
            **dict(zip(_COUNTS, flat.T, strict=True)),
        }
    )


def _counted(patents: Patents, assessments: Assessments, holders: Ints, days: Ints) -> Ints:
    """Count by institution, month and column what the patent rows say."""
    values = np.full((len(holders), len(days), len(_COUNTS)), -1, dtype=np.int64)
    values[:, :, 0] = patents.institutions.due[holders][:, None]
    held = np.flatnonzero(np.isin(patents.holder[: patents.due], holders))
    holder, count = patents.holder[held], len(patents.institutions)
    theirs = assessments.of(held)
    for month, day in enumerate(days.tolist()):
        assessed, pooled = theirs.first["assessed_on"] <= day, theirs.pooled(day)
        values[:, month, 1] = np.bincount(holder[assessed], minlength=count)[holders]
        values[:, month, 2] = np.bincount(holder[pooled], minlength=count)[holders]
    values[:, :, 2] = np.maximum.accumulate(values[:, :, 2], axis=1)
    return values


def _with_errors(rng: Generator, values: Ints) -> Ints:
    """Let one in twelve report 3 % too much assessed from some month on; one falls back once."""
    for row in np.flatnonzero(rng.random(len(values)) < _WRONG):
        since = int(rng.integers(3, values.shape[1] - 2))
        values[row, since:, 1] += 1 + values[row, since:, 1] * 3 // 100
    values[:1, -2, 1] = values[:1, -2, 1] * 9 // 10
    return values


def _alone(seed: int, count: int, days: Ints) -> Ints:
    """Invent the counts of institutions that file returns only, along the common course."""
    rng = stream(seed, "alone")
    size = (count, 1)
    due = np.ceil(np.exp(rng.normal(4.3, 0.7, size)))
    middle = day_number("2024-04-10") + rng.normal(0, 25, size)
    course: Floats = 1 / (1 + np.exp((middle - days) / rng.uniform(12, 30, size)))
    elapsed = np.clip((days - day_number("2024-04-01")) / 820, 0, 1)
    assessed = np.where(course > 0.985, due, np.floor(due * course))
    pooled = assessed * rng.uniform(0.6, 0.85, size)
    evaluated = pooled * rng.uniform(0.3, 0.5, size) * elapsed**0.5
    transferred = pooled * rng.uniform(0.08, 0.2, size) * elapsed
    industrialized = transferred * rng.uniform(0.3, 0.5, size) * elapsed
    amount = np.floor(transferred) * np.rint(rng.uniform(5, 40, size)) * 10_000
    columns = [due + 0 * course, assessed, pooled, evaluated, transferred, industrialized, amount]
    counts: Ints = np.floor(np.stack(columns, axis=-1)).astype(np.int64)
    return counts
