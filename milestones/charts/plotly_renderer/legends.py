"""The legend of a chart and its margins; in a picture also the key that the page says elsewhere."""

from __future__ import annotations

from milestones.charts.model import Chart, HeatCells
from milestones.charts.plotly_renderer.template import FOOT, MARK
from milestones.charts.plotly_renderer.traces import Spec, View
from milestones.i18n.widths import width

TOP = 30
"""The template's margin above a chart."""
SIZE = 12
"""Size of the words of a key."""
HEAD, LINE = 26, 19
"""Pixels under the chart that the key's title and each line of its entries take."""
SWATCH = 45
"""Pixels that an entry takes beside its words."""
ABREAST = 3
"""Entries beside one another where one line has no room for all."""


def margin(chart: Chart, view: View) -> Spec:
    """Give the margins; a picture has no mark of its own below, but its key."""
    sides = {"t": chart.margins.top, "r": chart.margins.right}
    sides |= {"b": chart.margins.bottom, "l": chart.margins.left}
    given = {side: pixels for side, pixels in sides.items() if pixels is not None}
    if view.picture is not None:
        given["b"] = foot(chart, view.picture.width)
    return {"margin": given} if given else {}


def foot(chart: Chart, across: float) -> int:
    """Give the pixels under a chart in a picture that is so many wide."""
    own = FOOT if chart.margins.bottom is None else chart.margins.bottom
    names = key(chart)
    return max(own - MARK, 0) + (HEAD + _lines(names, across) * LINE if names else 0)


def around(chart: Chart, across: float) -> int:
    """Give the pixels above and under a chart in a picture that is so many wide."""
    return (TOP if chart.margins.top is None else chart.margins.top) + foot(chart, across)


def key(chart: Chart) -> list[str]:
    """Give what the colours of a table's cells stand for, each once."""
    classes = [
        each.name
        for panel in chart.panels
        for series in panel.series
        if isinstance(series, HeatCells)
        for each in series.classes
        if each.name
    ]
    return list(dict.fromkeys(classes))


def _lines(names: list[str], across: float) -> int:
    is_long = sum(width(name) * SIZE + SWATCH for name in names) > across
    return -(-len(names) // ABREAST) if is_long else 1


def legend(chart: Chart, view: View) -> Spec:
    """Give the legend, or in a picture the key under the chart."""
    if view.picture is not None and key(chart):
        return _key(chart, view.picture.width)
    told, legend = chart.legend, {}
    if told.is_upright:
        legend = {"orientation": "v", "y": 1, "yanchor": "top", "font": {"size": 11}}
        legend["bgcolor"] = "rgba(0, 0, 0, 0)"
    if told.is_in_order:
        legend["traceorder"] = "normal"
    if told.title:
        legend["title"] = {"text": told.title}
    if told.above:
        sides = (chart.margins.top or 0) + (chart.margins.bottom or 0)
        legend["y"] = 1 + told.above / ((chart.height - sides) * view.part)
    shown = {} if told.is_shown is None else {"showlegend": told.is_shown}
    return {**shown, **({"legend": legend} if legend else {})}


def _key(chart: Chart, across: float) -> Spec:
    """Set the key in lines under the chart; `page.js` sets it at the left edge."""
    names, title = key(chart), {"text": chart.legend.title, "side": "top", "font": {"size": SIZE}}
    legend = {
        **{"orientation": "h", "traceorder": "normal", "font": {"size": SIZE}, "title": title},
        **{"x": 0, "xanchor": "left", "y": 0, "yanchor": "top"},
    }
    if _lines(names, across) > 1:
        legend["entrywidth"] = across / ABREAST - SWATCH
    return {"legend": legend, "showlegend": True}
