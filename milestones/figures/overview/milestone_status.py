"""Are we on plan? The verdict on each milestone, with what it was reckoned from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.outlook import Outlook, outlooks
from milestones.figures.overview.verdicts import target_of, value_of, verdict
from milestones.figures.registry import figure
from milestones.figures.rows import rows
from milestones.figures.shapes import chart, empty
from milestones.figures.template import status_colour
from milestones.words import _

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
    "days_ahead": Column(_("Days ahead of plan"), "number"),
    "reached_on": Column(_("Target reached on"), "date"),
    "required_monthly": Column(_("Required a month"), "share"),
    "recent_monthly": Column(_("Last three months, a month"), "share"),
    "open": Column(_("Still open"), "count"),
    "open_at_deadline": Column(_("Open at the deadline"), "count"),
    "closed_late": Column(_("Closed after the deadline"), "count"),
    "lapsed_open": Column(_("Lapsed before assessment"), "count"),
    "forecast_on": Column(_("Forecast for"), "date"),
    "forecast": Column(_("Forecast"), "share"),
    "forecast_low": Column(_("Forecast, low end of 80%"), "share"),
    "forecast_high": Column(_("Forecast, high end of 80%"), "share"),
    "chance": Column(_("Chance of the target by then"), "share"),
    "method": Column(_("Method"), "code"),
}
ROW = 104


def prepare_status(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Assess each milestone: one row each, all numbers that the verdict rests on."""
    measured = frame[frame["trace"] == "measured"]
    listed = [_row(outlook, measured, facts) for outlook in outlooks(frame, facts)]
    return pd.DataFrame(listed, columns=[*COLUMNS, "unit", "is_verdict"])


def _row(outlook: Outlook, measured: pd.DataFrame, facts: Facts) -> dict[str, object]:
    pace, milestone = outlook.pace, outlook.milestone
    state = outlook.at(facts.as_of)
    return {
        "milestone": milestone.id,
        "indicator": milestone.indicator,
        "unit": "share",
        "status": pace.status.value,
        "reason": pace.reason and pace.reason.value,
        "is_verdict": pace.is_verdict,
        "deadline": pace.deadline,
        "as_of": pace.as_of,
        "target": milestone.target and milestone.target.value,
        "target_kind": milestone.target.kind.value if milestone.target else "none",
        "value": pace.value,
        "value_at_deadline": pace.value_at_deadline,
        "numerator": 0 if state is None else state["numerator"],
        "denominator": 0 if state is None else state["denominator"],
        "planned": pace.planned,
        "ratio": pace.ratio,
        "days_ahead": pace.days_ahead,
        "reached_on": pace.reached_on,
        "required_monthly": outlook.monthly.required,
        "recent_monthly": outlook.monthly.recent,
        "method": pace.method.value,
        **_expected(outlook),
        **(_open(measured, outlook) if milestone.indicator == "assessment_coverage" else {}),
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


def _open(measured: pd.DataFrame, outlook: Outlook) -> dict[str, object]:
    on = measured["day"].dt.date
    now = measured[on <= outlook.pace.as_of].tail(1).sum(numeric_only=True)
    then = measured[on <= outlook.pace.deadline].tail(1).sum(numeric_only=True)
    counts: dict[str, object] = {
        "open": _still_open(now),
        "lapsed_open": int(now["lapsed_open"]),
    }
    if not outlook.pace.is_verdict:
        return counts
    late = int(now["assessed"] - then["assessed"])
    return {**counts, "open_at_deadline": _still_open(then), "closed_late": late}


def _still_open(state: pd.Series) -> int:
    return int(state["due"] - state["assessed"] - state["lapsed_open"])


@figure(
    "milestone_status",
    question=_("Are we on plan?"),
    columns=COLUMNS,
    query="milestone_path",
    prepare=prepare_status,
)
def draw_milestone_status(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one bullet bar a milestone: the value against its target and the planned value."""
    words = context.words
    if frame.empty:
        caption = words("The plan has no milestone that this register can follow.")
        return Drawing(empty(caption, context), caption, caption)
    listed = rows(frame)
    caption = words.sentences(*(verdict(row, context) for row in listed))
    alt = words("Bars of the milestones against their targets. {caption}", caption=caption)
    return Drawing(_chart(listed, context), caption, alt)


def _chart(listed: list[Any], context: Context) -> go.Figure:
    words, colours = context.words, context.colours
    places = list(range(len(listed)))
    decided = [_part(row, _deciding(row)) for row in listed]
    now = [_part(row, row.value) if row.is_verdict else None for row in listed]
    on = words.date(context.as_of)
    name = words("at the deadline") if any(row.is_verdict for row in listed) else on
    traces = [
        _bars("", [1.0] * len(listed), places, 0.15, colours.grid),
        _bars(on, now, places, 0.15, colours.soft),
        _bars(name, decided, places, 0.15, colours.main),
        _plan(listed, places, context),
        *_words(listed, places, context),
    ]
    return chart(
        traces,
        context,
        barmode="overlay",
        height=ROW * len(listed) + 56,
        margin={"t": 26, "l": 4, "r": 8, "b": 26},
        xaxis={"visible": False, "range": [0, 1.02]},
        yaxis={"visible": False, "range": [len(listed) - 0.56, -0.5]},
    )


def _deciding(row: Any) -> Any:
    return row.value_at_deadline if row.is_verdict else row.value


def _part(row: Any, value: float | None) -> float | None:
    """Give the part of the target that a value makes up; without a target, the share itself."""
    if value is None:
        return None
    return float(min(value / (row.target or 1.0), 1.02))


def _bars(
    name: str,
    values: list[float | None] | list[float],
    places: list[int],
    width: float,
    colour: Any,
) -> go.Bar:
    return go.Bar(
        name=name,
        showlegend=bool(name) and any(values),
        x=values,
        y=places,
        width=width,
        orientation="h",
        marker={"color": colour},
        hoverinfo="skip",
    )


def _plan(listed: list[Any], places: list[int], context: Context) -> go.Scatter:
    planned = [None if row.is_verdict else _part(row, row.planned) for row in listed]
    line = {"color": context.colours.ink, "width": 3}
    return go.Scatter(
        x=planned,
        y=places,
        mode="markers",
        marker={"symbol": "line-ns", "size": 20, "line": line},
        hovertemplate=context.words("Planned by this day") + "<extra></extra>",
        name=context.words("planned by this day"),
        showlegend=any(planned),
        cliponaxis=False,
    )


def _words(listed: list[Any], places: list[int], context: Context) -> Iterator[go.Scatter]:
    words, theme = context.words, context.theme
    heads = [
        f"<b>{row.milestone} {sentence_case(label(row.indicator, words))}</b>" for row in listed
    ]
    status = [f"<b>{sentence_case(label(row.status, words))}</b>" for row in listed]
    colours = [status_colour(row.status, theme) for row in listed]
    below = [f"{value_of(row, words)}<br>{target_of(row, words)}" for row in listed]
    yield _text(heads, [place - 0.40 for place in places], context.colours.ink)
    yield _text(status, [place - 0.2 for place in places], colours)
    yield _text(below, [place + 0.25 for place in places], context.colours.muted)


def _text(texts: list[str], places: list[float], colour: Any) -> go.Scatter:
    return go.Scatter(
        x=[0] * len(texts),
        y=places,
        text=texts,
        mode="text",
        textposition="middle right",
        textfont={"color": colour, "size": 13},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
