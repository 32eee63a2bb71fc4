"""The lines of the small multiples: one trace a kind of line, through all cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from milestones.figures.context import Context
from milestones.figures.labels import label, sentence_case
from milestones.figures.provinces.cells import FOOT, HEAD, LEFT, RIGHT, Cells
from milestones.figures.provinces.course import Course
from milestones.figures.provinces.course_words import hovers, standing
from milestones.figures.provinces.lag import milestone_of
from milestones.figures.shapes import Layout, Trace, scatter
from milestones.plan import Milestone

Spot = tuple[float | None, float | None]
GAP: Spot = (None, None)


def lines(
    provinces: list[Course], cells: Cells, indicator: str, context: Context
) -> Iterator[Trace]:
    """Yield the traces from the back to the front: frames, shortfall, plan, actual, words."""
    words, colours = context.words, context.colours
    milestone = milestone_of(indicator, context.facts.plan)
    yield _line(_frames(cells), {"color": colours.grid, "width": 1})
    behind = [spot for place, course in enumerate(provinces) for spot in _gap(course, place, cells)]
    if behind:
        shade = {"fill": "toself", "fillcolor": colours.late, "name": words("Behind plan")}
        yield _line(behind, {"width": 0}, opacity=0.55, showlegend=True, **shade)
    if milestone and milestone.target:
        yield _line(_planned(milestone, cells), _dash(context), **_named("planned", context))
    if milestone and milestone.deadline < cells.end:
        dotted = {"color": colours.muted, "width": 1, "dash": "dot"}
        yield _line(_deadlines(milestone.deadline, cells), dotted)
    yield _actual(provinces, cells, context)
    yield _words(provinces, cells, context)
    yield _key(cells, context)


def outlines(provinces: list[Course], cells: Cells, context: Context) -> list[Layout]:
    """Outline the cells of the provinces that the reader chose."""
    line = {"color": context.colours.official, "width": 2}
    return [
        {
            "type": "rect",
            "line": line,
            **{"x0": x - 0.04, "x1": x + 0.94, "y0": y, "y1": y + 0.99},
        }
        for x, y in (
            cells.corner(place)
            for place, course in enumerate(provinces)
            if course.code in context.selection.provinces
        )
    ]


def _line(spots: list[Spot], line: Layout, **properties: object) -> Trace:
    return scatter(
        **{
            "x": [x for x, _ in spots],
            "y": [y for _, y in spots],
            "mode": "lines",
            "line": line,
            "hoverinfo": "skip",
            "showlegend": False,
            **properties,
        }
    )


def _named(trace: str, context: Context) -> dict[str, Any]:
    return {"name": sentence_case(label(trace, context.words)), "showlegend": True}


def _dash(context: Context) -> Layout:
    return {"color": context.colours.plan, "width": 1.2, "dash": "dash"}


def _frames(cells: Cells) -> list[Spot]:
    spots: list[Spot] = []
    for place in range(cells.count):
        x, y = cells.corner(place)
        for height in (y + HEAD, y + FOOT):
            spots += [(x + LEFT, height), (x + RIGHT, height), GAP]
    return spots


def _planned(milestone: Milestone, cells: Cells) -> list[Spot]:
    spots: list[Spot] = []
    for place in range(cells.count):
        for point in milestone.points:
            spots.append((cells.x(place, point.on), cells.y(place, point.value)))
        spots.append(GAP)
    return spots


def _deadlines(day: date, cells: Cells) -> list[Spot]:
    spots: list[Spot] = []
    for place in range(cells.count):
        x, (_, y) = cells.x(place, day), cells.corner(place)
        spots += [(x, y + HEAD), (x, y + FOOT), GAP]
    return spots


def _gap(course: Course, place: int, cells: Cells) -> list[Spot]:
    """Give the area in which the actual line lies below the plan; nothing if it never does."""
    known = [p for p in course.points if p.value is not None and p.planned is not None]
    if not any(point.value < point.planned for point in known):
        return []
    upper = [(cells.x(place, p.day), cells.y(place, p.planned)) for p in known]
    lower = [(cells.x(place, p.day), cells.y(place, p.value)) for p in known]
    floor = list(_below(upper, lower))
    return [*upper, *floor[::-1], GAP]


def _below(
    upper: list[tuple[float, float]], lower: list[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Follow the lower line where it lies below the upper one; y runs downwards."""
    pairs = [(x, top, low - top) for (x, top), (_, low) in zip(upper, lower, strict=True)]
    for (x, top, gap), (next_x, next_top, next_gap) in pairwise(pairs):
        yield x, top + max(gap, 0.0)
        if gap * next_gap < 0:
            part = gap / (gap - next_gap)
            yield x + (next_x - x) * part, top + (next_top - top) * part
    x, top, gap = pairs[-1]
    yield x, top + max(gap, 0.0)


def _actual(provinces: list[Course], cells: Cells, context: Context) -> Trace:
    spots: list[Spot] = []
    told: list[str] = []
    written = hovers(provinces, context.words)
    for place, (course, texts) in enumerate(zip(provinces, written, strict=True)):
        points = [point for point in course.points if point.value is not None]
        spots += [(cells.x(place, p.day), cells.y(place, p.value)) for p in points]
        spots.append(GAP)
        told += [*texts, ""]
    trace = _line(spots, {"color": context.colours.main, "width": 2}, **_named("actual", context))
    del trace["hoverinfo"]
    return {**trace, "hovertext": told, "hovertemplate": "%{hovertext}<extra></extra>"}


def _words(provinces: list[Course], cells: Cells, context: Context) -> Trace:
    corners = [cells.corner(place) for place in range(len(provinces))]
    return scatter(
        x=[x - 0.02 for x, _ in corners],
        y=[y + 0.02 for _, y in corners],
        text=[standing(course, context) for course in provinces],
        mode="text",
        textposition="bottom right",
        textfont={"size": 11, "color": context.colours.ink},
        **_silent(),
    )


def _key(cells: Cells, context: Context) -> Trace:
    """Say in a cell of its own what the heights and the ends of all cells stand for."""
    words, place = context.words, cells.count - 1
    x, y = cells.corner(place)
    start, end = (words.month(day, short=True) for day in (cells.start, cells.end))
    return scatter(
        x=[x, x, x + RIGHT],
        y=[y + HEAD, y + FOOT, y + FOOT],
        text=[words.share(cells.top, 0), words.share(0), f"{start} – {end}"],
        mode="text",
        textposition=["bottom right", "top right", "bottom left"],
        textfont={"size": 10, "color": context.colours.muted},
        **_silent(),
    )


def _silent() -> dict[str, Any]:
    return {"hoverinfo": "skip", "showlegend": False, "cliponaxis": False}
