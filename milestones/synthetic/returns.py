"""Monthly returns: cumulative counts of institutions that file no patent rows, and of some that do.

Most returns of the latter agree with the patent rows; a few report too much or fall back, so that
the reconciliation has something to show.
"""

import numpy as np
import pyarrow as pa

from milestones.synthetic.filings import delivery_of
from milestones.synthetic.names import institution_ids
from milestones.synthetic.register import Register
from milestones.synthetic.sampling import Days, Floats, Ints, day_number, month_ends, stream

_MONTHS = np.arange("2024-01", "2026-07", dtype="datetime64[M]")
_REPORTING = 0.045
_WRONG = 0.08
_COUNTS = ("due", "assessed", "pooled", "evaluated", "transferred", "industrialized", "amount_cny")
_BLANK = -1


def draw_returns(register: Register) -> list[pa.Table]:
    """Draw the returns of each delivery: the months it covers, institution by institution."""
    days = month_ends(_MONTHS)
    reporting = _reporting(register)
    alone = np.flatnonzero(register.institutions.returns_only)
    values = np.concatenate([
        _from_patents(register, reporting, days), _alone(register.seed, len(alone), days)
    ])  # fmt: skip
    ids = institution_ids(register.institutions)[np.concatenate([reporting, alone])]
    delivery = delivery_of(days)
    return [_table(ids, values, np.flatnonzero(delivery == each)) for each in np.unique(delivery)]


def _reporting(register: Register) -> Ints:
    """Draw institutions that send returns beside their patent rows."""
    lot = stream(register.seed, "reporting").random(len(register.institutions))
    return np.flatnonzero((lot < _REPORTING) & (register.institutions.due > 1))


def _from_patents(register: Register, holders: Ints, days: Days) -> Ints:
    """Count by institution, month and column what the patent rows say, then add errors."""
    values = np.full((len(holders), len(days), len(_COUNTS)), _BLANK, dtype=np.int64)
    values[:, :, 0] = register.institutions.due[holders][:, None]
    held = register.patents.holder[: register.patents.due]
    for month, day in enumerate(days.tolist()):
        for column, mask in (
            (1, register.assessments.first_on <= day),
            (2, register.assessments.pooled(day)),
        ):
            values[:, month, column] = np.bincount(
                held[mask], minlength=len(register.institutions)
            )[holders]
    values[:, :, 2] = np.maximum.accumulate(values[:, :, 2], axis=1)
    return _with_errors(stream(register.seed, "wrong returns"), values)


def _with_errors(rng: np.random.Generator, values: Ints) -> Ints:
    """Let one in twelve report 3 % too much assessed from some month on; one falls back once."""
    for row in np.flatnonzero(rng.random(len(values)) < _WRONG):
        since = int(rng.integers(3, values.shape[1] - 2))
        values[row, since:, 1] += 1 + values[row, since:, 1] * 3 // 100
    values[:1, -2, 1] = values[:1, -2, 1] * 9 // 10
    return values


def _alone(seed: int, count: int, days: Days) -> Ints:
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
    return np.floor(np.stack(columns, axis=-1)).astype(np.int64)


def _table(ids: Ints, values: Ints, months: Ints) -> pa.Table:
    flat = values[:, months, :].reshape(-1, len(_COUNTS))
    return pa.table(
        {
            "institution_id": np.repeat(ids, len(months)),
            "period": np.datetime_as_string(_MONTHS[months]).tolist() * len(ids),
        }
        | {
            name: pa.array(flat[:, at], mask=flat[:, at] == _BLANK)
            for at, name in enumerate(_COUNTS)
        }
    )
