"""What reading a file may cost; workbooks that would cost more are refused before they are read."""

from __future__ import annotations

import os
import re
import signal
import struct
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

from milestones.filings.recognition import column_letter, column_number
from milestones.filings.remarks import FilingRefused

BYTES_PER_MEGABYTE = 1_000_000
MEGABYTES_PER_TIME_LIMIT = 10
DEFAULT_LIMITS = {
    "MILESTONES_READING_MEMORY_MB": 1_500,
    "MILESTONES_READING_SECONDS": 60,
    "MILESTONES_READING_OUTPUT_MB": 4_000,
}
"""The seconds are those for each ten megabytes begun."""
WRITING_TIME_FACTOR = 5
"""A workbook is written cell by cell, which takes longer than reading it."""
MAX_CELLS = 30_000_000
"""The workbook reader holds a sheet as one full rectangle, empty cells too."""
SHEET_CHUNK_BYTES = 1 << 20
SHEET_OVERLAP_BYTES = 64
"""What is kept of a chunk, so that no reference is cut in two."""
ORDINARY_COLUMNS = 26
_ROW_NUMBER = re.compile(rb'<row r="(\d+)"')
_FAR_CELL = re.compile(rb' r="([A-Z]{2,3}(?=\d)|[A-Z](?=\d{7}))(\d+)"')
"""Cells right of column Z or below row 999,999: few or none in an ordinary table."""
COMPOUND_HEADER_BYTES, DIRECTORY_ENTRY_BYTES = 512, 128
TABLE_SECTORS_IN_HEADER = 109
"""So many sectors of the allocation table are named in the header; the others in a chain."""
STREAM_ENTRY, ROOT_ENTRY = 2, 5
ROOT_STREAM, SMALL_SECTOR_BYTES = "Root Entry", 64
"""The stream of the root holds the small sectors."""
LAST_SECTOR = 0xFFFFFFF9
"""Numbers above it stand for the end of a chain, free sectors and sectors of the table."""


def max_memory_mb() -> int:
    """Give the memory that reading may take, in megabytes."""
    return _setting("MILESTONES_READING_MEMORY_MB")


def max_output_mb() -> int:
    """Give the size of what reading may write, in megabytes."""
    return _setting("MILESTONES_READING_OUTPUT_MB")


def max_seconds(size_bytes: int) -> int:
    """Give the seconds that reading a file of this size may take."""
    begun = size_bytes // (MEGABYTES_PER_TIME_LIMIT * BYTES_PER_MEGABYTE) + 1
    return begun * _setting("MILESTONES_READING_SECONDS")


def limit_this_process() -> None:
    """Bound memory, the size of files written and core dumps. Windows knows no such limits."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        resource.RLIMIT_DATA: max_memory_mb() * BYTES_PER_MEGABYTE,
        resource.RLIMIT_FSIZE: max_output_mb() * BYTES_PER_MEGABYTE,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in wanted.items():
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def end_process_after(seconds: int) -> None:
    """End this process when a file takes too long and nobody is left to end it; 0 for never."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _setting(name: str) -> int:
    """Read a setting as a whole number above 0, else its default."""
    setting = os.environ.get(name, "")
    value = int(setting) if setting.isascii() and setting.isdigit() else 0
    return value or DEFAULT_LIMITS[name]


def refuse_oversized_workbook(path: Path) -> None:
    """Raise FilingRefused for a part that unpacks to more than the memory, and for a sheet whose
    used area is far larger than any filing.

    It finds what Excel and honest programs write; what a forger hides still meets the limits of
    the process.
    """
    with ZipFile(path) as archive:
        for part in archive.infolist():
            if part.file_size > max_memory_mb() * BYTES_PER_MEGABYTE:
                raise FilingRefused("too_large_to_read", megabytes=max_memory_mb())
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _refuse_far_cells(archive, name)


def _refuse_far_cells(archive: ZipFile, name: str) -> None:
    rows, columns, kept = 0, ORDINARY_COLUMNS, b""
    with archive.open(name) as sheet:
        while chunk := sheet.read(SHEET_CHUNK_BYTES):
            text = kept + chunk
            for letters, row in _far_cells(text):
                rows, columns = max(rows, row), max(columns, column_number(letters.decode()))
            if rows * columns > MAX_CELLS:
                raise FilingRefused("far_cells", cell=f"{column_letter(columns - 1)}{rows}")
            kept = text[-SHEET_OVERLAP_BYTES:]


