"""Which points of the scatter get a name, and on which side of them it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from milestones.figures.provinces.spread import Spread

LOWEST, LARGEST = 4, 2
APART_ACROSS, APART_UP = 0.24, 0.055
"""Parts of the axes that a name takes."""


def labelled(points: list[Any], scale: Spread, chosen: Iterable[str]) -> list[tuple[Any, bool]]:
    """Give the points to be named and whether the name stands to the left.

    Named are the chosen ones, then the lowest values, the largest stocks and the smallest,
    as far as their names do not lie on one another.
    """
    named: list[tuple[Any, bool]] = []
    for point in _in_order(points, set(chosen)):
        is_left = scale.place(point)[0] > 0.72
        is_free = all(not _touch(point, is_left, *other, scale) for other in named)
        if is_free or point.code in chosen:
            named.append((point, is_left))
    return named


def _in_order(points: list[Any], chosen: set[str]) -> list[Any]:
    by_value = sorted(points, key=lambda point: (point.value, -point.stock))
    by_stock = sorted(points, key=lambda point: (-point.stock, point.value))
    wanted = [point for point in by_value if point.code in chosen]
    wanted += by_value[:LOWEST] + by_stock[:LARGEST] + by_stock[-1:]
    return list({point.code: point for point in wanted}.values())


def _touch(one: Any, left: bool, other: Any, other_left: bool, scale: Spread) -> bool:
    """Tell whether two names would lie on one another."""
    (x, y), (other_x, other_y) = scale.place(one), scale.place(other)
    start = x - APART_ACROSS if left else x
    other_start = other_x - APART_ACROSS if other_left else other_x
    return abs(start - other_start) < APART_ACROSS and abs(y - other_y) < APART_UP
