"""Decks of 16:9: one figure a slide, its chart to be edited, and where it comes from in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from milestones.charts.palette import PALETTES
from milestones.export.figure_export import FigureExport
from milestones.export.slides.deck import describe, fixed, new_deck, theme_notes
from milestones.export.slides.page import add_page
from milestones.export.slides.text import legible
from milestones.export.stamp import write_stamps


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
        add_page(deck, slide.sheet, legible(slide.headline), slide.picture)
    theme_notes(deck, PALETTES["light"])
    stamps = write_stamps([sheet.stamp for sheet in sheets])
    named = legible(title) or legible(slides[0].headline) or first.title
    describe(deck, named, stamps, made_on, first.lang)
    kept = BytesIO()
    deck.save(kept)
    return fixed(kept.getvalue())
