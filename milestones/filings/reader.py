"""The reader of filings: a file as delivered becomes staged rows of text, or is refused by name.

Nothing is judged here but the file as a whole. A cell stays as it was delivered, except that real
dates are ISO, whole numbers have no `.0`, and empty cells are null. Files are opened in a process
of their own (`reading_process.py`); of Parquet the cells are used from the file once that process
has decoded all of them.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from milestones.filings import reading_process
from milestones.filings.columns import normalize_header
from milestones.filings.files import file_state, refuse_os_errors
from milestones.filings.filing import (
    Filing,
    Message,
    decode_filing,
    decode_notes,
    decode_params,
)
from milestones.filings.parquet import staged_relation
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.returned.marking import FORMS, Form, Marking
from milestones.filings.staging import append_arrow_file
from milestones.filings.unread_columns import FilledCells, UnreadColumn

_log = logging.getLogger(__name__)


def open_filings(
    path: Path, left_out: Sequence[str] = (), *, is_new: bool = False
) -> tuple[Filing, ...]:
    """Recognize a file by its bytes and its header: a filing for each kind that it holds.

    Columns whose header is in `left_out` are not read. All rows of a file that is new are looked
    through, as `whole_table.py` says. Raises FilingRefused where that fails.
    """
    forms = [normalize_header(header) for header in left_out]
    request = {"operation": "recognize", "path": path, "left_out": forms, "is_new": is_new}
    reply = _ask_process(path, request)
    try:
        first, *rest = (decode_filing({**each, "path": str(path)}) for each in reply["filings"])
        return first, *rest
    except (KeyError, TypeError, ValueError) as error:
        raise FilingRefused("unreadable", reason=type(error).__name__) from error


def decode_parquet(filing: Filing) -> None:
    """Read every cell of a Parquet filing once, as the build will; raises FilingRefused."""
    _ask_process(filing.path, {"operation": "decode", "filing": filing})


def parquet_notes(filing: Filing) -> tuple[Note, ...]:
    """Give all notes on a Parquet filing; raises FilingRefused."""
    if not filing.header.unread:
        return filing.notes
    reply = _ask_process(filing.path, {"operation": "count", "filing": filing})
    try:
        return (*filing.notes, *decode_notes(reply["notes"]))
    except (KeyError, TypeError, ValueError) as error:
        raise FilingRefused("unreadable", reason=type(error).__name__) from error


def cells_of_near_columns(filing: Filing) -> Iterator[tuple[UnreadColumn, FilledCells]]:
    """Give the cells of each column that is not read but whose header is nearly known.

    Raises FilingRefused.
    """
    near = [column for column in filing.header.unread if column.is_near]
    if near:
        reply = _ask_process(filing.path, {"operation": "look", "filing": filing})
        try:
            found = [FilledCells(each["filled"], tuple(each["first"])) for each in reply["cells"]]
            yield from zip(near, found, strict=True)
        except (KeyError, TypeError, ValueError) as error:
            raise FilingRefused("unreadable", reason=type(error).__name__) from error


def stage_filing(
    connection: DuckDBPyConnection,
    filing: Filing,
    filing_no: int,
    table: str,
    work_folder: Path | None = None,
) -> tuple[Note, ...]:
    """Append the rows of a text or a workbook to the table, and give all notes on the file.

    The table is one of `create_staging_table`. Rows without any content are left out; what is
    needed on the way lies in `work_folder`. Raises FilingRefused where the file breaks only
    further down, and OSError where there is no room for its rows.
    """
    with TemporaryDirectory(dir=work_folder, prefix="landed-") as folder:
        target = Path(folder) / "rows.arrow"
        request = {"operation": "stage", "filing": filing, "filing_no": filing_no, "target": target}
        reply = _ask_process(filing.path, request)
        try:
            append_arrow_file(connection, target, filing.kind, table)
            return (*filing.notes, *decode_notes(reply["notes"]))
        except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
            raise FilingRefused("unreadable", reason=type(error).__name__) from error


def write_returned_workbook(filing: Filing, marking: Marking, target: Path) -> Form:
    """Write a filing as a workbook for its sender, and say in which form it is.

    A workbook that cannot be copied with its formatting comes with its values alone. Raises
    FilingRefused where that fails too.
    """
    request = {"operation": "return", "filing": filing, "marking": marking, "target": target}
    if marking.form == "formatted":
        with suppress(FilingRefused):
            return _form_of(_ask_process(filing.path, request))
        request["marking"] = replace(marking, form="plain")
    return _form_of(_ask_process(filing.path, request))


def _form_of(reply: Message) -> Form:
    form = reply.get("form")
    if form not in FORMS:
        raise FilingRefused("unreadable", reason="no workbook")
    return cast(Form, form)


def parquet_relation(
    connection: DuckDBPyConnection, filing: Filing, filing_no: int, *, native: bool = False
) -> DuckDBPyRelation:
    """Give the staged rows of a decoded Parquet filing as a relation, which can be a view.

    The columns are those of `stage_filing`, or with `native` of their field's native type where
    the file has it. FilingRefused where the file is no longer as it was, TypeError for another
    format.
    """
    if filing.format != "parquet":
        raise TypeError(f"{filing.path} is {filing.format}, not parquet")
    try:
        return staged_relation(connection, filing, filing_no, native=native)
    except duckdb.Error as error:
        raise FilingRefused("unreadable", reason=type(error).__name__) from error


def _ask_process(path: Path, request: Message) -> Message:
    """Ask the reading process; its refusals are raised."""
    file_state(path)
    with refuse_os_errors(path):
        reply = reading_process.shared_process.ask(path, request)
    if "errno" in reply:
        raise OSError(reply["errno"], "no room for the rows of a filing")
    if "trace" in reply:
        _log.debug("%s could not be read:\n%s", path.name, reply["trace"])
    if "rule" in reply:
        raise FilingRefused(reply["rule"], **decode_params(reply["params"]))
    return reply