def _far_cells(text: bytes) -> Iterator[tuple[bytes, int]]:
    """Find the far cells in a piece of a sheet, and its last row.

    The declared dimension is not asked: programs write what they like there.
    """
    for match in _FAR_CELL.finditer(text):
        if text.rfind(b"<", 0, match.start()) > text.rfind(b">", 0, match.start()):
            yield match[1], int(match[2])
    yield b"A", max(map(int, _ROW_NUMBER.findall(text)), default=0)


def refuse_circular_sectors(path: Path) -> None:
    """Raise FilingRefused where a chain of sectors visits one twice: the workbook reader would
    follow it until the memory is full. Other faults are left to that reader."""
    container = open_container(path.read_bytes())
    if container:
        container.refuse_circles()


def open_container(content: bytes) -> CompoundFile | None:
    """Open the container of an old workbook; None for what is none."""
    if len(content) >= COMPOUND_HEADER_BYTES:
        sector_bytes = 1 << min(struct.unpack_from("<H", content, 30)[0], 32)
        if sector_bytes in (512, 4096):
            return CompoundFile(content, sector_bytes)
    return None


class CompoundFile:
    """An old workbook's container: its tables of sectors, as far as they are there."""

    def __init__(self, content: bytes, sector_bytes: int) -> None:
        self.content, self.sector_bytes = content, sector_bytes
        self.table = self._numbers(self._table_sectors())

    def refuse_circles(self) -> None:
        """Follow the chain of each stream to its end."""
        for _, _, chain in self._streams():
            deque(chain, maxlen=0)

    def stream(self, name: str) -> bytes:
        """Read the stream of this name, up to the end of its last sector; b"" for none."""
        found = {each: (is_small, chain) for each, is_small, chain in self._streams()}
        is_small, chain = found.get(name, (False, iter(())))
        if not is_small:
            return b"".join(map(self._sector, chain))
        small = self.stream(ROOT_STREAM)
        places = (number * SMALL_SECTOR_BYTES for number in chain)
        return b"".join(small[place : place + SMALL_SECTOR_BYTES] for place in places)

    def _streams(self) -> Iterator[tuple[str, bool, Iterator[int]]]:
        """Give the name of each stream, whether its sectors are small ones, and their chain."""
        directory, small_below, small_table = struct.unpack_from("<I4xII", self.content, 48)
        small = self._numbers(_sector_chain(self.table, small_table))
        for sector in _sector_chain(self.table, directory):
            entries = self._sector(sector)
            whole = len(entries) // DIRECTORY_ENTRY_BYTES * DIRECTORY_ENTRY_BYTES
            for name, kind, start, length in struct.iter_unpack("<64s2xB49xII4x", entries[:whole]):
                if kind in (STREAM_ENTRY, ROOT_ENTRY):
                    is_small = kind == STREAM_ENTRY and length < small_below
                    plain = name.decode("utf-16-le", "replace").partition("\0")[0]
                    yield plain, is_small, _sector_chain(small if is_small else self.table, start)

    def _table_sectors(self) -> Iterator[int]:
        yield from struct.unpack_from(f"<{TABLE_SECTORS_IN_HEADER}I", self.content, 76)
        sector: int = struct.unpack_from("<I", self.content, 68)[0]
        seen: set[int] = set()
        while numbers := self._numbers([sector]):
            _refuse_second_visit(sector, seen)
            *named, sector = numbers
            yield from named

    def _numbers(self, sectors: Iterable[int]) -> list[int]:
        numbers: list[int] = []
        for sector in sectors:
            if sector <= LAST_SECTOR:
                content = self._sector(sector)
                numbers.extend(struct.unpack_from(f"<{len(content) // 4}I", content))
        return numbers

    def _sector(self, sector: int) -> bytes:
        start = (sector + 1) * self.sector_bytes
        return self.content[start : start + self.sector_bytes]


def _sector_chain(table: Sequence[int], sector: int) -> Iterator[int]:
    """Follow a chain of sectors, as far as the table knows them."""
    seen: set[int] = set()
    while sector <= LAST_SECTOR:
        _refuse_second_visit(sector, seen)
        yield sector
        if sector >= len(table):
            return
        sector = table[sector]


def _refuse_second_visit(sector: int, seen: set[int]) -> None:
    if sector in seen:
        raise FilingRefused("damaged", reason="its sectors lead round in a circle")
    seen.add(sector)
