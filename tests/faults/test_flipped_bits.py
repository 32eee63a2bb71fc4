"""Flipped bits: the numbers are right, or it is said that they cannot be had; never others."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from faults.judging import (
    chain_shown,
    content,
    require_shown,
    require_told,
    require_unchanged,
)
from faults.processes import Done, run
from faults.register import STANDING, DeliveryHistory, Register
from milestones.editions.data_home import DataHome

pytestmark = pytest.mark.slow
SEEDS = range(4)
ASKED, PUBLISHED = 3, 1
"""Flips of a trial after which the home is asked; those after which a delivery is published too."""
HELD = "2999-01-01T00:00"
EARLIER = ((1, 2), (1,))
HEADER_BYTES = 3 * 4096


def trial(seed: int, folder: Path, register: Register) -> None:
    """Flips in files of every folder, then of a home whose newest edition is under embargo."""
    rng = random.Random(seed)
    held = seed % 4 == 3
    whole = register.copy(folder / "whole")
    if held:
        words = [*register.publish_words(3), "--release", HELD]
        assert run(words, whole.path).code == 0
        require_shown(register, whole, [(1, 2)], "under embargo")
    for number in range(ASKED + PUBLISHED):
        home = DataHome(folder / f"home-{number}")
        shutil.copytree(whole.path, home.path)
        said = flipped(home, rng, first="releases" if held else "")
        ask(register, home, said, held=held)
        if number >= ASKED:
            publish(register, home, said, held=held)
        shutil.rmtree(home.path)


def flipped(home: DataHome, rng: random.Random, first: str) -> str:
    """Flip one bit of one file: each folder is as likely as another; says which."""
    places: dict[str, list[Path]] = {}
    for path in sorted(home.path.rglob("*")):
        if path.is_file() and path.stat().st_size:
            places.setdefault(str(path.relative_to(home.path).parts[0]), []).append(path)
    place = first if first in places and rng.random() < 0.5 else rng.choice(sorted(places))
    file = rng.choice(places[place])
    size = file.stat().st_size
    at = rng.randrange(min(size, HEADER_BYTES) if rng.random() < 0.3 else size)
    bit = 1 << rng.randrange(8)
    file.chmod(0o600)
    with file.open("r+b") as opened:
        opened.seek(at)
        byte = opened.read(1)[0]
        opened.seek(at)
        opened.write(bytes([byte ^ bit]))
    return f"{file.relative_to(home.path)}: byte {at}, {byte:#04x} → {byte ^ bit:#04x}"


def ask(register: Register, home: DataHome, said: str, *, held: bool) -> None:
    """The app shows the edition, or an earlier one; the commands answer rightly or say why not."""
    shown = chain_shown(register, home, said)
    allowed = EARLIER if held else (STANDING, *EARLIER)
    assert shown is None or shown in allowed, f"{said}: {shown} is shown"
    done = run(["indicators", "--json"], home.path)
    require_told(done, said)
    if done.code == 0:
        require_numbers(register, done, STANDING, said)
    require_told(run(["editions"], home.path), said)


def publish(register: Register, home: DataHome, said: str, *, held: bool) -> None:
    """The next delivery makes the right edition, or nothing is changed and it is said why."""
    before = content(home.path)
    done = run(register.publish_words(4), home.path)
    require_told(done, said)
    if done.code:
        require_unchanged(before, home.path, f"{said}\n{done.err}")
        return
    told = run(["indicators", "--json"], home.path)
    assert told.code == 0, f"{said}: after publish: {told.err}"
    require_numbers(register, told, (*STANDING, 4), said)
    shown = chain_shown(register, home, said)
    assert shown != (*STANDING, 4) or not held, f"{said}: shown in spite of the embargo"


def require_numbers(register: Register, done: Done, chain: DeliveryHistory, said: str) -> None:
    """The command gives what the oracle counts."""
    told = {one["id"]: one for one in done.json()}
    wrong = register.differing(chain, [told])
    assert not wrong, f"{said}: {done.words} gives other numbers:\n" + "\n".join(wrong)


@pytest.mark.parametrize("seed", SEEDS)
def test_flipped_bits(seed: int, tmp_path: Path, register: Register) -> None:
    trial(seed, tmp_path, register)
