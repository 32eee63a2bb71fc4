"""The page around a chart: what a copy must say goes where the chart goes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from milestones.charts.model import Chart
from milestones.charts.plotly_renderer.page import PageBox, draw_page, needed_height
from milestones.charts.two_columns import in_columns
from milestones.export.figure_export import FigureExport
from milestones.export.pictures.page_text import foot, head, moved, scaled
from milestones.export.pictures.presets import BODY, POINT, Preset
from milestones.figures.registry import find

LEAST = 330
"""Pixels of height that a chart alone has at least, so that its letters are not too large."""
EDGE = 3
"""Pixels at both sides of a chart alone, for letters that turn or reach out."""
OVER = 1.08
"""What a chart may need more than it gets before its page grows, or its rows stand in columns."""
ROOMY = 0.9
"""Share of the closest zoom at which two columns are drawn: wide enough for their texts."""

HAN = ('"Noto Sans CJK SC"', '"Source Han Sans SC"', '"PingFang SC"', '"Microsoft YaHei"')
TRUETYPE_HAN = ('"WenQuanYi Zen Hei"', '"Microsoft YaHei"', '"PingFang SC"', '"Noto Sans CJK SC"')
LATIN = ('"Helvetica Neue"', "Arial", '"Liberation Sans"')
Size = tuple[float, float]
"""Width and height."""


@dataclass(frozen=True)
class Page:
    """A composed page: what is drawn, its size in chart pixels, and page pixels to one of them."""

    spec: dict[str, Any]
    width: int
    height: int
    scale: float


def fonts(lang: str, *, is_pdf: bool) -> str:
    """Name the fonts of a picture.

    Text in a PDF must be set in a TrueType font: of the CFF ones, such as Noto Sans CJK,
    Chrome embeds glyphs from which copied text comes out as other characters.
    """
    if lang == "zh":
        return ", ".join((*(TRUETYPE_HAN if is_pdf else HAN), "sans-serif"))
    latin = (*LATIN, '"DejaVu Sans"') if is_pdf else (*LATIN, '"Noto Sans CJK SC"')
    return ", ".join((*latin, '"WenQuanYi Zen Hei"', "sans-serif"))


def composed(sheet: FigureExport, preset: Preset, *, is_pdf: bool = False) -> Page:
    """Set a sheet's chart on a page: title and selection above, source and notes below."""
    above, below = head(sheet, preset), foot(sheet, preset)
    top, bottom = above[-1].end + preset.foot, below[-1].end + preset.pad * 0.7
    chart, ratio, zoom = fitted(sheet.drawing.chart, preset, top + bottom)
    unit = ceil(preset.width * zoom / ratio[0])
    across, down, zoom = unit * ratio[0], unit * ratio[1], unit * ratio[0] / preset.width
    pad = preset.pad * zoom
    box = PageBox(across, down, pad, pad, top * zoom, bottom * zoom)
    lines = [*above, *moved(below, down / zoom - bottom)]
    spec = draw_page(
        chart,
        (sheet.theme, sheet.lang),
        box,
        scaled(lines, zoom),
        _warning(sheet),
        fonts(sheet.lang, is_pdf=is_pdf),
        preset.letter / POINT * zoom,
        is_grey=preset.is_grey,
    )
    return Page(spec, across, down, 1 / zoom)


def alone(sheet: FigureExport, ratio: float) -> Page:
    """Set a chart on nothing but its own ground, for a slide that has the words; width ÷ height.

    It is as wide as a slide's body. The mark lies across it all the same.
    """
    height = BODY.width / ratio
    chart, zoom = placed(sheet.drawing.chart, (BODY.width, height), BODY)
    zoom = max(zoom, LEAST / height)
    across, down = ceil(BODY.width * zoom), ceil(height * zoom)
    box = PageBox(across, down, EDGE, EDGE, 0, 0)
    look, least = (sheet.theme, sheet.lang), BODY.letter / POINT * zoom
    font = fonts(sheet.lang, is_pdf=False)
    spec = draw_page(chart, look, box, (), _warning(sheet), font, least)
    return Page(spec, across, down, 1 / zoom)


def fitted(chart: Chart, preset: Preset, taken: float) -> tuple[Chart, tuple[int, int], float]:
    """Choose the page's ratio, and how many pixels of the chart go into one of the page.

    `taken` is what the words take of the page. The letters decide: a chart that needs more
    height than they allow gets a taller page, or its rows stand in two columns, or closer.
    """
    ratio, across = preset.ratio, preset.width - 2 * preset.pad
    room = preset.most * (_down(preset, ratio) - taken)
    if preset.tall and needed_height(chart, across * preset.chart) > OVER * room:
        ratio = preset.tall
    chart, zoom = placed(chart, (across, _down(preset, ratio) - taken), preset)
    return chart, ratio, zoom


def placed(chart: Chart, room: Size, preset: Preset) -> tuple[Chart, float]:
    """Set a chart on so many pixels of the page, in two columns where that is called for."""
    across, down = room
    zoom = needed_height(chart, across * preset.chart) / down
    wide = in_columns(chart) if zoom > preset.most * OVER and preset.is_wide else None
    if wide is None:
        return chart, min(max(zoom, preset.chart), preset.most)
    zoom = needed_height(wide, across * preset.chart) / down
    return wide, min(max(zoom, preset.most * ROOMY), preset.most)


def _down(preset: Preset, ratio: tuple[int, int]) -> float:
    return preset.width * ratio[1] / ratio[0]


def _warning(sheet: FigureExport) -> str:
    """Give the mark, without what figures as published bear: that warns of nothing."""
    harmless = sheet.drawing.mark if find(sheet.figure).is_official else ""
    return sheet.mark.removeprefix(harmless).removeprefix(" · ")
