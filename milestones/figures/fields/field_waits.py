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
    locale, fields = context.locale, records(frame, FieldWait)
    caption = _caption(fields, locale)
    day = as_of_line(context)
    if not fields:
        return Drawing(empty_chart(caption), caption, caption, as_of=day)
    parts = [f"{locale.field(field.field)} {_median_text(field, locale)}" for field in fields]
    alt = locale(
        "Bars of the days from assessment to evaluation by field, longest first. {list}.",
        list=locale.listing(parts),
    )
    return Drawing(_chart(fields, locale), caption, alt, as_of=day)


def _chart(fields: list[FieldWait], locale: Locale) -> Chart:
    at = range(len(fields))
    hovers = [_hover(field, locale) for field in fields]
    panel = Panel(
        x=day_axis(locale),
        y=field_axis([_category(place, field, locale) for place, field in enumerate(fields)]),
        series=(middle_halves(fields, at, hovers, 0.5, 16, locale),),
    )
    margins = Margins(top=8, left=8, bottom=88)
    return Chart((panel,), ROW_HEIGHT_PX * len(fields) + 106, margins, Legend(is_shown=False))


def _category(place: int, field: FieldWait, locale: Locale) -> Category:
    note = locale("median {days}", days=locale.count(field.median))
    mark = "*" if field.patents < FEW_PATENTS else ""
    return Category(place, locale.field(field.field), note, mark=mark)


def _median_text(field: FieldWait, locale: Locale) -> str:
    return locale.n("{count} day", "{count} days", field.median)


def _hover(field: FieldWait, locale: Locale) -> str:
    of = locale.n("{count} patent evaluated", "{count} patents evaluated", field.patents)
    return "<br>".join(
        (f"<b>{locale.field(field.field)}</b>", quartile_sentence(field, locale), of)
    )


def _caption(fields: list[FieldWait], locale: Locale) -> str:
    known = [field for field in fields if field.field and field.patents >= FEW_PATENTS]
    known = known or [field for field in fields if field.field]
    waiting = locale("Patents that still wait are not counted here.")
    counted = locale("Patents that have since lapsed or left the pool are counted too.")
    if not known:
        return locale("No patent of a known field has been evaluated in this selection.")
    longest, shortest = known[0], known[-1]
    same = sum(field.median == longest.median for field in known[1:])
    tie = locale.n(
        "{count} more field has the same median.",
        "{count} more fields have the same median.",
        same,
    )
    first = locale(
        "{field} waits longest: half of its patents evaluated had waited {median} or less.",
        field=locale.field(longest.field),
        median=locale.n("{count} day", "{count} days", longest.median),
    )
    if len(known) > 1:
        first = locale(
            "{field} waits longest: half of its patents evaluated had waited {median} or less,"
            " against {least} in {other}.",
            field=locale.field(longest.field),
            median=locale.n("{count} day", "{count} days", longest.median),
            least=locale.n("{count} day", "{count} days", shortest.median),
            other=locale.field(shortest.field),
        )
    note = ""
    if any(field.patents < FEW_PATENTS for field in fields):
        note = locale("* Fewer than {count} patents evaluated.", count=locale.count(FEW_PATENTS))
    return locale.sentences(first, tie if same else "", waiting, counted, note)
