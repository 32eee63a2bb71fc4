"""Right as before, or told: damaged files and leftovers of killed commands; bits are flipped by a
fixed seed.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from small_home import (
    ASSESSED,
    INSTITUTIONS,
    LATER,
    PATENTS,
    RECEIVED,
    Steward,
    content,
    overwrite,
    run,
    told,
)

from milestones.calendar import today
from milestones.editions import edition_build, parse_cache, storage
from milestones.editions.data_home import DataHome, HomeMixedError, PointerUnreadableError
from milestones.editions.deliveries import DeliveryHistory
from milestones.editions.edition import (
    EditionNotFoundError,
    EditionUnreadableError,
    manifest_path,
    read_manifest,
)
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import publish, rollback, withdraw
from milestones.editions.release import (
    ReleaseUnreadableError,
    may_see,
    visible_edition,
    visible_edition_id,
)
from milestones.filings.files import file_digest

NOW = datetime.now(UTC)
IN_A_WEEK, IN_A_YEAR = NOW + timedelta(days=7), NOW + timedelta(days=365)
DICE = random.Random(11)


# Whose the files are


def test_the_files_of_a_home_are_their_owners_alone(steward, monkeypatch):
    steward.deliver(institutions=INSTITUTIONS)
    assert modes(steward.home) == {0o700, 0o600, 0o400}
    monkeypatch.setenv(storage.GROUP_VARIABLE, "1")
    steward.deliver(patents=PATENTS)
    newest = steward.home.file_of(steward.home.current_id())
    assert stat.S_IMODE(newest.stat().st_mode) == 0o440
    assert stat.S_IMODE(manifest_path(newest).stat().st_mode) == 0o640
    assert stat.S_IMODE(newest.parent.stat().st_mode) == 0o750


def modes(home: DataHome) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in (home.path, *home.path.rglob("*"))}


# Readings


def flipped(data: bytes) -> bytes:
    """The bytes with one bit changed."""
    place, bit = DICE.randrange(len(data)), DICE.randrange(8)
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def sources_of(steward: Steward, chain: DeliveryHistory):
    return list(edition_build.open_sources(steward.home, chain, {}, None))


def test_a_damaged_reading_is_not_found(second):
    sources = sources_of(second, edition_build.current_history(second.home))
    found = parse_cache.find_cached(parse_cache.reading_names(sources), second.home.readings)
    assert found.keys() == {1, 2, 3}
    whole = found[2].read_bytes()
    for damaged in (b"", whole[:-9], whole + b"x", found[1].read_bytes(),
                    *(flipped(whole) for _ in range(200))):  # fmt: skip
        found[2].write_bytes(damaged)
        assert parse_cache.find_cached(
            parse_cache.reading_names(sources), second.home.readings
        ).keys() == {1, 3}
    other = second.home.readings / f"{parse_cache.cache_name(sources[1])}.{found[1].name[82:]}"
    shutil.copyfile(found[1], other)
    assert parse_cache.find_cached(
        parse_cache.reading_names(sources), second.home.readings
    ).keys() == {1, 3}


def test_damaged_readings_change_no_number_and_are_made_again(started, tmp_path):
    other = Steward(tmp_path / "other")
    shutil.copytree(started.home.path, other.home.path)
    started.deliver(a=ASSESSED)
    for file in other.home.readings.iterdir():
        file.write_bytes(flipped(file.read_bytes()))
    other.deliver(a=ASSESSED)
    names = ("patents", "counts", "findings")
    assert [other.table(name) for name in names] == [started.table(name) for name in names]
    assert content(other.home.readings) == content(started.home.readings)


# The archive


def test_a_damaged_filing_of_the_archive_stops_a_build_until_it_is_delivered_again(second):
    before = content(second.home.path)
    (original, *_) = second.files(institutions=INSTITUTIONS)
    kept = second.home.archived(hashlib.sha256(original.read_bytes()).hexdigest())
    kept.write_bytes(flipped(kept.read_bytes()))
    with pytest.raises(DeliveryRefusedError):
        second.deliver(b=LATER)
    assert visible_edition_id(second.home, press=False) == second.home.current_id()
    publish(second.home, [original, *second.files(b=LATER)], received_on=RECEIVED)
    assert before.items() - content(second.home.path).items() == {("current", before["current"])}


# Editions


def test_no_bit_of_an_edition_can_change(second):
    file, current = second.home.file_of(second.home.current_id()), second.home.current_id()
    whole = file.read_bytes()
    for damaged in (b"", whole[:12288], whole[:-1], whole + b"x",
                    *(flipped(whole) for _ in range(25))):  # fmt: skip
        overwrite(file, damaged)
        with pytest.raises(EditionUnreadableError):
            second.edition()
        assert not second.home.stands(current)
    first, fault = visible_edition(second.home, press=False)
    assert first != current and isinstance(fault, EditionUnreadableError)
    told(run(second.home, "publish", *second.files(b=LATER)), 2, "cannot be read", "rollback ID")
    rollback(second.home, first)
    done = second.deliver(a=ASSESSED)
    assert (done.edition_id, done.is_new) == (current, True), "built anew in its place"
    assert visible_edition(second.home, press=False) == (current, None)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file of unreadable bytes")
def test_an_edition_whose_bytes_the_disk_does_not_give_is_one_that_cannot_be_read(second):
    file, current = second.home.file_of(second.home.current_id()), second.home.current_id()
    file.unlink()
    file.symlink_to("/proc/self/mem")
    with pytest.raises(EditionUnreadableError, match=file.name):
        second.edition()
    assert not second.home.stands(current)
    first, fault = visible_edition(second.home, press=False)
    assert first != current and isinstance(fault, EditionUnreadableError)


def test_an_edition_of_an_early_version_is_read_through_and_gets_a_manifest(second):
    current = second.home.current_id()
    file = second.home.file_of(current)
    manifest_path(file).unlink()
    file.chmod(0o600)
    with duckdb.connect(file) as early:
        early.execute("comment on table edition is null")
    assert second.home.stands(current) and visible_edition_id(second.home, press=False) == current
    assert not second.deliver(a=ASSESSED).is_new
    told = read_manifest(file)
    assert told is not None and told.sha256 == file_digest(file)
    manifest_path(file).unlink()
    overwrite(file, file.read_bytes()[:12288])
    assert not second.home.stands(current)


# The pointer


def test_a_damaged_pointer_stops_what_writes_and_shows_a_whole_edition(second):
    current, pointer = second.home.current_id(), second.home.path / "current"
    whole = pointer.read_bytes()
    for damaged in (b"", b"\n", whole[:9], b"../../etc/passwd", b"\xff" * 17,
                    *(flipped(whole[:16]) for _ in range(40))):  # fmt: skip
        pointer.write_bytes(damaged)
        assert visible_edition_id(second.home, press=False) == current
        assert visible_edition(second.home, press=False)[1] is not None
        with pytest.raises((PointerUnreadableError, EditionNotFoundError)):
            second.edition()
    before = content(second.home.path)
    for words in (("publish", *second.files(b=LATER)), ("withdraw", 2), ("indicators",)):
        told(run(second.home, *words), 2 if words[0] == "publish" else 1, "rollback ID")
    assert content(second.home.path) == before
    for damaged in (b"", b"zz", b"0" * 16):
        pointer.write_bytes(damaged)
        listed = run(second.home, "editions")
        assert current in listed.stdout and "rollback ID" in listed.stderr
    assert run(second.home, "rollback", current).exit_code == 0
    assert pointer.read_bytes() == whole


def test_a_pointer_that_is_gone_is_not_an_empty_home(second):
    (second.home.path / "current").unlink()
    with pytest.raises(PointerUnreadableError):
        second.deliver(b=LATER)
    newest, fault = visible_edition(second.home, press=False)
    assert second.home.stands(newest) and isinstance(fault, PointerUnreadableError)


def test_a_pointer_to_nowhere_shows_what_is_there(second):
    current, (first, _) = second.home.current_id(), second.home.edition_ids()
    second.home.file_of(current).unlink()
    assert visible_edition(second.home, press=False)[0] == first
    with pytest.raises(PointerUnreadableError):
        second.deliver(b=LATER)


def test_the_demo_never_stands_in_for_a_real_home(second, monkeypatch, tmp_path):
    monkeypatch.delenv("MILESTONES_HOME", raising=False)
    monkeypatch.setattr("milestones.editions.data_home.DEMO", tmp_path / "demo")
    monkeypatch.setattr("milestones.editions.data_home.REAL", second.home.path)
    pointer = second.home.path / "current"
    pointer.write_bytes(b"")
    assert DataHome.default().path == second.home.path
    pointer.unlink()
    shutil.rmtree(second.home.editions)
    assert DataHome.default().path == second.home.path
    with pytest.raises(HomeMixedError):
        second.home.require(synthetic=True)


# Leftovers


def test_what_killed_commands_left_is_cleared_by_the_next(second):
    home = second.home
    home.releases.mkdir()
    left = [home.path / "current.4711", home.path / "current.part", home.archive / "a.part",
            home.editions / "b.duckdb.part", home.releases / "0123456789abcdef.77"]  # fmt: skip
    for file in left:
        file.write_text("half")
    (home.editions / ".building-x").mkdir()
    second.deliver(b=LATER)
    assert not any(file.exists() for file in (*left, home.editions / ".building-x"))


def test_a_first_publication_that_was_killed_before_its_pointer_is_finished(started):
    """All is on the disk then, the release time first."""
    current, pointer = started.home.current_id(), started.home.path / "current"
    pointer.rename(f"{pointer}.part")
    assert started.home.current_id() is None
    assert not started.deliver(institutions=INSTITUTIONS, patents=PATENTS).is_new
    assert started.home.current_id() == current


@pytest.mark.parametrize("renames", range(4, 9))
def test_a_kill_at_any_rename_opens_and_loses_nothing(started, monkeypatch, renames):
    first, done = started.home.current_id(), []

    def rename(self: Path, target: Path) -> Path:
        if len(done) == renames:
            os._exit(9)
        done.append(target)
        os.replace(self, target)
        return Path(target)

    (file,) = started.files(a=ASSESSED)
    if not (child := os.fork()):
        monkeypatch.setattr(Path, "replace", rename)
        publish(started.home, [file], received_on=RECEIVED, release=IN_A_WEEK)
        os._exit(0)
    os.waitpid(child, 0)
    assert visible_edition(started.home, press=False) == (first, None)
    (started.home.path / "current").write_bytes(b"")
    assert visible_edition_id(started.home, press=False) == first
    rollback(started.home, first)
    assert not [path for path in started.home.path.rglob("*") if path.match("*.part")]
    assert not any(started.home.editions.glob(".building-*"))


# Embargo


@pytest.fixture(scope="module")
def held_back(twice: Path, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home of three editions, the newest under embargo, to copy from."""
    folder = tmp_path_factory.mktemp("held")
    shutil.copytree(twice, folder, dirs_exist_ok=True)
    steward = Steward(folder)
    publish(steward.home, steward.files(b=LATER), received_on=RECEIVED, release=IN_A_WEEK)
    return steward


