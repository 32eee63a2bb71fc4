"""Many readers at once: each changes a filter, thinks, and changes it again.

The readers are threads of one program that uses processor time on the same machine. A server that
has been loaded before is not used again: each row of the table has one of its own.
"""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from milestones.editions.data_home import DataHome
from milestones.i18n import Locale
from tests.bench.readers import DashReader, Reader, memory_mb, processor_seconds
from tests.bench.report import Claim, number, print_claims, print_table
from tests.bench.sites import DASH, OURS, STREAMLIT, Server, Site, serve

THINKING, SEEN_THINKING = (1.0, 3.0), (1.0, 1.0)
"""Least and most seconds between an answer and a reader's next question."""
SESSIONS = {OURS: (1, 25, 50, 100), DASH: (25, 50), STREAMLIT: (25, 50)}
READERS = {OURS: Reader, DASH: DashReader, STREAMLIT: Reader}
UNSEEN_SECONDS, SEEN_SECONDS = 1.2, 0.2
"""What is asked of the 95th percentile: 50 readers of new views, 100 of views seen before."""
FLAT = 1.05
SAMPLES = 24
SEEN_VIEWS = 12
Choose = Callable[[random.Random], list[str]]


@dataclass(frozen=True)
class Trial:
    """So many sessions with a site for so many seconds, and what they choose."""

    site: Site
    sessions: int
    seconds: float
    choose: Choose
    thinking: tuple[float, float] = THINKING


@dataclass(frozen=True)
class Load:
    """What readers waited, in seconds, and what it took of the server."""

    waits: list[float]
    processor_ms: float
    memory: list[float]

    @property
    def p95(self) -> float:
        """What one in twenty waits longer than."""
        return sorted(self.waits)[int(len(self.waits) * 0.95)]

    @property
    def growth(self) -> float:
        """The most memory after the first third by the least."""
        warm = self.memory[len(self.memory) // 3 :]
        return max(warm) / min(warm)

    @property
    def cells(self) -> list[str]:
        """What the table shows."""
        told = (statistics.median(self.waits), self.p95, self.processor_ms, self.memory[-1])
        return [str(len(self.waits)), *map(number, told)]


def show(home: Path, logs: Path, seconds: float, hour: bool) -> None:
    """Load the servers one after the other, and print."""
    with DataHome(home).edition() as edition:
        codes = edition.province_codes
    names = tuple(map(Locale("zh").province, codes))

    def loaded(trial: Trial) -> Load:
        with serve(trial.site, home, logs) as server:
            return load(server, trial)

    unseen = {OURS: _unseen(codes), DASH: _unseen(names), STREAMLIT: _unseen(names)}
    trials = {f"{site.name}, never seen, {count}": Trial(site, count, seconds, unseen[site])
              for site, sizes in SESSIONS.items() for count in sizes}  # fmt: skip
    trials["ours, seen before, 100"] = Trial(OURS, 100, seconds, _seen(codes), SEEN_THINKING)
    loads = {name: loaded(trial) for name, trial in trials.items()}
    head = ["views, sessions", "answers", "median s", "95th s", "processor ms", "memory MB"]
    rows = [[name, *load.cells] for name, load in loads.items()]
    print_table("Readers at once, one process; processor time for an answer", head, rows)
    asked = {"ours, never seen, 50": UNSEEN_SECONDS, "ours, seen before, 100": SEEN_SECONDS}
    claims = [Claim(f"95th percentile, {name}", loads[name].p95, most, "s")
              for name, most in asked.items()]  # fmt: skip
    if hour:
        claims.append(_memory_claim(loaded(Trial(OURS, 50, 3600, unseen[OURS]))))
    print_claims(claims)


def _memory_claim(load: Load) -> Claim:
    minutes = [f"{60 * (each + 1) / SAMPLES:.0f}" for each in range(SAMPLES)]
    print_table("Memory in MB, by the minutes of one hour of 50 sessions", ["minute", *minutes],
                [["memory", *(f"{each:.0f}" for each in load.memory)]])  # fmt: skip
    return Claim("memory after 20 minutes, most by least", load.growth, FLAT)


def _unseen(provinces: tuple[str, ...]) -> Choose:
    """Choose three provinces at random: of so many views hardly one was seen before."""
    return lambda dice: dice.sample(provinces, 3)


def _seen(provinces: tuple[str, ...]) -> Choose:
    """Choose one of a few provinces."""
    return lambda dice: [dice.choice(provinces[:SEEN_VIEWS])]


def load(server: Server, trial: Trial) -> Load:
    """Let the readers ask, all beginning at once."""
    gate = threading.Barrier(trial.sessions + 1)
    with ThreadPoolExecutor(trial.sessions) as pool:
        visits = [pool.submit(_visit, server, gate, random.Random(number), trial)
                  for number in range(trial.sessions)]  # fmt: skip
        gate.wait()
        before, memory = processor_seconds(server.process), []
        for _ in range(SAMPLES):
            time.sleep(trial.seconds / SAMPLES)
            memory.append(memory_mb(server.process))
        waits = [wait for visit in visits for wait in visit.result()]
        spent = processor_seconds(server.process) - before
    return Load(waits, spent * 1000 / len(waits), memory)


def _visit(
    server: Server, gate: threading.Barrier, dice: random.Random, trial: Trial
) -> list[float]:
    waits = []
    with READERS[server.site](server.address) as reader:
        reader.ask("overview", province=trial.choose(dice))
        gate.wait()
        until = time.monotonic() + trial.seconds
        time.sleep(dice.uniform(0, trial.thinking[1]))
        while time.monotonic() < until:
            waits.append(reader.ask("overview", province=trial.choose(dice)))
            time.sleep(dice.uniform(*trial.thinking))
        assert not reader.failed, reader.failed[0]
    return waits
