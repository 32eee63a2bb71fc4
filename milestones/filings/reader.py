"""The reader of filings: a file as delivered becomes landed rows of text, or is refused by name.

Nothing is judged here but the file as a whole. A cell stays as it was delivered, except that real
dates are ISO, whole numbers have no `.0`, and empty cells are null. Files are opened in a process
of their own (`reading_process.py`); of Parquet the cells are used from the file once that process
has decoded all of them.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from milestones.filings import reading_process
from milestones.filings.files import file_state, refuse_os_errors
from milestones.filings.parquet import staged_relation
from milestones.filings.recognition import (
    Filing,
    filing_from_message,
    filing_to_message,
    notes_from_messages,
    refusal_from_message,
)
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.staging import append_arrow_file, append_rows

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StagedFiling:
    """What landing a filing gave: its rows in, and all notes on the file."""

    rows_in: int
    notes: tuple[Note, ...]


def open_filing(path: Path) -> Filing:
    """Recognize a file by its bytes and its header; raises FilingRefused where that fails."""
    told = _ask_process(path, {"operation": "recognize", "path": str(path.absolute())})
    try:
        return filing_from_message({**told["filing"], "path": str(path)})
    except (KeyError, TypeError, ValueError) as error:
        raise FilingRefused("unreadable", reason=type(error).__name__) from error


def decode_parquet(filing: Filing) -> None:
    """Read every cell of a Parquet filing once, as the build will; raises FilingRefused."""
    _ask_process(filing.path, {"operation": "decode", "filing": _absolute(filing)})


def stage_filing(
    connection: DuckDBPyConnection,
    filing: Filing,
    filing_no: int,
    table: str,
    beside: Path | None = None,
) -> StagedFiling:
    """Append the rows of a filing to `table` (filing_no, row_no, the kind's fields as VARCHAR).

    The table is made if there is none. Rows without any content are not rows in. What is needed
    on the way lies in the folder `beside` for a while. Raises FilingRefused where the file breaks
    only further down, and OSError where there is no room for its rows.
    """
    if filing.format == "parquet":
        return _stage_parquet(connection, filing, filing_no, table)
    with TemporaryDirectory(dir=beside, prefix="landed-") as folder:
        target = Path(folder) / "rows.arrow"
        told = _ask_process(
            filing.path,
            {
                "operation": "land",
                "filing": _absolute(filing),
                "filing_no": filing_no,
                "target": str(target.absolute()),
            },
        )
        try:
            append_arrow_file(connection, target, filing.kind, table)
            return StagedFiling(
                int(told["rows_in"]), (*filing.notes, *notes_from_messages(told["notes"]))
            )
        except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
            raise FilingRefused("unreadable", reason=type(error).__name__) from error


def parquet_relation(
    connection: DuckDBPyConnection, filing: Filing, filing_no: int, *, native: bool = False
) -> DuckDBPyRelation:
    """The landed rows of a Parquet filing as a relation, which can be a view; the columns are
    those of `land`, or with `native` of their field's native type where the file has it.
    The filing is decoded before. FilingRefused where it is no longer as it was, TypeError for
    another format."""
    if filing.format != "parquet":
        raise TypeError(f"{filing.path} is {filing.format}, not parquet")
    try:
        return staged_relation(connection, filing, filing_no, native=native)
    except duckdb.Error as error:
        raise FilingRefused("unreadable", reason=type(error).__name__) from error


def _stage_parquet(
    connection: DuckDBPyConnection, filing: Filing, filing_no: int, table: str
) -> StagedFiling:
    decode_parquet(filing)
    rows = parquet_relation(connection, filing, filing_no)
    append_rows(connection, rows, table)
    return StagedFiling(len(rows), filing.notes)


def _ask_process(path: Path, request: Mapping[str, object]) -> Mapping[str, Any]:
    """What the reading process answers; its refusals are raised."""
    file_state(path)
    with refuse_os_errors(path):
        told = reading_process.shared_process.ask(path, request)
    if "errno" in told:
        raise OSError(told["errno"], "no room for the rows of a filing")
    if "trace" in told:
        _log.debug("%s could not be read:\n%s", path.name, told["trace"])
    if "rule" in told:
        raise refusal_from_message(told["rule"], told["params"])
    return told


def _absolute(filing: Filing) -> dict[str, Any]:
    return {**filing_to_message(filing), "path": str(filing.path.absolute())}
