"""CSV, JSON and Parquet read back: the text of their stamp and their cells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow.parquet as pq

from milestones.export.stamp import FIELD
from milestones.export.tabular import STAMP_LINE
from milestones.export.verify.blocks import VALUES
from milestones.export.verify.grid import Found, Grid, Raw
from milestones.export.verify.unpacking import MOST_CELLS, TooLargeError

SEPARATOR, COMMA, SEPARATORS = "separator", ",", ",;\t|"
TOLD = ("lang", "title", "selection", "as_of", "source", "mark", "caption", "alt")
MANIFEST = "milestones-manifest"
"""The field by which the manifest of a briefing pack is known."""


def csv_file(content: bytes) -> Raw:
    """Read a CSV in UTF-8, or in GB18030 as some programs save it again, by its own separator."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    separator = _separator(text)
    table = list(_bounded(csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    stamps = [row[0] for row in table[:60] if row and row[0].startswith(STAMP_LINE)]
    stamp = stamps[0].removeprefix(STAMP_LINE) if len(stamps) == 1 else None
    return Raw("" if len(stamps) > 1 else stamp, {"": _grid(table)}, {SEPARATOR: separator})


def _separator(text: str) -> str:
    """Find what stands between the cells: a comma, unless nothing below the stamp has one."""
    start = text.find(STAMP_LINE)
    below = text[text.find("\n", start) + 1 :] if start >= 0 else text
    found = (each for each in SEPARATORS if each in below)
    return next(found, COMMA)


def parquet(content: bytes) -> Raw:
    """Read a Parquet file; its metadata hold the stamp and the words."""
    file = pq.ParquetFile(io.BytesIO(content))
    facts, schema = file.metadata, file.schema_arrow
    if facts.num_rows * facts.num_columns > MOST_CELLS:
        raise TooLargeError
    held = {**(schema.metadata or {}), **(facts.metadata or {})}
    texts = {name: held[name.encode()].decode() for name in TOLD if name.encode() in held}
    stamp = held.get(FIELD.encode())
    table = file.read()
    columns = [column.to_pylist() for column in table.columns]
    rows = [table.column_names, *zip(*columns, strict=True)]
    return Raw(None if stamp is None else stamp.decode(), {"": _grid(rows)}, texts)


def json_file(content: bytes) -> Raw:
    """Read a JSON file of one figure or several, a CSV's stamp beside it, or a pack's manifest."""
    if sum(map(content.count, (b",", b"[", b"{"))) > 4 * MOST_CELLS:
        raise TooLargeError
    told = json.loads(content.decode("utf-8-sig"))
    if isinstance(told, dict) and FIELD in told:
        return Raw(json.dumps(told))
    if isinstance(told, dict) and MANIFEST in told:
        stamps = [figure.pop("stamp") for figure in told["figures"]]
        return Raw(json.dumps(stamps), facts=dict(flat(told)))
    figures = told if isinstance(told, list) else [told]
    stamps = [figure.pop("stamp") for figure in figures if "stamp" in figure]
    grids: dict[str, Grid] = {}
    for number, figure in enumerate(figures, start=1):
        grids |= _of_figure(figure, number)
    return Raw(json.dumps(stamps) if stamps else None, grids, dict(flat(_bare(figures))))


def files_of(content: bytes) -> list[str]:
    """Give the files that a manifest names; none of what is no manifest."""
    try:
        told = json.loads(content.decode("utf-8-sig"))
        return [str(each["file"]) for each in told["files"]] if MANIFEST in told else []
    except (ValueError, TypeError, KeyError, RecursionError):
        return []


def flat(told: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Name each text of a JSON value by the way to it; what is empty counts as well."""
    if isinstance(told, dict | list) and told:
        pairs = told.items() if isinstance(told, dict) else enumerate(told, start=1)
        for key, value in pairs:
            yield from flat(value, f"{place}.{key}" if place else str(key))
    else:
        yield place, told if isinstance(told, str) else json.dumps(told)


def _bare(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what is compared as tables."""
    for figure in figures:
        del figure["rows"]
        for words in figure["words"].values():
            words["cells"] = list(words["cells"])
    return figures


def _of_figure(figure: dict[str, Any], number: int) -> Iterator[tuple[str, Grid]]:
    header = [column["id"] for column in figure["columns"]]
    yield f"{VALUES} {number}", _grid([header, *figure["rows"]])
    for lang, words in figure["words"].items():
        spoken = list(words["cells"])
        heads = [words["headers"].get(name) for name in spoken]
        rows = zip(*(words["cells"][name] for name in spoken), strict=True)
        yield f"{lang} {number}", _grid([heads, *rows])


def _bounded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise TooLargeError
        yield row


def _grid(rows: Sequence[Sequence[Any]]) -> Grid:
    found: dict[tuple[int, int], Found] = {}
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None and value != "":
                found[row, column] = value
    return found
