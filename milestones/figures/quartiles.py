"""Spread of days: the middle half from the first quartile to the third, and the median."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from milestones.charts.model import Axis, Spans
from milestones.figures.registry import Column
from milestones.i18n import Locale, _

QUARTILE_COLUMNS = {
    "median": Column(_("Median days"), "count"),
    "first_quartile": Column(_("A quarter within (days)"), "count"),
    "third_quartile": Column(_("Three quarters within (days)"), "count"),
}


class DayQuartiles(Protocol):
    """The days within which a quarter, half and three quarters of a row's patents are done."""

    @property
    def first_quartile(self) -> int:
        """The days of a quarter."""

    @property
    def median(self) -> int:
        """The days of half."""

    @property
    def third_quartile(self) -> int:
        """The days of three quarters."""


def middle_halves(
    spreads: Sequence[DayQuartiles],
    at: Sequence[int],
    hovers: Sequence[str],
    thickness: float,
    stroke: int,
    locale: Locale,
) -> Spans:
    """Give a floating bar a row, its middle half, with a stroke at the median."""
    return Spans(
        name=locale(QUARTILE_COLUMNS["median"].header),
        ends=(
            locale(QUARTILE_COLUMNS["first_quartile"].header),
            locale(QUARTILE_COLUMNS["third_quartile"].header),
        ),
        at=tuple(at),
        lows=tuple(spread.first_quartile for spread in spreads),
        middles=tuple(spread.median for spread in spreads),
        highs=tuple(spread.third_quartile for spread in spreads),
        hovers=tuple(hovers),
        thickness=thickness,
        stroke=stroke,
    )


def day_axis(locale: Locale) -> Axis:
    """Make an axis of days, which a drawing explains."""
    note = locale("days (bar: the middle half; line: the median)")
    return Axis(unit="days", title=locale("days"), note=note)


def quartile_sentence(spread: DayQuartiles, locale: Locale) -> str:
    """Say within how many days a quarter, half and three quarters are done."""
    return locale(
        "A quarter within {first}, half within {median}, three quarters within {third} days",
        first=locale.count(spread.first_quartile),
        median=locale.count(spread.median),
        third=locale.count(spread.third_quartile),
    )