@pytest.fixture
def held(second: Steward, held_back: Steward) -> str:
    """The id of an edition under embargo, on top of the other two."""
    shutil.rmtree(second.home.path)
    shutil.copytree(held_back.home.path, second.home.path)
    return str(second.home.current_id())


def test_no_bit_of_a_release_time_opens_an_edition(second, held):
    file, before = second.home.release_file(held), second.home.edition_ids()[1]
    whole = file.read_bytes()
    cuts = (whole[:length] for length in range(len(whole)))
    flips = (
        whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]
        for place in range(len(whole))
        for bit in range(8)
    )
    for damaged in (*cuts, *flips):
        file.write_bytes(damaged)
        assert not may_see(second.home, held, press=False, now=NOW), damaged
    assert visible_edition_id(second.home, press=False, now=IN_A_YEAR) == before


def test_lost_release_times_open_nothing(second, held):
    before = second.home.edition_ids()[1]
    shutil.rmtree(second.home.releases)
    assert not may_see(second.home, held, press=True, now=IN_A_YEAR)
    shown_now, fault = visible_edition(second.home, press=False)
    assert shown_now == before and isinstance(fault, ReleaseUnreadableError)
    top = "application_no,evaluated_on,enterprise\nP1,2024-05-01,示范企业"
    told(run(second.home, "publish", *second.files(c=top)), 2, "--release")
    (second.home.path / "current").write_bytes(b"")
    assert visible_edition_id(second.home, press=False) == before
    rollback(second.home, held)
    publish(second.home, second.files(b=LATER), received_on=RECEIVED, release=NOW)
    assert visible_edition(second.home, press=False) == (held, None)


