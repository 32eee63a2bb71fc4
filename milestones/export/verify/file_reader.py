"""A file as it comes back: its kind by its bytes, its stamps, and the cells that it holds."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from milestones.export.pictures.stamping import read_pdf_stamp, read_png_stamp, read_svg_stamp
from milestones.export.stamp import STAMP_FIELD, Stamp, StampDamagedError, read_stamps
from milestones.export.tabular import STAMP_LINE_PREFIX
from milestones.export.verify import deck_reader, workbook_reader
from milestones.export.verify.comparison import JSON_VALUES, FileContent, FileKind, FileValue, Grid
from milestones.export.verify.deck_reader import NOTES_SUFFIX, STAMP_SUFFIX, TEXT_SUFFIX
from milestones.export.verify.untrusted_files import (
    MAX_FILE_BYTES,
    MAX_FILE_CELLS,
    TimeUpError,
    TooLargeError,
    limit_time_and_memory,
    open_zip,
)

PNG_END, PNG_END_BYTES = b"IEND\xaeB`\x82", 1024
"""How a PNG ends, and the bytes in which that is looked for."""
SEPARATOR_FACT, COMMA, SEPARATORS = "separator", ",", ",;\t|"
PARQUET_TEXTS = ("lang", "title", "selection", "as_of", "source", "mark", "caption", "alt")
MANIFEST_KEY = "milestones-manifest"
"""The field by which the manifest of a briefing pack is known."""
STAMP_FILE_SUFFIX = ".stamp.json"
"""What follows the name of a CSV in the name of the file that holds its stamp."""
log = logging.getLogger("milestones.export")


def png_content(content: bytes) -> FileContent:
    """Read the stamp of a PNG; raises StampDamagedError for one that was cut off."""
    stamp = read_png_stamp(content)
    if stamp is not None and PNG_END not in content[-PNG_END_BYTES:]:
        raise StampDamagedError("the picture has no end")
    return FileContent(stamp)


def csv_content(content: bytes) -> FileContent:
    """Read a CSV in UTF-8, or in GB18030 as some programs save it again, by its own separator."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    separator = _separator_of(text)
    table = list(_limited_rows(csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    stamps = [row[0] for row in table[:60] if row and row[0].startswith(STAMP_LINE_PREFIX)]
    stamp = stamps[0].removeprefix(STAMP_LINE_PREFIX) if len(stamps) == 1 else None
    return FileContent(
        "" if len(stamps) > 1 else stamp, {"": _as_grid(table)}, {SEPARATOR_FACT: separator}
    )


def _separator_of(text: str) -> str:
    """Find what stands between the cells: a comma, unless nothing below the stamp has one."""
    start = text.find(STAMP_LINE_PREFIX)
    below = text[text.find("\n", start) + 1 :] if start >= 0 else text
    found = (each for each in SEPARATORS if each in below)
    return next(found, COMMA)


def parquet_content(content: bytes) -> FileContent:
    """Read a Parquet file; its metadata hold the stamp and the words."""
    file = pq.ParquetFile(io.BytesIO(content))
    facts, schema = file.metadata, file.schema_arrow
    if facts.num_rows * facts.num_columns > MAX_FILE_CELLS:
        raise TooLargeError
    held = {**(schema.metadata or {}), **(facts.metadata or {})}
    texts = {name: held[name.encode()].decode() for name in PARQUET_TEXTS if name.encode() in held}
    stamp = held.get(STAMP_FIELD.encode())
    table = file.read()
    columns = [column.to_pylist() for column in table.columns]
    rows = [table.column_names, *zip(*columns, strict=True)]
    return FileContent(None if stamp is None else stamp.decode(), {"": _as_grid(rows)}, texts)


def json_content(content: bytes) -> FileContent:
    """Read a JSON file of one figure or several, a CSV's stamp beside it, or a pack's manifest."""
    if sum(map(content.count, (b",", b"[", b"{"))) > 4 * MAX_FILE_CELLS:
        raise TooLargeError
    told = json.loads(content.decode("utf-8-sig"))
    if isinstance(told, dict) and STAMP_FIELD in told:
        return FileContent(json.dumps(told))
    if isinstance(told, dict) and MANIFEST_KEY in told:
        stamps = [figure.pop("stamp") for figure in told["figures"]]
        return FileContent(json.dumps(stamps), facts=dict(flat_texts(told)))
    figures = told if isinstance(told, list) else [told]
    stamps = [figure.pop("stamp") for figure in figures if "stamp" in figure]
    grids: dict[str, Grid] = {}
    for number, figure in enumerate(figures, start=1):
        grids |= _figure_grids(figure, number)
    return FileContent(
        json.dumps(stamps) if stamps else None, grids, dict(flat_texts(_without_cells(figures)))
    )


def files_in_manifest(content: bytes) -> list[str]:
    """Give the files that a manifest names; none of what is no manifest."""
    try:
        told = json.loads(content.decode("utf-8-sig"))
        return [str(each["file"]) for each in told["files"]] if MANIFEST_KEY in told else []
    except (ValueError, TypeError, KeyError, RecursionError):
        return []


def flat_texts(told: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Name each text of a JSON value by the way to it; what is empty counts as well."""
    if isinstance(told, dict | list) and told:
        pairs = told.items() if isinstance(told, dict) else enumerate(told, start=1)
        for key, value in pairs:
            yield from flat_texts(value, f"{place}.{key}" if place else str(key))
    else:
        yield place, told if isinstance(told, str) else json.dumps(told)


def _without_cells(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what is compared as tables."""
    for figure in figures:
        del figure["rows"]
        for texts in figure["words"].values():
            texts["cells"] = list(texts["cells"])
    return figures


def _figure_grids(figure: dict[str, Any], number: int) -> Iterator[tuple[str, Grid]]:
    header = [column["id"] for column in figure["columns"]]
    yield f"{JSON_VALUES} {number}", _as_grid([header, *figure["rows"]])
    for lang, texts in figure["words"].items():
        spoken = list(texts["cells"])
        heads = [texts["headers"].get(name) for name in spoken]
        rows = zip(*(texts["cells"][name] for name in spoken), strict=True)
        yield f"{lang} {number}", _as_grid([heads, *rows])


def _limited_rows(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MAX_FILE_CELLS:
            raise TooLargeError
        yield row


def _as_grid(rows: Sequence[Sequence[Any]]) -> Grid:
    found: dict[tuple[int, int], FileValue] = {}
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None and value != "":
                found[row, column] = value
    return found


class StampMissingError(ValueError):
    """The file holds no stamp."""


class FileUnreadableError(ValueError):
    """The file is too large, damaged, or no format that figures are exported in."""


@dataclass(frozen=True)
class FileReading:
    """What a file says: its kind, its stamps, and its cells by the place they stand in."""

    kind: FileKind
    stamps: tuple[Stamp, ...]
    grids: Mapping[str, Grid] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def slides(self) -> dict[int, Stamp]:
        """The stamps in the notes of slides, by the slide's number; raises StampDamagedError."""
        noted = {place: grid for place, grid in self.grids.items() if place.endswith(STAMP_SUFFIX)}
        return {
            int(place.removesuffix(STAMP_SUFFIX)): Stamp.from_json(str(grid[0, 0]))
            for place, grid in noted.items()
        }

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of the slides."""
        found = (place for place in self.grids if place.endswith(TEXT_SUFFIX))
        return tuple(int(place.removesuffix(TEXT_SUFFIX)) for place in found)

    @property
    def charts(self) -> tuple[str, ...]:
        """The places of the charts of slides."""
        other = (STAMP_SUFFIX, TEXT_SUFFIX, NOTES_SUFFIX)
        return tuple(place for place in self.grids if not place.endswith(other))


_CONTENT_READERS: Mapping[FileKind, Callable[[bytes], FileContent]] = {
    "png": png_content,
    "svg": lambda content: FileContent(read_svg_stamp(content)),
    "pdf": lambda content: FileContent(read_pdf_stamp(content)),
    "xlsx": workbook_reader.read_xlsx,
    "pptx": deck_reader.read_pptx,
    "parquet": parquet_content,
    "json": json_content,
    "csv": csv_content,
}


def read_exported_file(path: Path) -> FileReading:
    """Read a file that may have been exported; names say nothing, its bytes say what it is.

    Raises StampMissingError, StampDamagedError and FileUnreadableError, and nothing else.
    """
    with _unreadable(), limit_time_and_memory():
        return _read_file(path)


def _read_file(path: Path) -> FileReading:
    if not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
        raise FileUnreadableError("no file, or too large")
    content = path.read_bytes()
    kind = file_kind(content)
    raw = read_content(kind, content)
    if kind in ("xlsx", "pptx") and not raw.grids:
        raise FileUnreadableError("a document without sheets or slides")
    own, other = raw.stamp, _stamp_file_text(path) if kind == "csv" else None
    if own is None and other is None:
        raise StampMissingError(path.name)
    stamps = read_stamps(own if own is not None else other or "")
    if own is not None and other is not None and read_stamps(other) != stamps:
        raise StampDamagedError("the file beside holds another stamp")
    found = FileReading(kind, stamps, raw.grids, raw.facts)
    return replace(found, stamps=(*stamps, *_stamps_of_other_decks(found)))


def _stamps_of_other_decks(reading: FileReading) -> list[Stamp]:
    """Give the stamps of slides that came from other decks."""
    told = {(replace(stamp, langs=()), lang) for stamp in reading.stamps for lang in stamp.langs}
    noted = dict.fromkeys(reading.slides.values())
    return [each for each in noted if (replace(each, langs=()), each.langs[0]) not in told]


def read_content(kind: FileKind, content: bytes) -> FileContent:
    """Read a file of a kind; raises FileUnreadableError, StampDamagedError."""
    with _unreadable():
        return _CONTENT_READERS[kind](content)


def file_kind(content: bytes) -> FileKind:
    """Tell a format by its bytes; what is nothing else is text in columns."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PAR1"):
        return "parquet"
    if content.startswith(b"PK\x03\x04"):
        with _unreadable():
            names = open_zip(content).namelist()
            return "pptx" if "ppt/presentation.xml" in names else "xlsx"
    head = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"{", b"[")):
        return "json"
    return "svg" if head.startswith(b"<") else "csv"


def _stamp_file_text(path: Path) -> str | None:
    file = path.with_name(f"{path.name}{STAMP_FILE_SUFFIX}")
    if not file.is_file() or file.stat().st_size > MAX_FILE_BYTES:
        return None
    return file.read_text(encoding="utf-8", errors="replace").strip()


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
