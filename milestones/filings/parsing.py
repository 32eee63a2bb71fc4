"""What the reading process does with a file: recognize it, and write down its rows.

DuckDB is loaded for Parquet alone: a small delivery has no time for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from milestones.filings.csv_text import CsvText, open_csv
from milestones.filings.files import state_of
from milestones.filings.filing import Filing
from milestones.filings.formats import format_of
from milestones.filings.ministry_list import MinistryList
from milestones.filings.recognition import NumberedRow
from milestones.filings.remarks import Note
from milestones.filings.rows import Overhang, write_rows
from milestones.filings.workbook import Sheet, open_workbook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def recognize(path: Path) -> Filing:
    """Recognize a file by its bytes and its header; raises FilingRefused where that fails."""
    state = state_of(path)
    form = format_of(path)
    if form == "parquet":
        from milestones.filings.parquet import open_parquet

        header, width = open_parquet(path)
        return Filing(path, form, header, header.notes, state, width=width)
    if form == "csv":
        text, header = open_csv(path)
        return Filing(
            path,
            form,
            header,
            header.notes,
            state,
            encoding=text.encoding,
            delimiter=text.delimiter,
        )
    sheet, header, notes = open_workbook(path)
    return Filing(path, form, header, (*header.notes, *notes), state, sheet=sheet.name)


def decode(filing: Filing) -> None:
    """Read every cell of a Parquet filing as a build does."""
    from milestones.filings.parquet import decode

    decode(_connection(), filing)


@cache
def _connection() -> DuckDBPyConnection:
    """The database in which files are decoded, in memory alone."""
    import duckdb

    return duckdb.connect(config={"temp_directory": ""})


def land(filing: Filing, filing_no: int, target: Path) -> tuple[int, Sequence[Note]]:
    """Write the rows of a text or a workbook; gives their number and the notes on them."""
    overhang = Overhang(filing.header.width)
    rows = overhang.watch(_below_header(filing))
    columns, notes = filing.columns, overhang.notes()
    if filing.header.ministry_list:
        ministry = MinistryList(filing.header)
        rows, columns = ministry.rows(rows), ministry.columns
        notes = chain(notes, ministry.notes())
    written = write_rows(rows, filing.kind, columns, filing_no, target)
    return written, list(notes)


def _below_header(filing: Filing) -> Iterator[NumberedRow]:
    start = filing.header.row_no
    return (row for row in _source(filing).rows() if row[0] > start)


def _source(filing: Filing) -> CsvText | Sheet:
    if filing.sheet is not None:
        return Sheet(filing.path, filing.sheet)
    if filing.encoding is None or filing.delimiter is None:
        raise TypeError(f"{filing.path} is {filing.format}, whose rows are not landed")
    return CsvText(filing.path, filing.encoding, filing.delimiter)
