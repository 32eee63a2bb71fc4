"""How far the sheets of an .xlsx workbook reach, looked up before they are held in memory."""

import re
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from zipfile import ZipFile

from milestones.filings import limits
from milestones.filings.recognition import column_letter
from milestones.filings.remarks import FilingRefused

MAX_CELLS = 30_000_000
"""The workbook reader holds a sheet as one full rectangle, empty cells too."""
CHUNK_BYTES = 1 << 20
OVERLAP_BYTES = 64
"""What is kept of a chunk, so that no reference is cut in two."""
WIDE = 26
_ROW = re.compile(rb'<row r="(\d+)"')
_FAR = re.compile(rb' r="([A-Z]{2,3}(?=\d)|[A-Z](?=\d{7}))(\d+)"')
"""Cells right of column Z or below row 999,999: few or none in an ordinary table."""


def refuse_unbounded(path: Path) -> None:
    """Raise FilingRefused for a part that unpacks to more than the memory, and for a sheet whose
    used area is far larger than any filing.

    It finds what Excel and honest programs write; what a forger hides still meets the limits of
    the process.
    """
    with ZipFile(path) as archive:
        for part in archive.infolist():
            if part.file_size > limits.memory() * limits.MEGABYTE:
                raise FilingRefused("too_large_to_read", megabytes=limits.memory())
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _refuse_far_cells(archive, name)


def _refuse_far_cells(archive: ZipFile, name: str) -> None:
    rows, columns, kept = 0, WIDE, b""
    with archive.open(name) as sheet:
        while chunk := sheet.read(CHUNK_BYTES):
            text = kept + chunk
            for letters, row in _places(text):
                rows, columns = max(rows, row), max(columns, _column_number(letters))
            if rows * columns > MAX_CELLS:
                raise FilingRefused("far_cells", cell=f"{column_letter(columns - 1)}{rows}")
            kept = text[-OVERLAP_BYTES:]


def _places(text: bytes) -> Iterator[tuple[bytes, int]]:
    """The far cells in a piece of a sheet, and its last row. The declared dimension is not asked:
    programs write what they like there."""
    for match in _FAR.finditer(text):
        if text.rfind(b"<", 0, match.start()) > text.rfind(b">", 0, match.start()):
            yield match[1], int(match[2])
    yield b"A", max(map(int, _ROW.findall(text)), default=0)


def _column_number(letters: bytes) -> int:
    return reduce(lambda total, letter: total * 26 + letter - ord("A") + 1, letters, 0)
