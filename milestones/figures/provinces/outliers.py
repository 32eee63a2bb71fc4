"""Which points of the scatter get a name, and on which side of them it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from milestones.figures.provinces.spread import Spread

LOWEST, LARGEST = 4, 2
WIDE, HIGH, DOT = 0.24, 0.055, 0.02
"""Parts of the axes that a name takes on a narrow screen, and half of a point."""

SIDES = {
    "middle right": (0.0, -0.5),
    "middle left": (-1.0, -0.5),
    "bottom center": (-0.5, -1.4),
    "top center": (-0.5, 0.4),
}
"""Where a name's box begins from its point, in its own widths and heights; y runs upwards."""


class Box(NamedTuple):
    """A part of the picture, by its left lower corner and its size."""

    x: float
    y: float
    width: float = WIDE
    height: float = HIGH

    def touches(self, other: Box) -> bool:
        """Tell whether two boxes lie on one another."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def labelled(
    points: list[Any], scale: Spread, chosen: Iterable[str], taken_at: float | None = None
) -> list[tuple[Any, str]]:
    """Give the points to be named and the side on which the name stands.

    Named are the chosen ones, always, then the lowest values, the largest stocks and the
    smallest, as far as there is a place for the name that is free of points and other names.
    `taken_at` is a value above whose level words stand at the left.
    """
    wanted = set(chosen)
    taken = {point.code: _dot(point, scale) for point in points}
    if taken_at is not None:
        taken["words"] = Box(0.0, scale.level(taken_at), 2 * WIDE)
    named: list[tuple[Any, str]] = []
    for point in _in_order(points, wanted):
        others = [box for code, box in taken.items() if code != point.code]
        boxes = {side: _box(point, side, scale) for side in SIDES}
        free = [side for side, box in boxes.items() if _is_free(box, others)]
        if free or point.code in wanted:
            side = free[0] if free else "bottom center"
            taken[f"name of {point.code}"] = boxes[side]
            named.append((point, side))
    return named


def _is_free(box: Box, others: list[Box]) -> bool:
    is_inside = box.x > -DOT and box.x + box.width < 1 + DOT and box.y > -DOT
    return is_inside and not any(box.touches(other) for other in others)


def _in_order(points: list[Any], chosen: set[str]) -> list[Any]:
    by_value = sorted(points, key=lambda point: (point.value, -point.stock))
    by_stock = sorted(points, key=lambda point: (-point.stock, point.value))
    wanted = [point for point in by_value if point.code in chosen]
    wanted += by_value[:LOWEST] + by_stock[:LARGEST] + by_stock[-1:]
    return list({point.code: point for point in wanted}.values())


def _dot(point: Any, scale: Spread) -> Box:
    x, y = scale.place(point)
    return Box(x - DOT, y - DOT, 2 * DOT, 2 * DOT)


def _box(point: Any, side: str, scale: Spread) -> Box:
    (x, y), (across, up) = scale.place(point), SIDES[side]
    return Box(x + across * WIDE, y + up * HIGH)
