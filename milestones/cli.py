"""The commands: python -m milestones …"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from milestones import console
from milestones.choices import selection_from
from milestones.demo.calibration import FULL
from milestones.demo.filings import SEED, SMALLEST
from milestones.demo.publishing import publish_all
from milestones.editions import publish as publishing
from milestones.editions.home import Home
from milestones.editions.release import embargo_of, moment_of
from milestones.editions.report import write_report
from milestones.export.files import write
from milestones.export.pack.folder import make_in
from milestones.export.pack.members import verify_all
from milestones.export.proof.verify import Verdict
from milestones.export.sheet import sheet
from milestones.figures import compute as compute_figure
from milestones.indicators import as_records, compute
from milestones.words import LANGS

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
Paths = Annotated[list[Path], typer.Argument(help="Files, or folders of files.")]
Several = Annotated[list[str] | None, typer.Option(help="May be repeated.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@app.command()
def publish(
    paths: Paths,
    note: Annotated[str, typer.Option(help="A note on the delivery.")] = "",
    received_on: Day = None,
    as_of: Day = None,
    release: Annotated[
        str, typer.Option(help="Not for everybody before this moment, Beijing time.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Publish filings: a new edition, on what was delivered before. Exit 1: nothing published."""
    words, home = console.reader_words(), Home.for_filings()
    with console.told(words), console.progress(words, words("Publishing")) as tell:
        home.require(synthetic=False)
        done = publishing.publish(
            home,
            paths,
            received_on=_day(received_on) or date.today(),
            note=note,
            as_of=_day(as_of),
            release=moment_of(release) if release else None,
            progress=tell,
        )
    console.show_publication(home, done, words, as_json=as_json)


@app.command()
def check(
    paths: Paths,
    received_on: Day = None,
    as_json: Json = False,
    report: Annotated[Path | None, typer.Option(help="Write all findings to this XLSX.")] = None,
) -> None:
    """Say what publishing would accept and reject; change nothing. Exit 1: a row is rejected."""
    words, home = console.reader_words(), Home.for_filings()
    with console.told(words), console.progress(words, words("Checking")) as tell:
        home.accept(synthetic=False)
        reports, findings = publishing.check(
            home, paths, received_on=_day(received_on) or date.today(), progress=tell
        )
    if report:
        write_report(report, reports, findings)
    console.show_check(reports, findings, words, as_json=as_json)
    if any(each.rejected for each in reports):
        raise typer.Exit(1)


@app.command()
def editions() -> None:
    """List the editions, the current one marked, and the deliveries it is made from."""
    words = console.reader_words()
    with console.told(words):
        console.show_editions(Home.default(), words)


@app.command()
def rollback(edition: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Make an earlier edition the current one."""
    words = console.reader_words()
    with console.told(words):
        left_out = publishing.rollback(Home.default(), edition)
        console.warn_of_embargo(embargo_of(Home.default(), edition), words)
    console.show_rollback(edition, left_out, words)


@app.command()
def withdraw(delivery: Annotated[int, typer.Argument(metavar="DELIVERY")]) -> None:
    """Make the edition without one delivery, by its number in the list of editions."""
    words = console.reader_words()
    with console.told(words), console.progress(words, words("Publishing")) as tell:
        done = publishing.withdraw(Home.default(), delivery, tell)
        console.warn_of_embargo(embargo_of(Home.default(), done.edition_id), words)
    print(words("Edition {id} stands.", id=done.edition_id))


@app.command()
def indicators(
    province: Several = None,
    kind: Several = None,
    department: Several = None,
    field: Annotated[list[int] | None, typer.Option()] = None,
    patents: Annotated[str, typer.Option(help="all or inventions")] = "all",
    as_of: Day = None,
    edition: Annotated[str | None, typer.Option(help="Another edition than the current.")] = None,
    as_json: Json = False,
) -> None:
    """Give every indicator for a selection, with its numerator and denominator."""
    words = console.reader_words()
    with console.told(words), Home.default().edition(edition) as opened:
        chosen = selection_from(
            opened, province, kind, department, field, patents, _day(as_of)
        )
        values = compute(opened, chosen)
        console.warn_of_embargo(embargo_of(Home.default(), opened.id), words)
    if as_json:
        print(json.dumps(as_records(values), ensure_ascii=False, indent=2))
    else:
        console.show_values(values, words)


@app.command()
def figure(
    figure_id: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path, typer.Option(help="png svg pdf pptx xlsx csv parquet json, by its name.")],
    lang: Annotated[Literal["zh", "en", "both"] | None, typer.Option()] = None,
    preset: Annotated[str, typer.Option(help="The page of a picture.")] = "slide",
    theme: Annotated[Literal["light", "dark"], typer.Option()] = "light",
    classification: Annotated[str, typer.Option(help="A word for the mark.")] = "",
    province: Several = None,
    kind: Several = None,
    department: Several = None,
    field: Annotated[list[int] | None, typer.Option()] = None,
    patents: Annotated[str, typer.Option(help="all or inventions")] = "all",
    institution: Annotated[str | None, typer.Option(help="The one a figure is about.")] = None,
    as_of: Day = None,
    edition: Annotated[str | None, typer.Option(help="Another edition than the current.")] = None,
) -> None:
    """Write a figure into a file, stamped so that it can be verified; say what was written."""
    words = console.reader_words()
    langs = LANGS if lang == "both" else (lang or words.lang,)
    with console.told(words), Home.default().edition(edition) as opened:
        chosen = selection_from(
            opened, province, kind, department, field, patents, _day(as_of), institution
        )
        result = compute_figure(figure_id, opened, chosen)
        marks = (classification, embargo_of(Home.default(), opened.id))
        sheets = [sheet(result, opened, each, theme, *marks) for each in langs]
        for path in write(sheets, out, preset):
            print(path)


@app.command()
def pack(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The folder for the files.")],
    edition: Annotated[str | None, typer.Option(help="Another edition than the current.")] = None,
) -> None:
    """Make a briefing pack, say what has changed since the last time, and note it in FILE.

    Exit 1: a picture is missing.
    """
    words, home = console.reader_words(), Home.default()
    with console.told(words), home.edition(edition) as opened:
        with console.progress(words, words("Briefing pack")) as tell:
            done = make_in(
                out, file, opened, home, words, lambda at, of, said: tell(said, at / of)
            )
        console.show_pack(done, words)
    if done.made.is_short:
        raise typer.Exit(1)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    as_json: Json = False,
) -> None:
    """Compute an exported file, or each file of a zip, again from its edition.

    Exit 0 for the same values only.
    """
    words = console.reader_words()
    with console.told(words):
        found = verify_all(file, Home.default())
    console.show_answers(found, words, as_json=as_json)
    if any(each.answer.verdict is not Verdict.SAME for each in found):
        raise typer.Exit(1)


@app.command("demo")
def make_demo(
    patents: Annotated[int, typer.Option(min=SMALLEST, help="Patents due.")] = FULL,
    seed: Annotated[int, typer.Option()] = SEED,
) -> None:
    """Invent a register, calibrated to the published figures, and publish its editions."""
    words, home = console.reader_words(), Home.for_demo()
    with console.told(words), console.progress(words, words("Synthetic register")) as tell:
        home.require(synthetic=True)
        made = publish_all(home, patents, seed, tell)
    print(words("Edition {id} stands.", id=made))
