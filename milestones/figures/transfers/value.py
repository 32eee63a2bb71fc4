"""What recorded transfers are worth; those that state no amount stand apart as unknown."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.months import as_of_line
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import (
    HEADROOM,
    Layout,
    Trace,
    bar,
    chart,
    count_axis,
    empty,
    month_axis,
    round_steps,
)
from milestones.figures.transfers.growth import against, is_few, newest, percent
from milestones.words import Words, _

COLUMNS = {
    "month": Column(_("Month"), "month"),
    "amount_cny": Column(_("Contract value"), "money"),
    "amount_before": Column(_("A year before"), "money"),
    "amount_growth": Column(_("Growth on the year before"), "share"),
    "recordals": Column(_("Recordals"), "count"),
    "unpriced": Column(_("Of them without an amount"), "count"),
}


@figure(
    "contract_value",
    question=_("What are the transfers worth?"),
    columns=COLUMNS,
    query="transfers_by_month",
    indicators=("contract_value",),
)
def draw_contract_value(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the value of each month, and below it the recordals whose value is unknown."""
    words, months = context.words, rows(frame)
    caption = _caption(months, words)
    day = as_of_line(context)
    if not any(month.recordals for month in months):
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    parts = [
        words("{month}: {amount}", month=words.month(m.month), amount=words.money(m.amount_cny))
        for m in months
    ]
    alt = words("Bar chart of contract value by month. {list}.", list=words.listing(parts))
    return Drawing(_chart(months, context), caption, alt, as_of=day)


def _chart(months: list[Any], context: Context) -> FinishedFigure:
    words, colours = context.words, context.colours
    amounts = [month.amount_cny for month in months]
    top = max(amount or 0 for amount in amounts)
    unpriced = [month.unpriced for month in months]
    value = _bars(words("Contract value"), months, amounts, colours.main, words)
    unknown = _bars(words("Recordals without an amount"), months, unpriced, colours.unknown, words)
    return chart(
        [value, {**unknown, "yaxis": "y2"}],
        context,
        bargap=0.2,
        height=360,
        margin={"t": 34, "l": 8},
        xaxis={**month_axis(words), "anchor": "y2"},
        yaxis={**_money_axis(top, words), "domain": [0.36, 1]},
        yaxis2={**_count_axis(max([*unpriced, 1]), words), "domain": [0, 0.24]},
    )


def _bars(name: str, months: list[Any], values: list[Any], fill: str, words: Words) -> Trace:
    return bar(
        name=name,
        x=[month.month.isoformat() for month in months],
        y=values,
        marker={"color": fill},
        hovertext=[_hover(month, words) for month in months],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _money_axis(top: float, words: Words) -> Layout:
    steps = [step for step in round_steps(top or 1) if step <= top]
    return {
        "range": [0, (top or 1) * HEADROOM],
        "tickvals": steps,
        "ticktext": [words.money(step) for step in steps],
    }


def _count_axis(top: int, words: Words) -> Layout:
    """Lay out the lower, short axis: fewer ticks than an axis of full height."""
    steps = [int(step) for step in round_steps(top, 3) if step <= top and step == int(step)]
    names = [words.count(step) for step in steps]
    return {**count_axis(top, words), "tickvals": steps, "ticktext": names}


def _hover(month: Any, words: Words) -> str:
    lines = [f"<b>{words.month(month.month)}</b>"]
    if month.amount_cny is None:
        lines.append(words("Value unknown"))
    else:
        lines.append(words.money(month.amount_cny))
    lines.append(
        words(
            "{unpriced} of {recordals} state no amount",
            unpriced=words.count(month.unpriced),
            recordals=words.n("{count} recordal", "{count} recordals", month.recordals),
        )
    )
    if month.amount_growth is not None:
        lines.append(_growth_line(month, words))
    return "<br>".join(lines)


def _growth_line(month: Any, words: Words) -> str:
    if is_few(month.recordals_before):
        return words("a year before: {before}", before=words.money(month.amount_before))
    return words("{growth} on the year before", growth=percent(month.amount_growth))


def _caption(months: list[Any], words: Words) -> str:
    recordals = sum(month.recordals for month in months)
    if not recordals:
        return words("No transfer has been recorded in this selection since the plan began.")
    unpriced = sum(month.unpriced for month in months)
    growth = newest(months, "amount_cny", "amount_before")
    parts = [
        words(
            "{amount} since {month}.",
            amount=words.money(sum(month.amount_cny or 0 for month in months)),
            month=words.month(months[0].month),
        )
    ]
    if unpriced == recordals:
        parts = []
    elif growth is not None:
        parts.append(against(growth, words.money, words))
    if unpriced:
        parts.append(
            words.n(
                "{count} of {recordals} recordals ({share}) states no amount: its value is"
                " unknown and not part of any sum.",
                "{count} of {recordals} recordals ({share}) state no amount: their value is"
                " unknown and not part of any sum.",
                unpriced,
                recordals=words.count(recordals),
                share=words.share(unpriced / recordals),
            )
        )
    return words.sentences(*parts)
