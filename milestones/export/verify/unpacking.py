"""Zipped and marked-up parts of hostile files: bounded, without entities, without the network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TypeVar
from zipfile import BadZipFile, ZipFile

from lxml import etree

T = TypeVar("T")
LARGEST = 64 * 2**20
"""Bytes of a file, and of any part of it unpacked."""
LARGEST_WHOLE = 256 * 2**20
"""Bytes of all parts of a file unpacked."""
LARGEST_INSIDE = 4 * 2**20
"""Bytes of a workbook inside a file, and of its parts unpacked eightfold."""
MOST_PARTS = 5_000
MOST_SHEETS = 400
"""Sheets of a workbook, slides of a deck, charts of a slide."""
MOST_CELLS = 2_000_000


class TooLargeError(ValueError):
    """More would be unpacked than any exported file holds."""


def opened(content: bytes, whole: int = LARGEST_WHOLE) -> ZipFile:
    """Open a zipped file; raises TooLargeError for a bomb, BadZipFile for what is none.

    Two parts of one name are damage: programs do not agree on which of them counts.
    """
    archive = ZipFile(io.BytesIO(content))
    names = [info.filename.casefold() for info in archive.infolist()]
    if len(set(names)) != len(names):
        raise BadZipFile("two parts of one name")
    sizes = [info.file_size for info in archive.infolist()]
    if len(sizes) > MOST_PARTS or max(sizes, default=0) > LARGEST or sum(sizes) > whole:
        raise TooLargeError
    return archive


def opened_inside(content: bytes) -> ZipFile:
    """Open a zipped file that lies in another; raises as `opened` does, only sooner."""
    if len(content) > LARGEST_INSIDE:
        raise TooLargeError
    return opened(content, 8 * LARGEST_INSIDE)


def few(parts: list[T]) -> list[T]:
    """Let no more parts of a kind through than any exported file has."""
    if len(parts) > MOST_SHEETS:
        raise TooLargeError
    return parts


def part(archive: ZipFile, name: str) -> bytes | None:
    """Unpack one part, None where it is not there; no more than it declares is unpacked."""
    try:
        with archive.open(name) as file:
            return file.read(LARGEST)
    except KeyError:
        return None


def is_part(content: bytes, name: str) -> bool:
    """Tell whether a zipped file has a part of this name."""
    return name in opened(content).namelist()


def tree(content: bytes) -> etree._Element:
    """Parse a small part as a whole."""
    return etree.fromstring(content, _parser())


def elements(content: bytes, name: str) -> Iterator[etree._Element]:
    """Yield the elements of a name, whatever their namespace; each is dropped when used."""
    options = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    events = etree.iterparse(io.BytesIO(content), events=("end",), tag=f"{{*}}{name}", **options)
    for _, element in events:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
