"""What share of each province's transfers stays in the province."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.labels import label, sentence_case
from milestones.figures.months import as_of_line
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Trace, bar, chart, empty, texts
from milestones.figures.transfers.home_words import caption, hover, is_small, line
from milestones.words import Words, _

COLUMNS = {
    "province": Column(_("The holder's province"), "province"),
    "year": Column(_("Year"), "plain"),
    "recordals": Column(_("Recordals"), "count"),
    "home": Column(_("To the same province"), "count"),
    "home_share": Column(_("Share that stays"), "share"),
    "elsewhere": Column(_("To other provinces"), "count"),
    "abroad": Column(_("Abroad"), "count"),
    "unknown": Column(_("Transferee's province unknown"), "count"),
}
PARTS = ("home", "elsewhere", "abroad", "unknown")
ROW = 24
HEAD = 34
"""Pixels between the bars and the legend, where the figures beside the bars are named."""


def prepare_homes(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Sum each holders' province and year: recordals that stay, leave, go abroad, are unknown.

    The province with most recordals comes first, and of its years the newest.
    """
    sums: dict[tuple[str, int], dict[str, int]] = {}
    given: Counter[str] = Counter()
    columns = (frame[name].tolist() for name in ("province", "transferee", "year", "recordals"))
    for province, transferee, year, recordals in zip(*columns, strict=True):
        home = sums.setdefault((province, year), dict.fromkeys(PARTS, 0))
        home[_part(province, transferee)] += recordals
        given[province] += recordals
    order = sorted(sums, key=lambda key: (-given[key[0]], key[0], -key[1]))
    homes = pd.DataFrame([sums[key] for key in order], columns=list(PARTS))
    named = homes.assign(province=[code for code, _ in order], year=[year for _, year in order])
    return _with_share(named)[list(COLUMNS)]


def _with_share(homes: pd.DataFrame) -> pd.DataFrame:
    total = homes[list(PARTS)].sum(axis=1)
    return homes.assign(recordals=total, home_share=homes["home"] / total)


def _together(frame: pd.DataFrame) -> list[Any]:
    """Put the years of each province together, in the frame's order."""
    return rows(_with_share(frame.groupby("province", sort=False, as_index=False)[[*PARTS]].sum()))


def _part(province: str, transferee: str) -> str:
    if transferee == province:
        return "home"
    return transferee if transferee in PARTS else "elsewhere"


@figure(
    "transfer_homes",
    question=_("What share of a province's transfers stays in the province?"),
    columns=COLUMNS,
    query="transfer_flows",
    prepare=prepare_homes,
    indicators=("transfer_recordals",),
)
def draw_transfer_homes(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a province, all of it its recordals, and the part that stays in figures."""
    words, homes = context.words, _together(frame)
    told = caption(homes, rows(frame), context)
    day = as_of_line(context)
    if not homes:
        return Drawing(empty(told, context), told, told, as_of=day)
    parts = [f"{words.province(home.province)} {line(home, words)}" for home in homes]
    alt = words(
        "Bar chart of the share of recordals that stays in each province. {list}.",
        list=words.listing(parts),
    )
    return Drawing(_chart(homes, rows(frame), context), told, alt, as_of=day)


def _chart(homes: list[Any], years: list[Any], context: Context) -> FinishedFigure:
    words, colours = context.words, context.colours
    fills = (colours.main, colours.soft, colours.late, colours.unknown)
    places = list(range(len(homes)))
    hovers = [hover(home, years, words) for home in homes]
    traces = [
        _bars(part, homes, fill, hovers, words)
        for part, fill in zip(PARTS, fills, strict=True)
        if any(getattr(home, part) for home in homes)
    ]
    lines = [f"\u00a0{line(home, words)}" for home in homes]
    steps = [0.0, 0.5, 1.0]
    return chart(
        [*traces, texts([1.0] * len(homes), places, lines, textfont={"size": 11})],
        context,
        annotations=[_head(context)],
        barmode="stack",
        bargap=0.25,
        height=ROW * len(homes) + 130,
        margin={"t": 34, "l": 8},
        legend={"traceorder": "normal", "y": 1 + HEAD / (ROW * len(homes))},
        xaxis={
            "range": [0, 1.6],
            "tickvals": steps,
            "ticktext": [words.share(step, 0) for step in steps],
        },
        yaxis={
            "range": [len(homes) - 0.4, -0.6],
            "tickvals": places,
            "ticktext": [words.province(home.province) + "*" * is_small(home) for home in homes],
            "tickfont": {"color": colours.ink, "size": 11},
            "showgrid": False,
        },
    )


def _head(context: Context) -> dict[str, Any]:
    return {
        "text": context.words("stays ·<br>recordals"),
        **{"x": 1.0, "xref": "x", "xanchor": "left", "y": 1, "yref": "paper"},
        **{"yanchor": "bottom", "align": "left", "showarrow": False},
        "font": {"size": 11, "color": context.colours.muted},
    }


def _bars(part: str, homes: list[Any], fill: str, hovers: list[str], words: Words) -> Trace:
    names = {"home": words("To the same province"), "elsewhere": words("To other provinces")}
    return bar(
        name=names.get(part) or sentence_case(label(part, words)),
        x=[getattr(home, part) / home.recordals for home in homes],
        y=list(range(len(homes))),
        orientation="h",
        marker={"color": fill},
        hovertext=hovers,
        hovertemplate="%{hovertext}<extra></extra>",
    )
