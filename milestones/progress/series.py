"""A value over time as steps, and months as people count them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

Series = Sequence[tuple[date, float | None]]


class CleanSeries(list[tuple[date, float | None]]):
    """A series that was cleaned; it is not looked through again."""


def clean_series(pairs: Iterable[tuple[Any, Any]]) -> CleanSeries:
    """Make a series of pairs as a data frame gives them: time stamps to days, NaN to None.

    Raises ValueError where the days are not in time order.
    """
    if isinstance(pairs, CleanSeries):
        return pairs
    values = CleanSeries((_as_day(on), _as_value(value)) for on, value in pairs)
    for before, after in pairwise(values):
        if before[0] > after[0]:
            raise ValueError(f"the series is not in time order: {before[0]} before {after[0]}")
    return values


def value_on(series: Series, on: date) -> float | None:
    """Give the value that stands on a day; None before the first, or where it is unknown."""
    place = known_until(series, on)
    return series[place - 1][1] if place else None


def known_until(series: Series, on: date) -> int:
    """Count the points of a series up to a day, that day included."""
    return bisect_right(series, on, key=lambda point: point[0])


def _as_day(on: Any) -> date:
    return on.date() if isinstance(on, datetime) else on


def _as_value(value: Any) -> float | None:
    return None if value is None or value != value else float(value)
