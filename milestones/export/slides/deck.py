"""Decks of 16:9, one figure a slide: disclaimer, finding, a chart to edit, its source below.

The rest stands in the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Length, Pt

from milestones.charts.office import NativeChart, split_long_bar_chart
from milestones.charts.palette import PALETTES, Palette
from milestones.export.figure_export import FigureExport
from milestones.export.slides.chart import add_chart
from milestones.export.slides.pptx_xml import EMU_PER_INCH, ChartStyle, Frame, rgb, set_fonts
from milestones.export.slides.template import (
    MARGIN,
    SLIDE_HEIGHT,
    SLIDE_WIDTH,
    TITLE_SIZE,
    TITLE_TOP,
    new_deck,
    repack_without_clock,
    set_properties,
    theme_notes,
)
from milestones.export.slides.text import (
    MAX_TITLE_LINES,
    count_lines,
    fit_text,
    foot_text,
    notes_text,
    printable_line,
    split_finding,
    text_width_inches,
)
from milestones.export.stamp import write_stamps

BODY_WIDTH = SLIDE_WIDTH - 2 * MARGIN
BODY_WIDTH_INCHES = BODY_WIDTH / EMU_PER_INCH
FOOT_TOP = SLIDE_HEIGHT - Inches(0.68)
TITLE_SIZES_POINTS, TEXT_SIZES_POINTS = (TITLE_SIZE, 18, 16, 14, 12), (12, 11, 10, 9)
MIN_CHART_SHARE = 0.36
"""Part of the height that the lower of two charts has at least."""


class SlideText(NamedTuple):
    """One text above the chart: its shape's name, size in points, and place."""

    name: str
    text: str
    size: float
    frame: Frame


def add_slide(deck: Any, sheet: FigureExport, headline: str, picture: bytes | None) -> None:
    """Add a slide for a figure: its charts, else its picture, else a line that says so."""
    page, colours = deck.slides.add_slide(deck.slide_layouts[0]), PALETTES[sheet.theme]
    page.background.fill.solid()
    page.background.fill.fore_color.rgb = rgb(colours.surface)
    _write_head(page, sheet, headline, colours)
    _draw_body(page, sheet, body_frame(sheet, headline), picture)
    _write_foot(page, sheet, colours)
    if sheet.disclaimer:
        _write_disclaimer(page, sheet.disclaimer, colours)
    page.notes_slide.notes_text_frame.text = notes_text(sheet, headline)
    for part in (page, page.notes_slide):
        set_fonts(part.element, sheet.lang)


def body_frame(sheet: FigureExport, headline: str = "") -> Frame:
    """Give the place that the words of a slide leave for its chart."""
    last = list(_head_texts(sheet, headline))[-1].frame
    top = last.top + last.height + Inches(0.1)
    return Frame(MARGIN, top, BODY_WIDTH, FOOT_TOP - top - Inches(0.08))


def body_ratio(sheet: FigureExport, headline: str = "") -> float:
    """Give width to height of a picture that fills that place."""
    body = body_frame(sheet, headline)
    return body.width / body.height


def _head_texts(sheet: FigureExport, headline: str) -> Iterator[SlideText]:
    """Yield the title, as large as two lines allow, and what stands under it."""
    width = BODY_WIDTH_INCHES
    finding, rest = split_finding(sheet.caption, sheet.lang, TITLE_SIZE, width)
    title, rest = (headline, sheet.caption) if headline else (finding, rest)
    title = printable_line(title)
    text, size = fit_text(title, TITLE_SIZES_POINTS, MAX_TITLE_LINES, width, bold=True)
    height = Pt(size * 1.25 * count_lines(text, size, width, bold=True)) + Inches(0.06)
    yield SlideText("Title", text, size, Frame(MARGIN, TITLE_TOP, BODY_WIDTH, height))
    top = TITLE_TOP + height + Inches(0.05)
    asked = f"{sheet.title}  {sheet.subtitle}"
    for name, whole, most in (("Question", asked, 2), ("Finding", rest, 3)):
        if whole:
            text, size = fit_text(printable_line(whole), TEXT_SIZES_POINTS, most, width)
            height = _text_height(text, size)
            yield SlideText(name, text, size, Frame(MARGIN, top, BODY_WIDTH, height))
            top += height + Inches(0.05)


def _write_head(page: Any, sheet: FigureExport, headline: str, colours: Palette) -> None:
    """Write the title and what stands under it."""
    title, *below = _head_texts(sheet, headline)
    shape = page.shapes.title
    shape.left, shape.top, shape.width, shape.height = title.frame
    _fill_bold(shape.text_frame, title.text, title.size, colours.ink, MSO_ANCHOR.BOTTOM)
    for name, text, size, frame in below:
        tone = colours.muted if name == "Question" else colours.ink
        _write_text(page, name, frame, text, size, tone)


def _draw_body(page: Any, sheet: FigureExport, body: Frame, picture: bytes | None) -> None:
    charts = sheet.native_charts
    days = [day for chart in charts for day in chart.days]
    is_pair = sum(bool(chart.days) for chart in charts) > 1
    span = (min(days), max(days)) if is_pair else None
    colours, disclaimer = PALETTES[sheet.theme], printable_line(sheet.disclaimer)
    style = ChartStyle(colours, sheet.lang, sheet.received_on, span, disclaimer)
    for number, (chart, frame) in enumerate(_place_charts(charts, body), start=1):
        shape = add_chart(page, chart, frame, style)
        _name_shape(shape, f"{sheet.figure} {sheet.lang} {number}", sheet.alt)
    if not charts and picture is None:
        _write_instead(page, sheet, body)
    elif not charts and picture:
        shape = page.shapes.add_picture(BytesIO(picture), *_fit_picture(picture, body))
        _name_shape(shape, f"{sheet.figure} {sheet.lang}", sheet.alt)


