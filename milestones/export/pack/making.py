"""A pack made on an edition: slides, one PDF, pictures, one workbook, and a manifest of them."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition
from milestones.editions.edition_status import NO_REMARKS, EditionStatus, status_of
from milestones.editions.storage import write_durably
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
    drawn_formats,
    zip_files,
)
from milestones.export.pack.model import Pack, PreviousResult
from milestones.export.pack.pack_file import MAX_PACK_BYTES, read_pack, replace_previous_results
from milestones.export.pack.sheets import PackSheets, compute_sheets, numbered_sheets
from milestones.export.pictures.engine import Engine, shared_engine
from milestones.export.slides.deck import Slide, pptx_bytes
from milestones.export.stamp import join_languages
from milestones.export.verify.file_reader import MANIFEST_KEY
from milestones.export.workbook import xlsx_bytes
from milestones.i18n import Lang, Locale, _
from milestones.i18n.printable import json_text
from milestones.paths import FileNotWrittenError

log = logging.getLogger("milestones.export")

MANIFEST_VERSION = 1
SLIDES_FILE, PDF_FILE, PICTURES_FILE, WORKBOOK_FILE, MANIFEST_FILE = (
    f"briefing.{ending}" for ending in ("pptx", "pdf", "zip", "xlsx", "json")
)
FILE_STEPS = 4
"""Steps after the pictures: slides, workbook, PDF and zip, manifest."""
LANGUAGE_LABELS: dict[Lang, str] = {"zh": _("Chinese"), "en": _("English")}

ProgressCallback = Callable[[int, int, str], None]
"""Hears how many steps are done, of how many, and in words which one is at work."""


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
    status: EditionStatus = NO_REMARKS,
    engine: Engine | None = None,
) -> PackResult:
    """Make a pack on an edition; the same pack and edition give the same bytes.

    Raises PackFaultError where the pack names what there is not. A picture that cannot be drawn
    is missing, the rest is there.
    """
    pack.require_makeable()
    count = len(pack.entries)
    steps = count * (1 + len(pack.langs) * len(drawn_formats(pack))) + FILE_STEPS
    tell = _step_counter(progress, steps)

    def tell_number(number: int) -> None:
        tell(locale("Counting figure {number} of {count}", number=number, count=count))

    sheets = compute_sheets(pack, edition, status, tell_number)
    drawn = draw_pictures(pack, sheets, engine or shared_engine(), locale, tell)
    pictures = _named_pictures(pack, drawn)
    files = dict(_documents(pack, edition, sheets, drawn, pictures, locale, tell))
    tell(locale("Writing the manifest"))
    hashed = files | {f"{PICTURES_FILE}/{name}": data for name, data in pictures.items()}
    files[MANIFEST_FILE] = manifest_bytes(pack, edition, sheets, hashed, drawn.failures)
    noted = replace(pack, noted=previous_results(sheets))
    log.info("made a pack of %d figures, %d files, edition %s", count, len(files), edition.id)
    return PackResult(files, noted, tuple(drawn.failures), drawn.missing_chrome)


def _step_counter(progress: ProgressCallback, total: int) -> Callable[[str], None]:
    steps = iter(range(total))
    return lambda said: progress(next(steps, total), total, said)


def _named_pictures(pack: Pack, drawn: DrawnPictures) -> dict[str, bytes]:
    """Name the chosen pictures by number, figure, language and format: 03-pipeline.zh.png."""
    return {
        f"{number:02}-{pack.entries[number - 1].figure}.{lang}.{form}": data
        for (number, lang, form), data in drawn.pictures.items()
        if form in pack.formats
    }


def _documents(
    pack: Pack,
    edition: Edition,
    sheets: PackSheets,
    drawn: DrawnPictures,
    pictures: Mapping[str, bytes],
    locale: Locale,
    tell: Callable[[str], None],
) -> Iterator[tuple[str, bytes]]:
    numbered, slides, pages = numbered_sheets(sheets), [], []
    for number, sheet in numbered:
        headline = pack.entries[number - 1].headline(sheet.lang)
        slides.append(Slide(sheet, headline, drawn.pictures.get((number, sheet.lang, "pptx"))))
        if page := drawn.pictures.get((number, sheet.lang, "pdf")):
            pages.append((sheet, page))
    tell(locale("Writing the slides"))
    yield SLIDES_FILE, pptx_bytes(slides, pack.title)
    tell(locale("Binding the pages and packing the pictures"))
    if pages:
        yield PDF_FILE, bind_pdf(pages, pack.title)
    if pictures:
        yield PICTURES_FILE, zip_files(pictures, edition.received_on)
    tell(locale("Writing the workbook"))
    yield WORKBOOK_FILE, xlsx_bytes([sheet for _number, sheet in numbered], pack.title)


def previous_results(sheets: PackSheets) -> tuple[PreviousResult, ...]:
    """Give what a pack's file keeps of a making: a stamp and its captions a figure."""
    return tuple(
        PreviousResult(
            join_languages([each.stamp for each in own])[0],
            {each.lang: each.caption for each in own},
        )
        for own in sheets
    )


