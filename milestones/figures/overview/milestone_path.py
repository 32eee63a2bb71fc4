"""How each milestone came to where it is, against its plan, and where it is heading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from milestones.charts.axes import count_axis, percent_axis
from milestones.charts.model import (
    Axis,
    Band,
    Chart,
    Deadline,
    Line,
    Panel,
    Points,
    Series,
    TargetLine,
    empty_chart,
)
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import forecast_clause, is_interval_visible
from milestones.figures.registry import Column, Context, Drawing, Facts, Place, figure
from milestones.frames import named_rows, records
from milestones.i18n import Locale, _
from milestones.progress.outlook import Outlook, outlooks
from milestones.progress.pace import planned_value

COUNT_OF_INDICATOR = {"assessment_coverage": "assessed"}
"""Milestones drawn as counts against what is due, and the published counts of that axis."""


PUBLISHED_TOLERANCE = 1.05
"""A published count beyond what is due by more than this is of another universe than the line:
an edition that holds only some of the filings, or a small synthetic one."""


class PathPoint(NamedTuple):
    """A point of one line, in `unit`: patents, or percent.

    `whole` is what the value is a part of, in the same unit; `low` and `high` are a forecast's.
    """

    milestone: str
    indicator: str
    unit: str
    trace: str
    day: date
    value: float
    low: float | None = None
    high: float | None = None
    whole: float | None = None
    kind: str | None = None
    source: str | None = None
    published_on: str | None = None


def prepare_path(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Give one row a point, milestone by milestone, line by line, in time order.

    A milestone with nothing to count against has no path.
    """
    official = named_rows(frame[frame["trace"] != "measured"])
    points = [
        point
        for outlook in outlooks(frame, facts.plan, facts.as_of)
        for point in _path_points(outlook, official, facts.as_of)
    ]
    return pd.DataFrame(points, columns=PathPoint._fields)


