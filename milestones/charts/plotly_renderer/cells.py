"""Maps of tiles and tables of coloured cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from milestones.charts.model import CellClass, HeatCells, HeatGrid, Panel, Tiles
from milestones.charts.palette import text_on
from milestones.charts.plotly_renderer.axes import HIDDEN_AXIS
from milestones.charts.plotly_renderer.traces import (
    HOVER_TEMPLATE,
    AxisPair,
    Spec,
    View,
    bar_trace,
    escape_markup,
    text_trace,
)

TILE_SIZE, CELL_SIZE = (0.94, 0.94), (0.95, 0.92)
"""Width and height of a tile and of a table's cell, in columns and rows."""
TWO_LINE_LEGEND_CLASSES = 7
"""Classes of a map from which its legend needs another line."""
ONE_LINE_PART = 0.8
"""Below this part of its height the labels of cells are written in one line."""
HALF_A_MONTH = timedelta(days=15)


def tile_traces(series: Tiles, view: View) -> Iterator[Spec]:
    """Yield the tiles of a map, a trace a class, so that the legend names the classes."""
    for each in series.classes:
        yield {
            **_cell_trace(each, TILE_SIZE, view),
            "name": each.name,
            "customdata": [cell.code for cell in each.cells],
            "textfont": {"color": _text_colour(each, view), "size": 12},
            "marker": _tile_marker(each, view),
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
        }


def map_axes(series: Tiles) -> tuple[Spec, Spec]:
    """Give the hidden axes of the map: columns, and rows below a legend of one line or two."""
    top = -1.2 - 0.4 * (len(series.classes) >= TWO_LINE_LEGEND_CLASSES)
    return {**HIDDEN_AXIS, "range": [-0.5, 6.5]}, {**HIDDEN_AXIS, "range": [7.52, top]}


def _text_colour(each: CellClass, view: View) -> str:
    return view.colours.muted if each.is_outside else text_on(view.colour(each.colour))


def _tile_marker(each: CellClass, view: View) -> Spec:
    colours, fill = view.colours, view.colour(each.colour)
    is_apart = each.is_hatched or each.is_outside
    line = {"color": colours.muted if is_apart else colours.axis, "width": 0.6}
    if not each.is_hatched:
        return {"color": fill, "line": line}
    hatch = {"shape": "/", "fgcolor": colours.axis, "bgcolor": fill, "size": 5, "solidity": 0.2}
    return {"color": fill, "line": line, "pattern": hatch}


def heat_cell_traces(series: HeatCells, axes: AxisPair, view: View) -> Iterator[Spec]:
    """Yield the cells of a table as bars: their words keep their size on a narrow screen.

    A picture has left the page that explains its colours, so its legend names them.
    """
    for each in series.classes:
        fill = view.colour(each.colour)
        is_named = bool(each.name and view.picture)
        yield {
            **_cell_trace(each, CELL_SIZE, view),
            "constraintext": "none",
            "marker": {"color": fill, "line": {"width": 0}},
            "textfont": {"color": text_on(fill), "size": 11},
            "showlegend": is_named,
            **({"name": each.name} if is_named else {}),
            **axes.on,
        }


def _cell_trace(each: CellClass, size: tuple[float, float], view: View) -> Spec:
    wide, high = size
    return bar_trace(
        x=[cell.x for cell in each.cells] or [None],
        y=[high] * max(len(each.cells), 1),
        base=[cell.y - high / 2 for cell in each.cells],
        width=wide,
        text=[_cell_label(cell.label, view) for cell in each.cells],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        hovertext=[cell.hover for cell in each.cells],
        hovertemplate=HOVER_TEMPLATE,
    )


def _cell_label(label: str, view: View) -> str:
    return escape_markup(label.replace("\n", " ") if view.part < ONE_LINE_PART else label)


def heat_grid_traces(
    series: HeatGrid, panel: Panel, axes: AxisPair, across: float, view: View
) -> Iterator[Spec]:
    """Yield small cells without words, and what stands at the ends of their rows.

    The key of the colours is as wide as the first of two columns: `across` of the width.
    """
    rows = panel.y.categories
    yield {
        "type": "heatmap",
        "x": [_middle_of_month(day) for day in series.at],
        "y": [row.at for row in rows],
        "z": [list(row) for row in series.classes],
        **{"zmin": -0.5, "zmax": len(series.names) - 0.5, "xgap": 1, "ygap": 1},
        "colorscale": _colour_scale(view),
        "colorbar": _colour_key(series, across, view),
        "showscale": axes.x == "x",
        "customdata": [list(row) for row in series.hovers],
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        **axes.on,
    }
    muted = {"size": 11, "color": view.colours.muted}
    high = panel.x.high
    edge = [None if high is None or isinstance(high, int | float) else high.isoformat()]
    spots, notes = [row.at for row in rows], [row.note for row in rows]
    yield text_trace(edge * len(rows), spots, notes, textfont=muted, **axes.on)


def grid_heading(text: str, right: float, view: View) -> Spec:
    """Make the note that heads the ends of a grid's rows."""
    muted = {"size": 11, "color": view.colours.muted}
    spot = {"xref": "paper", "yref": "paper", "x": right, "y": 1}
    return {"text": text, **spot, "xanchor": "left", "yanchor": "bottom", "showarrow": False,
            "font": muted}  # fmt: skip


def _middle_of_month(day: date) -> str:
    return (day - HALF_A_MONTH).isoformat()


def _colour_scale(view: View) -> list[tuple[float, str]]:
    """Give Plotly's scale with one plain colour a class."""
    colours = view.colours.scale
    ends = [index / len(colours) for index in range(len(colours) + 1)]
    pairs = zip(ends, ends[1:], colours, strict=False)
    return [(end, colour) for low, high, colour in pairs for end in (low, high)]


def _colour_key(series: HeatGrid, across: float, view: View) -> Spec:
    """Lay out the key of the colours, named at the borders of the classes."""
    small = {"size": 11, "color": view.colours.muted}
    return {
        **{"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
        **{"thickness": 9, "len": across, "outlinewidth": 0, "ticks": "", "ypad": 4, "xpad": 0},
        "title": {"text": series.title, "side": "top", "font": small},
        "tickvals": [place - 0.5 for place in range(1, len(series.names))],
        "ticktext": list(series.names[1:]),
        "tickangle": 0,
        "tickfont": small,
    }
