"""Power loss: what was not synced may be lost; the edition before or the new one is whole."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from faults.judging import require_next, require_shown
from faults.processes import Running
from faults.recording import Image, images, lose, recorded
from faults.register import Register
from faults.test_kills import scene
from milestones.editions.data_home import DataHome

pytestmark = pytest.mark.slow
SEEDS = range(4)
CUTS = 6
"""Power cuts in a trial: most of them late, where more can be lost."""
GOING_ON = 1
OPERATIONS = ("publish", "withdraw", "rollback", "embargo")


def trial(seed: int, folder: Path, register: Register) -> None:
    """One operation, and power cuts before some of its steps and after the last."""
    rng = random.Random(seed)
    operation = OPERATIONS[seed % len(OPERATIONS)]
    home, words, before, after = scene(operation, register, folder / "home")
    done = Running(recorded, words, str(home.path), str(folder / "steps")).done()
    assert done.code == 0, done.err
    steps = images(folder / "steps")
    for number, step in enumerate(chosen(steps, rng)):
        left = DataHome(folder / f"cut-{number}")
        shutil.copytree(folder / "steps" / str(step.number), left.path)
        said = f"{operation}, power cut {lose(step, left.path, rng)}"
        shown = require_shown(register, left, (before, after), said)
        if number < GOING_ON and operation != "embargo":
            require_next(register, left, shown, said)
        shutil.rmtree(left.path)


def chosen(steps: list[Image], rng: random.Random) -> list[Image]:
    """The last step twice, and others by chance."""
    return [steps[-1], steps[-1], *rng.choices(steps, k=CUTS - 2)]


@pytest.mark.parametrize("seed", SEEDS)
def test_power_loss(seed: int, tmp_path: Path, register: Register) -> None:
    trial(seed, tmp_path, register)
