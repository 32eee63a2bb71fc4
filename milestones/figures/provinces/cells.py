"""The geometry of small multiples on one pair of axes: where a day and a value lie in a cell.

One trace draws one kind of line in all cells, with gaps between them, so that the browser has
five traces to draw and not five a province.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

COLUMNS = 4
HEAD, FOOT = 0.37, 0.93
"""Where the lines of a cell begin and end, from its top: the words stand above them."""
LEFT, RIGHT = 0.0, 0.9
"""Where the lines of a cell begin and end, from its left."""


@dataclass(frozen=True)
class Cells:
    """A grid of cells that share a span of days and a top value."""

    count: int
    start: date
    end: date
    top: float

    @property
    def rows(self) -> int:
        """How many rows of cells there are."""
        return ceil(self.count / COLUMNS)

    def corner(self, place: int) -> tuple[float, float]:
        """Give the left upper corner of a cell; y runs downwards."""
        row, column = divmod(place, COLUMNS)
        return float(column), float(row)

    def x(self, place: int, day: date) -> float:
        """Give where a day lies; days outside the span lie on its border."""
        length = max((self.end - self.start).days, 1)
        part = min(max((day - self.start).days / length, 0.0), 1.0)
        return round(place % COLUMNS + LEFT + (RIGHT - LEFT) * part, 4)

    def y(self, place: int, value: float) -> float:
        """Give where a value lies."""
        return round(place // COLUMNS + FOOT - (FOOT - HEAD) * value / self.top, 4)
