"""How will it end? The future as a reshuffling of the recent past.

Recent monthly changes are drawn with replacement, in runs, because busy and quiet months come
in runs, and added up month by month within their bounds; the middle 80 % of many such futures
is the interval, after it has been widened by how far the same forecasts of the same course
have missed before. The same seed gives the same numbers.

It was tried on the synthetic register and on invented courses: even, uneven, S-shaped, slowing,
quickening, in steps, wandering. It holds about what it promises where a course goes on in some
way as before, often more. It is too narrow, as any such forecast, where a course turns for the
first time (the far side of an S, months ahead) or jumps out of rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from milestones.progress.forecast.futures import Floats, futures
from milestones.progress.forecast.model import (
    HIGH,
    LOW,
    MIDDLE,
    USUAL,
    Forecast,
    ForecastPoint,
    ForecastReason,
    Resampling,
)
from milestones.progress.forecast.widening import widened
from milestones.progress.pace import Series, add_months, months_between, tidy, value_on


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
    past = history(values, as_of, settings.months + settings.origins)
    changes = _changes(past)[: settings.months]
    reason = _reason(past, as_of, until, settings)
    if reason is not None:
        return Forecast(as_of, (), changes, reason=reason)
    days = steps(as_of, until)
    found = np.array(past)
    (drawn,) = futures(found, [0], _parts([as_of, *days]), settings.draws, settings)
    drawn = widened(drawn, found, settings)
    bounds = np.quantile(drawn, (LOW, MIDDLE, HIGH), axis=0)
    points = [ForecastPoint(on, *map(float, bounds[:, n])) for n, on in enumerate(days)]
    chance = None if target is None else _chance(drawn[:, -1], past[0], target)
    return Forecast(as_of, tuple(points), changes, chance)


def history(series: Series, as_of: date, months: int) -> tuple[float, ...]:
    """Give the values on `as_of` and each month before it, the latest first, up to an unknown."""
    found: list[float] = []
    for back in range(months + 1):
        value = value_on(series, add_months(as_of, -back))
        if value is None:
            break
        found.append(value)
    return tuple(found)


def monthly_changes(series: Series, as_of: date, months: int) -> tuple[float, ...]:
    """Give the changes of the months that end on `as_of`, the latest first.

    Stops at the first month whose start or end is unknown.
    """
    return _changes(history(series, as_of, months))


def steps(as_of: date, until: date) -> list[date]:
    """List the days of a forecast: whole months after `as_of`, and the horizon at the end."""
    days, months = [], 1
    while (day := add_months(as_of, months)) < until:
        days.append(day)
        months += 1
    return [*days, until] if until > as_of else []


def _changes(past: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(end - start for end, start in pairwise(past))


def _reason(
    past: tuple[float, ...], as_of: date, until: date, settings: Resampling
) -> ForecastReason | None:
    if not past:
        return ForecastReason.NO_VALUE
    if until <= as_of:
        return ForecastReason.NO_TIME
    return ForecastReason.TOO_FEW_MONTHS if len(past) <= settings.fewest else None


def _parts(days: Sequence[date]) -> list[float]:
    return [min(months_between(start, end), 1.0) for start, end in pairwise(days)]


def _chance(last: Floats, value: float, target: float) -> float:
    reached = last >= target if target >= value else last <= target
    return float(np.mean(reached))
