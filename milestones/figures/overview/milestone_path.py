"""How each milestone came to where it is, against its plan, and where it is heading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from milestones.figures.columns import Column
from milestones.figures.context import Context, Drawing, Facts
from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.outlook import Outlook, outlooks
from milestones.figures.registry import figure
from milestones.figures.rows import days, rows
from milestones.figures.shapes import (
    DAY_IN_HOVER,
    Layout,
    chart,
    count_axis,
    empty,
    month_axis,
    percent_axis,
)
from milestones.pace import planned_value
from milestones.words import Words, _

COLUMNS = {
    "milestone": Column(_("Milestone"), "plain"),
    "indicator": Column(_("Indicator"), "code"),
    "trace": Column(_("Line"), "code"),
    "day": Column(_("Day"), "date"),
    "unit": Column(_("Unit"), "code"),
    "value": Column(_("Value"), "number"),
    "low": Column(_("Low end of 80%"), "number"),
    "high": Column(_("High end of 80%"), "number"),
    "source": Column(_("Source"), "text"),
    "published_on": Column(_("Published on"), "plain"),
    "kind": Column(_("Kind of target"), "code"),
}
COUNTED = {"assessment_coverage": "assessed"}
"""Milestones drawn as counts against what is due, and the published counts of that axis."""

ROW = 168
HEAD = 0.15
"""Part of a row that its heading takes."""


def prepare_path(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Give one row a point: actual, planned, target, forecast and published, never mixed."""
    official = frame[frame["trace"] == "published"]
    parts = [_points(outlook, official, facts.as_of) for outlook in outlooks(frame, facts)]
    return pd.concat([pd.DataFrame(columns=list(COLUMNS)), *parts], ignore_index=True)[
        list(COLUMNS)
    ]


def _points(outlook: Outlook, official: pd.DataFrame, as_of: date) -> pd.DataFrame:
    milestone, states = outlook.milestone, outlook.states
    counted = COUNTED.get(milestone.indicator)
    scale = float(states["denominator"].iloc[-1]) if counted and len(states) else 100.0
    listed = [*_actual(states, bool(counted), as_of), *_plan(outlook, scale, as_of)]
    points = pd.DataFrame(listed, columns=["trace", "day", "value", "low", "high"])
    if milestone.target is not None:
        is_target = points["trace"] == "target"
        points["kind"] = pd.Series(milestone.target.kind.value, points.index).where(is_target)
    if counted:
        known = official[official["indicator"] == counted]
        points = pd.concat([points, known.assign(day=known["day"].dt.date)], ignore_index=True)
    unit = "patents" if counted else "percent"
    return points.assign(milestone=milestone.id, indicator=milestone.indicator, unit=unit)


Point = tuple[str, date, float, float | None, float | None]


def _actual(states: pd.DataFrame, is_count: bool, as_of: date) -> Iterator[Point]:
    values = states["numerator"] if is_count else states["value"] * 100
    last = None
    for day, value in zip(states["day"], values, strict=True):
        last = float(value)
        yield "actual", day, last, None, None
    if last is not None and states["day"].iloc[-1] < as_of:
        yield "actual", as_of, last, None, None


def _plan(outlook: Outlook, scale: float, as_of: date) -> Iterator[Point]:
    milestone = outlook.milestone
    if milestone.target is not None:
        for point in milestone.points:
            planned = planned_value(milestone, point.on)
            if planned is not None:
                yield "planned", point.on, planned * scale, None, None
        yield "target", milestone.deadline, milestone.target.value * scale, None, None
    for expected in outlook.forecast.points if outlook.forecast else ():
        low, middle, high = (
            part * scale for part in (expected.low, expected.middle, expected.high)
        )
        yield "forecast", expected.on, middle, low, high


