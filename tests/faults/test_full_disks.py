"""Full and read-only disks: the command says so, nothing is changed, nothing is left."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from faults.judging import content, require_shown, require_told, require_unchanged
from faults.processes import run
from faults.register import DeliveryHistory, Register
from faults.small_disk import PAGE, NoDiskError, fill, forbid_writing, size_of, small_disk
from milestones.editions.data_home import DataHome

pytestmark = pytest.mark.slow
SEEDS = range(3)
ROOM_FOR_ALL = 16 << 20
SIZES = {"publish": 6, "withdraw": 6, "archived": 6, "check": 6, "figure": 12, "report": 3}
"""Sizes that are tried in all with the fixed seeds; `make fuzz` tries others."""
FORMATS = ("csv", "json", "parquet", "xlsx", "pptx")
PACK = """milestones-pack = 1
languages = "en"
formats = ["svg"]

[[figures]]
figure = "pipeline"
"""


def trial(seed: int, folder: Path, register: Register) -> None:
    """Each command on some sizes, the smallest of them a page."""
    rng = random.Random(seed)
    for name, count in SIZES.items():
        for number in range(count // len(SEEDS)):
            free = int(PAGE * 2 ** rng.uniform(0, 11)) if number else PAGE * rng.randint(0, 3)
            TRIED[name](folder / f"{name}-{number}", register, free, rng)


def in_home(
    folder: Path, register: Register, words: list[str], after: DeliveryHistory, free: int
) -> None:
    """A command that makes an edition in a home on a disk with so much room."""
    disk = folder / "disk"
    with small_disk(disk, size_of(register.home.path) + ROOM_FOR_ALL):
        home = register.copy(disk / "home")
        prepare(home, register, after)
        (disk / "tmp").mkdir()
        filler = fill(disk, free)
        before = content(disk)
        done = run(words, home.path, TMPDIR=str(disk / "tmp"))
        said = f"{words} with {free} bytes free, exit {done.code}\n{done.out}{done.err}"
        require_told(done)
        if done.code:
            require_unchanged(before, disk, said)
        else:
            require_shown(register, home, [after], said)
            assert not any((disk / "tmp").iterdir()), said
        filler.unlink()


def prepare(home: DataHome, register: Register, after: DeliveryHistory) -> None:
    """For filings that are archived already: they were published, then rolled back."""
    if after == (1, 2, 3):
        home.point_at(home.edition_ids()[1])
        for edition_id in home.edition_ids()[2:]:
            home.file_of(edition_id).unlink()


def publish(folder: Path, register: Register, free: int, _: random.Random) -> None:
    in_home(folder, register, register.publish_words(4), (1, 2, 3, 4), free)


def withdraw(folder: Path, register: Register, free: int, _: random.Random) -> None:
    in_home(folder, register, ["withdraw", "2"], (1, 3), free)


def archived(folder: Path, register: Register, free: int, _: random.Random) -> None:
    in_home(folder, register, register.publish_words(3), (1, 2, 3), free)


def check(folder: Path, register: Register, free: int, _: random.Random) -> None:
    """The home lies elsewhere; only temporary files find no room."""
    words = ["check", *register.publish_words(4)[1:]]
    with small_disk(folder, ROOM_FOR_ALL) as disk:
        fill(disk, free)
        before, was = content(disk), content(register.home.path)
        done = run(words, register.home.path, TMPDIR=str(disk))
        require_told(done)
        require_unchanged(before, disk, f"{words} with {free} bytes free: {done}")
        require_unchanged(was, register.home.path)


def report(folder: Path, register: Register, free: int, _: random.Random) -> None:
    """The report goes to the full disk."""
    words = ["check", *register.publish_words(4)[1:], "--report"]
    outcome(folder, register, words, "report.xlsx", free)


def figure(folder: Path, register: Register, free: int, rng: random.Random) -> None:
    """A figure goes to the full disk, over an older file or into none."""
    free = min(free, PAGE * rng.randint(0, 12))
    outcome(folder, register, ["figure", "pipeline", "--out"], f"f.{rng.choice(FORMATS)}", free)


def outcome(folder: Path, register: Register, words: list[str], name: str, free: int) -> None:
    """A file is written whole, or it is said that it is not and nothing is left of it."""
    with small_disk(folder, ROOM_FOR_ALL) as disk:
        older = disk / name
        older.write_bytes(b"older")
        fill(disk, free)
        before = content(disk)
        done = run([*words, str(older)], register.home.path)
        said = f"{words} {name} with {free} bytes free, exit {done.code}\n{done.out}{done.err}"
        require_told(done)
        if done.code:
            require_unchanged(before, disk, said)
        else:
            whole = folder.parent / name
            assert run([*words, str(whole)], register.home.path).code == 0
            assert are_alike(whole, older), said


def are_alike(one: Path, other: Path) -> bool:
    """The same bytes, or the same cells: a report bears the time at which it was written."""
    return one.read_bytes() == other.read_bytes() or cells(one) == cells(other)


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every sheet of a workbook; of another file the path, which equals no other."""
    if path.suffix != ".xlsx":
        return {str(path): []}
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


