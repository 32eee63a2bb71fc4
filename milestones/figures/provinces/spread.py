"""The axes of the scatter: as wide as its points, with round ticks."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import NamedTuple

from milestones.charts.axes import round_steps

ROOM = 0.08
"""Part of the spread that stays free at either end."""


class Stock(NamedTuple):
    """One province: how much it has to do, and how far it is on the day that decides and now."""

    code: str
    stock: int
    value: float | None
    numerator: int
    value_now: float | None
    days_ahead: int | None
    status: str


@dataclass(frozen=True)
class Spread:
    """The ranges of both axes; `powers` are those of ten between which the stocks lie."""

    low: float
    high: float
    ticks: list[float]
    powers: tuple[float, float]
    stocks: list[int]

    @property
    def starts_at_nought(self) -> bool:
        """Whether the axis of the values begins at 0."""
        return self.low <= 0

    def place(self, point: Stock) -> tuple[float, float]:
        """Give where a point lies, as parts of both axes."""
        start, end = self.powers
        across = (log10(point.stock) - start) / (end - start)
        return across, self.level(point.value or 0.0)

    def level(self, value: float) -> float:
        """Give where a value lies, as a part of the axis."""
        return (value - self.low) / (self.high - self.low)


def spread(points: list[Stock], target: float | None) -> Spread:
    """Fit the axes to the points; the target is shown where it lies near them."""
    values = [point.value for point in points if point.value is not None]
    if target is not None:
        values.append(target)
    bottom, top = min(values), max(values)
    room = max((top - bottom) * ROOM, 0.0005)
    is_near_nought = bottom < (top - bottom) / 2
    low = -room / 2 if is_near_nought else bottom - room
    return Spread(low, top + room, _ticks(max(low, 0.0), top), *_stocks(points))


def _ticks(low: float, top: float) -> list[float]:
    """Give round values between two, at most six."""
    steps = round_steps(max(top - low, 0.001), 6)
    step = steps[1]
    first, last = ceil(low / step - 1e-9), floor(top / step + 1e-9)
    return [round(place * step, 6) for place in range(first, last + 1)]


def _stocks(points: list[Stock]) -> tuple[tuple[float, float], list[int]]:
    powers = [log10(point.stock) for point in points]
    start, end = min(powers) - 0.15, max(powers) + 0.15
    ticks = [factor * 10**power for power in range(8) for factor in (1, 3)]
    return (start, end), [tick for tick in ticks if start <= log10(tick) <= end]
