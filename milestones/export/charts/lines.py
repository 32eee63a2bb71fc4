"""Lines over days as a line chart: all series on the days of any, with target and deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from milestones.charts.office_model import Dash, Drawn, NativeChart, NativeSeries, Number
from milestones.export.charts.panels import Panel, Spec, form_of, plain, step_of

DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
DASHES: dict[str, Dash] = {"dash": "dash", "dot": "dot"}
ENDS = ("↓", "↑")
"""The lower and the upper edge of a band, in any language."""

Points = dict[date, Number | None]
Course = tuple[NativeSeries, Points]


def line_chart(panel: Panel) -> NativeChart | None:
    """Turn a panel of lines; None where they do not run over days, or there are only points."""
    drawn = [trace for trace in panel.traces if trace.get("name") and trace.get("mode") != "text"]
    if not all(DAY.match(str(x)) for trace in drawn for x in trace["x"]):
        return None
    courses = [course for trace in drawn for course in _courses(trace)]
    if not any(one.drawn == "line" for one, _ in courses):
        return None
    low, high = (_even(end) for end in panel.y.get("range", (None, None)))
    span = [day for _, points in courses for day in points]
    courses += _across(panel, (min(span), max(span)), high)
    days = sorted({day for _, points in courses for day in points})
    values = [value for _, points in courses for value in points.values()]
    return NativeChart(
        kind="line",
        grouping="clustered",
        categories=tuple(days),
        series=tuple(_placed(one, points, days) for one, points in courses),
        form=form_of(panel.y, values),
        title=panel.heading,
        value_title=plain(panel.y.get("title", {}).get("text", "")),
        minimum=low,
        maximum=high,
        step=step_of(panel.y),
        is_bridged=None not in values,
    )


def _courses(trace: Spec) -> Iterator[Course]:
    line, days = trace.get("line", {}), [date.fromisoformat(x) for x in trace["x"]]
    name, values = plain(trace["name"]), list(trace["y"])
    if trace.get("fill") == "toself":
        yield from _edges(name, days, values, _opaque(trace["fillcolor"]))
        return
    mark = trace.get("marker", {}).get("color", "#000000")
    drawn: Drawn = "line" if "lines" in trace["mode"] else "points"
    style = {"dash": DASHES.get(line.get("dash", ""), "solid"), "width": line.get("width", 2.0)}
    points = dict(zip(days, values, strict=True))
    if line.get("shape") == "hv":
        points = _stepped(points)
    yield NativeSeries(name, (), line.get("color", mark), drawn, **style), points


def _edges(name: str, days: list[date], values: list[Any], colour: str) -> Iterator[Course]:
    """Yield the two edges of a band, which runs along the lower and back along the upper."""
    half = len(days) // 2
    for arrow, part in zip(ENDS, (slice(0, half), slice(half, None)), strict=True):
        series = NativeSeries(f"{name} {arrow}", (), colour, "line", width=1.0)
        yield series, dict(zip(days[part], values[part], strict=True))


def _opaque(colour: str) -> str:
    """Give the full colour of a translucent one, for a thin line."""
    found = re.match(r"rgba?\((\d+), *(\d+), *(\d+)", colour)
    return f"#{int(found[1]):02x}{int(found[2]):02x}{int(found[3]):02x}" if found else colour


def _stepped(points: Points) -> Points:
    """Keep each value up to the eve of the next: what holds until a day does not lean to it."""
    days, kept = sorted(points), dict(points)
    for day, after in pairwise(days):
        eve = after - timedelta(days=1)
        if eve > day and points[day] != points[after]:
            kept[eve] = points[day]
    return kept


def _across(panel: Panel, span: tuple[date, date], top: float | None) -> Iterator[Course]:
    """Yield the lines through the panel that have a name: targets lie, deadlines stand."""
    for axis, place, shape in panel.lines_across():
        name, line = panel.note_at(axis, place), shape.get("line", {})
        dash, colour = DASHES.get(line.get("dash", ""), "solid"), line.get("color", "#000000")
        style = (dash, line.get("width", 1.0))
        if name and axis == "y":
            yield NativeSeries(name, (), colour, "line", *style), dict.fromkeys(span, place)
        elif name and top is not None:
            at = date.fromisoformat(place)
            yield NativeSeries(name, (), colour, "upright", *style), {at: top}


def _even(end: float | None) -> float | None:
    """Drop what is left of a sum of fractions, which programs read each in its own way."""
    return None if end is None else float(f"{end:.12g}")


def _placed(one: NativeSeries, points: Points, days: Sequence[date]) -> NativeSeries:
    values = tuple(points.get(day) for day in days)
    return NativeSeries(one.name, values, one.colour, one.drawn, one.dash, one.width)
