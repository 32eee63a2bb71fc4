"""How each milestone came to where it is, against its plan, and where it is heading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import groupby
from typing import NamedTuple

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
)
from milestones.figures.labels import label, sentence_case
from milestones.figures.phrases import forecast_clause, is_interval_visible
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
from milestones.progress.counts import path_rows
from milestones.progress.indicators import share_of
from milestones.progress.outlook import Outlook, outlooks
from milestones.progress.pace import planned_value

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


class OfficialPoint(NamedTuple):
    """A published figure; a state that was counted has no indicator."""

    indicator: str | None
    day: date
    value: float
    source: str
    published_on: str


PathLines = dict[str, list[PathPoint]]
"""The points of one milestone by line."""
DaySpan = tuple[date, date]


def prepare_path(rows: Rows, facts: Facts) -> Rows:
    """Give one row a point, milestone by milestone, line by line, in time order.

    A milestone with nothing to count against has no path.
    """
    is_beside_published = "value" in rows.names
    listed = records(rows, OfficialPoint) if is_beside_published else []
    official = [row for row in listed if row.indicator]
    points = [
        point
        for outlook in outlooks(rows, facts.plan, facts.as_of)
        for point in _path_points(outlook, official, facts.as_of)
    ]
    return Rows.of(PathPoint, points)


def month_end_points(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep of the actual line the last day of each month, and all of the other lines."""
    months = pd.to_datetime(frame["day"]).dt.to_period("M")
    later = frame.assign(month=months).duplicated(["milestone", "trace", "month"], keep="last")
    return frame[~later | (frame["trace"] != "actual")]


def _path_points(
    outlook: Outlook, official: list[OfficialPoint], as_of: date
) -> Iterator[PathPoint]:
    milestone, states, target = outlook.milestone, outlook.states, outlook.milestone.target
    if not states or states[-1].denominator == 0:
        return
    counted = COUNT_OF_INDICATOR.get(milestone.indicator)
    scale = float(states[-1].denominator) if counted else 100.0
    unit = "patents" if counted else "percent"
    point = partial(PathPoint, milestone.id, milestone.indicator, unit)
    for state in [*states, states[-1]._replace(day=as_of)]:
        if counted:
            yield point("actual", state.day, state.numerator, whole=scale)
        elif state.value is not None:
            yield point("actual", state.day, state.value * 100, whole=scale)
    for mark in milestone.points:
        planned = planned_value(milestone, mark.on)
        if planned is not None:
            yield point("planned", mark.on, planned * scale, whole=scale)
    for end in outlook.forecast.points if outlook.forecast else ():
        low, high = end.low * scale, end.high * scale
        yield point("forecast", end.on, end.middle * scale, low, high, scale)
    if target is not None:
        yield point("target", target.on, target.value * scale, whole=scale, kind=target.kind.value)
    for row in official:
        if row.indicator == counted and row.value <= scale * PUBLISHED_TOLERANCE:
            known = partial(point, source=row.source, published_on=row.published_on)
            yield known("published", row.day, row.value)


@figure(
    "milestone_path",
    places=(Place("overview", "first_screen", 1),),
    question=_("How did we get here, and how will it end?"),
    columns=COLUMNS,
    count=path_rows,
    follows=OF_THE_CHOSEN,
    prepare=prepare_path,
    page_rows=month_end_points,
    indicators=("assessment_coverage", "high_value_industrialization"),
)
def draw_milestone_path(frame: Held, context: Context) -> Drawing:
    """Draw one row a milestone on one axis of months; published points stand unjoined."""
    locale, milestones = context.locale, _lines_by_milestone(frame)
    if not any("actual" in lines for lines in milestones):
        return Drawing.empty(
            locale("Nothing is due in this selection, so there is no path to draw.")
        )
    span = _day_span(milestones)
    panels = tuple(_panel(lines, span, context) for lines in milestones)
    chart = Chart(panels, PANEL_HEIGHT_PX * len(panels) + 82)
    return Drawing(chart, _caption(milestones, locale), _alt(milestones, locale))


def _lines_by_milestone(frame: Held) -> list[PathLines]:
    """Give the lines of each milestone; points of a line follow one another in the frame."""
    listed = groupby(records(frame, PathPoint), key=lambda point: point.milestone)
    return [
        {trace: [*line] for trace, line in groupby(points, key=lambda point: point.trace)}
        for _name, points in listed
    ]


def _day_span(milestones: list[PathLines]) -> DaySpan:
    planned = [point.day for lines in milestones for point in lines.get("planned", ())]
    known = [point.day for lines in milestones for line in lines.values() for point in line]
    return min(planned or known), max(known)