@figure(
    "milestone_path",
    question=_("How did we get here, and how will it end?"),
    columns=COLUMNS,
    prepare=prepare_path,
)
def draw_milestone_path(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one row a milestone on one axis of months; published points stand unjoined."""
    words = context.words
    if not (frame["trace"] == "actual").any():
        caption = words("Nothing is due in this selection, so there is no path to draw.")
        return Drawing(empty(caption, context), caption, caption)
    panels = [panel for _, panel in frame.groupby("milestone", sort=False)]
    span = _span(frame)
    layout: Layout = {"annotations": [], "shapes": []}
    traces: list[object] = []
    for number, panel in enumerate(panels, start=1):
        traces += _panel(panel, (number, len(panels)), span, layout, context)
    layout["xaxis"] = {
        **month_axis(words),
        "range": [day.isoformat() for day in span],
        "anchor": f"y{len(panels)}" if len(panels) > 1 else "y",
        "hoverformat": DAY_IN_HOVER[words.lang],
    }
    drawn = chart(traces, context, height=ROW * len(panels) + 82, **layout)
    return Drawing(drawn, _caption(frame, context), _alt(frame, context))


def _span(frame: pd.DataFrame) -> tuple[date, date]:
    planned = days(frame.loc[frame["trace"] == "planned", "day"])
    known = days(frame["day"])
    return min(planned or known), max(known)


def _panel(
    panel: pd.DataFrame,
    place: tuple[int, int],
    span: tuple[date, date],
    layout: Layout,
    context: Context,
) -> Iterator[object]:
    words, (number, panels) = context.words, place
    axis = f"y{number}" if number > 1 else "y"
    unit = panel["unit"].iloc[0]
    top = float(panel[["value", "high"]].max().max()) or 1.0
    scaled = count_axis(top, words) if unit == "patents" else percent_axis(top, words)
    high = 1 - (number - 1) / panels
    domain = [high - 1 / panels + (0.0 if number == panels else 0.05), high - HEAD / panels]
    layout[f"yaxis{number}"] = {**scaled, "domain": domain, "anchor": "x"}
    layout["annotations"].append(_heading(panel, domain[1], context))
    deadline = context.facts.plan.milestone(str(panel["milestone"].iloc[0])).deadline
    first, last = span
    _target(panel, axis, deadline - first < last - deadline, layout, context)
    _deadline(deadline, axis, layout, context)
    yield from _lines(panel, axis, number == 1, context)
    yield from _official(panel, axis, context)


def _heading(panel: pd.DataFrame, at: float, context: Context) -> Layout:
    first = rows(panel.head(1))[0]
    name = sentence_case(label(first.indicator, context.words))
    return {
        "text": f"<b>{first.milestone} {name}</b>",
        **{"xref": "paper", "yref": "paper", "x": 0, "y": at, "xanchor": "left"},
        **{"yanchor": "bottom", "showarrow": False, "font": {"size": 12}},
    }


def _target(
    panel: pd.DataFrame, axis: str, at_right: bool, layout: Layout, context: Context
) -> None:
    words, colours = context.words, context.colours
    side = {"x": 1, "xanchor": "right"} if at_right else {"x": 0, "xanchor": "left"}
    for row in rows(panel[panel["trace"] == "target"]):
        kind = label(row.kind, words)
        text = words("{target} ({kind})", target=_amount(row.value, row.unit, words), kind=kind)
        layout["annotations"].append(
            {
                "text": text,
                **side,
                **{"xref": "paper", "yref": axis, "y": row.value},
                **{"yanchor": "bottom", "showarrow": False},
                "font": {"size": 11, "color": colours.muted},
            }
        )
        layout["shapes"].append(
            {
                "type": "line",
                **{
                    "xref": "paper",
                    "yref": axis,
                    "x0": 0,
                    "x1": 1,
                    "y0": row.value,
                    "y1": row.value,
                },
                "line": {"color": colours.plan, "width": 1},
            }
        )


def _deadline(day: date, axis: str, layout: Layout, context: Context) -> None:
    words, colours = context.words, context.colours
    on = {"xref": "x", "yref": f"{axis} domain"}
    layout["shapes"].append(
        {
            "type": "line",
            **on,
            **{"x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1},
            "line": {"color": colours.muted, "width": 1, "dash": "dot"},
        }
    )
    layout["annotations"].append(
        {
            "text": words("deadline<br>{day}", day=words.date(day, short=True)),
            **on,
            **{"x": day.isoformat(), "y": 0, "xanchor": "right", "yanchor": "bottom"},
            **{"align": "right", "showarrow": False},
            "font": {"size": 11, "color": colours.muted},
        }
    )


def _amount(value: float, unit: str, words: Words) -> str:
    if unit == "patents":
        return words.count(value)
    return words.share(value / 100, 0 if value == int(value) else 1)


def _lines(
    panel: pd.DataFrame, axis: str, is_first: bool, context: Context
) -> Iterator[go.Scatter]:
    words, colours = context.words, context.colours
    hover = "%{x}<br>" + ("%{y:,.0f}" if panel["unit"].iloc[0] == "patents" else "%{y:.1f}%")
    styles: dict[str, Layout] = {
        "planned": {"color": colours.plan, "width": 1.5, "dash": "dash"},
        "actual": {"color": colours.main, "width": 2.5, "shape": "hv"},
        "forecast": {"color": colours.main, "width": 2, "dash": "dot"},
    }
    yield from _band(panel, axis, context)
    for trace, line in styles.items():
        points = _with_start(panel, trace)
        if points.empty:
            continue
        name = sentence_case(label(trace, words))
        yield go.Scatter(
            name=name,
            legendgroup=trace,
            showlegend=is_first,
            x=[day.isoformat() for day in points["day"]],
            y=points["value"].tolist(),
            yaxis=axis,
            mode="lines",
            line=line,
            hovertemplate=f"{name}<br>{hover}<extra></extra>",
        )


def _with_start(panel: pd.DataFrame, trace: str) -> pd.DataFrame:
    points = panel[panel["trace"] == trace]
    if trace != "forecast" or points.empty:
        return points
    last = panel[panel["trace"] == "actual"].tail(1)
    return pd.concat([last.assign(low=last["value"], high=last["value"]), points])


def _band(panel: pd.DataFrame, axis: str, context: Context) -> Iterator[go.Scatter]:
    points = _with_start(panel, "forecast")
    if points.empty:
        return
    days = [day.isoformat() for day in points["day"]]
    yield go.Scatter(
        name=context.words("80% interval"),
        x=[*days, *reversed(days)],
        y=[*points["low"], *reversed(points["high"].tolist())],
        yaxis=axis,
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=context.colours.band,
        hoverinfo="skip",
        legendgroup="band",
    )


def _official(panel: pd.DataFrame, axis: str, context: Context) -> Iterator[go.Scatter]:
    words, points = context.words, panel[panel["trace"] == "published"]
    if points.empty:
        return
    yield go.Scatter(
        name=sentence_case(label("published", words)),
        x=[day.isoformat() for day in points["day"]],
        y=points["value"].tolist(),
        yaxis=axis,
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 11,
            "color": context.colours.official,
            "line": {"color": context.colours.surface, "width": 1.5},
        },
        hovertext=[_told(row, words) for row in rows(points)],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _told(row: Any, words: Words) -> str:
    return words(
        "<b>{count}</b>, official figure<br>{day}<br>Source: {source}",
        count=words.count(row.value),
        day=words.date(row.day),
        source=words(row.source),
    )


def _caption(frame: pd.DataFrame, context: Context) -> str:
    words = context.words
    parts = [_course(panel, words) for _, panel in frame.groupby("milestone", sort=False)]
    official = frame[frame["trace"] == "published"]
    if len(official):
        parts.append(words("The diamonds are real figures that the authorities published."))
    return words.sentences(*parts)


def _course(panel: pd.DataFrame, words: Words) -> str:
    last = rows(panel[panel["trace"] == "actual"])[-1]
    expected = rows(panel[panel["trace"] == "forecast"].tail(1))
    name = sentence_case(label(last.indicator, words))
    now = _amount(last.value, last.unit, words)
    if not expected:
        return words("{name}: {now} on {day}.", name=name, now=now, day=words.date(last.day))
    end = expected[0]
    return words(
        "{name}: {now} on {day}; at the pace of recent months {middle} by {end}"
        " (80% interval {low} to {high}).",
        name=name,
        now=now,
        day=words.date(last.day),
        end=words.date(end.day),
        middle=_amount(end.value, last.unit, words),
        low=_amount(end.low, last.unit, words),
        high=_amount(end.high, last.unit, words),
    )


def _alt(frame: pd.DataFrame, context: Context) -> str:
    words = context.words
    official = [
        words("{count} on {day}", count=words.count(row.value), day=words.date(row.day))
        for row in rows(frame[frame["trace"] == "published"])
    ]
    published = words("Published: {list}.", list=words.join(official)) if official else ""
    lines = words("Lines of the actual and the planned course of each milestone.")
    return words.sentences(lines, _caption(frame, context), published)
