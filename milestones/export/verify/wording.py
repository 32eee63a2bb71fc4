"""The words of a file beside the edition's: title, finding, day, source, mark, definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from milestones.export.figure_export import FigureExport
from milestones.export.verify.decks import slide_words
from milestones.export.verify.disclaimers import marked
from milestones.export.verify.expected import expected, placed
from milestones.export.verify.extra_content import beside, facts, is_number
from milestones.export.verify.formatting import WRITTEN
from milestones.export.verify.grid import Difference
from milestones.export.verify.office_deck import PICTURES
from milestones.export.verify.reading import Reading
from milestones.export.verify.rewrite import anew
from milestones.export.verify.text import COMMA, MANIFEST, SEPARATOR
from milestones.i18n import _

CLASSIFICATION = _("what follows the mark: {text}")
HEADLINE = _("the headline: {text}")
MADE = _("how the pack was to be made, and the hashes of its files")
DRAWN = _("how charts are drawn")
ON_SLIDES = _("the pictures on slides")
PICTURE = _("the picture itself")
SEPARATED = _("The cells of the file are separated by {text}.")
SLIDE = _("slide {text}, which has no stamp")
_NAMED = re.compile(r"files\.\d+\.file")
_IN_FILES = re.compile(r"(?:^|/)(\d{2,})-")


@dataclass(frozen=True)
class Compared:
    """What beside the tables differs, and what nobody can compare: why, and which.

    `missing` are the names of sheets that were taken out, `remarks` what changes nothing.
    """

    numbers: Sequence[Difference] = ()
    words: Sequence[Difference] = ()
    uncompared: Sequence[tuple[str, str]] = ()
    missing: Sequence[str] = ()
    remarks: Sequence[tuple[str, str]] = ()


def wording(reading: Reading, sheets: Sequence[FigureExport]) -> Compared:
    """Compare all that a file holds beside its tables with what it would be if written anew."""
    own, behind = marked(reading, sheets)
    left = [(CLASSIFICATION, behind)] if behind else []
    if reading.kind in ("png", "svg", "pdf"):
        return Compared(uncompared=[(PICTURE, "")])
    if reading.kind == "pptx":
        slides = placed(reading, own)
        found, called = slide_words(reading, slides)
        strange = [each for each in reading.pages if each not in slides]
        left += [(HEADLINE, title) for title in called]
        left += [(SLIDE, str(each)) for each in strange]
        pictures = any(name.endswith(PICTURES) for name in reading.facts)
        return _sorted(found, [*left, (DRAWN, ""), *([(ON_SLIDES, "")] if pictures else [])])
    if MANIFEST in reading.facts:
        return _sorted(_manifest(reading, own), [*left, *_free(reading.facts), (MADE, "")])
    if not (reading.grids or reading.facts):
        return Compared()
    fresh = anew(reading.kind, own)
    cells = beside(reading.grids, fresh.grids, expected(reading, own)[0])
    charts = [(DRAWN, "")] if reading.kind == "xlsx" else []
    looks = facts(*(_without(each, SEPARATOR) for each in (reading.facts, fresh.facts)))
    other = tuple(f"{place} · " for place in fresh.grids.keys() ^ reading.grids.keys())
    known = [each for each in looks if not (each.place.startswith(other) or _is_told(each))]
    compared = _sorted([*cells, *known], [*left, *charts])
    missing = fresh.grids.keys() - reading.grids if reading.kind == "xlsx" else ()
    separator = reading.facts.get(SEPARATOR, COMMA)
    remarks = [(SEPARATED, separator.replace("\t", "Tab"))] if separator != COMMA else []
    return replace(compared, missing=sorted(missing), remarks=remarks)


def _is_told(difference: Difference) -> bool:
    """Tell the format of numbers in a column without any: those numbers are told as cells."""
    return WRITTEN in difference.place and not (difference.file and difference.edition)


def _without(told: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in told.items() if key != name}


def _sorted(found: Iterable[Difference], left: Sequence[tuple[str, str]]) -> Compared:
    """Tell numbers, and what says how to read them, from words."""
    all_ = list(found)
    numbers = [each for each in all_ if is_number(each)]
    return Compared(numbers, [each for each in all_ if each not in numbers], left)


def _free(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the headlines of a manifest."""
    for name, text in told.items():
        if name.endswith(".headline") and text != "":
            yield HEADLINE, text


def _manifest(reading: Reading, sheets: Sequence[FigureExport]) -> Iterator[Difference]:
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


def _told(reading: Reading, sheets: Sequence[FigureExport]) -> Iterator[tuple[str, str]]:
    rest = iter(sheets)
    for number, stamp in enumerate(reading.stamps, start=1):
        yield f"figures.{number}.number", str(number)
        yield f"figures.{number}.figure", stamp.figure
        for sheet in (next(rest) for _lang in stamp.langs):
            for name, text in sheet.texts.items():
                yield f"figures.{number}.words.{sheet.lang}.{name}", text
