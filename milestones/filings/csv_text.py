"""CSV files: their encoding and delimiter, and their rows as Excel numbers them."""

import codecs
import csv
import re
from collections.abc import Collection, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from milestones.filings.filing import Filing, filings_of
from milestones.filings.recognition import (
    HEADER_SEARCH_ROWS,
    HeaderRow,
    NumberedRow,
    find_headers,
)
from milestones.filings.remarks import FilingRefused
from milestones.filings.unknown_kind import traditional_header, unknown_kind
from milestones.filings.whole_table import require_one_table

DELIMITERS = (",", "\t", ";", "|")
CHUNK_BYTES = 1 << 20
MAX_LINE_CHARACTERS = 1_000_000
MAX_CELL_CHARACTERS = 131_072
csv.field_size_limit(MAX_CELL_CHARACTERS)
THREE_BYTES = re.compile(rb"[\xe0-\xff]")
"""Where UTF-8 is well-formed: a character of three bytes or more, the mark at its begin too."""
FIRST_OF_THREE_BYTES, FAULT = "\u0800", "\ufffd"
_END_MARK = "\x00end"
"""Fed to the parser after the last line: it comes back alone unless a quotation is open."""


class _LineTooLong(Exception):
    """A line that would fill the memory before a cell of it is seen."""


def recognize_csv(
    path: Path, state: tuple[int, ...], left_out: Collection[str] = (), *, is_new: bool = False
) -> tuple[Filing, ...]:
    """Recognize a CSV file: comma, else tab, semicolon or bar if the header is written so.

    Raises FilingRefused for what is not text, not UTF-8 or GB18030, or no known kind.
    """
    encoding = detect_encoding(path)
    heads = []
    for delimiter in DELIMITERS:
        heads.append(_head(path, encoding, delimiter))
        if headers := find_headers(heads[-1], left_out):
            if is_new:
                rows = islice(csv_rows(path, encoding, delimiter), headers[0].row_no, None)
                require_one_table(rows, headers, left_out)
            return filings_of(headers, path, "csv", state, encoding=encoding, delimiter=delimiter)
    if encoding == "gb18030" and _is_big5(path):
        raise FilingRefused("other_encoding", encoding="Big5")
    raise unknown_kind(max(heads, key=lambda head: max((len(row) for _, row in head), default=0)))


def _is_big5(path: Path) -> bool:
    """Tell whether a text without a known header has one in traditional Chinese as Big5.

    All its bytes are characters of GB18030 too, but other ones.
    """
    with path.open("rb") as file:
        text = file.read(CHUNK_BYTES).decode("big5", errors="replace")
    for delimiter in DELIMITERS:
        lines = csv.reader(text.splitlines()[:HEADER_SEARCH_ROWS], delimiter=delimiter)
        if traditional_header(HeaderRow(number, cells) for number, cells in enumerate(lines, 1)):
            return True
    return False


def _head(path: Path, encoding: str, delimiter: str) -> list[NumberedRow]:
    """Read the rows in which the header is looked for, up to one that cannot be read.

    Raises FilingRefused where that is the first.
    """
    found: list[NumberedRow] = []
    try:
        found.extend(islice(csv_rows(path, encoding, delimiter), HEADER_SEARCH_ROWS))
    except FilingRefused:
        if not found:
            raise
    return found


def csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[NumberedRow]:
    """Yield all rows, numbered as Excel does: blank lines count, a quoted line break does not.

    Raises FilingRefused where a quotation mark is never closed, and where a line or a cell is
    far too long.
    """
    number = 0
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(chain(_lines(file), (_END_MARK,)), delimiter=delimiter)
        try:
            row: list[str]
            for number, row in enumerate(reader, 1):
                if row and row[-1].endswith(_END_MARK):
                    break
                yield number, row
        except _LineTooLong as error:
            limit = MAX_LINE_CHARACTERS
            raise FilingRefused("line_too_long", row=number + 1, limit=limit) from error
        except csv.Error as error:
            limit = MAX_CELL_CHARACTERS
            raise FilingRefused("cell_too_long", row=number + 1, limit=limit) from error
    if row != [_END_MARK]:
        raise FilingRefused("quote_not_closed", row=number)


def _lines(file: TextIO) -> Iterator[str]:
    """Yield the lines of a text with their ends; at most one line is held."""
    while line := file.readline(MAX_LINE_CHARACTERS + 2):
        if len(line) > MAX_LINE_CHARACTERS:
            raise _LineTooLong
        yield line


def detect_encoding(path: Path) -> str:
    """Tell `utf-8-sig` (also without a mark) from `gb18030`, strictly, over the whole file.

    A text of UTF-8 in which a character was cut is refused: it would be read as other characters.
    """
    wrong = _first_wrong_byte(path, "utf-8")
    if wrong is None:
        return "utf-8-sig"
    if _is_broken_utf8(path, wrong):
        raise FilingRefused("broken_utf8", byte=wrong)
    further = _first_wrong_byte(path, "gb18030")
    if further is not None:
        raise FilingRefused("unknown_encoding", byte=max(wrong, further))
    return "gb18030"


def _is_broken_utf8(path: Path, wrong: int) -> bool:
    """Tell whether UTF-8 of three bytes and more, as Chinese has, stands before the wrong byte, or
    after it more often than what is no UTF-8. Two bytes may be a character of GB18030 as well."""
    with path.open("rb") as file:
        before = wrong - 1
        while before > 0 and (chunk := file.read(min(CHUNK_BYTES, before))):
            if THREE_BYTES.search(chunk):
                return True
            before -= len(chunk)
        file.seek(wrong - 1)
        after = file.read(CHUNK_BYTES).decode(errors="replace")
    faults = after.count(FAULT)
    return sum(sign >= FIRST_OF_THREE_BYTES for sign in after) - faults >= faults


def _first_wrong_byte(path: Path, encoding: str) -> int | None:
    """Find where the file stops being text, counted from 1; None if it never does."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            if b"\0" in chunk:
                raise FilingRefused("not_text", byte=read + chunk.index(b"\0") + 1)
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return read - waiting + error.start + 1
            read += len(chunk)
    waiting = len(decoder.getstate()[0])
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return read - waiting + 1
    return None
