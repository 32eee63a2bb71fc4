"""python -m milestones: the commands."""

from milestones.cli import app
from milestones.words.printable import log_to_stderr

log_to_stderr()
app(prog_name="python -m milestones")
