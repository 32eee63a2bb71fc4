"""The reader of filings: a file as delivered becomes landed rows of text, or is refused by name.

Nothing is judged here but the file as a whole. A cell stays as it was delivered, except that real
dates are ISO, whole numbers have no `.0`, and empty cells are null.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from milestones.filings.csv_text import CsvText, open_csv
from milestones.filings.damage import damage_refused
from milestones.filings.formats import Format, format_of
from milestones.filings.kinds import Kind
from milestones.filings.landing import Overhang, insert, insert_rows
from milestones.filings.ministry_list import MinistryList
from milestones.filings.parquet import ParquetTable, open_parquet
from milestones.filings.recognition import ColumnMatch, Header, NumberedRow
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.workbook import Sheet, open_workbook

__all__ = ["ColumnMatch", "Filing", "FilingRefused", "Landed", "Note", "land", "open_filing"]


@dataclass(frozen=True)
class Filing:
    """A file that is recognized and can be read. `notes` are those of its header and sheets."""

    path: Path
    format: Format
    header: Header
    source: CsvText | Sheet | ParquetTable
    notes: tuple[Note, ...]

    @property
    def kind(self) -> Kind:
        return self.header.kind

    @property
    def columns(self) -> tuple[ColumnMatch, ...]:
        """The columns of the file that are fields, from left to right."""
        return self.header.columns

    @property
    def sheet(self) -> str | None:
        return self.source.name if isinstance(self.source, Sheet) else None

    @property
    def encoding(self) -> str | None:
        return self.source.encoding if isinstance(self.source, CsvText) else None

    def column(self, field: str) -> ColumnMatch | None:
        """The column that holds a field, None where the file has none."""
        return next((column for column in self.columns if column.field == field), None)


@dataclass(frozen=True)
class Landed:
    """What landing a filing gave: its rows in, and all notes on the file."""

    rows_in: int
    notes: tuple[Note, ...]


def open_filing(path: Path) -> Filing:
    """Recognize a file by its bytes and its header; raises FilingRefused where that fails."""
    try:
        form = format_of(path)
        return _open(path, form)
    except FileNotFoundError as error:
        raise FilingRefused("not_found", path=str(path)) from error
    except OSError as error:
        raise FilingRefused("cannot_open", reason=error.strerror or str(error)) from error


def _open(path: Path, form: Format) -> Filing:
    if form == "parquet":
        table = open_parquet(path)
        return Filing(path, form, table.header, table, table.header.notes)
    if form == "csv":
        text, header = open_csv(path)
        return Filing(path, form, header, text, header.notes)
    sheet, header, notes = open_workbook(path)
    return Filing(path, form, header, sheet, (*header.notes, *notes))


def land(connection: DuckDBPyConnection, filing: Filing, filing_no: int, table: str) -> Landed:
    """Append the rows of a filing to `table` (filing_no, row_no, the kind's fields as VARCHAR).

    The table is made if there is none. Rows without any content are not rows in. Raises
    FilingRefused where the file breaks only further down; rows may then have landed already, so
    that the caller must drop them.
    """
    if isinstance(filing.source, ParquetTable):
        return _land_parquet(connection, filing, filing_no, table)
    overhang = Overhang(filing.header.width)
    rows = overhang.watch(_below_header(filing, filing.source))
    columns, more = filing.columns, overhang.notes()
    if filing.header.ministry_list:
        ministry = MinistryList(filing.header)
        rows, columns = ministry.rows(rows), ministry.columns
        more = chain(more, ministry.notes())
    landed = insert_rows(connection, rows, filing.kind, columns, filing_no, table)
    return Landed(landed, (*filing.notes, *more))


def parquet_relation(
    connection: DuckDBPyConnection, filing: Filing, filing_no: int, *, native: bool = False
) -> DuckDBPyRelation:
    """The landed rows of a Parquet filing as a relation, which can be a view; the columns are
    those of `land`, or with `native` of their field's native type where the file has it.
    TypeError for another format."""
    if not isinstance(filing.source, ParquetTable):
        raise TypeError(f"{filing.path} is {filing.format}, not parquet")
    return filing.source.relation(connection, filing_no, native=native)


def _land_parquet(
    connection: DuckDBPyConnection, filing: Filing, filing_no: int, table: str
) -> Landed:
    with damage_refused():
        relation = parquet_relation(connection, filing, filing_no)
        insert(connection, relation, table)
        landed = len(relation)
    return Landed(landed, filing.notes)


def _below_header(filing: Filing, source: CsvText | Sheet) -> Iterator[NumberedRow]:
    start = filing.header.row_no
    return (row for row in source.rows() if row[0] > start)
