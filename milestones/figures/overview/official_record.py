"""What the authorities themselves published on each milestone: real figures, never joined."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from milestones.charts.model import Axis, Category, Chart, Deadline, Legend, Margins, Panel, Points
from milestones.figures.labels import label, sentence_case
from milestones.figures.registry import Column, Context, Drawing, Place, figure
from milestones.frames import Held, IdentityKey, records
from milestones.i18n import Locale, _
from milestones.plan import Milestone, Plan
from milestones.progress.lag import milestone_for_indicator

COLUMNS = {
    "milestone": Column(_("Milestone"), "code"),
    "indicator": Column(_("What was counted"), "code"),
    "scope": Column(_("Whose"), "code"),
    "universe": Column(_("Of which patents"), "code"),
    "as_of": Column(_("As of"), "date"),
    "bound": Column(_("Bound"), "code"),
    "value": Column(_("Value"), "number"),
    "unit": Column(_("Unit"), "code"),
    "source": Column(_("Source"), "text"),
    "published_on": Column(_("Published on"), "plain"),
    "note": Column(_("Note"), "text"),
    "url": Column(_("Address"), "plain"),
}
BOUND_TEXTS = {"more than": _("over {value}"), "approx": _("about {value}")}
ROW_HEIGHT_PX, HEADING_ROWS = 46, 1.25
"""Height of a row in pixels, and of a milestone's heading in rows."""
MONTHS_PART = 0.06
"""Part of the height that the months under a panel take."""
MAX_DAYS_BY_MONTH = 900
"""Days below which the axis names months, else years."""


class PublishedFigure(NamedTuple):
    """One published figure: what was counted, whose, of what, on which day, and by whom told."""

    milestone: str
    series: str
    indicator: str
    scope: str
    universe: str
    as_of: date
    value: float
    unit: str
    bound: str | None
    is_complete: bool
    source: str
    note: str | None


@figure(
    "official_record",
    places=(Place("overview", "below", 4),),
    question=_("What have the authorities published?"),
    columns=COLUMNS,
    is_official=True,
)
def draw_official_record(rows: Held, context: Context) -> Drawing:
    """Draw one line a series, so that no two universes are ever joined; each row names its own."""
    facts = context.facts
    return _drawing(IdentityKey(rows), facts.plan, facts.edition.synthetic, context.locale)


@lru_cache(maxsize=8)
def _drawing(
    held: IdentityKey[Held], plan: Plan, is_beside_synthetic: bool, locale: Locale
) -> Drawing:
    """Draw it once for all selections, as none of them matters here."""
    listed = records(held.held, PublishedFigure)
    groups = [list(group) for _name, group in groupby(listed, key=lambda row: row.milestone)]
    heights = [len({row.series for row in group}) + HEADING_ROWS for group in groups]
    panels, top = [], 1.0
    for group, height in zip(groups, heights, strict=True):
        bottom = max(round(top - height / sum(heights), 6), 0.0)
        panels.append(_panel(group, (bottom, top), plan, locale))
        top = bottom
    margins = Margins(top=6, right=8, bottom=44, left=4)
    size = round(ROW_HEIGHT_PX * sum(heights)) + 50
    chart = Chart(tuple(panels), size, margins, Legend(is_shown=False))
    newest = locale.date(max(row.as_of for row in listed))
    as_of = locale("Published figures up to {day}", day=newest)
    synthetic = locale("These are real figures, beside a synthetic register.")
    caption = locale.sentences(
        _caption(listed, plan, locale), synthetic if is_beside_synthetic else ""
    )
    return Drawing(chart, caption, _alt(listed, locale), as_of)


