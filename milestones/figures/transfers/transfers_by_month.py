"""Transfers recorded month by month, each month beside the same month of other years."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestones.charts.axes import count_axis, with_high
from milestones.charts.model import Axis, Bars, Category, Chart, Margins, Panel
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Place,
    as_of_line,
    figure,
)
from milestones.figures.transfers.year_on_year import (
    growth_percent,
    is_few,
    month_growth_text,
    newest_year,
    no_transfer,
    prepare_growth,
    recordals_text,
    year_sentence,
)
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.transfer_counts import month_rows

COLUMNS = {
    "month": Column(_("Month"), "month"),
    "recordals": Column(_("Recordals"), "count"),
    "recordals_before": Column(_("A year before"), "count"),
    "growth": Column(_("Growth on the year before"), "share"),
}
GROWTH_HEADROOM = 1.35
"""Room above the highest bar, for its growth."""


class RecordalMonth(NamedTuple):
    """One month's recordals beside those of the year before."""

    month: date
    recordals: int
    recordals_before: int | None
    growth: float | None
    is_whole: bool


@figure(
    "transfers_by_month",
    places=(Place("transfers", "first_screen", 1),),
    question=_("How many transfers are recorded, and are they growing?"),
    columns=COLUMNS,
    query="transfer_counts",
    count=month_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_growth("growth", "recordals", "recordals_before"),
    indicators=("transfer_recordals",),
)
def draw_transfers_by_month(rows: Held, context: Context) -> Drawing:
    """Draw the months of a year side by side with those of other years."""
    locale, months = context.locale, records(rows, RecordalMonth)
    if not any(month.recordals for month in months):
        return no_transfer(context)
    parts = [
        locale("{month}: {count}", month=locale.month(m.month), count=_times(m.recordals, locale))
        for m in months
    ]
    alt = locale("Bar chart of recordals by month and year. {list}.", list=locale.listing(parts))
    return Drawing(_chart(months, locale), _caption(months, locale), alt, as_of_line(context))


def _chart(months: list[RecordalMonth], locale: Locale) -> Chart:
    years = sorted({month.month.year for month in months})
    colours = ["unknown"] * len(years) + ["soft", "main"]
    marked = _newest_months(months)
    bars = tuple(
        _year([month for month in months if month.month.year == year], colour, marked, locale)
        for year, colour in zip(years, colours[-len(years) :], strict=True)
    )
    names = (locale.month_name(date(2024, number, 1)) for number in range(1, 13))
    categories = tuple(Category(number, name) for number, name in enumerate(names, 1))
    top = max(month.recordals for month in months)
    panel = Panel(
        x=Axis("category", categories=categories, letters=10),
        y=with_high(count_axis(top, locale), top * GROWTH_HEADROOM),
        series=bars,
        gap=0.22,
    )
    return Chart((panel,), 360, Margins(top=34, left=8))


def _newest_months(months: list[RecordalMonth]) -> set[date]:
    """Give for each month of the year the newest one that has a growth."""
    known = {month.month.month: month.month for month in months if month.growth is not None}
    return set(known.values())


def _year(months: list[RecordalMonth], colour: str, marked: set[date], locale: Locale) -> Bars:
    return Bars(
        name=locale("{year}", year=months[0].month.year),
        at=tuple(month.month.month for month in months),
        values=tuple(month.recordals for month in months),
        colour=colour,
        hovers=tuple(_hover(month, locale) for month in months),
        labels=tuple(_growth_label(month) if month.month in marked else "" for month in months),
        hatched=frozenset(at for at, month in enumerate(months) if not month.is_whole),
    )


def _hover(month: RecordalMonth, locale: Locale) -> str:
    lines = [
        f"<b>{locale.month(month.month)}</b>",
        recordals_text(month.recordals, locale),
    ]
    if not month.is_whole:
        lines.append(locale("not yet a whole month"))
    if month.growth is not None:
        before = _times(month.recordals_before, locale)
        lines.append(month_growth_text(month.growth, month.recordals_before, before, locale))
    return "<br>".join(lines)


def _growth_label(month: RecordalMonth) -> str:
    """Write a month's growth, or both numbers where there were few."""
    if month.growth is None or is_few(month.recordals_before):
        return f"{month.recordals_before}→{month.recordals}"
    return growth_percent(month.growth)


def _times(count: float | None, locale: Locale) -> str:
    """Write a count of recordals beside their name: Chinese counts with a word of its own."""
    return locale("{times}", times=locale.count(count))


def _caption(months: list[RecordalMonth], locale: Locale) -> str:
    growth = newest_year(months, "recordals", "recordals_before")
    sums = locale.n(
        "{count} recordal since {month}.",
        "{count} recordals since {month}.",
        sum(month.recordals for month in months),
        month=locale.month(months[0].month),
    )
    if growth is None:
        none = locale("Growth is shown once there is a year to compare with.")
        return locale.sentences(sums, none)
    compared = year_sentence(growth, lambda count: _times(count, locale), locale)
    return locale.sentences(sums, compared)
