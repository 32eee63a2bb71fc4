"""Commands and questions in processes of their own, forked from one that has imported them."""

from __future__ import annotations

import atexit
import json
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["pytest", "milestones.cli"])
PROGRESS = re.compile(r" – (reading|checking|counting|inventing filings)$")
LIMIT_SECONDS = 120.0
"""How long a command on a small register may take before it counts as hanging."""


@dataclass(frozen=True)
class Done:
    """How a process ended: its exit code, minus the signal that ended it, and what it printed."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    seconds: float

    @property
    def said(self) -> list[str]:
        """The lines on standard error that do not merely tell how far the work is."""
        return [line for line in self.err.splitlines() if line and not PROGRESS.search(line)]

    @property
    def untold(self) -> list[str]:
        """Why a fault was not told; empty where the command did its work or said why not."""
        shown = f"{self.words} ended with {self.code}:\n{self.out[-300:]}\n{_short(self.err)}"
        if self.code < 0 or self.code > 128:
            return [f"ended by a signal: {shown}"]
        if "Traceback" in self.err + self.out:
            return [f"a traceback was shown: {shown}"]
        if self.code and not self.said:
            return [f"nothing was said: {shown}"]
        return []

    def json(self) -> Any:
        return json.loads(self.out)


def _short(text: str) -> str:
    return text if len(text) < 900 else f"{text[:300]}\n…\n{text[-600:]}"


class Running:
    """A function at work in a process of its own, with its standard output and error kept."""

    def __init__(self, task: Callable[..., object], *given: object, name: str = "") -> None:
        self.words = tuple((name or task.__name__).split("\0"))
        self._folder = tempfile.TemporaryDirectory(prefix="faults-")
        self.out, self.err = (Path(self._folder.name) / name for name in ("out", "err"))
        self.process: BaseProcess = CONTEXT.Process(
            target=_with_streams, args=(self.out, self.err, task, given)
        )
        self.began = time.monotonic()
        self.process.start()

    def kill(self) -> None:
        """End it as the kernel does: nothing is cleaned up."""
        self.process.kill()

    def done(self, limit: float = LIMIT_SECONDS) -> Done:
        """Wait for the end; what takes longer is killed."""
        self.process.join(limit)
        hung = self.process.is_alive()
        if hung:
            self.process.kill()
            self.process.join()
        seconds = time.monotonic() - self.began
        code = self.process.exitcode or 0
        said = [path.read_text("utf-8", "replace") if path.exists() else "" for path in (
            self.out, self.err)]  # fmt: skip
        self._folder.cleanup()
        more = f"\nkilled after {limit} seconds" if hung else ""
        return Done(self.words, code, said[0], said[1] + more, seconds)


def start(words: list[str], home: Path, **env: str) -> Running:
    """Begin a command of the product on a home."""
    return Running(command, words, {"MILESTONES_HOME": str(home), **env}, name="\0".join(words))


def run(words: list[str], home: Path, **env: str) -> Done:
    """A command of the product on a home, to its end."""
    return start(words, home, **env).done()


def ask(task: Callable[..., object], *given: object, limit: float = LIMIT_SECONDS) -> Done:
    """A function in a process of its own; what it gives is printed as JSON."""
    return Running(_printing, task, given, name=task.__name__).done(limit)


def command(words: list[str], env: Mapping[str, str]) -> None:
    """`python -m milestones …` in this process, which does nothing else."""
    from milestones.cli import app

    os.environ.update({"LC_ALL": "C.UTF-8", **env})
    tempfile.tempdir = None
    app(words, prog_name="python -m milestones")


def look(home: Path) -> dict[str, Any]:
    """What the app shows to everybody: the filings of the edition and its indicators.

    `told` is what a reader is told instead.
    """
    from faults.register import CHOICES
    from milestones.editions.data_home import DataHome
    from milestones.editions.deliveries import delivery_history_of
    from milestones.editions.release import visible_edition_id
    from milestones.progress.indicators import as_records
    from milestones.progress.indicators import compute_indicators as values_of
    from milestones.selection import Selection

    try:
        shown = visible_edition_id(
            DataHome(home), press=False, now=datetime(2026, 6, 1, tzinfo=UTC)
        )
        if shown is None:
            return {"told": "no edition"}
        with DataHome(home).edition(shown) as edition:
            hashes = [one.sha256 for each in delivery_history_of(edition) for one in each.filings]
            records = [
                {one["id"]: one for one in as_records(values_of(edition, Selection(
                    provinces=each.provinces, patents=each.patents)))}  # type: ignore[arg-type]
                for each in CHOICES
            ]  # fmt: skip
    except Exception as error:
        if not type(error).__module__.startswith("milestones."):
            raise
        return {"told": f"{type(error).__name__}: {error}"}
    return {"edition": shown, "hashes": hashes, "records": records}


def _printing(task: Callable[..., object], given: tuple[object, ...]) -> None:
    print(json.dumps(task(*given), ensure_ascii=False, default=str))


def _with_streams(
    out: Path, err: Path, task: Callable[..., object], given: tuple[object, ...]
) -> None:
    """End as a program does: what was registered for the end is done, and nothing else."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    weakref.finalize(task, int)  # the first one decides when all of them come at the end: last
    for number, path in ((1, out), (2, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stdout, sys.stderr = (
        os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
        for number in (1, 2)
    )
    code: object = 0
    try:
        task(*given)
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
        code = 1
    with suppress(Exception):
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
