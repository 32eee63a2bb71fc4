"""The command that serves the dashboard, the same on every system."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from milestones import console
from milestones.cli.publishing import make_demo
from milestones.editions.data_home import DataHome
from milestones.paths import ROOT
from milestones.synthetic import FULL, SEED


def serve(
    port: Annotated[int | None, typer.Option(help="Another port than 8501.", min=1)] = None,
) -> None:
    """Serve the dashboard; where nothing was published yet, invent the register first."""
    with console.handle_errors(console.reader_words()):
        if DataHome.default().is_unused:
            make_demo(FULL, SEED)
    ask = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    ask += [] if port is None else ["--server.port", str(port)]
    os.chdir(ROOT)
    if os.name == "nt":
        raise typer.Exit(subprocess.call(ask))
    os.execv(sys.executable, ask)
