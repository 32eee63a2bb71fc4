"""Spread of days: the middle half from the first quartile to the third, and the median."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from milestones.charts.model import Axis, Spans
from milestones.figures.registry import Column
from milestones.i18n import Locale, _

QUARTILE_COLUMNS = {
    "median": Column(_("Median days"), "count"),
    "first_quartile": Column(_("A quarter within (days)"), "count"),
    "third_quartile": Column(_("Three quarters within (days)"), "count"),
}


class DayQuartiles(NamedTuple):
    """A row's patents, and the days within which a quarter, half, three quarters are done."""

    patents: int
    median: int
    first_quartile: int
    third_quartile: int


def middle_halves(
    spreads: Sequence[DayQuartiles],
    at: Sequence[int],
    hovers: Sequence[str],
    thickness: float,
    stroke: int,
    locale: Locale,
) -> Spans:
    """Give a floating bar a row, its middle half, with a stroke at the median."""
    name, *ends = (locale(column.header) for column in QUARTILE_COLUMNS.values())
    return Spans(
        name=name,
        ends=(ends[0], ends[1]),
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


def days_text(days: int, locale: Locale) -> str:
    """Write a number of days."""
    return locale.n("{count} day", "{count} days", days)


def quartile_sentence(spread: DayQuartiles, locale: Locale) -> str:
    """Say within how many days a quarter, half and three quarters are done."""
    return locale(
        "A quarter within {first}, half within {median}, three quarters within {third} days",
        first=locale.count(spread.first_quartile),
        median=locale.count(spread.median),
        third=locale.count(spread.third_quartile),
    )
