"""Hostile files opened safely: within time, memory and size, without entities or the network."""

from __future__ import annotations

import io
import posixpath
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar
from zipfile import BadZipFile, ZipFile

from lxml import etree

T = TypeVar("T")
MAX_READING_SECONDS = 60.0
MAX_EXTRA_MEMORY_BYTES = 2 * 2**30
"""Bytes beyond those that the process has already."""
_MEMORY_STATUS = Path("/proc/self/statm")


class TimeUpError(BaseException):
    """Reading has taken too long; no `except Exception` of a reader on the way holds it up."""


@contextmanager
def limit_time_and_memory(
    seconds: float = MAX_READING_SECONDS, memory: int = MAX_EXTRA_MEMORY_BYTES
) -> Iterator[None]:
    """Raise TimeUpError after so many seconds, and MemoryError instead of taking more memory.

    Time is kept in the main thread alone, as commands run in it; memory where the system tells.
    """
    with _limit_memory(memory):
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGALRM, _raise_time_up)
        signal.setitimer(signal.ITIMER_REAL, seconds, 1)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _raise_time_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeUpError


@contextmanager
def _limit_memory(most: int) -> Iterator[None]:
    if not _MEMORY_STATUS.is_file():
        yield
        return
    taken = int(_MEMORY_STATUS.read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([taken + most, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


MAX_FILE_BYTES = 64 * 2**20
"""Bytes of a file, and of any part of it unpacked."""
MAX_UNPACKED_BYTES = 256 * 2**20
"""Bytes of all parts of a file unpacked."""
MAX_EMBEDDED_BYTES = 4 * 2**20
"""Bytes of a workbook inside a file, and of its parts unpacked eightfold."""
MAX_PARTS = 5_000
MAX_SHEETS = 400
"""Sheets of a workbook, slides of a deck, charts of a slide."""
MAX_FILE_CELLS = 2_000_000
XML_LIMITS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class TooLargeError(ValueError):
    """More would be unpacked than any exported file holds."""


def open_zip(content: bytes, whole: int = MAX_UNPACKED_BYTES) -> ZipFile:
    """Open a zipped file; raises TooLargeError for a bomb, BadZipFile for what is none.

    Two parts of one name are damage: programs do not agree on which of them counts.
    """
    archive = ZipFile(io.BytesIO(content))
    names = [info.filename.casefold() for info in archive.infolist()]
    if len(set(names)) != len(names):
        raise BadZipFile("two parts of one name")
    sizes = [info.file_size for info in archive.infolist()]
    if len(sizes) > MAX_PARTS or max(sizes, default=0) > MAX_FILE_BYTES or sum(sizes) > whole:
        raise TooLargeError
    return archive


def open_embedded_zip(content: bytes) -> ZipFile:
    """Open a zipped file that lies in another; raises as `open_zip` does, only sooner."""
    if len(content) > MAX_EMBEDDED_BYTES:
        raise TooLargeError
    return open_zip(content, 8 * MAX_EMBEDDED_BYTES)


def require_few(parts: list[T]) -> list[T]:
    """Let no more parts of a kind through than any exported file has."""
    if len(parts) > MAX_SHEETS:
        raise TooLargeError
    return parts


def read_part(archive: ZipFile, name: str) -> bytes | None:
    """Unpack one part, None where it is not there; no more than it declares is unpacked."""
    try:
        with archive.open(name) as file:
            return file.read(MAX_FILE_BYTES)
    except KeyError:
        return None


def parse_xml(content: bytes) -> etree._Element:
    """Parse a small part as a whole."""
    return etree.fromstring(content, etree.XMLParser(**XML_LIMITS))


def iterate_xml(content: bytes, name: str) -> Iterator[etree._Element]:
    """Yield the elements of a name, whatever their namespace; each is dropped when used."""
    tag = f"{{*}}{name}"
    events = etree.iterparse(io.BytesIO(content), events=("end",), tag=tag, **XML_LIMITS)
    for _, element in events:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def stands_in(element: etree._Element, name: str) -> bool:
    """Tell whether the element around one has this name, whatever its namespace."""
    parent = element.getparent()
    return parent is not None and parent.tag.endswith(f"}}{name}")


def office_stamp(archive: ZipFile) -> str | None:
    """Give the stamp among the properties of a document, if there is one."""
    core = read_part(archive, "docProps/core.xml")
    found = [] if core is None else [each.text or "" for each in iterate_xml(core, "description")]
    return found[0] if found and found[0] else None


def part_relations(archive: ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """Give what a part refers to inside the file: kind and target by the reference's id."""
    folder, file = posixpath.split(name)
    content = read_part(archive, f"{folder}/_rels/{file}.rels")
    found: dict[str, tuple[str, str]] = {}
    for each in iterate_xml(content, "Relationship") if content else ():
        if each.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        found[each.get("Id", "")] = (each.get("Type", "").rsplit("/", 1)[-1], target)
    return found
