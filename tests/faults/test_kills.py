"""Kills: afterwards a home holds the edition before or the new one, whole, and goes on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from faults.judging import chain_shown, require_next
from faults.processes import Running, start
from faults.recording import images, recorded
from faults.register import DeliveryHistory, Register
from milestones.editions.data_home import DataHome

pytestmark = pytest.mark.slow
SEEDS = range(5)
MOMENTS = 1
"""Kills at random moments in a trial; those at each step are as many as there are steps."""
GOING_ON = 1
"""Copies of a trial on which the next delivery is published; all are asked for their numbers."""
OPERATIONS = ("publish", "withdraw", "rollback", "first", "embargo")
HELD = ["--release", "2999-01-01T00:00"]


def trial(seed: int, folder: Path, register: Register) -> None:
    """One operation: a kill at each step in turn, and some at any moment."""
    rng = random.Random(seed)
    operation = OPERATIONS[seed % len(OPERATIONS)]
    home, words, before, after = scene(operation, register, folder / "home")
    done = Running(recorded, words, str(home.path), str(folder / "steps")).done()
    assert done.code == 0, done.err
    steps = images(folder / "steps")
    assert len(steps) > 1, "nothing was seen of what the command does to its files"
    goes_on = operation != "embargo"
    going_on = rng.sample(range(len(steps)), GOING_ON) if goes_on else []
    for step in steps:
        left = DataHome(folder / "steps" / str(step.number))
        said = f"{operation} killed before {step.operation}"
        judge(register, left, before, after, said, goes_on=step.number in going_on)
    for moment in range(MOMENTS):
        home, *_ = scene(operation, register, folder / f"moment-{moment}")
        running, delay = start(words, home.path), rng.uniform(0.05, done.seconds)
        running.process.join(delay)
        running.kill()
        running.done()
        said = f"{operation} killed after {delay:.3f} s"
        judge(register, home, before, after, said, goes_on=goes_on)


def scene(
    operation: str, register: Register, folder: Path
) -> tuple[DataHome, list[str], DeliveryHistory, DeliveryHistory]:
    """A home, a command, and the deliveries in what everybody is shown before and after it."""
    if operation == "first":
        folder.mkdir()
        return DataHome(folder), register.publish_words(1), (), (1,)
    home = register.copy(folder)
    if operation == "publish":
        return home, register.publish_words(4), (1, 2, 3), (1, 2, 3, 4)
    if operation == "embargo":
        return home, [*register.publish_words(4), *HELD], (1, 2, 3), (1, 2, 3)
    if operation == "withdraw":
        return home, ["withdraw", "2"], (1, 2, 3), (1, 3)
    return home, ["rollback", home.edition_ids()[1]], (1, 2, 3), (1, 2)


def judge(
    register: Register,
    home: DataHome,
    before: DeliveryHistory,
    after: DeliveryHistory,
    said: str,
    *,
    goes_on: bool,
) -> None:
    """The edition before or the new one is shown; the next delivery is published."""
    shown = chain_shown(register, home, said) or ()
    assert shown in (before, after), f"{said}: {shown} is shown"
    if goes_on:
        require_next(register, home, shown, said)


@pytest.mark.parametrize("seed", SEEDS)
def test_kills(seed: int, tmp_path: Path, register: Register) -> None:
    trial(seed, tmp_path, register)
