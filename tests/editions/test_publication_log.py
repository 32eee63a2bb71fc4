"""The log of publications: every action has its line, and a line that was touched is found."""

from __future__ import annotations

import json
import os
import pwd
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from small_home import INSTITUTIONS, PATENTS, RECEIVED, Steward
from typer.testing import CliRunner

from milestones.cli import app
from milestones.console.publication_log import log_lines
from milestones.editions import publication_log
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publication_log import (
    LogEntry,
    RefusedFile,
    broken_lines,
    log_path,
    read_log,
)
from milestones.editions.publishing import publish, rollback, withdraw
from milestones.i18n import Locale

ASSESSED = "application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,5\nP2,2024-13-01,是,9"
LATER = "application_no,assessed_on,convertible,stars\nP2,2024-04-01,否,1"
TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(scope="module")
def noted(first_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home of two deliveries, the second with a note and a row rejected, to copy from."""
    folder = tmp_path_factory.mktemp("noted")
    shutil.copytree(first_edition, folder, dirs_exist_ok=True)
    Steward(folder).deliver(a=ASSESSED, note="三月")
    return Steward(folder)


@pytest.fixture(scope="module")
def logged(noted: Steward, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home of a third delivery beside them, to copy from."""
    made = Steward(tmp_path_factory.mktemp("logged"))
    shutil.copytree(noted.home.path, made.home.path)
    made.deliver(b=LATER)
    return made


@pytest.fixture
def second(steward: Steward, noted: Steward) -> Steward:
    """A copy of the home of two deliveries."""
    shutil.copytree(noted.home.path, steward.home.path)
    return steward


@pytest.fixture
def third(steward: Steward, logged: Steward) -> Steward:
    """A copy of the home of three deliveries."""
    shutil.copytree(logged.home.path, steward.home.path)
    return steward


def entries(steward: Steward) -> list[LogEntry]:
    """The entries of a log whose lines are all whole."""
    lines = read_log(steward.home)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    found = [line.entry for line in lines if line.entry]
    assert len(found) == len(lines)
    return found


def told(steward: Steward) -> list[tuple[object, ...]]:
    return [(each.action, each.before, each.edition, each.delivery_no) for each in entries(steward)]


def test_each_action_has_its_line(started):
    first = str(started.home.current_id())
    second = started.deliver(a=ASSESSED, note="三月").edition_id
    third = started.deliver(b=LATER).edition_id
    without = withdraw(started.home, 2).edition_id
    rollback(started.home, third)
    files = started.files(b=LATER)
    publish(started.home, files, received_on=RECEIVED, release=TOMORROW)
    assert told(started) == [
        ("publish", None, first, 1),
        ("publish", first, second, 2),
        ("publish", second, third, 3),
        ("withdraw", third, without, 2),
        ("rollback", without, third, None),
        ("release", third, third, None),
    ]


def test_a_line_says_who_when_from_which_files_with_what_result(second):
    entry = entries(second)[-1]
    (file,) = entry.files
    assert (entry.who, entry.note) == (pwd.getpwuid(os.geteuid()).pw_name, "三月")
    assert abs(datetime.fromisoformat(entry.at) - datetime.now(UTC)) < timedelta(minutes=5)
    assert (file.name, file.kind, file.rows, file.accepted, file.rejected) == (
        "a.csv", "assessments", 2, 1, 1,
    )  # fmt: skip
    assert second.home.archived(file.sha256).is_file() and entry.is_new


def test_a_delivery_that_is_refused_is_logged_and_changes_nothing(started):
    first = started.home.current_id()
    bad = started.folder / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4")
    with pytest.raises(DeliveryRefusedError):
        publish(started.home, [bad, *started.files(a=ASSESSED)], received_on=RECEIVED, note="三月")
    entry = entries(started)[-1]
    assert (entry.action, entry.before, entry.edition, entry.note) == (
        "refuse",
        first,
        first,
        "三月",
    )
    assert entry.refused == (RefusedFile("坏.pdf", "other_format"),)
    assert started.home.current_id() == first
    said = [*log_lines(read_log(started.home)[-1], Locale("zh"))]
    assert "已中止" in said[0] and said[1].strip() == "坏.pdf：other_format"
    started.deliver(a=ASSESSED)
    assert [each.action for each in entries(started)][-2:] == ["refuse", "publish"]


def test_the_log_is_no_part_of_an_edition(steward, tmp_path):
    made = steward.deliver(institutions=INSTITUTIONS, patents=PATENTS).edition_id
    second = steward.deliver(a=ASSESSED).edition_id
    log_path(steward.home).unlink()
    other = Steward(tmp_path / "other")
    assert other.deliver(institutions=INSTITUTIONS, patents=PATENTS).edition_id == made
    assert other.deliver(a=ASSESSED).edition_id == second
    assert log_path(other.home).exists() and not log_path(steward.home).exists()


def test_what_was_not_logged_is_caught_up_with(started):
    """As after a kill between the pointer and the log, or in a home older than its log."""
    first = str(started.home.current_id())
    log_path(started.home).unlink()
    second = started.deliver(a=ASSESSED).edition_id
    assert told(started) == [("found", None, first, None), ("publish", first, second, 2)]
    started.home.point_at(first)
    third = started.deliver(b=LATER).edition_id
    assert told(started)[2:] == [("found", second, first, None), ("publish", first, third, 2)]


def test_a_line_that_a_killed_process_began_is_none(second):
    path = log_path(second.home)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    assert len(entries(second)) == 2 and not broken_lines(second.home)
    second.deliver(b=LATER)
    assert len(entries(second)) == 3 and path.read_bytes().startswith(whole)


def test_a_log_that_cannot_be_written_stops_no_publication(started, caplog, monkeypatch):
    first = str(started.home.current_id())
    path = log_path(started.home)
    path.unlink()
    path.mkdir()
    second = started.deliver(a=ASSESSED).edition_id
    assert started.home.current_id() == second and "could not be written" in caplog.text
    path.rmdir()
    third = started.deliver(b=LATER).edition_id
    assert told(started)[-1] == ("publish", second, third, 3)
    assert first not in (second, third)


def _swap(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[2], lines[1]]


def _rename(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b'"publish"', b'"rollback"'), lines[2]]


