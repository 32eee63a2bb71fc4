"""Does the interval keep its promise? Forecasts made from past days, held against what came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from milestones.calendar import add_months
from milestones.progress.forecast import DEFAULT_RESAMPLING, Forecast, Resampling, forecast
from milestones.progress.indicators import share_of
from milestones.progress.series import Series, clean_series, value_on

FLOAT_TOLERANCE = 1e-9
"""Part of a value by which a sum of floats may miss it."""


@dataclass(frozen=True)
class BackTest:
    """How often the interval held the value that came; `coverage` is None without a case."""

    cases: int
    held: int

    @property
    def coverage(self) -> float | None:
        """The share of cases held; near 0.80 when the interval keeps its promise."""
        return share_of(self.held, self.cases)


def back_test(
    many: Iterable[Iterable[tuple[Any, Any]]],
    origins: Sequence[date],
    horizons: Sequence[int] = (1, 3, 6),
    *,
    until: date,
    settings: Resampling = DEFAULT_RESAMPLING,
) -> dict[int, BackTest]:
    """Forecast from past days what is known by now, and count what the intervals held.

    For each number of months ahead, over all series and origins whose day ahead is not after
    `until` and whose value then is known. An origin uses nothing that came after it, and has
    its own seed.
    """
    counts = {ahead: [0, 0] for ahead in horizons}
    for values in map(clean_series, many):
        for number, origin in enumerate(origins):
            seeded = replace(settings, seed=settings.seed + number)
            points = forecast(values, origin, add_months(origin, max(horizons)), settings=seeded)
            for ahead in horizons:
                _count_case(counts[ahead], points, values, add_months(origin, ahead), until)
    return {ahead: BackTest(cases, held) for ahead, (cases, held) in counts.items()}


def _count_case(count: list[int], made: Forecast, values: Series, on: date, until: date) -> None:
    point = next((point for point in made.points if point.on == on), None)
    actual = value_on(values, on)
    if point is None or actual is None or on > until:
        return
    hair = FLOAT_TOLERANCE * max(1.0, abs(actual))
    count[0] += 1
    count[1] += point.low - hair <= actual <= point.high + hair
