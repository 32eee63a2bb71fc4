"""Filings made on the fly in every format, and what the reader gives for them."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
import xlwt

from milestones.filings.filing import Filing
from milestones.filings.reader import (
    decode_parquet,
    open_filings,
    parquet_notes,
    parquet_relation,
    stage_filing,
)
from milestones.filings.remarks import Note
from milestones.filings.staging import create_staging_table

Rows = Sequence[Sequence[Any]]
TEXT_FORMATS = ("utf-8", "utf-8-sig", "gb18030")
FORMATS = (*TEXT_FORMATS, "xlsx", "xls", "parquet")


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: Rows, **more_sheets: Rows) -> Path:
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, content in {"Sheet1": rows, **more_sheets}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)
    return path


def write_xls(path: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    dates = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell, *([dates] if hasattr(cell, "year") else []))
    book.save(str(path))
    return path


def write_parquet(path: Path, rows: Rows) -> Path:
    header, *body = rows
    columns = {name: [row[place] for row in body] for place, name in enumerate(header)}
    pq.write_table(pa.table(columns), path)
    return path


def write(folder: Path, form: str, rows: Rows) -> Path:
    """A file without a telling name: only its content says what it is."""
    path = folder / f"filing-{form}"
    writers = {"xlsx": write_xlsx, "xls": write_xls, "parquet": write_parquet}
    return writers[form](path, rows) if form in writers else write_csv(path, rows, form)


def open_filing(path: Path) -> Filing:
    """The one filing of a file that holds one kind."""
    (filing,) = open_filings(path)
    return filing


class Landed(NamedTuple):
    rows_in: int
    notes: tuple[Note, ...]


def stage(
    connection: duckdb.DuckDBPyConnection,
    filing: Filing,
    filing_no: int,
    folder: Path | None = None,
) -> Landed:
    """Append the rows of a filing to the table `landed`, as a build does."""
    notes = filing.notes
    if filing.format == "parquet":
        decode_parquet(filing)
        notes = parquet_notes(filing)
        rows = parquet_relation(connection, filing, filing_no)
        _add_table(connection, lambda: rows.limit(0).create("landed"))
        before = len(connection.table("landed"))
        rows.insert_into("landed")
    else:
        _add_table(connection, lambda: create_staging_table(connection, filing.kind, "landed"))
        before = len(connection.table("landed"))
        notes = stage_filing(connection, filing, filing_no, "landed", folder)
    return Landed(len(connection.table("landed")) - before, notes)


def _add_table(connection: duckdb.DuckDBPyConnection, create: Callable[[], None]) -> None:
    if ("landed",) not in connection.execute("show tables").fetchall():
        create()


class Reading:
    """What the reader gives for one file; of several kinds in it the first, or another."""

    def __init__(self, path: Path, filing_no: int = 7, kind: int = 0) -> None:
        self.connection = duckdb.connect()
        self.filing: Filing = open_filings(path)[kind]
        self.landed = stage(self.connection, self.filing, filing_no)
        table = self.connection.table("landed")
        self.names = table.columns
        self.types = [str(each) for each in table.types]
        self.rows = table.order("row_no").fetchall()

    def column(self, name: str) -> list[Any]:
        return [row[self.names.index(name)] for row in self.rows]

    def notes(self, rule: str) -> list[dict[str, Any]]:
        return [dict(note.params) for note in self.landed.notes if note.rule == rule]
