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
from milestones.charts.plotly_renderer import (
    bars,
    cells,
    comparison,
    legends,
    lines,
    multiples,
    placing,
)
from milestones.charts.plotly_renderer.template import TEMPLATES, grey_template
from milestones.charts.plotly_renderer.traces import Axes, Spec, View, broken
from milestones.i18n import Lang

BAR_MODES = {"stacked": "stack", "overlaid": "overlay", "clustered": "group"}
OVERLAID = Comparison, Tiles, HeatCells, Gauges


def render(chart: Chart, theme: Theme, lang: Lang) -> Spec:
    """Draw a chart for a screen; `lang` is that of its dates. Gives Plotly's dict."""
    return draw(chart, View(theme, lang))


def draw(chart: Chart, view: View) -> Spec:
    """Draw a chart for a view."""
    template = grey_template() if view.is_grey else TEMPLATES[view.theme]
    layout: Spec = {"template": template, "height": chart.height}
    if not chart.panels:
        return _sentence(chart, layout, view)
    layout |= {"shapes": [], "annotations": [], **legends.margin(chart, view)}
    layout |= legends.legend(chart, view)
    traces: list[Spec] = []
    named: set[str] = set()
    for number, panel in enumerate(chart.panels):
        on, domain = placing.axes_of(chart, number), placing.domain(chart, number, view)
        traces += _once(_traces(panel, on, domain, view), named, len(chart.panels) > 1)
        _lay_out(panel, on, domain, layout, view)
    placing.anchor(chart, layout)
    placing.to_the_edge(chart, layout, view)
    return {"data": traces, "layout": layout}


def _once(traces: Iterator[Spec], named: set[str], is_shared: bool) -> Iterator[Spec]:
    """Let the legend name each kind of series once, where several panels have it."""
    for trace in traces:
        name = trace.get("name")
        if is_shared and name and trace.get("showlegend", True):
            trace = {**trace, "showlegend": name not in named, "legendgroup": name}
            named.add(name)
        yield trace


def _traces(panel: Panel, on: Axes, domain: placing.Domain, view: View) -> Iterator[Spec]:
    if lay.is_timeline(panel):
        for series in panel.series:
            if isinstance(series, Points):
                yield from lines.timeline(panel, series, on, view)
        return
    for series in panel.series:
        if isinstance(series, HeatGrid):
            across = domain.x[1] if domain.x else 1
            yield from cells.heat_grid(series, panel, on, across, view)
        else:
            yield from _drawn(series, panel, on, view)
    if panel.y.scale == "category" and not isinstance(panel.series[0], HeatCells | HeatGrid):
        yield from bars.row_words(panel, on, view)


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
            yield from bars.spans(series, on, view)
        case Gauges():
            yield from bars.gauges(series, on, view)
        case Tiles():
            yield from cells.tiles(series, view)
        case HeatCells():
            yield from cells.heat_cells(series, on, view)
        case SmallMultiples():
            yield from multiples.multiples(series, view)
        case Comparison():
            yield from comparison.comparison(series, on, view)


def _lay_out(panel: Panel, on: Axes, domain: placing.Domain, layout: Spec, view: View) -> None:
    x, y = _panel_axes(panel, view)
    if domain.x is not None:
        x["domain"] = list(domain.x)
    if domain.y is not None:
        y |= {"domain": list(domain.y), "anchor": on.x, "fixedrange": True}
    if view.picture is not None:
        x["ticklabelstandoff"] = lay.ASIDE
    layout[f"xaxis{on.x[1:]}"], layout[f"yaxis{on.y[1:]}"] = x, y
    shapes, notes = lay.marks(panel, on, view)
    layout["shapes"] += shapes
    layout["annotations"] += [*notes, *_headings(panel, on, domain, view)]
    first = panel.series[0]
    if isinstance(first, SmallMultiples):
        layout["shapes"] += multiples.outlines(first, view)
    layout |= _modes(panel)


def _headings(panel: Panel, on: Axes, domain: placing.Domain, view: View) -> Iterator[Spec]:
    left, right = domain.x or (0.0, 1.0)
    if panel.heading and not lay.is_timeline(panel):
        yield lay.heading(panel, left, domain.y[1] if domain.y else 1.0)
    if panel.notes_head:
        yield lay.column_head(panel.notes_head, on, view)
    if panel.row_notes_head:
        yield cells.grid_head(panel.row_notes_head, right, view)


def _modes(panel: Panel) -> Spec:
    first, gap = panel.series[0], {} if panel.gap is None else {"bargap": panel.gap}
    if isinstance(first, Tiles):
        return {"barmode": "overlay", "bargap": 0, "clickmode": "event+select"}
    if isinstance(first, HeatCells):
        return {"barmode": "overlay", "bargap": 0}
    if isinstance(first, OVERLAID):
        return {"barmode": "overlay"}
    if any(isinstance(each, Bars) for each in panel.series):
        return {"barmode": BAR_MODES[panel.grouping], **gap}
    return gap


def _panel_axes(panel: Panel, view: View) -> tuple[Spec, Spec]:
    match panel.series[0]:
        case SmallMultiples() as series:
            return multiples.axes_of(series)
        case Comparison() as series:
            return comparison.axes_of(series)
        case Tiles() as series:
            return cells.map_axes(series)
        case Gauges() as series:
            return bars.gauge_axes(series)
    return _x_axis(panel, view), _y_axis(panel, view)


def _x_axis(panel: Panel, view: View) -> Spec:
    if panel.x.scale == "time":
        return lay.time_axis(panel.x, panel, view)
    if panel.x.scale == "category":
        return lay.column_axis(panel.x, panel, view)
    spec = lay.value_axis(panel.x, panel)
    is_in_rows = panel.y.scale == "category" and panel.names == "beside"
    if is_in_rows and not panel.x.is_shown and panel.x.high is None:
        spec["range"] = bars.stretched(panel)
    return spec


def _y_axis(panel: Panel, view: View) -> Spec:
    if lay.is_timeline(panel):
        rows = panel.y.categories
        return {**lay.HIDDEN, "range": [rows[-1].at + lay.FOOT, rows[0].at - lay.HEAD]}
    if panel.y.scale == "category":
        return lay.row_axis(panel.y, panel, view)
    return lay.value_axis(panel.y, panel)


def _sentence(chart: Chart, layout: Spec, view: View) -> Spec:
    """Say in words why there is nothing to draw."""
    note = {
        "text": broken(chart.sentence, 44 if view.lang == "en" else 22),
        "showarrow": False,
        "font": {"size": 14, "color": view.colours.muted},
        **{"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"},
    }
    hidden = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    return {"data": [], "layout": {**layout, "annotations": [note], **hidden}}
