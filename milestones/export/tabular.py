"""A sheet's table as CSV, Parquet and JSON, each with the selection and the stamp in the file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from milestones.export.cells import Cell, coded, rows, spoken, written
from milestones.export.figure_export import FigureExport, numbered
from milestones.export.lists import csv_of
from milestones.export.stamp import FIELD, in_langs
from milestones.export.values import NUMBERS, formats_of
from milestones.figures.columns import Format
from milestones.i18n.printable import json_text

LEADING = 6
"""Lines of a CSV before its header, each beginning with #; the last holds the stamp."""
STAMP_LINE = f"# {FIELD}: "


def csv_bytes(sheet: FigureExport) -> bytes:
    """Write the table as CSV in UTF-8 with BOM: six lines that begin with #, header, rows.

    The six say title, selection, as-of date, source, mark and stamp. Text that a spreadsheet
    program would take for a formula gets an apostrophe; numbers are written with all digits.
    """
    stamp = f"{FIELD}: {sheet.stamp.to_json()}"
    lines = (sheet.title, sheet.subtitle, sheet.as_of, sheet.source, sheet.mark, stamp)
    forms = list(sheet.formats.values())
    table = (
        [written(value, form) for value, form in zip(row, forms, strict=True)]
        for row in rows(sheet)
    )
    return csv_of(lines, sheet.formats, table)


def parquet_bytes(sheet: FigureExport) -> bytes:
    """Write the table as Parquet; its metadata say title, selection, source, mark and stamp."""
    columns = list(zip(*rows(sheet), strict=True)) or [()] * len(sheet.formats)
    arrays = [
        pa.array(column, _type(column, form))
        for column, form in zip(columns, sheet.formats.values(), strict=True)
    ]
    metadata = {FIELD: sheet.stamp.to_json(), "lang": sheet.lang, **sheet.texts}
    table = pa.Table.from_arrays(arrays, names=list(sheet.formats))
    into = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), into, compression="zstd")
    return into.getvalue()


def json_bytes(sheets: Sequence[FigureExport]) -> bytes:
    """Write figures as JSON: the values of each with their codes once, then each language's words.

    One figure is an object, several are a list. A language's `cells` hold, for each column that
    is said in words, one word a row.
    """
    figures: dict[int, dict[str, Any]] = {}
    stamps = in_langs([sheet.stamp for sheet in sheets])
    for number, _, sheet in numbered(sheets):
        head = {"stamp": stamps[number - 1].content(), **_values(sheet), "words": {}}
        figures.setdefault(number, head)["words"][sheet.lang] = _in_words(sheet)
    content = figures[1] if len(figures) == 1 else list(figures.values())
    return f"{json_text(content)}\n".encode()


def _type(column: Sequence[Cell], form: Format) -> pa.DataType:
    if form in ("date", "month"):
        return pa.date32()
    if form not in NUMBERS:
        return pa.string()
    is_whole = form == "count" and all(value is None or isinstance(value, int) for value in column)
    return pa.int64() if is_whole else pa.float64()


def _values(sheet: FigureExport) -> dict[str, Any]:
    forms = formats_of(sheet.figure)
    columns = [{"id": name, "format": form} for name, form in forms.items()]
    table = [
        [_plain(value, form) for value, form in zip(row, forms.values(), strict=True)]
        for row in coded(sheet)
    ]
    return {"figure": sheet.figure, "columns": columns, "rows": table}


def _plain(value: Cell, form: Format) -> str | int | float | None:
    return written(value, form) if isinstance(value, date) else value


def _in_words(sheet: FigureExport) -> dict[str, Any]:
    """Give a language's words: title and the like, the headers, the cells that are said."""
    names, headers, table = list(formats_of(sheet.figure)), list(sheet.formats), list(rows(sheet))
    cells = {names[at]: [row[at] for row in table] for at in spoken(sheet)}
    return {
        **sheet.texts,
        "notes": list(sheet.notes),
        "headers": dict(zip(names, headers, strict=True)),
        "cells": cells,
    }
