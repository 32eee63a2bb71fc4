"""Monthly returns: cumulative counts of institutions that file no patent rows, and of some that do.

Most returns of the latter agree with the patent rows; a few report too much or fall back, so that
the reconciliation has something to show.
"""

from datetime import date

import numpy as np
import pyarrow as pa

from milestones.synthetic import names
from milestones.synthetic.calendar import FIRST_DAY, LAST_DAY, month_ends, number
from milestones.synthetic.deliveries import of_days
from milestones.synthetic.draw import Days, Floats, Ints, stream
from milestones.synthetic.register import Register

_REPORTING = 0.045
_WRONG = 0.08
_COUNTS = ("due", "assessed", "pooled", "evaluated", "transferred", "industrialized", "amount_cny")
_BLANK = -1


def tables(register: Register) -> list[pa.Table]:
    """The returns of each delivery: the months it covers, institution by institution."""
    ends = month_ends(FIRST_DAY, LAST_DAY)
    days = np.array([number(end) for end in ends], dtype=np.int32)
    reporting = _reporting(register)
    only = np.flatnonzero(register.institutions.returns_only)
    values = np.concatenate([_from_rows(register, reporting, days), _alone(register, only, days)])
    holders = np.concatenate([reporting, only])
    delivery = of_days(days)
    return [
        _table(register, holders, ends, values, np.flatnonzero(delivery == each))
        for each in range(int(delivery.max()) + 1)
    ]


def _reporting(register: Register) -> Ints:
    """Institutions that send returns beside their patent rows."""
    rng = stream(register.seed, "reporting")
    lot = rng.random(len(register.institutions))
    return np.flatnonzero((lot < _REPORTING) & (register.institutions.due > 1))


def _from_rows(register: Register, holders: Ints, days: Days) -> Ints:
    """Counts by institution, month and column that follow from the patent rows, then errors."""
    values = np.full((len(holders), len(days), len(_COUNTS)), _BLANK, dtype=np.int64)
    held = register.patents.holder[: register.patents.due]
    count = len(register.institutions)
    values[:, :, 0] = register.institutions.due[holders][:, None]
    for month, day in enumerate(days):
        assessed = held[register.states.first_on <= day]
        values[:, month, 1] = np.bincount(assessed, minlength=count)[holders]
        pooled = held[register.states.pooled(int(day))]
        values[:, month, 2] = np.bincount(pooled, minlength=count)[holders]
    values[:, :, 2] = np.maximum.accumulate(values[:, :, 2], axis=1)
    return _with_errors(register, values)


def _with_errors(register: Register, values: Ints) -> Ints:
    """One in twelve reports 3 % too much assessed from some month on; one falls back once."""
    rng = stream(register.seed, "wrong returns")
    wrong = np.flatnonzero(rng.random(len(values)) < _WRONG)
    for row in wrong:
        since = int(rng.integers(3, values.shape[1] - 2))
        values[row, since:, 1] += 1 + values[row, since:, 1] * 3 // 100
    if len(values):
        values[0, -2, 1] = values[0, -2, 1] * 9 // 10
    return values


def _alone(register: Register, holders: Ints, days: Days) -> Ints:
    """Counts of institutions that file returns only: invented along the common course."""
    rng = stream(register.seed, "alone")
    size = (len(holders), 1)
    due = np.ceil(np.exp(rng.normal(4.3, 0.7, size)))
    middle = number(date(2024, 4, 10)) + rng.normal(0, 25, size)
    course: Floats = 1 / (1 + np.exp((middle - days) / rng.uniform(12, 30, size)))
    elapsed = np.clip((days - number(date(2024, 4, 1))) / 820, 0, 1)
    assessed = np.where(course > 0.985, due, np.floor(due * course))
    pooled = assessed * rng.uniform(0.6, 0.85, size)
    evaluated = pooled * rng.uniform(0.3, 0.5, size) * elapsed**0.5
    transferred = pooled * rng.uniform(0.08, 0.2, size) * elapsed
    industrialized = transferred * rng.uniform(0.3, 0.5, size) * elapsed
    amount = np.floor(transferred) * np.rint(rng.uniform(5, 40, size)) * 10_000
    columns = [due + 0 * course, assessed, pooled, evaluated, transferred, industrialized, amount]
    counts: Ints = np.floor(np.stack(columns, axis=-1)).astype(np.int64)
    return counts


def _table(
    register: Register, holders: Ints, ends: list[date], values: Ints, months: Ints
) -> pa.Table:
    ids = pa.array(names.ids(register.institutions)).take(np.repeat(holders, len(months)))
    period = [f"{ends[month]:%Y-%m}" for month in months] * len(holders)
    flat = values[:, months, :].reshape(-1, len(_COUNTS))
    columns = {"institution_id": ids, "period": pa.array(period, pa.string())}
    for at, column in enumerate(_COUNTS):
        columns[column] = pa.array(flat[:, at], mask=flat[:, at] == _BLANK)
    return pa.table(columns)
