"""What is found in a home that is not well, what is said to do about it; and that it helps."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_home import LATER, RECEIVED, Steward, overwrite, run

from milestones.console.health import SENTENCES
from milestones.editions import health
from milestones.editions.edition import manifest_path
from milestones.editions.health import check_home
from milestones.editions.publishing import no_progress, publish
from milestones.editions.retention import prune

IN_A_WEEK = datetime.now(UTC) + timedelta(days=7)


@pytest.fixture
def steward(second: Steward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steward:
    """A home of two editions that is well, on a machine that is clean."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    return second


def checks(steward: Steward) -> list[str]:
    return sorted(each.check for each in check_home(steward.home, no_progress))


def files_of(steward: Steward) -> dict[Path, tuple[int, int]]:
    found = (file for file in steward.home.path.rglob("*") if file.name != "lock")
    return {file: (file.stat().st_mtime_ns, file.stat().st_mode) for file in found}


def current_file(steward: Steward) -> Path:
    return steward.home.file_of(str(steward.home.current_id()))


def spoil(file: Path) -> None:
    overwrite(file, file.read_bytes()[:-9] + b"123456789")
    file.chmod(0o400)


def test_a_home_that_is_well_is_told_so_while_it_is_used(steward: Steward) -> None:
    before = files_of(steward)
    with steward.edition():
        result = run(steward.home, "doctor")
        assert (result.exit_code, result.stdout) == (0, "The home is well.\n"), result.output
    with steward.home.at_work():
        result = run(steward.home, "doctor")
        assert result.exit_code == 0 and "Another command is at work" in result.stdout
    assert files_of(steward) == before, "nothing was changed"


def test_notes_are_nothing_to_do(steward: Steward) -> None:
    publish(steward.home, steward.files(b=LATER), received_on=RECEIVED, release=IN_A_WEEK)
    (steward.home.path / "errors.log").write_text("…")
    (steward.home.path / "errors.log").chmod(0o600)
    result = run(steward.home, "doctor", lang="zh_CN.UTF-8")
    assert result.exit_code == 0 and "数据目录完好" in result.stdout and "前不公开" in result.stdout
    assert checks(steward) == ["embargo", "faults"]
    prune(steward.home, 1)
    assert checks(steward) == ["embargo", "faults"], "what was removed by the rule is not lost"


def lose_pointer(steward: Steward) -> None:
    (steward.home.path / "current").write_bytes(b"")


def lose_current(steward: Steward) -> None:
    current_file(steward).unlink()


def damage_edition(steward: Steward) -> None:
    spoil(steward.home.file_of(steward.home.edition_ids()[0]))


def make_writable(steward: Steward) -> None:
    current_file(steward).chmod(0o600)


def rename_edition(steward: Steward) -> None:
    renamed = steward.home.file_of("0" * 16)
    shutil.copy2(current_file(steward), renamed)
    shutil.copy2(manifest_path(current_file(steward)), manifest_path(renamed))


def mark_synthetic(steward: Steward) -> None:
    (steward.home.path / "SYNTHETIC").touch()


def lose_manifest(steward: Steward) -> None:
    manifest_path(current_file(steward)).unlink()


def damage_record(steward: Steward) -> None:
    spoil(steward.home.record_file(current_file(steward).stem))
    steward.home.record_file(current_file(steward).stem).chmod(0o600)


def lose_filing(steward: Steward) -> None:
    sorted(steward.home.archive.iterdir())[0].unlink()


def damage_filing(steward: Steward) -> None:
    spoil(sorted(steward.home.archive.iterdir())[0])


def damage_release(steward: Steward) -> None:
    steward.home.releases.mkdir(mode=0o700)
    steward.home.release_file(current_file(steward).stem).write_bytes(b"tomorrow")
    steward.home.release_file(current_file(steward).stem).chmod(0o600)


def damage_reading(steward: Steward) -> None:
    spoil(sorted(steward.home.readings.iterdir())[0])


def leave_part(steward: Steward) -> None:
    (steward.home.editions / "x.duckdb.part").touch(mode=0o600)
    (steward.home.editions / ".building-x").mkdir(mode=0o700)


def open_to_all(steward: Steward) -> None:
    sorted(steward.home.archive.iterdir())[0].chmod(0o644)


def change_log(steward: Steward) -> None:
    log = steward.home.path / "publications.log"
    log.write_bytes(log.read_bytes().replace(b"publish", b"PUBLISH"))


