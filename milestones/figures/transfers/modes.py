"""By which way patents are transferred, month by month."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.labels import label, sentence_case
from milestones.figures.months import as_of_line
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Trace, bar, chart, count_axis, empty, month_axis
from milestones.figures.transfers.growth import FEW, is_few, newest, percent, span
from milestones.words import Words, _

COLUMNS = {
    "month": Column(_("Month"), "month"),
    "mode": Column(_("Way of transfer"), "code"),
    "recordals": Column(_("Recordals"), "count"),
    "share": Column(_("Share of the month"), "share"),
    "recordals_before": Column(_("A year before"), "count"),
    "growth": Column(_("Growth on the year before"), "share"),
}
MODES = ("assignment", "licence", "open_licence", "equity")


@figure(
    "transfer_modes",
    question=_("In which way are patents transferred?"),
    columns=COLUMNS,
    indicators=("transfer_recordals",),
)
def draw_transfer_modes(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the recordals of each month, one colour a way of transfer."""
    words, cells = context.words, rows(frame)
    caption = _caption(cells, words)
    day = as_of_line(context)
    if not any(cell.recordals for cell in cells):
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    alt = words("Stacked bars of recordals by month and way. {caption}", caption=caption)
    return Drawing(_chart(cells, context), caption, alt, as_of=day)


def _chart(cells: list[Any], context: Context) -> FinishedFigure:
    words, colours = context.words, context.colours
    fills = (colours.main, colours.soft, colours.late, colours.muted)
    traces = [
        _bars([cell for cell in cells if cell.mode == mode], fill, context)
        for mode, fill in zip(MODES, fills, strict=True)
    ]
    sums: dict[Any, int] = {}
    for cell in cells:
        sums[cell.month] = sums.get(cell.month, 0) + cell.recordals
    return chart(
        traces,
        context,
        barmode="stack",
        bargap=0.2,
        height=360,
        margin={"t": 34, "l": 8},
        legend={"traceorder": "normal"},
        xaxis=month_axis(words),
        yaxis=count_axis(max(sums.values()), words),
    )


def _bars(cells: list[Any], fill: str, context: Context) -> Trace:
    words = context.words
    return bar(
        name=sentence_case(label(cells[0].mode, words)),
        x=[cell.month.isoformat() for cell in cells],
        y=[cell.recordals for cell in cells],
        marker={"color": fill},
        hovertext=[_hover(cell, words) for cell in cells],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _hover(cell: Any, words: Words) -> str:
    name = f"<b>{sentence_case(label(cell.mode, words))}</b>, {words.month(cell.month)}"
    count = words.n("{count} recordal", "{count} recordals", cell.recordals)
    lines = [name, f"{count} · {words.share(cell.share)}"]
    if cell.growth is not None and not is_few(cell.recordals_before):
        lines.append(words("{growth} on the year before", growth=percent(cell.growth)))
    return "<br>".join(lines)


def _caption(cells: list[Any], words: Words) -> str:
    total = sum(cell.recordals for cell in cells)
    if not total:
        return words("No transfer has been recorded in this selection since the plan began.")
    parts = [_mode([cell for cell in cells if cell.mode == mode], total, words) for mode in MODES]
    shares = words(
        "Of {recordals} since {month}: {list}.",
        recordals=words.n("{count} recordal", "{count} recordals", total),
        month=words.month(cells[0].month),
        list=words.listing(parts),
    )
    growth = newest(cells, "recordals", "recordals_before")
    if growth is None:
        return shares
    return words.sentences(shares, _note(cells, span(growth, words), words))


def _note(cells: list[Any], months: str, words: Words) -> str:
    """Say what the brackets hold."""
    if not any(_is_small([cell for cell in cells if cell.mode == mode]) for mode in MODES):
        return words(
            "In brackets the growth of {months} on the same months of the year before.",
            months=months,
        )
    return words(
        "In brackets the growth of {months} on the same months of the year before, or both"
        " numbers where there were fewer than {count} then.",
        months=months,
        count=words.count(FEW),
    )


def _is_small(cells: list[Any]) -> bool:
    growth = newest(cells, "recordals", "recordals_before")
    return growth is not None and growth.is_small


def _mode(cells: list[Any], total: int, words: Words) -> str:
    share = words.share(sum(cell.recordals for cell in cells) / total)
    growth = newest(cells, "recordals", "recordals_before")
    name = label(cells[0].mode, words)
    if growth is None:
        return words("{mode} {share}", mode=name, share=share)
    rate = f"{words.count(growth.before)}→{words.count(growth.now)}"
    if growth.rate is not None and not growth.is_small:
        rate = percent(growth.rate)
    return words("{mode} {share} ({growth})", mode=name, share=share, growth=rate)
