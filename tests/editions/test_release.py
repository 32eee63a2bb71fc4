"""Embargo: before its release an edition is the press's alone, and nothing of it leaks."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from small_home import ASSESSED, INSTITUTIONS, PATENTS, RECEIVED, Steward
from typer.testing import CliRunner

from milestones.calendar import BEIJING
from milestones.cli import app
from milestones.editions.publishing import publish, rollback, withdraw
from milestones.editions.release import (
    MomentUnreadableError,
    embargo_of,
    may_see,
    parse_moment,
    release_of,
    set_release,
    visible_edition_id,
)
from milestones.export.stamp import STAMP_FIELD
from milestones.figures.compute import compute_figure
from milestones.selection import Selection

LATER = "application_no,assessed_on,convertible,stars\nP2,2024-04-01,否,1"
NOW = datetime.now(UTC)
TOMORROW, IN_A_WEEK = NOW + timedelta(days=1), NOW + timedelta(days=7)


@pytest.fixture
def run(started: Steward):
    def run(*words: object, lang: str = "en_GB.UTF-8"):
        env = {"MILESTONES_HOME": str(started.home.path), "LC_ALL": lang}
        return CliRunner().invoke(app, list(map(str, words)), env=env)

    return run


def held_back(steward: Steward, until: datetime = TOMORROW, **texts: str) -> str:
    """Publish these texts under embargo."""
    files = steward.files(**texts or {"a": ASSESSED})
    return publish(steward.home, files, received_on=RECEIVED, release=until).edition_id


@pytest.fixture(scope="module")
def embargoed(first_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home whose second edition is held back until tomorrow, to copy from."""
    folder = tmp_path_factory.mktemp("embargoed")
    shutil.copytree(first_edition, folder, dirs_exist_ok=True)
    held_back(Steward(folder))
    return Steward(folder)


@pytest.fixture
def held(embargoed: Steward, started: Steward) -> str | None:
    """The edition that is held back until tomorrow, in a home that goes on from there."""
    shutil.rmtree(started.home.path)
    shutil.copytree(embargoed.home.path, started.home.path)
    return started.home.current_id()


def public(steward: Steward, now: datetime | None = None) -> str | None:
    return visible_edition_id(steward.home, press=False, now=now)


def compared(steward: Steward, edition_id: str) -> bool:
    """Whether the figure of changes holds the previous edition."""
    with steward.edition(edition_id) as edition:
        return compute_figure("changes", edition, Selection()).facts.previous_as_of is not None


# The question, and its answer


def test_an_edition_without_a_release_time_is_everybodys(started):
    first = started.home.current_id()
    assert public(started) == first == visible_edition_id(started.home, press=True)
    assert may_see(started.home, first, press=False, now=NOW)
    assert embargo_of(started.home, first) is None
    assert not started.home.releases.exists()


def test_before_its_release_only_the_press_sees_an_edition(started, first, held):
    assert held != first == public(started)
    assert visible_edition_id(started.home, press=True) == held == started.home.current_id()
    assert embargo_of(started.home, held) == TOMORROW
    assert embargo_of(started.home, first) is None


def test_the_moment_itself_is_after_the_embargo(started, first, held):
    assert public(started, TOMORROW - timedelta(microseconds=1)) == first
    assert public(started, TOMORROW) == held
    assert embargo_of(started.home, held, TOMORROW) is None


def test_a_release_in_the_past_holds_nothing_back(started):
    assert public(started) != held_back(started, NOW - timedelta(days=1)) == public(started)


def test_with_nothing_released_there_is_nothing_to_see(steward):
    held = held_back(steward, institutions=INSTITUTIONS, patents=PATENTS)
    assert public(steward) is None
    assert visible_edition_id(steward.home, press=True) == held


