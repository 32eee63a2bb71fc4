"""A chart as Plotly's dict: where panels, legend and margins are, and what is drawn in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

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
from milestones.charts.plotly_renderer import cells, series_traces, small_charts
from milestones.charts.plotly_renderer.figure import (
    BOTTOM_MARGIN_PX,
    DISCLAIMER_HEIGHT_PX,
    TEMPLATES,
    grey_template,
)
from milestones.charts.plotly_renderer.traces import AxisPair, Spec, View, break_lines
from milestones.i18n import Lang
from milestones.i18n.widths import text_width_em

TOP_MARGIN_PX = 30
"""The template's margin above a chart."""
KEY_LETTER_PX = 12
"""Size of the words of a key."""
KEY_TITLE_PX, KEY_LINE_PX = 26, 19
"""Pixels under the chart that the key's title and each line of its entries take."""
SWATCH_PX = 45
"""Pixels that an entry takes beside its words."""
KEY_COLUMNS = 3
"""Entries beside one another where one line has no room for all."""


def margins(chart: Chart, view: View) -> Spec:
    """Give the margins; a picture has no mark of its own below, but its key."""
    sides = {"t": chart.margins.top, "r": chart.margins.right}
    sides |= {"b": chart.margins.bottom, "l": chart.margins.left}
    given = {side: pixels for side, pixels in sides.items() if pixels is not None}
    if view.picture is not None:
        given["b"] = bottom_margin(chart, view.picture.width)
    return {"margin": given} if given else {}


def bottom_margin(chart: Chart, across: float) -> int:
    """Give the pixels under a chart in a picture that is so many wide."""
    own = BOTTOM_MARGIN_PX if chart.margins.bottom is None else chart.margins.bottom
    names = key_entries(chart)
    return max(own - DISCLAIMER_HEIGHT_PX, 0) + (
        KEY_TITLE_PX + _key_lines(names, across) * KEY_LINE_PX if names else 0
    )


def vertical_margins(chart: Chart, across: float) -> int:
    """Give the pixels above and under a chart in a picture that is so many wide."""
    return (TOP_MARGIN_PX if chart.margins.top is None else chart.margins.top) + bottom_margin(
        chart, across
    )


def key_entries(chart: Chart) -> list[str]:
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


