"""A chart as Plotly's dict: panels on their axes, series as traces, marks as shapes and notes."""

from __future__ import annotations

from collections.abc import Iterator

from milestones.charts.model import (
    Band,
    Bars,
    Chart,
    Comparison,
    Gauges,
    HeatCells,
    HeatGrid,
    Line,
    Panel,
    Points,
    Series,
    SmallMultiples,
    Spans,
    Tiles,
)
from milestones.charts.palette import Theme
from milestones.charts.plotly_renderer import axes as lay
from milestones.charts.plotly_renderer import bars, cells, comparison, lines, multiples
from milestones.charts.plotly_renderer.template import TEMPLATES
from milestones.charts.plotly_renderer.traces import Axes, Spec, View, broken
from milestones.words import Lang
from milestones.words.widths import width

HEADING_ROOM, BETWEEN = 0.15, 0.05
"""Parts of a panel's height that its heading takes, and of all heights between two panels."""
TICKS = 12
"""Size of the labels of an axis."""
BAR_MODES = {"stacked": "stack", "overlaid": "overlay", "clustered": "group"}
MAP = {"range": [-0.5, 6.5]}, {"range": [7.52, -1.2]}
WIDE = 7
"""Classes of a map from which its legend needs another line."""


def render(chart: Chart, theme: Theme, lang: Lang) -> Spec:
    """Draw a chart in a theme; `lang` is that of its dates. Gives Plotly's dict."""
    view = View(theme, lang)
    if not chart.panels:
        return _sentence(chart, view)
    layout: Spec = {
        "template": TEMPLATES[theme],
        "height": chart.height,
        "shapes": [],
        "annotations": [],
        **_margin(chart),
        **_legend(chart),
    }
    traces: list[Spec] = []
    named: set[str] = set()
    x_axes: list[str] = []
    for number, panel in enumerate(chart.panels):
        on = _axes(chart, number)
        traces += _once(_traces(panel, on, view), named, len(chart.panels) > 1)
        _lay_out(panel, on, _domain(chart, number), layout, view)
        x_axes.append(on.x)
    _anchor(chart, x_axes, layout)
    _to_the_edge(chart, layout)
    return {"data": traces, "layout": layout}


def _axes(chart: Chart, number: int) -> Axes:
    """Name the axes of a panel; panels with the same days share the x axis."""
    shared = next(at for at, each in enumerate(chart.panels) if each.x == chart.panels[number].x)
    x, y = (f"{axis}{at + 1}" if at else axis for axis, at in (("x", shared), ("y", number)))
    return Axes(x, y)


def _domain(chart: Chart, number: int) -> tuple[float, float] | None:
    """Give a panel's part of the height; panels without one share it evenly."""
    panel, panels = chart.panels[number], len(chart.panels)
    if panels == 1:
        return (0.0, 1 - HEADING_ROOM) if panel.heading else None
    if panel.part != (0.0, 1.0):
        return panel.part
    high = 1 - number / panels
    low = high - 1 / panels + (0.0 if number == panels - 1 else BETWEEN)
    return low, high - (HEADING_ROOM / panels if panel.heading else 0.0)


def _once(traces: Iterator[Spec], named: set[str], is_shared: bool) -> Iterator[Spec]:
    """Let the legend name each kind of series once, where several panels have it."""
    for trace in traces:
        name = trace.get("name")
        if is_shared and name and "showlegend" not in trace:
            trace = {**trace, "showlegend": name not in named, "legendgroup": name}
            named.add(name)
        yield trace


def _traces(panel: Panel, on: Axes, view: View) -> Iterator[Spec]:
    if is_timeline(panel):
        for series in panel.series:
            if isinstance(series, Points):
                yield from lines.timeline(panel, series, on, view)
        return
    for series in panel.series:
        yield from _drawn(series, panel, on, view)
    if panel.y.scale == "category" and not isinstance(panel.series[0], HeatCells | HeatGrid):
        yield from bars.row_words(panel, on, view)


def is_timeline(panel: Panel) -> bool:
    """Tell whether a panel shows points of several rows over days."""
    return (
        panel.y.scale == "category"
        and panel.x.scale == "time"
        and not any(isinstance(each, HeatGrid) for each in panel.series)
    )


def _drawn(series: Series, panel: Panel, on: Axes, view: View) -> Iterator[Spec]:
    match series:
        case Line():
            yield lines.line(series, panel, on, view)
        case Band():
            yield lines.band(series, on, view)
        case Points():
            yield from lines.points(series, panel, on, view)
        case Bars():
            yield from bars.bars(series, panel, on, view)
        case Spans():
            yield from bars.spans(series, view)
        case Gauges():
            yield from bars.gauges(series, view)
        case Tiles():
            yield from cells.tiles(series, view)
        case HeatCells():
            yield from cells.heat_cells(series, panel, view)
        case HeatGrid():
            yield from cells.heat_grid(series, panel, view)
        case SmallMultiples():
            yield from multiples.multiples(series, view)
        case Comparison():
            yield from comparison.comparison(series, view)


def _lay_out(
    panel: Panel, on: Axes, domain: tuple[float, float] | None, layout: Spec, view: View
) -> None:
    x, y = _panel_axes(panel, view)
    if domain is not None:
        y |= {"domain": list(domain), "anchor": on.x, "fixedrange": True}
    layout[f"xaxis{on.x[1:]}"], layout[f"yaxis{on.y[1:]}"] = x, y
    shapes, notes = lay.marks(panel, on, view)
    layout["shapes"] += shapes
    layout["annotations"] += notes
    if panel.heading and not is_timeline(panel):
        layout["annotations"].append(lay.heading(panel, domain[1] if domain else 1.0))
    if panel.notes_head:
        layout["annotations"].append(lay.column_head(panel.notes_head, view))
    if panel.row_notes_head:
        layout["annotations"].append(cells.grid_head(panel.row_notes_head, view))
    _lay_out_series(panel, layout, view)


