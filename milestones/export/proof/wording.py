"""The words of a file beside the edition's: title, finding, day, source, mark, definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from milestones.export.proof.anew import anew
from milestones.export.proof.decks import slide_words
from milestones.export.proof.expected import expected, placed
from milestones.export.proof.grid import Difference
from milestones.export.proof.marks import marked
from milestones.export.proof.reading import Reading
from milestones.export.proof.rest import beside, facts
from milestones.export.proof.text import MANIFEST
from milestones.export.sheet import Sheet
from milestones.words import _

CLASSIFICATION = _("what follows the mark: {text}")
HEADLINE = _("the headline: {text}")
MADE = _("how the pack was to be made, and the hashes of its files")
DRAWN = _("how charts are drawn")
PICTURE = _("the picture itself")
SLIDE = _("slide {text}, which has no stamp")
_NAMED = re.compile(r"files\.\d+\.file")
_IN_FILES = re.compile(r"(?:^|/)(\d{2,})-")


@dataclass(frozen=True)
class Compared:
    """What beside the tables differs, and what nobody can compare: why, and which."""

    differences: Sequence[Difference] = ()
    uncompared: Sequence[tuple[str, str]] = field(default_factory=list)


def wording(reading: Reading, sheets: Sequence[Sheet]) -> Compared:
    """Compare all that a file holds beside its tables with what it would be if written anew."""
    own, behind = marked(reading, sheets)
    left = [(CLASSIFICATION, behind)] if behind else []
    if reading.kind in ("png", "svg", "pdf"):
        return Compared((), [(PICTURE, "")])
    if reading.kind == "pptx":
        slides = placed(reading, own)
        found, called = slide_words(reading, slides)
        strange = [each for each in reading.pages if each not in slides]
        left += [(HEADLINE, title) for title in called]
        left += [(SLIDE, str(each)) for each in strange]
        return Compared(found, [*left, (DRAWN, "")])
    if MANIFEST in reading.facts:
        return Compared(list(_manifest(reading, own)), [*left, *_free(reading.facts), (MADE, "")])
    if not (reading.grids or reading.facts):
        return Compared()
    fresh = anew(reading.kind, own)
    cells = beside(reading.grids, fresh.grids, expected(reading, own)[0])
    charts = [(DRAWN, "")] if reading.kind == "xlsx" else []
    return Compared([*cells, *facts(reading.facts, fresh.facts)], [*left, *charts])


def _free(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the headlines of a manifest."""
    for name, text in told.items():
        if name.endswith(".headline") and text != "":
            yield HEADLINE, text


def _manifest(reading: Reading, sheets: Sequence[Sheet]) -> Iterator[Difference]:
    """Compare each figure's words, and how many figures the names of the files speak of."""
    held = {
        name: text
        for name, text in reading.facts.items()
        if name.startswith("figures.") and not name.endswith(".headline")
    }
    yield from facts(held, dict(_told(reading, sheets)))
    files = [text for name, text in reading.facts.items() if _NAMED.fullmatch(name)]
    numbers = [int(found[1]) for name in files if (found := _IN_FILES.search(name))]
    count = len(reading.stamps)
    if numbers and max(numbers) != count:
        yield Difference("figures", 0, "", str(count), str(max(numbers)))


def _told(reading: Reading, sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    rest = iter(sheets)
    for number, stamp in enumerate(reading.stamps, start=1):
        yield f"figures.{number}.number", str(number)
        yield f"figures.{number}.figure", stamp.figure
        for sheet in (next(rest) for _lang in stamp.langs):
            for name, text in sheet.texts.items():
                yield f"figures.{number}.words.{sheet.lang}.{name}", text
