"""A file as it comes back: what it is by its bytes, its stamps, and the numbers that it holds.

Files are hostile: sizes are bounded before anything is unpacked, and names are never trusted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from milestones.export.stamp import Stamp, StampDamagedError, read_stamps
from milestones.export.verify import office_book, office_deck, picture, text
from milestones.export.verify.blocks import Kind
from milestones.export.verify.bounds import TimeUpError, bounded
from milestones.export.verify.grid import Grid, Raw
from milestones.export.verify.office_deck import NOTED, SAID, SHOWN
from milestones.export.verify.unpacking import LARGEST, is_part

log = logging.getLogger("milestones.export")
SIDECAR = ".stamp.json"
"""What follows the name of a CSV in the name of the file that holds its stamp."""


class StampMissingError(ValueError):
    """The file holds no stamp."""


class FileUnreadableError(ValueError):
    """The file is too large, damaged, or no format that figures are exported in."""


@dataclass(frozen=True)
class Reading:
    """What a file says: its kind, its stamps, and its cells by the place they stand in."""

    kind: Kind
    stamps: tuple[Stamp, ...]
    grids: Mapping[str, Grid] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def slides(self) -> dict[int, Stamp]:
        """The stamps in the notes of slides, by the slide's number; raises StampDamagedError."""
        noted = {place: grid for place, grid in self.grids.items() if place.endswith(NOTED)}
        return {
            int(place.removesuffix(NOTED)): Stamp.from_json(str(grid[0, 0]))
            for place, grid in noted.items()
        }

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of the slides."""
        found = (place for place in self.grids if place.endswith(SHOWN))
        return tuple(int(place.removesuffix(SHOWN)) for place in found)

    @property
    def charts(self) -> tuple[str, ...]:
        """The places of the charts of slides."""
        return tuple(place for place in self.grids if not place.endswith((NOTED, SHOWN, SAID)))


READERS: Mapping[Kind, Callable[[bytes], Raw]] = {
    "png": picture.png,
    "svg": picture.svg,
    "pdf": picture.pdf,
    "xlsx": office_book.xlsx,
    "pptx": office_deck.pptx,
    "parquet": text.parquet,
    "json": text.json_file,
    "csv": text.csv_file,
}


def read(path: Path) -> Reading:
    """Read a file that may have been exported; names say nothing, its bytes say what it is.

    Raises StampMissingError, StampDamagedError and FileUnreadableError, and nothing else.
    """
    with _unreadable(), bounded():
        return _read(path)


def _read(path: Path) -> Reading:
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise FileUnreadableError("no file, or too large")
    content = path.read_bytes()
    kind = kind_of(content)
    raw = raw_of(kind, content)
    if kind in ("xlsx", "pptx") and not raw.grids:
        raise FileUnreadableError("a document without sheets or slides")
    text = raw.stamp
    beside = _sidecar(path) if kind == "csv" else None
    if text is None and beside is None:
        raise StampMissingError(path.name)
    stamps = read_stamps(text if text is not None else beside or "")
    if text is not None and beside is not None and read_stamps(beside) != stamps:
        raise StampDamagedError("the file beside holds another stamp")
    found = Reading(kind, stamps, raw.grids, raw.facts)
    return replace(found, stamps=(*stamps, *_strangers(found)))


def _strangers(reading: Reading) -> list[Stamp]:
    """Give the stamps of slides that came from other decks."""
    told = {(replace(stamp, langs=()), lang) for stamp in reading.stamps for lang in stamp.langs}
    noted = dict.fromkeys(reading.slides.values())
    return [each for each in noted if (replace(each, langs=()), each.langs[0]) not in told]


def raw_of(kind: Kind, content: bytes) -> Raw:
    """Read a file of a kind; raises FileUnreadableError, StampDamagedError."""
    with _unreadable():
        return READERS[kind](content)


def kind_of(content: bytes) -> Kind:
    """Tell a format by its bytes; what is nothing else is text in columns."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PAR1"):
        return "parquet"
    if content.startswith(b"PK\x03\x04"):
        with _unreadable():
            return "pptx" if is_part(content, "ppt/presentation.xml") else "xlsx"
    head = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"{", b"[")):
        return "json"
    return "svg" if head.startswith(b"<") else "csv"


def _sidecar(path: Path) -> str | None:
    beside = path.with_name(f"{path.name}{SIDECAR}")
    if not beside.is_file() or beside.stat().st_size > LARGEST:
        return None
    return beside.read_text(encoding="utf-8", errors="replace").strip()


@contextmanager
def _unreadable() -> Iterator[None]:
    """Turn whatever a reader of a hostile file stumbles over into one error."""
    try:
        yield
    except (StampMissingError, StampDamagedError, FileUnreadableError):
        raise
    except (Exception, TimeUpError) as error:
        log.debug("a file that cannot be read", exc_info=True)
        raise FileUnreadableError(f"{type(error).__name__}: {error}"[:200]) from error
