"""A pack made on an edition: slides, one PDF, pictures, one workbook, and a manifest of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from milestones.editions.edition import Edition
from milestones.export.figure_export import FigureExport
from milestones.export.pack import drawing
from milestones.export.pack.binding import bound_pdf, zipped
from milestones.export.pack.drawing import Drawn, Failure, drawn
from milestones.export.pack.manifest import manifest
from milestones.export.pack.model import Noted, Pack
from milestones.export.pack.sheets import Sheets, sheets_of
from milestones.export.pictures.engine import Engine, shared
from milestones.export.slides.slides import Slide, pptx_bytes
from milestones.export.stamp import in_langs
from milestones.export.workbooks.workbook import xlsx_bytes
from milestones.i18n import Locale

Progress = Callable[[int, int, str], None]
"""Hears how many steps are done, of how many, and in words which one is at work."""

STEM = "briefing"
SLIDES, BOUND, PICTURES, NUMBERS, SAID = (
    f"{STEM}.{ending}" for ending in ("pptx", "pdf", "zip", "xlsx", "json")
)
FILES = 4
"""Steps after the pictures: slides, workbook, PDF and zip, manifest."""


@dataclass(frozen=True, eq=False)
class Made:
    """What a making came to: files by name, and the pack with what was noted for next time.

    A file that nothing could be put into is not there: `failures` and `missing_chrome` say which
    pictures are missing, and why.
    """

    files: Mapping[str, bytes]
    pack: Pack
    failures: tuple[Failure, ...] = ()
    missing_chrome: str = ""

    @property
    def is_short(self) -> bool:
        """Whether a picture is missing."""
        return bool(self.failures or self.missing_chrome)


def make(
    pack: Pack,
    edition: Edition,
    words: Locale,
    progress: Progress,
    embargo: datetime | None = None,
    engine: Engine | None = None,
) -> Made:
    """Make a pack on an edition; the same pack and edition give the same bytes.

    Raises PackFaultError where the pack names what there is not. A picture that cannot be drawn
    is missing, the rest is there.
    """
    pack.require_makeable()
    tell = _counted(progress, len(pack.entries) + drawing.steps(pack) + FILES)

    def counting(number: int) -> None:
        tell(words("Counting figure {number} of {count}", number=number, count=len(pack.entries)))

    sheets = sheets_of(pack, edition, embargo, counting)
    found = drawn(pack, sheets, engine or shared(), words, tell)
    files = dict(_files(pack, edition, sheets, found, words, tell))
    inside = {f"{PICTURES}/{name}": data for name, data in _named(pack, found).items()}
    tell(words("Writing the manifest"))
    failures = tuple(found.failures)
    files[SAID] = manifest(pack, edition, sheets, {**files, **inside}, failures)
    return Made(files, replace(pack, noted=noted_of(sheets)), failures, found.missing_chrome)


def _counted(progress: Progress, total: int) -> Callable[[str], None]:
    done = 0

    def tell(said: str) -> None:
        nonlocal done
        progress(min(done, total), total, said)
        done += 1

    return tell


def _files(
    pack: Pack,
    edition: Edition,
    sheets: Sheets,
    found: Drawn,
    words: Locale,
    tell: Callable[[str], None],
) -> Iterator[tuple[str, bytes]]:
    tell(words("Writing the slides"))
    yield SLIDES, pptx_bytes(list(_slides(pack, sheets, found)), pack.title)
    tell(words("Binding the pages and packing the pictures"))
    pages = _pages(sheets, found)
    if pages:
        yield BOUND, bound_pdf(pages, pack.title)
    named = _named(pack, found)
    if named:
        yield PICTURES, zipped(named, edition.received_on)
    tell(words("Writing the workbook"))
    yield NUMBERS, xlsx_bytes([sheet for own in sheets for sheet in own], pack.title)


def _numbered(sheets: Sheets) -> Iterator[tuple[int, FigureExport]]:
    for number, own in enumerate(sheets, start=1):
        for sheet in own:
            yield number, sheet


def _slides(pack: Pack, sheets: Sheets, found: Drawn) -> Iterator[Slide]:
    for number, sheet in _numbered(sheets):
        headline = pack.entries[number - 1].headline(sheet.lang)
        yield Slide(sheet, headline, found.pictures.get((number, sheet.lang, "pptx")))


def _pages(sheets: Sheets, found: Drawn) -> list[tuple[FigureExport, bytes]]:
    there = [(sheet, (number, sheet.lang, "pdf")) for number, sheet in _numbered(sheets)]
    return [(sheet, found.pictures[key]) for sheet, key in there if key in found.pictures]


def _named(pack: Pack, found: Drawn) -> dict[str, bytes]:
    """Name the chosen pictures by number, figure, language and format: 03-pipeline.zh.png."""
    return {
        f"{number:02}-{pack.entries[number - 1].figure}.{lang}.{form}": data
        for (number, lang, form), data in found.pictures.items()
        if form in pack.formats
    }


def noted_of(sheets: Sheets) -> tuple[Noted, ...]:
    """Give what a pack's file keeps of a making: a stamp and its captions a figure."""
    return tuple(
        Noted(
            in_langs([sheet.stamp for sheet in own])[0],
            {sheet.lang: sheet.caption for sheet in own},
        )
        for own in sheets
    )
