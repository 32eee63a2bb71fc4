"""One palette a theme: blue against orange, never red against green; colours by their roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


def blended(one: str, other: str, part: float) -> str:
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
        return blended(colour_of(name, theme), colours.surface, float(part))
    group, _, which = name.partition(".")
    if group == "scale":
        return colours.scale[int(which)]
    if group == "status":
        return status_colour(which, theme)
    colour: str = getattr(colours, name)
    return colour
