"""What has changed since the previous edition: the same query on both, set side by side."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from milestones.charts.model import Axis, Chart, Gauge, GaugeBar, Gauges, Margins, Panel
from milestones.figures.labels import label
from milestones.figures.registry import (
    OF_THE_CHOSEN,
    Column,
    Context,
    Drawing,
    Facts,
    Place,
    figure,
)
from milestones.frames import Held, Rows, records
from milestones.i18n import Locale, _
from milestones.progress.counts import indicator_rows
from milestones.progress.indicators import BY_ID, INDICATORS, Indicator, indicator_value

COLUMNS = {
    "indicator": Column(_("Indicator"), "code"),
    "unit": Column(_("Unit"), "code"),
    "before": Column(_("Previous edition"), "number"),
    "value": Column(_("This edition"), "number"),
    "difference": Column(_("Difference"), "number"),
    "as_of_before": Column(_("Previous edition, as of"), "date"),
    "as_of": Column(_("This edition, as of"), "date"),
}
ROW_HEIGHT_PX = 44


class IndicatorChange(NamedTuple):
    """One indicator in both editions, and until when each counts it."""

    indicator: str
    unit: str
    before: float | None
    value: float | None
    difference: float | None
    as_of_before: date
    as_of: date


def prepare_changes(rows: Rows, facts: Facts) -> Rows:
    """Give one row an indicator: both values and their difference; shares are in percent."""
    counts = {row[-1]: dict(zip(rows.names, row, strict=True)) for row in rows.rows}
    as_of, earlier = facts.as_of, facts.previous_as_of
    if "previous" not in counts or earlier is None:
        return Rows(IndicatorChange._fields, [])
    listed = []
    for indicator in INDICATORS:
        value = _in_units(indicator, counts["current"], as_of)
        before = _in_units(indicator, counts["previous"], earlier)
        difference = None if value is None or before is None else value - before
        unit = "percent" if indicator.unit == "share" else indicator.unit
        change = IndicatorChange(indicator.id, unit, before, value, difference, earlier, as_of)
        listed.append(change)
    return Rows.of(IndicatorChange, listed)


def _in_units(indicator: Indicator, counts: dict[str, Any], day: date) -> float | None:
    value = indicator_value(indicator, counts, day).value
    if value is None:
        return None
    return float(value) * 100 if indicator.unit == "share" else float(value)


@figure(
    "changes",
    places=(Place("overview", "below", 3), Place("revisions", "below", 3)),
    question=_("What has changed since the previous edition?"),
    columns=COLUMNS,
    query="patent_counts",
    count=indicator_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_changes,
    compare=True,
    indicators=tuple(BY_ID),
)
def draw_changes(frame: Held, context: Context) -> Drawing:
    """Draw one row an indicator, each on its own scale: this edition in the previous one."""
    locale = context.locale
    if not len(frame):
        return Drawing.empty(locale("There is no earlier edition to compare this one with."))
    listed = records(frame, IndicatorChange)
    named = [(label(row.indicator, locale), _change_text(row, locale)) for row in listed]
    parts = [f"{name} {change}" for name, change in named]
    alt = locale("Pairs of bars, one an indicator. {list}.", list=locale.listing(parts))
    gauges = tuple(Gauge(name, aside=change) for name, change in named)
    return Drawing(_chart(listed, gauges, locale), _caption(listed, locale), alt)


def _chart(listed: list[IndicatorChange], gauges: tuple[Gauge, ...], locale: Locale) -> Chart:
    first = listed[0]
    before = locale("previous edition, {day}", day=locale.date(first.as_of_before, short=True))
    now = locale("this edition, {day}", day=locale.date(first.as_of, short=True))
    earlier = tuple(_bar_length(row, row.before) for row in listed)
    current = tuple(_bar_length(row, row.value) for row in listed)
    bars = GaugeBar(before, earlier, (), "soft", 0.3), GaugeBar(now, current, (), "main", 0.13)
    panel = Panel(Axis(is_shown=False), Axis(is_shown=False), (Gauges(gauges, bars),))
    margins = Margins(top=26, right=4, bottom=26, left=4)
    return Chart((panel,), ROW_HEIGHT_PX * len(listed) + 60, margins)


def _bar_length(row: IndicatorChange, value: float | None) -> float | None:
    """Give the length of a bar: percentages of a hundred, others of the larger of the two."""
    if value is None:
        return None
    top = 100.0 if row.unit == "percent" else max(row.value or 0, row.before or 0)
    return value / top if top else 0.0


def _change_text(row: IndicatorChange, locale: Locale) -> str:
    value, difference = row.value, row.difference
    if value is None:
        return locale("not assessable")
    if row.unit == "percent":
        now = locale.share(value / 100)
    else:
        now = locale.money(value) if row.unit == "CNY" else locale.count(value)
    if difference is None:
        return now
    if difference == 0:
        return locale("{now} (unchanged)", now=now)
    if row.unit == "percent":
        change = locale.points(difference / 100, short=True)
    else:
        write = locale.signed_money if row.unit == "CNY" else locale.signed
        change = write(difference)
    return locale("{now} ({change})", now=now, change=change)


def _caption(listed: list[IndicatorChange], locale: Locale) -> str:
    moves = [row.difference for row in listed if row.difference is not None]
    rose, fell = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    facts = {
        "since": _since_clause(listed[0], locale),
        "all": locale.count(len(listed)),
        "rose": locale.count(rose),
        "fell": locale.count(fell),
        "same": locale.count(len(moves) - rose - fell),
    }
    if len(moves) == len(listed):
        return locale(
            "{since}, of {all} indicators {rose} rose, {fell} fell and {same} did not move.",
            **facts,
        )
    return locale(
        "{since}, of {all} indicators {rose} rose, {fell} fell, {same} did not move and {unknown}"
        " cannot be compared, as a value cannot be assessed.",
        unknown=locale.count(len(listed) - len(moves)),
        **facts,
    )


def _since_clause(row: IndicatorChange, locale: Locale) -> str:
    """Say until when each side is counted; on a day of the reader's choice both may share it."""
    day = locale.date(row.as_of_before)
    if row.as_of_before == row.as_of:
        return locale("Against the previous edition, both counted up to {day}", day=day)
    return locale("Since the previous edition, counted up to {day}", day=day)