def month_end_points(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep of the actual line the last day of each month, and all of the other lines."""
    months = pd.to_datetime(frame["day"]).dt.to_period("M")
    later = frame.assign(month=months).duplicated(["milestone", "trace", "month"], keep="last")
    return frame[~later | (frame["trace"] != "actual")]


def _path_points(outlook: Outlook, official: list[Any], as_of: date) -> Iterator[PathPoint]:
    milestone, states = outlook.milestone, outlook.states
    if not states or states[-1].denominator == 0:
        return
    counted = COUNT_OF_INDICATOR.get(milestone.indicator)
    scale = float(states[-1].denominator) if counted else 100.0
    named = (milestone.id, milestone.indicator, "patents" if counted else "percent")
    for trace, day, value, low, high in _line_points(outlook, bool(counted), scale, as_of):
        yield PathPoint(*named, trace, day, value, low, high, scale)
    if milestone.target is not None:
        end, kind = milestone.target, milestone.target.kind.value
        yield PathPoint(*named, "target", end.on, end.value * scale, whole=scale, kind=kind)
    for row in official:
        if row.indicator == counted and row.value <= scale * PUBLISHED_TOLERANCE:
            told = {"source": row.source, "published_on": row.published_on}
            yield PathPoint(*named, "published", row.day, row.value, **told)


def _line_points(outlook: Outlook, is_count: bool, scale: float, as_of: date) -> Iterator[Any]:
    milestone, states = outlook.milestone, outlook.states
    for state in [*states, states[-1]._replace(day=as_of)]:
        value = state.numerator if is_count else _percent(state.value)
        if value is not None:
            yield "actual", state.day, value, None, None
    for point in milestone.points:
        planned = planned_value(milestone, point.on)
        if planned is not None:
            yield "planned", point.on, planned * scale, None, None
    for end in outlook.forecast.points if outlook.forecast else ():
        yield "forecast", end.on, end.middle * scale, end.low * scale, end.high * scale


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


PathLines = dict[str, list[PathPoint]]
"""The points of one milestone by line."""


def _amount(value: float, unit: str, locale: Locale) -> str:
    """Write a value in its unit: a count of patents, or a percentage."""
    if unit == "patents":
        return locale.count(value)
    return locale.share(value / 100, 0 if value == int(value) else 1)


def _target_name(point: PathPoint, locale: Locale) -> str:
    """Write a target and whose it is."""
    value = _amount(point.value, point.unit, locale)
    return locale("{target} ({kind})", target=value, kind=label(point.kind or "none", locale))


def _hover(point: PathPoint, locale: Locale) -> str:
    """Write what a published point says when pointed at."""
    return locale(
        "<b>{count}</b>, official figure<br>{day}<br>Source: {source}",
        count=locale.count(point.value),
        day=locale.date(point.day),
        source=locale(point.source or ""),
    )


def _caption(panels: list[PathLines], locale: Locale) -> str:
    """Say where each milestone stands and is heading, and what the diamonds are."""
    parts = [_course_sentence(panel, locale) for panel in panels if panel.get("actual")]
    if any("published" in panel for panel in panels):
        parts.append(locale("The diamonds are real figures that the authorities published."))
    return locale.sentences(*parts)


def _alt(panels: list[PathLines], locale: Locale) -> str:
    """Say the same, and list the published figures."""
    official = [
        locale("{count} on {day}", count=locale.count(point.value), day=locale.date(point.day))
        for panel in panels
        for point in panel.get("published", ())
    ]
    published = locale("Published: {list}.", list=locale.join(official)) if official else ""
    lines = locale("Lines of the actual and the planned course of each milestone.")
    return locale.sentences(lines, _caption(panels, locale), published)


def _course_sentence(panel: PathLines, locale: Locale) -> str:
    last = panel["actual"][-1]
    name = label(last.indicator, locale)
    now, day = _share_with_counts(last, locale), locale.date(last.day)
    if "forecast" not in panel:
        return locale("{name}: {now} on {day}.", name=name, now=now, day=day)
    end = panel["forecast"][-1]
    whole = end.whole or 1.0
    middle, low, high = (
        (end.value if value is None else value) / whole for value in (end.value, end.low, end.high)
    )
    expected = forecast_clause(end.day, middle, low, high, locale)
    return locale("{name}: {now} on {day}; {rest}.", name=name, now=now, day=day, rest=expected)


def _share_with_counts(point: PathPoint, locale: Locale) -> str:
    share = locale.share(point.value / (point.whole or 1.0))
    if point.unit != "patents":
        return share
    count, whole = locale.count(point.value), locale.count(point.whole or 0)
    return locale("{share} ({count} of {whole})", share=share, count=count, whole=whole)


DaySpan = tuple[date, date]


def _panel(lines: PathLines, span: DaySpan, context: Context) -> Panel:
    """Give the panel of a milestone over the span of days that all panels share."""
    locale = context.locale
    points = [point for line in lines.values() for point in line]
    first = points[0]
    top = max(point.high or point.value or 0 for point in points) or 1.0
    deadline = context.facts.plan.milestone(first.milestone).deadline
    is_early = deadline - span[0] < span[1] - deadline
    targets = tuple(
        TargetLine(point.value, _target_name(point, locale), is_right=is_early)
        for point in lines.get("target", ())
    )
    return Panel(
        x=Axis("time", low=span[0], high=span[1]),
        y=(count_axis if first.unit == "patents" else percent_axis)(top, locale),
        series=tuple(_panel_series(lines, locale)),
        marks=(*targets, _deadline_mark(deadline, locale)),
        heading=(first.milestone, _axis_name(first, locale), _deadline_note(deadline, locale)),
    )


def _deadline_mark(day: date, locale: Locale) -> Deadline:
    return Deadline(day, locale("deadline {day}", day=locale.date(day, short=True)))


def _axis_name(first: PathPoint, locale: Locale) -> str:
    """Name what the axis shows."""
    if first.unit == "patents":
        return sentence_case(locale("Patents assessed (number)"))
    return sentence_case(label(first.indicator, locale))


def _deadline_note(deadline: date, locale: Locale) -> str:
    """Name the day of the dotted line, where words at the line would cover the curve."""
    return locale("┊ {day}", day=locale.date(deadline, short=True))


def _panel_series(lines: PathLines, locale: Locale) -> Iterator[Series]:
    forecast = _from_today(lines)
    if any(_is_wide(point, locale) for point in forecast):
        yield _interval_band(forecast, locale)
    if planned := lines.get("planned"):
        yield Line(_line_name("planned", locale), *_days_and_values(planned), "plan", 1.5, "dash")
    if actual := lines.get("actual"):
        yield Line(
            _line_name("actual", locale), *_days_and_values(actual), "main", 2.5, is_stepped=True
        )
    if forecast:
        yield Line(_line_name("forecast", locale), *_days_and_values(forecast), "main", 2, "dot")
    if published := lines.get("published"):
        hovers = tuple(_hover(point, locale) for point in published)
        name = _line_name("published", locale)
        yield Points(name, *_days_and_values(published), "official", hovers=hovers)


def _line_name(line: str, locale: Locale) -> str:
    return sentence_case(label(line, locale))


def _days_and_values(points: list[PathPoint]) -> tuple[tuple[date, ...], tuple[float, ...]]:
    return tuple(point.day for point in points), tuple(point.value for point in points)


def _from_today(lines: PathLines) -> list[PathPoint]:
    """Begin the forecast at the last actual point."""
    return [lines["actual"][-1], *lines["forecast"]] if "forecast" in lines else []


def _is_wide(point: PathPoint, locale: Locale) -> bool:
    if point.low is None or point.high is None or not point.whole:
        return False
    return is_interval_visible(point.low / point.whole, point.high / point.whole, locale)


def _interval_band(points: list[PathPoint], locale: Locale) -> Band:
    """Give the interval; where the forecast begins there is none, and it has no width."""
    lows = tuple(point.value if point.low is None else point.low for point in points)
    highs = tuple(point.value if point.high is None else point.high for point in points)
    days = tuple(point.day for point in points)
    return Band(locale("80% interval"), days, lows, highs, "band")


COLUMNS = {
    "milestone": Column(_("Milestone"), "plain"),
    "indicator": Column(_("Indicator"), "code"),
    "trace": Column(_("Line"), "code"),
    "day": Column(_("Day"), "date"),
    "unit": Column(_("Unit"), "code"),
    "value": Column(_("Value"), "number"),
    "whole": Column(_("Out of"), "number"),
    "low": Column(_("Low end of 80%"), "number"),
    "high": Column(_("High end of 80%"), "number"),
    "kind": Column(_("Kind of target"), "code"),
    "source": Column(_("Source"), "text"),
    "published_on": Column(_("Published on"), "plain"),
}
PANEL_HEIGHT_PX = 168


@figure(
    "milestone_path",
    places=(Place("overview", "first_screen", 1),),
    question=_("How did we get here, and how will it end?"),
    columns=COLUMNS,
    prepare=prepare_path,
    page_rows=month_end_points,
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_milestone_path(frame: pd.DataFrame, context: Context) -> Drawing:
    """Draw one row a milestone on one axis of months; published points stand unjoined."""
    locale, milestones = context.locale, _lines_by_milestone(frame)
    if not any(lines.get("actual") for lines in milestones):
        sentence = locale("Nothing is due in this selection, so there is no path to draw.")
        return Drawing(empty_chart(sentence), sentence, sentence)
    span = _day_span(milestones)
    panels = tuple(_panel(lines, span, context) for lines in milestones)
    chart = Chart(panels, PANEL_HEIGHT_PX * len(panels) + 82)
    return Drawing(chart, _caption(milestones, locale), _alt(milestones, locale))


def _lines_by_milestone(frame: pd.DataFrame) -> list[PathLines]:
    found: list[PathLines] = []
    for _name, points in groupby(records(frame, PathPoint), key=lambda point: point.milestone):
        lines: PathLines = {}
        for point in points:
            lines.setdefault(point.trace, []).append(point)
        found.append(lines)
    return found


def _day_span(milestones: list[PathLines]) -> tuple[date, date]:
    planned = [point.day for lines in milestones for point in lines.get("planned", ())]
    known = [point.day for lines in milestones for line in lines.values() for point in line]
    return min(planned or known), max(known)