def manifest_bytes(
    pack: Pack,
    edition: Edition,
    sheets: PackSheets,
    files: Mapping[str, bytes],
    failures: Sequence[MissingPicture],
) -> bytes:
    """Write the manifest as JSON: what was asked, each figure's words and stamp, each file's hash.

    Files that lie in the zip are named with it. No clock stands in it: the same pack on the same
    edition gives the same bytes.
    """
    figures = []
    for number, (entry, own) in enumerate(zip(pack.entries, sheets, strict=True), 1):
        words = {each.lang: {"headline": entry.headline(each.lang), **each.texts} for each in own}
        (stamp,) = join_languages([each.stamp for each in own])
        record = {"number": number, "figure": entry.figure, "words": words}
        figures.append(record | {"stamp": stamp.content()})
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
        "figures": figures,
        "files": [
            {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in files.items()
        ],
        "missing": [vars(each) for each in failures],
    }
    return f"{json_text(content, indent=1)}\n".encode()


def missing_picture_lines(made: PackResult, locale: Locale) -> Iterator[str]:
    """Say which pictures are missing from what was made, and why."""
    if made.missing_chrome:
        yield made.missing_chrome
        yield locale("Slides and workbook are made; the PDF and the pictures are missing.")
    for each in made.failures:
        yield locale(
            "Missing: figure {number}, {figure}, {language}, {format}: {reason}",
            number=each.number,
            figure=each.figure,
            language=locale(LANGUAGE_LABELS[each.lang]),
            format=each.format.upper(),
            reason=locale(each.reason),
        )


@dataclass(frozen=True, eq=False)
class WrittenPack:
    """What became of a pack: the files written, what is missing, what has changed since."""

    paths: tuple[Path, ...]
    made: PackResult
    changed: tuple[FigureChange, ...]


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
    pack = read_pack(_read_start(path))
    pack.require_makeable()
    changed: tuple[FigureChange, ...] = ()
    if is_from_other_edition(pack, edition):
        changed = tuple(compare_with_previous(pack, edition, home, locale.lang, press=True))
    made = make_pack(pack, edition, locale, progress, status_of(edition))
    files = {folder / name: data for name, data in made.files.items()}
    text = replace_previous_results(_read_start(path).decode("utf-8-sig"), made.pack.noted)
    is_unchanged = read_pack(text.encode()) == made.pack
    _write_files(files | {path: text.encode()} if is_unchanged else files, folder)
    return WrittenPack(tuple(files), made, changed)


def _read_start(path: Path) -> bytes:
    """Read a file no further than a pack can be long."""
    with path.open("rb") as file:
        return file.read(MAX_PACK_BYTES + 1)


def _write_files(files: dict[Path, bytes], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(files, private=False)
    except OSError as error:
        raise FileNotWrittenError(f"{error.filename or folder} ({error.strerror})") from error
