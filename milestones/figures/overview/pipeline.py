"""How far patents come on the way from due to industrialized."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import chart, empty
from milestones.words import Words, _

COLUMNS = {
    "stage": Column(_("Stage"), "code"),
    "patents": Column(_("Number of patents"), "count"),
    "patents_before": Column(_("Patents in the stage before"), "count"),
    "share": Column(_("Share of the stage before"), "share"),
}
ROW = 46
BAR = 0.34


@figure("pipeline", question=_("Where do patents get stuck?"), columns=COLUMNS)
def draw_pipeline(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a stage, its words above it; valid patents stand apart."""
    words = context.words
    caption = _caption(frame, words)
    if not frame["patents"].any():
        return Drawing(empty(caption, context), caption, caption)
    lines = [_line(stage, words) for stage in rows(frame)]
    places = [step + (0.0 if step == 1 else 0.35) for step in frame["step"]]
    colours = [context.colours.unknown, *[context.colours.main] * (len(frame) - 1)]
    bars = go.Bar(
        x=frame["patents"].tolist(),
        y=places,
        width=BAR,
        orientation="h",
        marker={"color": colours},
        customdata=lines,
        hovertemplate="%{customdata}<extra></extra>",
    )
    return Drawing(_chart(bars, places, lines, context), caption, _alt(frame, words))


def _chart(bars: go.Bar, places: list[float], lines: list[str], context: Context) -> go.Figure:
    above = go.Scatter(
        x=[0] * len(lines),
        y=[place - 0.4 for place in places],
        text=lines,
        mode="text",
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
    return chart(
        [bars, above],
        context,
        showlegend=False,
        height=ROW * (len(lines) + 1) + 20,
        margin={"t": 4, "l": 4, "b": 30},
        xaxis={"visible": False, "rangemode": "tozero"},
        yaxis={"visible": False, "range": [places[-1] + 0.4, places[0] - 0.7]},
    )


def _line(stage: Any, words: Words) -> str:
    name = sentence_case(label(stage.stage, words))
    text = f"<b>{name}</b>  {words.count(stage.patents)}"
    if stage.share is None:
        return text
    share = words.share(stage.share)
    if stage.stage == "assessed":
        share = words("{share} of the stage before", share=share)
    return f"{text} · {share}"


def _caption(frame: pd.DataFrame, words: Words) -> str:
    patents = frame.set_index("stage")["patents"]
    steps = frame[frame["share"].notna()]
    if patents["due"] == 0:
        return words("No patents are due for assessment in this selection.")
    narrow = rows(steps.sort_values("share", kind="stable"))[0]
    return words(
        "Of {due} due, {assessed} are assessed and {industrialized} have come through every"
        " stage; the narrowest step leads to “{stage}”, where {share} of the stage before arrive.",
        due=words.n("{count} patent", "{count} patents", int(patents["due"])),
        assessed=words.count(patents["assessed"]),
        industrialized=words.count(patents["industrialized"]),
        stage=label(narrow.stage, words),
        share=words.share(narrow.share),
    )


def _alt(frame: pd.DataFrame, words: Words) -> str:
    parts = [
        words("{stage}: {count}", stage=label(stage, words), count=words.count(patents))
        for stage, patents in zip(frame["stage"], frame["patents"], strict=True)
    ]
    return words("Bar chart of the stages. {list}.", list=words.listing(parts))
