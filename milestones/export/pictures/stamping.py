"""The stamp in pictures: written into PNG, SVG and PDF, and read from files that anyone may send.

Readers are bounded, expand no entities, and answer None where no stamp can be read.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from milestones.export.stamp import MAX_STAMP_CHARS, STAMP_FIELD, Stamp, write_stamps

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_HEADER_BYTES = 25
"""Bytes of a PNG's first chunk."""

PNG_TEXT_CHUNKS = {b"tEXt", b"zTXt", b"iTXt"}
MAX_CHUNKS = 100_000
MAX_PICTURE_BYTES = 64 * 1024 * 1024
"""Bytes of a picture that is read at most."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
"""It tells of each fault of a file that anyone may send, in the file's own letters."""

PRODUCER = "milestones"


def stamp_png(data: bytes, *stamps: Stamp, dpi: float, title: str = "", alt: str = "") -> bytes:
    """Write stamp, title and alternative text as iTXt, and the resolution; pixels stay."""
    texts = {STAMP_FIELD: write_stamps(stamps), "Title": title, "Description": alt}
    per_metre = round(dpi / 0.0254)
    chunks = _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    for keyword, text in texts.items():
        if text:
            chunks += _chunk(b"iTXt", keyword.encode() + b"\0\0\0\0\0" + text.encode())
    start = len(PNG_SIGNATURE) + PNG_HEADER_BYTES
    return data[:start] + chunks + data[start:]


def stamp_svg(data: bytes, *stamps: Stamp, title: str = "", alt: str = "") -> bytes:
    """Write the stamp as metadata, title and alternative text as what a screen reader says."""
    texts = f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
    stamp = f'<metadata id="{STAMP_FIELD}">{escape(write_stamps(stamps))}</metadata>'
    start = data.index(b">", data.index(b"<svg")) + 1
    return data[:start] + f"{texts}{stamp}".encode() + data[start:]


def stamp_pdf(
    data: bytes, *stamps: Stamp, day: date, lang: str, title: str = "", alt: str = ""
) -> bytes:
    """Write stamp, title and alternative text as document information, dated by a day given.

    Nothing of the clock is left, so the same page gives the same bytes.
    """
    writer = PdfWriter(clone_from=BytesIO(data))
    moment = f"D:{day:%Y%m%d}000000Z"
    writer.metadata = {
        "/Title": title,
        "/Subject": alt,
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": moment,
        "/ModDate": moment,
        f"/{STAMP_FIELD}": write_stamps(stamps),
    }
    writer.root_object[NameObject("/Lang")] = TextStringObject(lang)
    writer._ID = None
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def read_png_stamp(data: bytes) -> str | None:
    """Read the stamp's text from a PNG."""
    for keyword, text in _png_texts(data):
        if keyword == STAMP_FIELD.encode():
            with suppress(UnicodeDecodeError):
                return text.decode()
            break
    return None


def read_svg_stamp(data: bytes) -> str | None:
    """Read the stamp's text from an SVG; a document type, which could define entities, ends it."""
    if len(data) > MAX_PICTURE_BYTES:
        return None
    found = _MetadataReader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.text
    parser.StartDoctypeDeclHandler = found.refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _DoctypeError, ValueError):
        return None
    return found.stamp


def read_pdf_stamp(data: bytes) -> str | None:
    """Read the stamp's text from a PDF's document information."""
    if len(data) > MAX_PICTURE_BYTES or not data.startswith(b"%PDF-"):
        return None
    try:
        metadata = PdfReader(BytesIO(data)).metadata
        stamp = None if metadata is None else metadata.get(f"/{STAMP_FIELD}")
    except Exception:
        return None
    return stamp if isinstance(stamp, str) and len(stamp) <= MAX_STAMP_CHARS else None


class _DoctypeError(Exception):
    """The file declares a document type."""


class _MetadataReader:
    """What the parser of an SVG tells: the text of the element that holds the stamp."""

    def __init__(self) -> None:
        self.stamp: str | None = None
        self.is_inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "metadata" and attributes.get("id") == STAMP_FIELD and self.stamp is None:
            self.is_inside, self.stamp = True, ""

    def end(self, _name: str) -> None:
        self.is_inside = False

    def text(self, data: str) -> None:
        if self.is_inside and self.stamp is not None:
            self.stamp = (self.stamp + data)[: MAX_STAMP_CHARS + 1]

    def refuse(self, *_: object) -> None:
        raise _DoctypeError


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png_texts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(PNG_SIGNATURE) or len(data) > MAX_PICTURE_BYTES:
        return
    place = len(PNG_SIGNATURE)
    for _ in range(MAX_CHUNKS):
        if place + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind in PNG_TEXT_CHUNKS and length <= 2 * MAX_STAMP_CHARS:
            keyword, _, text = data[place + 8 : place + 8 + length].partition(b"\0")
            yield keyword, _chunk_text(kind, text)
        place += 12 + length


def _chunk_text(kind: bytes, text: bytes) -> bytes:
    """Give a chunk's text without its head, unpacked no further than a stamp can be long."""
    if kind == b"tEXt":
        return text
    body = text[1:] if kind == b"zTXt" else text[2:].split(b"\0", 2)[-1]
    if kind == b"iTXt" and text[:1] != b"\1":
        return body
    try:
        return zlib.decompressobj().decompress(body, MAX_STAMP_CHARS + 1)
    except zlib.error:
        return b""
