"""A chart on the page of a picture: how much height it needs, and its drawing with words around.

`page.js` measures the chart as drawn for the screen and sets it on the page, because only the
browser knows how wide its labels are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from milestones.charts.model import Chart
from milestones.charts.palette import PALETTES, Theme, dash_lines, grey_fills, grey_of
from milestones.charts.plotly_renderer.render import draw_chart, key_entries, vertical_margins
from milestones.charts.plotly_renderer.traces import (
    ON_PAPER,
    Spec,
    View,
    escape_markup,
    note,
)
from milestones.i18n import Lang
from milestones.i18n.widths import text_width_em

SMALLEST_LETTER_PX = 11
"""Pixels of the smallest letters that charts are drawn with for the screen; a few are smaller."""
FONT_KEYS = {"font", "tickfont", "textfont", "insidetextfont", "outsidetextfont"}
MIN_ROW_PX = 15.5
"""Pixels that a labelled row of a chart needs at least."""
MANY_ROWS = 12
"""A chart with more labelled rows than these may be drawn closer than on the screen."""
HEIGHT_PART, TALL_HEIGHT_PART = 0.92, 0.8
"""How much of its height on the screen any other chart needs; a tall single one less."""
TALL_PX = 500
"""Pixels of height from which a chart is tall."""
WATERMARK_OPACITY = 0.36
"""Opacity of the disclaimer across a chart: seen on dark cells too, and hides nothing under it."""
PAGE_CORNER: Spec = {"name": "page", **ON_PAPER}
"""Where notes named "page" count from; `page.js` moves them there."""
LINE_HEIGHT = 1.42
"""Line height as a multiple of the type size."""


@dataclass(frozen=True)
class PageText:
    """One line of text on the page, in pixels from its upper left corner; `colour` is a role."""

    text: str
    x: float
    y: float
    size: float
    colour: str
    is_bold: bool = False

    @property
    def end(self) -> float:
        """Where the next line begins."""
        return self.y + self.size * LINE_HEIGHT


@dataclass(frozen=True)
class PageBox:
    """The size of a page in pixels of the chart, and the room around the chart."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float

    @property
    def inner(self) -> tuple[float, float]:
        """The width and height that the chart gets."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom


def needed_height(chart: Chart, across: float) -> float:
    """Give the height in which a chart can be read: less than on the screen if it has rows."""
    around = vertical_margins(chart, across)
    natural = chart.height + around - chart.margins.height
    is_loose = natural > TALL_PX and (len(chart.panels) == 1 or chart.is_abreast)
    least = natural * (TALL_HEIGHT_PART if is_loose else HEIGHT_PART)
    axis = chart.panels[0].y if chart.panels else None
    if axis is None or (len(chart.panels) > 1 and not chart.is_abreast):
        return least
    is_named = axis.scale == "category" and chart.panels[0].names == "beside"
    if not is_named or len(axis.categories) <= MANY_ROWS:
        return least
    first, last = axis.categories[0].at, axis.categories[-1].at
    return min(least, float((last - first + 1.2) * MIN_ROW_PX + around))


def draw_page(
    chart: Chart,
    look: tuple[Theme, Lang],
    box: PageBox,
    texts: Sequence[PageText],
    warning: str,
    fonts: str,
    least: float,
    is_grey: bool = False,
) -> Spec:
    """Draw a chart on its page: words around it, a warning across it, no letter below `least`."""
    theme, lang = look
    across, down = box.inner
    greys = grey_fills(chart) if is_grey else None
    if is_grey:
        chart = dash_lines(chart)
    around = vertical_margins(chart, across)
    natural = max(chart.height - chart.margins.height, 1)
    view = View(theme, lang, across, greys, max(down - around, 1) / natural)
    spec = draw_chart(replace(chart, height=int(down)), view)
    layout = {
        **spec["layout"],
        **{"width": box.width, "height": box.height, "font": {"family": fonts}},
        "meta": {"page": {**asdict(box), "isKeyed": bool(key_entries(chart))}},
        "annotations": [
            *_watermark(warning, box, view),
            *spec["layout"]["annotations"],
            *(_text_note(text, view) for text in texts),
        ],
    }
    drawn: Spec = with_minimum_letters({**spec, "layout": layout}, least)
    return drawn


def _text_note(text: PageText, view: View) -> Spec:
    """Write a line as an annotation that counts from the page's corner."""
    line = escape_markup(text.text)
    font = {"size": text.size, "color": view.colour(text.colour)}
    place: Spec = {"xshift": text.x, "yshift": -text.y, "align": "left", **PAGE_CORNER}
    return note(f"<b>{line}</b>" if text.is_bold else line, 0, 1, ("left", "top"), font, **place)


def _watermark(warning: str, box: PageBox, view: View) -> Iterator[Spec]:
    """Lay what warns the reader across the chart, faintly, so that no part goes without."""
    if not warning:
        return
    lines = warning.split(" · ")
    across, down = box.inner
    size = min(0.8 * across / max(map(text_width_em, lines)), 0.3 * down / len(lines))
    colour = PALETTES["dark"].official
    font = {"size": size, "color": grey_of(colour) if view.is_grey else colour}
    place = {"xshift": box.left + across / 2, "yshift": -box.top - down / 2, **PAGE_CORNER}
    look: Spec = {"textangle": -18, "opacity": WATERMARK_OPACITY}
    text = "<br>".join(map(escape_markup, lines))
    yield note(text, 0, 1, ("center", "middle"), font, **look, **place)


def with_minimum_letters(part: Any, least: float) -> Any:
    """Give a figure, or a part of it, without letters of fewer pixels than `least`."""
    if isinstance(part, dict):
        raised = {key: with_minimum_letters(value, least) for key, value in part.items()}
        for key in FONT_KEYS & part.keys():
            font = raised[key]
            if isinstance(font, dict) and isinstance(font.get("size"), int | float):
                raised[key] = {**font, "size": max(font["size"], least)}
        return raised
    if isinstance(part, list | tuple) and part and isinstance(part[0], dict):
        return [with_minimum_letters(each, least) for each in part]
    return part
