"""A killed demo: what stands is what stands in an undisturbed one, and it is made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sharing import PATENTS, synthetic_home

from faults.processes import run, start
from milestones.editions.data_home import DataHome
from milestones.synthetic import SEED

pytestmark = pytest.mark.slow


KILLED_WITH = 3
"""Editions that stand when the demo is killed, at work on the next."""


def test_a_killed_demo_is_made_again(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No oracle knows the synthetic register: what stands is compared with an undisturbed one."""
    words = ["demo", "--patents", str(PATENTS), "--seed", str(SEED)]
    whole, killed = synthetic_home(tmp_path_factory), tmp_path / "killed"
    running = start(words, killed)
    while len(DataHome(killed).edition_ids()) < KILLED_WITH:
        running.process.join(0.1)
        assert running.process.is_alive(), running.done().err
    running.process.join(0.5)
    running.kill()
    assert running.done().code < 0
    for edition_id in DataHome(killed).edition_ids():
        assert numbers(killed, edition_id) == numbers(whole, edition_id)
    assert run(words, killed).code == 0
    assert DataHome(killed).current_id() == DataHome(whole).current_id()
    assert numbers(killed, "") == numbers(whole, "")


def numbers(home: Path, edition_id: str) -> object:
    """The indicators as the command prints them."""
    named = ["--edition", edition_id] if edition_id else []
    done = run(["indicators", "--json", *named], home)
    assert done.code == 0, done.err
    return done.json()
