"""What an operator hears of the library and its pages: lines on standard error, from a level on.

The level is a setting, `MILESTONES_LOG`. INFO tells what was published, made, served and refused,
by ids, names and counts: never a cell, an address that opens a file, or who is reading.
"""

from __future__ import annotations

import logging
import os

from milestones.i18n.printable import printable

LEVEL_VARIABLE = "MILESTONES_LOG"
MAX_NAME_LETTERS = 200
"""Letters of a stranger's name or header that a line says at most."""


class PrintableFormatter(logging.Formatter):
    """Writes a record with its trace; what is hidden in it is visible, its own lines stay."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the message in one line, and each line of the trace for itself."""
        plain = logging.makeLogRecord({**record.__dict__, "args": None})
        plain.msg = printable(record.getMessage())
        return "\n".join(printable(line) for line in super().format(plain).split("\n"))


def log_to_stderr(level: str = "WARNING") -> None:
    """Write what is logged to standard error, from this level on unless the setting names another.

    A setting that names no level is told and left aside. A second call changes nothing.
    """
    log = logging.getLogger("milestones")
    if log.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(PrintableFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    log.setLevel(level)
    try:
        log.setLevel(os.environ.get(LEVEL_VARIABLE, "").upper() or level)
    except ValueError as unknown:
        log.warning("%s: %s; it stays %s", LEVEL_VARIABLE, unknown, level)
