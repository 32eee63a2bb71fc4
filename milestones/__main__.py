"""python -m milestones: the commands."""

import logging
import sys

from milestones.filings.reading_process import shared

if set(sys.argv[1:2]) & {"publish", "check", "withdraw", "demo"}:
    shared.start()  # it gets ready while the commands are loaded

from milestones.cli import app
from milestones.words.printable import log_to_stderr

log_to_stderr()
log = logging.getLogger("milestones")
# A file that was given up on a full disk closes once more when it is let go of: nobody can act.
sys.unraisablehook = lambda found: log.debug("%s", found.object, exc_info=found.exc_value)
app(prog_name="python -m milestones")
