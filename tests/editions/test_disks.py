"""Right as before, or told: full and read-only disks, and odd places; all are real and small."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_home import ASSESSED, RECEIVED, Steward, content, run, told

from milestones.editions.data_home import DataHome
from milestones.synthetic.publishing import SMALLEST

KILOBYTES = (0, 60, 500, 2_500, 5_000, 8_000, 14_000)
"""Free room on the disk: a build of the small home needs 10 MB."""


@contextmanager
def disk(at: Path, options: str) -> Iterator[Path]:
    """A small file system of its own; skips where this user may not mount one."""
    at.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", at], check=False,
                          capture_output=True)  # fmt: skip
    if done.returncode:
        pytest.skip(f"no file system can be mounted: {done.stderr.decode().strip()}")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", at], check=True)


@contextmanager
def little_room(steward: Steward, at: Path, free: int) -> Iterator[DataHome]:
    """A copy of the steward's home on a disk with so many kilobytes of room."""
    files = [file for file in steward.home.path.rglob("*") if file.is_file()]
    used = sum(-(-file.stat().st_size // 4096) * 4 for file in files)
    with disk(at, f"size={used + free}k") as mounted:
        shutil.copytree(steward.home.path, mounted / "home")
        yield DataHome(mounted / "home")


# Full disks


@pytest.mark.parametrize("free", KILOBYTES)
def test_a_full_disk_publishes_whole_or_not_at_all(started, tmp_path, free):
    (file,) = started.files(a=ASSESSED)
    with little_room(started, tmp_path / "disk", free) as home:
        before = content(home.path)
        result = run(home, "publish", file, "--received-on", RECEIVED)
        _stands_or_as_before(result, home, before, 2)


@pytest.mark.parametrize("free", [1_200, 3_500, 7_000])
def test_a_full_disk_withdraws_whole_or_not_at_all(thrice, tmp_path, free):
    """Withdrawing adds no filing: here a file that failed at its end was taken for an edition."""
    with little_room(thrice, tmp_path / "disk", free) as home:
        before = content(home.path)
        _stands_or_as_before(run(home, "withdraw", 2), home, before, 1)


def _stands_or_as_before(result, home: DataHome, before: dict[str, str], code: int) -> None:
    if result.exit_code == 0:
        assert home.stands(str(home.current_id()))
    else:
        told(result, code, "The disk is full", "Nothing was changed")
        assert content(home.path) == before
    names = {path.name for path in home.path.rglob("*")}
    assert not [name for name in names if name.endswith(".part") or name.startswith(".")]


@pytest.mark.parametrize("free", [8, 1_800])
def test_a_check_on_a_full_disk_is_told(started, tmp_path, monkeypatch, free):
    (file,) = started.files(a=ASSESSED)
    with disk(tmp_path / "disk", f"size={free}k") as small:
        monkeypatch.setattr("tempfile.tempdir", str(small))
        told(run(started.home, "check", file), 2, "The disk is full")
        assert list(small.iterdir()) == []


def test_a_demo_on_a_full_disk_is_told_and_leaves_no_home(tmp_path):
    with disk(tmp_path / "disk", "size=2m") as small:
        result = run(DataHome(small / "home"), "demo", "--patents", SMALLEST)
        told(result, 1, "The disk is full")
        assert DataHome(small / "home").is_unused and not DataHome(small / "home").synthetic


@pytest.mark.parametrize(("name", "room"), [("x.csv", "8k"), ("x.pptx", "8k"), ("x.parquet", "4k")])
def test_an_export_on_a_full_disk_is_told_and_leaves_what_was_there(started, tmp_path, name, room):
    """A CSV has room for itself, not for the stamp beside it."""
    with disk(tmp_path / "disk", f"size={room}") as small:
        (small / name).write_bytes(b"old")
        told(run(started.home, "figure", "pipeline", "--out", small / name), 1, "No space left")
        assert content(small) == {name: hashlib.sha256(b"old").hexdigest()}


# Read-only disks and odd places


def test_a_home_that_cannot_be_written_is_told(started, tmp_path):
    (file,) = started.files(a=ASSESSED)
    with little_room(started, tmp_path / "disk", 100) as home:
        subprocess.run(["mount", "-o", "remount,ro", home.path.parent], check=True)
        told(run(home, "publish", file), 2, "Nothing was changed")
        told(run(home, "rollback", home.current_id()), 1, "Nothing was changed")
        assert run(home, "indicators").exit_code == 0
        assert run(home, "check", file).exit_code == 0
        told(run(home, "check", file, "--report", home.path / "x.xlsx"), 2, "x.xlsx")


def test_a_report_that_cannot_be_written_is_told(started, tmp_path):
    (file,) = started.files(a=ASSESSED)
    report = tmp_path / "none" / "x.xlsx"
    told(run(started.home, "check", file, "--report", report), 2, str(report))


@pytest.mark.parametrize("name", ['it\'s "[1]" 100% {x}*\n数据 $HOME;--'])
def test_a_home_may_have_any_name(started, tmp_path, name):
    home = DataHome(tmp_path / name)
    shutil.copytree(started.home.path, home.path)
    (file,) = started.files(a=ASSESSED)
    assert run(home, "publish", file).exit_code == 0
    assert run(home, "editions").exit_code == run(home, "indicators").exit_code == 0


def test_a_name_that_duckdb_cannot_write_in_is_told(started, tmp_path):
    (file,) = started.files(a=ASSESSED)
    for name in ("what?", "back\\slash"):
        told(run(DataHome(tmp_path / name), "publish", file), 2, "leave ?")
        assert not (tmp_path / name).exists()


def test_a_home_that_is_a_file_is_told(started, tmp_path):
    (tmp_path / "file").write_text("no folder")
    (file,) = started.files(a=ASSESSED)
    for words in (("publish", file), ("check", file), ("indicators",), ("editions",)):
        result = run(DataHome(tmp_path / "file"), *words)
        assert isinstance(result.exception, SystemExit), result.exception
