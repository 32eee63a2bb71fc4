"""One slide: mark and finding above, the chart, its source below; the rest in the notes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from milestones.charts.office import in_columns
from milestones.charts.office_model import NativeChart
from milestones.charts.palette import PALETTES, Palette
from milestones.export.figure_export import FigureExport
from milestones.export.slides.chart import add_chart
from milestones.export.slides.deck import HEIGHT, MARGIN, TITLE_SIZE, TITLE_TOP, WIDTH
from milestones.export.slides.fonts import set_fonts
from milestones.export.slides.style import EMU, Frame, Style, colour
from milestones.export.slides.text import (
    TITLE_LINES,
    fitted,
    foot,
    legible,
    lines_of,
    notes,
    split_finding,
    universe,
    width_of,
)

ROOM = WIDTH - 2 * MARGIN
FOOT_TOP = HEIGHT - Inches(0.68)
TITLE_SIZES, SIZES = (TITLE_SIZE, 18, 16, 14, 12), (12, 11, 10, 9)
LEAST = 0.36
"""Part of the height that the lower of two charts has at least."""


class Line(NamedTuple):
    """One text above the chart: its shape's name, size in points, and place."""

    name: str
    text: str
    size: float
    frame: Frame


def add_page(deck: Any, sheet: FigureExport, headline: str, picture: bytes | None) -> None:
    """Add a slide for a figure: its charts, else its picture, else a line that says so."""
    page, colours = deck.slides.add_slide(deck.slide_layouts[0]), PALETTES[sheet.theme]
    page.background.fill.solid()
    page.background.fill.fore_color.rgb = colour(colours.surface)
    _head(page, sheet, headline, colours)
    _body(page, sheet, body_of(sheet, headline), picture)
    _foot(page, sheet, colours)
    if sheet.mark:
        _mark(page, sheet.mark, colours)
    page.notes_slide.notes_text_frame.text = notes(sheet, headline)
    for part in (page, page.notes_slide):
        set_fonts(part.element, sheet.lang)


def body_of(sheet: FigureExport, headline: str = "") -> Frame:
    """Give the place that the words of a slide leave for its chart."""
    last = list(_lines(sheet, headline))[-1].frame
    top = last.top + last.height + Inches(0.1)
    return Frame(MARGIN, top, ROOM, FOOT_TOP - top - Inches(0.08))


def ratio_of(sheet: FigureExport, headline: str = "") -> float:
    """Give width to height of a picture that fills that place."""
    body = body_of(sheet, headline)
    return body.width / body.height


def _lines(sheet: FigureExport, headline: str) -> Iterator[Line]:
    """Yield the title, as large as two lines allow, and what stands under it."""
    width = ROOM / EMU
    finding, rest = split_finding(sheet.caption, sheet.lang, TITLE_SIZE, width)
    title, rest = (headline, sheet.caption) if headline else (finding, rest)
    text, size = fitted(legible(title), TITLE_SIZES, TITLE_LINES, width, bold=True)
    height = Pt(size * 1.25 * lines_of(text, size, width, bold=True)) + Inches(0.06)
    yield Line("Title", text, size, Frame(MARGIN, TITLE_TOP, ROOM, height))
    top = TITLE_TOP + height + Inches(0.05)
    asked = f"{sheet.title}  {sheet.subtitle}"
    for name, whole, most in (("Question", asked, 2), ("Finding", rest, 3)):
        if whole:
            text, size = fitted(legible(whole), SIZES, most, width)
            height = Pt(size * 1.3 * lines_of(text, size, width))
            yield Line(name, text, size, Frame(MARGIN, top, ROOM, height))
            top += height + Inches(0.05)


def _head(page: Any, sheet: FigureExport, headline: str, colours: Palette) -> None:
    """Write the title and what stands under it."""
    title, *below = _lines(sheet, headline)
    shape = page.shapes.title
    shape.left, shape.top, shape.width, shape.height = title.frame
    _fill(shape.text_frame, title.text, title.size, colours.ink)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    shape.text_frame.paragraphs[0].runs[0].font.bold = True
    for name, text, size, frame in below:
        tone = colours.muted if name == "Question" else colours.ink
        _write(page, name, frame, text, size, tone)


