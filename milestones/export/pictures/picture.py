"""A sheet as a picture that proves itself: the chart on its page, with the stamp in the file."""

from __future__ import annotations

from milestones.export.figure_export import FigureExport
from milestones.export.pictures.composition import Page, alone, composed
from milestones.export.pictures.engine import Engine, PictureFormat, shared
from milestones.export.pictures.presets import PRESETS, Preset, preset
from milestones.export.pictures.stamping import stamped_pdf, stamped_png, stamped_svg

__all__ = [
    "PRESETS",
    "PictureFormat",
    "Preset",
    "ThemeNotPrintableError",
    "chart_alone",
    "picture",
]

FORMATS: tuple[PictureFormat, ...] = ("png", "svg", "pdf")
DENSE = 2
"""PNG pixels to one of a chart that stands alone."""

WHOLE = 1e-9
"""What keeps a size that is whole, but for its last bit, from losing a pixel."""

LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


class ThemeNotPrintableError(ValueError):
    """A picture in one colour is printed on white: the dark theme is not for it."""


def picture(
    sheet: FigureExport,
    format: PictureFormat,
    on: Preset | str = "slide",
    engine: Engine | None = None,
) -> bytes:
    """Draw a sheet on a page and stamp it; the same sheet gives the same bytes.

    Raises ChromeMissingError, RenderFailedError, PresetNotFoundError and, for one colour in
    the dark theme, ThemeNotPrintableError.
    """
    page_of = preset(on) if isinstance(on, str) else on
    if page_of.is_grey and sheet.theme != "light":
        raise ThemeNotPrintableError(f"{page_of.id} is for the light theme")
    page = composed(sheet, page_of, is_pdf=format == "pdf")
    drawn = _drawn(page, format, page_of, engine or shared())
    told = {"title": sheet.title, "alt": sheet.alt}
    if format == "png":
        return stamped_png(drawn, sheet.stamp, dpi=page_of.dpi, **told)
    if format == "svg":
        return stamped_svg(drawn, sheet.stamp, **told)
    language = LANGUAGES[sheet.lang]
    return stamped_pdf(drawn, sheet.stamp, day=sheet.received_on, lang=language, **told)


def chart_alone(sheet: FigureExport, ratio: float = 16 / 9, engine: Engine | None = None) -> bytes:
    """Draw the chart without its page as a PNG, for a slide that says the rest; stamped too."""
    page = alone(sheet, ratio)
    scale = DENSE * page.scale
    drawn = (engine or shared()).render(page.spec, "png", page.width, page.height, scale)
    return stamped_png(drawn, sheet.stamp, dpi=96 * DENSE, title=sheet.title, alt=sheet.alt)


def _drawn(page: Page, format: PictureFormat, page_of: Preset, engine: Engine) -> bytes:
    scale = page.scale
    if format == "png":
        scale = round(page_of.width * page_of.density) / page.width + WHOLE
    return engine.render(page.spec, format, page.width, page.height, scale)
