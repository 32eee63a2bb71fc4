"""The page around a chart, as one Plotly figure: what a copy must say goes where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from milestones.charts.palette import PALETTES
from milestones.export.pictures.key import is_keyed
from milestones.export.pictures.letters import raised
from milestones.export.pictures.page_chart import bare, closer, fitted, placed
from milestones.export.pictures.page_text import CORNER, foot, head, plain
from milestones.export.pictures.presets import BODY, POINT, Preset
from milestones.export.sheet import Sheet
from milestones.figures.registry import find
from milestones.words.widths import width

FAINT = 0.36
"""Opacity of the mark across the chart: seen on dark cells too, and nothing under it hidden."""

LEAST = 330
"""Pixels of height that a chart alone has at least, so that its letters are not too large."""

EDGE = 3
"""Pixels at both sides of a chart alone, for letters that turn or reach out."""

HAN = ('"Noto Sans CJK SC"', '"Source Han Sans SC"', '"PingFang SC"', '"Microsoft YaHei"')
TRUETYPE_HAN = ('"WenQuanYi Zen Hei"', '"Microsoft YaHei"', '"PingFang SC"', '"Noto Sans CJK SC"')
LATIN = ('"Helvetica Neue"', "Arial", '"Liberation Sans"')


@dataclass(frozen=True)
class Page:
    """A composed page: Plotly's dict, its size in chart pixels, and page pixels to one of them."""

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


def composed(sheet: Sheet, preset: Preset, *, is_pdf: bool = False) -> Page:
    """Set a sheet's chart on a page: title and selection above, source and notes below."""
    above, below = head(sheet, preset), foot(sheet, preset)
    top, bottom = above[-1].end + preset.foot, below[-1].end + preset.pad * 0.7
    chart, ratio, zoom = fitted(bare(sheet, preset), preset, top + bottom)
    unit = ceil(preset.width * zoom / ratio[0])
    across, down, zoom = unit * ratio[0], unit * ratio[1], unit * ratio[0] / preset.width
    gaps = {"left": preset.pad, "right": preset.pad, "top": top, "bottom": bottom}
    box = {"width": across, "height": down, **{side: gap * zoom for side, gap in gaps.items()}}
    lines = [*above, *(line.moved(down / zoom - bottom) for line in below)]
    notes = [line.note(zoom) for line in lines]
    notes = [*_watermark(sheet, box), *chart["layout"]["annotations"], *notes]
    least = preset.letter / POINT * zoom
    return Page(_set(chart, sheet.lang, box, notes, least, is_pdf), across, down, 1 / zoom)


def alone(sheet: Sheet, ratio: float) -> Page:
    """Set a chart on nothing but its own ground, for a slide that has the words; width ÷ height.

    It is as wide as a slide's body. The mark lies across it all the same.
    """
    height = BODY.width / ratio
    chart, zoom = placed(bare(sheet, BODY), (BODY.width, height), BODY)
    zoom = max(zoom, LEAST / height)
    across, down = ceil(BODY.width * zoom), ceil(height * zoom)
    gaps = {"left": EDGE, "right": EDGE, "top": 0, "bottom": 0}
    box = {"width": across, "height": down, **gaps}
    notes = [*_watermark(sheet, box), *chart["layout"]["annotations"]]
    least = BODY.letter / POINT * zoom
    return Page(_set(chart, sheet.lang, box, notes, least, False), across, down, 1 / zoom)


def _set(
    chart: dict[str, Any],
    lang: str,
    box: Mapping[str, float],
    notes: list[dict[str, Any]],
    least: float,
    is_pdf: bool,
) -> dict[str, Any]:
    chart = closer(chart, box["height"] - box["top"] - box["bottom"])
    layout, page = chart["layout"], {**box, "isKeyed": is_keyed(chart)}
    font = {**layout.get("font", {}), "family": fonts(lang, is_pdf=is_pdf)}
    size = {"width": box["width"], "height": box["height"], "meta": {"page": page}}
    layout = {**layout, **size, "annotations": notes, "font": font}
    told: dict[str, Any] = raised({**chart, "layout": layout}, least)
    return told


def _watermark(sheet: Sheet, box: Mapping[str, float]) -> list[dict[str, Any]]:
    """Lay what warns the reader across the chart, faintly, so that no part goes without."""
    text = _warning(sheet)
    if not text:
        return []
    lines = text.split(" · ")
    across = box["width"] - box["left"] - box["right"]
    down = box["height"] - box["top"] - box["bottom"]
    note = {
        **CORNER,
        **{"text": "<br>".join(map(plain, lines)), "xanchor": "center", "yanchor": "middle"},
        **{"xshift": box["left"] + across / 2, "yshift": -box["top"] - down / 2},
        **{"textangle": -18, "opacity": FAINT},
        "font": {
            "size": min(0.8 * across / max(map(width, lines)), 0.3 * down / len(lines)),
            "color": PALETTES["dark"].official,
        },
    }
    return [note]


def _warning(sheet: Sheet) -> str:
    """Give the mark, without what figures as published bear: that warns of nothing."""
    harmless = sheet.drawing.mark if find(sheet.figure).is_official else ""
    return sheet.mark.removeprefix(harmless).removeprefix(" · ")
