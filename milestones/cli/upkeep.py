"""Commands that look after a home: rebuild, prune."""

from __future__ import annotations

from typing import Annotated

import typer

from milestones.console.faults import handle_errors
from milestones.console.terminal import reader_locale, show_progress
from milestones.console.upkeep import show_rebuilt, show_surplus
from milestones.editions import rebuild as rebuilding
from milestones.editions.data_home import DataHome
from milestones.editions.retention import find_surplus
from milestones.editions.retention import prune as remove_surplus


def rebuild(
    edition: Annotated[str | None, typer.Argument(metavar="ID", help="Else the current.")] = None,
) -> None:
    """Make an edition again from the archive alone, and compare each table with what stands.

    One that is damaged or missing is put back in its place. Exit 1: a table differs.
    """
    locale = reader_locale()
    with handle_errors(locale), show_progress(locale, locale("Rebuilding")) as tell:
        found = rebuilding.rebuild(DataHome.default(), edition, tell)
    show_rebuilt(found, locale)
    if found.differences:
        raise typer.Exit(1)


def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest editions to keep.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Remove old editions: never the current one, the one before it, or one that a release names.

    Their deliveries stay recorded, and `rebuild ID` makes one again.
    """
    locale, home = reader_locale(), DataHome.default()
    with handle_errors(locale):
        if dry_run:
            found = find_surplus(home, keep)
        else:
            with home.at_work():
                found = remove_surplus(home, keep)
    show_surplus(found, locale, is_removed=not dry_run)
