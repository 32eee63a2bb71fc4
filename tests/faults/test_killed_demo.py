"""A killed demo: what stands is what stands in an undisturbed one, and it is made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.processes import run, start
from milestones.editions.data_home import DataHome

pytestmark = pytest.mark.slow


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
