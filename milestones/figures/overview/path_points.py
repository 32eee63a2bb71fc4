"""The points of a milestone's path: actual, planned, target, forecast, published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from milestones.figures.context import Facts
from milestones.frames import rows
from milestones.progress.outlook import Outlook, outlooks
from milestones.progress.pace import planned_value

COUNTED = {"assessment_coverage": "assessed"}
"""Milestones drawn as counts against what is due, and the published counts of that axis."""


ROOM = 1.05
"""A published count beyond what is due by more than this is of another universe than the line:
an edition that holds only some of the filings, or a small synthetic one."""


class Point(NamedTuple):
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
    official = rows(frame[frame["trace"] != "measured"])
    points = [
        point
        for outlook in outlooks(frame, facts.plan, facts.as_of)
        for point in _points(outlook, official, facts.as_of)
    ]
    return pd.DataFrame(points, columns=Point._fields)


def month_ends(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep of the actual line the last day of each month, and all of the other lines."""
    months = pd.to_datetime(frame["day"]).dt.to_period("M")
    later = frame.assign(month=months).duplicated(["milestone", "trace", "month"], keep="last")
    return frame[~later | (frame["trace"] != "actual")]


def _points(outlook: Outlook, official: list[Any], as_of: date) -> Iterator[Point]:
    milestone, states = outlook.milestone, outlook.states
    if not states or states[-1].denominator == 0:
        return
    counted = COUNTED.get(milestone.indicator)
    scale = float(states[-1].denominator) if counted else 100.0
    named = (milestone.id, milestone.indicator, "patents" if counted else "percent")
    for trace, day, value, low, high in _lines(outlook, bool(counted), scale, as_of):
        yield Point(*named, trace, day, value, low, high, scale)
    if milestone.target is not None:
        end, kind = milestone.target, milestone.target.kind.value
        yield Point(*named, "target", end.on, end.value * scale, whole=scale, kind=kind)
    for row in official:
        if row.indicator == counted and row.value <= scale * ROOM:
            told = {"source": row.source, "published_on": row.published_on}
            yield Point(*named, "published", row.day, row.value, **told)


def _lines(outlook: Outlook, is_count: bool, scale: float, as_of: date) -> Iterator[Any]:
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
