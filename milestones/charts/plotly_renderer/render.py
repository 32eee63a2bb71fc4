"""A chart as Plotly's dict: where panels, legend and margins are, and what is drawn in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from milestones.charts import model
from milestones.charts.model import Chart, HeatCells, HeatGrid, Panel, Points, Series
from milestones.charts.palette import Theme
from milestones.charts.plotly_renderer import axes, cells, series_traces, small_charts
from milestones.charts.plotly_renderer.figure import (
    DISCLAIMER_HEIGHT_PX,
    RIGHT_MARGIN_PX,
    template,
)
from milestones.charts.plotly_renderer.traces import (
    ON_PAPER,
    Placement,
    Span,
    Spec,
    View,
    break_lines,
)
from milestones.i18n import Lang
from milestones.i18n.widths import text_width_em

KEY_LETTER_PX = TICK_LETTER_PX = 12
"""Size of the words of a key, and of the labels of an axis."""
KEY_TITLE_PX, KEY_LINE_PX = 26, 19
"""Pixels under the chart that the key's title and each line of its entries take."""
SWATCH_PX = 45
"""Pixels that an entry takes beside its words."""
KEY_COLUMNS = 3
"""Entries beside one another where one line has no room for all."""
HEADING_PART, BETWEEN_PART = 0.15, 0.05
"""Parts of a panel's height that its heading takes, and of all heights between two panels."""
COLUMN_GAP_PX = 4
"""Pixels between the columns beside the names."""
TIGHT_PART = 0.6
"""Below this part of their height, panels need the room between them themselves."""
LABEL_STANDOFF_PX = 4
"""Pixels that move the labels under a picture's chart away from the lowest one beside it."""
BAR_MODES = {"stacked": "stack", "overlaid": "overlay", "clustered": "group"}
_TAG_PATTERN = re.compile(r"<[^>]*>")


def render(chart: Chart, theme: Theme, lang: Lang) -> Spec:
    """Draw a chart for a screen; `lang` is that of its dates. Gives Plotly's dict."""
    return draw_chart(chart, View(theme, lang))


def draw_chart(chart: Chart, view: View) -> Spec:
    """Draw a chart for a view."""
    layout: Spec = {"template": template(view.colours), "height": chart.height}
    if not chart.panels:
        return _draw_sentence(chart, layout, view)
    layout |= {"shapes": [], "annotations": [], **_margins(chart, view), **_legend(chart, view)}
    traces: list[Spec] = []
    named: set[str] | None = set() if len(chart.panels) > 1 else None
    placements = [panel_placement(chart, number, view) for number in range(len(chart.panels))]
    for panel, on in zip(chart.panels, placements, strict=True):
        for trace in _panel_traces(panel, on, view):
            traces.append({**trace, **on.axes, **_name_in_legend(trace, named)})
        _lay_out_panel(panel, on, layout, view)
    _anchor_x_axes(placements, layout, chart.is_abreast)
    _move_headings_to_edge(chart, layout)
    return {"data": traces, "layout": layout}


def _name_in_legend(trace: Spec, named: set[str] | None) -> Spec:
    """Let the legend name each kind of series once, where several panels have it."""
    name = trace.get("name")
    if named is None or not name or not trace.get("showlegend", True):
        return {}
    is_new = name not in named
    named.add(name)
    return {"showlegend": is_new, "legendgroup": name}


