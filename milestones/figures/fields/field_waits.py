"""In which field patents wait longest, after their assessment, for an enterprise's evaluation."""

from __future__ import annotations

import pandas as pd

from milestones.charts.model import Category, Chart, Legend, Margins, Panel
from milestones.figures.field_rows import ROW_HEIGHT_PX, field_axis
from milestones.figures.phrases import join_tied
from milestones.figures.quartiles import (
    QUARTILE_COLUMNS,
    DayQuartiles,
    day_axis,
    days_text,
    middle_halves,
    quartile_sentence,
)
from milestones.figures.registry import Column, Context, Drawing, Place, as_of_line, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.progress.indicators import LEAST_DENOMINATOR, comparable, is_small
from milestones.selection import UNKNOWN_FIELD

COLUMNS = {
    "field": Column(_("Technology field"), "field"),
    **QUARTILE_COLUMNS,
    "patents": Column(_("Patents evaluated"), "count"),
}


@figure(
    "field_waits",
    places=(Place("fields", "below", 2),),
    question=_("In which field do patents wait longest for an enterprise's evaluation?"),
    columns=COLUMNS,
    indicators=("due",),
)
def draw_field_waits(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the median and the middle half of the days, longest wait first, unknown last."""
    locale = context.locale
    waits = dict(zip(frame["field"].tolist(), records(frame, DayQuartiles), strict=True))
    caption = _caption(waits, locale)
    day = as_of_line(context)
    if not waits:
        return Drawing.empty(caption, day)
    parts = [
        f"{locale.field(field)} {days_text(wait.median, locale)}" for field, wait in waits.items()
    ]
    alt = locale(
        "Bars of the days from assessment to evaluation by field, longest first. {list}.",
        list=locale.listing(parts),
    )
    return Drawing(_chart(waits, locale), caption, alt, day)


def _chart(waits: dict[int, DayQuartiles], locale: Locale) -> Chart:
    at = range(len(waits))
    hovers = [_hover(field, wait, locale) for field, wait in waits.items()]
    rows = [_category(place, *wait, locale) for place, wait in enumerate(waits.items())]
    panel = Panel(
        x=day_axis(locale),
        y=field_axis(rows),
        series=(middle_halves([*waits.values()], at, hovers, 0.5, 16, locale),),
    )
    margins = Margins(top=8, left=8, bottom=88)
    return Chart((panel,), ROW_HEIGHT_PX * len(waits) + 106, margins, Legend(is_shown=False))


def _category(place: int, field: int, wait: DayQuartiles, locale: Locale) -> Category:
    note = locale("median {days}", days=locale.count(wait.median))
    return Category(place, locale.field(field), note, mark="*" if is_small(wait.patents) else "")


def _hover(field: int, wait: DayQuartiles, locale: Locale) -> str:
    of = locale.n("{count} patent evaluated", "{count} patents evaluated", wait.patents)
    return "<br>".join((f"<b>{locale.field(field)}</b>", quartile_sentence(wait, locale), of))


def _caption(waits: dict[int, DayQuartiles], locale: Locale) -> str:
    of_fields = {field: wait for field, wait in waits.items() if field != UNKNOWN_FIELD}
    known = dict(comparable(of_fields.items(), lambda each: each[1].patents))
    if not known:
        return locale("No patent of a known field has been evaluated in this selection.")
    (longest, most), *others = known.items()
    same = [locale.field(field) for field, wait in others if wait.median == most.median]
    facts = {"field": locale.field(longest), "median": days_text(most.median, locale)}
    if others:
        shortest, least = others[-1]
        first = locale(
            "{field} waits longest: half of its patents evaluated had waited {median} or less,"
            " against {least} in {other}.",
            least=days_text(least.median, locale),
            other=locale.field(shortest),
            **facts,
        )
    else:
        first = locale(
            "{field} waits longest: half of its patents evaluated had waited {median} or less.",
            **facts,
        )
    note = locale("* Fewer than {count} patents evaluated.", count=locale.count(LEAST_DENOMINATOR))
    return locale.sentences(
        first,
        locale("The same median: {names}.", names=join_tied(same, locale)) if same else "",
        locale("Patents that still wait are not counted here."),
        locale("Patents that have since lapsed or left the pool are counted too."),
        note if any(is_small(wait.patents) for wait in waits.values()) else "",
    )