def redeliver(steward: Steward) -> object:
    return run(steward.home, "publish", *sorted(steward.folder.glob("*.csv")),
               "--received-on", "2024-07-10", "--release", "2024-07-11T10:00")  # fmt: skip


def nothing(_: Steward) -> None:
    """What only a person can mend."""


def command(*words: str) -> Callable[[Steward], object]:
    return lambda steward: run(steward.home, *words)


def rebuild_first(steward: Steward) -> object:
    first = min(steward.home.editions.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
    return run(steward.home, "rebuild", first.stem)


def remove_record(steward: Steward) -> object:
    steward.home.record_file(current_file(steward).stem).unlink()
    return redeliver(steward)


def roll_back_to_newest(steward: Steward) -> object:
    return run(steward.home, "rollback", steward.home.edition_ids()[-1])


CASES: dict[str, tuple[Callable[[Steward], None], set[str], Callable[[Steward], object]]] = {
    "pointer": (lose_pointer, {"pointer"}, roll_back_to_newest),
    "current lost": (lose_current, {"current_missing", "edition_lost"}, command("rebuild")),
    "edition damaged": (damage_edition, {"edition_damaged"}, rebuild_first),
    "edition writable": (make_writable, {"edition_writable"}, redeliver),
    "edition renamed": (rename_edition, {"edition_renamed"}, nothing),
    "mark": (mark_synthetic, {"mark"}, nothing),
    "manifest": (lose_manifest, {"manifest"}, redeliver),
    "record": (damage_record, {"record"}, remove_record),
    "filing lost": (lose_filing, {"filings_missing"}, redeliver),
    "filing damaged": (damage_filing, {"filing_damaged"}, redeliver),
    "release": (damage_release, {"release"}, redeliver),
    "reading": (damage_reading, {"reading"}, nothing),
    "leftovers": (leave_part, {"leftover"}, redeliver),
    "mode": (open_to_all, {"mode"}, nothing),
    "log": (change_log, {"log"}, nothing),
}


@pytest.mark.parametrize("case", CASES)
def test_each_ill_is_found_alone_and_what_is_said_helps(steward: Steward, case: str) -> None:
    harm, expected, mend = CASES[case]
    harm(steward)
    before = files_of(steward)
    assert set(checks(steward)) == expected
    assert files_of(steward) == before
    if mend is not nothing:
        done: Any = mend(steward)
        assert done.exit_code == 0, done.output
        assert checks(steward) == []


def test_a_home_with_nothing_to_show_is_not_servable(steward: Steward, tmp_path: Path) -> None:
    for each in steward.home.edition_ids():
        spoil(steward.home.file_of(each))
    result = run(steward.home, "doctor")
    assert result.exit_code == 2 and result.stdout.startswith("x The app has nothing to show")
    empty = Steward(tmp_path / "empty")
    assert run(empty.home, "doctor").exit_code == 2 and not empty.home.path.exists()


def test_what_a_killed_check_left_is_told_when_it_is_old(steward: Steward, tmp_path: Path) -> None:
    for name in ("milestones-x1y2z3w4", "milestones-intake-x1y2z3w4"):
        left = tmp_path / "temporary" / name
        left.mkdir()
        assert checks(steward) == (["temporary"] if "intake" in name else [])
        os.utime(left, (0, 0))
    assert checks(steward) == ["temporary"], "an app that runs for long has that of the intake"


def test_json_says_it_in_both_languages(steward: Steward) -> None:
    first = steward.home.edition_ids()[0]
    damage_edition(steward)
    result = run(steward.home, "doctor", "--json")
    (found,) = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (found["check"], found["severity"], found["subject"]) == (
        "edition_damaged",
        "todo",
        first,
    )
    assert f"`rebuild {first}` makes it again" in found["sentence"]["en"]
    assert "重新生成" in found["sentence"]["zh"]


def test_little_room_is_told(steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "ROOM_BYTES", 10**18)
    assert set(checks(steward)) == {"room"}


def test_an_edition_of_an_early_version_is_well(steward: Steward) -> None:
    file = current_file(steward)
    file.chmod(0o600)
    with duckdb.connect(file) as early:
        early.execute("comment on table edition is null")
    file.chmod(0o400)
    manifest_path(file).unlink()
    shutil.rmtree(steward.home.records)
    assert checks(steward) == []


def test_each_check_has_its_sentence() -> None:
    source = Path(health.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'HealthFinding\("(\w+)"', source)) == SENTENCES.keys()
