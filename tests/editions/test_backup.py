"""A backup comes back as it was, held back as it was; what is damaged or foreign is refused."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from faults.mutations import mutated
from small_home import LATER, RECEIVED, Steward, overwrite, run

from milestones.editions import backup
from milestones.editions.backup import (
    LIST_NAME,
    BackupDamagedError,
    BackupTargetError,
    HomeNotEmptyError,
    back_up,
    read_list,
    restore,
)
from milestones.editions.data_home import DataHome, HomeBusyError, HomeMixedError
from milestones.editions.home_files import kept_files
from milestones.editions.publishing import no_progress, publish
from milestones.editions.release import ReleaseUnreadableError, may_see, visible_edition_id
from milestones.editions.retention import prune
from milestones.editions.storage import seal

NEWEST = "application_no,assessed_on,convertible\nP1,2024-05-01,否"
NOW = datetime.now(UTC)
IN_A_WEEK = NOW + timedelta(days=7)


@pytest.fixture(scope="module")
def three(twice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of three editions, the newest under embargo."""
    folder = tmp_path_factory.mktemp("three")
    shutil.copytree(twice, folder, dirs_exist_ok=True)
    steward = Steward(folder)
    publish(steward.home, steward.files(b=LATER), received_on=RECEIVED, release=IN_A_WEEK)
    return folder


@pytest.fixture
def steward(three: Path, tmp_path: Path) -> Steward:
    """A copy of that home."""
    shutil.copytree(three, tmp_path, dirs_exist_ok=True)
    return Steward(tmp_path)


