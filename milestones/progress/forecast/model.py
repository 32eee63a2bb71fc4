"""What a forecast is made with and what it consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from milestones.i18n import _


class ForecastReason(StrEnum):
    """Why there is no forecast."""

    NO_VALUE = "no_value"
    NO_TIME = "no_time"
    TOO_FEW_MONTHS = "too_few_months"


FORECAST_REASON_WORDS: dict[ForecastReason, str] = {
    ForecastReason.NO_VALUE: _("No value is known for the day to forecast from."),
    ForecastReason.NO_TIME: _("The day to forecast for has come."),
    ForecastReason.TOO_FEW_MONTHS: _("There are too few months behind it to draw from."),
}


LOW, MIDDLE, HIGH = 0.10, 0.50, 0.90
"""The shares of the futures below the interval's lower end, its middle and its upper end."""


@dataclass(frozen=True)
class Resampling:
    """The settings of a forecast.

    `months` back to draw from, at least `fewest`; each month further back is drawn less often,
    by `fade`; `keep` is the chance that a drawn month is followed by itself; `ceiling` is the
    denominator in the value's unit, 1 for a share. `origins` months back are forecast again,
    with `redraws`, to see how far such forecasts have missed.
    """

    months: int = 12
    fade: float = 0.8
    keep: float = 0.8
    draws: int = 1_000
    seed: int = 20240101
    floor: float | None = 0.0
    ceiling: float | None = 1.0
    fewest: int = 3
    origins: int = 12
    redraws: int = 100

    @property
    def is_bound(self) -> bool:
        """Tell whether there is a bound on either side, so that a course can slow down."""
        return self.floor is not None and self.ceiling is not None


USUAL = Resampling()


@dataclass(frozen=True)
class ForecastPoint:
    """The interval for a day: a tenth of the futures lies below `low`, a tenth above `high`."""

    on: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """Points from the day after `as_of` to the horizon; none, with `reason`, if not assessable.

    `changes` are the monthly changes drawn from, the latest first. `chance` is the share of
    futures at the target on the last day, None where no target was given.
    """

    as_of: date
    points: tuple[ForecastPoint, ...]
    changes: tuple[float, ...]
    chance: float | None = None
    reason: ForecastReason | None = None
