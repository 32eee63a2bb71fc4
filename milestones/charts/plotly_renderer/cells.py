"""Maps of tiles and tables of coloured cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from milestones.charts.model import CellClass, HeatCells, HeatGrid, Panel, Tiles
from milestones.charts.palette import text_on
from milestones.charts.plotly_renderer.axes import HIDDEN_AXIS
from milestones.charts.plotly_renderer.traces import (
    HOVER_TEMPLATE,
    Placement,
    Spec,
    View,
    bar_trace,
    escape_markup,
    plotly_value,
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
    colours = view.colours
    for each in series.classes:
        fill, hatch = view.colour(each.colour), {}
        line = colours.muted if each.is_hatched or each.is_outside else colours.axis
        if each.is_hatched:
            pattern = {"shape": "/", "fgcolor": colours.axis, "bgcolor": fill}
            hatch = {"pattern": {**pattern, "size": 5, "solidity": 0.2}}
        yield {
            **_cell_trace(each, TILE_SIZE, view),
            "name": each.name,
            "customdata": [cell.code for cell in each.cells],
            "textfont": {"color": colours.muted if each.is_outside else text_on(fill), "size": 12},
            "marker": {"color": fill, "line": {"color": line, "width": 0.6}, **hatch},
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
        }


def map_axes(series: Tiles) -> tuple[Spec, Spec]:
    """Give the hidden axes of the map: columns, and rows below a legend of one line or two."""
    top = -1.2 - 0.4 * (len(series.classes) >= TWO_LINE_LEGEND_CLASSES)
    return {**HIDDEN_AXIS, "range": [-0.5, 6.5]}, {**HIDDEN_AXIS, "range": [7.52, top]}


def heat_cell_traces(series: HeatCells, view: View) -> Iterator[Spec]:
    """Yield the cells of a table as bars: their words keep their size on a narrow screen.

    A picture has left the page that explains its colours, so its legend names them.
    """
    for each in series.classes:
        fill = view.colour(each.colour)
        is_named = bool(each.name and view.picture_width)
        yield {
            **_cell_trace(each, CELL_SIZE, view),
            "constraintext": "none",
            "marker": {"color": fill, "line": {"width": 0}},
            "textfont": {"color": text_on(fill), "size": 11},
            "showlegend": is_named,
            **({"name": each.name} if is_named else {}),
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


def heat_grid_traces(series: HeatGrid, panel: Panel, on: Placement, view: View) -> Iterator[Spec]:
    """Yield small cells without words, and what stands at the ends of their rows.

    The key of the colours is as wide as the first of two columns.
    """
    rows = panel.y.categories
    yield {
        "type": "heatmap",
        "x": [(day - HALF_A_MONTH).isoformat() for day in series.at],
        "y": [row.at for row in rows],
        "z": [list(row) for row in series.classes],
        **{"zmin": -0.5, "zmax": len(series.names) - 0.5, "xgap": 1, "ygap": 1},
        "colorscale": _colour_scale(view),
        "colorbar": _colour_key(series, on.across[1] if on.across else 1, view),
        "showscale": on.x == "x",
        "customdata": [list(row) for row in series.hovers],
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
    }
    edge, spots = [plotly_value(panel.x.high)] * len(rows), [row.at for row in rows]
    yield text_trace(edge, spots, [row.note for row in rows], textfont=view.muted())


def _colour_scale(view: View) -> list[tuple[float, str]]:
    """Give Plotly's scale with one plain colour a class."""
    colours = view.colours.scale
    ends = [index / len(colours) for index in range(len(colours) + 1)]
    pairs = zip(pairwise(ends), colours, strict=True)
    return [(end, colour) for both, colour in pairs for end in both]


def _colour_key(series: HeatGrid, across: float, view: View) -> Spec:
    """Lay out the key of the colours, named at the borders of the classes."""
    return {
        **{"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
        **{"thickness": 9, "len": across, "outlinewidth": 0, "ticks": "", "ypad": 4, "xpad": 0},
        "title": {"text": series.title, "side": "top", "font": view.muted()},
        "tickvals": [place - 0.5 for place in range(1, len(series.names))],
        "ticktext": list(series.names[1:]),
        "tickangle": 0,
        "tickfont": view.muted(),
    }