def _body(page: Any, sheet: FigureExport, body: Frame, picture: bytes | None) -> None:
    charts = sheet.native_charts
    days = [day for chart in charts for day in chart.days]
    is_pair = sum(bool(chart.days) for chart in charts) > 1
    span = (min(days), max(days)) if is_pair else None
    style = Style(PALETTES[sheet.theme], sheet.lang, sheet.received_on, span, legible(sheet.mark))
    for number, (chart, frame) in enumerate(_placed(charts, body), start=1):
        shape = add_chart(page, chart, frame, style)
        _name(shape, f"{sheet.figure} {sheet.lang} {number}", sheet.alt)
    if charts:
        return
    if picture is None:
        _instead(page, sheet, body)
        return
    shape = page.shapes.add_picture(BytesIO(picture), *_fitted(picture, body))
    _name(shape, f"{sheet.figure} {sheet.lang}", sheet.alt)


def _instead(page: Any, sheet: FigureExport, body: Frame) -> None:
    """Tell in words what the picture would show; a finding alone is the title already."""
    text = legible(sheet.alt)
    if text == legible(sheet.caption):
        return
    rows = {size: lines_of(text, size, body.width / EMU) for size in (14, 12, 10, 9)}
    fitting = [size for size, lines in rows.items() if Pt(size * 1.3 * lines) <= body.height]
    _write(page, "Instead", body, text, max(fitting, default=9), PALETTES[sheet.theme].ink)


def _placed(charts: tuple[NativeChart, ...], body: Frame) -> Iterator[tuple[NativeChart, Frame]]:
    """Share the height out as the drawing does, but leave room for the smaller ones."""
    whole = sum(chart.height for chart in charts)
    parts = [max(chart.height / whole, LEAST) for chart in charts]
    top = body.top
    for chart, part in zip(charts, parts, strict=True):
        height = int(body.height * part / sum(parts))
        columns = in_columns(chart)
        width = body.width // len(columns)
        for number, column in enumerate(columns):
            yield column, Frame(body.left + number * width, top, width, height)
        top += height


def _fitted(picture: bytes, body: Frame) -> Frame:
    with Image.open(BytesIO(picture)) as image:
        width, height = image.size
    scale = min(body.width / width, body.height / height)
    wide, high = int(width * scale), int(height * scale)
    return Frame(body.left + (body.width - wide) // 2, body.top, wide, high)


def _foot(page: Any, sheet: FigureExport, colours: Palette) -> None:
    counted, size = universe(sheet), 9
    is_room = lines_of(counted, size, ROOM / EMU) <= 2
    line = Frame(MARGIN, FOOT_TOP, ROOM, Pt(1))
    rule = page.shapes.add_connector(1, line.left, line.top, line.left + line.width, line.top)
    rule.line.color.rgb, rule.line.width, rule.name = colour(colours.grid), Pt(0.75), "Rule"
    rule._element.remove(rule._element.find(qn("p:style")))
    _write(
        page,
        "Source",
        Frame(MARGIN, FOOT_TOP + Pt(4), ROOM, Pt(14)),
        foot(sheet),
        10,
        colours.muted,
    )
    if is_room:
        below = Frame(MARGIN, FOOT_TOP + Pt(18), ROOM, Pt(24))
        _write(page, "Counted", below, counted, size, colours.muted)


def _mark(page: Any, text: str, colours: Palette) -> None:
    """Frame the mark above the title, at the right, where a crop would take the title too."""
    size = 12
    width = min(ROOM, Inches(width_of(text, size, bold=True) + 0.3))
    shape = page.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, WIDTH - MARGIN - width, Inches(0.16), width, Inches(0.32)
    )
    shape.name = "Mark"
    shape._element.remove(shape._element.find(qn("p:style")))
    shape.fill.background()
    shape.line.color.rgb, shape.line.width = colour(colours.official), Pt(1.25)
    _fill(shape.text_frame, text, size, colours.official)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    shape.text_frame.paragraphs[0].runs[0].font.bold = True


def _write(page: Any, name: str, frame: Frame, text: str, size: float, tone: str) -> None:
    shape = page.shapes.add_textbox(*frame)
    shape.name = name
    _fill(shape.text_frame, text, size, tone)


def _fill(frame: Any, text: str, size: float, tone: str) -> None:
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = legible(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.color.rgb = Pt(size), colour(tone)


def _name(shape: Any, name: str, alt: str) -> None:
    shape.name = name
    shape._element.xpath(".//p:cNvPr")[0].set("descr", legible(alt))
