"""Where returns and patent rows of one institution differ, by how much, and since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from html import escape
from typing import NamedTuple

import pandas as pd

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.labels import label
from milestones.figures.phrases import join_tied, largest_drawn_note, patents_not_told_apart
from milestones.figures.registry import Column, Context, Drawing, Facts, Place, figure
from milestones.figures.tables import localized_names
from milestones.frames import records
from milestones.i18n import Locale, _

COLUMNS = {
    "province": Column(_("Province"), "province"),
    "name": Column(_("Institution"), "name"),
    "institution_id": Column(_("Institution code"), "plain"),
    "measure": Column(_("What is compared"), "code"),
    "period": Column(_("Latest return"), "month"),
    "reported": Column(_("Reported"), "count"),
    "counted": Column(_("Patent rows give"), "count"),
    "difference": Column(_("Reported less counted"), "count"),
    "since": Column(_("Differs since"), "month"),
}
SHOWN_ROWS = 12
ROW_HEIGHT_PX = 42


class Comparison(NamedTuple):
    """What one institution's latest return says of one count; `since` is None where they agree."""

    institution_id: str
    own: str
    province: str
    measure: str
    period: date
    reported: int
    counted: int
    difference: int
    since: date | None


def prepare_differences(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Set the largest differences first, whichever way they go."""
    order = frame["difference"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def differing_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the rows in which return and patent rows differ."""
    return frame[frame["difference"] != 0]


@figure(
    "reconciliation",
    places=(Place("quality", "below", 4),),
    question=_("Where do returns and patent rows differ?"),
    columns=COLUMNS,
    prepare=prepare_differences,
    page_rows=differing_rows,
    indicators=("due",),
)
def draw_reconciliation(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the largest differences, one bar for each institution and count."""
    locale = context.locale
    frame = frame.assign(own=localized_names(frame, "name", locale))
    differing = records(differing_rows(frame), Comparison)
    caption = locale.sentences(*_sentences(frame, differing, context))
    if not differing:
        return Drawing.empty(caption)
    shown = differing[:SHOWN_ROWS]
    parts = [f"{row.own} {_numbers(row, locale)}" for row in shown]
    alt = locale(
        "Bar chart of the differences between returns and patent rows. {caption} In order: {list}.",
        caption=caption,
        list=locale.listing(parts),
    )
    return Drawing(_chart(shown, locale), caption, alt)


def _chart(shown: list[Comparison], locale: Locale) -> Chart:
    categories = tuple(
        Category(at, row.own, _numbers(row, locale), _hover(row, locale))
        for at, row in enumerate(shown)
    )
    bars = Bars(
        locale("difference"),
        tuple(range(len(shown))),
        tuple(abs(row.difference) for row in shown),
        "main",
        thickness=0.3,
        colours=tuple((at, "late") for at, row in enumerate(shown) if row.difference < 0),
    )
    panel = Panel(
        x=Axis(unit="count", is_shown=False),
        y=Axis("category", categories=categories),
        series=(bars,),
        names="above",
    )
    height = ROW_HEIGHT_PX * len(shown) + 60
    return Chart((panel,), height, Margins(top=4, bottom=28, left=4), Legend(is_shown=False))


def _numbers(row: Comparison, locale: Locale) -> str:
    return locale(
        "{measure} {difference} from {month}",
        measure=label(row.measure, locale),
        difference=locale.signed(row.difference),
        month=locale.month(row.since, short=True),
    )


def _hover(row: Comparison, locale: Locale) -> str:
    """Write what a bar says when pointed at; names come from files and are escaped."""
    return locale(
        "<b>{name}</b><br>{province} · {measure}<br>Return of {month}: {reported}<br>"
        "Patent rows: {counted}<br>Differs since {since}",
        name=escape(row.own, quote=False),
        province=locale.province(row.province),
        measure=label(row.measure, locale),
        month=locale.month(row.period),
        reported=locale.exact(row.reported),
        counted=locale.exact(row.counted),
        since=locale.month(row.since),
    )


def _sentences(frame: pd.DataFrame, differing: list[Comparison], context: Context) -> Iterator[str]:
    locale = context.locale
    compared = frame["institution_id"].nunique()
    apart = {row.institution_id for row in differing}
    if not compared:
        yield locale("No institution of this selection files returns beside patent rows.")
        return
    yield locale.n(
        "{count} institution files returns beside patent rows; {differing} differ in the latest.",
        "{count} institutions file returns beside patent rows; {differing} differ in the latest.",
        compared,
        differing=locale.count(len(apart)),
    )
    if differing:
        yield _most_sentence(differing, locale)
        if any(row.difference < 0 for row in differing[:SHOWN_ROWS]):
            yield locale("Two colours: the return says more, or less, than the patent rows.")
        yield largest_drawn_note(SHOWN_ROWS, len(differing), locale)
    yield patents_not_told_apart(context)


def _most_sentence(differing: list[Comparison], locale: Locale) -> str:
    places = {row.institution_id: row.province for row in differing}
    counts = Counter(places.values())
    most = max(counts.values())
    names = sorted(code for code, count in counts.items() if count == most)
    said = join_tied([locale.province(code) for code in names], locale)
    if len(names) == len(counts):
        return locale.n(
            "They lie in {names}, {count} in each.",
            "They lie in {names}, {count} in each.",
            most,
            names=said,
        )
    return locale.n(
        "Most lie in {names}: {count}.", "Most lie in {names}: {count}.", most, names=said
    )