def _write_instead(page: Any, sheet: FigureExport, body: Frame) -> None:
    """Tell in words what the picture would show; a finding alone is the title already."""
    text = printable_line(sheet.alt)
    if text == printable_line(sheet.caption):
        return
    size, *smaller = 14, 12, 10, 9
    while smaller and _text_height(text, size) > body.height:
        size, *smaller = smaller
    _write_text(page, "Instead", body, text, size, PALETTES[sheet.theme].ink)


def _text_height(text: str, size: float) -> Length:
    return Pt(size * 1.3 * count_lines(text, size, BODY_WIDTH_INCHES))


def _place_charts(
    charts: Sequence[NativeChart], body: Frame
) -> Iterator[tuple[NativeChart, Frame]]:
    """Share the height out as the drawing does, but leave room for the smaller ones."""
    whole = sum(chart.height for chart in charts)
    parts = [max(chart.height / whole, MIN_CHART_SHARE) for chart in charts]
    top = body.top
    for chart, part in zip(charts, parts, strict=True):
        height = int(body.height * part / sum(parts))
        columns = split_long_bar_chart(chart)
        width = body.width // len(columns)
        for number, column in enumerate(columns):
            yield column, Frame(body.left + number * width, top, width, height)
        top += height


def _fit_picture(picture: bytes, body: Frame) -> Frame:
    with Image.open(BytesIO(picture)) as image:
        width, height = image.size
    scale = min(body.width / width, body.height / height)
    wide, high = int(width * scale), int(height * scale)
    return Frame(body.left + (body.width - wide) // 2, body.top, wide, high)


def _write_foot(page: Any, sheet: FigureExport, colours: Palette) -> None:
    right = MARGIN + BODY_WIDTH
    rule = page.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, MARGIN, FOOT_TOP, right, FOOT_TOP)
    rule.line.color.rgb, rule.line.width, rule.name = rgb(colours.grid), Pt(0.75), "Rule"
    rule.element.remove(rule.element.find(qn("p:style")))
    place = Frame(MARGIN, FOOT_TOP + Pt(4), BODY_WIDTH, Pt(14))
    _write_text(page, "Source", place, foot_text(sheet), 10, colours.muted)
    counted, size = sheet.locale.listing(sheet.notes), 9
    if count_lines(counted, size, BODY_WIDTH_INCHES) <= 2:
        below = Frame(MARGIN, FOOT_TOP + Pt(18), BODY_WIDTH, Pt(24))
        _write_text(page, "Counted", below, counted, size, colours.muted)


def _write_disclaimer(page: Any, text: str, colours: Palette) -> None:
    """Frame the disclaimer above the title, at the right, where a crop would take the title too."""
    size = 12
    width = min(BODY_WIDTH, Inches(text_width_inches(text, size, bold=True) + 0.3))
    frame = Frame(SLIDE_WIDTH - MARGIN - width, Inches(0.16), width, Inches(0.32))
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *frame)
    shape.name = "Mark"
    shape.element.remove(shape.element.find(qn("p:style")))
    shape.fill.background()
    shape.line.color.rgb, shape.line.width = rgb(colours.official), Pt(1.25)
    _fill_bold(shape.text_frame, text, size, colours.official, MSO_ANCHOR.MIDDLE)
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _write_text(page: Any, name: str, frame: Frame, text: str, size: float, tone: str) -> None:
    shape = page.shapes.add_textbox(*frame)
    shape.name = name
    _fill_frame(shape.text_frame, text, size, tone)


def _fill_frame(frame: Any, text: str, size: float, tone: str) -> None:
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = printable_line(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.color.rgb = Pt(size), rgb(tone)


def _fill_bold(frame: Any, text: str, size: float, tone: str, anchor: MSO_ANCHOR) -> None:
    _fill_frame(frame, text, size, tone)
    frame.vertical_anchor = anchor
    frame.paragraphs[0].runs[0].font.bold = True


def _name_shape(shape: Any, name: str, alt: str) -> None:
    shape.name = name
    shape.element.xpath(".//p:cNvPr")[0].set("descr", printable_line(alt))


class NoSlidesError(ValueError):
    """A deck has at least one slide."""


@dataclass(frozen=True, eq=False)
class Slide:
    """One figure of a deck.

    `headline` stands as the title instead of the finding; `picture` is a PNG of the figure's
    chart, used where no native chart can be drawn of it.
    """

    sheet: FigureExport
    headline: str = ""
    picture: bytes | None = None


def pptx_bytes(slides: Sequence[Slide], title: str = "") -> bytes:
    """Write a deck; the same slides give the same bytes.

    Titles are the findings, or the given headlines; charts are native and hold the exact
    numbers; the notes hold definition, source, caption, alternative text and stamp. The stamps
    of all slides are the document's comments, its dates the newest edition's day of receipt.
    Raises NoSlidesError for none.
    """
    if not slides:
        raise NoSlidesError("no slides")
    sheets = [slide.sheet for slide in slides]
    first, made_on = sheets[0], max(sheet.received_on for sheet in sheets)
    deck = new_deck(PALETTES[first.theme], first.lang)
    for slide in slides:
        add_slide(deck, slide.sheet, printable_line(slide.headline), slide.picture)
    theme_notes(deck, PALETTES["light"])
    stamps = write_stamps([sheet.stamp for sheet in sheets])
    named = printable_line(title) or printable_line(slides[0].headline) or first.title
    set_properties(deck, named, stamps, made_on, first.lang)
    package = BytesIO()
    deck.save(package)
    return repack_without_clock(package)
