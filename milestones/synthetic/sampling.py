"""Random draws whose totals come out exactly, and days that meet given counts.

Each part of the register draws from its own stream, named by the part, so that a change in one
does not move another. Calibrated numbers are reached by ranking noisy scores and cutting at the
wanted count, never by hoping that a probability comes close. Ints are numbers since 1970-01-01.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]
Points = list[tuple[int, int]]
"""Days with the cumulative count that is reached by each."""

# How much work is filed on a day of the week, from Monday, and on public holidays.
_WEEK = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.22, 0.12])
_HOLIDAY = 0.08
_MONTH_END_PUSH = 1.3
_HOLIDAYS = (
    ("2024-02-09", "2024-02-17"), ("2024-05-01", "2024-05-05"), ("2024-10-01", "2024-10-07"),
    ("2025-01-28", "2025-02-04"), ("2025-05-01", "2025-05-05"), ("2025-10-01", "2025-10-08"),
    ("2026-02-15", "2026-02-23"), ("2026-05-01", "2026-05-05"),
)  # fmt: skip
_SINCE_GAZETTE = np.array([3, 0, 1, 2, 0, 1, 2], dtype=np.int32)


def day_number(day: date | str) -> int:
    """Give the days since 1970-01-01."""
    return int(np.datetime64(day, "D").astype(np.int64))


NEVER = np.int32(2_000_000)
FIRST_DAY = day_number("2024-01-01")
LAST_DAY = day_number("2026-06-30")


def stream(seed: int, part: str) -> Generator:
    """Give the random numbers of a part: the same for the same seed and name."""
    return np.random.default_rng([seed, *part.encode()])


def apportion(total: int, weights: Floats, minimum: int = 0) -> Ints:
    """Give the minimum to each and share out what is left of `total` by weight.

    Largest remainders are rounded up. ValueError when there is not enough for the minimum.
    """
    left = total - minimum * len(weights)
    if left < 0:
        raise ValueError(f"{total} cannot give {minimum} to each of {len(weights)}")
    exact = left * weights / weights.sum()
    shares: Ints = np.floor(exact).astype(np.int64)
    shares[np.argsort(shares - exact, kind="stable")[: left - int(shares.sum())]] += 1
    return shares + minimum


def mark_top(score: Floats, count: int) -> Mask:
    """Mark the `count` highest scores (all of them when there are fewer)."""
    marked = np.full(len(score), count >= len(score))
    if 0 < count < len(score):
        marked[np.argpartition(-score, count)[:count]] = True
    return marked


def mark_sample(rng: Generator, weights: Floats, count: int) -> Mask:
    """Mark `count` drawn without replacement with these weights (by Gumbel's trick)."""
    with np.errstate(divide="ignore"):
        return mark_top(np.log(weights) + rng.gumbel(size=len(weights)), count)


def grade_by_rank(quality: Floats, shares: Sequence[float]) -> Ints:
    """Grade 1, 2, … by rank of quality: the lowest `shares[0]` get 1, and so on."""
    order = np.argsort(quality)
    edges = np.round(np.cumsum(shares) * len(quality)).astype(np.int64)[:-1]
    graded = np.empty(len(quality), dtype=np.int8)
    graded[order] = np.searchsorted(edges, np.arange(len(quality)), side="right") + 1
    return graded


def categorical(rng: Generator, shares: Sequence[float] | Floats, count: int) -> Ints:
    """Draw `count` times from 0, 1, … with these probabilities."""
    edges = np.cumsum(np.asarray(shares) / np.sum(shares))[:-1]
    return np.searchsorted(edges, rng.random(count), side="right").astype(np.int8)


def group_effects(rng: Generator, groups: Ints, spread: float) -> Floats:
    """Draw one normal effect for each group and hand it to each of its members."""
    effects = rng.normal(0.0, spread, int(groups.max()) + 1 if len(groups) else 0)
    return effects[groups]


def weekdays(days: Ints) -> Ints:
    """Give the day of the week, 0 = Monday."""
    return (days.astype(np.int64) + 3) % 7


def years(days: Ints) -> Ints:
    """Give the calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def month_ends(months: NDArray[np.datetime64]) -> Ints:
    """Give the last day of each month."""
    return ((months + 1).astype("datetime64[D]").astype(np.int64) - 1).astype(np.int32)


def gazette_days(days: Ints) -> Ints:
    """Give the last Tuesday or Friday not after each day: grants are published on these."""
    return (days - _SINCE_GAZETTE[weekdays(days)]).astype(np.int32)


def days_along(points: Points) -> Ints:
    """Lay events along days so that the count up to each point's day is the point's count exactly.

    Between points the pace runs smoothly from one slope to the next and follows the workload of
    the office. The first point's count must be 0 and counts must not fall (ValueError).
    """
    at, counts = (np.array(column) for column in zip(*points, strict=True))
    if counts[0] != 0 or np.any(np.diff(counts) < 0) or np.any(np.diff(at) <= 0):
        raise ValueError("points must start at 0 and rise in time and count")
    days = np.arange(at[0] + 1, at[-1] + 1, dtype=np.int32)
    done = np.cumsum(_pace(at, counts, days) * _workload(days))
    ends = np.concatenate([[0.0], done])[at - at[0]]
    cumulative = np.round(np.interp(done, ends, counts)).astype(np.int64)
    return np.repeat(days, np.diff(cumulative, prepend=0))


def _pace(at: Ints, counts: Ints, days: Ints) -> Floats:
    """Give the events a day: the mean of the neighbouring slopes at a point, straight between."""
    slopes = np.diff(counts) / np.diff(at)
    padded = np.concatenate([[slopes[0] * 0.2], slopes, [slopes[-1]]])
    pace: Floats = np.maximum(np.interp(days, at, (padded[:-1] + padded[1:]) / 2), 1e-9)
    return pace


def _workload(days: Ints) -> Floats:
    """Give how much is filed on each day, relative to an ordinary Monday."""
    work = _WEEK[weekdays(days)]
    for first, last in _HOLIDAYS:
        work[(days >= day_number(first)) & (days <= day_number(last))] = _HOLIDAY
    dates = days.astype("datetime64[D]")
    before_end = (dates + 4).astype("datetime64[M]") != dates.astype("datetime64[M]")
    work[before_end] *= _MONTH_END_PUSH
    return work
