"""A crowded home: two publish at once and one reads all the time; no error, no mixture."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from faults.judging import leftovers, require_shown
from faults.processes import Running, look
from faults.register import DeliveryHistory, Register
from milestones.editions.data_home import DataHome, HomeBusyError
from milestones.editions.publishing import rollback, withdraw

pytestmark = pytest.mark.slow
SEEDS = (1,)
PATIENCE_SECONDS = 60.0


def trial(seed: int, folder: Path, register: Register) -> None:
    """One publishes what comes next, another takes back and adds again."""
    rng = random.Random(seed)
    home = register.copy(folder / "home")
    stop = folder / "stop"
    first = home.edition_ids()[rng.choice((1, 2))]
    deeds = (["publish 4", "publish 5"], [f"rollback {first}", "withdraw 2", "publish 5"])
    reader = Running(read, home.path, stop)
    others = [Running(work, register, home.path, each, rng.random() / 2) for each in deeds]
    ended = [each.done() for each in others]
    stop.touch()
    seen = reader.done()
    for done in (*ended, seen):
        assert done.code == 0 and not done.err, f"seed {seed}: {done.words}: {done.err[-2000:]}"
    looks = [json.loads(line) for line in seen.out.splitlines()]
    assert len({each["edition"] for each in looks}) > 1, "the reader saw no change"
    for each in looks:
        chain = register.chain(each["hashes"])
        wrong = register.differing(chain, each["records"])
        assert not wrong, f"seed {seed}: a mixture was seen:\n" + "\n".join(wrong)
    require_shown(register, home, [*ends(register, home)], f"seed {seed}")
    assert not leftovers(register, home)


def ends(register: Register, home: DataHome) -> list[DeliveryHistory]:
    """What may stand in the end: the chain of an edition, each delivery in it once."""
    return [(*kept, *added) for kept in ((1,), (1, 2), (1, 3), (1, 2, 3))
            for added in ((5,), (4, 5), (5, 4), (4,), ())]  # fmt: skip


def work(register: Register, home: Path, deeds: list[str], wait: float) -> None:
    """Do each deed; where another is at work, try again until it is done."""
    time.sleep(wait)
    for deed in deeds:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                do(register, DataHome(home), *deed.split())
                break
            except HomeBusyError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)


def do(register: Register, home: DataHome, deed: str, what: str) -> None:
    if deed == "publish":
        register.publish(home, int(what))
    elif deed == "rollback":
        rollback(home, what)
    else:
        withdraw(home, int(what))


def read(home: Path, stop: Path) -> None:
    """Look at what the app shows, again and again; each edition is printed once."""
    printed: set[str] = set()
    while True:
        last = stop.exists()
        shown = look(home)
        assert "told" not in shown, shown
        line = json.dumps(shown, ensure_ascii=False)
        if line not in printed:
            print(line)
            printed.add(line)
        if last:
            return


@pytest.mark.parametrize("seed", SEEDS)
def test_a_crowded_home(seed: int, tmp_path: Path, register: Register) -> None:
    trial(seed, tmp_path, register)
