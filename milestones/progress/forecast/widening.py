"""The interval made as wide as the course's own past needs it.

From each of the last months the same forecast is made with what was known then, and held
against what came. An end of the interval moves out by what would have let it hold nine in ten
of these, in units of the movement that was forecast. Only outwards, and never more than
`MOST` units; where there are few past months, `CAUTION` stands for some.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

import numpy as np
from numpy.typing import NDArray

from milestones.progress.forecast.futures import TINY, Floats, bounded, futures
from milestones.progress.forecast.model import HIGH, LOW, MIDDLE, Resampling

CAUTION = (0.0, 0.25)
"""Misses that every course is held to have had, in units of the movement forecast."""
MOST = 3.0
FURTHEST = 12
"""Months ahead up to which past forecasts are held against what came."""


def widened(drawn: Floats, past: Floats, settings: Resampling) -> Floats:
    """Move futures (of draw and step) apart, by rank, until the ends are where they belong.

    The outcome is sorted by step, so that a row is no longer one future.
    """
    ends = np.quantile(drawn, (LOW, MIDDLE, HIGH), axis=0)
    margins = _misses(past, drawn.shape[1], settings) * _movement(ends, past[0])
    rank = (np.arange(len(drawn)) + 0.5) / len(drawn)
    beyond = (rank - MIDDLE)[:, None] / (HIGH - MIDDLE)
    down, up = margins
    moved = np.sort(drawn, axis=0) + np.where(beyond > 0, beyond * up, beyond * down)
    return bounded(_one_way(moved, past), settings)


def _one_way(moved: Floats, past: Floats) -> Floats:
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
    ahead = min(steps, months_back, FURTHEST)
    held = _tested(past, months_back, ahead, settings) if ahead > 0 else _UNTESTED
    tested = held.shape[1]
    further = np.sqrt(np.maximum(np.arange(1, steps + 1) / tested, 1.0))
    padded = np.pad(held, ((0, 0), (0, steps - tested)), mode="edge")
    misses: Floats = padded * further
    return misses


def _tested(past: Floats, months_back: int, ahead: int, settings: Resampling) -> Floats:
    """Forecast again from each of the last months, and take the misses of either end."""
    origins, months = np.arange(1, months_back + 1), np.arange(1, ahead + 1)
    drawn = futures(past, origins.tolist(), [1.0] * ahead, settings.redraws, settings)
    low, middle, high = np.quantile(drawn, (LOW, MIDDLE, HIGH), axis=1)
    unit = _movement(np.stack([low, middle, high]), past[origins][:, None])
    came = origins[:, None] - months[None]
    actual = past[np.maximum(came, 0)]
    missed = ((low - actual) / unit, (actual - high) / unit)
    return np.array([[_held(side[at]) for at in _near(came)] for side in missed])


def _near(came: NDArray[np.intp]) -> Iterator[NDArray[np.bool_]]:
    """For each month ahead, mark the past forecasts for it or up to half as far ahead."""
    for step in range(came.shape[1]):
        months = np.arange(came.shape[1])
        yield (came >= 0) & (months <= step) & (months >= step // 2)


def _held(misses: Iterable[float]) -> float:
    """Give the miss that nine in ten do not exceed, as split conformal prediction counts it."""
    ordered = sorted((*misses, *CAUTION))
    place = min(ceil(HIGH * (len(ordered) + 1)), len(ordered))
    return min(max(ordered[place - 1], 0.0), MOST)


def _movement(ends: Floats, start: Floats) -> Floats:
    """Give what was forecast to change: the way of the middle, or half the width if wider."""
    low, middle, high = ends
    moved: Floats = np.maximum(np.maximum(np.abs(middle - start), (high - low) / 2), TINY)
    return moved


_UNTESTED = np.full((2, 1), _held(()))
