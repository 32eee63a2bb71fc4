"""Are we on plan? The verdict on each milestone, with what it was computed from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from milestones.charts.model import (
    Axis,
    Chart,
    Gauge,
    GaugeBar,
    Gauges,
    Margins,
    Panel,
    empty_chart,
)
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import days_from_plan, short_percent
from milestones.figures.registry import Column, Context, Drawing, Facts, Place, figure
from milestones.frames import named_rows
from milestones.i18n import Locale, _
from milestones.progress.outlook import Outlook, outlooks, state_on
from milestones.progress.status import Pace


def milestone_name(row: Any, context: Context) -> str:
    """Give the milestone's name as its plan words it."""
    return context.facts.plan.milestone(row.milestone).name.in_(context.locale.lang)


def target_line(row: Any, locale: Locale) -> str:
    """Put the target in words: target 20% (working target, not official)."""
    if row.target is None:
        return locale("no target set")
    kind = label(row.target_kind, locale)
    return locale("target {target} ({kind})", target=short_percent(row.target, locale), kind=kind)


def value_line(row: Any, locale: Locale) -> str:
    """Put the value in one short line: at the deadline and now, or now."""
    if not row.is_verdict:
        return locale("{value} on {day}", value=locale.share(row.value), day=locale.date(row.as_of))
    return locale(
        "{then} at the deadline, {now} now",
        then=locale.share(row.value_at_deadline),
        now=locale.share(row.value),
    )


def _verdict_sentence(row: Any, context: Context) -> str:
    """Put the verdict in one sentence that is true before and after the deadline."""
    locale = context.locale
    facts = {
        "name": milestone_name(row, context),
        "verdict": label(row.status, locale),
        "value": locale.share(row.value),
        "then": locale.share(row.value_at_deadline),
        "day": locale.date(row.as_of),
        "deadline": locale.date(row.deadline),
        "target": target_line(row, locale),
    }
    if row.status == "not_assessable":
        text = locale("{name}: {verdict}.", **facts)
        if row.value is not None:
            text = locale("{name}: {verdict}; the value on {day} is {value}.", **facts)
        return locale.sentences(text, reason_sentence(row, context))
    if row.is_verdict:
        return _closed_sentence(row, locale, facts)
    if row.status == "achieved":
        early = locale.n("{count} day", "{count} days", int(row.days_ahead))
        return locale("{name}: {verdict}, {early} before the deadline.", early=early, **facts)
    planned = locale.share(row.planned)
    text = locale(
        "{name}: {verdict}, with {value} on {day}, {planned} planned.", planned=planned, **facts
    )
    days = days_ahead_line(row, locale)
    return locale.sentences(text, locale("{days}.", days=days) if days else "")


def _is_nothing_due(row: Any, context: Context) -> bool:
    """Tell whether a milestone has had nothing to count since the plan began."""
    return row.denominator == 0 and context.as_of >= context.facts.plan.cutoff


def reason_sentence(row: Any, context: Context) -> str:
    """Say why a milestone cannot be assessed; what nothing is due for has no value by itself."""
    if row.reason == "no_value" and _is_nothing_due(row, context):
        return context.locale("Nothing is due in this selection.")
    return label(row.reason, context.locale)


def _closed_sentence(row: Any, locale: Locale, facts: dict[str, str]) -> str:
    if row.status == "missed":
        return locale(
            "{name}: {verdict}, with {then} at the deadline of {deadline} and {value} on {day};"
            " {target}.",
            **facts,
        )
    if row.status == "achieved_late":
        return locale(
            "{name}: {verdict}, with {then} at the deadline of {deadline}; {target}"
            " reached on {reached}.",
            reached=locale.date(row.reached_on),
            **facts,
        )
    return locale("{name}: {verdict}, with {then} at the deadline of {deadline}.", **facts)


def days_ahead_line(row: Any, locale: Locale) -> str:
    """Say how many days ahead of plan or behind it; nothing outside the path's values."""
    if row.days_ahead is None:
        return ""
    return sentence_case(days_from_plan(int(row.days_ahead), locale))


ROW_HEIGHT_PX = 104