def _forge(lines: list[bytes]) -> list[bytes]:
    """Write the middle line anew with a right hash of its own; the next one tells."""
    content = json.loads(lines[1])
    del content["hash"], content["previous"]
    content["who"] = "nobody"
    previous = publication_log._hash(lines[0])
    return [lines[0], publication_log._seal_line(content, previous), lines[2]]


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [
        (_swap, (2, 3)),
        (_rename, (2, 3)),
        (_forge, (3,)),
        (lambda lines: [lines[0], lines[2]], (2,)),
        (lambda lines: lines[1:], (1,)),
        (lambda lines: [lines[0], b"[1]\n", lines[2]], (2, 3)),
        (lambda lines: [lines[0], b"\xff\r{}\n", lines[2]], (2, 3)),
        (lambda lines: [*lines, b"null\n"], (4,)),
        (lambda lines: lines, ()),
    ],
)
def test_a_touched_line_is_found(third, tamper, broken):
    path = log_path(third.home)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(tamper(lines)))
    assert broken_lines(third.home) == broken


def test_the_log_goes_on_behind_a_touched_line(started):
    path = log_path(started.home)
    path.write_bytes(path.read_bytes().replace(b"publish", b"PUBLISH"))
    started.deliver(a=ASSESSED)
    assert broken_lines(started.home) == (1,)
    assert [line.entry.action for line in read_log(started.home) if line.entry] == [
        "found",
        "publish",
    ]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en_GB.UTF-8", ("published", "delivery 2", "2 rows in = 1 accepted + 1 rejected")),
        ("zh_CN.UTF-8", ("发布", "第2批", "读入 2 行 = 接收 1 行 + 退回 1 行")),
    ],
)
def test_the_command_reads_the_log(second, lang, words):
    env = {"MILESTONES_HOME": str(second.home.path), "LC_ALL": lang}
    done = CliRunner().invoke(app, ["editions", "--publications"], env=env)
    assert done.exit_code == 0
    assert all(word in done.stdout for word in (*words, "三月", "a.csv"))
    path = log_path(second.home)
    path.write_bytes(path.read_bytes().replace("三月".encode(), "四月".encode()))
    assert ("Line 2" if lang.startswith("en") else "第2行") in CliRunner().invoke(
        app, ["editions", "--publications"], env=env
    ).stdout
