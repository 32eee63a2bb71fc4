"""The commands: python -m milestones …"""

import typer

from milestones.cli.aliases import aliases
from milestones.cli.exporting import figure, indicators, pack, verify
from milestones.cli.publishing import check, editions, make_demo, publish, rollback, serve, withdraw
from milestones.cli.sampling import sample
from milestones.cli.templates import template
from milestones.cli.upkeep import backup, doctor, prune, rebuild, restore

__all__ = ["app"]

WRONG_USAGE = 64
"""The exit code for arguments that no command understands: 2 is a delivery that is refused."""
_UsageError = typer.BadParameter.__mro__[1]  # typer shows it by no name of its own
setattr(_UsageError, "exit_code", WRONG_USAGE)  # noqa: B010  its type knows only the default

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
for command in (
    serve, publish, check, editions, rollback, withdraw, indicators, figure, pack, verify,
    template, sample, aliases, rebuild, prune, doctor, backup, restore,
):  # fmt: skip
    app.command()(command)
app.command("demo")(make_demo)