def _key_lines(names: list[str], across: float) -> int:
    is_long = sum(text_width_em(name) * KEY_LETTER_PX + SWATCH_PX for name in names) > across
    return -(-len(names) // KEY_COLUMNS) if is_long else 1


def legend_layout(chart: Chart, view: View) -> Spec:
    """Give the legend, or in a picture the key under the chart."""
    if view.picture is not None and key_entries(chart):
        return _key_layout(chart, view.picture.width)
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


def _key_layout(chart: Chart, across: float) -> Spec:
    """Set the key in lines under the chart; `page.js` sets it at the left edge."""
    names, title = (
        key_entries(chart),
        {"text": chart.legend.title, "side": "top", "font": {"size": KEY_LETTER_PX}},
    )
    legend = {
        **{
            "orientation": "h",
            "traceorder": "normal",
            "font": {"size": KEY_LETTER_PX},
            "title": title,
        },
        **{"x": 0, "xanchor": "left", "y": 0, "yanchor": "top"},
    }
    if _key_lines(names, across) > 1:
        legend["entrywidth"] = across / KEY_COLUMNS - SWATCH_PX
    return {"legend": legend, "showlegend": True}


HEADING_PART, BETWEEN_PART = 0.15, 0.05
"""Parts of a panel's height that its heading takes, and of all heights between two panels."""
TICK_LETTER_PX = 12
"""Size of the labels of an axis."""
COLUMN_GAP_PX, RIGHT_MARGIN_PX = 4, 12
"""Pixels between the columns beside the names, and the template's margin at the right."""
TIGHT_PART = 0.6
"""Below this part of their height, panels need the room between them themselves."""
Span = tuple[float, float]
_TAG_PATTERN = re.compile(r"<[^>]*>")


class Domain(NamedTuple):
    """A panel's part of the width and of the height; None for all."""

    x: Span | None
    y: Span | None


def panel_axes(chart: Chart, number: int) -> AxisPair:
    """Name the axes of a panel; panels under one another with the same days share the x axis."""
    panels = chart.panels
    shared = number
    if not chart.is_abreast:
        shared = next(at for at, each in enumerate(panels) if each.x == panels[number].x)
    x, y = (f"{axis}{at + 1}" if at else axis for axis, at in (("x", shared), ("y", number)))
    return AxisPair(x, y)


def panel_domain(chart: Chart, number: int, view: View) -> Domain:
    """Give a panel's parts of the width and the height; without its own, panels share evenly."""
    panel, panels = chart.panels[number], len(chart.panels)
    if chart.is_abreast:
        return Domain(column_domains(chart, view)[number], (0.0, 1.0))
    if panels == 1:
        return Domain(None, (0.0, 1 - HEADING_PART) if panel.heading else None)
    if panel.part != (0.0, 1.0):
        return Domain(None, _upper_panel_domain(chart, number, view))
    high = 1 - number / panels
    low = high - 1 / panels + (0.0 if number == panels - 1 else BETWEEN_PART)
    if number < panels - 1:
        low += BETWEEN_PART * (1 / view.part - 1) * (view.is_close and view.part >= TIGHT_PART)
    return Domain(None, (low, high - (HEADING_PART / panels if panel.heading else 0.0)))


def _upper_panel_domain(chart: Chart, number: int, view: View) -> Span:
    """Keep as many pixels below the upper of two panels, where its months are, as there were."""
    low, high = chart.panels[number].part
    if number or len(chart.panels) != 2 or not view.is_close or view.part < TIGHT_PART:
        return low, high
    end = chart.panels[1].part[1]
    return (end + (low - end) / view.part, high) if end < low else (low, high)


def column_domains(chart: Chart, view: View) -> tuple[Span, Span]:
    """Share the width out between two columns, with room for the names of the right one."""
    across = view.picture.width if view.picture else 1000.0
    left, right = (names_width_px(panel) for panel in chart.panels)
    aside = RIGHT_MARGIN_PX if chart.margins.right is None else chart.margins.right
    inner = across - (chart.margins.left or 0) - aside - left
    part = round((1 - (right + aside + COLUMN_GAP_PX) / inner) / 2, 4)
    return (0.0, part), (round(1 - part, 4), 1.0)


def names_width_px(panel: Panel) -> float:
    """Give the pixels that the names of an axis take in one line."""
    axis = panel.y
    if axis.scale == "category" and panel.names == "above":
        return 0.0
    rows = [(row.name, row.is_heading or row.is_emphasized) for row in axis.categories]
    rows += [(tick.label, False) for tick in axis.ticks]
    sizes = (
        text_width_em(_TAG_PATTERN.sub("", text), is_bold) * axis.letters for text, is_bold in rows
    )
    return max(sizes, default=0.0)


def anchor_x_axes(chart: Chart, layout: Spec) -> None:
    """Set each x axis under the lowest panel that stands on it."""
    if len(chart.panels) == 1:
        return
    for number in range(len(chart.panels)):
        on = panel_axes(chart, number)
        layout[f"xaxis{on.x[1:]}"]["anchor"] = on.y
        if chart.is_abreast and number:
            layout[f"yaxis{on.y[1:]}"]["automargin"] = False


def move_headings_to_edge(chart: Chart, layout: Spec, view: View) -> None:
    """Let headings begin where the labels of the axes do, as narrow charts need the room."""
    labels = [tick.label for panel in chart.panels for tick in panel.y.ticks if panel.heading]
    if not labels or chart.is_abreast:
        return
    shift = -TICK_LETTER_PX * max(map(text_width_em, labels))
    for note in layout["annotations"]:
        if note.get("xref") == note.get("yref") == "paper" and note["x"] == 0:
            note["xshift"] = shift


BAR_MODES = {"stacked": "stack", "overlaid": "overlay", "clustered": "group"}
OVERLAID_SERIES = Comparison, Tiles, HeatCells, Gauges


def render(chart: Chart, theme: Theme, lang: Lang) -> Spec:
    """Draw a chart for a screen; `lang` is that of its dates. Gives Plotly's dict."""
    return draw_chart(chart, View(theme, lang))


def draw_chart(chart: Chart, view: View) -> Spec:
    """Draw a chart for a view."""
    template = grey_template() if view.is_grey else TEMPLATES[view.theme]
    layout: Spec = {"template": template, "height": chart.height}
    if not chart.panels:
        return _draw_sentence(chart, layout, view)
    layout |= {"shapes": [], "annotations": [], **margins(chart, view)}
    layout |= legend_layout(chart, view)
    traces: list[Spec] = []
    named: set[str] = set()
    for number, panel in enumerate(chart.panels):
        on, domain = panel_axes(chart, number), panel_domain(chart, number, view)
        traces += _named_once(_panel_traces(panel, on, domain, view), named, len(chart.panels) > 1)
        _lay_out_panel(panel, on, domain, layout, view)
    anchor_x_axes(chart, layout)
    move_headings_to_edge(chart, layout, view)
    return {"data": traces, "layout": layout}


def _named_once(traces: Iterator[Spec], named: set[str], is_shared: bool) -> Iterator[Spec]:
    """Let the legend name each kind of series once, where several panels have it."""
    for trace in traces:
        name = trace.get("name")
        if is_shared and name and trace.get("showlegend", True):
            trace = {**trace, "showlegend": name not in named, "legendgroup": name}
            named.add(name)
        yield trace


def _panel_traces(panel: Panel, on: AxisPair, domain: Domain, view: View) -> Iterator[Spec]:
    if lay.is_timeline(panel):
        for series in panel.series:
            if isinstance(series, Points):
                yield from series_traces.timeline_traces(panel, series, on, view)
        return
    for series in panel.series:
        if isinstance(series, HeatGrid):
            across = domain.x[1] if domain.x else 1
            yield from cells.heat_grid_traces(series, panel, on, across, view)
        else:
            yield from _series_traces(series, panel, on, view)
    if panel.y.scale == "category" and not isinstance(panel.series[0], HeatCells | HeatGrid):
        yield from series_traces.row_texts(panel, on, view)


def _series_traces(series: Series, panel: Panel, on: AxisPair, view: View) -> Iterator[Spec]:
    match series:
        case Line():
            yield series_traces.line_trace(series, panel, on, view)
        case Band():
            yield series_traces.band_trace(series, on, view)
        case Points():
            yield from series_traces.point_traces(series, panel, on, view)
        case Bars():
            yield from series_traces.bar_traces(series, panel, on, view)
        case Spans():
            yield from series_traces.span_traces(series, on, view)
        case Gauges():
            yield from series_traces.gauge_traces(series, on, view)
        case Tiles():
            yield from cells.tile_traces(series, view)
        case HeatCells():
            yield from cells.heat_cell_traces(series, on, view)
        case SmallMultiples():
            yield from small_charts.small_multiples(series, view)
        case Comparison():
            yield from small_charts.comparison_traces(series, on, view)


def _lay_out_panel(panel: Panel, on: AxisPair, domain: Domain, layout: Spec, view: View) -> None:
    x, y = _axis_layouts(panel, view)
    if domain.x is not None:
        x["domain"] = list(domain.x)
    if domain.y is not None:
        y |= {"domain": list(domain.y), "anchor": on.x, "fixedrange": True}
    if view.picture is not None:
        x["ticklabelstandoff"] = lay.LABEL_STANDOFF_PX
    layout[f"xaxis{on.x[1:]}"], layout[f"yaxis{on.y[1:]}"] = x, y
    shapes, notes = lay.panel_marks(panel, on, view)
    layout["shapes"] += shapes
    layout["annotations"] += [*notes, *_headings(panel, on, domain, view)]
    first = panel.series[0]
    if isinstance(first, SmallMultiples):
        layout["shapes"] += small_charts.small_multiples_outlines(first, view)
    layout |= _bar_modes(panel)


def _headings(panel: Panel, on: AxisPair, domain: Domain, view: View) -> Iterator[Spec]:
    left, right = domain.x or (0.0, 1.0)
    if panel.heading and not lay.is_timeline(panel):
        yield lay.panel_heading(panel, left, domain.y[1] if domain.y else 1.0)
    if panel.notes_head:
        yield lay.notes_heading(panel.notes_head, on, view)
    if panel.row_notes_head:
        yield cells.grid_heading(panel.row_notes_head, right, view)


def _bar_modes(panel: Panel) -> Spec:
    first, gap = panel.series[0], {} if panel.gap is None else {"bargap": panel.gap}
    if isinstance(first, Tiles):
        return {"barmode": "overlay", "bargap": 0, "clickmode": "event+select"}
    if isinstance(first, HeatCells):
        return {"barmode": "overlay", "bargap": 0}
    if isinstance(first, OVERLAID_SERIES):
        return {"barmode": "overlay"}
    if any(isinstance(each, Bars) for each in panel.series):
        return {"barmode": BAR_MODES[panel.grouping], **gap}
    return gap


def _axis_layouts(panel: Panel, view: View) -> tuple[Spec, Spec]:
    match panel.series[0]:
        case SmallMultiples() as series:
            return small_charts.small_multiples_axes(series)
        case Comparison() as series:
            return small_charts.comparison_axes(series)
        case Tiles() as series:
            return cells.map_axes(series)
        case Gauges() as series:
            return series_traces.gauge_axes(series)
    return _x_axis(panel, view), _y_axis(panel, view)


def _x_axis(panel: Panel, view: View) -> Spec:
    if panel.x.scale == "time":
        return lay.time_axis(panel.x, panel, view)
    if panel.x.scale == "category":
        return lay.column_axis(panel.x, panel, view)
    spec = lay.value_axis(panel.x, panel)
    is_in_rows = panel.y.scale == "category" and panel.names == "beside"
    if is_in_rows and not panel.x.is_shown and panel.x.high is None:
        spec["range"] = series_traces.stretched_range(panel)
    return spec


def _y_axis(panel: Panel, view: View) -> Spec:
    if lay.is_timeline(panel):
        rows = panel.y.categories
        return {
            **lay.HIDDEN_AXIS,
            "range": [rows[-1].at + lay.FOOT_ROWS, rows[0].at - lay.HEAD_ROWS],
        }
    if panel.y.scale == "category":
        return lay.row_axis(panel.y, panel, view)
    return lay.value_axis(panel.y, panel)


def _draw_sentence(chart: Chart, layout: Spec, view: View) -> Spec:
    """Say in words why there is nothing to draw."""
    note = {
        "text": break_lines(chart.sentence, 44 if view.lang == "en" else 22),
        "showarrow": False,
        "font": {"size": 14, "color": view.colours.muted},
        **{"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"},
    }
    hidden = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    return {"data": [], "layout": {**layout, "annotations": [note], **hidden}}
