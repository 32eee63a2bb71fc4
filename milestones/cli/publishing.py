"""Commands that make, list, choose and serve editions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from milestones.calendar import today
from milestones.cli.options import Day, Json, LeaveOut, Paths, day_of
from milestones.console.faults import handle_errors
from milestones.console.publication_log import print_log
from milestones.console.results import (
    show_check,
    show_editions,
    show_publication,
    show_returned,
    show_rollback,
    show_skipped,
    warn_of_embargo,
)
from milestones.console.terminal import print_line, reader_locale, show_progress
from milestones.editions import publishing
from milestones.editions.check_report import write_report
from milestones.editions.data_home import DataHome
from milestones.editions.release import parse_moment
from milestones.editions.returned_workbooks import write_returned_workbooks
from milestones.editions.spark_nodes import build_with_spark
from milestones.paths import ROOT
from milestones.progress.indicator_changes import changes_of
from milestones.synthetic import FULL, SEED, SMALLEST, publish_all


def publish(
    paths: Paths,
    note: Annotated[str, typer.Option(help="A note on the delivery.")] = "",
    received_on: Day = None,
    as_of: Day = None,
    release: Annotated[
        str, typer.Option(help="Not for everybody before this moment, Beijing time.")
    ] = "",
    leave_out: LeaveOut = None,
    engine: Annotated[
        Literal["duckdb", "spark"],
        typer.Option(help="What builds the edition: this machine, or a Spark cluster."),
    ] = "duckdb",
    as_json: Json = False,
) -> None:
    """Publish filings: a new edition, on what was delivered before.

    Exit 0: the edition stands, rows rejected or not. Exit 2: nothing was published.
    """
    locale, home = reader_locale(), DataHome.for_filings()
    with (
        handle_errors(locale, 2, as_json=as_json),
        show_progress(locale, locale("Publishing")) as tell,
    ):
        home.require(synthetic=False)
        done = publishing.publish(
            home,
            paths,
            received_on=day_of(received_on) or today(),
            note=note,
            as_of=day_of(as_of),
            release=parse_moment(release) if release else None,
            left_out=leave_out or (),
            progress=tell,
            build=build_with_spark if engine == "spark" else None,
        )
    with handle_errors(locale):
        show_publication(home, done, locale, as_json=as_json)


def check(
    paths: Paths,
    received_on: Day = None,
    leave_out: LeaveOut = None,
    as_json: Json = False,
    report: Annotated[Path | None, typer.Option(help="Write all findings to this XLSX.")] = None,
    return_to: Annotated[
        Path | None,
        typer.Option(
            "--return",
            metavar="FOLDER",
            help="Write each file with something to mend as a workbook for its sender, marked.",
        ),
    ] = None,
    changes: Annotated[
        bool,
        typer.Option("--changes", help="Say which indicators would change, by province too."),
    ] = False,
) -> None:
    """Say what publishing would accept and reject; change nothing.

    Exit 1: a row is rejected. Exit 2: a file is refused, or nothing could be checked.
    """
    locale, home = reader_locale(), DataHome.for_filings()
    with (
        handle_errors(locale, 2, as_json=as_json),
        show_progress(locale, locale("Checking")) as tell,
    ):
        home.accept(synthetic=False)
        day = day_of(received_on) or today()
        with publishing.checked(
            home,
            paths,
            received_on=day,
            left_out=leave_out or (),
            rows_only=not changes,
            progress=tell,
        ) as found:
            if report:
                write_report(report, found.reports, found.findings)
            show_skipped(found.skipped, locale)
            returned = write_returned_workbooks(found, return_to) if return_to else ()
            changed = changes_of(home, found) if changes else None
            show_check(
                found.reports,
                found.findings,
                found.rejected,
                locale,
                as_json=as_json,
                changes=changed,
            )
        show_returned(returned, locale)
    if found.rejected:
        raise typer.Exit(1)


def editions(
    # Not --log: the library that starts Chrome takes that word of the command line for its own.
    show_log: Annotated[
        bool,
        typer.Option(
            "--publications", help="Who made which edition current, when, from which files."
        ),
    ] = False,
) -> None:
    """List the editions, the current one marked, and the deliveries it is made from."""
    locale = reader_locale()
    with handle_errors(locale):
        (print_log if show_log else show_editions)(DataHome.default(), locale)


def rollback(edition: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Make an earlier edition the current one."""
    locale = reader_locale()
    with handle_errors(locale):
        left_out = publishing.rollback(DataHome.default(), edition)
        warn_of_embargo(DataHome.default(), edition, locale)
    show_rollback(edition, left_out, locale)


def withdraw(delivery: Annotated[int, typer.Argument(metavar="DELIVERY")]) -> None:
    """Make the edition without one delivery, by its number in the list of editions."""
    locale = reader_locale()
    with handle_errors(locale), show_progress(locale, locale("Publishing")) as tell:
        done = publishing.withdraw(DataHome.default(), delivery, tell)
        warn_of_embargo(DataHome.default(), done.edition_id, locale)
    print_line(locale("Edition {id} stands.", id=done.edition_id))


def make_demo(
    patents: Annotated[int, typer.Option(min=SMALLEST, help="Patents due.")] = FULL,
    seed: Annotated[int, typer.Option()] = SEED,
) -> None:
    """Invent a register, calibrated to the published figures, and publish its editions."""
    locale, home = reader_locale(), DataHome.for_demo()
    with handle_errors(locale), show_progress(locale, locale("Synthetic register")) as tell:
        home.require(synthetic=True)
        made = publish_all(home, patents, seed, tell)
    print_line(locale("Edition {id} stands.", id=made))


def serve(
    port: Annotated[int | None, typer.Option(help="Another port than 8501.", min=1)] = None,
) -> None:
    """Serve the dashboard; where nothing was published yet, invent the register first."""
    with handle_errors(reader_locale()):
        if DataHome.default().is_unused:
            make_demo(FULL, SEED)
    ask = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    ask += [] if port is None else ["--server.port", str(port)]
    os.chdir(ROOT)
    if os.name == "nt":
        raise typer.Exit(subprocess.call(ask))
    os.execv(sys.executable, ask)
