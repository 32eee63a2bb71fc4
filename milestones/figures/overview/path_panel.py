"""One row of the path figure: a milestone's lines, target, deadline and published points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.figures.overview.forecast_words import is_wide
from milestones.figures.overview.path_words import Lines, hover, target
from milestones.figures.shapes import Layout, Trace, count_axis, percent_axis, scatter
from milestones.words import Words
from milestones.words.widths import width

HEAD = 0.15
"""Part of a row that its heading takes."""
HEADING, TICK_SIZE = "heading", 12


def draw_panel(
    panel: Lines,
    place: tuple[int, int],
    span: tuple[date, date],
    layout: Layout,
    named: set[str],
    context: Context,
) -> Iterator[Trace]:
    """Yield the traces of a milestone and add its axis, heading, target and deadline.

    The legend names each kind of line once: `named` holds the names it has.
    """
    number, panels = place
    axis = f"y{number}" if number > 1 else "y"
    points = [point for lines in panel.values() for point in lines]
    first = points[0]
    top = max([point.high or point.value or 0 for point in points]) or 1.0
    scaled = (count_axis if first.unit == "patents" else percent_axis)(top, context.words)
    high = 1 - (number - 1) / panels
    low = high - 1 / panels + (0.0 if number == panels else 0.05)
    domain = [low, high - HEAD / panels]
    layout[f"yaxis{axis[1:]}"] = {**scaled, "domain": domain, "anchor": "x", "fixedrange": True}
    deadline = context.facts.plan.milestone(first.milestone).deadline
    layout["annotations"].append(_heading(first, deadline, domain[1], context))
    is_early = deadline - span[0] < span[1] - deadline
    for point in panel.get("target", ()):
        _target(point, axis, is_early, layout, context)
    _deadline(deadline, axis, layout, context)
    for trace in _lines(panel, axis, context):
        yield {**trace, "showlegend": trace["name"] not in named}
        named.add(trace["name"])


def _heading(first: Any, deadline: date, at: float, context: Context) -> Layout:
    """Name what the axis shows, and the day of the dotted line, which would cover the curve."""
    words = context.words
    name = (
        words("Patents assessed (number)")
        if first.unit == "patents"
        else label(first.indicator, words)
    )
    day = words("┊ {day}", day=words.date(deadline, short=True))
    return {
        "text": f"<b>{first.milestone}</b> {sentence_case(name)} {day}",
        "name": HEADING,
        **{"xref": "paper", "yref": "paper", "x": 0, "y": at, "xanchor": "left"},
        **{"yanchor": "bottom", "showarrow": False, "font": {"size": 12}},
    }


def to_the_edge(layout: Layout) -> None:
    """Let the headings begin where the words of the axes do, as narrow charts need the room."""
    axes = [axis for name, axis in layout.items() if name.startswith("yaxis")]
    longest = max(width(text) for axis in axes for text in axis["ticktext"])
    for note in layout["annotations"]:
        if note.get("name") == HEADING:
            note["xshift"] = -TICK_SIZE * longest


def _target(point: Any, axis: str, at_right: bool, layout: Layout, context: Context) -> None:
    """Draw the target as a level line, its words where the lines leave room."""
    colours = context.colours
    side = {"x": 1, "xanchor": "right"} if at_right else {"x": 0, "xanchor": "left"}
    on = {"xref": "paper", "yref": axis}
    note = {
        "text": target(point, context.words),
        **on,
        **side,
        **{"y": point.value, "yanchor": "bottom", "showarrow": False},
        "font": {"size": 11, "color": colours.muted},
    }
    ends = {"x0": 0, "x1": 1, "y0": point.value, "y1": point.value}
    line = {"color": colours.plan, "width": 1}
    layout["annotations"].append(note)
    layout["shapes"].append({"type": "line", **on, **ends, "line": line})


def _deadline(day: date, axis: str, layout: Layout, context: Context) -> None:
    """Draw the deadline; its words, hidden here, name it where a chart is made from the drawing."""
    words = context.words
    on = {"xref": "x", "yref": f"{axis} domain"}
    text = words("deadline {day}", day=words.date(day, short=True))
    note = {"text": text, **on, "x": day.isoformat(), "y": 1, "visible": False}
    layout["annotations"].append(note)
    line = {"color": context.colours.muted, "width": 1, "dash": "dot"}
    ends = {"x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1}
    layout["shapes"].append({"type": "line", **on, **ends, "line": line})


def _lines(panel: Lines, axis: str, context: Context) -> Iterator[Trace]:
    colours = context.colours
    forecast = _from_today(panel)
    if any(_is_wide(point, context.words) for point in forecast):
        yield _band(forecast, axis, context)
    styles = (
        ("planned", panel.get("planned"), {"color": colours.plan, "width": 1.5, "dash": "dash"}),
        ("actual", panel.get("actual"), {"color": colours.main, "width": 2.5, "shape": "hv"}),
        ("forecast", forecast, {"color": colours.main, "width": 2, "dash": "dot"}),
    )
    for trace, points, line in styles:
        if points:
            yield _line(trace, points, line, axis, context)
    if "published" in panel:
        yield _published(panel["published"], axis, context)


def _line(trace: str, points: list[Any], line: Layout, axis: str, context: Context) -> Trace:
    name = sentence_case(label(trace, context.words))
    value = "%{y:,.0f}" if points[0].unit == "patents" else "%{y:.1f}%"
    return scatter(
        name=name,
        x=[point.day.isoformat() for point in points],
        y=[point.value for point in points],
        yaxis=axis,
        mode="lines",
        line=line,
        hovertemplate=f"{name}<br>%{{x}}<br>{value}<extra></extra>",
    )


def _from_today(panel: Lines) -> list[Any]:
    """Begin the forecast at the last actual point."""
    return [panel["actual"][-1], *panel["forecast"]] if "forecast" in panel else []


def _is_wide(point: Any, words: Words) -> bool:
    if point.low is None:
        return False
    return is_wide(point.low / point.whole, point.high / point.whole, words)


def _band(points: list[Any], axis: str, context: Context) -> Trace:
    days = [point.day.isoformat() for point in points]
    low, high = ([_end(point, end) for point in points] for end in ("low", "high"))
    return scatter(
        name=context.words("80% interval"),
        x=[*days, *days[::-1]],
        y=[*low, *high[::-1]],
        yaxis=axis,
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=context.colours.band,
        hoverinfo="skip",
    )


def _end(point: Any, end: str) -> float:
    """Give an end of the interval; where the forecast begins there is none, and no width."""
    value = getattr(point, end)
    return float(point.value if value is None else value)


def _published(points: list[Any], axis: str, context: Context) -> Trace:
    words, colours = context.words, context.colours
    return scatter(
        name=sentence_case(label("published", words)),
        x=[point.day.isoformat() for point in points],
        y=[point.value for point in points],
        yaxis=axis,
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 11,
            "color": colours.official,
            "line": {"color": colours.surface, "width": 1.5},
        },
        hovertext=[hover(point, words) for point in points],
        hovertemplate="%{hovertext}<extra></extra>",
    )