@pytest.fixture(scope="module")
def copied(three: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that home, to copy and damage."""
    folder = tmp_path_factory.mktemp("copied") / "backup"
    back_up(Steward(three).home, folder, no_progress)
    return folder


@pytest.fixture
def copy(copied: Path, tmp_path: Path) -> Path:
    """A copy of that backup."""
    return Path(shutil.copytree(copied, tmp_path / "copy"))


def content(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in kept_files(folder)}


def damage(file: Path) -> None:
    overwrite(file, mutated(file.read_bytes(), random.Random(7))[:-1])


# There and back


def test_a_backup_comes_back_as_it_was(steward: Steward, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    done = run(steward.home, "backup", target)
    assert done.exit_code == 0 and "there already: 0" in done.stdout, done.output
    back = run(DataHome(tmp_path / "new"), "restore", target)
    assert back.exit_code == 0, back.output
    home = DataHome(tmp_path / "new")
    assert content(home.path) == content(steward.home.path) == content(target)
    assert home.edition_ids() == steward.home.edition_ids(), "their order is that of their age"
    assert visible_edition_id(home, press=False) == visible_edition_id(steward.home, press=False)
    assert visible_edition_id(home, press=True) == home.current_id() == steward.home.current_id()
    modes = {file.stat().st_mode & 0o777 for file in home.editions.glob("*.duckdb")}
    assert modes == {0o400} and home.path.stat().st_mode & 0o777 == 0o700
    again = Steward(tmp_path / "again")
    again.home = home
    assert again.deliver(c=NEWEST).is_new


def test_what_is_there_is_not_copied_again(steward: Steward, copy: Path) -> None:
    files = {file: file.stat().st_ino for file in copy.rglob("*") if file.name != LIST_NAME}
    assert back_up(steward.home, copy, no_progress).copied == 0
    assert {file: file.stat().st_ino for file in files} == files
    steward.deliver(c=NEWEST)
    done = back_up(steward.home, copy, no_progress)
    new = set(content(copy)) - {file.relative_to(copy).as_posix() for file in files}
    assert done.copied == len(new) + 2, "and the pointer and the log, which changed"
    assert {path.partition("/")[0] for path in new} == {
        "archive",
        "editions",
        "records",
        "releases",
    }


def test_a_synthetic_home_goes_back_to_a_synthetic_one(tmp_path: Path) -> None:
    steward, backup_folder = Steward(tmp_path), tmp_path / "backup"
    steward.home.require(synthetic=True)
    steward.deliver(institutions="institution_id,name,kind,province\nU1,甲,university,浙江")
    back_up(steward.home, backup_folder, no_progress)
    for into, synthetic in ((DataHome(tmp_path / "new"), False), (DataHome(tmp_path / "n"), True)):
        if synthetic:
            restore(into, backup_folder, no_progress, synthetic=True)
            assert into.synthetic
        else:
            with pytest.raises(HomeMixedError):
                restore(into, backup_folder, no_progress, synthetic=False)
            assert content(into.path) == {}


def test_a_real_backup_does_not_go_to_a_synthetic_home(copy: Path, tmp_path: Path) -> None:
    home = DataHome(tmp_path / "new")
    with pytest.raises(HomeMixedError):
        restore(home, copy, no_progress, synthetic=True)
    home.require(synthetic=True)
    with pytest.raises(HomeMixedError):
        restore(home, copy, no_progress, synthetic=False)
    assert run(home, "restore", copy).exit_code == 1 and home.is_unused


# Embargo


def test_what_was_held_back_stays_held_back(copy: Path, tmp_path: Path) -> None:
    home = DataHome(tmp_path / "new")
    held = restore(home, copy, no_progress, synthetic=False)
    assert not may_see(home, held, press=False, now=NOW)
    assert may_see(home, held, press=False, now=IN_A_WEEK)
    assert visible_edition_id(home, press=False) == home.edition_ids()[1]


@pytest.mark.parametrize("pattern", ["releases/*", "editions/*.json", "records/*", "archive/*"])
def test_a_backup_that_lacks_a_file_is_refused(copy: Path, tmp_path: Path, pattern: str) -> None:
    home = DataHome(tmp_path / "new")
    lost = sorted(copy.glob(pattern))[-1]
    lost.unlink()
    with pytest.raises(BackupDamagedError) as refused:
        restore(home, copy, no_progress, synthetic=False)
    assert lost.name in str(refused.value)
    assert content(home.path) == {} and home.is_unused


def test_a_list_without_the_release_time_opens_nothing(copy: Path, tmp_path: Path) -> None:
    """Somebody took it out of the list as well: the manifest still says that there was one."""
    relist(copy, lambda files: [files.pop(each) for each in list(files) if "releases" in each])
    home = DataHome(tmp_path / "new")
    held = restore(home, copy, no_progress, synthetic=False)
    assert not may_see(home, held, press=True, now=IN_A_WEEK)
    assert visible_edition_id(home, press=False) == home.edition_ids()[1]


# Damage


def test_a_damaged_backup_is_refused_whichever_file_it_is(copy: Path, tmp_path: Path) -> None:
    home, paths = DataHome(tmp_path / "new"), kept_files(copy)
    for path in (*paths, LIST_NAME):
        whole = (copy / path).read_bytes()
        damage(copy / path)
        with pytest.raises(BackupDamagedError, match=path):
            restore(home, copy, no_progress, synthetic=False)
        (copy / path).write_bytes(whole)
    assert content(home.path) == {}
    said = run(home, "restore", copy / "archive", lang="zh_CN.UTF-8")
    assert said.exit_code == 1 and "备份已损坏" in said.stderr
    restore(home, copy, no_progress, synthetic=False)


def relist(folder: Path, change: Callable[[dict[str, str]], object]) -> None:
    """Write the list of a backup as somebody else might, sealed anew."""
    told = json.loads((folder / LIST_NAME).read_bytes()[:-65])
    change(told["files"])
    (folder / LIST_NAME).write_bytes(seal(json.dumps(told) + "\n"))


@pytest.mark.parametrize("path", ["../evil", "/etc/passwd", "archive/../../x", "lock", "x.py", ""])
def test_a_list_that_names_what_no_home_keeps_is_refused(copy: Path, path: str) -> None:
    relist(copy, lambda files: files.update({path: "0" * 64}))
    with pytest.raises(BackupDamagedError):
        read_list(copy)


def test_a_list_that_is_right_of_wrong_files_is_refused(copy: Path, tmp_path: Path) -> None:
    """The bytes are those of the list, and not what their names or manifests say."""
    home = DataHome(tmp_path / "new")
    edition = sorted(copy.glob("editions/*.duckdb"))[0].relative_to(copy).as_posix()
    filing = sorted(copy.glob("archive/*"))[0].relative_to(copy).as_posix()
    whole = (copy / LIST_NAME).read_bytes()
    for path in (edition, filing, "current"):
        before = (copy / path).read_bytes()
        overwrite(copy / path, b"0123456789abcdef")
        digest = backup._digest(copy / path)
        relist(copy, lambda files, path=path, digest=digest: files.update({path: digest}))
        with pytest.raises(BackupDamagedError, match=path):
            restore(home, copy, no_progress, synthetic=False)
        (copy / path).write_bytes(before)
        (copy / LIST_NAME).write_bytes(whole)
    assert content(home.path) == {}


def test_what_the_home_has_damaged_or_lost_stays_as_it_was_copied(
    steward: Steward, copy: Path, tmp_path: Path
) -> None:
    before = content(copy)
    first, second, held = steward.home.edition_ids()
    damage(steward.home.file_of(first))
    steward.home.file_of(second).unlink()
    damage(steward.home.release_file(held))
    damage(sorted(steward.home.archive.iterdir())[0])
    result = run(steward.home, "backup", copy)
    assert result.exit_code == 1 and first in result.stderr and "releases/" in result.stderr
    assert content(copy) == before
    restore(DataHome(tmp_path / "new"), copy, no_progress, synthetic=False)
    assert content(tmp_path / "new") == before


def test_what_was_damaged_before_the_first_backup_is_left_out_and_named(
    steward: Steward, tmp_path: Path
) -> None:
    first = steward.home.edition_ids()[0]
    damage(steward.home.file_of(first))
    done = back_up(steward.home, tmp_path / "backup", no_progress)
    assert sorted(done.damaged) == [f"editions/{first}.duckdb", f"editions/{first}.json"]
    home = DataHome(tmp_path / "new")
    restore(home, tmp_path / "backup", no_progress, synthetic=False)
    assert home.current_id() == steward.home.current_id() and first not in home.edition_ids()


def test_a_removed_edition_leaves_the_backup_as_well(steward: Steward, tmp_path: Path) -> None:
    steward.deliver(c=NEWEST)
    back_up(steward.home, tmp_path / "backup", no_progress)
    (gone,) = prune(steward.home, 1)
    back_up(steward.home, tmp_path / "backup", no_progress)
    assert f"editions/{gone.edition_id}.duckdb" not in content(tmp_path / "backup")
    assert content(tmp_path / "backup") == content(steward.home.path)


# Where it goes


def test_only_an_empty_home_is_restored(steward: Steward, copy: Path) -> None:
    before = content(steward.home.path)
    with pytest.raises(HomeNotEmptyError):
        restore(steward.home, copy, no_progress, synthetic=False)
    (steward.home.path / "current").unlink()
    with pytest.raises(HomeNotEmptyError):
        restore(steward.home, copy, no_progress, synthetic=False)
    assert content(steward.home.path) == {k: v for k, v in before.items() if k != "current"}


def test_a_folder_that_holds_something_else_is_refused(steward: Steward, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.docx").write_bytes(b"mine")
    for target in (other, steward.home.path, steward.home.path / "backup", tmp_path):
        with pytest.raises(BackupTargetError):
            back_up(steward.home, target, no_progress)
    assert [file.name for file in other.iterdir()] == ["thesis.docx"]


def test_a_backup_of_another_home_is_not_mixed_with_this_one(copy: Path, tmp_path: Path) -> None:
    steward = Steward(tmp_path / "another")
    steward.deliver(institutions="institution_id,name,kind,province\nU1,甲,university,浙江")
    before = content(copy)
    with pytest.raises(BackupTargetError):
        back_up(steward.home, copy, no_progress)
    assert content(copy) == before


# While others work


def test_nothing_is_published_meanwhile_and_the_app_goes_on(
    steward: Steward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def publish_meanwhile(_stage: str, share: float) -> None:
        if not tried:
            with pytest.raises(HomeBusyError):
                steward.deliver(c=NEWEST)
            assert visible_edition_id(steward.home, press=False) == edition.id
            tried.append(share)

    with steward.edition(visible_edition_id(steward.home, press=False)) as edition:
        back_up(steward.home, tmp_path / "backup", publish_meanwhile)
    assert tried and content(tmp_path / "backup") == content(steward.home.path)
    monkeypatch.setattr(backup, "WAIT_SECONDS", 0)
    with steward.home.at_work():
        assert run(steward.home, "backup", tmp_path / "backup").exit_code == 1


def test_a_backup_that_is_killed_spoils_none_and_goes_on_the_next_time(
    steward: Steward, copy: Path, tmp_path: Path
) -> None:
    class KilledError(Exception):
        pass

    def kill(_stage: str, share: float) -> None:
        if share > 0.5:
            raise KilledError

    before = content(copy)
    steward.deliver(c=NEWEST)
    for target in (copy, tmp_path / "first"):
        with pytest.raises(KilledError):
            back_up(steward.home, target, kill)
    (tmp_path / "first" / "archive" / f"{'0' * 64}.part").write_bytes(b"left")
    assert content(copy) == before
    for target in (copy, tmp_path / "first"):
        assert back_up(steward.home, target, no_progress).damaged == ()
        assert content(target) == content(steward.home.path)
        assert not list(target.rglob("*.part"))


def test_a_release_that_cannot_be_read_stops_no_backup(steward: Steward, tmp_path: Path) -> None:
    held = str(steward.home.current_id())
    damage(steward.home.release_file(held))
    done = back_up(steward.home, tmp_path / "backup", no_progress)
    assert done.damaged == (f"releases/{held}",)
    home = DataHome(tmp_path / "new")
    restore(home, tmp_path / "backup", no_progress, synthetic=False)
    assert not may_see(home, held, press=True, now=IN_A_WEEK)
    with pytest.raises(ReleaseUnreadableError):
        prune(home, 1)
