"""python -m milestones: the commands."""

import sys

from milestones.cli import app

sys.unraisablehook = lambda _: None  # a file that was given up on a full disk closes once more
app(prog_name="python -m milestones")
