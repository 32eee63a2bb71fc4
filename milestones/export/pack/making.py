"""A pack made on an edition: slides, one PDF, pictures, one workbook, and a manifest of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.release import embargo_of
from milestones.editions.storage import write_durably
from milestones.export.figure_export import FigureExport
from milestones.export.pack import drawing
from milestones.export.pack.changes import (
    FigureChange,
    compare_with_previous,
    is_from_other_edition,
)
from milestones.export.pack.drawing import (
    DrawnPictures,
    MissingPicture,
    bind_pdf,
    draw_pictures,
    zip_files,
)
from milestones.export.pack.model import Pack, PackEntry, PreviousResult
from milestones.export.pack.pack_file import MAX_PACK_BYTES, read_pack, replace_previous_results
from milestones.export.pack.sheets import PackSheets, compute_sheets
from milestones.export.pictures.engine import Engine, shared_engine
from milestones.export.slides.deck import Slide, pptx_bytes
from milestones.export.stamp import join_languages
from milestones.export.verify.file_reader import MANIFEST_KEY
from milestones.export.workbook import xlsx_bytes
from milestones.i18n import Lang, Locale, _
from milestones.i18n.printable import json_text
from milestones.paths import FileNotWrittenError

MANIFEST_VERSION = 1


def manifest_bytes(
    pack: Pack,
    edition: Edition,
    sheets: Sequence[Sequence[FigureExport]],
    files: Mapping[str, bytes],
    failures: Sequence[MissingPicture],
) -> bytes:
    """Write the manifest as JSON: what was asked, each figure's words and stamp, each file's hash.

    Files that lie in the zip are named with it. No clock stands in it: the same pack on the same
    edition gives the same bytes.
    """
    content = {
        MANIFEST_KEY: MANIFEST_VERSION,
        "title": pack.title,
        "classification": pack.classification,
        "languages": list(pack.langs),
        "preset": pack.preset,
        "theme": pack.theme,
        "formats": list(pack.formats),
        "edition": edition.id,
        "as_of": edition.as_of.isoformat(),
        "received_on": edition.received_on.isoformat(),
        "synthetic": edition.synthetic,
        "figures": [
            _figure_record(number, entry, own)
            for number, (entry, own) in enumerate(zip(pack.entries, sheets, strict=True), 1)
        ],
        "files": [_file_record(name, data) for name, data in files.items()],
        "missing": [vars(each) for each in failures],
    }
    return f"{json_text(content, indent=1)}\n".encode()


def _figure_record(number: int, entry: PackEntry, sheets: Sequence[FigureExport]) -> dict[str, Any]:
    (stamp,) = join_languages([sheet.stamp for sheet in sheets])
    texts = {
        sheet.lang: {"headline": entry.headline(sheet.lang), **sheet.texts} for sheet in sheets
    }
    return {"number": number, "figure": entry.figure, "words": texts, "stamp": stamp.content()}


def _file_record(name: str, data: bytes) -> dict[str, Any]:
    return {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


ProgressCallback = Callable[[int, int, str], None]
"""Hears how many steps are done, of how many, and in words which one is at work."""

FILE_STEM = "briefing"
SLIDES_FILE, PDF_FILE, PICTURES_FILE, WORKBOOK_FILE, MANIFEST_FILE = (
    f"{FILE_STEM}.{ending}" for ending in ("pptx", "pdf", "zip", "xlsx", "json")
)
FILE_STEPS = 4
"""Steps after the pictures: slides, workbook, PDF and zip, manifest."""


@dataclass(frozen=True, eq=False)
class PackResult:
    """What a making came to: files by name, and the pack with what was noted for next time.

    A file that nothing could be put into is not there: `failures` and `missing_chrome` say which
    pictures are missing, and why.
    """

    files: Mapping[str, bytes]
    pack: Pack
    failures: tuple[MissingPicture, ...] = ()
    missing_chrome: str = ""

    @property
    def is_short(self) -> bool:
        """Whether a picture is missing."""
        return bool(self.failures or self.missing_chrome)


def make_pack(
    pack: Pack,
    edition: Edition,
    locale: Locale,
    progress: ProgressCallback,
    embargo: datetime | None = None,
    engine: Engine | None = None,
) -> PackResult:
    """Make a pack on an edition; the same pack and edition give the same bytes.

    Raises PackFaultError where the pack names what there is not. A picture that cannot be drawn
    is missing, the rest is there.
    """
    pack.require_makeable()
    tell = _step_counter(progress, len(pack.entries) + drawing.drawing_steps(pack) + FILE_STEPS)

    def counting(number: int) -> None:
        tell(locale("Counting figure {number} of {count}", number=number, count=len(pack.entries)))

    sheets = compute_sheets(pack, edition, embargo, counting)
    found = draw_pictures(pack, sheets, engine or shared_engine(), locale, tell)
    files = dict(_pack_files(pack, edition, sheets, found, locale, tell))
    inside = {
        f"{PICTURES_FILE}/{name}": data for name, data in _named_pictures(pack, found).items()
    }
    tell(locale("Writing the manifest"))
    failures = tuple(found.failures)
    files[MANIFEST_FILE] = manifest_bytes(pack, edition, sheets, {**files, **inside}, failures)
    return PackResult(
        files, replace(pack, noted=previous_results(sheets)), failures, found.missing_chrome
    )


def _step_counter(progress: ProgressCallback, total: int) -> Callable[[str], None]:
    done = 0

    def tell(said: str) -> None:
        nonlocal done
        progress(min(done, total), total, said)
        done += 1

    return tell


def _pack_files(
    pack: Pack,
    edition: Edition,
    sheets: PackSheets,
    found: DrawnPictures,
    locale: Locale,
    tell: Callable[[str], None],
) -> Iterator[tuple[str, bytes]]:
    tell(locale("Writing the slides"))
    yield SLIDES_FILE, pptx_bytes(list(_slides_of(pack, sheets, found)), pack.title)
    tell(locale("Binding the pages and packing the pictures"))
    pages = _pdf_pages(sheets, found)
    if pages:
        yield PDF_FILE, bind_pdf(pages, pack.title)
    named = _named_pictures(pack, found)
    if named:
        yield PICTURES_FILE, zip_files(named, edition.received_on)
    tell(locale("Writing the workbook"))
    yield WORKBOOK_FILE, xlsx_bytes([sheet for own in sheets for sheet in own], pack.title)


def _numbered_sheets(sheets: PackSheets) -> Iterator[tuple[int, FigureExport]]:
    for number, own in enumerate(sheets, start=1):
        for sheet in own:
            yield number, sheet


def _slides_of(pack: Pack, sheets: PackSheets, found: DrawnPictures) -> Iterator[Slide]:
    for number, sheet in _numbered_sheets(sheets):
        headline = pack.entries[number - 1].headline(sheet.lang)
        yield Slide(sheet, headline, found.pictures.get((number, sheet.lang, "pptx")))


def _pdf_pages(sheets: PackSheets, found: DrawnPictures) -> list[tuple[FigureExport, bytes]]:
    there = [(sheet, (number, sheet.lang, "pdf")) for number, sheet in _numbered_sheets(sheets)]
    return [(sheet, found.pictures[key]) for sheet, key in there if key in found.pictures]


def _named_pictures(pack: Pack, found: DrawnPictures) -> dict[str, bytes]:
    """Name the chosen pictures by number, figure, language and format: 03-pipeline.zh.png."""
    return {
        f"{number:02}-{pack.entries[number - 1].figure}.{lang}.{form}": data
        for (number, lang, form), data in found.pictures.items()
        if form in pack.formats
    }


def previous_results(sheets: PackSheets) -> tuple[PreviousResult, ...]:
    """Give what a pack's file keeps of a making: a stamp and its captions a figure."""
    return tuple(
        PreviousResult(
            join_languages([sheet.stamp for sheet in own])[0],
            {sheet.lang: sheet.caption for sheet in own},
        )
        for own in sheets
    )


