"""A chart in one colour: greys as light as the colours were, dashes for the hues.

Patterns are no help: Chrome turns each of them in a PDF into an image of megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache, lru_cache
from itertools import cycle, pairwise

from milestones.charts.model import Bars, Chart, Dash, Gauges, HeatCells, Line, Tiles
from milestones.charts.palette import PALETTES, Palette, colour_of, contrast, luminance

HEX = re.compile(r"#[0-9a-fA-F]{6}")
RGBA = re.compile(r"rgba\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,([^)]*)\)")
DASHES: tuple[Dash, ...] = ("solid", "dot", "dash")
CLOSE = 1.5
"""Contrast of two fills below which a reader of greys cannot tell one from the other."""
DARK, LIGHT = 0.09, 0.85
"""Where a scale of greys may begin and end: luminance + 0.05, as in a contrast."""


def grey_of(colour: str) -> str:
    """Give the grey of a colour's luminance; a text that is no colour stays."""
    if HEX.fullmatch(colour):
        return _grey(colour)
    if found := RGBA.fullmatch(colour):
        red, green, blue, alpha = found.groups()
        level = int(_grey(f"#{int(red):02x}{int(green):02x}{int(blue):02x}")[1:3], 16)
        return f"rgba({level}, {level}, {level},{alpha})"
    return colour


@cache
def grey_palette() -> Palette:
    """Give the light palette in greys."""
    light = PALETTES["light"]
    single = {f.name: getattr(light, f.name) for f in fields(light) if f.name != "scale"}
    greys = {name: grey_of(colour) for name, colour in single.items()}
    return replace(light, scale=tuple(map(grey_of, light.scale)), **greys)


def told_apart(chart: Chart) -> Chart:
    """Give lines that only their hue tells apart a dash each, the first one none."""
    colours = dict.fromkeys(
        line.colour
        for panel in chart.panels
        for line in panel.series
        if isinstance(line, Line) and line.dash == "solid"
    )
    dashes = dict(zip(colours, cycle(DASHES), strict=False))
    panels = tuple(
        replace(
            panel,
            series=tuple(
                replace(each, dash=dashes[each.colour])
                if isinstance(each, Line) and each.dash == "solid"
                else each
                for each in panel.series
            ),
        )
        for panel in chart.panels
    )
    return replace(chart, panels=panels)


def fills(chart: Chart) -> dict[str, str]:
    """Give each role of a fill its grey, set apart where two of them are too alike.

    Classes of a key are an order of their own, from light to dark, whatever their hues.
    """
    if keyed := list(dict.fromkeys(_keyed(chart))):
        return _steps(keyed[::-1], DARK, LIGHT)
    lights = {role: luminance(colour_of(role, "light")) for role in _filled(chart)}
    roles = sorted(lights, key=lights.__getitem__)
    colours = [colour_of(role, "light") for role in roles]
    if len(roles) < 2 or all(contrast(*pair) >= CLOSE for pair in pairwise(colours)):
        return {}
    low, high = lights[roles[0]] + 0.05, lights[roles[-1]] + 0.05
    if high / low < CLOSE ** (len(roles) - 1):
        low, high = min(low, DARK), max(high, LIGHT)
    return _steps(roles, low, high)


def _keyed(chart: Chart) -> Iterator[str]:
    for panel in chart.panels:
        for series in panel.series:
            if isinstance(series, HeatCells):
                yield from (each.colour for each in series.classes if each.name)


def _filled(chart: Chart) -> set[str]:
    roles: set[str] = set()
    for panel in chart.panels:
        for series in panel.series:
            if isinstance(series, Bars) and not series.colours:
                roles.add(series.colour)
            elif isinstance(series, Gauges):
                roles |= {bar.colour for bar in series.bars if not bar.is_stroke}
            elif isinstance(series, Tiles | HeatCells):
                roles |= {each.colour for each in series.classes}
    return roles


def _steps(roles: list[str], low: float, high: float) -> dict[str, str]:
    """Give the roles greys from dark to light, by equal steps of contrast."""
    step = (high / low) ** (1 / max(len(roles) - 1, 1))
    return {role: _level(low * step**place - 0.05) for place, role in enumerate(roles)}


@lru_cache(maxsize=512)
def _grey(colour: str) -> str:
    return _level(luminance(colour))


def _level(light: float) -> str:
    """Give the grey of a relative luminance."""
    level = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return "#" + f"{round(min(level, 1) * 255):02x}" * 3
