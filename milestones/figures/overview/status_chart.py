"""The bullet bars of the milestones: how much of each target was there at the deadline, and is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from milestones.figures.context import Context
from milestones.figures.finished import FinishedFigure
from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.verdict_words import target_of, value_of
from milestones.figures.shapes import Trace, bar, chart, scatter, texts
from milestones.figures.template import status_colour

ROW = 104


def status_chart(listed: list[Any], context: Context) -> FinishedFigure:
    """Draw one bar a milestone; its full length is the target, or all where there is none."""
    words, colours = context.words, context.colours
    on = words.date(context.as_of)
    is_over = any(row.is_verdict for row in listed)
    now = [row.value if row.is_verdict else None for row in listed]
    decided = [row.value_at_deadline if row.is_verdict else row.value for row in listed]
    decided_on = words("at the deadline") if is_over else on
    today = [row.value if is_over else None for row in listed]
    at_end = [row.value_at_deadline if row.is_verdict else None for row in listed]
    then = at_end if is_over else decided
    return chart(
        [
            _whole(listed, context),
            {**_bars(on, listed, now, colours.soft), "meta": {"values": today}},
            {**_bars(decided_on, listed, decided, colours.main), "meta": {"values": then}},
            _planned(listed, context),
            *_texts(listed, context),
        ],
        context,
        barmode="overlay",
        height=ROW * len(listed) + 56,
        margin={"t": 26, "l": 4, "r": 8, "b": 26},
        xaxis={"visible": False, "fixedrange": True, "range": [0, 1.02]},
        yaxis={"visible": False, "fixedrange": True, "range": [len(listed) - 0.56, -0.5]},
    )


def _part(row: Any, value: float | None) -> float | None:
    """Give the part of the target that a value makes up; without a target, the share itself."""
    return None if value is None else float(min(value / (row.target or 1.0), 1.02))


def _whole(listed: list[Any], context: Context) -> Trace:
    """Draw the length that stands for the target, or for all where there is none."""
    name = sentence_case(label("target", context.words))
    bars = _bars(name, listed, [row.target for row in listed], context.colours.grid)
    return {**bars, "showlegend": False, "x": [1.0] * len(listed)}


def _bars(name: str, listed: list[Any], values: list[float | None], colour: str) -> Trace:
    """Draw values as parts of their targets; the values themselves go along."""
    parts = [_part(row, value) for row, value in zip(listed, values, strict=True)]
    return bar(
        name=name,
        meta={"values": values},
        showlegend=any(parts),
        x=parts,
        y=list(range(len(parts))),
        width=0.15,
        orientation="h",
        marker={"color": colour},
        hoverinfo="skip",
    )


def _planned(listed: list[Any], context: Context) -> Trace:
    values = [None if row.is_verdict else row.planned for row in listed]
    planned = [_part(row, value) for row, value in zip(listed, values, strict=True)]
    name = context.words("planned by this day")
    line = {"color": context.colours.ink, "width": 3}
    return scatter(
        name=name,
        meta={"values": values},
        showlegend=any(planned),
        x=planned,
        y=list(range(len(planned))),
        mode="markers",
        marker={"symbol": "line-ns", "size": 14, "line": line},
        hovertemplate=f"{name}<extra></extra>",
        cliponaxis=False,
    )


def _texts(listed: list[Any], context: Context) -> Iterator[Trace]:
    words, colours = context.words, context.colours
    heads = [f"<b>{row.milestone} {label(row.indicator, words)}</b>" for row in listed]
    status = [f"<b>{sentence_case(label(row.status, words))}</b>" for row in listed]
    below = [f"{value_of(row, words)}<br>{target_of(row, words)}" for row in listed]
    tones: list[Any] = [status_colour(row.status, context.theme) for row in listed]
    for lines, shift, colour in (
        (heads, -0.4, colours.ink),
        (status, -0.2, tones),
        (below, 0.28, colours.muted),
    ):
        spots = [place + shift for place in range(len(listed))]
        font = {"size": 13, "color": colour}
        yield texts([0] * len(listed), spots, lines, textfont=font)
