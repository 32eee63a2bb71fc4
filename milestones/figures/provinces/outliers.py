"""Which points of the scatter get a name, and on which side of them it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from milestones.figures.provinces.spread import Spread, Stock

LOWEST, LARGEST = 4, 2
WIDE, HIGH, DOT = 0.24, 0.055, 0.02
"""Parts of the axes that a name takes on a narrow screen, and half of a point."""

NAME = 10
"""How many points it takes to be as bad as another name below a name."""

SIDES = {
    "middle right": (0.0, -0.5),
    "middle left": (-1.0, -0.5),
    "bottom center": (-0.5, -1.4),
    "top center": (-0.5, 0.4),
    "top right": (0.0, 0.4),
    "top left": (-1.0, 0.4),
    "bottom right": (0.0, -1.4),
    "bottom left": (-1.0, -1.4),
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
    points: list[Stock], scale: Spread, chosen: Iterable[str], words: Box | None = None
) -> list[tuple[Stock, str]]:
    """Give the points to be named and the side on which the name stands.

    Named are the chosen ones, always, then the lowest values, the largest stocks and the
    smallest, as far as there is a place for the name that is free of points and other names.
    `words` is a place that is taken.
    """
    wanted = set(chosen)
    taken = {point.code: _dot(point, scale) for point in points}
    if words is not None:
        taken["words"] = words
    named: list[tuple[Stock, str]] = []
    for point in _in_order(points, wanted):
        others = [box for code, box in taken.items() if code != point.code]
        boxes = {side: _box(point, side, scale) for side in SIDES}
        side = min(SIDES, key=lambda side: _covered(boxes[side], others))
        if not _covered(boxes[side], others) or point.code in wanted:
            taken[f"name of {point.code}"] = boxes[side]
            named.append((point, side))
    return named


def beside_level(points: list[Stock], scale: Spread, value: float) -> Box:
    """Give the place beside a level line, at an end, where words cover the fewest points."""
    level, dots = scale.level(value), [_dot(point, scale) for point in points]
    places = [Box(x, y, 2 * WIDE) for y in (level, level - HIGH) for x in (0.0, 1 - 2 * WIDE)]
    return min(places, key=lambda box: sum(box.touches(dot) for dot in dots))


def _covered(box: Box, others: list[Box]) -> int:
    """Count what a name would cover; other names, and the edge, are worse than points."""
    is_inside = box.x > -DOT and box.x + box.width < 1 + DOT and box.y > -DOT
    on = sum(NAME if other.width > 2 * DOT else 1 for other in others if box.touches(other))
    return on + (not is_inside) * NAME


def _in_order(points: list[Stock], chosen: set[str]) -> list[Stock]:
    by_value = sorted(points, key=lambda point: (point.value or 0.0, -point.stock))
    by_stock = sorted(points, key=lambda point: (-point.stock, point.value or 0.0))
    wanted = [point for point in by_value if point.code in chosen]
    wanted += by_value[:LOWEST] + by_stock[:LARGEST] + by_stock[-1:]
    return list({point.code: point for point in wanted}.values())


def _dot(point: Stock, scale: Spread) -> Box:
    x, y = scale.place(point)
    return Box(x - DOT, y - DOT, 2 * DOT, 2 * DOT)


def _box(point: Stock, side: str, scale: Spread) -> Box:
    (x, y), (across, up) = scale.place(point), SIDES[side]
    return Box(x + across * WIDE, y + up * HIGH)
