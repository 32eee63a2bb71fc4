"""Counts of all deliveries of an edition, and of the newest among them, as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from milestones.charts.model import Axis, Bars, Category, Chart, Legend, Margins, Panel
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import patents_not_told_apart
from milestones.figures.registry import Context, Drawing
from milestones.i18n import Locale

ROW_HEIGHT_PX = 30


class Parts(NamedTuple):
    """A count of all deliveries of the edition, and the part that the newest of them brought."""

    whole: int
    newest: int


def count_parts(frame: pd.DataFrame, by: str, count: str) -> dict[str, Parts]:
    """Sum a count by the codes of a column, the largest first."""
    latest = frame[count].where(frame["is_newest"], 0)
    sums = pd.DataFrame({"code": frame[by], "whole": frame[count], "newest": latest})
    summed = (
        sums.groupby("code", as_index=False)
        .sum()
        .sort_values(["whole", "code"], ascending=[False, True])
    )
    return {
        str(code): Parts(int(whole), int(new))
        for code, whole, new in summed.itertuples(index=False)
    }


def draw_parts(
    groups: Mapping[str, Mapping[str, Parts]], alt_text: str, caption: str, context: Context
) -> Drawing:
    """Draw a bar for each code, below the name of its group; the group "" has none.

    `alt_text` is the alternative text, with places for the caption and the list of the bars.
    """
    locale, day = context.locale, received_line(context)
    parts = [part for group in groups.values() for part in group.values()]
    if not parts:
        return Drawing.empty(caption, day)
    rows = _rows(groups, locale)
    listed = locale.listing(f"{row.label} {row.note}" for row in rows if not row.is_heading)
    alt = locale(alt_text, caption=caption, list=listed)
    return Drawing(_chart(rows, parts, locale), caption, alt, day)


def _rows(groups: Mapping[str, Mapping[str, Parts]], locale: Locale) -> tuple[Category, ...]:
    rows = list[Category]()
    for heading, parts in groups.items():
        if heading:
            rows.append(Category(len(rows), sentence_case(label(heading, locale)), is_heading=True))
        for code, part in parts.items():
            name = sentence_case(label(code, locale))
            rows.append(Category(len(rows), name, numbers(part, locale)))
    return tuple(rows)


def numbers(part: Parts, locale: Locale) -> str:
    """Write the whole, and what is new of it."""
    if not part.newest:
        return locale.count(part.whole)
    counts = {"count": locale.count(part.whole), "new": locale.count(part.newest)}
    return locale("{count} ({new} new)", **counts)


def _chart(rows: Sequence[Category], parts: Sequence[Parts], locale: Locale) -> Chart:
    """Lay what is new over the whole; `parts` are those of the rows that are no heading."""
    at = tuple(row.at for row in rows if not row.is_heading)
    whole = tuple(part.whole for part in parts)
    newest = tuple(part.newest for part in parts)
    panel = Panel(
        x=Axis(unit="count", is_shown=False),
        y=Axis("category", categories=tuple(rows), letters=12),
        series=(
            Bars(locale("all deliveries"), at, whole, "soft", thickness=0.7),
            Bars(locale("newest delivery"), at, newest, "main", thickness=0.36),
        ),
        grouping="overlaid",
    )
    height = 80 + ROW_HEIGHT_PX * len(rows)
    return Chart((panel,), height, Margins(top=30, bottom=28), Legend(is_in_order=True))


def received_line(context: Context) -> str:
    """Say up to which day deliveries were received: findings belong to deliveries, not to days."""
    locale = context.locale
    day = locale.date(context.facts.edition.received_on)
    return locale("Deliveries received by {day}", day=day)


def whole_register_note(context: Context) -> str:
    """Say which choices do not hold for findings, and which leave out those of nobody known."""
    locale, chosen = context.locale, context.selection
    is_chosen = chosen.provinces or chosen.kinds or chosen.departments
    left_out = locale("Findings whose institution is not known are left out here.")
    day = locale("All deliveries are counted, whatever month is chosen.")
    return locale.sentences(
        left_out if is_chosen else "",
        day if chosen.as_of else "",
        patents_not_told_apart(context),
    )
