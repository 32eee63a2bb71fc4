"""Old editions: which are kept, which go, and that what goes can be made again."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from small_home import RECEIVED, Steward, overwrite, run

from milestones.editions.data_home import PointerUnreadableError
from milestones.editions.edition import EditionNotFoundError
from milestones.editions.publishing import deliveries_left_out, publish, rollback
from milestones.editions.release import ReleaseUnreadableError, set_release, visible_edition_id
from milestones.editions.retention import KEEP_VARIABLE, find_surplus, prune

DAYS = [f"application_no,assessed_on,convertible\nP1,2024-0{month}-01,是" for month in (4, 5)]
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def four(twice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of four editions."""
    folder = tmp_path_factory.mktemp("four")
    shutil.copytree(twice, folder, dirs_exist_ok=True)
    for number, text in enumerate(DAYS):
        Steward(folder).deliver(**{f"a{number}": text})
    return folder


@pytest.fixture
def steward(four: Path, tmp_path: Path) -> Steward:
    """A copy of that home."""
    shutil.copytree(four, tmp_path, dirs_exist_ok=True)
    return Steward(tmp_path)


def surplus(steward: Steward, keep: int, used: tuple[str, ...] = ()) -> list[str]:
    return [each.edition_id for each in find_surplus(steward.home, keep, used)]


def test_the_newest_are_kept_and_the_way_back(steward: Steward) -> None:
    first, second, third, current = steward.home.edition_ids()
    assert surplus(steward, 4) == surplus(steward, 9) == []
    assert surplus(steward, 3) == [first]
    assert surplus(steward, 1) == [first, second], "the third is the one before the current"
    assert surplus(steward, 1, used=(first,)) == [second]
    assert current not in surplus(steward, 1) and third not in surplus(steward, 1)


def test_the_current_one_is_kept_however_old_it_is(steward: Steward) -> None:
    first, second, third, newest = steward.home.edition_ids()
    rollback(steward.home, second)
    assert surplus(steward, 1) == [third], "first came before the current one"
    assert newest not in surplus(steward, 1) and first not in surplus(steward, 1)


def test_what_a_release_names_is_kept(steward: Steward) -> None:
    first, second, _third, _current = steward.home.edition_ids()
    set_release(steward.home, second, NOW - timedelta(days=900))
    assert surplus(steward, 1) == [first]
    steward.home.release_file(first).write_bytes(b"no release time")
    with pytest.raises(ReleaseUnreadableError):
        prune(steward.home, 1)


def test_nothing_goes_where_the_current_one_is_not_known(steward: Steward) -> None:
    (steward.home.path / "current").write_bytes(b"")
    with pytest.raises(PointerUnreadableError):
        prune(steward.home, 1)
    assert len(steward.home.edition_ids()) == 4


def test_what_was_removed_is_listed_and_can_be_made_again(steward: Steward) -> None:
    first, second, *_kept = steward.home.edition_ids()
    result = run(steward.home, "prune", "--keep", "1", "--dry-run")
    assert result.exit_code == 0 and result.stdout.count("To be removed") == 2, result.output
    assert len(steward.home.edition_ids()) == 4
    shutil.rmtree(steward.home.records)
    result = run(steward.home, "prune", "--keep", "1")
    assert result.exit_code == 0 and f"Removed: edition {first}" in result.stdout, result.output
    assert first not in steward.home.edition_ids() and second not in steward.home.edition_ids()
    with pytest.raises(EditionNotFoundError):
        steward.edition(first)
    listed = run(steward.home, "editions")
    assert f"{first} removed on" in listed.stdout and f"{second} removed on" in listed.stdout
    assert "清理；可用" in run(steward.home, "editions", lang="zh_CN.UTF-8").stdout
    assert "No edition is to be removed" in run(steward.home, "prune", "--keep", "1").stdout
    assert run(steward.home, "rebuild", first).exit_code == 0
    assert steward.home.edition_ids()[0] == first and steward.home.stands(first)
    assert f"{first} removed" not in run(steward.home, "editions").stdout


def test_an_edition_whose_deliveries_are_not_known_stays(steward: Steward) -> None:
    first, *_kept = steward.home.edition_ids()
    shutil.rmtree(steward.home.records)
    overwrite(steward.home.file_of(first), b"no edition")
    assert first not in surplus(steward, 1)


def test_deliveries_of_removed_editions_are_still_known_as_left_out(steward: Steward) -> None:
    first, second, third, newest = steward.home.edition_ids()
    rollback(steward.home, first)
    for _ in range(2):
        prune(steward.home, 1)
    left = deliveries_left_out(steward.home, ())
    assert second not in steward.home.edition_ids() and len(left) == 4
    assert newest in steward.home.edition_ids() and third not in steward.home.edition_ids()


# After a publication


def test_a_publication_keeps_as_many_as_the_operator_says(
    steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_older, current = steward.home.edition_ids()
    monkeypatch.setenv(KEEP_VARIABLE, "2")
    files = [str(file) for file in steward.files(b=DAYS[0].replace("P1", "P2"))]
    result = run(steward.home, "publish", *files, "--received-on", RECEIVED.isoformat())
    assert result.exit_code == 0 and result.stdout.count("Removed: edition") == 3, result.output
    assert steward.home.edition_ids() == [current, steward.home.current_id()]


def test_a_wrong_number_stops_before_anything_is_changed(
    steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [str(file) for file in steward.files(b=DAYS[0].replace("P1", "P2"))]
    for wrong in ("0", "-1", "two", "1.5", "２"):
        monkeypatch.setenv(KEEP_VARIABLE, wrong)
        result = run(steward.home, "publish", *files)
        assert result.exit_code == 2 and KEEP_VARIABLE in result.stderr, result.output
    assert len(steward.home.edition_ids()) == 4
    assert run(steward.home, "prune", "--keep", "0").exit_code != 0


def test_an_unreadable_release_time_removes_nothing_and_the_publication_stands(
    steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEEP_VARIABLE, "1")
    first = steward.home.edition_ids()[0]
    steward.home.release_file(first).parent.mkdir(exist_ok=True)
    steward.home.release_file(first).write_bytes(b"no release time")
    done = publish(steward.home, steward.files(b=DAYS[0].replace("P1", "P2")),
                   received_on=RECEIVED, release=NOW - timedelta(days=1))  # fmt: skip
    assert done.removed == () and len(steward.home.edition_ids()) == 5
    assert visible_edition_id(steward.home, press=False) == done.edition_id
