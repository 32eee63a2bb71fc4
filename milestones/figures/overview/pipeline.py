"""How far patents come on the way from due to industrialized."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.finished import FinishedFigure
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import bar, chart, empty, texts
from milestones.words import Words, _

COLUMNS = {
    "stage": Column(_("Stage"), "code"),
    "patents": Column(_("Number of patents"), "count"),
    "patents_before": Column(_("Patents in the stage before"), "count"),
    "share": Column(_("Share of the stage before"), "share"),
}
STAGES = {
    "valid": "valid",
    "due": "due",
    "assessed": "assessed",
    "pooled": "pooled",
    "evaluated": "evaluated",
    "transferred": "evaluated_transferred",
    "industrialized": "transferred_industrialized",
}
"""The stages in their order, and the count of the patents in each that came through all before."""
APART = 2
"""Valid and due patents are not stages of one another; shares begin after them."""
ROW = 46
GAP = 0.35
"""How far valid patents stand apart, in rows."""


def prepare_stages(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Give one row a stage with the patents that stand in it on the last day of the frame."""
    last = frame.iloc[-1] if len(frame) else dict.fromkeys(STAGES.values(), 0)
    patents = [int(last[count]) for count in STAGES.values()]
    before = [None if step <= APART else patents[step - 2] for step in range(1, len(STAGES) + 1)]
    stages = pd.DataFrame(
        {
            "step": range(1, len(STAGES) + 1),
            "stage": list(STAGES),
            "patents": patents,
            "patents_before": pd.array(before, dtype="Int64"),
        }
    )
    known = stages["patents_before"].where(stages["patents_before"] > 0)
    return stages.assign(share=(stages["patents"] / known).astype("Float64"))


@figure(
    "pipeline",
    question=_("Where do patents get stuck?"),
    columns=COLUMNS,
    query="indicators",
    prepare=prepare_stages,
    indicators=("valid", "due"),
)
def draw_pipeline(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a stage, its words above it; valid patents stand apart."""
    words = context.words
    stages = rows(frame)
    caption = _caption(stages, words)
    if not any(stage.patents for stage in stages):
        return Drawing(empty(caption, context), caption, caption)
    parts = [
        words(
            "{stage}: {count}",
            stage=sentence_case(label(stage.stage, words)),
            count=words.count(stage.patents),
        )
        for stage in stages
    ]
    alt = words("Bar chart of the stages. {list}.", list=words.listing(parts))
    return Drawing(_chart(stages, context), caption, alt)


def _chart(stages: list[Any], context: Context) -> FinishedFigure:
    colours = context.colours
    places = [stage.step + (GAP if stage.step > 1 else 0) for stage in stages]
    lines = [_line(stage, context.words) for stage in stages]
    bars = bar(
        name=context.words(COLUMNS["patents"].header),
        x=[stage.patents for stage in stages],
        y=places,
        width=0.34,
        orientation="h",
        marker={"color": [colours.unknown, *[colours.main] * (len(stages) - 1)]},
        customdata=lines,
        hovertemplate="%{customdata}<extra></extra>",
    )
    return chart(
        [bars, texts([0] * len(lines), [place - 0.4 for place in places], lines)],
        context,
        showlegend=False,
        height=ROW * (len(stages) + 1) + 20,
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


def _caption(stages: list[Any], words: Words) -> str:
    patents = {stage.stage: stage.patents for stage in stages}
    steps = [stage for stage in stages if stage.share is not None]
    if not steps:
        return words("No patents are due for assessment in this selection.")
    narrow = min(steps, key=lambda stage: stage.share)
    return words(
        "Of {due} due, {assessed} are assessed and {industrialized} have come through every"
        " stage; the narrowest step leads to “{stage}”, where {share} of the stage before arrive.",
        due=words.n("{count} patent", "{count} patents", patents["due"]),
        assessed=words.count(patents["assessed"]),
        industrialized=words.count(patents["industrialized"]),
        stage=label(narrow.stage, words),
        share=words.share(narrow.share),
    )
