"""A file written anew from the recomputed sheets, and read as the file itself was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from milestones.export.figure_export import FigureExport
from milestones.export.tabular import csv_bytes, json_bytes, parquet_bytes
from milestones.export.verify.blocks import Kind
from milestones.export.verify.grid import Raw
from milestones.export.verify.reading import raw_of
from milestones.export.workbooks.workbook import xlsx_bytes

_WRITERS: Mapping[Kind, Callable[[Sequence[FigureExport]], bytes]] = {
    "csv": lambda sheets: csv_bytes(sheets[0]),
    "parquet": lambda sheets: parquet_bytes(sheets[0]),
    "json": json_bytes,
    "xlsx": xlsx_bytes,
}


def anew(kind: Kind, sheets: Sequence[FigureExport]) -> Raw:
    """Write sheets in a format, and read what was written; nothing of a picture."""
    return raw_of(kind, _WRITERS[kind](sheets)) if kind in _WRITERS else Raw(None)