def test_a_release_time_that_cannot_be_read_opens_nothing(started, run, first, held):
    """Readers see the edition before, as the manifest tells which it was."""
    for damage in (b"", b"soon\n", b"\xff\xfe", b"99999-01-01T00:00+08:00\n"):
        started.home.release_file(held).write_bytes(damage)
        assert not may_see(started.home, held, press=True, now=IN_A_WEEK)
        assert public(started, IN_A_WEEK) == first
    told = run("editions")
    assert told.exit_code == 0 and "cannot be read, so nobody sees it" in told.stdout
    rollback(started.home, first)
    assert public(started) == first


# The edition is held back, not changed


def test_the_release_time_is_no_part_of_the_edition(started, tmp_path):
    other = Steward(tmp_path / "other")
    shutil.copytree(started.home.path, other.home.path)
    held = held_back(started)
    assert other.deliver(a=ASSESSED).edition_id == held
    assert public(other) == held and public(started) != held
    assert started.table("counts") == other.table("counts")


def test_a_release_time_can_be_changed_by_publishing_the_same_again(started, first, held):
    assert held_back(started, IN_A_WEEK) == held
    assert embargo_of(started.home, held) == IN_A_WEEK and public(started) == first
    assert started.deliver(a=ASSESSED).edition_id == held, "no other time: the one given stays"
    assert embargo_of(started.home, held) == IN_A_WEEK and public(started) == first
    held_back(started, NOW)
    assert public(started) == held


@pytest.mark.parametrize("stage", ["read", "count"])
def test_a_crash_leaves_no_release_time_and_no_open_edition(started, stage):
    first = started.home.current_id()

    def crash(at: str, share: float) -> None:
        if at == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(started.home, started.files(a=ASSESSED), received_on=RECEIVED,
                release=TOMORROW, progress=crash)  # fmt: skip
    assert started.home.current_id() == first == public(started)
    assert not started.home.releases.exists()


# What stands on an embargoed edition


def test_what_is_published_on_top_is_held_back_as_long(started, first, held):
    top = started.deliver(b=LATER).edition_id
    assert top not in (first, held)
    assert (public(started), embargo_of(started.home, top)) == (first, TOMORROW)
    assert public(started, TOMORROW) == top


def test_the_same_filings_delivered_again_after_a_rollback_stay_held_back(started, first, held):
    rollback(started.home, first)
    assert public(started) == first
    mixed = started.deliver(a=ASSESSED, b=LATER).edition_id
    assert (public(started), embargo_of(started.home, mixed)) == (first, TOMORROW)


def test_without_the_embargoed_delivery_nothing_is_held_back(started, first, held):
    assert withdraw(started.home, 2).edition_id == first == public(started)
    assert embargo_of(started.home, first) is None
    fresh = started.deliver(b=LATER).edition_id
    assert public(started) == fresh


def test_a_withdrawal_under_embargo_opens_nothing(started):
    second = started.deliver(b=LATER).edition_id
    held_back(started)
    rest = withdraw(started.home, 2).edition_id
    assert started.home.current_id() == rest != second
    assert (public(started), embargo_of(started.home, rest)) == (second, TOMORROW)


def test_several_embargoes_end_one_by_one(started, first, held):
    third = held_back(started, IN_A_WEEK, b=LATER)
    seen = [public(started, moment) for moment in (NOW, TOMORROW, IN_A_WEEK)]
    assert seen == [first, held, third]


def test_an_edition_rolled_back_is_not_what_readers_fall_back_on(started):
    first = started.home.current_id()
    faulty = started.deliver(b=LATER).edition_id
    rollback(started.home, first)
    held_back(started)
    assert public(started) == first != faulty


def test_where_the_edition_before_is_gone_there_is_nothing_to_see(started, first, held):
    started.home.file_of(first).unlink()
    assert public(started) is None


# Nothing leaks by way of comparison


def test_changes_compare_with_nothing_that_their_readers_may_not_see(started):
    held = held_back(started, IN_A_WEEK)
    top = held_back(started, NOW, b=LATER)
    assert public(started) == top
    with started.edition(top) as edition:
        assert edition.previous == held
    assert not compared(started, top)


