"""The files of a pack put together: PDFs into one, pictures into a zip, all without a clock."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pypdf import PdfWriter

from milestones.export.figure_export import FigureExport
from milestones.export.pictures.picture import LANGUAGES
from milestones.export.pictures.stamping import stamped_pdf

READABLE = 0o644 << 16
EARLIEST = 1980
"""The first year that a zip can write."""


def bound_pdf(pages: Sequence[tuple[FigureExport, bytes]], title: str) -> bytes:
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
    return stamped_pdf(
        whole.getvalue(),
        *(sheet.stamp for sheet, _ in pages),
        day=first.received_on,
        lang=LANGUAGES[first.lang],
        title=title or first.title,
        alt="\n".join(sheet.title for sheet, _ in pages),
    )


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """Pack files into a zip, each dated by the day given; what is packed already stays so."""
    into = BytesIO()
    with ZipFile(into, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name, (max(day.year, EARLIEST), day.month, day.day, 0, 0, 0))
            info.create_system, info.external_attr = 3, READABLE
            info.compress_type = ZIP_DEFLATED if name.endswith(".svg") else ZIP_STORED
            archive.writestr(info, content, compresslevel=zlib.Z_BEST_COMPRESSION)
    return into.getvalue()
