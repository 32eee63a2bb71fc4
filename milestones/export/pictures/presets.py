"""The pages on which a figure leaves the house: their sizes, type sizes and resolution."""

from __future__ import annotations

from dataclasses import dataclass

from milestones.charts.plotly_renderer.page import SMALL
from milestones.i18n import _

MM = 96 / 25.4
"""Pixels of a page per millimetre: a page has 96 to the inch, as in CSS and in Chrome's PDF."""

POINT = 0.75
"""Points to a pixel of the page."""


class PresetNotFoundError(KeyError):
    """No preset has this id."""


@dataclass(frozen=True)
class Preset:
    """One page. Lengths are in page pixels of 1/96 inch.

    `ratio` is width to height in small whole numbers; `tall` the one to which the page grows
    for a figure whose labels would become too small; `chart` says how many pixels of the chart
    as drawn for the screen go into one of the page, at least; `letter` is the smallest size of
    type in a chart, in points; `density` is PNG pixels to one of the page.
    """

    id: str
    name: str
    width: float
    ratio: tuple[int, int]
    title: float
    subtitle: float
    foot: float
    chart: float
    letter: float
    density: float
    tall: tuple[int, int] | None = None
    is_grey: bool = False

    @property
    def dpi(self) -> float:
        """Dots per inch of the PNG."""
        return 96 * self.density

    @property
    def most(self) -> float:
        """Pixels of the chart at most to one of the page, before its letters are too small."""
        return SMALL * POINT / self.letter

    @property
    def is_wide(self) -> bool:
        """Tell whether a chart of many rows has room for two columns, and no more height."""
        return self.tall is None and self.ratio[0] > self.ratio[1]

    @property
    def pad(self) -> float:
        """Empty space at the edges."""
        return self.width / 40


def _printed(id: str, name: str, across: float, ratio: tuple[int, int], tall: tuple[int, int],
             density: float, is_grey: bool = False) -> Preset:  # fmt: skip
    """Make a page for paper: type as small as in print, and room to grow."""
    return Preset(id, name, across * MM, ratio, 16, 10.5, 8, 1.1, 6, density, tall, is_grey)


INCH = 300 / 96
"""PNG pixels to one of the page at 300 dpi."""

_ALL = (
    Preset("slide", _("Slide 16:9"), 1280, (16, 9), 30, 18, 13, 0.66, 9, 1.25),
    _printed("half_page", _("A4 portrait, half a page"), 168, (4, 3), (2, 3), 2),
    Preset("square", _("Square"), 720, (1, 1), 23, 14, 10.5, 0.85, 7, 1.5),
    _printed("print", _("Print, 300 dpi"), 180, (3, 2), (3, 4), INCH),
    _printed("one_colour", _("Print in one colour"), 180, (3, 2), (3, 4), INCH, is_grey=True),
)
BODY = Preset("body", "", 1174, (5, 2), 0, 0, 0, 0.66, 9, 2)
"""What a slide leaves for a chart that stands on it as a picture: 12.2 inches of its width."""

PRESETS: dict[str, Preset] = {each.id: each for each in _ALL}


def preset(id: str) -> Preset:
    """Give a preset by its id, or say which there are."""
    try:
        return PRESETS[id]
    except KeyError:
        raise PresetNotFoundError(f"{id}: presets are {', '.join(PRESETS)}") from None
