"""Are we on plan? The verdict on each milestone, with what it was reckoned from."""

from __future__ import annotations

from datetime import date

import pandas as pd

from milestones.charts.model import nothing
from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.overview.status_chart import status_chart
from milestones.figures.overview.verdict_words import is_nothing_due, verdict
from milestones.figures.registry import Place, figure
from milestones.frames import rows
from milestones.i18n import _
from milestones.progress.outlook import Outlook, outlooks, standing
from milestones.progress.pace import Pace

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
    listed = [_row(outlook, measured, facts) for outlook in found]
    return pd.DataFrame(listed, columns=[*COLUMNS, "unit", "is_verdict"], dtype=object)


def _row(outlook: Outlook, measured: pd.DataFrame, facts: Facts) -> dict[str, object]:
    pace, milestone = outlook.pace, outlook.milestone
    state = standing(outlook.states, facts.as_of)
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
        **_expected(outlook),
        **(_open(measured, pace) if milestone.indicator == "assessment_coverage" else {}),
    }


def _expected(outlook: Outlook) -> dict[str, object]:
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


def _open(measured: pd.DataFrame, pace: Pace) -> dict[str, object]:
    now, then = (_counts(measured, day) for day in (pace.as_of, pace.deadline))
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


def _counts(measured: pd.DataFrame, day: date) -> dict[str, int]:
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
    words, listed = context.words, rows(frame)
    if not listed:
        caption = words("The plan has no milestone that this register can follow.")
        return Drawing(nothing(caption), caption, caption)
    if all(is_nothing_due(row, context) for row in listed):
        caption = words("Nothing is due in this selection, so no milestone can be assessed.")
        return Drawing(nothing(caption), caption, caption)
    caption = words.sentences(*(verdict(row, context) for row in listed))
    alt = words("Bars of the milestones against their targets. {caption}", caption=caption)
    return Drawing(status_chart(listed, context), caption, alt)
