"""Rows as CSV, Parquet and JSON: exact numbers, Python's own days, text that is never a formula.

A figure's files hold its selection and its stamp.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from milestones.export.figure_export import FigureExport, number_figures
from milestones.export.stamp import (
    NUMBER_FORMATS,
    STAMP_FIELD,
    cell_value,
    column_formats,
    join_languages,
)
from milestones.figures.registry import WORD_FORMATS, Format
from milestones.i18n.printable import json_text, printable

TableValue = str | int | float | date | None

_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL_CHARS = ("\t", "\r", "\n")


def table_rows(sheet: FigureExport) -> Iterator[list[TableValue]]:
    """Give the rows of a sheet's table in its language."""
    return _cell_rows(sheet.values, list(sheet.formats.values()))


def coded_rows(sheet: FigureExport) -> Iterator[list[TableValue]]:
    """Give the same rows without language."""
    return _cell_rows(sheet.codes, list(sheet.formats.values()))


def _cell_rows(frame: pd.DataFrame, forms: Sequence[Format]) -> Iterator[list[TableValue]]:
    for row in frame.itertuples(index=False, name=None):
        yield [cell_value(value, form) for value, form in zip(row, forms, strict=True)]


def localized_columns(sheet: FigureExport) -> list[int]:
    """Give the places of the columns that are said in words."""
    return [at for at, form in enumerate(sheet.formats.values()) if form in WORD_FORMATS]


def cell_text(value: TableValue, form: Format) -> str:
    """Write a cell as text: numbers with all their digits, days in ISO 8601, unknown as empty."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m") if form == "month" else value.isoformat()
    return escape_formula(printable(value)) if isinstance(value, str) else repr(value)


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet program would take for a formula.

    Full-width signs count as well, and so do blanks and line breaks before a sign.
    """
    is_formula = text.startswith(_CONTROL_CHARS) or text.lstrip().startswith(_FORMULA_SIGNS)
    return f"'{text}" if is_formula else text


CSV_BOM = "\ufeff"


def list_csv(
    lines: Iterable[str], header: Sequence[str], rows: Iterable[Sequence[TableValue]]
) -> bytes:
    """Write a list that is no figure: the rows of a search, below what was asked.

    Text is never a formula, days are ISO 8601, numbers have all digits, unknown is empty.
    """
    return commented_csv(lines, header, ([cell_text(cell, "text") for cell in row] for row in rows))


def commented_csv(
    lines: Iterable[str], header: Iterable[str], rows: Iterable[Iterable[str]]
) -> bytes:
    """Write rows of written cells below lines that begin with #, each of them one line."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([f"# {' '.join(line.split())}".rstrip()])
    writer.writerow(header)
    writer.writerows(rows)
    return f"{CSV_BOM}{text.getvalue()}".encode()


LINES_ABOVE_HEADER = 6
"""Lines of a CSV before its header, each beginning with #; the last holds the stamp."""
STAMP_LINE_PREFIX = f"# {STAMP_FIELD}: "


def csv_bytes(sheet: FigureExport) -> bytes:
    """Write the table as CSV in UTF-8 with BOM: six lines that begin with #, header, rows.

    The six say title, selection, as-of date, source, disclaimer and stamp. Text that a spreadsheet
    program would take for a formula gets an apostrophe; numbers are written with all digits.
    """
    stamp = f"{STAMP_FIELD}: {sheet.stamp.to_json()}"
    lines = (sheet.title, sheet.subtitle, sheet.as_of, sheet.source, sheet.disclaimer, stamp)
    table = (map(cell_text, row, sheet.formats.values()) for row in table_rows(sheet))
    return commented_csv(lines, sheet.formats, table)


def parquet_bytes(sheet: FigureExport) -> bytes:
    """Write the table as Parquet; its metadata say title, source, disclaimer, stamp and more."""
    columns = list(zip(*table_rows(sheet), strict=True)) or [()] * len(sheet.formats)
    types = list(map(_arrow_type, columns, sheet.formats.values()))
    metadata = {STAMP_FIELD: sheet.stamp.to_json(), "lang": sheet.lang, **sheet.texts}
    table = pa.table(list(map(pa.array, columns, types)), list(sheet.formats), metadata=metadata)
    into = io.BytesIO()
    pq.write_table(table, into, compression="zstd")
    return into.getvalue()


def json_bytes(sheets: Sequence[FigureExport]) -> bytes:
    """Write figures as JSON: the values of each with their codes once, then each language's words.

    One figure is an object, several are a list. A language's `cells` hold, for each column that
    is said in words, one word a row.
    """
    figures: dict[int, dict[str, Any]] = {}
    stamps = join_languages([sheet.stamp for sheet in sheets])
    for number, _, sheet in number_figures(sheets):
        head = {"stamp": stamps[number - 1].content(), **_json_values(sheet), "words": {}}
        figures.setdefault(number, head)["words"][sheet.lang] = _json_words(sheet)
    content = figures[1] if len(figures) == 1 else list(figures.values())
    return f"{json_text(content)}\n".encode()


def _arrow_type(column: Sequence[TableValue], form: Format) -> pa.DataType:
    if form in ("date", "month"):
        return pa.date32()
    if form not in NUMBER_FORMATS:
        return pa.string()
    is_whole = form == "count" and all(value is None or isinstance(value, int) for value in column)
    return pa.int64() if is_whole else pa.float64()


def _json_values(sheet: FigureExport) -> dict[str, Any]:
    forms = column_formats(sheet.figure)
    columns = [{"id": name, "format": form} for name, form in forms.items()]
    table = [list(map(_json_cell, row, forms.values())) for row in coded_rows(sheet)]
    return {"figure": sheet.figure, "columns": columns, "rows": table}


def _json_cell(value: TableValue, form: Format) -> str | int | float | None:
    return cell_text(value, form) if isinstance(value, date) else value


def _json_words(sheet: FigureExport) -> dict[str, Any]:
    """Give a language's words: title and the like, the headers, the cells that are said."""
    names, table = list(column_formats(sheet.figure)), list(table_rows(sheet))
    return {
        **sheet.texts,
        "notes": list(sheet.notes),
        "headers": dict(zip(names, sheet.formats, strict=True)),
        "cells": {names[at]: [row[at] for row in table] for at in localized_columns(sheet)},
    }