@pytest.mark.parametrize("until", [TOMORROW, IN_A_WEEK])
def test_changes_compare_where_whoever_sees_one_sees_the_other(started, held, until):
    assert compared(started, held)
    assert compared(started, held_back(started, until, b=LATER))


# Moments


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-07-15T10:00", 2),
        (" 2026-07-15 10:00:00 ", 2),
        ("2026-07-15T10:00+00:00", 10),
        ("2026-07-15T10:00-02:00", 12),
    ],
)
def test_a_moment_is_beijing_time_unless_it_says_otherwise(text, hour):
    moment = parse_moment(text)
    assert moment == datetime(2026, 7, 15, hour, tzinfo=UTC)
    assert moment.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30T10:00", "0001-01-01T00:00+14:00"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(MomentUnreadableError):
        parse_moment(text)


def test_a_kept_moment_is_the_moment_that_was_given(started):
    first, odd = started.home.current_id(), datetime(2031, 1, 1, 0, 0, 1, 7, tzinfo=UTC)
    set_release(started.home, first, odd)
    assert release_of(started.home, first).at == odd


# The commands


def test_publish_tells_the_embargo_and_editions_list_it(started, run):
    moment = (datetime.now(BEIJING) + timedelta(days=2)).replace(second=0, microsecond=0)
    (file,) = started.files(a=ASSESSED)
    done = run("publish", file, "--release", f"{moment:%Y-%m-%dT%H:%M}", "--received-on", RECEIVED)
    assert done.exit_code == 0, done.output
    told = f"Embargoed until {moment.day} {moment:%B %Y}, {moment:%H:%M} Beijing time"
    assert told in done.stderr
    assert told in run("editions").stdout
    assert f"{moment:%H:%M}前不得发布" in run("editions", lang="zh_CN.UTF-8").stdout


def test_rolling_back_to_an_embargoed_edition_is_told(started, run, first, held):
    assert "Embargoed until" not in run("rollback", first).stderr
    assert "Embargoed until" in run("rollback", held).stderr
    assert public(started) == first
    assert "Embargoed until" not in run("withdraw", 2).stderr


def test_a_release_that_is_no_moment_publishes_nothing(started, run):
    first = started.home.current_id()
    (file,) = started.files(a=ASSESSED)
    done = run("publish", file, "--release", "soon")
    assert done.exit_code == 2 and "soon is no moment" in done.stderr
    assert started.home.current_id() == first


def test_the_operators_copies_say_embargoed_and_verify(started, run, tmp_path: Path):
    held_back(started, parse_moment("2099-07-15T10:00"))
    told = "Embargoed until 15 July 2099, 10:00 Beijing time"
    for form in ("csv", "xlsx", "json", "pptx"):
        out = tmp_path / f"pipeline.{form}"
        done = run("figure", "pipeline", "--out", out, "--lang", "both" if form != "csv" else "en")
        assert done.exit_code == 0, done.output
        checked = run("verify", out)
        assert checked.exit_code == 0 and checked.stdout.startswith("Same values"), checked.stdout
    content = (tmp_path / "pipeline.csv").read_text(encoding="utf-8-sig")
    assert told in content and '""embargo"":""2099-07-15T10:00:00+08:00""' in content
    assert STAMP_FIELD in content
    shown = run("indicators")
    assert shown.exit_code == 0 and told in shown.stderr


def test_the_copies_of_a_released_edition_say_nothing_of_it(started, run, tmp_path: Path):
    held_back(started, NOW)
    out = tmp_path / "pipeline.csv"
    assert run("figure", "pipeline", "--out", out, "--lang", "en").exit_code == 0
    assert "Embargoed" not in out.read_text(encoding="utf-8-sig")
    assert '""embargo"":null' in out.read_text(encoding="utf-8-sig")
    assert "Embargoed" not in run("indicators").stderr
