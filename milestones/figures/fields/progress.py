"""How far each technology field has come: assessed, pooled and evaluated of what is due."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.fields.axis import FieldRows, by_sector
from milestones.figures.labels import label, sentence_case
from milestones.figures.months import as_of_line
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import Trace, bar, chart, empty, texts
from milestones.words import Words, _

COLUMNS = {
    "field": Column(_("Technology field"), "field"),
    "due": Column(_("Due for assessment"), "count"),
    "assessed": Column(_("Assessed"), "count"),
    "coverage": Column(_("Assessment coverage"), "share"),
    "open": Column(_("Still open"), "count"),
    "pooled": Column(_("Entered the pool"), "count"),
    "evaluated": Column(_("Evaluated by enterprises"), "count"),
    "valid": Column(_("Valid patents"), "count"),
    "industrialized": Column(_("Industrialized"), "count"),
    "industrialization_rate": Column(_("Industrialization rate"), "share"),
}
STAGES = ("assessed", "pooled", "evaluated")
UNKNOWN = 0
HEAD = 34
"""Pixels between the bars and the legend, where the figures beside the bars are named."""


@figure(
    "field_progress",
    question=_("How far has each technology field come?"),
    columns=COLUMNS,
    indicators=("assessment_coverage", "industrialization_rate"),
)
def draw_field_progress(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the stages of each field as bars of what is due, by sector, unknown last."""
    words, fields = context.words, rows(frame)
    caption = _caption(fields, words)
    day = as_of_line(context)
    if not any(field.due for field in fields):
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    parts = [f"{words.field(field.field)} {_numbers(field, words)}" for field in fields]
    alt = words(
        "Bar chart of the technology fields. {caption} Assessed of due, and industrialized of"
        " valid patents: {list}.",
        caption=caption,
        list=words.listing(parts),
    )
    return Drawing(_chart(fields, context), caption, alt, as_of=day)


def _chart(fields: list[Any], context: Context) -> FinishedFigure:
    words, colours = context.words, context.colours
    lines = by_sector((field.field for field in fields), context)
    fills = (colours.unknown, colours.soft, colours.main)
    traces = [
        _bars(fields, stage, width, fill, lines, context)
        for stage, width, fill in zip(STAGES, (0.7, 0.7, 0.36), fills, strict=True)
    ]
    ends = texts(
        [1.0] * len(fields),
        [lines.places[field.field] for field in fields],
        [f"\u00a0{_numbers(field, words)}" for field in fields],
        textfont={"size": 11},
    )
    steps = [0.0, 0.5, 1.0]
    return chart(
        [*traces, ends],
        context,
        barmode="overlay",
        height=lines.height + 110,
        margin={"t": 46, "l": 8, "b": 72},
        legend={"y": 1 + HEAD / lines.height},
        annotations=[_head(context)],
        xaxis={
            "range": [0, 1.6],
            "tickvals": steps,
            "ticktext": [words.share(step, 0) for step in steps],
            "title": {"text": words("of patents due")},
        },
        yaxis=lines.axis,
    )


def _head(context: Context) -> dict[str, Any]:
    return {
        "text": context.words("assessed ·<br>industrialized"),
        **{"x": 1.0, "xref": "x", "xanchor": "left", "y": 1, "yref": "paper"},
        **{"yanchor": "bottom", "align": "left", "showarrow": False},
        "font": {"size": 11, "color": context.colours.muted},
    }


def _bars(
    fields: list[Any], stage: str, width: float, fill: str, lines: FieldRows, context: Context
) -> Trace:
    words = context.words
    return bar(
        name=sentence_case(label(stage, words)),
        x=[getattr(field, stage) / field.due if field.due else 0 for field in fields],
        y=[lines.places[field.field] for field in fields],
        width=width,
        orientation="h",
        marker={"color": fill},
        hovertext=[_hover(field, words) for field in fields],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _numbers(field: Any, words: Words) -> str:
    return f"{words.share(field.coverage)} · {words.share(field.industrialization_rate)}"


def _hover(field: Any, words: Words) -> str:
    return words(
        "<b>{field}</b><br>Assessed {coverage}: {assessed} of {due} due, {open} still open<br>"
        "In the pool: {pooled}<br>Evaluated by enterprises: {evaluated}<br>"
        "Industrialized {rate}: {industrialized} of {valid} valid patents",
        field=words.field(field.field),
        coverage=words.share(field.coverage),
        assessed=words.count(field.assessed),
        due=words.count(field.due),
        open=words.count(field.open),
        pooled=words.count(field.pooled),
        evaluated=words.count(field.evaluated),
        rate=words.share(field.industrialization_rate),
        industrialized=words.count(field.industrialized),
        valid=words.count(field.valid),
    )


def _caption(fields: list[Any], words: Words) -> str:
    known = [field for field in fields if field.field != UNKNOWN and field.due]
    due = sum(field.due for field in fields)
    if not due:
        return words("No patents are due for assessment in this selection.")
    unknown = sum(field.due for field in fields if field.field == UNKNOWN)
    parts = [_range(known, words)] if known else []
    if unknown:
        parts.append(
            words.n(
                "For {count} patent due ({share}) the field is unknown: its classification is"
                " missing or stands in no field.",
                "For {count} patents due ({share}) the field is unknown: their classification is"
                " missing or stands in no field.",
                unknown,
                share=words.share(unknown / due),
            )
        )
    return words.sentences(*parts)


def _range(known: list[Any], words: Words) -> str:
    return words.sentences(_most_left(known, words), _most_industrialized(known, words))


def _most_left(known: list[Any], words: Words) -> str:
    still = max(known, key=lambda field: (field.open, -field.field))
    if not still.open:
        return words("No field has patents still open.")
    left = words.n(
        "{field} has most left to assess: {count} patent ({share} assessed).",
        "{field} has most left to assess: {count} patents ({share} assessed).",
        still.open,
        field=words.field(still.field),
        share=words.share(still.coverage),
    )
    return words.sentences(left, _alike(known, "open", still.open, words))


def _most_industrialized(known: list[Any], words: Words) -> str:
    best = max(known, key=lambda field: (field.industrialization_rate or 0, -field.field))
    rate = best.industrialization_rate
    if not rate:
        return words("No field has industrialized a patent yet.")
    most = words(
        "{field} has industrialized most, {share} of its valid patents.",
        field=words.field(best.field),
        share=words.share(rate),
    )
    return words.sentences(most, _alike(known, "industrialization_rate", rate, words))


def _alike(known: list[Any], column: str, value: float, words: Words) -> str:
    """Count the other fields that share the first place."""
    others = sum(getattr(field, column) == value for field in known) - 1
    same = words.n("{count} more field is level.", "{count} more fields are level.", others)
    return same if others else ""
