"""Editions are read-only: another program that opens one cannot change or lock it.

Who is root may write whatever the mode; these tests take that right away from the program.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from small_home import Steward, overwrite

from milestones.editions import storage

ASSESSED = "application_no,assessed_on,convertible\nP1,2024-03-01,是"
OPEN = "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'read').close()"
AS_ANYBODY = ("setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override")


def as_anybody(*words: str) -> subprocess.CompletedProcess[str]:
    """Run Python without the right to write what is read-only; skips where root cannot drop it."""
    dropped = () if os.getuid() else AS_ANYBODY
    try:
        return subprocess.run([*dropped, sys.executable, *words], capture_output=True, text=True,
                              check=False)  # fmt: skip
    except FileNotFoundError:
        pytest.skip("setpriv is not here, and root may write everything")


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="Windows could not remove what is read-only")
def test_another_program_can_read_an_edition_and_cannot_change_it(started: Steward) -> None:
    file = started.home.file_of(str(started.home.current_id()))
    before = file.read_bytes()
    assert mode(file) == 0o400
    refused = as_anybody("-c", OPEN, str(file), "write")
    assert refused.returncode != 0 and "Cannot open file" in refused.stderr
    with started.edition() as edition, edition.cursor():
        assert as_anybody("-c", OPEN, str(file), "read").returncode == 0, "while the app reads it"
    assert file.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows could not remove what is read-only")
def test_commands_work_without_the_right_to_write_what_is_read_only(
    started: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A healed edition takes the place of one that is read-only."""
    (file,) = started.files(a=ASSESSED)
    first = str(started.home.current_id())
    monkeypatch.setenv("MILESTONES_HOME", str(started.home.path))
    done = as_anybody("-m", "milestones", "publish", str(file), "--received-on", "2024-07-10")
    assert done.returncode == 0, done.stderr
    edition = started.home.file_of(first)
    overwrite(edition, b"damaged")
    edition.chmod(0o400)
    done = as_anybody("-m", "milestones", "rebuild", first)
    assert done.returncode == 0 and started.home.stands(first), done.stderr
    assert mode(edition) == 0o400


def test_an_edition_of_an_older_home_becomes_read_only_with_the_next_command(
    started: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = started.home.file_of(str(started.home.current_id()))
    first.chmod(0o600)
    assert started.home.stands(first.stem)
    monkeypatch.setenv(storage.GROUP_VARIABLE, "1")
    started.deliver(a=ASSESSED)
    assert mode(first) == mode(started.home.file_of(str(started.home.current_id()))) == 0o440
