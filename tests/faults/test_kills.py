"""Kills: afterwards a home holds the edition before or the new one, whole, and goes on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from faults.judging import chain_shown, require_next
from faults.processes import Running, run, start
from faults.recording import images, recorded
from faults.register import Chain, Register
from milestones.editions.home import Home

pytestmark = pytest.mark.slow
SEEDS = (1, 2)
MOMENTS = 2
"""Kills at random moments in a trial."""
GOING_ON = 2
"""Copies of a trial on which the next delivery is published; all are asked for their numbers."""
OPERATIONS = ("publish", "withdraw", "rollback", "first")


def trial(seed: int, folder: Path, register: Register) -> None:
    """One operation: a kill at each step in turn, and some at any moment."""
    rng = random.Random(seed)
    operation = OPERATIONS[seed % len(OPERATIONS)]
    home, words, before, after = scene(operation, register, folder / "home")
    done = Running(recorded, words, str(home.path), str(folder / "steps")).done()
    assert done.code == 0, done.err
    steps = images(folder / "steps")
    assert len(steps) > 1, "nothing was seen of what the command does to its files"
    going_on = rng.sample(range(len(steps)), min(GOING_ON, len(steps)))
    for step in steps:
        left = Home(folder / "steps" / str(step.number))
        said = f"{operation} killed before {step.operation}"
        judge(register, left, before, after, said, goes_on=step.number in going_on)
    for moment in range(MOMENTS):
        home, *_ = scene(operation, register, folder / f"moment-{moment}")
        running, delay = start(words, home.path), rng.uniform(0.05, done.seconds)
        running.process.join(delay)
        running.kill()
        running.done()
        said = f"{operation} killed after {delay:.3f} s"
        judge(register, home, before, after, said, goes_on=True)


def scene(
    operation: str, register: Register, folder: Path
) -> tuple[Home, list[str], Chain, Chain]:
    """A home, a command, and the deliveries in the current edition before and after it."""
    if operation == "first":
        folder.mkdir()
        return Home(folder), register.publish_words(1), (), (1,)
    home = register.copy(folder)
    if operation == "publish":
        return home, register.publish_words(4), (1, 2, 3), (1, 2, 3, 4)
    if operation == "withdraw":
        return home, ["withdraw", "2"], (1, 2, 3), (1, 3)
    return home, ["rollback", home.edition_ids()[1]], (1, 2, 3), (1, 2)


def judge(
    register: Register, home: Home, before: Chain, after: Chain, said: str, *, goes_on: bool
) -> None:
    """The edition before or the new one is shown; the next delivery is published."""
    shown = chain_shown(register, home, said) or ()
    assert shown in (before, after), f"{said}: {shown} is shown"
    if goes_on:
        require_next(register, home, shown, said)


@pytest.mark.parametrize("seed", SEEDS)
def test_kills(seed: int, tmp_path: Path, register: Register) -> None:
    trial(seed, tmp_path, register)


def test_a_killed_demo_is_made_again(tmp_path: Path) -> None:
    """No oracle knows the synthetic register: what stands is compared with an undisturbed one."""
    words = ["demo", "--patents", "2000", "--seed", "5"]
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    done = run(words, whole)
    assert done.code == 0, done.err
    running = start(words, killed)
    running.process.join(done.seconds * 0.6)
    running.kill()
    running.done()
    for edition_id in Home(killed).edition_ids():
        assert numbers(killed, edition_id) == numbers(whole, edition_id)
    assert run(words, killed).code == 0
    assert Home(killed).current_id() == Home(whole).current_id()
    assert numbers(killed, "") == numbers(whole, "")


def numbers(home: Path, edition_id: str) -> object:
    """The indicators as the command prints them."""
    named = ["--edition", edition_id] if edition_id else []
    done = run(["indicators", "--json", *named], home)
    assert done.code == 0, done.err
    return done.json()