def test_a_damaged_manifest_opens_nothing(second, held):
    shutil.rmtree(second.home.releases)
    file = manifest_path(second.home.file_of(held))
    whole = file.read_bytes()
    for _ in range(200):
        file.write_bytes(flipped(whole))
        assert not may_see(second.home, held, press=False, now=IN_A_YEAR)


def test_editions_restored_without_anything_beside_them_open_nothing(second, held):
    shutil.rmtree(second.home.releases)
    for file in second.home.editions.glob("*.json"):
        file.unlink()
    assert not may_see(second.home, held, press=False, now=IN_A_YEAR)
    shown_now, fault = visible_edition(second.home, press=False)
    assert shown_now is None and isinstance(fault, ReleaseUnreadableError)
    publish(second.home, second.files(b=LATER), received_on=RECEIVED, release=NOW)
    assert visible_edition(second.home, press=False) == (held, None)


def test_a_damaged_edition_under_embargo_still_holds_its_filings_back(second, held):
    first, before = second.home.edition_ids()[:2]
    overwrite(second.home.file_of(held), b"no database")
    rollback(second.home, first)
    rollback(second.home, before)
    again = second.deliver(b=LATER, c=ASSESSED.replace("P1", "P2"))
    assert visible_edition_id(second.home, press=False) == before != again.edition_id
    assert withdraw(second.home, 3).edition_id == before


