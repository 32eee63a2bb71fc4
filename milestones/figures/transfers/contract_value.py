"""What recorded transfers are worth; those that state no amount stand apart as unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from milestones.charts.axes import count_axis, money_axis
from milestones.charts.model import Axis, Bars, Chart, Margins, Number, Panel
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
    month_growth_text,
    newest_year,
    no_transfer,
    prepare_growth,
    recordals_text,
    year_sentence,
)
from milestones.frames import Held, records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_of
from milestones.progress.transfer_counts import month_rows

COLUMNS = {
    "month": Column(_("Month"), "month"),
    "amount_cny": Column(_("Contract value"), "money"),
    "amount_before": Column(_("A year before"), "money"),
    "amount_growth": Column(_("Growth on the year before"), "share"),
    "recordals": Column(_("Recordals"), "count"),
    "unpriced": Column(_("Of them without an amount"), "count"),
}
VALUE_PART, UNKNOWN_PART = (0.36, 1.0), (0.0, 0.24)
"""Parts of the height, from the foot, that the value and the recordals without one take."""


class ValueMonth(NamedTuple):
    """One month's contract value beside that of the year before, and what states none."""

    month: date
    is_whole: bool
    recordals: int
    recordals_before: int | None
    unpriced: int
    amount_cny: float | None
    amount_before: float | None
    amount_growth: float | None


@figure(
    "contract_value",
    places=(Place("transfers", "first_screen", 3),),
    question=_("What are the transfers worth?"),
    columns=COLUMNS,
    query="transfer_counts",
    count=month_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_growth("amount_growth", "amount_cny", "amount_before"),
    indicators=("contract_value",),
)
def draw_contract_value(rows: Held, context: Context) -> Drawing:
    """Draw the value of each month, and below it the recordals whose value is unknown."""
    locale, months = context.locale, records(rows, ValueMonth)
    if not any(month.recordals for month in months):
        return no_transfer(context)
    parts = [
        locale("{month}: {amount}", month=locale.month(m.month), amount=locale.money(m.amount_cny))
        for m in months
    ]
    alt = locale("Bar chart of contract value by month. {list}.", list=locale.listing(parts))
    return Drawing(_chart(months, locale), _caption(months, locale), alt, as_of_line(context))


def _chart(months: list[ValueMonth], locale: Locale) -> Chart:
    amounts = [month.amount_cny for month in months]
    unpriced = [month.unpriced for month in months]
    value = _bars(locale("Contract value"), months, amounts, "main", locale)
    unknown = _bars(locale("Recordals without an amount"), months, unpriced, "unknown", locale)
    top = max(amount or 0 for amount in amounts)
    few_ticks = count_axis(max(*unpriced, 1), locale, most=3)
    panels = (
        Panel(Axis("time"), money_axis(top, locale), (value,), gap=0.2, part=VALUE_PART),
        Panel(Axis("time"), few_ticks, (unknown,), gap=0.2, part=UNKNOWN_PART),
    )
    return Chart(panels, 360, Margins(top=34, left=8))


def _bars(
    name: str,
    months: list[ValueMonth],
    values: Sequence[Number | None],
    colour: str,
    locale: Locale,
) -> Bars:
    return Bars(
        name=name,
        at=tuple(month.month for month in months),
        values=tuple(values),
        colour=colour,
        hovers=tuple(_hover(month, locale) for month in months),
    )


def _hover(month: ValueMonth, locale: Locale) -> str:
    amount = month.amount_cny
    lines = [
        f"<b>{locale.month(month.month)}</b>",
        locale("Value unknown") if amount is None else locale.money(amount),
        locale(
            "{unpriced} of {recordals} state no amount",
            unpriced=locale.count(month.unpriced),
            recordals=recordals_text(month.recordals, locale),
        ),
    ]
    if month.amount_growth is not None:
        before = locale.money(month.amount_before)
        lines.append(month_growth_text(month.amount_growth, month.recordals_before, before, locale))
    return "<br>".join(lines)


def _caption(months: list[ValueMonth], locale: Locale) -> str:
    recordals = sum(month.recordals for month in months)
    unpriced = sum(month.unpriced for month in months)
    value, growth, unknown = "", "", ""
    if unpriced < recordals:
        year = newest_year(months, "amount_cny", "amount_before")
        value = locale(
            "{amount} since {month}.",
            amount=locale.money(sum(month.amount_cny or 0 for month in months)),
            month=locale.month(months[0].month),
        )
        growth = year_sentence(year, locale.money, locale) if year else ""
    if unpriced:
        unknown = locale.n(
            "{count} of {recordals} recordals ({share}) states no amount: its value is"
            " unknown and not part of any sum.",
            "{count} of {recordals} recordals ({share}) state no amount: their value is"
            " unknown and not part of any sum.",
            unpriced,
            recordals=locale.count(recordals),
            share=locale.share(share_of(unpriced, recordals)),
        )
    return locale.sentences(value, growth, unknown)