def _panel(lines: PathLines, span: DaySpan, context: Context) -> Panel:
    """Give the panel of a milestone over the span of days that all panels share."""
    locale = context.locale
    points = [point for line in lines.values() for point in line]
    first, top = points[0], max(point.high or point.value or 0 for point in points) or 1.0
    axis, name = percent_axis, label(first.indicator, locale)
    if first.unit == "patents":
        axis, name = count_axis, locale("Patents assessed (number)")
    deadline = context.facts.plan.milestone(first.milestone).deadline
    day = locale.date(deadline, short=True)
    targets = tuple(
        TargetLine(
            point.value,
            locale(
                "{target} ({kind})",
                target=_amount(point, locale),
                kind=label(point.kind or "none", locale),
            ),
            is_right=deadline - span[0] < span[1] - deadline,
        )
        for point in lines.get("target", ())
    )
    return Panel(
        x=Axis("time", low=span[0], high=span[1]),
        y=axis(top, locale),
        series=tuple(_panel_series(lines, locale)),
        marks=(*targets, Deadline(deadline, locale("deadline {day}", day=day))),
        # The day of the dotted line stands here: words at the line would cover the curve.
        heading=(first.milestone, sentence_case(name), locale("┊ due {day}", day=day)),
    )


def _amount(point: PathPoint, locale: Locale) -> str:
    """Write a value in its unit: a count of patents, or a percentage."""
    if point.unit == "patents":
        return locale.count(point.value)
    return locale.share(point.value / 100, 0 if point.value == int(point.value) else 1)


def _panel_series(lines: PathLines, locale: Locale) -> Iterator[Series]:
    # The forecast begins at the last actual point.
    forecast = [lines["actual"][-1], *lines["forecast"]] if "forecast" in lines else []
    if any(_is_wide(point, locale) for point in forecast):
        yield _interval_band(forecast, locale)
    if planned := lines.get("planned"):
        yield Line(*_named_values("planned", planned, locale), "plan", 1.5, "dash")
    if actual := lines.get("actual"):
        yield Line(*_named_values("actual", actual, locale), "main", 2.5, is_stepped=True)
    if forecast:
        yield Line(*_named_values("forecast", forecast, locale), "main", 2, "dot")
    if published := lines.get("published"):
        hovers = tuple(_hover(point, locale) for point in published)
        yield Points(*_named_values("published", published, locale), "official", hovers=hovers)


def _named_values(
    line: str, points: list[PathPoint], locale: Locale
) -> tuple[str, tuple[date, ...], tuple[float, ...]]:
    name = sentence_case(label(line, locale))
    return name, tuple(point.day for point in points), tuple(point.value for point in points)


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


def _hover(point: PathPoint, locale: Locale) -> str:
    """Write what a published point says when pointed at."""
    return locale(
        "<b>{count}</b>, official figure<br>{day}<br>Source: {source}",
        count=locale.count(point.value),
        day=locale.date(point.day),
        source=locale(point.source or ""),
    )


def _caption(milestones: list[PathLines], locale: Locale) -> str:
    """Say where each milestone stands and is heading, and what the diamonds are."""
    parts = [_course_sentence(lines, locale) for lines in milestones if "actual" in lines]
    if any("published" in lines for lines in milestones):
        parts.append(locale("The diamonds are real figures that the authorities published."))
    return locale.sentences(*parts)


def _alt(milestones: list[PathLines], locale: Locale) -> str:
    """Say the same, and list the published figures."""
    official = [
        locale("{count} on {day}", count=locale.count(point.value), day=locale.date(point.day))
        for lines in milestones
        for point in lines.get("published", ())
    ]
    published = locale("Published: {list}.", list=locale.join(official)) if official else ""
    first = locale("Lines of the actual and the planned course of each milestone.")
    return locale.sentences(first, _caption(milestones, locale), published)


def _course_sentence(lines: PathLines, locale: Locale) -> str:
    last = lines["actual"][-1]
    facts = {
        "name": label(last.indicator, locale),
        "now": _share_with_counts(last, locale),
        "day": locale.date(last.day),
    }
    if "forecast" not in lines:
        return locale("{name}: {now} on {day}.", **facts)
    end = lines["forecast"][-1]
    ends = (end.value if each is None else each for each in (end.value, end.low, end.high))
    middle, low, high = (share_of(each, end.whole or 1.0) for each in ends)
    expected = forecast_clause(end.day, middle, low, high, locale)
    return locale("{name}: {now} on {day}; {rest}.", rest=expected, **facts)


def _share_with_counts(point: PathPoint, locale: Locale) -> str:
    whole = point.whole or 1.0
    share = locale.share(share_of(point.value, whole))
    if point.unit != "patents":
        return share
    count, of = locale.count(point.value), locale.count(whole)
    return locale("{share} ({count} of {whole})", share=share, count=count, whole=of)
