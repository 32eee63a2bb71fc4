"""Growth against the same months of the year before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from milestones.words import Words
from milestones.words.numbers import exact, with_sign


@dataclass(frozen=True)
class Growth:
    """The whole months of a year against the same months of the year before."""

    first: date
    last: date
    now: float
    before: float

    @property
    def rate(self) -> float | None:
        """The growth as a fraction; none where there was nothing before."""
        return self.now / self.before - 1 if self.before else None


def newest(months: Iterable[Any], value: str, before: str) -> Growth | None:
    """Give the growth of the newest year's whole months that have a month a year before."""
    whole = [
        month
        for month in months
        if month.is_whole
        and getattr(month, before) is not None
        and getattr(month, value) is not None
    ]
    if not whole:
        return None
    year = max(month.month.year for month in whole)
    mine = [month for month in whole if month.month.year == year]
    now, then = (sum(getattr(month, name) for month in mine) for name in (value, before))
    days = [month.month for month in mine]
    return Growth(min(days), max(days), now, then)


def percent(rate: float | None, words: Words) -> str:
    """Write a growth with its sign: +12.3%, −4.0%."""
    return with_sign(exact(rate * 100, 1)) + "%" if rate is not None else words("unknown")


def span(growth: Growth, words: Words) -> str:
    """Name the months: January to June 2026."""
    if growth.first == growth.last:
        return words.month(growth.last)
    return words(
        "{first} to {last} {year}",
        first=words.month_name(growth.first),
        last=words.month_name(growth.last),
        year=growth.last.year,
    )


def against(growth: Growth, write: Callable[[float], str], words: Words) -> str:
    """Set the months against those of the year before, each sum as `write` writes it."""
    return words(
        "{months}: {now}, {growth} on the same months of the year before ({before}).",
        months=span(growth, words),
        now=write(growth.now),
        growth=percent(growth.rate, words),
        before=write(growth.before),
    )
