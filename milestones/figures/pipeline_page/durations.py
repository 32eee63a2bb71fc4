"""How long patents take from step to step: the median, and the half of them around it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.labels import label, sentence_case
from milestones.figures.months import as_of_line
from milestones.figures.quartiles import QUARTILES, medians, middle_halves, quarters
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import chart, empty, texts
from milestones.words import Words, _

COLUMNS = {
    "step": Column(_("Step"), "code"),
    "patents": Column(_("Patents that took it"), "count"),
    **QUARTILES,
    "disordered": Column(_("Took it before the step it is counted from"), "count"),
}
ROW = 62


@figure(
    "stage_durations",
    question=_("How long does each step take?"),
    columns=COLUMNS,
    indicators=("due",),
)
def draw_stage_durations(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a step, from the first quartile to the third, with the median marked."""
    words, steps = context.words, rows(frame)
    caption = _caption(steps, words)
    day = as_of_line(context)
    if not any(step.patents for step in steps):
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    parts = [_plain(step, words) for step in steps if step.patents]
    alt = words("Bars of the days that each step takes. {list}.", list=words.listing(parts))
    return Drawing(_chart(steps, context), caption, alt, as_of=day)


def _chart(steps: list[Any], context: Context) -> FinishedFigure:
    words = context.words
    places = [place for place, step in enumerate(steps) if step.patents]
    taken = [steps[place] for place in places]
    hovers = [_hover(step, words) for step in taken]
    names = texts(
        [0] * len(steps),
        [place - 0.4 for place in range(len(steps))],
        [_line(step, words) for step in steps],
    )
    return chart(
        [
            middle_halves(taken, places, 0.3, hovers, context),
            medians(taken, places, 24, context),
            names,
        ],
        context,
        showlegend=False,
        height=ROW * len(steps) + 90,
        margin={"t": 4, "l": 4, "b": 72},
        xaxis={
            "rangemode": "tozero",
            "nticks": 6,
            "title": {"text": words("days (bar: the middle half; line: the median)")},
        },
        yaxis={"visible": False, "range": [len(steps) - 0.6, -0.7]},
    )


def _line(step: Any, words: Words) -> str:
    name = f"<b>{sentence_case(label(step.step, words))}</b>"
    if not step.patents:
        return words("{step}  nobody yet", step=name)
    return words(
        "{step}  {median} ({first} to {third})",
        step=name,
        median=words.n("{count} day", "{count} days", step.median),
        first=words.count(step.first_quartile),
        third=words.count(step.third_quartile),
    )


def _plain(step: Any, words: Words) -> str:
    return words(
        "{step}: median {median}, half of the patents between {first} and {third}",
        step=label(step.step, words),
        median=words.n("{count} day", "{count} days", step.median),
        first=words.count(step.first_quartile),
        third=words.count(step.third_quartile),
    )


def _hover(step: Any, words: Words) -> str:
    name = f"<b>{sentence_case(label(step.step, words))}</b>"
    of = words.n("{count} patent took this step", "{count} patents took this step", step.patents)
    return "<br>".join((name, quarters(step, words), of))


def _caption(steps: list[Any], words: Words) -> str:
    taken = [step for step in steps if step.patents]
    if not taken:
        return words("No patent of this selection has taken a step yet.")
    slow = max(taken, key=lambda step: step.median)
    longest = words(
        "The longest step is “{step}”: half of those that took it needed {median} or less.",
        step=label(slow.step, words),
        median=words.n("{count} day", "{count} days", slow.median),
    )
    apart = sum(step.disordered for step in steps)
    waiting = words("Patents that still wait are not counted here.")
    counted = words("Patents that have since lapsed or left the pool are counted too.")
    if not apart:
        return words.sentences(longest, waiting, counted)
    disordered = words.n(
        "{count} step taken before the one it is counted from is left out.",
        "{count} steps taken before the one they are counted from are left out.",
        apart,
    )
    return words.sentences(longest, waiting, counted, disordered)