def test_a_time_given_later_is_remembered_as_well(second):
    current, first = second.home.current_id(), second.home.edition_ids()[0]
    publish(second.home, second.files(a=ASSESSED), received_on=RECEIVED, release=IN_A_WEEK)
    shutil.rmtree(second.home.releases)
    assert visible_edition_id(second.home, press=False) == first != current


# Time


def test_a_delivery_received_before_the_last_one_is_told_and_moves_no_day_back(second):
    (file,) = second.files(b=LATER)
    result = run(second.home, "publish", file, "--received-on", "2024-06-20", "--json")
    assert result.exit_code == 0 and "10 July 2024" in result.stderr
    with second.edition() as edition:
        assert (edition.as_of, edition.received_on) == (date(2024, 6, 30), date(2024, 6, 20))
    (file,) = second.files(c=LATER.replace("P2", "P1"))
    run(second.home, "publish", file, "--received-on", "2024-06-21", "--as-of", "2024-05-31")
    with second.edition() as edition:
        assert edition.as_of == date(2024, 5, 31)


def test_a_day_of_receipt_in_the_future_is_refused(started):
    (file,) = started.files(a=ASSESSED)
    day = today() + timedelta(days=1)
    before = content(started.home.path)
    told(run(started.home, "publish", file, "--received-on", day), 2, f"{day} lies in the future")
    told(run(started.home, "check", file, "--received-on", day), 2, f"{day} lies in the future")
    assert content(started.home.path) == before
