"""Who takes whose patents: recordals from the holders' provinces to the transferees'."""

from __future__ import annotations

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.heat import Cell, CellClass, columns, heat
from milestones.figures.labels import label
from milestones.figures.months import as_of_line
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import chart, empty
from milestones.figures.transfers.matrix import APART, HOME, Flow, Matrix, matrix
from milestones.figures.transfers.years import since, together
from milestones.words import Words, _

COLUMNS = {
    "province": Column(_("The holder's province"), "province"),
    "transferee": Column(_("The transferee's province"), "code"),
    "year": Column(_("Year"), "plain"),
    "recordals": Column(_("Recordals"), "count"),
    "share": Column(_("Share of the holders' province in the year"), "share"),
    "amount_cny": Column(_("Contract value"), "money"),
    "unpriced": Column(_("Of them without an amount"), "count"),
}
CLASSES = (
    (0.0, _("below 1%")),
    (0.01, _("1% to below 5%")),
    (0.05, _("5% to below 20%")),
    (0.2, _("20% to below 50%")),
    (0.5, _("50% and more")),
)
"""Where each colour begins, as a share of a holders' province, and its words in a key."""

ROW = 24
LARGEST = 20
"""How many flows the alt text lists."""


@figure(
    "transfer_flows",
    question=_("Who takes whose patents?"),
    columns=COLUMNS,
    indicators=("transfer_recordals",),
)
def draw_transfer_flows(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw a row a holders' province: where its recordals go, in percent of them."""
    words, flows = context.words, together(rows(frame))
    caption = _caption(flows, context)
    day = as_of_line(context)
    if not flows:
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    between = [flow for flow in flows if flow.province != flow.transferee][:LARGEST]
    parts = [_hover(flow, words) for flow in between]
    alt = words(
        "Table of recordals from province to province. {caption} The largest flows: {list}.",
        caption=caption,
        list=words.listing(parts),
    )
    return Drawing(_chart(matrix(flows), context), caption, alt, as_of=day)


def _chart(table: Matrix, context: Context) -> FinishedFigure:
    words, colours = context.words, context.colours
    names = [_name(column, words) for column in table.columns]
    ink = {"color": colours.ink, "size": 11}
    return chart(
        heat(_classes(table, context), size=11),
        context,
        barmode="overlay",
        bargap=0,
        height=ROW * len(table.rows) + 140,
        margin={"t": 8, "l": 8, "b": 40},
        legend={"title": {"text": words("Share of the row's recordals:")}},
        xaxis=columns(names, tickfont=ink),
        yaxis={
            "range": [len(table.rows) - 0.5, -0.5],
            "tickvals": list(range(len(table.rows))),
            "ticktext": [words.province(province) for province in table.rows],
            "tickfont": ink,
            "showgrid": False,
        },
    )


def _name(column: str, words: Words) -> str:
    return words("own province") if column == HOME else label(column, words)


def _classes(table: Matrix, context: Context) -> list[CellClass]:
    words = context.words
    groups: list[list[Cell]] = [[] for _ in CLASSES]
    for flow in table.cells:
        found = max(n for n, (low, _) in enumerate(CLASSES) if flow.share >= low)
        place = (table.columns.index(flow.transferee), table.rows.index(flow.province))
        face = words.share(flow.share, 0)
        groups[found].append(Cell(*place, face, _hover(flow, words)))
    filled = zip(context.colours.scale, groups, CLASSES, strict=True)
    return [CellClass(fill, tuple(group), words(key)) for fill, group, (_, key) in filled if group]


def _hover(flow: Flow, words: Words) -> str:
    given, taken = words.province(flow.province), _name(flow.transferee, words)
    numbers = f"{words.count(flow.recordals)} · {words.share(flow.share)}"
    return words("{what}: {numbers}", what=f"{given} → {taken}", numbers=numbers)


def _caption(flows: list[Flow], context: Context) -> str:
    words = context.words
    if not flows:
        return words("No transfer has been recorded in this selection since the plan began.")
    between = [
        flow for flow in flows if flow.transferee not in APART and flow.transferee != flow.province
    ]
    total = sum(flow.recordals for flow in flows)
    stays = sum(flow.recordals for flow in flows if flow.transferee == flow.province)
    kept = words(
        "{share} of {recordals} since {month} stay in the holder's province.",
        share=words.share(stays / total),
        recordals=words.n("{count} recordal", "{count} recordals", total),
        month=since(context),
    )
    if not between:
        return kept
    largest = words(
        "The largest flow between provinces runs from {province} to {transferee}: {recordals}.",
        province=words.province(between[0].province),
        transferee=words.province(between[0].transferee),
        recordals=words.n("{count} recordal", "{count} recordals", between[0].recordals),
    )
    return words.sentences(kept, largest)
