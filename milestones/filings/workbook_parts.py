"""The parts of a new workbook: which of them holds a sheet, and its text piece by piece."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

CHUNK_BYTES = 1 << 20
ROW_TAG_END = b"row>"
WORKBOOK_PART, RELATIONS_PART = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def sheet_part(archive: ZipFile, sheet_place: int) -> str | None:
    """Name the part that holds the sheet at this place, counted from 0; None where it is not there.

    Parts are found in capitals and small letters alike, as the workbook reader finds them. Raises
    KeyError, IndexError or ParseError where the workbook does not say which part that is.
    """
    parts = {name.lower(): name for name in archive.namelist()}
    book, links = (
        ElementTree.fromstring(archive.read(parts[name]))
        for name in (WORKBOOK_PART, RELATIONS_PART)
    )
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    sheets = [each for each in book.iter() if each.tag.endswith("}sheet")]
    names = [value for key, value in sheets[sheet_place].items() if key.endswith("}id")]
    path = posixpath.normpath(posixpath.join("/xl", targets.get(names[0], "")))
    return parts.get(path.lstrip("/").lower())


def pieces_of_sheet(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield the text of a sheet in pieces that cut no row in two."""
    kept = b""
    with archive.open(part) as sheet:
        while chunk := sheet.read(CHUNK_BYTES):
            kept += chunk
            end = _last_bound(kept)
            if end:
                yield kept[:end]
                kept = kept[end:]
    yield kept


def _last_bound(text: bytes) -> int:
    """Find the last place that lies between rows, 0 where none is known."""
    end = text.rfind(ROW_TAG_END) + len(ROW_TAG_END)
    if end < len(ROW_TAG_END):
        return 0
    opened = max(text.rfind(b"<", 0, end), 0)
    return end if text.startswith(b"</", opened) else opened
