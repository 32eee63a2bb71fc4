"""A deck beside what its slides would have been: words on them, and words spoken to them."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from milestones.export.figure_export import FigureExport
from milestones.export.slides.slides import Slide, pptx_bytes
from milestones.export.verify.chart_looks import SAYS
from milestones.export.verify.extra_content import beside, facts
from milestones.export.verify.grid import Difference, Grid
from milestones.export.verify.office_deck import SAID, SHOWN, TITLE
from milestones.export.verify.reading import Reading, raw_of

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""A picture of one dot, to stand where a slide has a picture."""


def slide_words(
    reading: Reading, slides: Mapping[int, FigureExport]
) -> tuple[list[Difference], list[str]]:
    """Give the words that slides of known figures have otherwise, and their headlines.

    A title may be a headline, which no edition can tell: then the whole finding stands below it.
    Lines may be put to the notes, but none of their own may be missing.
    """
    found: list[Difference] = []
    called: list[str] = []
    for number, sheet in slides.items():
        own = _on_slide(reading, number, sheet)
        title = reading.facts.get(f"{number}{SHOWN}{TITLE}", "")
        under = _on_slide(reading, number, sheet, title) if own and title else own
        if len(under) < len(own):
            called.append(title)
        found += under if len(under) < len(own) else own
    return found, called


def _on_slide(
    reading: Reading, number: int, sheet: FigureExport, title: str = ""
) -> list[Difference]:
    picture = None if f"{number}{SHOWN}Instead" in reading.facts else DOT
    raw = raw_of("pptx", pptx_bytes([Slide(sheet, title, picture)]))
    fresh, looks = raw.grids, _looks(raw.facts, 1, number)
    places = [f"{number}{kind}" for kind in (SHOWN, SAID)]
    held: dict[str, Grid] = {place: reading.grids.get(place, {}) for place in places}
    told = {f"{number}{kind}": fresh[f"1{kind}"] for kind in (SHOWN, SAID)}
    found = beside(held, told, ())
    said = [each for each in found if each.edition or not each.place.endswith(SAID)]
    return [*said, *facts(_looks(reading.facts, number, number), looks)]


def _looks(told: Mapping[str, str], old: int, new: int) -> dict[str, str]:
    """Give what is told of a slide's charts and tables, under another number of the slide."""
    own = re.compile(rf"\A{old}(?=(\.\d+)?{SAYS})")
    return {own.sub(str(new), name): text for name, text in told.items() if own.match(name)}
