"""One Plotly template a theme, and the mark that every drawing bears.

Every figure names its template, because importing Streamlit changes Plotly's default one to
near-black placeholder colours.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from milestones.charts.palette import PALETTES, THEMES, Palette, Theme
from milestones.charts.plotly_renderer.one_colour import grey_palette

FONT = (
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", sans-serif'
)

FOOT = 64
"""Pixels under the plot: the labels of the axis, then one line for marks."""

MARK = 20
"""Pixels at the foot of the picture that the mark takes."""

CONFIG: dict[str, object] = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
"""What a page hands to Plotly with each figure: no tool bar, follow the width."""


def template_name(theme: Theme) -> str:
    """Give the name under which Plotly knows the template of a theme."""
    return f"milestones_{theme}"


def marked(spec: dict[str, Any], text: str, theme: Theme) -> dict[str, Any]:
    """Write a mark inside the picture, under the plot at the right: it goes where it goes."""
    layout = spec["layout"]
    foot = layout.get("margin", {}).get("b", FOOT)
    note = {
        "text": text,
        **{"xref": "paper", "yref": "paper", "x": 1, "y": 0},
        **{"xanchor": "right", "yanchor": "top", "yshift": MARK - foot, "showarrow": False},
        "font": {"size": 11, "color": PALETTES[theme].official},
    }
    notes = [*layout.get("annotations", ()), note]
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


def _layout(colours: Palette) -> go.Layout:
    return go.Layout(
        paper_bgcolor=colours.surface,
        plot_bgcolor=colours.surface,
        colorway=[colours.main, colours.official, colours.muted, colours.soft, colours.late],
        font={"family": FONT, "size": 13, "color": colours.ink},
        margin={"l": 8, "r": 12, "t": 30, "b": FOOT},
        xaxis=_axis(colours),
        yaxis=_axis(colours),
        dragmode=False,
        hovermode="closest",
        hoverlabel={
            "bgcolor": colours.surface,
            "bordercolor": colours.axis,
            "font": {"color": colours.ink, "family": FONT},
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


for _theme in THEMES:
    _own = _layout(PALETTES[_theme])
    pio.templates[template_name(_theme)] = go.layout.Template(layout=_own)

TEMPLATES: dict[Theme, dict[str, Any]] = {
    theme: pio.templates[template_name(theme)].to_plotly_json() for theme in THEMES
}
"""The templates as dicts, which finished figures share."""


@cache
def grey_template() -> dict[str, Any]:
    """Give the template of a picture in one colour."""
    template: dict[str, Any] = go.layout.Template(layout=_layout(grey_palette())).to_plotly_json()
    return template
