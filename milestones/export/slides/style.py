"""What a chart is told by its slide: where it stands, its colours, its language."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from pptx.dml.color import RGBColor

from milestones.charts.office_model import NativeChart
from milestones.charts.palette import Palette
from milestones.i18n import Lang

_RGB: Any = RGBColor

FEW = 12
"""Up to so many places have room for bars side by side, and for a number at each."""

EMU = 914_400
"""Units of a slide in an inch."""


class Frame(NamedTuple):
    """Where a shape stands on its slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


class Style(NamedTuple):
    """What a chart takes from its slide.

    `made_on` dates its workbook; `span` is the first and the last day of charts that stand
    one above the other, so that their days do too; `mark` goes along with a chart that is
    copied out of its slide.
    """

    colours: Palette
    lang: Lang
    made_on: date
    span: tuple[date, date] | None = None
    mark: str = ""


def colour(text: str) -> Any:
    """Read `#rrggbb`."""
    digits = text.lstrip("#")
    return _RGB(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))


def is_overlaid(chart: NativeChart) -> bool:
    """Tell whether bars lie over one another: where there is no room for them side by side."""
    return chart.grouping == "overlaid" and len(chart.categories) > FEW
