"""One palette a theme, colours by their roles, and greys for a picture in one colour.

Blue against orange, never red against green. Greys are as light as the colours were, dashes
stand for the hues. Patterns are no help there: Chrome turns each of them in a PDF into an image
of megabytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import cycle, pairwise
from typing import Literal

from milestones.charts.model import Bars, Chart, Dash, Gauges, HeatCells, Line, Series, Tiles

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


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


def blend(one: str, other: str, part: float) -> str:
    """Mix two colours `#rrggbb`: `part` of the first, the rest of the other."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)


def colour_of(role: str, theme: Theme) -> str:
    """Give the colour of a role: `main`, `scale.3`, `status.missed`, or `late@0.4` on the ground.

    AttributeError for a role that no palette has.
    """
    colours = PALETTES[theme]
    name, _, part = role.partition("@")
    if part:
        return blend(colour_of(name, theme), colours.surface, float(part))
    group, _, which = name.partition(".")
    if group == "scale":
        return colours.scale[int(which)]
    if group == "status":
        return status_colour(which, theme)
    colour: str = getattr(colours, name)
    return colour


RGBA_COLOUR = re.compile(r"rgba\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,([^)]*)\)")
DASH_CYCLE: tuple[Dash, ...] = ("solid", "dot", "dash")
MIN_CONTRAST = 1.5
"""Contrast of two fills below which a reader of greys cannot tell one from the other."""
DARKEST, LIGHTEST = 0.09, 0.85
"""Where a scale of greys may begin and end: luminance + 0.05, as in a contrast."""


@lru_cache(maxsize=512)
def grey_of(colour: str) -> str:
    """Give the grey of a colour's luminance; a text that is no colour stays."""
    if colour.startswith("#"):
        return _grey_of_luminance(luminance(colour))
    if found := RGBA_COLOUR.fullmatch(colour):
        *channels, alpha = found.groups()
        level = int(grey_of("#" + "".join(f"{int(each):02x}" for each in channels))[1:3], 16)
        return f"rgba({level}, {level}, {level},{alpha})"
    return colour


@cache
def grey_palette() -> Palette:
    """Give the light palette in greys."""
    colours = vars(PALETTES["light"])
    single = {name: grey_of(colour) for name, colour in colours.items() if name != "scale"}
    return Palette(scale=tuple(map(grey_of, colours["scale"])), **single)


def dash_lines(chart: Chart) -> Chart:
    """Give lines that only their hue tells apart a dash each, the first one none."""
    solid = [each for each in chart.series if isinstance(each, Line) and each.dash == "solid"]
    colours = dict.fromkeys(line.colour for line in solid)
    dashes = dict(zip(colours, cycle(DASH_CYCLE), strict=False))

    def dashed(series: Series) -> Series:
        if isinstance(series, Line) and series.dash == "solid":
            return replace(series, dash=dashes[series.colour])
        return series

    panels = (replace(each, series=tuple(map(dashed, each.series))) for each in chart.panels)
    return replace(chart, panels=tuple(panels))


def grey_fills(chart: Chart) -> dict[str, str]:
    """Give each role of a fill its grey, set apart where two of them are too alike.

    Classes of a key are an order of their own, from light to dark, whatever their hues.
    """
    tables = (each for each in chart.series if isinstance(each, HeatCells))
    keyed = dict.fromkeys(each.colour for table in tables for each in table.classes if each.name)
    if keyed:
        return _grey_steps([*keyed][::-1], DARKEST, LIGHTEST)
    lights = {role: luminance(colour_of(role, "light")) for role in _fill_roles(chart)}
    roles = sorted(lights, key=lights.__getitem__)
    colours = [colour_of(role, "light") for role in roles]
    if len(roles) < 2 or all(contrast(*pair) >= MIN_CONTRAST for pair in pairwise(colours)):
        return {}
    low, high = lights[roles[0]] + 0.05, lights[roles[-1]] + 0.05
    if high / low < MIN_CONTRAST ** (len(roles) - 1):
        low, high = min(low, DARKEST), max(high, LIGHTEST)
    return _grey_steps(roles, low, high)


def _fill_roles(chart: Chart) -> set[str]:
    roles: set[str] = set()
    for series in chart.series:
        if isinstance(series, Bars) and not series.colours:
            roles.add(series.colour)
        elif isinstance(series, Gauges):
            roles |= {bar.colour for bar in series.bars if not bar.is_stroke}
        elif isinstance(series, Tiles | HeatCells):
            roles |= {each.colour for each in series.classes}
    return roles


def _grey_steps(roles: list[str], low: float, high: float) -> dict[str, str]:
    """Give the roles greys from dark to light, by equal steps of contrast."""
    step = (high / low) ** (1 / max(len(roles) - 1, 1))
    return {role: _grey_of_luminance(low * step**place - 0.05) for place, role in enumerate(roles)}


def _grey_of_luminance(light: float) -> str:
    """Give the grey of a relative luminance."""
    level = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return "#" + f"{round(min(level, 1) * 255):02x}" * 3
