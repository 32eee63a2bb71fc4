"""The reading process: reads requests as lines of JSON and answers each with one line.

It is started by `reading_process.py`, opens files from outside, and limits itself first. DuckDB is
loaded for Parquet alone: a small delivery has no time for it.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from milestones.filings import limits
from milestones.filings.csv_text import CsvText, open_csv
from milestones.filings.files import detect_format, file_state
from milestones.filings.ministry_list import MinistryList
from milestones.filings.recognition import (
    Filing,
    Message,
    NumberedRow,
    filing_from_message,
    filing_to_message,
    notes_to_messages,
)
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.staging import ExtraCells, write_arrow_rows
from milestones.filings.workbook import Sheet, open_workbook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def recognize(path: Path) -> Filing:
    """Recognize a file by its bytes and its header; raises FilingRefused where that fails."""
    state = file_state(path)
    form = detect_format(path)
    if form == "parquet":
        from milestones.filings import parquet

        header, width = parquet.open_parquet(path)
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


def decode_filing(filing: Filing) -> None:
    """Read every cell of a Parquet filing as a build does."""
    from milestones.filings import parquet

    parquet.decode_cells(_connection(), filing)


@cache
def _connection() -> DuckDBPyConnection:
    """The database in which files are decoded, in memory alone."""
    import duckdb

    return duckdb.connect(config={"temp_directory": ""})


def write_filing_rows(filing: Filing, filing_no: int, target: Path) -> tuple[int, Sequence[Note]]:
    """Write the rows of a text or a workbook; gives their number and the notes on them."""
    overhang = ExtraCells(filing.header.width)
    rows = overhang.watch(_below_header(filing))
    columns, notes = filing.columns, overhang.notes()
    if filing.header.ministry_list:
        ministry = MinistryList(filing.header)
        rows, columns = ministry.rows(rows), ministry.columns
        notes = chain(notes, ministry.notes())
    written = write_arrow_rows(rows, filing.kind, columns, filing_no, target)
    return written, list(notes)


def _below_header(filing: Filing) -> Iterator[NumberedRow]:
    start = filing.header.row_no
    return (row for row in _open_source(filing).rows() if row[0] > start)


def _open_source(filing: Filing) -> CsvText | Sheet:
    if filing.sheet is not None:
        return Sheet(filing.path, filing.sheet)
    if filing.encoding is None or filing.delimiter is None:
        raise TypeError(f"{filing.path} is {filing.format}, whose rows are not landed")
    return CsvText(filing.path, filing.encoding, filing.delimiter)


MAX_REASON_CHARACTERS, MAX_TRACE_CHARACTERS = 200, 20_000
"""Characters of what a parser says that are passed on."""
DISK_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
PARSER_MODULES = {
    "_duckdb",
    "duckdb",
    "pyarrow",
    "pyo3_runtime",
    "python_calamine",
    "zipfile",
    "zlib",
}
GRACE_SECONDS = 10


def main() -> None:
    """Serve requests until the other side closes the pipe."""
    limits.limit_this_process()
    requests, replies = _pipes()
    sys.meta_path.insert(0, WithoutPandas())
    for line in requests:
        request = json.loads(line)
        limits.end_process_after(request["seconds"] + GRACE_SECONDS)
        reply = answer_request(request)
        limits.end_process_after(0)
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()
        if reply.get("ends"):
            return


class WithoutPandas(MetaPathFinder):
    """Hides pandas from Arrow, which would load it, for 0.3 s, at the first array."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Tell that there is no pandas."""
        if name.partition(".")[0] == "pandas":
            raise ModuleNotFoundError(name)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the other process; parsers that print find none of them."""
    pipes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return pipes


def answer_request(request: Message) -> Message:
    """Do what is asked; a fault becomes the refusal of the file."""
    try:
        return OPERATIONS[request["operation"]](request)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # panics of the workbook reader stand outside Exception
        return _fault_reply(error)


def _answer_recognize(request: Message) -> Message:
    return {"filing": filing_to_message(recognize(Path(request["path"])))}


def _answer_stage(request: Message) -> Message:
    filing = filing_from_message(request["filing"])
    rows_in, notes = write_filing_rows(filing, request["filing_no"], Path(request["target"]))
    _refuse_changed(filing.path, filing.state)
    return {"rows_in": rows_in, "notes": notes_to_messages(notes)}


def _answer_decode(request: Message) -> Message:
    filing = filing_from_message(request["filing"])
    decode_filing(filing)
    _refuse_changed(filing.path, filing.state)
    return {}


def _refuse_changed(path: Path, state: tuple[int, ...]) -> None:
    if file_state(path) != state:
        raise FilingRefused("changed_while_read", path=str(path))


OPERATIONS: dict[str, Callable[[Message], Message]] = {
    "recognize": _answer_recognize,
    "land": _answer_stage,
    "decode": _answer_decode,
}


def _fault_reply(error: BaseException) -> Message:
    """A fault as a refusal; of a full disk its number, because that is no fault of the file."""
    if isinstance(error, OSError) and error.errno in DISK_FULL_ERRNOS:
        return {"errno": error.errno}
    refusal = refusal_for_error(error)
    reply: Message = {"rule": refusal.rule, "params": refusal.params}
    if refusal.rule == "too_large_to_read":
        reply["ends"] = True
    if refusal.rule == "unreadable":
        reply["trace"] = "".join(traceback.format_exception(error))[-MAX_TRACE_CHARACTERS:]
    return reply


def refusal_for_error(error: BaseException) -> FilingRefused:
    """The refusal that a fault while reading stands for."""
    if isinstance(error, FilingRefused):
        return error
    name = type(error).__name__
    if isinstance(error, MemoryError) or name == "OutOfMemoryException":
        return FilingRefused("too_large_to_read", megabytes=limits.max_memory_mb())
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return FilingRefused("too_large_to_read", megabytes=limits.max_output_mb())
    if isinstance(error, FileNotFoundError):
        return FilingRefused("not_found", path=str(error.filename))
    if name == "PasswordError":
        return FilingRefused("protected")
    if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
        return FilingRefused("cannot_open", reason=error.strerror or str(error))
    return FilingRefused(
        "damaged" if _is_of_parser(error) else "unreadable", reason=_first_line(error)
    )


def _is_of_parser(error: BaseException) -> bool:
    """Whether a parser says that the file is broken; the parts of a zip are read with more."""
    faults = (EOFError, NotImplementedError, OSError, ValueError)
    return isinstance(error, faults) or type(error).__module__.split(".")[0] in PARSER_MODULES


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:MAX_REASON_CHARACTERS] if lines else type(error).__name__


if __name__ == "__main__":
    main()
