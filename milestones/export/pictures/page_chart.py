"""The chart on a page: as drawn for the screen, and how small it can be read."""

from __future__ import annotations

from milestones.charts.plotly_renderer.template import FOOT, MARK
from milestones.export.pictures.columns import (
    above,
    in_columns,
    in_one_line,
    is_in_rows,
    is_made_for_it,
)
from milestones.export.pictures.halves import Spec
from milestones.export.pictures.key import keyed
from milestones.export.pictures.presets import Preset
from milestones.export.sheet import Sheet

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

CLOSE = 0.88
"""Below this share of its height, labels of two lines have no room."""

LEVEL = 0.8
"""Below this part of its rows, texts of two lines reach into what is drawn there."""

TIGHT = 0.6
"""Below this part of their rows, panels need the room between them themselves."""

OVER = 1.08
"""What a chart may need more than it gets before its page grows, or its rows stand in columns."""

ROOMY = 0.9
"""Share of the closest zoom at which two columns are drawn: wide enough for their texts."""

Size = tuple[float, float]
"""Width and height."""


def bare(sheet: Sheet, preset: Preset) -> Spec:
    """Take the drawing's own mark off, with its room; add the key that the page says elsewhere."""
    chart = sheet.drawing.figure.to_dict()
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
    layout = {**layout, **axes, "annotations": kept, "margin": margin}
    least = (preset.width - 2 * preset.pad) * preset.chart
    return keyed({**chart, "layout": layout}, least)


def needed(chart: Spec) -> float:
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


def closer(chart: Spec, height: float) -> Spec:
    """Give a chart as drawn on so many pixels of height: where rows are close, in one line each.

    What keeps a distance in pixels on the screen keeps it, and no mark outgrows its row.
    """
    layout, margin = chart["layout"], chart["layout"]["margin"]
    natural = layout.get("height", 400)
    around = margin.get("t", TOP) + margin.get("b", FOOT)
    part = max(height - around, 1) / (natural - around)
    layout = {**layout, **above(layout, part)}
    if height >= natural * CLOSE:
        return {**chart, "layout": layout}
    traces = [_closer(trace, part) for trace in chart["data"]]
    if part < LEVEL and "xaxis2" not in layout and not is_made_for_it(chart):
        traces = [_level(trace) for trace in traces]
    return {**chart, "data": traces, "layout": {**layout, **_apart(in_one_line(layout), part)}}


def _apart(axes: dict[str, Spec], part: float) -> dict[str, Spec]:
    """Keep as many pixels between two panels, where the upper one has its months, as there were."""
    ends = {name: axis["domain"] for name, axis in axes.items() if "domain" in axis}
    if len(ends) != 2 or part < TIGHT:
        return axes
    lower, upper = sorted(ends, key=lambda name: tuple(ends[name]))
    (_, end), (start, top) = ends[lower], ends[upper]
    if start < end:
        return axes
    return {**axes, upper: {**axes[upper], "domain": (end + (start - end) / part, top)}}


def _level(trace: Spec) -> Spec:
    """Write the texts of a trace in one line each."""
    if trace.get("mode") != "text":
        return trace
    return {**trace, "text": [text and text.replace("<br>", " ") for text in trace["text"]]}


def _closer(trace: Spec, part: float) -> Spec:
    if trace.get("type") == "bar":
        return {**trace, "constraintext": "none"}
    marker = trace.get("marker", {})
    if str(marker.get("symbol", "")).startswith("line-ns"):
        return {**trace, "marker": {**marker, "size": marker["size"] * part}}
    return trace


def fitted(chart: Spec, preset: Preset, taken: float) -> tuple[Spec, tuple[int, int], float]:
    """Choose the page's ratio, and how many pixels of the chart go into one of the page.

    `taken` is what the words take of the page. The letters decide: a chart that needs more
    height than they allow gets a taller page, or its rows stand in two columns, or closer.
    """
    ratio = preset.ratio
    if preset.tall and needed(chart) > OVER * preset.most * (_down(preset, ratio) - taken):
        ratio = preset.tall
    room = preset.width - 2 * preset.pad, _down(preset, ratio) - taken
    chart, zoom = placed(chart, room, preset)
    return chart, ratio, zoom


def placed(chart: Spec, room: Size, preset: Preset) -> tuple[Spec, float]:
    """Set a chart on so many pixels of the page, in two columns where that is called for."""
    across, down = room
    zoom = needed(chart) / down
    if zoom <= preset.most * OVER or not _is_cut(chart, preset):
        return chart, min(max(zoom, preset.chart), preset.most)
    zoom = needed(in_columns(chart, across)) / down
    zoom = min(max(zoom, preset.most * ROOMY), preset.most)
    return in_columns(chart, across * zoom), zoom


def _is_cut(chart: Spec, preset: Preset) -> bool:
    """Tell whether a page has no more height but room beside, and the chart a place to be cut."""
    if preset.tall:
        return False
    return is_made_for_it(chart) or (preset.is_wide and is_in_rows(chart))


def _down(preset: Preset, ratio: tuple[int, int]) -> float:
    return preset.width * ratio[1] / ratio[0]
