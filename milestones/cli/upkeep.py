"""Commands that look after a home: doctor, rebuild, prune, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from milestones.cli.options import Json
from milestones.console.faults import handle_errors
from milestones.console.health import show_health
from milestones.console.terminal import print_line, reader_locale, show_progress
from milestones.console.upkeep import show_backup, show_rebuilt, show_surplus
from milestones.editions import rebuild as rebuilding
from milestones.editions.backup import back_up
from milestones.editions.backup import restore as bring_back
from milestones.editions.data_home import DataHome
from milestones.editions.health import check_home
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


def doctor(as_json: Json = False) -> None:
    """Look whether a home is well, and say what to do where it is not; change nothing.

    Exit 1: something is to be done. Exit 2: the app has nothing to show.
    """
    locale = reader_locale()
    with handle_errors(locale, 2), show_progress(locale, locale("Home")) as tell:
        found = check_home(DataHome.default(), tell)
    show_health(found, locale, as_json=as_json)
    severities = {each.severity for each in found}
    if severities - {"note"}:
        raise typer.Exit(2 if "unservable" in severities else 1)


def backup(target: Annotated[Path, typer.Argument(metavar="TARGET", file_okay=False)]) -> None:
    """Copy the home into a folder; what lies there already is not copied again.

    Exit 1: the home has damaged files, which were left out.
    """
    locale = reader_locale()
    with handle_errors(locale), show_progress(locale, locale("Backup")) as tell:
        done = back_up(DataHome.default(), target, tell)
    show_backup(done, locale)
    if done.damaged:
        raise typer.Exit(1)


def restore(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", exists=True, file_okay=False)],
    demo: Annotated[bool, typer.Option("--demo", help="A backup of the synthetic home.")] = False,
) -> None:
    """Make an empty home what a backup holds, once every file of it was found whole."""
    locale, home = reader_locale(), DataHome.for_demo() if demo else DataHome.for_filings()
    with handle_errors(locale), show_progress(locale, locale("Restoring")) as tell:
        current = bring_back(home, source, tell, synthetic=demo)
    print_line(locale("Edition {id} stands.", id=current))
