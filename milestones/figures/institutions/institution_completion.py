"""How many institutions have assessed all of their patents due, and how far the others are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from milestones.charts.axes import counts, up_to
from milestones.charts.model import (
    Axis,
    Bars,
    Category,
    Chart,
    Deadline,
    Legend,
    Margins,
    Panel,
    nothing,
)
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.institutions.completion_words import (
    ByKind,
    alt,
    caption,
    kind_line,
    month_hover,
    share_hover,
)
from milestones.figures.institutions.courses import assessed_by, days_of
from milestones.figures.institutions.institution_table import assessment
from milestones.figures.labels import BANDS, label, sentence_case
from milestones.figures.registry import Place, figure
from milestones.frames import records
from milestones.i18n import Locale, _
from milestones.selection import KINDS

COLUMNS = {
    "day": Column(_("Day"), "date"),
    "kind": Column(_("Kind"), "code"),
    "band": Column(_("Part of the patents due"), "code"),
    "institutions": Column(_("Number of institutions"), "count"),
    "share": Column(_("Share of the institutions"), "share"),
}
TOP, ROW = 250, 46
NAMED = 18
"""Pixels between the bars and the legend, where the deadline is named."""

DAYS_WIDE = 25
"""Width of a month's bar, which ends on the day that it counts up to."""


class Month(NamedTuple):
    """How many institutions had come so far by the end of a month."""

    day: date
    band: str
    institutions: int


def prepare_completion(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Count the institutions of each kind by the part assessed, for each month, the last first."""
    bands, days, counted = list(BANDS), days_of(facts), []
    due = frame["due"].to_numpy()[:, None]
    placed = _bands(assessed_by(frame, facts), due)
    for kind in KINDS:
        of_kind = placed[(frame["kind"] == kind).to_numpy() & (due[:, 0] > 0)]
        for number, band in enumerate(bands) if len(of_kind) else ():
            for day, count in zip(days, (of_kind == number).sum(axis=0).tolist(), strict=True):
                counted.append((day, kind, band, count, count / len(of_kind)))
    listed = pd.DataFrame(counted, columns=list(COLUMNS))
    return listed.sort_values("day", ascending=False, kind="stable", ignore_index=True)


def _bands(assessed: np.ndarray[Any, Any], due: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Number the class of each state, in the order of the labels; compared in whole patents."""
    thresholds = (assessed > 0, assessed * 2 >= due, assessed * 10 >= due * 9, assessed == due)
    passed: np.ndarray[Any, Any] = np.stack(thresholds).sum(axis=0)
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
    words = context.words
    total = frame.groupby(["day", "band"])["institutions"].sum().reset_index()
    if not total["institutions"].any():
        told = words("No institution of this selection has patents due.")
        return Drawing(nothing(told), told, told)
    months = records(total.sort_values("day"), Month)
    now = records(frame[frame["day"] == frame["day"].max()], ByKind)
    told = caption(_at_deadline(frame, context), now, context)
    return Drawing(_chart(months, now, context), told, alt(now, told, words))


def _at_deadline(frame: pd.DataFrame, context: Context) -> list[ByKind]:
    milestone = assessment(context.facts)
    if milestone is None or context.as_of <= milestone.deadline:
        return []
    return records(frame[frame["day"] == milestone.deadline], ByKind)


def _chart(months: list[Month], now: list[ByKind], context: Context) -> Chart:
    kinds = [kind for kind in KINDS if any(row.kind == kind for row in now)]
    below = ROW * len(kinds) + 20
    split = below / (TOP + below)
    by_month, by_kind = (
        _months(months, (split + 0.14, 1.0), context),
        _kinds(now, kinds, (0.0, split - 0.02), context.words),
    )
    return Chart(
        (by_month, by_kind),
        TOP + below + 96 + NAMED,
        Margins(top=48 + NAMED, bottom=30),
        Legend(is_in_order=True, above=NAMED),
    )


def _months(months: list[Month], part: tuple[float, float], context: Context) -> Panel:
    """Give the stacked bars of the months, each of which ends on the day it counts up to."""
    words = context.words
    sums = Counter[date]()
    for row in months:
        sums[row.day] += row.institutions
    top = max(sums.values())
    bars = []
    for step, band in _bands_from_all():
        mine = [row for row in months if row.band == band]
        bars.append(
            Bars(
                sentence_case(label(band, words)),
                tuple(row.day for row in mine),
                tuple(row.institutions for row in mine),
                f"scale.{step}",
                thickness=DAYS_WIDE,
                hovers=tuple(month_hover(row, words) for row in mine),
                is_edged=True,
            )
        )
    axis = up_to(counts(top, words), top)
    marks = _deadline(context)
    return Panel(Axis("time"), axis, tuple(bars), marks, grouping="stacked", part=part)


def _kinds(now: list[ByKind], kinds: list[str], part: tuple[float, float], words: Locale) -> Panel:
    """Give the stacked bars of the kinds of institution on the last day."""
    at, bars = tuple(range(len(kinds))), []
    for step, band in _bands_from_all():
        mine = {row.kind: row for row in now if row.band == band}
        rows = [mine[kind] for kind in kinds]
        bars.append(
            Bars(
                sentence_case(label(band, words)),
                at,
                tuple(row.share or 0 for row in rows),
                f"scale.{step}",
                thickness=0.34,
                hovers=tuple(share_hover(row, words) for row in rows),
                is_edged=True,
            )
        )
    lines = (kind_line(kind, now, words) for kind in kinds)
    categories = tuple(Category(place, line) for place, line in enumerate(lines))
    axis = Axis(unit="share", low=0, high=1, is_shown=False)
    rows_axis = Axis("category", categories=categories)
    return Panel(axis, rows_axis, tuple(bars), grouping="stacked", names="above", part=part)


def _bands_from_all() -> list[tuple[int, str]]:
    """Give the classes with the step of the scale of each, the one that has all first."""
    return list(enumerate(BANDS))[::-1]


def _deadline(context: Context) -> tuple[Deadline, ...]:
    milestone = assessment(context.facts)
    if milestone is None or context.as_of < milestone.deadline:
        return ()
    name = context.words("deadline")
    return (Deadline(milestone.deadline, name, note=name, colour="official", width=1.5),)