def _panel_axes(panel: Panel, view: View) -> tuple[Spec, Spec]:
    first = panel.series[0]
    if isinstance(first, SmallMultiples):
        return tuple(multiples.axes_of(first).values())  # type: ignore[return-value]
    if isinstance(first, Comparison):
        return tuple(comparison.axes_of(first).values())  # type: ignore[return-value]
    if isinstance(first, Tiles):
        top = -1.2 - 0.4 * (len(first.classes) >= WIDE)
        return {**lay.HIDDEN, "range": [-0.5, 6.5]}, {**lay.HIDDEN, "range": [7.52, top]}
    if isinstance(first, Gauges):
        x, y = bars.gauge_axes(first)
        return {**lay.value_axis(x, panel), "fixedrange": True}, {**lay.HIDDEN, **y}
    return _x_axis(panel, view), _y_axis(panel, view)


def _x_axis(panel: Panel, view: View) -> Spec:
    if panel.x.scale == "time":
        spec = lay.time_axis(panel.x, view)
        if is_timeline(panel):
            return spec | {"nticks": 5}
        if any(isinstance(each, Line) for each in panel.series):
            spec["hoverformat"] = lay.DAYS[view.lang]
        if any(isinstance(each, HeatGrid) for each in panel.series):
            spec["ticks"] = ""
        return spec
    if panel.x.scale == "category":
        return lay.column_axis(panel.x, panel, view)
    spec = lay.value_axis(panel.x, panel)
    is_in_rows = panel.y.scale == "category" and panel.names == "beside"
    if is_in_rows and not panel.x.is_shown and panel.x.high is None:
        spec["range"] = bars.stretched(panel)
    return spec


def _y_axis(panel: Panel, view: View) -> Spec:
    if is_timeline(panel):
        rows = panel.y.categories
        return {**lay.HIDDEN, "range": [rows[-1].at + lay.FOOT, rows[0].at - lay.HEAD]}
    if panel.y.scale == "category":
        return lay.row_axis(panel.y, panel, view)
    return lay.value_axis(panel.y, panel)


def _lay_out_series(panel: Panel, layout: Spec, view: View) -> None:
    first = panel.series[0]
    if isinstance(first, SmallMultiples):
        layout["shapes"] += multiples.outlines(first, view)
    elif isinstance(first, Comparison):
        layout |= {"barmode": "overlay", **comparison.cut(first)}
    elif isinstance(first, Tiles):
        layout |= {"barmode": "overlay", "bargap": 0, "clickmode": "event+select"}
    elif isinstance(first, HeatCells):
        layout |= {"barmode": "overlay", "bargap": 0}
    elif isinstance(first, Gauges):
        layout["barmode"] = "overlay"
    elif any(isinstance(each, Bars) for each in panel.series):
        layout.setdefault("barmode", BAR_MODES[panel.grouping])
    if panel.gap is not None:
        layout["bargap"] = panel.gap


def _anchor(chart: Chart, x_axes: list[str], layout: Spec) -> None:
    """Set each x axis under the lowest panel that stands on it."""
    if len(chart.panels) == 1:
        return
    for number, x in enumerate(x_axes):
        layout[f"xaxis{x[1:]}"]["anchor"] = f"y{number + 1}" if number else "y"


def _to_the_edge(chart: Chart, layout: Spec) -> None:
    """Let headings begin where the labels of the axes do, as narrow charts need the room."""
    labels = [tick.label for panel in chart.panels for tick in panel.y.ticks if panel.heading]
    if not labels:
        return
    shift = -TICKS * max(map(width, labels))
    for note in layout["annotations"]:
        if note.get("xref") == note.get("yref") == "paper" and note["x"] == 0:
            note["xshift"] = shift


def _margin(chart: Chart) -> Spec:
    sides = {"t": chart.margins.top, "r": chart.margins.right,
             "b": chart.margins.bottom, "l": chart.margins.left}  # fmt: skip
    given = {side: pixels for side, pixels in sides.items() if pixels is not None}
    return {"margin": given} if given else {}


def _legend(chart: Chart) -> Spec:
    told, legend = chart.legend, {}
    if told.is_upright:
        legend = {"orientation": "v", "y": 1, "yanchor": "top", "font": {"size": 11},
                  "bgcolor": "rgba(0, 0, 0, 0)"}  # fmt: skip
    if told.is_in_order:
        legend["traceorder"] = "normal"
    if told.title:
        legend["title"] = {"text": told.title}
    if told.above:
        legend["y"] = 1 + told.above
    shown = {} if told.is_shown is None else {"showlegend": told.is_shown}
    return {**shown, **({"legend": legend} if legend else {})}


def _sentence(chart: Chart, view: View) -> Spec:
    """Say in words why there is nothing to draw."""
    note = {
        "text": broken(chart.sentence, 44 if view.lang == "en" else 22),
        "showarrow": False,
        "font": {"size": 14, "color": view.colours.muted},
        **{"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"},
    }
    hidden = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    named = {"template": TEMPLATES[view.theme], "height": chart.height, "annotations": [note]}
    return {"data": [], "layout": {**named, **hidden}}
