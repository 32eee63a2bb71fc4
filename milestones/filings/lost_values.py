"""What stands in a workbook where a value should: Excel's errors, and formulas never computed.

The workbook reader gives both as empty cells. They are looked for in the sheet itself, in pieces
and only where it holds such cells; a sheet without them costs one search through its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from zipfile import ZipFile

from milestones.filings.files import Format
from milestones.filings.old_workbook_errors import sheet_errors
from milestones.filings.recognition import NumberedRow, column_number
from milestones.filings.workbook_parts import pieces_of_sheet, sheet_part

FORMULA_MARK = "\x1a"
"""A substitute before a formula: text that begins with an equals sign is none. The queries know."""
UNKNOWN_ERROR = "#ERROR!"
MAX_FORMULA_CHARACTERS = 200
LostValues = dict[int, dict[int, str]]
"""By number of row as Excel shows it, and by place of column counted from 0."""
TAG_ENDS = (b" ", b">", b"/", b"\n", b"\r", b"\t")
_PREFIX = re.compile(rb"<((?:\w+:)?)sheetData")
_LAST_ROW = re.compile(rb"row r=\"(\d+)\"")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]*)(\d+)[\"']")
_TYPE = re.compile(rb"\bt=[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")


def lost_values(path: Path, form: Format, sheet_place: int) -> LostValues:
    """Find them in the sheet at this place of a workbook, counted from 0."""
    if form == "xls":
        return sheet_errors(path.read_bytes(), sheet_place)
    with ZipFile(path) as archive:
        part = sheet_part(archive, sheet_place)
        scan = _Scan({})
        for text in pieces_of_sheet(archive, part) if part else ():
            scan.look_at(text)
    return scan.found


def put_in(rows: Iterable[NumberedRow], lost: LostValues) -> Iterator[NumberedRow]:
    """Pass rows on, with what is lost in its place."""
    if not lost:
        yield from rows
        return
    for row_no, cells in rows:
        found = lost.get(row_no)
        if found:
            row = [*cells, *[None] * (max(found) + 1 - len(cells))]
            for place, text in found.items():
                row[place] = text
            yield row_no, row
        else:
            yield row_no, cells


@dataclass
class _Scan:
    """How far a sheet was looked at: rows and cells need not say where they stand."""

    found: LostValues
    row_no: int = 0
    prefix: bytes = b""

    def look_at(self, text: bytes) -> None:
        """Look at the next whole rows."""
        opened = _PREFIX.search(text) if self.row_no == 0 else None
        self.prefix = opened[1] if opened else self.prefix
        last = _LAST_ROW.match(text, max(text.rfind(b"row r="), 0))
        if last and not _has_hint(text):
            self.row_no = int(last[1])
            return
        for row in _elements(text, self.prefix + b"row"):
            attributes, _, content = row.partition(b">")
            said = _REFERENCE.search(attributes)
            self.row_no = int(said[2]) if said else self.row_no + 1
            if _has_hint(content):
                self._look_at_row(content)

    def _look_at_row(self, content: bytes) -> None:
        for place, cell in enumerate(_elements(content, self.prefix + b"c")):
            if not _has_hint(cell):
                continue
            attributes, _, inside = cell.partition(b">")
            lost = _lost_value(attributes, inside)
            if lost is not None:
                said = _REFERENCE.search(attributes)
                at = column_number(said[1].decode()) - 1 if said else place
                self.found.setdefault(self.row_no, {})[at] = lost


def _has_hint(text: bytes) -> bool:
    """Tell whether something may be lost there: a formula, with a name space or without, or an
    error. Written out, as this is asked of every cell of a row that has one."""
    return b"<f" in text or b":f" in text or b'="e"' in text or b"='e'" in text


def _elements(text: bytes, tag: bytes) -> Iterator[bytes]:
    """Give what follows each opening tag, up to the next one."""
    parts = text.split(b"<" + tag)[1:]
    return (part for part in parts if part[:1] in TAG_ENDS)


def _lost_value(attributes: bytes, content: bytes) -> str | None:
    """Give the error that a cell holds, or its formula behind a mark; None for a value."""
    kind, value = _TYPE.search(attributes), _VALUE.search(content)
    text = value[1].decode("utf-8", "replace").strip() if value else ""
    if kind and kind[1] == b"e":
        return text if text.startswith("#") else UNKNOWN_ERROR
    if text or (kind and kind[1] == b"str"):
        return None
    formula = _FORMULA.search(content)
    if formula:
        said = unescape((formula[1] or b"").decode("utf-8", "replace"))
        return f"{FORMULA_MARK}={said[:MAX_FORMULA_CHARACTERS]}"
    return None
