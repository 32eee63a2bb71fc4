"""In which way the holders of pooled patents want to part with them."""

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
from milestones.figures.shapes import bar, chart, empty, texts
from milestones.words import Words, _

COLUMNS = {
    "mode": Column(_("Way of transfer"), "code"),
    "patents": Column(_("Patents in the pool"), "count"),
    "share": Column(_("Share of the pool"), "share"),
}
ROW = 46


@figure(
    "willingness",
    question=_("In which way are holders willing to transfer?"),
    columns=COLUMNS,
    indicators=("pool_share",),
)
def draw_willingness(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a way, and what is unknown as unknown."""
    words, modes = context.words, rows(frame)
    caption = _caption(modes, words)
    day = as_of_line(context)
    if not any(mode.patents for mode in modes):
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    parts = [
        words(
            "{mode} {share} ({count})",
            mode=label(mode.mode, words),
            share=words.share(mode.share or 0),
            count=words.count(mode.patents),
        )
        for mode in modes
    ]
    alt = words(
        "Bar chart of the ways in which holders are willing to transfer. {list}.",
        list=words.listing(parts),
    )
    return Drawing(_chart(modes, context), caption, alt, as_of=day)


def _chart(modes: list[Any], context: Context) -> FinishedFigure:
    colours = context.colours
    lines = [_line(mode, context.words) for mode in modes]
    places = list(range(len(modes)))
    is_known = [mode.mode != "unknown" for mode in modes]
    bars = bar(
        name=context.words(COLUMNS["patents"].header),
        x=[mode.patents for mode in modes],
        y=places,
        width=0.34,
        orientation="h",
        marker={"color": [colours.main if known else colours.unknown for known in is_known]},
        hovertext=lines,
        hovertemplate="%{hovertext}<extra></extra>",
    )
    return chart(
        [bars, texts([0] * len(lines), [place - 0.4 for place in places], lines)],
        context,
        showlegend=False,
        height=ROW * len(modes) + 50,
        margin={"t": 4, "l": 4, "b": 30},
        xaxis={"visible": False, "rangemode": "tozero"},
        yaxis={"visible": False, "range": [len(modes) - 0.6, -0.7]},
    )


def _line(mode: Any, words: Words) -> str:
    name = sentence_case(label(mode.mode, words))
    return f"<b>{name}</b>  {words.count(mode.patents)} · {words.share(mode.share or 0)}"


def _caption(modes: list[Any], words: Words) -> str:
    known = [mode for mode in modes if mode.mode != "unknown" and mode.patents]
    unknown = sum(mode.patents for mode in modes if mode.mode == "unknown")
    total = sum(mode.patents for mode in modes)
    if not total:
        return words("No patent of this selection is in the pool.")
    count = words.n("{count} patent", "{count} patents", total)
    if not known:
        return words("Of {patents} in the pool no holder has named a way.", patents=count)
    first = words(
        "Of {patents} in the pool most are meant for “{mode}” ({share}).",
        patents=count,
        mode=label(known[0].mode, words),
        share=words.share(known[0].share),
    )
    if not unknown:
        return first
    rest = words.n(
        "For {count} patent ({share}) the holder's will is unknown.",
        "For {count} patents ({share}) the holder's will is unknown.",
        unknown,
        share=words.share(unknown / total),
    )
    return words.sentences(first, rest)
