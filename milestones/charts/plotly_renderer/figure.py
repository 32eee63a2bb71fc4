"""What every Plotly figure has: its theme's template, its disclaimer.

Every figure names its template, because importing Streamlit changes Plotly's default one to
near-black placeholder colours.

Figures stay dicts, because setting up a `go.Figure` costs ten times its drawing. Tests hand every
dict to `go.Figure`, which validates it. Drawn dicts are shared and never changed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
import plotly.graph_objects as go

from milestones.charts.model import BOTTOM_MARGIN_PX, TOP_MARGIN_PX
from milestones.charts.palette import PALETTES, Palette, Theme
from milestones.charts.plotly_renderer.traces import ON_PAPER, note

FONT_FAMILY = (
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", sans-serif'
)

DISCLAIMER_HEIGHT_PX = 20
"""Pixels at the foot of the picture that the disclaimer takes."""
RIGHT_MARGIN_PX = 12
CONFIG: dict[str, object] = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
"""What a page hands to Plotly with each figure: no tool bar, follow the width."""


def figure_json(spec: dict[str, Any]) -> bytes:
    """Write a figure as `Plotly.react` takes it: data, layout and config; NaN becomes null."""
    return orjson.dumps({**spec, "config": CONFIG}, option=orjson.OPT_SERIALIZE_NUMPY)


def with_disclaimer(spec: dict[str, Any], text: str, theme: Theme) -> dict[str, Any]:
    """Write a disclaimer inside the picture, under the plot at the right: it goes where it goes."""
    layout = spec["layout"]
    foot = layout.get("margin", {}).get("b", BOTTOM_MARGIN_PX)
    font, shift = {"size": 11, "color": PALETTES[theme].official}, DISCLAIMER_HEIGHT_PX - foot
    disclaimer = note(text, 1, 0, ("right", "top"), font, yshift=shift, **ON_PAPER)
    notes = [*layout.get("annotations", ()), disclaimer]
    return {**spec, "layout": {**layout, "annotations": notes}}


def _axis(colours: Palette) -> dict[str, object]:
    return {
        "gridcolor": colours.grid,
        "linecolor": colours.axis,
        "tickcolor": colours.axis,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"color": colours.muted, "size": 12},
        "title": {"font": {"color": colours.muted, "size": 12}, "standoff": 8},
    }


@cache
def template(colours: Palette) -> dict[str, Any]:
    """Give the template of a theme, or of a picture in greys, as a dict that figures share."""
    layout = go.Layout(
        paper_bgcolor=colours.surface,
        plot_bgcolor=colours.surface,
        colorway=[colours.main, colours.official, colours.muted, colours.soft, colours.late],
        font={"family": FONT_FAMILY, "size": 13, "color": colours.ink},
        margin={"l": 8, "r": RIGHT_MARGIN_PX, "t": TOP_MARGIN_PX, "b": BOTTOM_MARGIN_PX},
        xaxis=_axis(colours),
        yaxis=_axis(colours),
        dragmode=False,
        hovermode="closest",
        hoverlabel={
            "bgcolor": colours.surface,
            "bordercolor": colours.axis,
            "font": {"color": colours.ink, "family": FONT_FAMILY},
            "align": "left",
        },
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": 12, "color": colours.ink},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        separators=".,",
    )
    made: dict[str, Any] = go.layout.Template(layout=layout).to_plotly_json()
    return made
