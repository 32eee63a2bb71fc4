"""Transfers: growth against the same months of the year before, and what all say alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Protocol

from milestones.figures.registry import Context, Drawing, Facts, Prepare, as_of_line
from milestones.frames import Rows
from milestones.i18n import Locale, _
from milestones.i18n.locale import format_exact, with_sign
from milestones.progress.indicators import LEAST_DENOMINATOR, growth_of

NO_TRANSFER = _("No transfer has been recorded in this selection since the plan began.")

BASE_COLUMN = "recordals_before"
"""What tells whether there were few recordals, whatever grows."""

FEW_RECORDALS = LEAST_DENOMINATOR
"""Growth on fewer recordals than this is said in both numbers, not as a percentage."""


class ComparedMonth(Protocol):
    """A month, and whether all its days are counted; `recordals_before` is None without a past."""

    @property
    def month(self) -> date: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def recordals_before(self) -> int | None: ...


@dataclass(frozen=True)
class YearOnYear:
    """The whole months of a year against the same months of the year before."""

    first: date
    last: date
    now: float
    before: float
    recordals_before: int

    @property
    def rate(self) -> float | None:
        """The growth as a fraction; none where there was nothing before."""
        return growth_of(self.now, self.before)

    @property
    def is_small(self) -> bool:
        """Whether a percentage would say more than the few recordals of the year before."""
        return is_few(self.recordals_before)


def newest_year(months: Iterable[ComparedMonth], value: str, before: str) -> YearOnYear | None:
    """Give the growth of the newest year's whole months that have a month a year before."""
    columns = value, before
    whole = [
        month
        for month in months
        if month.is_whole and None not in [getattr(month, name) for name in columns]
    ]
    if not whole:
        return None
    year = max(month.month.year for month in whole)
    mine = [month for month in whole if month.month.year == year]
    sums = (sum(getattr(month, name) or 0 for month in mine) for name in (*columns, BASE_COLUMN))
    days = [month.month for month in mine]
    return YearOnYear(min(days), max(days), *sums)


def growth_percent(rate: float) -> str:
    """Write a growth with its sign: +12.3%, −4.0%."""
    return with_sign(format_exact(rate * 100, 1)) + "%"


def is_few(recordals_before: int | None) -> bool:
    """Tell whether a month of the year before is too small for a percentage."""
    return (recordals_before or 0) < FEW_RECORDALS


def month_growth_text(
    growth: float, recordals_before: int | None, before: str, locale: Locale
) -> str:
    """Write a month's growth, or what the year before was where there were few recordals."""
    if is_few(recordals_before):
        return locale("a year before: {before}", before=before)
    return locale("{growth} on the year before", growth=growth_percent(growth))


def months_in_words(growth: YearOnYear, locale: Locale) -> str:
    """Name the months: January to June 2026."""
    if growth.first == growth.last:
        return locale.month(growth.last)
    return locale(
        "{first} to {last} {year}",
        first=locale.month_name(growth.first),
        last=locale.month_name(growth.last),
        year=growth.last.year,
    )


def year_sentence(growth: YearOnYear, write: Callable[[float], str], locale: Locale) -> str:
    """Set the months against those of the year before, each sum as `write` writes it."""
    facts = {"months": months_in_words(growth, locale), "now": write(growth.now)}
    if growth.rate is None:
        return locale("{months}: {now}; none in the same months of the year before.", **facts)
    before = write(growth.before)
    if growth.is_small:
        return locale(
            "{months}: {now}, against {before} in the same months of the year before.",
            before=before,
            **facts,
        )
    return locale(
        "{months}: {now}, {growth} on the same months of the year before ({before}).",
        growth=growth_percent(growth.rate),
        before=before,
        **facts,
    )


def prepare_growth(name: str, now: str, before: str) -> Prepare:
    """Make the pure step that adds the growth of whole months on those of the year before."""

    def prepare(rows: Rows, facts: Facts) -> Rows:
        """Give each row its growth."""
        places = map(rows.names.index, (now, before, "is_whole"))
        found = map(itemgetter(*places), rows.rows)
        grown = [(*row, _growth(*each)) for row, each in zip(rows.rows, found, strict=True)]
        return Rows((*rows.names, name), grown)

    return prepare


def _growth(now: float | None, before: float | None, is_whole: bool) -> float | None:
    is_known = is_whole and now is not None and before is not None and before > 0
    return growth_of(now or 0, before or 0) if is_known else None


def no_transfer(context: Context) -> Drawing:
    """Say that there is no transfer to draw."""
    return Drawing.empty(context.locale(NO_TRANSFER), as_of_line(context))


def recordals_text(count: int, locale: Locale) -> str:
    """Write a number of recordals with its noun."""
    return locale.n("{count} recordal", "{count} recordals", count)
