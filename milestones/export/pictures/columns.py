"""A chart of many rows in two columns side by side, so that a wide page need not shrink it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import ceil

from milestones.export.pictures.halves import Spec, beside, halves, places
from milestones.words.widths import width

PITCH = 15
"""Pixels on the screen from which a unit of a vertical axis is a row."""

GAP, EDGE = 4, 12
"""Pixels between the columns beside the names, and the template's margin at the right."""

HEADED = 10
"""Pixels above panels side by side, whose headings have less of a row to stand in."""

SLACK = 0.2
"""Part of a row that stays blank under the last one."""

_TAG = re.compile(r"<[^>]*>")
Range = tuple[float, float]


def is_in_rows(chart: Spec) -> bool:
    """Tell whether a chart can be cut between two rows, or between two panels."""
    layout = chart["layout"]
    if is_made_for_it(chart):
        return True
    if "yaxis2" in layout:
        return "xaxis2" in layout
    low, high = layout.get("yaxis", {}).get("range", (0, 0))
    return bool(low > high) and (low - high) * PITCH <= layout.get("height", 0)


def is_made_for_it(chart: Spec) -> bool:
    """Tell whether a chart says itself where it is cut: then its rows need no wide page."""
    return "cut" in chart["layout"].get("meta", {})


def in_columns(chart: Spec, across: float) -> Spec:
    """Set the rows of a chart, or its panels, in two columns on so many pixels of width.

    The rows keep their order, down the left column and then down the right one, which says
    again under which heading it goes on.
    """
    layout, axes = chart["layout"], in_one_line(chart["layout"])
    domains = _domains(layout, list(axes.values()), across)
    if "yaxis2" in layout:
        return {**chart, "layout": {**layout, **_abreast(layout, *domains)}}
    cut, head, heading = _cut(axes["yaxis"], chart)
    left, right = _columns(axes["yaxis"], cut, head, heading)
    traces = [
        half for trace in chart["data"] for half in halves(_over(trace, domains[0]), cut, head)
    ]
    around = {
        name: [copy for item in layout.get(name, ()) for copy in beside(item, cut, *domains)]
        for name in ("annotations", "shapes")
    }
    high = _high(layout, _length(left) / _length(axes["yaxis"]))
    pairs = _pairs(layout.get("xaxis", {}), left, right, domains)
    return {**chart, "data": traces, "layout": {**layout, **pairs, **around, **high}}


def _pairs(level: Spec, left: Spec, right: Spec, domains: tuple[Range, Range]) -> Spec:
    """Give the axes of both columns, each pair anchored at one another."""
    return {
        "xaxis": {**level, "domain": domains[0], "anchor": "y"},
        "yaxis": {**left, "anchor": "x"},
        "xaxis2": {**level, "domain": domains[1], "anchor": "y2"},
        "yaxis2": {**right, "anchor": "x2", "automargin": False},
    }


def _length(axis: Spec) -> float:
    low, top = axis["range"]
    return float(low - top)


def in_one_line(layout: Spec) -> dict[str, Spec]:
    """Give the vertical axes with each name in one line."""
    return {
        name: {**axis, "ticktext": [text.replace("<br>", " ") for text in axis["ticktext"]]}
        if "ticktext" in axis
        else axis
        for name, axis in layout.items()
        if name.startswith("yaxis")
    }


def _domains(layout: Spec, axes: list[Spec], across: float) -> tuple[Range, Range]:
    """Share the width out between two columns, with room for the names of the right one."""
    margin, names = layout["margin"], _names(axes[-1])
    aside = margin.get("r", EDGE)
    inner = across - margin.get("l", 0) - aside - _names(axes[0])
    part = round((1 - (names + aside + GAP) / inner) / 2, 4)
    return (0.0, part), (round(1 - part, 4), 1.0)


def _high(layout: Spec, part: float) -> Spec:
    """Give the height on the screen of that part of the rows."""
    margin = layout["margin"]
    around = margin.get("t", 0) + margin.get("b", 0)
    return {"height": around + (layout["height"] - around) * part, **above(layout, part)}


def above(layout: Spec, part: float) -> Spec:
    """Keep a legend above a chart as many pixels away when the chart is that part as high."""
    legend = layout.get("legend", {})
    if legend.get("y", 0) <= 1:
        return {}
    return {"legend": {**legend, "y": 1 + (legend["y"] - 1) / part}}


def _over(trace: Spec, column: Range) -> Spec:
    """Set the bar of a trace's colours over one column: notes stand beside it."""
    if "colorbar" not in trace:
        return trace
    return {**trace, "colorbar": {**trace["colorbar"], "len": column[1]}}


def _names(axis: Spec) -> float:
    size = axis.get("tickfont", {}).get("size", 12)
    texts = axis.get("ticktext", ())
    return max((width(_TAG.sub("", text), "<b>" in text) * size for text in texts), default=0.0)


def _abreast(layout: Spec, left: Range, right: Range) -> dict[str, Spec]:
    whole, panels = {"domain": (0.0, 1.0)}, in_one_line(layout)
    ends = [axis["domain"] for axis in panels.values()]
    return {
        "xaxis": {**layout["xaxis"], "domain": left},
        "yaxis": {**panels["yaxis"], **whole},
        "xaxis2": {**layout["xaxis2"], "domain": right},
        "yaxis2": {**panels["yaxis2"], **whole},
        **_high(layout, max(high - low for low, high in ends)),
        "margin": {**layout["margin"], "t": layout["margin"].get("t", 0) + HEADED},
    }


def _cut(axis: Spec, chart: Spec) -> tuple[float, float, str]:
    """Find the place between two rows where the right column begins.

    With it comes what the right one repeats above its rows: so much of the drawing's top, or
    a heading. That is a name in bold at which nothing is drawn; none is left alone at the foot.
    """
    if is_made_for_it(chart):
        told = chart["layout"]["meta"]
        return told["cut"], told["head"], ""
    low, top = axis["range"]
    heads = _headings(axis, chart["data"])
    cut = top + ceil((low - top) // 1 / 2)
    if any(cut - 1 <= place < cut for place in heads):
        cut -= 1
    if any(cut <= place < cut + 1 for place in heads):
        return cut, 0, ""
    last = max((place for place in heads if place < cut), default=None)
    return (cut, 0, "") if last is None else (cut, 0, heads[last])


def _headings(axis: Spec, traces: Sequence[Spec]) -> dict[float, str]:
    drawn = {round(place, 3) for trace in traces for place in places(trace) if place is not None}
    named = zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=True)
    return {at: text for at, text in named if text.startswith("<b>") and round(at, 3) not in drawn}


def _columns(axis: Spec, cut: float, head: float, heading: str) -> Iterator[Spec]:
    """Yield the axis of the left column and of the right one, with rows of one height."""
    low, top = axis["range"]
    start = cut - head - bool(heading)
    length = max(cut - top, low - start) + SLACK
    named = list(zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=True))
    upper = [pair for pair in named if pair[0] < cut]
    lower = [pair for pair in named if pair[0] >= cut]
    if heading:
        lower.insert(0, (lower[0][0] - 1, heading))
    for first, rows in ((top, upper), (start, lower)):
        ticks = {"tickvals": [at for at, _ in rows], "ticktext": [text for _, text in rows]}
        yield {**axis, **(ticks if named else {}), "range": [first + length, first]}