def _draw_sentence(chart: Chart, layout: Spec, view: View) -> Spec:
    """Say in words why there is nothing to draw."""
    text = break_lines(chart.sentence, 44 if view.lang == "en" else 22)
    spot = {"x": 0.5, "y": 0.5, **ON_PAPER}
    sentence = {"text": text, "showarrow": False, "font": view.muted(14), **spot}
    hidden = {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    return {"data": [], "layout": {**layout, "annotations": [sentence], **hidden}}


def _margins(chart: Chart, view: View) -> Spec:
    """Give the margins; a picture has no disclaimer of its own below, but its key."""
    own = chart.margins
    sides = {"t": own.top, "r": own.right, "b": own.bottom, "l": own.left}
    if view.picture_width is not None:
        sides["b"] = bottom_margin(chart, view.picture_width)
    given = {side: pixels for side, pixels in sides.items() if pixels is not None}
    return {"margin": given} if given else {}


def bottom_margin(chart: Chart, across: float) -> int:
    """Give the pixels under a chart in a picture that is so many wide."""
    names = key_entries(chart)
    key = KEY_TITLE_PX + _key_lines(names, across) * KEY_LINE_PX if names else 0
    return max(chart.margins.below - DISCLAIMER_HEIGHT_PX, 0) + key


def vertical_margins(chart: Chart, across: float) -> int:
    """Give the pixels above and under a chart in a picture that is so many wide."""
    return chart.margins.above + bottom_margin(chart, across)


def key_entries(chart: Chart) -> list[str]:
    """Give what the colours of a table's cells stand for, each once."""
    tables = (series for series in chart.series if isinstance(series, HeatCells))
    return list(dict.fromkeys(each.name for table in tables for each in table.classes if each.name))


def _key_lines(names: list[str], across: float) -> int:
    is_long = sum(text_width_em(name) * KEY_LETTER_PX + SWATCH_PX for name in names) > across
    return -(-len(names) // KEY_COLUMNS) if is_long else 1


def _legend(chart: Chart, view: View) -> Spec:
    """Give the legend, or in a picture the key under the chart."""
    names, own, legend = key_entries(chart), chart.legend, {}
    if view.picture_width is not None and names:
        return _key(names, own.title, view.picture_width)
    if own.is_upright:
        legend = {"orientation": "v", "y": 1, "yanchor": "top", "font": {"size": 11}}
        legend["bgcolor"] = "rgba(0, 0, 0, 0)"
    if own.is_in_order:
        legend["traceorder"] = "normal"
    if own.title:
        legend["title"] = {"text": own.title}
    if own.above:
        sides = (chart.margins.top or 0) + (chart.margins.bottom or 0)
        legend["y"] = 1 + own.above / ((chart.height - sides) * view.part)
    shown = {} if own.is_shown is None else {"showlegend": own.is_shown}
    return {**shown, **({"legend": legend} if legend else {})}


def _key(names: list[str], title: str, across: float) -> Spec:
    """Set the key in lines under the chart; `page.js` sets it at the left edge."""
    font = {"size": KEY_LETTER_PX}
    legend: Spec = {
        **{"orientation": "h", "traceorder": "normal", "font": font},
        **{"x": 0, "xanchor": "left", "y": 0, "yanchor": "top"},
        "title": {"text": title, "side": "top", "font": font},
    }
    if _key_lines(names, across) > 1:
        legend["entrywidth"] = across / KEY_COLUMNS - SWATCH_PX
    return {"legend": legend, "showlegend": True}


def panel_placement(chart: Chart, number: int, view: View) -> Placement:
    """Name the axes of a panel, and give its parts of the figure.

    Panels under one another with the same days share the x axis; those without parts of their
    own share the height evenly.
    """
    panels, panel = chart.panels, chart.panels[number]
    if chart.is_abreast:
        across = _column_domains(chart, view)[number]
        return Placement(_axis_name("x", number), _axis_name("y", number), across, (0.0, 1.0))
    shared = next(at for at, each in enumerate(panels) if each.x == panel.x)
    down = _panel_height(chart, number, view)
    return Placement(_axis_name("x", shared), _axis_name("y", number), None, down)


def _axis_name(axis: str, number: int) -> str:
    return f"{axis}{number + 1}" if number else axis


def _panel_height(chart: Chart, number: int, view: View) -> Span | None:
    panel, panels = chart.panels[number], len(chart.panels)
    if panels == 1:
        return (0.0, 1 - HEADING_PART) if panel.heading else None
    has_room = view.is_close and view.part >= TIGHT_PART
    if panel.part != (0.0, 1.0):
        low, high = panel.part
        if number or panels != 2 or not has_room:
            return low, high
        end = chart.panels[1].part[1]
        # As many pixels are kept below the upper panel, where its months are, as there were.
        return (end + (low - end) / view.part, high) if end < low else (low, high)
    high = 1 - number / panels
    low = high - 1 / panels + (0.0 if number == panels - 1 else BETWEEN_PART)
    if number < panels - 1 and has_room:
        low += BETWEEN_PART * (1 / view.part - 1)
    return low, high - (HEADING_PART / panels if panel.heading else 0.0)


def _column_domains(chart: Chart, view: View) -> tuple[Span, Span]:
    """Share the width out between two columns, with room for the names of the right one."""
    across = view.picture_width or 1000.0
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


def _anchor_x_axes(placements: Sequence[Placement], layout: Spec, is_abreast: bool) -> None:
    """Set each x axis under the lowest panel that stands on it."""
    if len(placements) == 1:
        return
    for on in placements:
        layout[f"xaxis{on.x[1:]}"]["anchor"] = on.y
        if is_abreast and on.y != "y":
            layout[f"yaxis{on.y[1:]}"]["automargin"] = False


def _move_headings_to_edge(chart: Chart, layout: Spec) -> None:
    """Let headings begin where the labels of the axes do, as narrow charts need the room."""
    labels = [tick.label for panel in chart.panels for tick in panel.y.ticks if panel.heading]
    if not labels or chart.is_abreast:
        return
    shift = -TICK_LETTER_PX * max(map(text_width_em, labels))
    for each in layout["annotations"]:
        if each.get("xref") == each.get("yref") == "paper" and each["x"] == 0:
            each["xshift"] = shift


def _panel_traces(panel: Panel, on: Placement, view: View) -> Iterator[Spec]:
    if axes.is_timeline(panel):
        for series in panel.series:
            if isinstance(series, Points):
                yield from series_traces.timeline_traces(panel, series, view)
        return
    for series in panel.series:
        yield from _series_traces(series, panel, on, view)
    if panel.y.scale == "category" and not isinstance(panel.series[0], HeatCells | HeatGrid):
        yield from series_traces.row_texts(panel)


def _series_traces(series: Series, panel: Panel, on: Placement, view: View) -> Iterator[Spec]:
    match series:
        case model.Line():
            yield series_traces.line_trace(series, panel, view)
        case model.Band():
            yield series_traces.band_trace(series, view)
        case model.Points():
            yield from series_traces.point_traces(series, panel, view)
        case model.Bars():
            yield series_traces.bars_trace(series, panel, view)
        case model.Spans():
            yield from series_traces.span_traces(series, view)
        case model.Gauges():
            yield from series_traces.gauge_traces(series, view)
        case model.Tiles():
            yield from cells.tile_traces(series, view)
        case model.HeatCells():
            yield from cells.heat_cell_traces(series, view)
        case model.HeatGrid():
            yield from cells.heat_grid_traces(series, panel, on, view)
        case model.SmallMultiples():
            yield from small_charts.small_multiples(series, view)
        case model.Comparison():
            yield from small_charts.comparison_traces(series, view)


def _lay_out_panel(panel: Panel, on: Placement, layout: Spec, view: View) -> None:
    """Lay out a panel's axes, and set its marks and headings on them."""
    x, y = _axis_layouts(panel, view)
    if on.across is not None:
        x["domain"] = list(on.across)
    if on.down is not None:
        y |= {"domain": list(on.down), "anchor": on.x, "fixedrange": True}
    if view.picture_width is not None:
        x["ticklabelstandoff"] = LABEL_STANDOFF_PX
    layout |= {f"xaxis{on.x[1:]}": x, f"yaxis{on.y[1:]}": y, **_bar_modes(panel)}
    for mark in panel.marks:
        layout["shapes"].append(axes.mark_shape(mark, panel, on, view))
        layout["annotations"] += axes.mark_notes(mark, on, view)
    layout["annotations"] += axes.headings(panel, on, view)
    first = panel.series[0]
    if isinstance(first, model.SmallMultiples):
        layout["shapes"] += small_charts.small_multiples_outlines(first, view)


def _axis_layouts(panel: Panel, view: View) -> tuple[Spec, Spec]:
    match panel.series[0]:
        case model.SmallMultiples() as series:
            return small_charts.small_multiples_axes(series)
        case model.Comparison() as series:
            return small_charts.comparison_axes(series)
        case model.Tiles() as series:
            return cells.map_axes(series)
        case model.Gauges() as series:
            return series_traces.gauge_axes(series)
    return axes.x_axis(panel, view), axes.y_axis(panel, view)


def _bar_modes(panel: Panel) -> Spec:
    gap = {} if panel.gap is None else {"bargap": panel.gap}
    match panel.series[0]:
        case model.Tiles():
            return {"barmode": "overlay", "bargap": 0, "clickmode": "event+select"}
        case model.HeatCells():
            return {"barmode": "overlay", "bargap": 0}
        case model.Comparison() | model.Gauges():
            return {"barmode": "overlay"}
    return {"barmode": BAR_MODES[panel.grouping], **gap} if panel.has(model.Bars) else gap
