"""Drawing by lot so that totals come out exactly: the tools that all parts of the register share.

Each part draws from its own stream, named by the part, so that a change in one does not move
another. Calibrated numbers are reached by ranking noisy scores and cutting at the wanted count,
never by hoping that a probability comes close.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Days = NDArray[np.int32]
Small = NDArray[np.int8]
Mask = NDArray[np.bool_]


def stream(seed: int, part: str) -> np.random.Generator:
    """The stream of random numbers of a part: the same for the same seed and name."""
    return np.random.default_rng([seed, *part.encode()])


def apportion(total: int, weights: Floats, minimum: int = 0) -> Ints:
    """Shares out `total` by weight, by largest remainder, at least `minimum` for each.

    What the minimum costs is taken from the largest shares. ValueError when it cannot be met.
    """
    if minimum * len(weights) > total:
        raise ValueError(f"{total} cannot give {minimum} to each of {len(weights)}")
    exact = total * weights / weights.sum()
    shares = np.floor(exact).astype(np.int64)
    rest = total - int(shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[:rest]] += 1
    shares = np.maximum(shares, minimum)
    excess = int(shares.sum()) - total
    for largest in np.argsort(-shares, kind="stable"):
        taken = min(excess, int(shares[largest]) - minimum)
        shares[largest] -= taken
        excess -= taken
        if excess == 0:
            break
    rounded: Ints = shares
    return rounded


def top(score: Floats, count: int) -> Mask:
    """Marks the `count` highest scores (all of them when there are fewer)."""
    marked = np.zeros(len(score), dtype=bool)
    if count >= len(score):
        marked[:] = True
    elif count > 0:
        marked[np.argpartition(-score, count - 1)[:count]] = True
    return marked


def lots(rng: np.random.Generator, weights: Floats) -> Floats:
    """Scores whose `top` is a draw without replacement with these weights (Gumbel's trick)."""
    with np.errstate(divide="ignore"):
        scores: Floats = np.log(weights) + rng.gumbel(size=len(weights))
    return scores


def grades(quality: Floats, shares: Sequence[float]) -> Small:
    """Grades 1, 2, … by rank of quality: the lowest `shares[0]` get 1, and so on."""
    order = np.argsort(quality)
    edges = np.round(np.cumsum(shares) * len(quality)).astype(np.int64)[:-1]
    graded = np.empty(len(quality), dtype=np.int8)
    graded[order] = np.searchsorted(edges, np.arange(len(quality)), side="right") + 1
    return graded


def pick(rng: np.random.Generator, shares: Sequence[float] | Floats, count: int) -> Small:
    """`count` draws of 0, 1, … with these probabilities."""
    edges = np.cumsum(np.asarray(shares) / np.sum(shares))[:-1]
    return np.searchsorted(edges, rng.random(count), side="right").astype(np.int8)


def in_groups(rng: np.random.Generator, groups: Ints, spread: float) -> Floats:
    """One normal effect for each group, handed to each of its members."""
    effects = rng.normal(0.0, spread, int(groups.max()) + 1 if len(groups) else 0)
    return effects[groups]


def standardized(values: Floats) -> Floats:
    """The values moved and scaled to mean 0 and deviation 1."""
    scaled: Floats = (values - values.mean()) / (values.std() or 1.0)
    return scaled