Trial = Callable[[Path, Register, int, random.Random], None]
TRIED: dict[str, Trial] = {
    "publish": publish,
    "withdraw": withdraw,
    "archived": archived,
    "check": check,
    "report": report,
    "figure": figure,
}


def run_or_skip(trial: Callable[[], None]) -> None:
    try:
        trial()
    except NoDiskError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("seed", SEEDS)
def test_full_disks(seed: int, tmp_path: Path, register: Register) -> None:
    run_or_skip(lambda: trial(seed, tmp_path, register))


@pytest.mark.parametrize("free", [0, 100 * PAGE])
def test_a_demo_on_a_full_disk(free: int, tmp_path: Path) -> None:
    def tried() -> None:
        with small_disk(tmp_path / "disk", ROOM_FOR_ALL) as disk:
            (disk / "home").mkdir()
            (disk / "tmp").mkdir()
            fill(disk, free)
            before = content(disk)
            done = run(["demo", "--patents", "2000"], disk / "home", TMPDIR=str(disk / "tmp"))
            require_told(done)
            assert done.code
            require_unchanged(before, disk, done.err)

    run_or_skip(tried)


@pytest.mark.parametrize("free", [0, 8 * PAGE])
def test_a_pack_on_a_full_disk(free: int, tmp_path: Path, register: Register) -> None:
    def tried() -> None:
        with small_disk(tmp_path / "disk", ROOM_FOR_ALL) as disk:
            own = tmp_path / "briefing.toml"
            own.write_text(PACK)
            fill(disk, free)
            before = content(disk)
            done = run(["pack", str(own), "--out", str(disk)], register.home.path)
            require_told(done)
            assert done.code
            require_unchanged(before, disk, done.err)
            assert own.read_text() == PACK

    run_or_skip(tried)


def test_a_disk_that_may_only_be_read(tmp_path: Path, register: Register) -> None:
    """What asks goes on; what would write says that it cannot."""

    def tried() -> None:
        with small_disk(tmp_path / "disk", size_of(register.home.path) + ROOM_FOR_ALL) as disk:
            home = register.copy(disk / "home")
            before = content(disk)
            forbid_writing(disk)
            require_shown(register, home, [(1, 2, 3)])
            for words in (["indicators"], ["editions"], ["check", *register.publish_words(4)[1:]]):
                done = run(words, home.path)
                assert (done.code, done.untold) == (0, []), done
            for words in writing(register, disk):
                done = run(words, home.path)
                require_told(done)
                assert done.code, f"{words}: {done.out}"
            require_unchanged(before, disk)

    run_or_skip(tried)


def writing(register: Register, disk: Path) -> list[list[str]]:
    """Commands that write into a home or onto its disk."""
    return [
        register.publish_words(4),
        ["withdraw", "2"],
        ["rollback", register.home.edition_ids()[0]],
        ["demo", "--patents", "2000"],
        ["figure", "pipeline", "--out", str(disk / "f.csv")],
        ["check", *register.publish_words(4)[1:], "--report", str(disk / "report.xlsx")],
    ]
