"""What a workbook hides of the table that is read: its sheet, rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from milestones.filings.files import Format
from milestones.filings.recognition import Header, column_letter
from milestones.filings.remarks import Note
from milestones.filings.workbook_parts import pieces_of_sheet, sheet_part

_HIDDEN = rb"""\shidden=["'](?:1|true)["']"""
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*" + _HIDDEN)
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_SPAN = re.compile(rb"""\s(min|max)=["'](\d+)["']""")


def notes_on_hidden_parts(
    path: Path, form: Format, sheet_place: int, header: Header
) -> Iterator[Note]:
    """Say how many rows are hidden or filtered away, and which columns, of the sheet at this place
    of a workbook; they are read like the others. Of an old workbook that is not known."""
    rows, columns = 0, list[str]()
    if form == "xls":
        yield Note("hiding_unknown", "information")
        return
    with ZipFile(path) as archive:
        part = _part_if_known(archive, sheet_place)
        if part is None:
            yield Note("hiding_unknown", "information")
            return
        for piece in pieces_of_sheet(archive, part):
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


def _part_if_known(archive: ZipFile, sheet_place: int) -> str | None:
    """Find the part that holds a sheet, None where the archive does not say."""
    with suppress(KeyError, IndexError, ParseError):
        return sheet_part(archive, sheet_place)
    return None
