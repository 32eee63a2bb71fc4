"""The reading process: reads requests as lines of JSON and answers each with one line.

It is started by `reading_process.py`, opens files from outside, and limits itself first.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import BinaryIO

from milestones.filings import limits
from milestones.filings.files import state_of
from milestones.filings.filing import Message, filing_message, filing_of, note_messages
from milestones.filings.remarks import FilingRefused

MAX_REASON, MAX_TRACE = 200, 20_000
"""Characters of what a parser says that are passed on."""
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
PARSERS = {"_duckdb", "duckdb", "pyarrow", "pyo3_runtime", "python_calamine", "zipfile", "zlib"}
GRACE_SECONDS = 10


def main() -> None:
    """Serve requests until the other side closes the pipe."""
    limits.limit_this_process()
    requests, replies = _pipes()
    sys.meta_path.insert(0, WithoutPandas())
    # Natives are loaded within the limits, and while the other side is still getting ready.
    import pyarrow.ipc  # noqa: F401

    import milestones.filings.parsing  # noqa: F401

    for line in requests:
        request = json.loads(line)
        limits.end_after(request["seconds"] + GRACE_SECONDS)
        reply = answer(request)
        limits.end_after(0)
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


def answer(request: Message) -> Message:
    """Do what is asked; a fault becomes the refusal of the file."""
    try:
        return OPERATIONS[request["operation"]](request)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # panics of the workbook reader stand outside Exception
        return _fault(error)


def _recognize(request: Message) -> Message:
    from milestones.filings.parsing import recognize

    return {"filing": filing_message(recognize(Path(request["path"])))}


def _land(request: Message) -> Message:
    from milestones.filings.parsing import land

    filing = filing_of(request["filing"])
    rows_in, notes = land(filing, request["filing_no"], Path(request["target"]))
    _refuse_changed(filing.path, filing.state)
    return {"rows_in": rows_in, "notes": note_messages(notes)}


def _decode(request: Message) -> Message:
    from milestones.filings.parsing import decode

    filing = filing_of(request["filing"])
    decode(filing)
    _refuse_changed(filing.path, filing.state)
    return {}


def _refuse_changed(path: Path, state: tuple[int, ...]) -> None:
    if state_of(path) != state:
        raise FilingRefused("changed_while_read", path=str(path))


OPERATIONS: dict[str, Callable[[Message], Message]] = {
    "recognize": _recognize,
    "land": _land,
    "decode": _decode,
}


def _fault(error: BaseException) -> Message:
    """A fault as a refusal; of a full disk its number, because that is no fault of the file."""
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return {"errno": error.errno}
    refusal = refusal_for(error)
    reply: Message = {"rule": refusal.rule, "params": refusal.params}
    if refusal.rule == "too_large_to_read":
        reply["ends"] = True
    if refusal.rule == "unreadable":
        reply["trace"] = "".join(traceback.format_exception(error))[-MAX_TRACE:]
    return reply


def refusal_for(error: BaseException) -> FilingRefused:
    """The refusal that a fault while reading stands for."""
    if isinstance(error, FilingRefused):
        return error
    name = type(error).__name__
    if isinstance(error, MemoryError) or name == "OutOfMemoryException":
        return FilingRefused("too_large_to_read", megabytes=limits.memory())
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return FilingRefused("too_large_to_read", megabytes=limits.output())
    if isinstance(error, FileNotFoundError):
        return FilingRefused("not_found", path=str(error.filename))
    if name == "PasswordError":
        return FilingRefused("protected")
    if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
        return FilingRefused("cannot_open", reason=error.strerror or str(error))
    return FilingRefused("damaged" if _is_of_parser(error) else "unreadable", reason=_reason(error))


def _is_of_parser(error: BaseException) -> bool:
    """Whether a parser says that the file is broken; the parts of a zip are read with more."""
    faults = (EOFError, NotImplementedError, OSError, ValueError)
    return isinstance(error, faults) or type(error).__module__.split(".")[0] in PARSERS


def _reason(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:MAX_REASON] if lines else type(error).__name__


if __name__ == "__main__":
    main()
