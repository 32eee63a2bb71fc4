"""The deliveries: which day each is received, and which of them brings a row."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from milestones.synthetic.calendar import number
from milestones.synthetic.draw import Days, Ints, stream

RECEIVED = (
    date(2024, 7, 5), date(2025, 1, 8), date(2025, 7, 4), date(2026, 1, 9), date(2026, 7, 3),
)  # fmt: skip
# Evaluations, transfers and products that are reported one delivery late.
_LATE = 0.003


def month_end_before(day: date) -> date:
    """The last month end not after the day."""
    tomorrow = day + timedelta(days=1)
    return tomorrow.replace(day=1) - timedelta(days=1)


AS_OF = tuple(month_end_before(day) for day in RECEIVED)


@dataclass(frozen=True)
class Delivery:
    """Files received on one day, in the order in which they are to be read."""

    received_on: date
    note: str
    paths: tuple[Path, ...]

    @property
    def as_of(self) -> date:
        """The day the delivery speaks for: the last month end not after its receipt."""
        return month_end_before(self.received_on)


def note(as_of: date) -> str:
    """What the delivery says of itself, in both languages."""
    return f"合成数据，截至 {as_of} / Synthetic data as of {as_of}"


def of_days(days: Days) -> Ints:
    """The delivery that brings a row of this day: the first whose as-of day is not before it."""
    ends = [number(day) for day in AS_OF]
    return np.searchsorted(ends, days, side="left").astype(np.int64)


def of_days_with_late_ones(seed: int, part: str, days: Days) -> Ints:
    """As `of_days`, but a few rows come one delivery late."""
    late = stream(seed, f"late {part}").random(len(days)) < _LATE
    last = len(RECEIVED) - 1
    brought = of_days(days)
    return np.where(brought < last, brought + late, brought)
