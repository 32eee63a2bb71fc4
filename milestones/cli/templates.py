"""The command that hands out what filings are written in: template."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from milestones.console.faults import handle_errors
from milestones.console.terminal import print_line, reader_locale
from milestones.export.template import TEMPLATE_KINDS, TemplateNotFoundError, write_templates
from milestones.filings.columns import FilingKind
from milestones.filings.kinds import kind_by_key

KEYS = tuple(kind.key for kind in TEMPLATE_KINDS)


def template(
    out: Annotated[Path, typer.Option(help="The folder for the workbooks.", file_okay=False)],
    kinds: Annotated[list[str] | None, typer.Argument(metavar="KIND", help=", ".join(KEYS))] = None,
) -> None:
    """Write a workbook to fill in for each kind of filing named, or for all of them."""
    with handle_errors(reader_locale()):
        for path in write_templates(out, _named(kinds or KEYS)):
            print_line(str(path))


def _named(keys: Iterable[str]) -> list[FilingKind]:
    """Give the kinds of these keys, each once; TemplateNotFoundError for one without."""
    for key in keys:
        if key not in KEYS:
            raise TemplateNotFoundError(f"{key} ({', '.join(KEYS)})")
    return list(map(kind_by_key, dict.fromkeys(keys)))
