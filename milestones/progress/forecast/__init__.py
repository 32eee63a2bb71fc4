"""How will it end? `forecast` with its interval, and `back_test`, which says what it is worth."""

from milestones.progress.forecast.back_test import BackTest, back_test
from milestones.progress.forecast.model import (
    FORECAST_REASON_WORDS,
    Forecast,
    ForecastPoint,
    ForecastReason,
    Resampling,
)
from milestones.progress.forecast.resampling import forecast

__all__ = [
    "FORECAST_REASON_WORDS",
    "BackTest",
    "Forecast",
    "ForecastPoint",
    "ForecastReason",
    "Resampling",
    "back_test",
    "forecast",
]
