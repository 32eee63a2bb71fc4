"""The commands: python -m milestones …"""

import typer

from milestones.cli.aliases import aliases
from milestones.cli.exporting import figure, indicators, pack, verify
from milestones.cli.publishing import check, editions, make_demo, publish, rollback, serve, withdraw
from milestones.cli.sampling import sample
from milestones.cli.templates import template
from milestones.cli.upkeep import backup, doctor, prune, rebuild, restore

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
for command in (
    serve, publish, check, editions, rollback, withdraw, indicators, figure, pack, verify,
    template, sample, aliases, rebuild, prune, doctor, backup, restore,
):  # fmt: skip
    app.command()(command)
app.command("demo")(make_demo)