def _panel(
    rows: list[PublishedFigure], part: tuple[float, float], plan: Plan, locale: Locale
) -> Panel:
    """Give the panel of a milestone on its part of the figure's height."""
    milestone = milestone_for_indicator(rows[0].milestone, plan)
    heading: tuple[str, ...] = (label(rows[0].milestone, locale),)
    if milestone is not None:
        day = locale("deadline {day}", day=locale.date(milestone.deadline, short=True))
        heading = f"{milestone.id} {milestone.name.in_(locale.lang)}", day
    firsts = {row.series: row for row in reversed(rows)}
    names = list(reversed(firsts))
    categories = (Category(at, _series_name(firsts[name], locale)) for at, name in enumerate(names))
    first, last = _day_span(rows, milestone)
    points = Points(
        name="",
        at=tuple(row.as_of for row in rows),
        values=tuple(names.index(row.series) for row in rows),
        colour="official",
        size=10,
        labels=tuple(_value_text(row, locale) for row in rows),
        hovers=tuple(_hover(row, locale) for row in rows),
    )
    return Panel(
        x=Axis("time", low=first, high=last, is_by_year=(last - first).days >= MAX_DAYS_BY_MONTH),
        y=Axis("category", categories=tuple(categories)),
        series=(points,),
        marks=() if milestone is None else (Deadline(milestone.deadline, locale("deadline")),),
        heading=heading,
        names="above",
        part=(part[0] + (MONTHS_PART if part[0] else 0), part[1]),
    )


def _day_span(rows: list[PublishedFigure], milestone: Milestone | None) -> tuple[date, date]:
    known = [row.as_of for row in rows]
    if milestone is not None:
        known += [milestone.deadline, *(point.on for point in milestone.points)]
    edge = (max(known) - min(known)) * 0.03
    return min(known) - edge, max(known) + edge


def _series_name(row: PublishedFigure, locale: Locale) -> str:
    """Name a series by what was counted, whose it is, and of which patents."""
    what = sentence_case(label(row.indicator, locale))
    whose = label(row.scope, locale)
    if row.universe == row.unit:
        return locale("{what} ({whose})", what=what, whose=whose)
    of = label(row.universe, locale)
    return locale("{what} ({whose}, {of})", what=what, whose=whose, of=of)


def _value_text(row: PublishedFigure, locale: Locale) -> str:
    """Write a published value with its bound, as it was published."""
    number = locale.count(row.value)
    if row.unit == "percent":
        number = locale.share(row.value / 100, 0 if row.bound else 1)
    if row.is_complete:
        return locale("{value} (complete)", value=number)
    return locale(BOUND_TEXTS[row.bound], value=number) if row.bound else number


def _hover(row: PublishedFigure, locale: Locale) -> str:
    """Write what a point says when pointed at: value, series, day, source, note."""
    return "<br>".join(
        (
            f"<b>{_value_text(row, locale)}</b>",
            _series_name(row, locale),
            locale.date(row.as_of),
            locale("Source: {source}", source=locale(row.source)),
            *([locale(row.note)] if row.note else []),
        )
    )


def _caption(listed: list[PublishedFigure], plan: Plan, locale: Locale) -> str:
    """Say when the assessment was declared complete, and how long before the deadline."""
    milestone = milestone_for_indicator("assessment_coverage", plan)
    complete = [row for row in listed if row.is_complete]
    first = locale("What was published on the milestones, each figure with its own universe.")
    if complete and milestone is not None:
        last = complete[-1]
        first = locale(
            "The authorities declared the assessment complete on {day}, with {count} patents,"
            " at least {days} before the deadline.",
            day=locale.date(last.as_of),
            count=locale.count(last.value),
            days=locale.n("{count} day", "{count} days", (milestone.deadline - last.as_of).days),
        )
    return first


def _alt(listed: list[PublishedFigure], locale: Locale) -> str:
    """List every published figure."""
    parts = [
        locale(
            "{series}: {value} on {day}",
            series=_series_name(row, locale),
            value=_value_text(row, locale),
            day=locale.date(row.as_of),
        )
        for row in listed
    ]
    return locale("Published figures in time order. {list}.", list=locale.listing(parts))