def _chart(listed: list[Any], context: Context) -> Chart:
    """Draw one bar a milestone; its full length is the target, or all where there is none."""
    series = Gauges(
        tuple(_gauge(row, context.locale) for row in listed), _gauge_bars(listed, context)
    )
    panel = Panel(Axis(is_shown=False), Axis(is_shown=False), (series,))
    margins = Margins(top=26, right=8, bottom=26, left=4)
    return Chart((panel,), ROW_HEIGHT_PX * len(listed) + 56, margins)


def _gauge(row: Any, locale: Locale) -> Gauge:
    return Gauge(
        label=f"{row.milestone} {label(row.indicator, locale)}",
        above=sentence_case(label(row.status, locale)),
        below=(value_line(row, locale), target_line(row, locale)),
        colour=f"status.{row.status}",
    )


def _gauge_bars(listed: list[Any], context: Context) -> tuple[GaugeBar, ...]:
    """Give the target's length, the value now, the value that decides, and the planned one.

    Where a verdict stands, two numbers belong to a milestone, and a chart of numbers names both
    by their days; a milestone without a verdict has one.
    """
    locale, is_over = context.locale, any(row.is_verdict for row in listed)
    on = locale.date(context.as_of)
    later = [row.value if row.is_verdict else None for row in listed]
    decided = [row.value_at_deadline if row.is_verdict else row.value for row in listed]
    now = [row.value if is_over else None for row in listed]
    then = [row.value_at_deadline if row.is_verdict else None for row in listed]
    targets = tuple(row.target for row in listed)
    planned = [None if row.is_verdict else row.planned for row in listed]
    name, whole = sentence_case(label("target", locale)), (1.0,) * len(listed)
    return (
        GaugeBar(name, whole, targets, "grid", 0.15, is_ground=True),
        GaugeBar(on, _target_parts(listed, later), tuple(now), "soft", 0.15),
        GaugeBar(
            locale("at the deadline") if is_over else on,
            _target_parts(listed, decided),
            tuple(then if is_over else decided),
            "main",
            0.15,
        ),
        GaugeBar(
            locale("planned by this day"),
            _target_parts(listed, planned),
            tuple(planned),
            "ink",
            0.15,
            is_stroke=True,
        ),
    )


def _target_parts(listed: list[Any], values: list[float | None]) -> tuple[float | None, ...]:
    """Give the part of the target that each value makes up; without one, the share itself."""
    return tuple(
        None if value is None else float(min(value / (row.target or 1.0), 1.02))
        for row, value in zip(listed, values, strict=True)
    )


COLUMNS = {
    "milestone": Column(_("Milestone"), "plain"),
    "indicator": Column(_("Indicator"), "code"),
    "status": Column(_("Status"), "code"),
    "reason": Column(_("Reason"), "code"),
    "deadline": Column(_("Deadline"), "date"),
    "as_of": Column(_("As of"), "date"),
    "target": Column(_("Target"), "share"),
    "target_kind": Column(_("Kind of target"), "code"),
    "value_at_deadline": Column(_("Value at the deadline"), "share"),
    "value": Column(_("Value"), "share"),
    "numerator": Column(_("Numerator"), "count"),
    "denominator": Column(_("Denominator"), "count"),
    "planned": Column(_("Planned value"), "share"),
    "ratio": Column(_("Ratio R"), "number"),
    "days_ahead": Column(_("Days ahead of plan"), "count"),
    "reached_on": Column(_("Target reached on"), "date"),
    "required_monthly": Column(_("Required a month"), "share"),
    "recent_monthly": Column(_("Last three months, a month"), "share"),
    "open": Column(_("Still open"), "count"),
    "open_at_deadline": Column(_("Open at the deadline"), "count"),
    "lapsed_at_deadline": Column(_("Lapsed by the deadline"), "count"),
    "closed_late": Column(_("Assessed after the deadline"), "count"),
    "lapsed_open": Column(_("Lapsed before assessment"), "count"),
    "forecast_on": Column(_("Forecast for"), "date"),
    "forecast": Column(_("Forecast"), "share"),
    "forecast_low": Column(_("Forecast, low end of 80%"), "share"),
    "forecast_high": Column(_("Forecast, high end of 80%"), "share"),
    "chance": Column(_("Chance of the target by then"), "share"),
    "method": Column(_("Method"), "code"),
}


