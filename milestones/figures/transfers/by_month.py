"""Transfers recorded month by month, each month beside the same month of other years."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.months import as_of_line
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Trace, bar, chart, count_axis, empty
from milestones.figures.transfers.growth import against, is_few, newest, percent
from milestones.words import Words, _

COLUMNS = {
    "month": Column(_("Month"), "month"),
    "recordals": Column(_("Recordals"), "count"),
    "recordals_before": Column(_("A year before"), "count"),
    "growth": Column(_("Growth on the year before"), "share"),
}


GROWTH_ROOM = 1.35
"""Room above the highest bar, for its growth."""


@figure(
    "transfers_by_month",
    question=_("How many transfers are recorded, and are they growing?"),
    columns=COLUMNS,
    indicators=("transfer_recordals",),
)
def draw_transfers_by_month(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the months of a year side by side with those of other years."""
    words, months = context.words, rows(frame)
    caption = _caption(months, words)
    day = as_of_line(context)
    if not any(month.recordals for month in months):
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    parts = [
        words("{month}: {count}", month=words.month(m.month), count=_times(m.recordals, words))
        for m in months
    ]
    alt = words("Bar chart of recordals by month and year. {list}.", list=words.listing(parts))
    return Drawing(_chart(months, context), caption, alt, as_of=day)


def _chart(months: list[Any], context: Context) -> FinishedFigure:
    words, colours = context.words, context.colours
    years = sorted({month.month.year for month in months})
    fills = [colours.unknown] * len(years) + [colours.soft, colours.main]
    traces = [
        _year([m for m in months if m.month.year == year], fill, _newest(months), context)
        for year, fill in zip(years, fills[-len(years) :], strict=True)
    ]
    names = [words.month_name(date(2024, number, 1)) for number in range(1, 13)]
    return chart(
        traces,
        context,
        barmode="group",
        bargap=0.22,
        height=360,
        margin={"t": 34, "l": 8},
        xaxis={
            **{"tickvals": list(range(1, 13)), "ticktext": names, "showgrid": False},
            **{"tickangle": 0, "tickfont": {"size": 10, "color": colours.muted}},
        },
        yaxis=count_axis(max(month.recordals for month in months), words)
        | {"range": [0, max(month.recordals for month in months) * GROWTH_ROOM]},
    )


def _newest(months: list[Any]) -> set[date]:
    """Give for each month of the year the newest one that has a growth."""
    known = {month.month.month: month.month for month in months if month.growth is not None}
    return set(known.values())


def _year(months: list[Any], fill: str, marked: set[date], context: Context) -> Trace:
    words = context.words
    return bar(
        name=words("{year}", year=months[0].month.year),
        x=[month.month.month for month in months],
        y=[month.recordals for month in months],
        marker={
            "color": fill,
            "pattern": {"shape": ["" if month.is_whole else "/" for month in months]},
        },
        text=[_growth(month) if month.month in marked else "" for month in months],
        textposition="outside",
        textangle=-90,
        constraintext="none",
        cliponaxis=False,
        textfont={"size": 11, "color": context.colours.ink},
        hovertext=[_hover(month, words) for month in months],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _hover(month: Any, words: Words) -> str:
    lines = [
        f"<b>{words.month(month.month)}</b>",
        words.n("{count} recordal", "{count} recordals", month.recordals),
    ]
    if not month.is_whole:
        lines.append(words("not yet a whole month"))
    if month.growth is not None:
        lines.append(_growth_line(month, words))
    return "<br>".join(lines)


def _growth(month: Any) -> str:
    """Write a month's growth, or both numbers where there were few."""
    if is_few(month.recordals_before):
        return f"{month.recordals_before}→{month.recordals}"
    return percent(month.growth)


def _growth_line(month: Any, words: Words) -> str:
    if is_few(month.recordals_before):
        return words("a year before: {before}", before=_times(month.recordals_before, words))
    return words("{growth} on the year before", growth=percent(month.growth))


def _times(count: float, words: Words) -> str:
    """Write a count of recordals beside their name: Chinese counts with a word of its own."""
    return words("{times}", times=words.count(count))


def _caption(months: list[Any], words: Words) -> str:
    total = sum(month.recordals for month in months)
    if not total:
        return words("No transfer has been recorded in this selection since the plan began.")
    growth = newest(months, "recordals", "recordals_before")
    sums = words.n(
        "{count} recordal since {month}.",
        "{count} recordals since {month}.",
        total,
        month=words.month(months[0].month),
    )
    if growth is None:
        rest = words("Growth is shown once there is a year to compare with.")
    else:
        rest = against(growth, lambda count: _times(count, words), words)
    return words.sentences(sums, rest)
