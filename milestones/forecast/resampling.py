"""How will it end? The future as a reshuffling of the recent past.

Recent monthly changes are drawn with replacement, in runs, because busy and quiet months come
in runs, and added up month by month within their bounds; the middle 80 % of many such futures
is the interval. The same seed gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from milestones.forecast.model import (
    USUAL,
    Forecast,
    ForecastPoint,
    ForecastReason,
    Resampling,
)
from milestones.pace import Series, add_months, months_between, tidy, value_on

Floats = NDArray[np.float64]
LOW, MIDDLE, HIGH = 0.10, 0.50, 0.90


def forecast(
    series: Iterable[tuple[Any, Any]],
    as_of: date,
    until: date,
    *,
    target: float | None = None,
    settings: Resampling = USUAL,
) -> Forecast:
    """Forecast the value of a series from a day to a horizon, month by month.

    The days are `as_of` plus whole months, and the horizon itself, for which the last month's
    change counts in part. `target` is in the direction away from today's value.
    """
    values = tidy(series)
    value, changes = value_on(values, as_of), monthly_changes(values, as_of, settings.months)
    reason = _reason(value, changes, as_of, until, settings)
    if value is None or reason is not None:
        return Forecast(as_of, (), changes, reason=reason)
    days = steps(as_of, until)
    futures = _futures(value, changes, _parts([as_of, *days]), settings)
    bounds = np.quantile(futures, (LOW, MIDDLE, HIGH), axis=0)
    points = [ForecastPoint(on, *map(float, bounds[:, n])) for n, on in enumerate(days)]
    chance = None if target is None else _chance(futures[:, -1], value, target)
    return Forecast(as_of, tuple(points), changes, chance)


def monthly_changes(series: Series, as_of: date, months: int) -> tuple[float, ...]:
    """Give the changes of the months that end on `as_of`, the latest first.

    Stops at the first month whose start or end is unknown.
    """
    days = [add_months(as_of, -back) for back in range(months + 1)]
    changes = []
    for end, start in pairwise(value_on(series, day) for day in days):
        if end is None or start is None:
            break
        changes.append(end - start)
    return tuple(changes)


def steps(as_of: date, until: date) -> list[date]:
    """List the days of a forecast: whole months after `as_of`, and the horizon at the end."""
    days, months = [], 1
    while (day := add_months(as_of, months)) < until:
        days.append(day)
        months += 1
    return [*days, until] if until > as_of else []


def _reason(
    value: float | None,
    changes: tuple[float, ...],
    as_of: date,
    until: date,
    settings: Resampling,
) -> ForecastReason | None:
    if value is None:
        return ForecastReason.NO_VALUE
    if until <= as_of:
        return ForecastReason.NO_TIME
    return ForecastReason.TOO_FEW_MONTHS if len(changes) < settings.fewest else None


def _parts(days: Sequence[date]) -> list[float]:
    return [min(months_between(start, end), 1.0) for start, end in pairwise(days)]


def _futures(
    value: float, changes: tuple[float, ...], parts: Sequence[float], settings: Resampling
) -> Floats:
    random = np.random.default_rng(settings.seed)
    drawn = np.asarray(changes)[_runs(random, len(changes), len(parts), settings)]
    futures = np.empty_like(drawn)
    level = np.full(settings.draws, value)
    for step, part in enumerate(parts):
        level = level + drawn[:, step] * part
        if settings.floor is not None or settings.ceiling is not None:
            level = np.clip(level, settings.floor, settings.ceiling)
        futures[:, step] = level
    return futures


def _runs(
    random: np.random.Generator, months: int, steps: int, settings: Resampling
) -> NDArray[np.int64]:
    fresh = random.integers(0, months, size=(settings.draws, steps))
    kept = random.random(size=(settings.draws, steps)) < settings.keep
    for step in range(1, steps):
        fresh[:, step] = np.where(kept[:, step], fresh[:, step - 1], fresh[:, step])
    return fresh


def _chance(last: Floats, value: float, target: float) -> float:
    reached = last >= target if target >= value else last <= target
    return float(np.mean(reached))