def prepare_status(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Assess each milestone: one row each, all numbers that the verdict rests on."""
    measured = frame[frame["trace"] == "measured"]
    found = outlooks(frame, facts.plan, facts.as_of)
    listed = [_status_row(outlook, measured, facts) for outlook in found]
    return pd.DataFrame(listed, columns=[*COLUMNS, "unit", "is_verdict"], dtype=object)


def _status_row(outlook: Outlook, measured: pd.DataFrame, facts: Facts) -> dict[str, object]:
    pace, milestone = outlook.pace, outlook.milestone
    state = state_on(outlook.states, facts.as_of)
    target = milestone.target
    return {
        "milestone": milestone.id,
        "indicator": milestone.indicator,
        "unit": "share",
        "status": pace.status.value,
        "reason": pace.reason and pace.reason.value,
        "is_verdict": pace.is_verdict,
        "deadline": pace.deadline,
        "as_of": pace.as_of,
        "target": target and target.value,
        "target_kind": target.kind.value if target else "none",
        "value": pace.value,
        "value_at_deadline": pace.value_at_deadline,
        "numerator": state.numerator if state else 0,
        "denominator": state.denominator if state else 0,
        "planned": pace.planned,
        "ratio": pace.ratio,
        "days_ahead": pace.days_ahead,
        "reached_on": pace.reached_on,
        "required_monthly": outlook.monthly.required,
        "recent_monthly": outlook.monthly.recent,
        "method": pace.method.value,
        **_forecast_columns(outlook),
        **(_open_columns(measured, pace) if milestone.indicator == "assessment_coverage" else {}),
    }


def _forecast_columns(outlook: Outlook) -> dict[str, object]:
    if outlook.forecast is None or not outlook.forecast.points:
        return {}
    last = outlook.forecast.points[-1]
    return {
        "forecast_on": last.on,
        "forecast": last.middle,
        "forecast_low": last.low,
        "forecast_high": last.high,
        "chance": outlook.forecast.chance,
    }


def _open_columns(measured: pd.DataFrame, pace: Pace) -> dict[str, object]:
    now, then = (_counts_on(measured, day) for day in (pace.as_of, pace.deadline))
    counts: dict[str, object] = {"open": _still_open(now), "lapsed_open": now["lapsed_open"]}
    if not pace.is_verdict:
        return counts
    late = now["assessed"] - then["assessed"]
    return {
        **counts,
        "open_at_deadline": _still_open(then),
        "lapsed_at_deadline": then["lapsed_open"],
        "closed_late": late,
    }


def _counts_on(measured: pd.DataFrame, day: date) -> dict[str, int]:
    before = measured[measured["day"] <= pd.Timestamp(day)].tail(1)
    names = ("due", "assessed", "lapsed_open")
    return {name: int(before[name].sum()) for name in names}


def _still_open(counts: dict[str, int]) -> int:
    return counts["due"] - counts["assessed"] - counts["lapsed_open"]


@figure(
    "milestone_status",
    places=(Place("overview", "below", 1),),
    question=_("Are we on plan?"),
    columns=COLUMNS,
    query="milestone_path",
    prepare=prepare_status,
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_milestone_status(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bullet bar a milestone: the value against its target and the planned value."""
    locale, listed = context.locale, named_rows(frame)
    if not listed:
        caption = locale("The plan has no milestone that this register can follow.")
        return Drawing(empty_chart(caption), caption, caption)
    if all(_is_nothing_due(row, context) for row in listed):
        caption = locale("Nothing is due in this selection, so no milestone can be assessed.")
        return Drawing(empty_chart(caption), caption, caption)
    caption = locale.sentences(*(_verdict_sentence(row, context) for row in listed))
    alt = locale("Bars of the milestones against their targets. {caption}", caption=caption)
    return Drawing(_chart(listed, context), caption, alt)
