"""The container of old `.xls` workbooks: chains of sectors, which may lead round in circles."""

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from milestones.filings.remarks import FilingRefused

HEADER_BYTES, ENTRY_BYTES = 512, 128
IN_HEADER = 109
"""So many sectors of the allocation table are named in the header; the others in a chain."""
LAST_SECTOR = 0xFFFFFFF9
"""Numbers above it stand for the end of a chain, free sectors and sectors of the table."""


def refuse_endless_chains(path: Path) -> None:
    """Raise FilingRefused where a chain of sectors visits one twice: the workbook reader would
    follow it until the memory is full. Other faults are left to that reader."""
    with path.open("rb") as file:
        content = file.read()
    if len(content) >= HEADER_BYTES and _size(content) in (512, 4096):
        file_of = _CompoundFile(content)
        file_of.refuse_endless_chains()


def _size(content: bytes) -> int:
    exponent: int = struct.unpack_from("<H", content, 30)[0]
    return 1 << min(exponent, 32)


class _CompoundFile:
    """The tables of a container, as far as they are there."""

    def __init__(self, content: bytes) -> None:
        self.content, self.size = content, _size(content)
        self.directory, self.small_table = (
            struct.unpack_from("<I", content, place)[0] for place in (48, 60)
        )
        self.small_below: int = struct.unpack_from("<I", content, 56)[0]
        self.table = self._numbers(self._table_sectors())

    def refuse_endless_chains(self) -> None:
        directory = list(_chain(self.table, self.directory))
        small = self._numbers(_chain(self.table, self.small_table))
        for sector in directory:
            for entry in range(0, self.size, ENTRY_BYTES):
                self._follow_stream(sector, entry, small)

    def _follow_stream(self, sector: int, entry: int, small: Sequence[int]) -> None:
        bytes_of = self._sector(sector)[entry : entry + ENTRY_BYTES]
        if len(bytes_of) < ENTRY_BYTES or bytes_of[66] not in (2, 5):
            return
        start, length = struct.unpack_from("<II", bytes_of, 116)
        is_small = bytes_of[66] == 2 and length < self.small_below
        for _ in _chain(small if is_small else self.table, start):
            pass

    def _table_sectors(self) -> Iterator[int]:
        yield from struct.unpack_from(f"<{IN_HEADER}I", self.content, 76)
        sector: int = struct.unpack_from("<I", self.content, 68)[0]
        seen: set[int] = set()
        while numbers := self._numbers([sector]):
            _once(sector, seen)
            *named, sector = numbers
            yield from named

    def _numbers(self, sectors: Sequence[int] | Iterator[int]) -> list[int]:
        return [
            number
            for sector in sectors
            if sector <= LAST_SECTOR
            for (number,) in struct.iter_unpack("<I", self._whole(sector))
        ]

    def _whole(self, sector: int) -> bytes:
        found = self._sector(sector)
        return found[: len(found) // 4 * 4]

    def _sector(self, sector: int) -> bytes:
        start = (sector + 1) * self.size
        return self.content[start : start + self.size]


def _chain(table: Sequence[int], sector: int) -> Iterator[int]:
    """The sectors of a chain in their order, as far as the table knows them."""
    seen: set[int] = set()
    while sector <= LAST_SECTOR:
        _once(sector, seen)
        yield sector
        if sector >= len(table):
            return
        sector = table[sector]


def _once(sector: int, seen: set[int]) -> None:
    if sector in seen:
        raise FilingRefused("damaged", reason="its sectors lead round in a circle")
    seen.add(sector)
