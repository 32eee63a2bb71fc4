"""What drawing functions share: a figure with its template, axes in two languages, empty states."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, log10
from typing import Any

from milestones.charts.finished import FinishedFigure
from milestones.charts.plotly_renderer.template import TEMPLATES
from milestones.figures.context import Context
from milestones.words import Words

Layout = dict[str, Any]
Trace = dict[str, Any]
MONTH_TICKS = {"zh": "%-m月\n%Y年", "en": "%b\n%Y"}
DAY_IN_HOVER = {"zh": "%Y年%-m月%-d日", "en": "%-d %B %Y"}


def chart(traces: Iterable[Trace], context: Context, **layout: object) -> FinishedFigure:
    """Make a figure that names the template of its theme."""
    named = {"template": TEMPLATES[context.theme], **layout}
    return FinishedFigure({"data": list(traces), "layout": named})


def bar(**properties: object) -> Trace:
    """Make a trace of bars."""
    return {"type": "bar", **properties}


def row_bars(name: str, values: list[Any], width: float, colour: str) -> Trace:
    """Make a trace of lying bars, one a row from the top; pointed at, they say nothing."""
    return bar(
        name=name,
        x=values,
        y=list(range(len(values))),
        width=width,
        orientation="h",
        marker={"color": colour},
        hoverinfo="skip",
    )


def scatter(**properties: object) -> Trace:
    """Make a trace of lines, markers or texts."""
    return {"type": "scatter", **properties}


def texts(x: list[Any], y: list[Any], words: list[str], **properties: object) -> Trace:
    """Make a trace of texts to the right of their points, which nothing cuts off."""
    return scatter(
        **{"x": x, "y": y, "text": words, "mode": "text", "textposition": "middle right"},
        **{"cliponaxis": False, "hoverinfo": "skip", "showlegend": False},
        **properties,
    )


def telling_texts(
    x: list[Any], y: list[Any], words: list[str], hovers: list[str], **properties: object
) -> Trace:
    """Make such a trace of texts that say more when pointed at."""
    trace = texts(x, y, words, **properties)
    del trace["hoverinfo"]
    return {**trace, "hovertext": hovers, "hovertemplate": "%{hovertext}<extra></extra>"}


def empty(sentence: str, context: Context, height: int = 140) -> FinishedFigure:
    """Make a figure that says in words why there is nothing to draw."""
    note = {
        "text": wrapped(sentence, 44 if context.words.lang == "en" else 22),
        "showarrow": False,
        "font": {"size": 14, "color": context.colours.muted},
        **{"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"},
    }
    hidden = {"visible": False}
    return chart([], context, annotations=[note], xaxis=hidden, yaxis=hidden, height=height)


def wrapped(text: str, width: int) -> str:
    """Break a text into lines of about `width` letters; Chinese breaks anywhere."""
    if " " not in text:
        return "<br>".join(text[start : start + width] for start in range(0, len(text), width))
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def round_steps(top: float, most: int = 5) -> list[float]:
    """Give at most `most` round steps from 0 that reach `top`: 0, 500,000, 1,000,000, …"""
    if top <= 0:
        return [0.0, 1.0]
    raw = top / (most - 1)
    unit = 10.0 ** floor(log10(raw))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= raw)
    return [step * index for index in range(floor(top / step + 1e-9) + 2)][:most]


HEADROOM = 1.2
"""Room above the highest value, for the words of a target line."""


def count_axis(top: float, words: Words) -> Layout:
    """Lay out an axis of counts, its ticks in 万 in Chinese."""
    steps = [step for step in round_steps(top) if step == int(step) and step <= top]
    return {
        "range": [0, top * HEADROOM],
        "tickvals": steps,
        "ticktext": [words.count(int(step)) for step in steps],
    }


def percent_axis(top: float, words: Words) -> Layout:
    """Lay out an axis of percentages from 0."""
    steps = [step for step in round_steps(top) if step <= top]
    decimals = 0 if all(step == int(step) for step in steps) else 1
    return {
        "range": [0, top * HEADROOM],
        "tickvals": steps,
        "ticktext": [words.share(step / 100, decimals) for step in steps],
    }


def month_axis(words: Words) -> Layout:
    """Lay out an axis of days, its ticks as months in the language."""
    return {
        "type": "date",
        "tickformat": MONTH_TICKS[words.lang],
        "tickangle": 0,
        "nticks": 6,
        "showgrid": False,
    }