LANGUAGE_LABELS: dict[Lang, str] = {"zh": _("Chinese"), "en": _("English")}


def missing_picture_lines(made: PackResult, locale: Locale) -> Iterator[str]:
    """Say which pictures are missing from what was made, and why."""
    if made.missing_chrome:
        yield made.missing_chrome
        yield locale("Slides and workbook are made; the PDF and the pictures are missing.")
    for each in made.failures:
        yield _missing_picture_line(each, locale)


def _missing_picture_line(failure: MissingPicture, locale: Locale) -> str:
    places = {
        "number": failure.number,
        "figure": failure.figure,
        "language": locale(LANGUAGE_LABELS[failure.lang]),
        "format": failure.format.upper(),
        "reason": locale(failure.reason),
    }
    return locale("Missing: figure {number}, {figure}, {language}, {format}: {reason}", **places)


@dataclass(frozen=True, eq=False)
class WrittenPack:
    """What became of a pack: the files written, what is missing, what has changed since."""

    paths: tuple[Path, ...]
    made: PackResult
    changed: tuple[FigureChange, ...]


def read_pack_file(path: Path) -> Pack:
    """Read a pack from its file, no further than one can be long; raises PackFaultError."""
    return read_pack(_limited_bytes(path))


def make_in_folder(
    folder: Path,
    path: Path,
    edition: Edition,
    home: DataHome,
    locale: Locale,
    progress: ProgressCallback,
) -> WrittenPack:
    """Make the pack of a file into a folder, and note in the file what was found.

    What people wrote in the file stays as it is. Raises PackFaultError and FileNotWrittenError.
    """
    pack = read_pack_file(path)
    pack.require_makeable()
    changed: tuple[FigureChange, ...] = ()
    if is_from_other_edition(pack, edition):
        changed = tuple(compare_with_previous(pack, edition, home, locale.lang, press=True))
    embargo = embargo_of(home, edition.id)
    made = make_pack(pack, edition, locale, progress, embargo)
    into = {folder / name: data for name, data in made.files.items()}
    noted = replace_previous_results(
        _limited_bytes(path).decode("utf-8-sig"), made.pack.noted
    ).encode()
    is_whole = read_pack(noted) == made.pack
    _write_files({**into, path: noted} if is_whole else into, folder)
    return WrittenPack(tuple(into), made, changed)


def _limited_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_PACK_BYTES + 1)


def _write_files(files: dict[Path, bytes], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(files, private=False)
    except OSError as error:
        raise FileNotWrittenError(f"{error.filename or folder} ({error.strerror})") from error
