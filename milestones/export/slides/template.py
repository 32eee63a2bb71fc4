"""An empty deck: 16:9, one layout, the figures' colours and fonts; its bytes know no clock."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from milestones.charts.palette import Palette
from milestones.export.slides.pptx_xml import drop_relations, set_comments, set_fonts, set_theme
from milestones.i18n import Lang

SLIDE_WIDTH, SLIDE_HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.55)
TITLE_TOP, TITLE_HEIGHT, TITLE_SIZE = Inches(0.58), Inches(0.72), 20
LAYOUT_NAME = "Title Only"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_SPARE_RELATIONS = (RT.PRINTER_SETTINGS, RT.THUMBNAIL)
"""What belongs to the template's author: a picture of it, a printer's settings."""


def new_deck(colours: Palette, lang: Lang) -> Any:
    """Open an empty deck with one layout: a title over a free page."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = SLIDE_WIDTH, SLIDE_HEIGHT
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)
    for layout in list(deck.slide_layouts):
        if layout.name != LAYOUT_NAME:
            deck.slide_layouts.remove(layout)
    for owner in (deck.part, deck.part.package):
        drop_relations(owner, _SPARE_RELATIONS)
    master, layout = deck.slide_master, deck.slide_layouts[0]
    for holder in (master, layout):
        _arrange(holder)
    _style_titles(master)
    set_theme(master.part.part_related_by(RT.THEME), colours)
    set_fonts(master.element, lang)
    set_fonts(layout.element, lang)
    return deck


def theme_notes(deck: Any, colours: Palette) -> None:
    """Give the pages of notes the same fonts and colours."""
    set_theme(deck.notes_master.part.part_related_by(RT.THEME), colours)


def _arrange(holder: Any) -> None:
    """Put the title where slides have it; date, footer and number are not used."""
    places = {"TITLE": (TITLE_TOP, TITLE_HEIGHT), "BODY": (Inches(1.8), Inches(5))}
    for shape in list(holder.placeholders):
        if place := places.get(shape.placeholder_format.type.name):
            shape.left, shape.width = MARGIN, SLIDE_WIDTH - 2 * MARGIN
            shape.top, shape.height = place
        else:
            shape.element.getparent().remove(shape.element)


def _style_titles(master: Any) -> None:
    style = master.element.find(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    font = style.find(qn("a:defRPr"))
    font.set("sz", str(Pt(TITLE_SIZE).centipoints))
    font.set("b", "1")


def set_properties(deck: Any, title: str, stamps: str, made_on: date, lang: Lang) -> None:
    """Write the document's properties: its title, its stamps as comments, and one fixed day."""
    core = deck.core_properties
    core.title, core.author, core.last_modified_by = title[:255], "", ""
    core.created = core.modified = datetime.combine(made_on, time())
    core.revision, core.language = 1, lang
    set_comments(core, stamps)


def repack_without_clock(package: BytesIO) -> bytes:
    """Pack a document again with one date for all parts: the same parts give the same bytes."""
    into = BytesIO()
    with ZipFile(package) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, ZIP_DATE)
            part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, old.read(name))
    return into.getvalue()
