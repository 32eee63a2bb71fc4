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
from collections.abc import Collection, Iterator, Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import BinaryIO

from milestones.filings import limits
from milestones.filings.csv_text import csv_rows, recognize_csv
from milestones.filings.files import detect_format, file_state
from milestones.filings.filing import Filing, Message, decode_filing, encode_message
from milestones.filings.header_words import name_one_patent
from milestones.filings.ministry_list import institution_rows, ministry_columns
from milestones.filings.recognition import NumberedRow, no_rows_note
from milestones.filings.remark_rows import leave_out_remarks
from milestones.filings.remarks import FilingRefused, Note
from milestones.filings.unread_columns import FilledCells, count_filled, filled_cells

MAX_REASON_CHARACTERS, MAX_TRACE_CHARACTERS = 200, 20_000
"""Characters of what a parser says that are passed on."""
DISK_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
PARSER_MODULES = (
    "_duckdb",
    "duckdb",
    "pyarrow",
    "pyo3_runtime",
    "python_calamine",
    "zipfile",
    "zlib",
)
GRACE_SECONDS = 10


def main() -> None:
    """Serve requests until the other side closes the pipe."""
    limits.limit_this_process()
    requests, replies = _pipes()
    sys.meta_path.insert(0, WithoutPandas())
    # Natives are loaded within the limits, and while the other side is still getting ready.
    import milestones.filings.staging
    import milestones.filings.workbook  # noqa: F401

    for line in requests:
        request = json.loads(line)
        limits.end_process_after(request["seconds"] + GRACE_SECONDS)
        reply = answer_request(request)
        limits.end_process_after(0)
        replies.write(encode_message(reply))
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
    """Open the pipes to the other process; parsers that print find none of them."""
    pipes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return pipes


def answer_request(request: Message) -> Message:
    """Do what is asked; a fault becomes the refusal of the file."""
    try:
        if request["operation"] == "recognize":
            filings = _recognize(Path(request["path"]), request["left_out"], request["is_new"])
            _require_same_numbers(filings)
            return {"filings": filings}
        filing = decode_filing(request["filing"])
        reply: Message = {}
        if request["operation"] == "stage":
            reply["notes"] = _stage(filing, request["filing_no"], Path(request["target"]))
        elif request["operation"] == "return":
            reply["form"] = _return(filing, request)
        elif request["operation"] == "look":
            reply["cells"] = _filled_cells(filing)
        elif request["operation"] == "decode":
            from milestones.filings.parquet import decode_cells

            decode_cells(filing)
        elif request["operation"] == "count":
            from milestones.filings.parquet import count_unread

            reply["notes"] = count_unread(filing)
        else:
            raise KeyError(request["operation"])
        if file_state(filing.path) != filing.state:
            raise FilingRefused("changed_while_read", path=str(filing.path))
        return reply
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # panics of the workbook reader stand outside Exception
        return _fault_reply(error)


def _recognize(path: Path, left_out: Collection[str], is_new: bool) -> tuple[Filing, ...]:
    state = file_state(path)
    form = detect_format(path)
    if form == "parquet":
        from milestones.filings.parquet import recognize_parquet

        return recognize_parquet(path, state, left_out)
    if form == "csv":
        return recognize_csv(path, state, left_out, is_new=is_new)
    from milestones.filings.workbook import recognize_workbook

    return recognize_workbook(path, form, state, left_out, is_new=is_new)


def _require_same_numbers(filings: Sequence[Filing]) -> None:
    """Raise FilingRefused where two columns of application numbers hold different ones.

    All kinds of a table that have application numbers have the same two.
    """
    filing = next((each for each in filings if each.header.twin), None)
    if filing is None or (twin := filing.header.twin) is None:
        return
    first = next(column for column in filing.columns if column.field == twin.field)
    for row_no, cells in _rows_below_header(filing, []):
        pair = [cells[each.index] if each.index < len(cells) else None for each in (first, twin)]
        if not name_one_patent(*pair):
            places = (first.place, twin.place)
            raise FilingRefused("numbers_differ", columns=places, row=row_no)


def _stage(filing: Filing, filing_no: int, target: Path) -> list[Note]:
    """Write the rows of a text or a workbook below its header; gives the notes on them."""
    from milestones.filings.staging import fold_extra_cells, write_arrow_rows

    header, notes = filing.header, list[Note]()
    below_header = leave_out_remarks(_rows_below_header(filing, notes), header, notes)
    below_header = count_filled(below_header, header.unread, notes)
    if header.own:
        below_header = (row for row in below_header if header.holds(row[1]))
    rows, columns = fold_extra_cells(below_header, header.width), filing.columns
    if header.ministry_list:
        rows, columns = institution_rows(rows, header, notes), ministry_columns(header)
    if not write_arrow_rows(rows, filing.kind, columns, header.width, filing_no, target):
        notes.append(no_rows_note(header))
    return notes


def _return(filing: Filing, request: Message) -> str:
    """Write the workbook for the sender; gives its form."""
    from milestones.filings.returned.marking import decode_marking
    from milestones.filings.returned.writing import write_returned

    marking = decode_marking(request["marking"])
    return write_returned(filing, marking, Path(request["target"]))


def _filled_cells(filing: Filing) -> list[FilledCells]:
    """Look at the cells of each column whose header is nearly known."""
    near = [column for column in filing.header.unread if column.is_near]
    return filled_cells(_rows_below_header(filing, []), near)


def _rows_below_header(filing: Filing, notes: list[Note]) -> Iterator[NumberedRow]:
    if filing.format == "parquet":
        from milestones.filings.parquet import text_rows

        rows: Iterator[NumberedRow] = text_rows(filing)
    else:
        rows = _all_rows(filing, notes)
    return (row for row in rows if row[0] > filing.header.row_no)


def _all_rows(filing: Filing, notes: list[Note]) -> Iterator[NumberedRow]:
    if filing.sheet is not None:
        from milestones.filings.workbook import filing_rows

        return filing_rows(filing.path, filing.format, filing.sheet, filing.header, notes)
    if filing.encoding is None or filing.delimiter is None:
        raise TypeError(f"{filing.path} is {filing.format}, whose rows are not staged")
    return csv_rows(filing.path, filing.encoding, filing.delimiter)


def _fault_reply(error: BaseException) -> Message:
    """Reply with a refusal; with the number of a full disk's error: no fault of the file."""
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
    """Give the refusal that a fault while reading stands for."""
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
    reason = (str(error).strip().splitlines() or [name])[0][:MAX_REASON_CHARACTERS]
    return FilingRefused("damaged" if _is_of_parser(error) else "unreadable", reason=reason)


def _is_of_parser(error: BaseException) -> bool:
    """Tell whether a parser finds the file broken; the parts of a zip are read with more."""
    faults = (EOFError, NotImplementedError, OSError, ValueError)
    return isinstance(error, faults) or type(error).__module__.split(".")[0] in PARSER_MODULES


if __name__ == "__main__":
    main()
