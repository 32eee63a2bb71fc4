"""python -m milestones: the commands."""

import logging
import sys

from milestones.filings.reading_process import shared_process

READING = {"publish", "check", "withdraw", "demo", "rebuild"}
"""Commands that open filings."""


def main() -> None:
    """Run the command that the arguments name; its modules are loaded while files get a reader."""
    if READING & {*sys.argv[1:2]}:
        shared_process.start()
    from milestones.cli import app
    from milestones.logs import log_to_stderr

    log_to_stderr()
    log = logging.getLogger("milestones")
    # A file given up on a full disk closes once more when it is let go of: nobody can act.
    sys.unraisablehook = lambda found: log.debug("%s", found.object, exc_info=found.exc_value)
    app(prog_name="python -m milestones")


if __name__ == "__main__":
    main()
