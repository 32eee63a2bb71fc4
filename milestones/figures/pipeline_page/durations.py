"""How long patents take from step to step: the median, and the half of them around it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.finished import FinishedFigure
from milestones.figures.labels import label, sentence_case
from milestones.figures.months import as_of_line
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import bar, chart, empty, scatter, texts
from milestones.words import Words, _

COLUMNS = {
    "step": Column(_("Step"), "code"),
    "patents": Column(_("Patents that took it"), "count"),
    "median": Column(_("Median days"), "count"),
    "first_quartile": Column(_("A quarter within (days)"), "count"),
    "third_quartile": Column(_("Three quarters within (days)"), "count"),
    "disordered": Column(_("Took it before the step it is counted from"), "count"),
}
ENDS = ("first_quartile", "third_quartile")
"""What a floating bar begins and ends at."""

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
    words, colours = context.words, context.colours
    taken = [(place, step) for place, step in enumerate(steps) if step.patents]
    bars = bar(
        x=[step.third_quartile - step.first_quartile for _, step in taken],
        base=[step.first_quartile for _, step in taken],
        y=[place for place, _ in taken],
        width=0.3,
        orientation="h",
        marker={"color": colours.soft},
        meta={"ends": [words(COLUMNS[end].header) for end in ENDS]},
        hovertext=[_hover(step, words) for _, step in taken],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    medians = scatter(
        name=words(COLUMNS["median"].header),
        x=[step.median for _, step in taken],
        y=[place for place, _ in taken],
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 24,
            "color": colours.main,
            "line": {"width": 4},
        },
        hoverinfo="skip",
    )
    names = texts(
        [0] * len(steps),
        [place - 0.4 for place in range(len(steps))],
        [_line(step, words) for step in steps],
    )
    return chart(
        [bars, medians, names],
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
    quarters = words(
        "A quarter within {first}, half within {median}, three quarters within {third} days",
        first=words.count(step.first_quartile),
        median=words.count(step.median),
        third=words.count(step.third_quartile),
    )
    of = words.n("{count} patent took this step", "{count} patents took this step", step.patents)
    return "<br>".join((name, quarters, of))


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
