"""The command that draws assessments for inspectors: sample."""

from __future__ import annotations

from pathlib import Path
from secrets import randbelow
from typing import Annotated, Literal

import typer

from milestones.cli.options import Day, EditionId, Several, day_of
from milestones.console.faults import handle_errors
from milestones.console.results import warn_of_embargo
from milestones.console.terminal import print_line, reader_locale
from milestones.editions.data_home import DataHome
from milestones.export.sample_workbook import write_sample
from milestones.progress.sample import DEFAULT_SIZE, SampleDesign, draw_sample
from milestones.selection import selection_from_options

MAX_RANDOM_SEED = 1_000_000_000


def sample(
    out: Annotated[Path, typer.Option(help="The workbook (XLSX) for the inspectors.")],
    size: Annotated[int, typer.Option(min=1, help="How many patents.")] = DEFAULT_SIZE,
    share: Annotated[
        float | None, typer.Option(min=0, max=1, help="Which part of them, in place of a number.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="A published number; without it, a random one.")
    ] = None,
    by: Annotated[
        Literal["province", "institution"],
        typer.Option(help="Strata: the kinds of institution of each province, or institutions."),
    ] = "province",
    province: Several = None,
    kind: Several = None,
    department: Several = None,
    as_of: Day = None,
    edition: EditionId = None,
) -> None:
    """Draw a stratified random sample of assessed patents, as a workbook to answer in."""
    locale, home = reader_locale(), DataHome.default()
    with handle_errors(locale), home.edition(edition) as opened:
        chosen = selection_from_options(
            opened, province=province, kind=kind, department=department, as_of=day_of(as_of)
        )
        drawn = randbelow(MAX_RANDOM_SEED) if seed is None else seed
        found = draw_sample(opened, chosen, SampleDesign(drawn, by, size, share))
        write_sample(out, found, opened, chosen)
        warn_of_embargo(home, opened.id, locale)
    line = locale(
        "{file}: {count} patents in {strata} strata, seed {seed}, edition {id}",
        file=str(out),
        count=locale.exact(len(found.patents)),
        strata=locale.exact(len(found.strata)),
        seed=drawn,
        id=opened.id,
    )
    print_line(line)
