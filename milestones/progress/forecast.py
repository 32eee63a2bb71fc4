"""How will it end? The future as a reshuffling of the recent past.

Recent monthly changes are drawn with replacement, in runs, because busy and quiet months come
in runs, and added up month by month within their bounds; the middle 80 % of many such futures
is the interval, after it has been widened by how far the same forecasts of the same course
have missed before. The same seed gives the same numbers.

Half of the futures repeat a change as it was. The other half repeat it as a part of what was
still open (or, for a fall, of what was there), so that they slow down near the bound.

For the widening, the same forecast is made from each of the last months with what was known
then, and held against what came. An end of the interval moves out by what would have let it
hold nine in ten of these, in units of the movement that was forecast. Only outwards, and never
more than `MAX_WIDENING` units; where there are few past months, `PRIOR_MISSES` stand for some.

It was tried on the synthetic register and on invented courses: even, uneven, S-shaped, slowing,
quickening, in steps, wandering. It holds about what it promises where a course goes on in some
way as before, often more. It is too narrow, as any such forecast, where a course turns for the
first time (the far side of an S, months ahead) or jumps out of rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise, takewhile
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from milestones.calendar import add_months, months_between
from milestones.progress.series import Series, clean_series, value_on

LOW_QUANTILE, MIDDLE_QUANTILE, HIGH_QUANTILE = QUANTILES = 0.10, 0.50, 0.90
"""The shares of the futures below the interval's lower end, its middle and its upper end."""


@dataclass(frozen=True)
class Resampling:
    """The settings of a forecast.

    `months` back to draw from, at least `fewest`; each month further back is drawn less often,
    by `fade`; `keep` is the chance that a drawn month is followed by itself; `ceiling` is the
    denominator in the value's unit, 1 for a share. `origins` months back are forecast again,
    with `redraws`, to see how far such forecasts have missed.
    """

    months: int = 12
    fade: float = 0.8
    keep: float = 0.8
    draws: int = 1_000
    seed: int = 20240101
    floor: float | None = 0.0
    ceiling: float | None = 1.0
    fewest: int = 3
    origins: int = 12
    redraws: int = 100

    @property
    def is_bound(self) -> bool:
        """Tell whether there is a bound on either side, so that a course can slow down."""
        return self.floor is not None and self.ceiling is not None


DEFAULT_RESAMPLING = Resampling()


@dataclass(frozen=True)
class ForecastPoint:
    """The interval for a day: a tenth of the futures lies below `low`, a tenth above `high`."""

    on: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """Points up to the horizon; none without a value, without time or after too few months.

    `chance` is the share of futures at the target on the last day, None where no target was
    given.
    """

    points: tuple[ForecastPoint, ...] = ()
    chance: float | None = None


Floats = NDArray[np.float64]
SMALLEST_MOVE = 1e-12


def draw_futures(
    past: Floats, origins: Sequence[int], parts: Sequence[float], draws: int, settings: Resampling
) -> Floats:
    """Draw futures from each origin: an array of origin, draw and step.

    `past` are monthly values, the latest first; an origin is a number of months back, and draws
    from the changes before it only. `parts` are the parts of a month that the steps take.
    """
    changes = past[:-1] - past[1:]
    shares = changes / _room(past[1:], changes, settings)
    starts = np.asarray(origins)
    drawn = _drawn_months(starts, len(changes), draws, len(parts), settings)
    repeated, slowed = changes[drawn], shares[drawn]
    is_repeated = np.arange(draws) % 2 == 0 if settings.is_bound else np.full(draws, True)
    levels = np.repeat(past[starts][:, None], draws, axis=1)
    found = np.empty(drawn.shape)
    for step, part in enumerate(parts):
        share = slowed[:, :, step]
        slow = share * _room(levels, share, settings)
        levels = levels + np.where(is_repeated, repeated[:, :, step], slow) * part
        found[:, :, step] = levels = clip_to_bounds(levels, settings)
    return found


def clip_to_bounds(values: Floats, settings: Resampling) -> Floats:
    """Keep values between floor and ceiling, where there are any."""
    if settings.floor is None and settings.ceiling is None:
        return values
    return np.clip(values, settings.floor, settings.ceiling)


def _room(values: Floats, changes: Floats, settings: Resampling) -> Floats:
    """Give how far values could move: up to the ceiling for a rise, down to the floor else."""
    if settings.ceiling is None or settings.floor is None:
        return np.ones_like(values)
    above, below = settings.ceiling - values, values - settings.floor
    return np.maximum(np.where(changes >= 0, above, below), SMALLEST_MOVE)


def _drawn_months(
    starts: NDArray[np.intp], known: int, draws: int, steps: int, settings: Resampling
) -> NDArray[np.intp]:
    """Draw how many months back each step's change lies, recent ones more often, in runs.

    A geometric number modulo the months known is a geometric number among those months.
    """
    random = np.random.default_rng(settings.seed)
    back = random.geometric(1 - settings.fade, (draws, steps)) - 1
    kept = random.random((draws, steps)) < settings.keep
    for step in range(1, steps):
        back[:, step] = np.where(kept[:, step], back[:, step - 1], back[:, step])
    months = np.minimum(known - starts, settings.months)
    drawn: NDArray[np.intp] = back[None] % months[:, None, None] + starts[:, None, None]
    return drawn


PRIOR_MISSES = (0.0, 0.25)
"""Misses that every course is held to have had, in units of the movement forecast."""
MAX_WIDENING = 3.0
MAX_TESTED_MONTHS = 12
"""Months ahead up to which past forecasts are held against what came."""


