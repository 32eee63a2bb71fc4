"""Older editions: opened by name where they may be seen, said to be older, closed after use."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from small_home import RECEIVED, Steward

from milestones.editions.edition import MAX_OPEN_EDITIONS, Edition
from milestones.editions.edition_status import NO_REMARKS, EditionStatus, status_of
from milestones.editions.publishing import publish, rollback
from milestones.editions.release import may_open
from milestones.export.figure_export import export_figure
from milestones.export.files import write_figure
from milestones.export.stamp import Stamp
from milestones.export.verify.verification import Verdict, verify_file
from milestones.figures.compute import compute_figure
from milestones.i18n import Locale
from milestones.selection import Selection

ASSESSED = "application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,5"
LATER = "application_no,assessed_on,convertible,stars\nP2,2024-04-01,否,1"
NEXT_DAY = date(2024, 7, 11)
TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(scope="module")
def next_day(first_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home whose second edition came the next day, to read and to copy from."""
    folder = tmp_path_factory.mktemp("next_day")
    shutil.copytree(first_edition, folder, dirs_exist_ok=True)
    Steward(folder).deliver(received_on=NEXT_DAY, a=ASSESSED)
    return Steward(folder)


@pytest.fixture(scope="module")
def days_later(next_day: Steward, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home where a third edition has come since."""
    made = Steward(tmp_path_factory.mktemp("days_later"))
    shutil.copytree(next_day.home.path, made.home.path)
    made.deliver(received_on=date(2024, 7, 20), b=LATER)
    return made


def held_back(steward: Steward, **texts: str) -> str:
    files = steward.files(**texts)
    return publish(steward.home, files, received_on=NEXT_DAY, release=TOMORROW).edition_id


def said_of(steward: Steward, edition_id: str) -> EditionStatus:
    with steward.edition(edition_id) as edition:
        return status_of(edition)


def opens(steward: Steward, named: str, *, press: bool = False) -> bool:
    return may_open(steward.home, named, press=press)


# Which editions open by their name


def test_every_released_edition_opens(next_day, first):
    second = str(next_day.home.current_id())
    assert second != first
    assert opens(next_day, first) and opens(next_day, second)


@pytest.mark.parametrize(
    "named", ["0" * 16, "", "current", "../current", "A" * 16, "0" * 15, "０" * 16]
)
def test_what_is_no_edition_does_not_open(started, named):
    assert not opens(started, named)


def test_an_edition_under_embargo_opens_for_the_press_alone(started):
    held = held_back(started, a=ASSESSED)
    assert not opens(started, held) and opens(started, held, press=True)


def test_what_guards_an_edition_must_be_readable(started):
    held = held_back(started, a=ASSESSED)
    started.home.release_file(held).write_bytes(b"soon")
    assert not opens(started, held, press=True)


def test_a_damaged_edition_does_not_open(second, first):
    file = second.home.file_of(first)
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-1])
    assert not opens(second, first)


# What a copy must say


def test_a_copy_of_the_current_edition_says_nothing(started):
    assert said_of(started, str(started.home.current_id())) == NO_REMARKS


def test_a_copy_of_an_older_edition_says_so(next_day, first):
    assert said_of(next_day, first) == EditionStatus(None, NEXT_DAY)


def test_an_edition_set_aside_is_not_called_older(next_day, steward, first):
    shutil.copytree(next_day.home.path, steward.home.path)
    second = str(steward.home.current_id())
    rollback(steward.home, first)
    status = said_of(steward, second)
    assert status == EditionStatus(None, RECEIVED)
    (sentence,) = status.sentences(NEXT_DAY, Locale("en"))
    assert "set aside" in sentence and "older" not in sentence


def test_a_copy_tells_nothing_of_an_edition_under_embargo(second, first):
    before = str(second.home.current_id())
    held = held_back(second, b=LATER)
    assert said_of(second, before) == NO_REMARKS
    assert said_of(second, first) == EditionStatus(None, RECEIVED)
    assert said_of(second, held) == EditionStatus(TOMORROW)


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "parquet", "pptx"])
def test_a_copy_of_an_older_edition_is_marked_and_stays_provable(
    next_day, days_later, first, tmp_path, form
):
    """Also when the next edition has come: what was current then is in the stamp."""
    with next_day.edition(first) as edition:
        result = compute_figure("changes", edition, Selection())
        sheets = [export_figure(result, edition, "en", status=status_of(edition))]
        (path, *_) = write_figure(sheets, tmp_path / f"copy.{form}")
    assert "An older edition, received on 10 July 2024" in sheets[0].disclaimer
    assert verify_file(path, days_later.home).verdict is Verdict.SAME


def test_a_stamp_tells_of_the_current_edition_only_where_it_shows_another(started):
    with started.edition() as edition:
        result = compute_figure("changes", edition, Selection())
        plain = export_figure(result, edition, "en").stamp
        older = export_figure(result, edition, "en", status=EditionStatus(None, NEXT_DAY)).stamp
    assert "current" not in plain.content() and older.content()["current"] == "2024-07-11"
    assert Stamp.from_json(plain.to_json()) == plain
    assert Stamp.from_json(older.to_json()) == older


# How many are open


def test_few_editions_are_open_at_a_time_and_each_answers(started):
    """An edition that was let go of is opened again; what is being read stays until it is read."""
    steward, opened = started, []
    whole = steward.home.file_of(str(steward.home.current_id()))
    for number in range(MAX_OPEN_EDITIONS + 3):
        opened.append(Edition(Path(shutil.copy(whole, whole.with_stem(f"{number:016x}")))))
        if number == 0:
            reading = opened[0].cursor()
            reading.execute("select * from range(100000)")
    assert len(_open_files(steward.home.editions)) <= MAX_OPEN_EDITIONS + 1
    assert len(reading.fetchall()) == 100_000
    reading.close()
    assert [edition.institution_ids for edition in opened] == [{"U1", "U2", "R1", "H1"}] * 9
    assert len(_open_files(steward.home.editions)) == MAX_OPEN_EDITIONS
    for edition in opened:
        edition.close()
    assert not _open_files(steward.home.editions)


def _open_files(folder: Path) -> set[Path]:
    """The editions that this process holds open."""
    held = Path("/proc/self/fd")
    if not held.is_dir():
        pytest.skip("this system does not list open files")
    found = set()
    for each in held.iterdir():
        try:
            found.add(Path(os.readlink(each)))
        except FileNotFoundError:
            continue
    return {path for path in found if path.parent == folder and path.suffix == ".duckdb"}


def test_an_edition_that_nobody_knows_any_more_is_closed(started):
    path = started.home.file_of(str(started.home.current_id()))
    Edition(path)
    assert not _open_files(started.home.editions)
