"""In which field patents wait longest, after their assessment, for an enterprise's evaluation."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from milestones.charts.model import Category, Chart, Legend, Margins, Panel, empty_chart
from milestones.figures.field_rows import ROW_HEIGHT_PX, field_axis
from milestones.figures.quartiles import (
    QUARTILE_COLUMNS,
    day_axis,
    middle_halves,
    quartile_sentence,
)
from milestones.figures.registry import Column, Context, Drawing, Place, as_of_line, figure
from milestones.frames import records
from milestones.i18n import Locale, _

COLUMNS = {
    "field": Column(_("Technology field"), "field"),
    **QUARTILE_COLUMNS,
    "patents": Column(_("Patents evaluated"), "count"),
}
FEW_PATENTS = 30
"""A median of fewer patents than this is marked."""


class FieldWait(NamedTuple):
    """The days that one field's evaluated patents had waited."""

    field: int
    patents: int
    median: int
    first_quartile: int
    third_quartile: int


@figure(
    "field_waits",
    places=(Place("fields", "below", 2),),
    question=_("In which field do patents wait longest for an enterprise's evaluation?"),
    columns=COLUMNS,
    indicators=("due",),
)
def draw_field_waits(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the median and the middle half of the days, longest wait first, unknown last."""
    words, fields = context.words, records(frame, FieldWait)
    caption = _caption(fields, words)
    day = as_of_line(context)
    if not fields:
        return Drawing(empty_chart(caption), caption, caption, as_of=day)
    parts = [f"{words.field(field.field)} {_median_text(field, words)}" for field in fields]
    alt = words(
        "Bars of the days from assessment to evaluation by field, longest first. {list}.",
        list=words.listing(parts),
    )
    return Drawing(_chart(fields, words), caption, alt, as_of=day)


def _chart(fields: list[FieldWait], words: Locale) -> Chart:
    at = range(len(fields))
    hovers = [_hover(field, words) for field in fields]
    panel = Panel(
        x=day_axis(words),
        y=field_axis([_category(place, field, words) for place, field in enumerate(fields)]),
        series=(middle_halves(fields, at, hovers, 0.5, 16, words),),
    )
    margins = Margins(top=8, left=8, bottom=88)
    return Chart((panel,), ROW_HEIGHT_PX * len(fields) + 106, margins, Legend(is_shown=False))


def _category(place: int, field: FieldWait, words: Locale) -> Category:
    note = words("median {days}", days=words.count(field.median))
    mark = "*" if field.patents < FEW_PATENTS else ""
    return Category(place, words.field(field.field), note, mark=mark)


def _median_text(field: FieldWait, words: Locale) -> str:
    return words.n("{count} day", "{count} days", field.median)


def _hover(field: FieldWait, words: Locale) -> str:
    of = words.n("{count} patent evaluated", "{count} patents evaluated", field.patents)
    return "<br>".join((f"<b>{words.field(field.field)}</b>", quartile_sentence(field, words), of))


def _caption(fields: list[FieldWait], words: Locale) -> str:
    known = [field for field in fields if field.field and field.patents >= FEW_PATENTS]
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
    if any(field.patents < FEW_PATENTS for field in fields):
        note = words("* Fewer than {count} patents evaluated.", count=words.count(FEW_PATENTS))
    return words.sentences(first, tie if same else "", waiting, counted, note)
