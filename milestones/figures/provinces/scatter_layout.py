"""The layout of the scatter: how wide its axes are, which points get a name, and where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import NamedTuple

from milestones.charts.axes import round_steps

FREE_PART = 0.08
"""Part of the spread that stays free at either end."""


class ProvinceStock(NamedTuple):
    """One province: how much it has to do, and how far it is on the day that decides and now."""

    code: str
    stock: int
    value: float | None
    numerator: int
    value_now: float | None
    days_ahead: int | None
    status: str


@dataclass(frozen=True)
class ScatterAxes:
    """The ranges of both axes; `powers` are those of ten between which the stocks lie."""

    low: float
    high: float
    ticks: list[float]
    powers: tuple[float, float]
    stocks: list[int]

    @property
    def starts_at_zero(self) -> bool:
        """Whether the axis of the values begins at 0."""
        return self.low <= 0

    def place(self, point: ProvinceStock) -> tuple[float, float]:
        """Give where a point lies, as parts of both axes."""
        start, end = self.powers
        across = (log10(point.stock) - start) / (end - start)
        return across, self.level(point.value or 0.0)

    def level(self, value: float) -> float:
        """Give where a value lies, as a part of the axis."""
        return (value - self.low) / (self.high - self.low)


def fit_axes(points: list[ProvinceStock], target: float | None) -> ScatterAxes:
    """Fit the axes to the points; the target is shown where it lies near them."""
    values = [point.value for point in points if point.value is not None]
    if target is not None:
        values.append(target)
    bottom, top = min(values), max(values)
    room = max((top - bottom) * FREE_PART, 0.0005)
    is_near_zero = bottom < (top - bottom) / 2
    low = -room / 2 if is_near_zero else bottom - room
    return ScatterAxes(low, top + room, _round_ticks(max(low, 0.0), top), *_stock_range(points))


def _round_ticks(low: float, top: float) -> list[float]:
    """Give round values between two, at most six."""
    steps = round_steps(max(top - low, 0.001), 6)
    step = steps[1]
    first, last = ceil(low / step - 1e-9), floor(top / step + 1e-9)
    return [round(place * step, 6) for place in range(first, last + 1)]


def _stock_range(points: list[ProvinceStock]) -> tuple[tuple[float, float], list[int]]:
    powers = [log10(point.stock) for point in points]
    start, end = min(powers) - 0.15, max(powers) + 0.15
    ticks = [factor * 10**power for power in range(8) for factor in (1, 3)]
    return (start, end), [tick for tick in ticks if start <= log10(tick) <= end]


NAMED_LOWEST, NAMED_LARGEST = 4, 2
NAME_WIDTH, NAME_HEIGHT, POINT_RADIUS = 0.24, 0.055, 0.02
"""Parts of the axes that a name takes on a narrow screen, and half of a point."""

NAME_COST = 10
"""How many points it takes to be as bad as another name below a name."""

NAME_SIDES = {
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
    width: float = NAME_WIDTH
    height: float = NAME_HEIGHT

    def touches(self, other: Box) -> bool:
        """Tell whether two boxes lie on one another."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def place_names(
    points: list[ProvinceStock],
    axes: ScatterAxes,
    chosen: Collection[str],
    line_label: Box | None = None,
) -> list[tuple[ProvinceStock, str]]:
    """Give the points to be named and the side on which the name stands.

    Named are the chosen ones, always, then the lowest values, the largest stocks and the
    smallest, as far as there is a place for the name that is free of points and other names.
    """
    taken = {point.code: _dot(point, axes) for point in points}
    if line_label is not None:
        taken["line label"] = line_label
    named: list[tuple[ProvinceStock, str]] = []
    for point in _by_need_of_name(points, chosen):
        others = [box for code, box in taken.items() if code != point.code]
        boxes = {side: _box(point, side, axes) for side in NAME_SIDES}
        costs = {side: _cover_cost(box, others) for side, box in boxes.items()}
        side = min(costs, key=costs.__getitem__)
        if not costs[side] or point.code in chosen:
            taken[f"name of {point.code}"] = boxes[side]
            named.append((point, side))
    return named


def place_beside_line(points: list[ProvinceStock], axes: ScatterAxes, value: float) -> Box:
    """Give the place beside a level line, at an end, where words cover the fewest points."""
    level, dots = axes.level(value), [_dot(point, axes) for point in points]
    places = [
        Box(x, y, 2 * NAME_WIDTH)
        for y in (level, level - NAME_HEIGHT)
        for x in (0.0, 1 - 2 * NAME_WIDTH)
    ]
    return min(places, key=lambda box: sum(box.touches(dot) for dot in dots))


def _cover_cost(box: Box, others: list[Box]) -> int:
    """Count what a name would cover; other names, and the edge, are worse than points."""
    is_inside = (
        box.x > -POINT_RADIUS and box.x + box.width < 1 + POINT_RADIUS and box.y > -POINT_RADIUS
    )
    on = sum(
        NAME_COST if other.width > 2 * POINT_RADIUS else 1 for other in others if box.touches(other)
    )
    return on + (not is_inside) * NAME_COST


def _by_need_of_name(points: list[ProvinceStock], chosen: Collection[str]) -> list[ProvinceStock]:
    by_value = sorted(points, key=lambda point: (point.value or 0.0, -point.stock))
    by_stock = sorted(points, key=lambda point: (-point.stock, point.value or 0.0))
    wanted = [point for point in by_value if point.code in chosen]
    wanted += by_value[:NAMED_LOWEST] + by_stock[:NAMED_LARGEST] + by_stock[-1:]
    return list({point.code: point for point in wanted}.values())


def _dot(point: ProvinceStock, axes: ScatterAxes) -> Box:
    x, y = axes.place(point)
    return Box(x - POINT_RADIUS, y - POINT_RADIUS, 2 * POINT_RADIUS, 2 * POINT_RADIUS)


def _box(point: ProvinceStock, side: str, axes: ScatterAxes) -> Box:
    (x, y), (across, up) = axes.place(point), NAME_SIDES[side]
    return Box(x + across * NAME_WIDTH, y + up * NAME_HEIGHT)
