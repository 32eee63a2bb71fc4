"""Many futures of one course: its monthly changes drawn again, in runs, one after another.

Half of the futures repeat a change as it was. The other half repeat it as a part of what was
still open (or, for a fall, of what was there), so that they slow down near the bound.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from milestones.progress.forecast.model import Resampling

Floats = NDArray[np.float64]
TINY = 1e-12


def futures(
    past: Floats, origins: Sequence[int], parts: Sequence[float], draws: int, settings: Resampling
) -> Floats:
    """Draw futures from each origin: an array of origin, draw and step.

    `past` are monthly values, the latest first; an origin is a number of months back, and draws
    from the changes before it only. `parts` are the parts of a month that the steps take.
    """
    changes = past[:-1] - past[1:]
    shares = changes / _room(past[1:], changes, settings)
    starts = np.asarray(origins)
    drawn = _drawn(len(changes) - starts, draws, len(parts), settings) + starts[:, None, None]
    repeated, slowed = changes[drawn], shares[drawn]
    is_repeated = np.arange(draws) % 2 == 0 if settings.is_bound else np.full(draws, True)
    levels = np.repeat(past[starts][:, None], draws, axis=1)
    found = np.empty(drawn.shape)
    for step, part in enumerate(parts):
        share = slowed[:, :, step]
        slow = share * _room(levels, share, settings)
        levels = levels + np.where(is_repeated, repeated[:, :, step], slow) * part
        levels = bounded(levels, settings)
        found[:, :, step] = levels
    return found


def bounded(values: Floats, settings: Resampling) -> Floats:
    """Keep values between floor and ceiling, where there are any."""
    if settings.floor is None and settings.ceiling is None:
        return values
    return np.clip(values, settings.floor, settings.ceiling)


def _room(values: Floats, changes: Floats, settings: Resampling) -> Floats:
    """Give how far values could move: up to the ceiling for a rise, down to the floor else."""
    if settings.ceiling is None or settings.floor is None:
        return np.ones_like(values)
    above, below = settings.ceiling - values, values - settings.floor
    return np.maximum(np.where(changes >= 0, above, below), TINY)


def _drawn(
    known: NDArray[np.intp], draws: int, steps: int, settings: Resampling
) -> NDArray[np.intp]:
    """Draw how many months back each step's change lies, recent ones more often, in runs.

    A geometric number modulo the months known is a geometric number among those months.
    """
    random = np.random.default_rng(settings.seed)
    back = random.geometric(1 - settings.fade, (draws, steps)) - 1
    kept = random.random((draws, steps)) < settings.keep
    for step in range(1, steps):
        back[:, step] = np.where(kept[:, step], back[:, step - 1], back[:, step])
    months = np.minimum(known, settings.months)
    found: NDArray[np.intp] = back[None] % months[:, None, None]
    return found
