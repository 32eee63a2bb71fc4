"""The pictures of a pack: drawn one by one, bound into one PDF, packed into a zip."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from itertools import product
from typing import Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pypdf import PdfWriter

from milestones.export.figure_export import LANGUAGE_TAGS, FigureExport
from milestones.export.pack.model import PACK_FORMATS, Pack, PackEntry
from milestones.export.pack.sheets import PackSheets, numbered_sheets
from milestones.export.pictures.chrome import ChromeMissingError
from milestones.export.pictures.engine import Engine, PictureFormat, RenderFailedError
from milestones.export.pictures.picture import draw_chart_alone, draw_picture
from milestones.export.pictures.stamping import stamp_pdf
from milestones.export.slides.deck import body_ratio
from milestones.i18n import Lang, Locale

log = logging.getLogger("milestones.export")

PackFormat = PictureFormat | Literal["pptx"]
"""The format of a picture, or pptx for the picture of a chart that PowerPoint does not have."""
MAX_CONSECUTIVE_FAILURES = 3
"""After so many failures one after the other no more pictures are tried."""


@dataclass(frozen=True)
class MissingPicture:
    """A picture that is missing, and why; `reason` is marked for translation."""

    number: int
    figure: str
    lang: Lang
    format: PackFormat
    reason: str


@dataclass
class DrawnPictures:
    """The pictures of a pack by number of the entry, language and format, and those missing.

    `missing_chrome` is what stands in the way of all of them, in words, "" if nothing does.
    """

    pictures: dict[tuple[int, Lang, PackFormat], bytes] = field(default_factory=dict)
    failures: list[MissingPicture] = field(default_factory=list)
    missing_chrome: str = ""


def drawn_formats(pack: Pack) -> tuple[PackFormat, ...]:
    """Give the formats that were chosen, PDF, which is bound together, and the slides' own."""
    return (*(form for form in PACK_FORMATS if form in (*pack.formats, "pdf")), "pptx")


def draw_pictures(
    pack: Pack, sheets: PackSheets, engine: Engine, locale: Locale, tell: Callable[[str], None]
) -> DrawnPictures:
    """Draw every picture of a pack; a browser that is missing or lost is said, not raised."""
    found, failed_in_a_row = DrawnPictures(), 0
    for (number, sheet), form in product(numbered_sheets(sheets), drawn_formats(pack)):
        place = {"number": number, "count": len(sheets), "format": form.upper()}
        tell(locale("Figure {number} of {count} as {format}", **place))
        if found.missing_chrome or (form == "pptx" and sheet.native_charts):
            continue
        try:
            if failed_in_a_row >= MAX_CONSECUTIVE_FAILURES:
                raise RenderFailedError("the browser failed before", found.failures[-1].reason)
            data = _render(sheet, pack.entries[number - 1], form, pack.preset, engine)
        except ChromeMissingError as error:
            found.missing_chrome = error.sentence(locale)
        except RenderFailedError as error:
            log.warning("no picture of %s: %s", sheet.figure, error)
            missing = MissingPicture(number, sheet.figure, sheet.lang, form, error.sentence)
            found.failures.append(missing)
            failed_in_a_row += 1
        else:
            failed_in_a_row, found.pictures[number, sheet.lang, form] = 0, data
    return found


def _render(
    sheet: FigureExport, entry: PackEntry, form: PackFormat, preset: str, engine: Engine
) -> bytes:
    """Draw a picture under its headline, the question below it; for a slide the chart alone."""
    headline, headed = entry.headline(sheet.lang), sheet
    if headline:
        headed = replace(sheet, title=headline, subtitle=f"{sheet.title} · {sheet.subtitle}")
    if form == "pptx":
        return draw_chart_alone(headed, body_ratio(sheet, headline), engine)
    return draw_picture(headed, form, preset, engine)


READABLE_FILE_MODE = 0o644 << 16
FIRST_ZIP_YEAR = 1980
"""The first year that a zip can write."""


def bind_pdf(pages: Sequence[tuple[FigureExport, bytes]], title: str) -> bytes:
    """Bind PDFs of one page each into one, with a bookmark for each and the stamps of all.

    The document is dated by the edition's day of receipt; its language is that of its first page.
    """
    writer = PdfWriter()
    for sheet, page in pages:
        writer.append(BytesIO(page), outline_item=sheet.title, import_outline=False)
    writer.compress_identical_objects(remove_unreferenced=True)
    whole = BytesIO()
    writer.write(whole)
    first = pages[0][0]
    return stamp_pdf(
        whole.getvalue(),
        *(sheet.stamp for sheet, _ in pages),
        day=first.received_on,
        lang=LANGUAGE_TAGS[first.lang],
        title=title or first.title,
        alt="\n".join(sheet.title for sheet, _ in pages),
    )


def zip_files(files: Mapping[str, bytes], day: date) -> bytes:
    """Pack files into a zip, each dated by the day given; what is packed already stays so."""
    into = BytesIO()
    with ZipFile(into, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name, (max(day.year, FIRST_ZIP_YEAR), day.month, day.day, 0, 0, 0))
            info.create_system, info.external_attr = 3, READABLE_FILE_MODE
            info.compress_type = ZIP_DEFLATED if name.endswith(".svg") else ZIP_STORED
            archive.writestr(info, content, compresslevel=zlib.Z_BEST_COMPRESSION)
    return into.getvalue()
