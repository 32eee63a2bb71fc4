"""The command that lists names of holders for a person to confirm: aliases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from milestones.console.faults import handle_errors
from milestones.console.terminal import print_line, reader_locale
from milestones.editions.data_home import DataHome
from milestones.export.alias_proposals import write_alias_proposals
from milestones.i18n import _

WRITTEN = _(
    "{file}: names that match no institution, {names}. Fill in the code where a name is that of "
    "the institution, leave the others as they are, and deliver the file."
)


def aliases(
    out: Annotated[Path, typer.Option(help="The workbook (XLSX) to write.", dir_okay=False)],
) -> None:
    """List the names of holders that match no institution, with guesses, to confirm and deliver."""
    locale = reader_locale()
    with handle_errors(locale), DataHome.default().edition() as edition:
        names = write_alias_proposals(edition, out)
        print_line(locale(WRITTEN, file=str(out), names=locale.exact(names)))
