"""A figure as a picture that proves itself: the chart on its page, the stamp in it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from milestones.charts.model import Chart
from milestones.charts.plotly_renderer.page import PageBox, PageText, draw_page, needed_height
from milestones.charts.two_columns import in_two_columns
from milestones.export.figure_export import LANGUAGE_TAGS, FigureExport
from milestones.export.pictures.chrome import ChromeMissingError
from milestones.export.pictures.engine import (
    Engine,
    PictureFormat,
    RenderFailedError,
    shared_engine,
)
from milestones.export.pictures.page import (
    POINTS_PER_PX,
    PX_PER_INCH,
    SLIDE_BODY,
    Preset,
    foot_lines,
    head_lines,
    preset_by_id,
)
from milestones.export.pictures.stamping import stamp_pdf, stamp_png, stamp_svg
from milestones.figures.registry import find_figure
from milestones.i18n import LANGS, Lang

MIN_CHART_HEIGHT_PX = 330
"""Pixels of height that a chart alone has at least, so that its letters are not too large."""
CHART_EDGE_PX = 3
"""Pixels at both sides of a chart alone, for letters that turn or reach out."""
OVERFLOW_FACTOR = 1.08
"""What a chart may need more than it gets before its page grows, or its rows stand in columns."""
TWO_COLUMN_ZOOM_SHARE = 0.9
"""Share of the closest zoom at which two columns are drawn: wide enough for their texts."""

LATIN_FONTS = '"Helvetica Neue", Arial, "Liberation Sans"'
SCREEN_FONTS: dict[Lang, str] = {
    "zh": '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"',
    "en": f'{LATIN_FONTS}, "Noto Sans CJK SC", "WenQuanYi Zen Hei"',
}
TRUETYPE_FONTS: dict[Lang, str] = {
    "zh": '"WenQuanYi Zen Hei", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC"',
    "en": f'{LATIN_FONTS}, "DejaVu Sans", "WenQuanYi Zen Hei"',
}
"""For text in a PDF: of CFF fonts, such as Noto Sans CJK, Chrome embeds glyphs from which copied
text comes out as other characters."""


@dataclass(frozen=True)
class ComposedPage:
    """A composed page: what is drawn, its size in chart pixels, and page pixels to one of them."""

    spec: dict[str, Any]
    width: int
    height: int
    scale: float


def font_stack(lang: Lang, *, is_pdf: bool) -> str:
    """Name the fonts of a picture, as CSS does."""
    return f"{(TRUETYPE_FONTS if is_pdf else SCREEN_FONTS)[lang]}, sans-serif"


def compose_page(sheet: FigureExport, preset: Preset, *, is_pdf: bool = False) -> ComposedPage:
    """Set a sheet's chart on a page: title and selection above, source and notes below."""
    above, below = head_lines(sheet, preset), foot_lines(sheet, preset)
    top, bottom = above[-1].end + preset.foot, below[-1].end + preset.pad * 0.7
    chart, ratio, zoom = fit_page(sheet.drawing.chart, preset, top + bottom)
    unit = ceil(preset.width * zoom / ratio[0])
    across, down, zoom = unit * ratio[0], unit * ratio[1], unit * ratio[0] / preset.width
    pad = preset.pad * zoom
    box = PageBox(across, down, pad, pad, top * zoom, bottom * zoom)
    foot = down / zoom - bottom
    below = [replace(line, y=line.y + foot) for line in below]
    lines = [
        replace(line, x=line.x * zoom, y=line.y * zoom, size=line.size * zoom)
        for line in (*above, *below)
    ]
    return _compose(sheet, preset, chart, box, lines, zoom, is_pdf)


def compose_chart_alone(sheet: FigureExport, ratio: float) -> ComposedPage:
    """Set a chart on nothing but its own ground, for a slide that has the words; width ÷ height.

    It is as wide as a slide's body. The disclaimer lies across it all the same.
    """
    height = SLIDE_BODY.width / ratio
    chart, zoom = fit_chart(sheet.drawing.chart, SLIDE_BODY.width, height, SLIDE_BODY)
    zoom = max(zoom, MIN_CHART_HEIGHT_PX / height)
    across, down = ceil(SLIDE_BODY.width * zoom), ceil(height * zoom)
    box = PageBox(across, down, CHART_EDGE_PX, CHART_EDGE_PX, 0, 0)
    return _compose(sheet, SLIDE_BODY, chart, box, (), zoom)


def _compose(
    sheet: FigureExport,
    preset: Preset,
    chart: Chart,
    box: PageBox,
    lines: Sequence[PageText],
    zoom: float,
    is_pdf: bool = False,
) -> ComposedPage:
    spec = draw_page(
        chart,
        (sheet.theme, sheet.lang),
        box,
        lines,
        _watermark_text(sheet),
        font_stack(sheet.lang, is_pdf=is_pdf),
        preset.letter / POINTS_PER_PX * zoom,
        is_grey=preset.is_grey,
    )
    return ComposedPage(spec, box.width, box.height, 1 / zoom)


def fit_page(chart: Chart, preset: Preset, taken: float) -> tuple[Chart, tuple[int, int], float]:
    """Choose the page's ratio, and how many pixels of the chart go into one of the page.

    `taken` is what the words take of the page. The letters decide: a chart that needs more
    height than they allow gets a taller page, or its rows stand in two columns, or closer.
    """
    (width, height), across = preset.ratio, preset.width - 2 * preset.pad
    room = preset.most * (preset.width * height / width - taken)
    if preset.tall and needed_height(chart, across * preset.chart) > OVERFLOW_FACTOR * room:
        width, height = preset.tall
    chart, zoom = fit_chart(chart, across, preset.width * height / width - taken, preset)
    return chart, (width, height), zoom


