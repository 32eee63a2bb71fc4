"""One Plotly template and one palette a theme: blue against orange, never red against green.

Every figure names its template, because importing Streamlit changes Plotly's default one
to near-black placeholder colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go
import plotly.io as pio

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

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


@dataclass(frozen=True)
class Palette:
    """The colours of one theme; each text colour has a contrast of 4.5 on the surface."""

    surface: str
    ink: str
    muted: str
    grid: str
    axis: str
    main: str
    soft: str
    band: str
    plan: str
    official: str
    late: str
    unknown: str
    scale: tuple[str, ...]
    """Classes of a share, from little to all, pale to dark (dark theme: dim to bright)."""


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        surface="#ffffff",
        ink="#1c2733",
        muted="#5a6672",
        grid="#e6eaee",
        axis="#b4bec8",
        main="#1a5a8f",
        soft="#9fc4e2",
        band="rgba(26, 90, 143, 0.18)",
        plan="#5a6672",
        official="#b3540a",
        late="#d98a2b",
        unknown="#d5dae0",
        scale=("#e6eff7", "#b5d2ea", "#78aeda", "#2c6ba6", "#0b3a66"),
    ),
    "dark": Palette(
        surface="#12181f",
        ink="#e7ecf1",
        muted="#a5b1bd",
        grid="#29323c",
        axis="#4d5965",
        main="#74b3e6",
        soft="#2f5f8a",
        band="rgba(116, 179, 230, 0.24)",
        plan="#a5b1bd",
        official="#f2a65e",
        late="#c07a2c",
        unknown="#3a444f",
        scale=("#22303d", "#274e70", "#2c6ba6", "#7db6e4", "#cbe3f6"),
    ),
}

STATUS_COLOURS: dict[str, dict[Theme, str]] = {
    "achieved": {"light": "#1a5a8f", "dark": "#74b3e6"},
    "achieved_late": {"light": "#8a5a00", "dark": "#e3b55c"},
    "on_track": {"light": "#1a5a8f", "dark": "#74b3e6"},
    "behind": {"light": "#8a5a00", "dark": "#e3b55c"},
    "far_behind": {"light": "#a3440a", "dark": "#f2a65e"},
    "moving_away": {"light": "#a3440a", "dark": "#f2a65e"},
    "missed": {"light": "#a3440a", "dark": "#f2a65e"},
    "not_assessable": {"light": "#5a6672", "dark": "#a5b1bd"},
}
"""The colour of each status; the word always stands beside it."""


def status_colour(status: str, theme: Theme) -> str:
    """Give the colour of a status in a theme."""
    return STATUS_COLOURS[status][theme]


def luminance(colour: str) -> float:
    """Give the relative luminance of `#rrggbb` as WCAG 2 defines it."""
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the WCAG contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(fill: str) -> str:
    """Give the colour of text, near black or white, that reads better on a fill."""
    return max(("#10161c", "#ffffff"), key=lambda text: contrast(text, fill))


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


def _layout(theme: Theme) -> go.Layout:
    colours = PALETTES[theme]
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
    pio.templates[template_name(_theme)] = go.layout.Template(layout=_layout(_theme))

TEMPLATES: dict[Theme, dict[str, Any]] = {
    theme: pio.templates[template_name(theme)].to_plotly_json() for theme in THEMES
}
"""The templates as dicts, which finished figures share."""
