"""Errors in the cells of an old workbook (`.xls`), from the records of a sheet.

A formula there always has a value, so that errors are all that the workbook reader loses.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from milestones.filings.limits import open_container

STREAM_NAMES = ("Workbook", "Book")
SHEET_PLACE, END, BEGIN = 0x0085, 0x000A, 0x0809
FORMULA, ERROR_OR_FLAG = 0x0006, 0x0205
FORMULA_ERROR = 2
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_HINT = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01"
    rb"|\x06\x00..{7}\x02.[\x00\x07\x0f\x17\x1d\x24\x2a]...\xff\xff",
    re.DOTALL,
)
"""What a record of an error looks like: without one, no record is looked at."""


def sheet_errors(content: bytes, sheet_place: int) -> dict[int, dict[int, str]]:
    """Find the errors in the sheet at this place: by number of row, and place from 0 of column."""
    container = open_container(content)
    stream = next(filter(None, map(container.stream, STREAM_NAMES)), b"") if container else b""
    if not _HINT.search(stream):
        return {}
    starts = [
        int(struct.unpack_from("<I", stream, at)[0])
        for kind, at, length in _records(stream, 0)
        if kind == SHEET_PLACE and length >= 4
    ]
    found: dict[int, dict[int, str]] = {}
    for kind, at, length in _records(stream, starts[sheet_place]):
        error = _error(stream, kind, at, length)
        if error:
            row, column = struct.unpack_from("<HH", stream, at)
            found.setdefault(row + 1, {})[column] = error
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Give kind, place and length of each record, up to the end of what begins here."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            return
        depth += (kind == BEGIN) - (kind == END)
        yield kind, at + 4, length
        if depth == 0 and kind == END:
            return
        at += 4 + length


def _error(stream: bytes, kind: int, at: int, length: int) -> str | None:
    if kind == ERROR_OR_FLAG and length >= 8 and stream[at + 7] == 1:
        return ERRORS.get(stream[at + 6], "#ERROR!")
    is_error = kind == FORMULA and length >= 14 and stream[at + 6] == FORMULA_ERROR
    if is_error and stream[at + 12 : at + 14] == b"\xff\xff":
        return ERRORS.get(stream[at + 8], "#ERROR!")
    return None
