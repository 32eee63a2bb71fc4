"""python -m milestones: the commands."""

import sys

from milestones.filings.reading_process import shared

if set(sys.argv[1:2]) & {"publish", "check", "withdraw", "demo"}:
    shared.start()  # it gets ready while the commands are loaded

from milestones.cli import app

app(prog_name="python -m milestones")
