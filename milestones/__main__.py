"""python -m milestones: the commands."""

import sys

from milestones.filings.reading_process import shared

if set(sys.argv[1:2]) & {"publish", "check", "withdraw", "demo"}:
    shared.start()  # it gets ready while the commands are loaded

from milestones.cli import app
from milestones.words.printable import log_to_stderr

sys.unraisablehook = lambda _: None  # a file that was given up on a full disk closes once more
log_to_stderr()
app(prog_name="python -m milestones")
