"""How many institutions have assessed all of their patents due, and how far the others are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from milestones.charts.axes import count_axis, with_high
from milestones.charts.model import (
    Axis,
    Bars,
    Category,
    Chart,
    Deadline,
    Legend,
    Margins,
    Panel,
)
from milestones.figures.institutions.institution_progress import (
    CountArray,
    assessed_by_month,
    assessment_milestone,
    course_days,
)
from milestones.figures.labels import BANDS, label, sentence_case
from milestones.figures.registry import (
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    figure,
)
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.progress.indicators import share_of
from milestones.selection import INSTITUTION_KINDS

ALL_ASSESSED = "band_all"
COLUMNS = {
    "day": Column(_("Day"), "date"),
    "kind": Column(_("Kind"), "code"),
    "band": Column(_("Part of the patents due"), "code"),
    "institutions": Column(_("Number of institutions"), "count"),
    "share": Column(_("Share of the institutions"), "share"),
}
MONTHS_HEIGHT_PX, KIND_HEIGHT_PX = 250, 46
DEADLINE_NAME_PX = 18
"""Pixels between the bars and the legend, where the deadline is named."""

BAR_WIDTH_DAYS = 25
"""Width of a month's bar, which ends on the day that it counts up to."""


class MonthCount(NamedTuple):
    """How many institutions had come so far by the end of a month."""

    day: date
    band: str
    institutions: int


class KindCount(NamedTuple):
    """How many institutions of a kind have come so far, and their share of the kind."""

    kind: str
    band: str
    institutions: int
    share: float


Row = TypeVar("Row", MonthCount, KindCount)


