"""What a workbook hides of the table that is read: its sheet, rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from zipfile import ZipFile, is_zipfile

from milestones.filings.recognition import Header, column_letter
from milestones.filings.remarks import Note

CHUNK_BYTES = 1 << 20
WORKBOOK_PART, RELATIONS_PART = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = rb"""\shidden=["'](?:1|true)["']"""
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*" + _HIDDEN)
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_SPAN = re.compile(rb"""\s(min|max)=["'](\d+)["']""")


def notes_on_hidden_parts(path: Path, sheet: str, header: Header) -> Iterator[Note]:
    """Say how many rows are hidden or filtered away, and which columns, of a sheet of a workbook;
    they are read like the others. Of an old workbook that is not known."""
    rows, columns = 0, list[str]()
    if not is_zipfile(path):
        yield Note("hiding_unknown", "information")
        return
    with ZipFile(path) as archive:
        part = _part_of_sheet(archive, sheet)
        if part is None:
            yield Note("hiding_unknown", "information")
            return
        for piece in _pieces(archive, part):
            if b"hidden" in piece:
                rows += len(_HIDDEN_ROW.findall(piece))
                columns += _hidden_columns(piece, header.width)
    if rows:
        yield Note("hidden_rows", "information", {"count": rows})
    if columns:
        yield Note("hidden_columns", "information", {"columns": tuple(columns)})


def _hidden_columns(piece: bytes, width: int) -> Iterator[str]:
    for tag in _COLUMN.findall(piece):
        if re.search(_HIDDEN, tag):
            span = {name: int(number) for name, number in _SPAN.findall(tag)}
            first, last = span.get(b"min", 1), span.get(b"max", width)
            yield from (column_letter(place - 1) for place in range(first, min(last, width) + 1))


def _pieces(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield the text of a part in pieces that end between tags."""
    kept = b""
    with archive.open(part) as content:
        while chunk := content.read(CHUNK_BYTES):
            whole, opened, kept = (kept + chunk).rpartition(b"<")
            yield whole
            kept = opened + kept
    yield kept


def _part_of_sheet(archive: ZipFile, sheet: str) -> str | None:
    """Find the part of the archive that holds a sheet, None where the archive does not say."""
    names = set(archive.namelist())
    if not {WORKBOOK_PART, RELATIONS_PART} <= names:
        return None
    try:
        book, related = (
            ElementTree.fromstring(archive.read(name)) for name in (WORKBOOK_PART, RELATIONS_PART)
        )
    except ElementTree.ParseError:
        return None
    sheets, relations = book.findall(".//{*}sheet"), related.findall(".//{*}Relationship")
    relation = next((each.get(RELATION_ID) for each in sheets if each.get("name") == sheet), None)
    targets = (each.get("Target", "") for each in relations if each.get("Id") == relation)
    target = next(targets, "")
    part = target[1:] if target.startswith("/") else str(PurePosixPath("xl", target))
    return part if part in names else None
