"""Commands that put out what an edition holds, and prove copies: indicators, figures, packs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from milestones.cli.options import Day, EditionId, Fields, Json, Patents, Several, day_of
from milestones.console.faults import handle_errors
from milestones.console.results import show_answers, show_pack, show_values, warn_of_embargo
from milestones.console.terminal import print_json, print_line, reader_locale, show_progress
from milestones.editions.data_home import DataHome
from milestones.editions.edition_status import status_of
from milestones.export.figure_export import export_figure
from milestones.export.files import write_figure
from milestones.export.pack.making import make_in_folder
from milestones.export.verify.verification import Verdict
from milestones.export.verify.zip_verification import verify_file_or_zip
from milestones.figures.compute import compute_figure
from milestones.figures.registry import FIGURES
from milestones.i18n import LANGS
from milestones.progress.indicators import as_records, compute_indicators
from milestones.selection import selection_from_options


def indicators(
    province: Several = None,
    kind: Several = None,
    department: Several = None,
    field: Fields = None,
    patents: Patents = "all",
    as_of: Day = None,
    edition: EditionId = None,
    as_json: Json = False,
) -> None:
    """Give every indicator for a selection, with its numerator and denominator."""
    locale = reader_locale()
    with handle_errors(locale), DataHome.default().edition(edition) as opened:
        chosen = selection_from_options(
            opened,
            province=province,
            kind=kind,
            department=department,
            field=field,
            patents=patents,
            as_of=day_of(as_of),
        )
        values = compute_indicators(opened, chosen)
        warn_of_embargo(DataHome.default(), opened.id, locale)
    if as_json:
        print_json(as_records(values))
    else:
        show_values(values, locale)


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
    field: Fields = None,
    patents: Patents = "all",
    institution: Annotated[str | None, typer.Option(help="The one a figure is about.")] = None,
    as_of: Day = None,
    since: Day = None,
    edition: EditionId = None,
) -> None:
    """Write a figure into a file, stamped so that it can be verified; say what was written."""
    locale = reader_locale()
    langs = LANGS if lang == "both" else (lang or locale.lang,)
    with handle_errors(locale), DataHome.default().edition(edition) as opened:
        chosen = selection_from_options(
            opened,
            province=province,
            kind=kind,
            department=department,
            field=field,
            patents=patents,
            as_of=day_of(as_of),
            since=day_of(since),
            institution=institution,
        )
        result = compute_figure(figure_id, opened, chosen)
        FIGURES[figure_id].require(chosen)
        said = (classification, status_of(opened))
        sheets = [export_figure(result, opened, each, theme, *said) for each in langs]
        for path in write_figure(sheets, out, preset):
            print_line(str(path))


def pack(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="The folder for the files.")],
    edition: EditionId = None,
) -> None:
    """Make a briefing pack, say what has changed since the last time, and note it in FILE.

    Exit 1: a picture is missing.
    """
    locale, home = reader_locale(), DataHome.default()
    with handle_errors(locale), home.edition(edition) as opened:
        with show_progress(locale, locale("Briefing pack")) as tell:
            done = make_in_folder(
                out, file, opened, home, locale, lambda at, of, said: tell(said, at / of)
            )
        show_pack(done, locale)
    if done.made.is_short:
        raise typer.Exit(1)


def verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    as_json: Json = False,
) -> None:
    """Compute an exported file, or each file of a zip, again from its edition.

    Exit 0 for the same values in the same words only.
    """
    locale = reader_locale()
    with handle_errors(locale):
        found = verify_file_or_zip(file, DataHome.default())
    show_answers(found, locale, as_json=as_json)
    if any(each.answer.verdict is not Verdict.SAME for each in found):
        raise typer.Exit(1)
