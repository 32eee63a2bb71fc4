"""In which field patents wait longest, after their assessment, for an enterprise's evaluation."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milestones.charts.finished import FinishedFigure
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing
from milestones.figures.fields.axis import in_order
from milestones.figures.months import as_of_line
from milestones.figures.quartiles import QUARTILES, medians, middle_halves, quarters
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import chart, empty, texts, wrapped
from milestones.words import Words, _

COLUMNS = {
    "field": Column(_("Technology field"), "field"),
    **QUARTILES,
    "patents": Column(_("Patents evaluated"), "count"),
}
FEW = 30
"""A median of fewer patents than this is marked."""


@figure(
    "field_waits",
    question=_("In which field do patents wait longest for an enterprise's evaluation?"),
    columns=COLUMNS,
    indicators=("due",),
)
def draw_field_waits(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the median and the middle half of the days, longest wait first, unknown last."""
    words, fields = context.words, rows(frame)
    caption = _caption(fields, words)
    day = as_of_line(context)
    if not fields:
        return Drawing(empty(caption, context), caption, caption, as_of=day)
    parts = [f"{words.field(field.field)} {_line(field, words)}" for field in fields]
    alt = words(
        "Bars of the days from assessment to evaluation by field, longest first. {list}.",
        list=words.listing(parts),
    )
    return Drawing(_chart(fields, context), caption, alt, as_of=day)


def _chart(fields: list[Any], context: Context) -> FinishedFigure:
    words = context.words
    marks = ("*" if field.patents < FEW else "" for field in fields)
    lines = in_order((field.field for field in fields), context, marks)
    places = [lines.places[field.field] for field in fields]
    hovers = [_hover(field, words) for field in fields]
    top = max(field.third_quartile for field in fields) or 1
    ends = texts(
        [field.third_quartile for field in fields],
        places,
        [f"\u00a0{words('median {days}', days=words.count(field.median))}" for field in fields],
        textfont={"size": 11},
    )
    return chart(
        [
            middle_halves(fields, places, 0.5, hovers, context),
            medians(fields, places, 16, context),
            ends,
        ],
        context,
        showlegend=False,
        height=lines.height + 106,
        margin={"t": 8, "l": 8, "b": 88},
        xaxis={
            "range": [0, top * 1.5],
            "nticks": 6,
            "title": {"text": wrapped(words("days (bar: the middle half; line: the median)"), 30)},
        },
        yaxis=lines.axis,
    )


def _line(field: Any, words: Words) -> str:
    return words.n("{count} day", "{count} days", field.median)


def _hover(field: Any, words: Words) -> str:
    of = words.n("{count} patent evaluated", "{count} patents evaluated", field.patents)
    return "<br>".join((f"<b>{words.field(field.field)}</b>", quarters(field, words), of))


def _caption(fields: list[Any], words: Words) -> str:
    known = [field for field in fields if field.field and field.patents >= FEW]
    known = known or [field for field in fields if field.field]
    waiting = words("Patents that still wait are not counted here.")
    counted = words("Patents that have since lapsed or left the pool are counted too.")
    if not known:
        return words("No patent of a known field has been evaluated in this selection.")
    longest, shortest = known[0], known[-1]
    same = sum(field.median == longest.median for field in known[1:])
    tie = words.n(
        "{count} more field has the same median.",
        "{count} more fields have the same median.",
        same,
    )
    first = words(
        "{field} waits longest: half of its patents evaluated had waited {median} or less.",
        field=words.field(longest.field),
        median=words.n("{count} day", "{count} days", longest.median),
    )
    if len(known) > 1:
        first = words(
            "{field} waits longest: half of its patents evaluated had waited {median} or less,"
            " against {least} in {other}.",
            field=words.field(longest.field),
            median=words.n("{count} day", "{count} days", longest.median),
            least=words.n("{count} day", "{count} days", shortest.median),
            other=words.field(shortest.field),
        )
    note = ""
    if any(field.patents < FEW for field in fields):
        note = words("* Fewer than {count} patents evaluated.", count=words.count(FEW))
    return words.sentences(first, tie if same else "", waiting, counted, note)
