"""python -m milestones: the commands."""

from milestones.cli import app

app(prog_name="python -m milestones")
