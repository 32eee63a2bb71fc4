"""The pages on which a figure leaves the house: their sizes, type sizes and resolution."""

from __future__ import annotations

from dataclasses import dataclass

from milestones.words import _

MM = 96 / 25.4
"""Pixels of a page per millimetre: a page has 96 to the inch, as in CSS and in Chrome's PDF."""


class PresetNotFoundError(KeyError):
    """No preset has this id."""


@dataclass(frozen=True)
class Preset:
    """One page. Lengths are in page pixels of 1/96 inch.

    `ratio` is width to height in small whole numbers; `tall` the one to which the page grows
    for a figure whose labels would become too small; `chart` says how many pixels of the chart
    as drawn for the screen go into one of the page, at least; `density` is PNG pixels to one
    of the page.
    """

    id: str
    name: str
    width: float
    ratio: tuple[int, int]
    title: float
    subtitle: float
    foot: float
    chart: float
    density: float
    tall: tuple[int, int] | None = None
    is_grey: bool = False

    @property
    def dpi(self) -> float:
        """Dots per inch of the PNG."""
        return 96 * self.density

    @property
    def pad(self) -> float:
        """Empty space at the edges."""
        return self.width / 40


def _printed(id: str, name: str, across: float, ratio: tuple[int, int], tall: tuple[int, int],
             density: float, is_grey: bool = False) -> Preset:  # fmt: skip
    """Make a page for paper: type as small as in print, and room to grow."""
    return Preset(id, name, across * MM, ratio, 16, 10.5, 8, 1.1, density, tall, is_grey)


INCH = 300 / 96
"""PNG pixels to one of the page at 300 dpi."""

_ALL = (
    Preset("slide", _("Slide 16:9"), 1280, (16, 9), 30, 18, 13, 0.66, 1.25),
    _printed("half_page", _("A4 portrait, half a page"), 168, (4, 3), (2, 3), 2),
    Preset("square", _("Square"), 720, (1, 1), 23, 14, 10.5, 0.85, 1.5),
    _printed("print", _("Print, 300 dpi"), 180, (3, 2), (3, 4), INCH),
    _printed("one_colour", _("Print in one colour"), 180, (3, 2), (3, 4), INCH, is_grey=True),
)
PRESETS: dict[str, Preset] = {each.id: each for each in _ALL}


def preset(id: str) -> Preset:
    """Give a preset by its id, or say which there are."""
    try:
        return PRESETS[id]
    except KeyError:
        raise PresetNotFoundError(f"{id}: presets are {', '.join(PRESETS)}") from None