def widened(drawn: Floats, past: Floats, settings: Resampling) -> Floats:
    """Move futures (of draw and step) apart, by rank, until the ends are where they belong.

    The outcome is sorted by step, so that a row is no longer one future.
    """
    ends = np.quantile(drawn, QUANTILES, axis=0)
    rank = (np.arange(len(drawn)) + 0.5) / len(drawn)
    beyond = (rank - MIDDLE_QUANTILE)[:, None] / (HIGH_QUANTILE - MIDDLE_QUANTILE)
    down, up = _misses(past, drawn.shape[1], settings) * _movement(ends, past[0])
    moved = np.sort(drawn, axis=0) + np.where(beyond > 0, beyond * up, beyond * down)
    return clip_to_bounds(_keep_direction(moved, past), settings)


def _keep_direction(moved: Floats, past: Floats) -> Floats:
    """Let a course that never fell not fall now, nor one that never rose rise."""
    changes = past[:-1] - past[1:]
    least = past[0] if (changes >= 0).all() else -np.inf
    most = past[0] if (changes <= 0).all() else np.inf
    kept: Floats = np.clip(moved, least, most)
    return kept


def _misses(past: Floats, steps: int, settings: Resampling) -> Floats:
    """Give by how much either end has to move out at each step, in units of the movement.

    Further ahead than there is a past forecast for, it grows with the square root of the time.
    """
    months_back = min(settings.origins, len(past) - 1 - settings.fewest)
    ahead = min(steps, months_back, MAX_TESTED_MONTHS)
    held = _past_misses(past, months_back, ahead, settings) if ahead > 0 else _UNTESTED_MISSES
    tested = held.shape[1]
    further: Floats = np.sqrt(np.maximum(np.arange(1, steps + 1) / tested, 1.0))
    return np.pad(held, ((0, 0), (0, steps - tested)), mode="edge") * further


def _past_misses(past: Floats, months_back: int, ahead: int, settings: Resampling) -> Floats:
    """Forecast again from each of the last months, and take the misses of either end."""
    origins, months = np.arange(1, months_back + 1), np.arange(1, ahead + 1)
    drawn = draw_futures(past, origins.tolist(), [1.0] * ahead, settings.redraws, settings)
    low, middle, high = np.quantile(drawn, QUANTILES, axis=1)
    unit = _movement(np.stack([low, middle, high]), past[origins][:, None])
    came = origins[:, None] - months[None]
    actual = past[np.maximum(came, 0)]
    missed = ((low - actual) / unit, (actual - high) / unit)
    return np.array(
        [[_conformal_miss(side[at]) for at in _similar_horizons(came)] for side in missed]
    )


def _similar_horizons(came: NDArray[np.intp]) -> Iterator[NDArray[np.bool_]]:
    """For each month ahead, mark the past forecasts for it or up to half as far ahead."""
    for step in range(came.shape[1]):
        months = np.arange(came.shape[1])
        yield (came >= 0) & (months <= step) & (months >= step // 2)


def _conformal_miss(misses: Iterable[float]) -> float:
    """Give the miss that nine in ten do not exceed, as split conformal prediction counts it."""
    ordered = sorted((*misses, *PRIOR_MISSES))
    place = min(ceil(HIGH_QUANTILE * (len(ordered) + 1)), len(ordered))
    return min(max(ordered[place - 1], 0.0), MAX_WIDENING)


def _movement(ends: Floats, start: Floats) -> Floats:
    """Give what was forecast to change: the way of the middle, or half the width if wider."""
    low, middle, high = ends
    moved: Floats = np.maximum(np.maximum(np.abs(middle - start), (high - low) / 2), SMALLEST_MOVE)
    return moved


_UNTESTED_MISSES = np.full((2, 1), _conformal_miss(()))


def forecast(
    series: Iterable[tuple[Any, Any]],
    as_of: date,
    until: date,
    *,
    target: float | None = None,
    settings: Resampling = DEFAULT_RESAMPLING,
) -> Forecast:
    """Forecast the value of a series from a day to a horizon, month by month.

    The days are `as_of` plus whole months, and the horizon itself, for which the last month's
    change counts in part. `target` is in the direction away from today's value.
    """
    values = clean_series(series)
    past = monthly_values(values, as_of, settings.months + settings.origins)
    days = forecast_days(as_of, until)
    if not days or len(past) <= settings.fewest:
        return Forecast()
    found = np.array(past)
    parts = [min(months_between(start, end), 1.0) for start, end in pairwise([as_of, *days])]
    (drawn,) = draw_futures(found, [0], parts, settings.draws, settings)
    drawn = widened(drawn, found, settings)
    bounds = np.quantile(drawn, QUANTILES, axis=0)
    points = [ForecastPoint(on, *map(float, bounds[:, n])) for n, on in enumerate(days)]
    chance = None if target is None else _chance(drawn[:, -1], past[0], target)
    return Forecast(tuple(points), chance)


def monthly_values(series: Series, as_of: date, months: int) -> tuple[float, ...]:
    """Give the values on `as_of` and each month before it, the latest first, up to an unknown."""
    found: list[float] = []
    for back in range(months + 1):
        value = value_on(series, add_months(as_of, -back))
        if value is None:
            break
        found.append(value)
    return tuple(found)


def forecast_days(as_of: date, until: date) -> list[date]:
    """List the days of a forecast: whole months after `as_of`, and the horizon at the end."""
    months_on = (add_months(as_of, months) for months in count(1))
    return [*takewhile(lambda day: day < until, months_on), until] if until > as_of else []


def _chance(last: Floats, value: float, target: float) -> float:
    return float(np.mean(last >= target if target >= value else last <= target))
