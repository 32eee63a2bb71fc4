"""The chart on a page: as drawn for the screen, and how small it can be read."""

from __future__ import annotations

from typing import Any

from milestones.export.pictures.presets import Preset
from milestones.export.sheet import Sheet
from milestones.figures.template import FOOT, MARK

TOP = 30
"""The template's margin above a chart."""

ROW = 15.5
"""Pixels that a labelled row of a chart needs at least."""

LABELLED = 12
"""A chart with more labelled rows than these may be drawn closer than on the screen."""

SQUEEZE, TALL_SQUEEZE = 0.92, 0.8
"""How much of its height on the screen any other chart needs; a tall single one less."""

TALL = 500
"""Pixels of height from which a chart is tall."""

ASIDE = 4
"""Pixels that move the labels under a chart away from the lowest one beside it."""

CLOSE = 0.8
"""Below this share of its height, labels of two lines have no room."""

SMALLEST = 1.5
"""Chart pixels to one of the page beyond which labels of 11 pixels fall under 5.5 points."""


def bare(sheet: Sheet) -> dict[str, Any]:
    """Take the drawing's own mark off, and the room that it takes; the page has its own."""
    chart = sheet.drawing.chart.to_dict()
    layout, margin = chart["layout"], dict(chart["layout"].get("margin", {}))
    notes = list(layout.get("annotations", ()))
    kept = [note for note in notes if note.get("text") != sheet.drawing.mark]
    if len(kept) < len(notes):
        margin["b"] = max(margin.get("b", FOOT) - MARK, 0)
    axes = {
        name: {**axis, "ticklabelstandoff": ASIDE}
        for name, axis in layout.items()
        if name.startswith("xaxis")
    }
    return {**chart, "layout": {**layout, **axes, "annotations": kept, "margin": margin}}


def needed(chart: dict[str, Any]) -> float:
    """Give the height in which a chart can be read: less than on the screen if it has rows."""
    natural: float = chart["layout"].get("height", 400)
    axis, margin = chart["layout"].get("yaxis", {}), chart["layout"]["margin"]
    is_loose = natural > TALL and "yaxis2" not in chart["layout"]
    least = natural * (TALL_SQUEEZE if is_loose else SQUEEZE)
    rows = len(axis.get("ticktext") or ())
    if rows <= LABELLED or "domain" in axis:
        return least
    first, last = axis.get("range", (0, rows))
    around = margin.get("t", TOP) + margin.get("b", FOOT)
    return min(least, float(abs(last - first) * ROW + around))


def closer(chart: dict[str, Any]) -> dict[str, Any]:
    """Give a chart whose rows are drawn closely: labels in one line, figures in full size."""
    layout = chart["layout"]
    if needed(chart) >= layout.get("height", 400) * CLOSE:
        return chart
    labels = [text.replace("<br>", " ") for text in layout["yaxis"]["ticktext"]]
    axis = {**layout["yaxis"], "ticktext": labels}
    traces = [
        {**trace, "constraintext": "none"} if trace.get("type") == "bar" else trace
        for trace in chart["data"]
    ]
    return {**chart, "data": traces, "layout": {**layout, "yaxis": axis}}


def fitted(height: float, preset: Preset, taken: float) -> tuple[tuple[int, int], float]:
    """Choose the page's ratio, and how many pixels of the chart go into one of the page.

    `height` is what the chart needs, in its own pixels; `taken` what the words take of the page.
    """
    ratio = preset.ratio
    zoom = height / (preset.width * ratio[1] / ratio[0] - taken)
    if zoom > SMALLEST and preset.tall:
        ratio = preset.tall
        zoom = height / (preset.width * ratio[1] / ratio[0] - taken)
    return ratio, max(zoom, preset.chart)
