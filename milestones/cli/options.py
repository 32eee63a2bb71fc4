"""Options that several commands have."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[list[Path], typer.Argument(help="Files, or folders of files.")]
Several = Annotated[list[str] | None, typer.Option(help="May be repeated.")]
Fields = Annotated[list[int] | None, typer.Option()]
Patents = Annotated[str, typer.Option(help="all or inventions")]
EditionId = Annotated[str | None, typer.Option(help="Another edition than the current.")]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option(
        "--leave-out",
        metavar="HEADER",
        help="Do not read the column of this header; may be repeated.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def day_of(moment: datetime | None) -> date | None:
    """Give the day that an option names."""
    return moment.date() if moment else None
