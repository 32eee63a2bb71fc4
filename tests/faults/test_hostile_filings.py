"""Damaged filings: every row is accounted for, or the file is refused by name; in time and room."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from oracle import messy

from faults.mutations import mutated
from faults.processes import Done, ask
from faults.register import Register
from milestones.editions.data_home import DataHome
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import checked
from milestones.i18n import Locale

pytestmark = pytest.mark.slow
SEEDS = range(2)
BATCHES, BATCH = 3, 8
"""Files are checked several at once, as a delivery; one at a time where something goes wrong."""
BATCH_SECONDS = 90.0
MEMORY_GB = 3
ADDRESSES_GB = 12
RECEIVED = date(2026, 4, 20)
REAL = "MILESTONES_REAL_FILES"
LARGEST_REAL = 300_000


def trial(seed: int, folder: Path, register: Register) -> None:
    """Damaged copies of messy filings of all kinds in all formats."""
    rng = random.Random(seed)
    pool = originals(folder / "originals", seed)
    for number in range(BATCHES):
        place = folder / f"batch-{number}"
        place.mkdir()
        batch = [damaged(rng, rng.choice(pool), place, at) for at in range(BATCH)]
        wrong = faults_of(batch, folder / "empty")
        if wrong:
            alone = {path: faults_of([path], folder / "empty") for path in batch}
            found = {str(path): each for path, each in alone.items() if each}
            keep_only(batch, found)
            raise AssertionError(f"seed {seed}: {found or {str(batch): wrong}}")
        shutil.rmtree(place)


def originals(folder: Path, seed: int) -> list[Path]:
    """Small filings that are right: invented ones, and real ones where they are to be had."""
    made = [path for each in messy.generate(folder, seed) for path in each.paths]
    real = [path for path in Path(os.environ.get(REAL, "/nowhere")).rglob("*.*")
            if path.is_file() and path.stat().st_size < LARGEST_REAL]  # fmt: skip
    by_ending: dict[str, list[Path]] = {}
    for path in made + sorted(real):
        by_ending.setdefault(path.suffix, []).append(path)
    most = max(map(len, by_ending.values()))
    return [path for paths in by_ending.values() for path in _spread(paths, most)]


def _spread(paths: list[Path], count: int) -> Iterator[Path]:
    """Formats with few files as often as those with many."""
    return (paths[at % len(paths)] for at in range(count))


def damaged(rng: random.Random, original: Path, folder: Path, number: int) -> Path:
    """A damaged copy."""
    path = folder / f"{number}-{original.name}"
    path.write_bytes(mutated(original.read_bytes(), rng))
    return path


def faults_of(paths: list[Path], home: Path) -> list[str]:
    """What is wrong with the answers for files of one delivery; empty where all is right."""
    done = ask(answers, [str(path) for path in paths], str(home), limit=BATCH_SECONDS)
    if done.code or done.err.strip():
        return done.untold or [f"noise after {done.seconds:.1f} s: {done.err[:600]}"]
    return [fault for each in done.json() for fault in each["faults"]] + used(done)


def used(done: Done) -> list[str]:
    """Memory over the limit."""
    most: int = max(each["memory"] for each in done.json())
    return [f"took {most / 1e6:.1f} GB"] if most > MEMORY_GB * 1e6 else []


def answers(paths: list[str], home: str) -> list[dict[str, Any]]:
    """Check files as a delivery, without those that are refused; in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES_GB << 30, ADDRESSES_GB << 30))
    left, told = [Path(path) for path in paths], []
    while left:
        try:
            with checked(DataHome(Path(home)), left, received_on=RECEIVED) as found:
                reports = found.reports
        except DeliveryRefusedError as refused:
            names = {Path(name).name for name, _ in refused.refusals}
            told.append({"faults": list(unsaid(refused)), "memory": memory()})
            rest = [path for path in left if path.name not in names]
            if len(rest) == len(left):
                return [*told, {"faults": [f"{names} are refused, not {left}"], "memory": 0}]
            left = rest
            continue
        faults = [f"{each}" for each in reports
                  if each.rows != each.accepted + each.rejected + each.identical]  # fmt: skip
        named = {Path(each.file).name for each in reports}
        faults += [f"{path} is not reported" for path in left if path.name not in named]
        return [*told, {"faults": faults, "memory": memory()}]
    return [*told, {"faults": [], "memory": memory()}]


def unsaid(refused: DeliveryRefusedError) -> Iterator[str]:
    """Refusals without a sentence in both languages."""
    for name, refusal in refused.refusals:
        if not all(refusal.sentence(Locale(lang)).strip() for lang in ("en", "zh")):
            yield f"{name} is refused without a sentence"


def memory() -> int:
    """The most that this process and those it started held, in kilobytes."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(each).ru_maxrss for each in who)


def keep_only(batch: list[Path], found: dict[str, list[str]]) -> None:
    """Leave the files that failed by themselves, with what was wrong."""
    for path in batch:
        if found and str(path) not in found:
            path.unlink()
    batch[0].with_name("wrong.json").write_text(json.dumps(found, ensure_ascii=False, indent=1))


@pytest.mark.parametrize("seed", SEEDS)
def test_hostile_filings(seed: int, tmp_path: Path, register: Register) -> None:
    trial(seed, tmp_path, register)
