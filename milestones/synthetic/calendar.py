"""Days as whole numbers, and the office's year: when work is filed, and when patents appear."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from milestones.synthetic.draw import Days, Floats, Ints

EPOCH = date(1970, 1, 1)
NEVER = np.int32(2_000_000)
FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2026, 6, 30)

# How much work is filed on a day of the week, from Monday, and on public holidays.
_WEEK = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.22, 0.12])
_HOLIDAY = 0.08
_MONTH_END_PUSH = 1.3
_HOLIDAYS = (
    (date(2024, 2, 9), date(2024, 2, 17)), (date(2024, 5, 1), date(2024, 5, 5)),
    (date(2024, 10, 1), date(2024, 10, 7)), (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 5, 1), date(2025, 5, 5)), (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 2, 15), date(2026, 2, 23)), (date(2026, 5, 1), date(2026, 5, 5)),
)  # fmt: skip
_TUESDAY, _FRIDAY = 1, 4


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def weekday(days: Days | Ints) -> Ints:
    """0 = Monday."""
    return (days.astype(np.int64) + 3) % 7


def years(days: Days) -> Ints:
    """The calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def months(days: Days) -> Ints:
    """Months since January 2024; negative before."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - 54 * 12


def month_ends(first: date, last: date) -> list[date]:
    """The last days of all months that end from `first` to `last`."""
    ends = []
    year, month = first.year, first.month
    while (end := _end_of(year, month)) <= last:
        ends.append(end)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return ends


def _end_of(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def gazette_day(days: Days) -> Days:
    """The last Tuesday or Friday not after the day: grants are published on these."""
    back = np.array([3, 0, 1, 2, 0, 1, 2], dtype=np.int32)
    return (days - back[weekday(days)]).astype(np.int32)


def workload(days: Days) -> Floats:
    """How much is filed on each day, relative to an ordinary Monday."""
    work = _WEEK[weekday(days)]
    for first, last in _HOLIDAYS:
        work[(days >= number(first)) & (days <= number(last))] = _HOLIDAY
    before_end = months((days + 4).astype(np.int32)) != months(days)
    work[before_end] *= _MONTH_END_PUSH
    return work


def days_along(points: Sequence[tuple[date, int]]) -> Days:
    """One day for each of N events in time order, so that the count up to each point's day is the
    point's count exactly.

    Between points the pace runs smoothly from one slope to the next and follows the workload of
    the office. The first point's count must be 0 and counts must not fall (ValueError).
    """
    at = np.array([number(day) for day, _ in points])
    counts = np.array([count for _, count in points])
    if counts[0] != 0 or np.any(np.diff(counts) < 0) or np.any(np.diff(at) <= 0):
        raise ValueError("points must start at 0 and rise in time and count")
    days = np.arange(at[0] + 1, at[-1] + 1, dtype=np.int32)
    pace = _pace(at, counts, days) * workload(days)
    ends = np.concatenate([[0.0], np.cumsum(pace)])[at - at[0]]
    cumulative = np.interp(np.cumsum(pace), ends, counts)
    per_day = np.diff(np.round(cumulative).astype(np.int64), prepend=0)
    return np.repeat(days, per_day)


def _pace(at: Ints, counts: Ints, days: Days) -> Floats:
    """Events a day: the mean of the neighbouring slopes at each point, straight in between."""
    slopes = np.diff(counts) / np.diff(at)
    padded = np.concatenate([[slopes[0] * 0.2], slopes, [slopes[-1]]])
    at_points = (padded[:-1] + padded[1:]) / 2
    pace: Floats = np.maximum(np.interp(days, at, at_points), 1e-9)
    return pace