def fit_chart(chart: Chart, across: float, down: float, preset: Preset) -> tuple[Chart, float]:
    """Set a chart on so many pixels of the page, in two columns where that is called for."""
    zoom = needed_height(chart, across * preset.chart) / down
    is_tight = zoom > preset.most * OVERFLOW_FACTOR
    wide = in_two_columns(chart) if is_tight and preset.is_wide else None
    if wide is None:
        return chart, min(max(zoom, preset.chart), preset.most)
    zoom = needed_height(wide, across * preset.chart) / down
    return wide, min(max(zoom, preset.most * TWO_COLUMN_ZOOM_SHARE), preset.most)


def _watermark_text(sheet: FigureExport) -> str:
    """Give the disclaimer, without what figures as published bear: that warns of nothing."""
    harmless = sheet.drawing.disclaimer if find_figure(sheet.figure).is_official else ""
    return sheet.disclaimer.removeprefix(harmless).removeprefix(" · ")


ROUNDING_GUARD = 1e-9
"""What keeps a size that is whole, but for its last bit, from losing a pixel."""


class ThemeNotPrintableError(ValueError):
    """A picture in one colour is printed on white: the dark theme is not for it."""


def draw_picture(
    sheet: FigureExport,
    format: PictureFormat,
    preset_id: str = "slide",
    engine: Engine | None = None,
) -> bytes:
    """Draw a sheet on a page and stamp it; the same sheet gives the same bytes.

    Raises ChromeMissingError, RenderFailedError, PresetNotFoundError and, for one colour in
    the dark theme, ThemeNotPrintableError.
    """
    preset = preset_by_id(preset_id)
    if preset.is_grey and sheet.theme != "light":
        raise ThemeNotPrintableError(f"{preset.id} is for the light theme")
    page = compose_page(sheet, preset, is_pdf=format == "pdf")
    scale = page.scale
    if format == "png":
        scale = round(preset.width * preset.density) / page.width + ROUNDING_GUARD
    drawn = (engine or shared_engine()).render(page.spec, format, page.width, page.height, scale)
    texts = {"title": sheet.title, "alt": sheet.alt}
    if format == "png":
        return stamp_png(drawn, sheet.stamp, dpi=PX_PER_INCH * preset.density, **texts)
    if format == "svg":
        return stamp_svg(drawn, sheet.stamp, **texts)
    language = LANGUAGE_TAGS[sheet.lang]
    return stamp_pdf(drawn, sheet.stamp, day=sheet.received_on, lang=language, **texts)


def draw_chart_alone(sheet: FigureExport, ratio: float, engine: Engine | None = None) -> bytes:
    """Draw the chart without its page as a PNG, for a slide that says the rest; stamped too."""
    page = compose_chart_alone(sheet, ratio)
    scale = SLIDE_BODY.density * page.scale
    drawn = (engine or shared_engine()).render(page.spec, "png", page.width, page.height, scale)
    dpi = PX_PER_INCH * SLIDE_BODY.density
    return stamp_png(drawn, sheet.stamp, dpi=dpi, title=sheet.title, alt=sheet.alt)


WARM_UP_FORMATS: tuple[PictureFormat, ...] = ("png", "pdf")
WARM_UP_SIZE_PX = {"width": 400, "height": 200}
WARM_UP_LETTERS = "0123456789 %.,abcdefghijklmnopqrstuvwxyz 数据截至专利转化"

WARM_UP_TRACES: list[dict[str, Any]] = [
    {"type": "bar", "y": [1, 2], "text": [WARM_UP_LETTERS, ""]},
    {"type": "scatter", "y": [2, 1], "mode": "lines+markers+text", "text": ["", "1"]},
    {"type": "heatmap", "z": [[1, 2]], "xaxis": "x2", "yaxis": "y2", "showscale": False},
]
"""The kinds of traces that figures are drawn with."""

log = logging.getLogger("milestones.export")


def warm_up_browser() -> None:
    """Start the browser and draw something; for a background thread, so nothing is raised."""
    try:
        for lang in LANGS:
            for format in WARM_UP_FORMATS:
                spec = _warm_up_spec(font_stack(lang, is_pdf=format == "pdf"))
                shared_engine().render(spec, format, **WARM_UP_SIZE_PX)
    except (ChromeMissingError, RenderFailedError) as error:
        log.warning("no pictures for now: %s", error)


def _warm_up_spec(family: str) -> dict[str, Any]:
    """Make a figure on a page, as `page.js` sets it, with all kinds of marks and letters."""
    layout = {
        **WARM_UP_SIZE_PX,
        "font": {"family": family},
        "annotations": [{"text": f"<b>{WARM_UP_LETTERS}</b>", "showarrow": False}],
        **{"xaxis": {"domain": [0, 0.4], "automargin": True}, "yaxis": {"automargin": True}},
        **{"xaxis2": {"domain": [0.6, 1], "anchor": "y2"}, "yaxis2": {"anchor": "x2"}},
        "shapes": [{"type": "line", "x0": 0, "x1": 1, "y0": 0, "y1": 1}],
        "meta": {"page": {**WARM_UP_SIZE_PX, "left": 10, "right": 10, "top": 10, "bottom": 10}},
    }
    return {"data": WARM_UP_TRACES, "layout": layout}