def prepare_completion(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Count the institutions of each kind by the part assessed, for each month, the last first."""
    bands, days, counted = list(BANDS), course_days(facts), []
    due = frame["due"].to_numpy()[:, None]
    placed = _band_numbers(assessed_by_month(frame, facts), due)
    for kind in INSTITUTION_KINDS:
        of_kind = placed[(frame["kind"] == kind).to_numpy() & (due[:, 0] > 0)]
        for number, band in enumerate(bands) if len(of_kind) else ():
            for day, count in zip(days, (of_kind == number).sum(axis=0).tolist(), strict=True):
                counted.append((day, kind, band, count, share_of(count, len(of_kind))))
    listed = pd.DataFrame(counted, columns=list(COLUMNS))
    return listed.sort_values("day", ascending=False, kind="stable", ignore_index=True)


def _band_numbers(assessed: CountArray, due: CountArray) -> CountArray:
    """Number the class of each state, in the order of the labels; compared in whole patents."""
    thresholds = (assessed > 0, assessed * 2 >= due, assessed * 10 >= due * 9, assessed == due)
    passed: CountArray = np.stack(thresholds).sum(axis=0)
    return passed


@figure(
    "institution_completion",
    places=(Place("institutions", "below", 2),),
    question=_("How many institutions have assessed all of their patents?"),
    columns=COLUMNS,
    query="institution_table",
    prepare=prepare_completion,
    indicators=("institution_completion",),
)
def draw_institution_completion(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw the institutions by the part they have assessed: by month, and by kind on the day."""
    locale = context.locale
    total = frame.groupby(["day", "band"])["institutions"].sum().reset_index()
    if not total["institutions"].any():
        return Drawing.empty(locale("No institution of this selection has patents due."))
    months = records(total.sort_values("day"), MonthCount)
    now = records(frame[frame["day"] == frame["day"].max()], KindCount)
    caption = _caption(_at_deadline(frame, context), now, context)
    return Drawing(_chart(months, now, context), caption, _alt(now, caption, locale))


def _at_deadline(frame: pd.DataFrame, context: Context) -> list[KindCount]:
    milestone = assessment_milestone(context.facts)
    if milestone is None or context.as_of <= milestone.deadline:
        return []
    return records(frame[frame["day"] == milestone.deadline], KindCount)


def _chart(months: list[MonthCount], now: list[KindCount], context: Context) -> Chart:
    below = KIND_HEIGHT_PX * len(_kinds(now)) + 20
    split = below / (MONTHS_HEIGHT_PX + below)
    by_month = _months_panel(months, _total(now), (split + 0.14, 1.0), context)
    by_kind = _kinds_panel(now, (0.0, split - 0.02), context.locale)
    return Chart(
        (by_month, by_kind),
        MONTHS_HEIGHT_PX + below + 96 + DEADLINE_NAME_PX,
        Margins(top=48 + DEADLINE_NAME_PX, bottom=30),
        Legend(is_in_order=True, above=DEADLINE_NAME_PX),
    )


def _kinds(now: list[KindCount]) -> list[str]:
    return list(dict.fromkeys(row.kind for row in now))


def _months_panel(
    months: list[MonthCount], top: int, part: tuple[float, float], context: Context
) -> Panel:
    """Give the stacked bars of the months, each of which ends on the day it counts up to."""
    locale = context.locale

    def bars(name: str, colour: str, mine: list[MonthCount]) -> Bars:
        counts = tuple(row.institutions for row in mine)
        hovers = tuple(_month_hover(row, locale) for row in mine)
        days = tuple(row.day for row in mine)
        return Bars(
            name, days, counts, colour, thickness=BAR_WIDTH_DAYS, hovers=hovers, is_edged=True
        )

    axis = with_high(count_axis(top, locale), top)
    stack = _stack(months, bars, locale)
    return Panel(Axis("time"), axis, stack, _deadline(context), grouping="stacked", part=part)


def _kinds_panel(now: list[KindCount], part: tuple[float, float], locale: Locale) -> Panel:
    """Give the stacked bars of the kinds of institution on the last day."""

    def bars(name: str, colour: str, mine: list[KindCount]) -> Bars:
        shares = tuple(row.share or 0 for row in mine)
        hovers = tuple(_kind_hover(row, locale) for row in mine)
        at = tuple(range(len(mine)))
        return Bars(name, at, shares, colour, thickness=0.34, hovers=hovers, is_edged=True)

    lines = (_kind_line(kind, now, locale) for kind in _kinds(now))
    categories = tuple(Category(place, line) for place, line in enumerate(lines))
    axis = Axis(unit="share", low=0, high=1, is_shown=False)
    rows = Axis("category", categories=categories)
    stack = _stack(now, bars, locale)
    return Panel(axis, rows, stack, grouping="stacked", names="above", part=part)


def _stack(
    rows: list[Row], bars: Callable[[str, str, list[Row]], Bars], locale: Locale
) -> tuple[Bars, ...]:
    """Give the bars of each class, the one that has all first."""
    stacked = []
    for step, band in enumerate(BANDS):
        mine = [row for row in rows if row.band == band]
        stacked.append(bars(sentence_case(label(band, locale)), f"scale.{step}", mine))
    return tuple(reversed(stacked))


def _deadline(context: Context) -> tuple[Deadline, ...]:
    milestone = assessment_milestone(context.facts)
    if milestone is None or context.as_of < milestone.deadline:
        return ()
    name = context.locale("deadline")
    return (Deadline(milestone.deadline, name, note=name, colour="official", width=1.5),)


def _caption(then: list[KindCount], now: list[KindCount], context: Context) -> str:
    """Say how many institutions are through on the day, and were at the deadline (`then`)."""
    locale = context.locale
    done, total = _done(now), _total(now)
    today = locale.n(
        "{done} of {count} institution with patents due has assessed all of them by {day}"
        " ({share}).",
        "{done} of {count} institutions with patents due have assessed all of them by {day}"
        " ({share}).",
        total,
        done=locale.count(done),
        share=locale.share(share_of(done, total)),
        day=locale.date(context.as_of),
    )
    if not then:
        return today
    share = locale.share(share_of(_done(then), total))
    before = locale(
        "At the deadline: {done} ({share}).", done=locale.count(_done(then)), share=share
    )
    return locale.sentences(today, before)


def _alt(now: list[KindCount], caption: str, locale: Locale) -> str:
    """Say the same for each kind of institution."""
    lines = [_kind_line(kind, now, locale) for kind in _kinds(now)]
    return locale(
        "Stacked bars of the institutions by the part of their patents that is assessed, by month "
        "and by kind. {caption} {list}.",
        caption=caption,
        list=locale.listing(lines),
    )


def _kind_line(kind: str, now: list[KindCount], locale: Locale) -> str:
    """Write how many institutions of a kind are through."""
    of_kind = [row for row in now if row.kind == kind]
    done, total = _done(of_kind), _total(of_kind)
    return locale(
        "{kind}: {done} of {total} done ({share})",
        kind=sentence_case(label(kind, locale)),
        done=locale.count(done),
        total=locale.count(total),
        share=locale.share(share_of(done, total)),
    )


def _month_hover(row: MonthCount, locale: Locale) -> str:
    """Write what a month's bar says when pointed at."""
    return locale(
        "<b>{band}</b><br>{day}<br>{institutions}",
        band=sentence_case(label(row.band, locale)),
        day=locale.date(row.day),
        institutions=_institutions(row.institutions, locale),
    )


def _kind_hover(row: KindCount, locale: Locale) -> str:
    """Write what a kind's bar says when pointed at."""
    return locale(
        "<b>{band}</b><br>{kind}<br>{institutions} ({share})",
        band=sentence_case(label(row.band, locale)),
        kind=sentence_case(label(row.kind, locale)),
        institutions=_institutions(row.institutions, locale),
        share=locale.share(row.share),
    )


def _institutions(number: int, locale: Locale) -> str:
    return locale.n("{count} institution", "{count} institutions", number)


def _done(listed: list[KindCount]) -> int:
    return sum(row.institutions for row in listed if row.band == ALL_ASSESSED)


def _total(listed: list[KindCount]) -> int:
    return sum(row.institutions for row in listed)
