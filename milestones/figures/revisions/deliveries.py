"""What came with each delivery: rows that were new, corrected, there already or rejected."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pandas as pd

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.quality.delivery_parts import received_line
from milestones.figures.registry import Column, Context, Drawing, Place, figure
from milestones.frames import records
from milestones.i18n import Locale, _

COLUMNS = {
    "delivery_no": Column(_("Delivery"), "count"),
    "received_on": Column(_("Received"), "date"),
    "note": Column(_("Note, the reason given"), "plain"),
    "files": Column(_("Files"), "count"),
    "rows_in": Column(_("Rows in"), "count"),
    "fresh": Column(_("New rows"), "count"),
    "corrected": Column(_("Rows that corrected"), "count"),
    "identical": Column(_("Rows there already"), "count"),
    "rejected": Column(_("Rows rejected"), "count"),
    "warnings": Column(_("Warnings"), "count"),
}
MAX_ROWS = 12
"""Deliveries that are drawn, the newest; the table lists all."""
ROW_HEIGHT_PX = 32


class DeliveryRows(NamedTuple):
    """A delivery and what became of its rows."""

    delivery_no: int
    received_on: date
    note: str
    files: int
    rows_in: int
    fresh: int
    corrected: int
    identical: int
    rejected: int


@figure(
    "deliveries",
    places=(Place("revisions", "below", 1),),
    question=_("What came with each delivery?"),
    columns=COLUMNS,
)
def draw_deliveries(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bar a delivery, the newest on top, in parts by what became of its rows."""
    locale, listed = context.locale, records(frame, DeliveryRows)
    parts = [f"{_name(row, locale)} {_counts(row, locale)}" for row in listed[:MAX_ROWS]]
    caption = locale.sentences(*_sentences(listed, locale))
    alt = locale(
        "Stacked bars, one a delivery, the newest first. {caption} {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(listed[:MAX_ROWS], locale), caption, alt, received_line(context))


def _chart(listed: list[DeliveryRows], locale: Locale) -> Chart:
    at = tuple(range(len(listed)))
    categories = tuple(
        Category(place, _name(row, locale), note=_row_end(row, locale))
        for place, row in enumerate(listed)
    )
    fates = (
        (locale("new"), "main", [row.fresh for row in listed]),
        (locale("corrected"), "late", [row.corrected for row in listed]),
        (locale("there already"), "soft", [row.identical for row in listed]),
        (locale("rejected"), "official", [row.rejected for row in listed]),
    )
    series = tuple(
        Bars(name, at, tuple(counts), colour, thickness=0.6) for name, colour, counts in fates
    )
    panel = Panel(
        Axis(unit="count", is_shown=False),
        Axis("category", categories=categories, letters=13),
        series,
        grouping="stacked",
    )
    height = 80 + ROW_HEIGHT_PX * len(listed)
    return Chart((panel,), height, Margins(top=30, bottom=28), Legend(is_in_order=True))


def _name(row: DeliveryRows, locale: Locale) -> str:
    day = locale.date(row.received_on, short=True)
    return locale("{number}. {day}", number=row.delivery_no, day=day)


def _row_end(row: DeliveryRows, locale: Locale) -> str:
    if not row.corrected:
        return locale.count(row.rows_in)
    counts = {"rows": locale.count(row.rows_in), "corrected": locale.count(row.corrected)}
    return locale("{rows} ({corrected} corrected)", **counts)


def _counts(row: DeliveryRows, locale: Locale) -> str:
    return locale(
        "{rows} rows = {fresh} new + {corrected} corrected + {identical} there already + "
        "{rejected} rejected",
        rows=locale.exact(row.rows_in),
        fresh=locale.exact(row.fresh),
        corrected=locale.exact(row.corrected),
        identical=locale.exact(row.identical),
        rejected=locale.exact(row.rejected),
    )


def _sentences(listed: list[DeliveryRows], locale: Locale) -> list[str]:
    newest = listed[0]
    said = [
        locale.n(
            "The newest delivery came on {day} in {count} file: {rows}.",
            "The newest delivery came on {day} in {count} files: {rows}.",
            newest.files,
            day=locale.date(newest.received_on),
            rows=_counts(newest, locale),
        ),
        locale("Its note: {note}.", note=newest.note.rstrip("。.")) if newest.note else "",
    ]
    if len(listed) > MAX_ROWS:
        said.append(
            locale(
                "Drawn: the newest {count} of {all}; the table lists all.",
                count=locale.count(MAX_ROWS),
                all=locale.count(len(listed)),
            )
        )
    return said
