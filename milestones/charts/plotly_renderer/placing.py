"""Where the panels of a chart stand: under one another, or side by side."""

from __future__ import annotations

import re
from typing import NamedTuple

from milestones.charts.model import Chart, Panel
from milestones.charts.plotly_renderer.traces import Axes, Spec, View
from milestones.i18n.widths import width

HEADING_ROOM, BETWEEN = 0.15, 0.05
"""Parts of a panel's height that its heading takes, and of all heights between two panels."""
TICKS = 12
"""Size of the labels of an axis."""
GAP, EDGE = 4, 12
"""Pixels between the columns beside the names, and the template's margin at the right."""
TIGHT = 0.6
"""Below this part of their height, panels need the room between them themselves."""
Span = tuple[float, float]
_TAG = re.compile(r"<[^>]*>")


class Domain(NamedTuple):
    """A panel's part of the width and of the height; None for all."""

    x: Span | None
    y: Span | None


def axes_of(chart: Chart, number: int) -> Axes:
    """Name the axes of a panel; panels under one another with the same days share the x axis."""
    panels = chart.panels
    shared = number
    if not chart.is_abreast:
        shared = next(at for at, each in enumerate(panels) if each.x == panels[number].x)
    x, y = (f"{axis}{at + 1}" if at else axis for axis, at in (("x", shared), ("y", number)))
    return Axes(x, y)


def domain(chart: Chart, number: int, view: View) -> Domain:
    """Give a panel's parts of the width and the height; without its own, panels share evenly."""
    panel, panels = chart.panels[number], len(chart.panels)
    if chart.is_abreast:
        return Domain(columns(chart, view)[number], (0.0, 1.0))
    if panels == 1:
        return Domain(None, (0.0, 1 - HEADING_ROOM) if panel.heading else None)
    if panel.part != (0.0, 1.0):
        return Domain(None, _apart(chart, number, view))
    high = 1 - number / panels
    low = high - 1 / panels + (0.0 if number == panels - 1 else BETWEEN)
    if number < panels - 1:
        low += BETWEEN * (1 / view.part - 1) * (view.is_close and view.part >= TIGHT)
    return Domain(None, (low, high - (HEADING_ROOM / panels if panel.heading else 0.0)))


def _apart(chart: Chart, number: int, view: View) -> Span:
    """Keep as many pixels below the upper of two panels, where its months are, as there were."""
    low, high = chart.panels[number].part
    if number or len(chart.panels) != 2 or not view.is_close or view.part < TIGHT:
        return low, high
    end = chart.panels[1].part[1]
    return (end + (low - end) / view.part, high) if end < low else (low, high)


def columns(chart: Chart, view: View) -> tuple[Span, Span]:
    """Share the width out between two columns, with room for the names of the right one."""
    across = view.picture.width if view.picture else 1000.0
    left, right = (names(panel) for panel in chart.panels)
    aside = EDGE if chart.margins.right is None else chart.margins.right
    inner = across - (chart.margins.left or 0) - aside - left
    part = round((1 - (right + aside + GAP) / inner) / 2, 4)
    return (0.0, part), (round(1 - part, 4), 1.0)


def names(panel: Panel) -> float:
    """Give the pixels that the names of an axis take in one line."""
    axis = panel.y
    if axis.scale == "category" and panel.names == "above":
        return 0.0
    rows = [(row.name, row.is_heading or row.is_emphasized) for row in axis.categories]
    rows += [(tick.label, False) for tick in axis.ticks]
    sizes = (width(_TAG.sub("", text), is_bold) * axis.letters for text, is_bold in rows)
    return max(sizes, default=0.0)


def anchor(chart: Chart, layout: Spec) -> None:
    """Set each x axis under the lowest panel that stands on it."""
    if len(chart.panels) == 1:
        return
    for number in range(len(chart.panels)):
        on = axes_of(chart, number)
        layout[f"xaxis{on.x[1:]}"]["anchor"] = on.y
        if chart.is_abreast and number:
            layout[f"yaxis{on.y[1:]}"]["automargin"] = False


def to_the_edge(chart: Chart, layout: Spec, view: View) -> None:
    """Let headings begin where the labels of the axes do, as narrow charts need the room."""
    labels = [tick.label for panel in chart.panels for tick in panel.y.ticks if panel.heading]
    if not labels or chart.is_abreast:
        return
    shift = -TICKS * max(map(width, labels))
    for note in layout["annotations"]:
        if note.get("xref") == note.get("yref") == "paper" and note["x"] == 0:
            note["xshift"] = shift
