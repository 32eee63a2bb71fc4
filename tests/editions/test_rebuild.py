"""An edition made again from nothing is the one that stands, or heals a damaged one."""

from __future__ import annotations

import shutil
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from small_home import ASSESSED, LATER, RECEIVED, Steward, overwrite, run

from milestones.editions.deliveries import (
    Delivered,
    Delivery,
    DeliveryRecord,
    HistoryNotFoundError,
    find_history,
    plan_record,
    read_record,
)
from milestones.editions.edition import manifest_path
from milestones.editions.edition_build import current_history, make_edition
from milestones.editions.edition_differences import compare_editions
from milestones.editions.publishing import no_progress, publish, rollback
from milestones.editions.rebuild import EditionOfOtherRulesError, rebuild
from milestones.editions.release import may_see, visible_edition_id
from milestones.editions.storage import PendingFiles
from milestones.plan import load

NOW = datetime.now(UTC)
IN_A_WEEK = NOW + timedelta(days=7)


def change(file: Path, *statements: str) -> None:
    """Write into an edition, as another program might, and give it a manifest that fits."""
    file.chmod(0o600)
    with duckdb.connect(file) as connection:
        for statement in statements:
            connection.execute(statement)


def damage(file: Path) -> None:
    overwrite(file, file.read_bytes()[:12288])


# Comparing


def test_what_stands_is_the_same_and_nothing_is_written(second: Steward) -> None:
    for reading in second.home.readings.iterdir():
        reading.write_bytes(b"no reading is looked at")
    before = {file: file.stat().st_mtime_ns for file in second.home.path.rglob("*")}
    result = run(second.home, "rebuild")
    assert result.exit_code == 0 and "The same" in result.stdout, result.output
    assert run(second.home, "rebuild", second.home.edition_ids()[0]).exit_code == 0
    assert {file: file.stat().st_mtime_ns for file in second.home.path.rglob("*")} == before


def test_tables_and_rows_that_differ_are_named(second: Steward) -> None:
    file = second.home.file_of(str(second.home.current_id()))
    change(
        file,
        "update patents set title = '另一件' where patent_no = 20000001",
        "drop table grades",
        "create table more as select 1 as x",
    )
    manifest_path(file).unlink()
    second_chain = current_history(second.home)
    result = run(second.home, "rebuild")
    assert result.exit_code == 1, result.output
    lines = result.stdout.splitlines()
    assert "patents: rows that stand only: 1; rows that were made only: 1" in lines
    assert any("stands:" in line and "另一件" in line for line in lines)
    assert "grades: not in both with the same columns; rows: 0 and 0" in lines
    assert "more: not in both with the same columns; rows: 1 and 0" in lines
    assert current_history(second.home) == second_chain, "a whole edition is left as it is"
    said = run(second.home, "rebuild", lang="zh_CN.UTF-8").stdout
    assert "另一件" in said and "rows" not in said


def test_rows_count_as_often_as_they_stand(tmp_path: Path) -> None:
    for name, rows in (("one", "(1), (1), (2)"), ("other", "(2), (1)"), ("text", "('1')")):
        with duckdb.connect(tmp_path / f"{name}.duckdb") as made:
            made.execute(f"create table t as from (values {rows}) as v(x)")
    one, other, text = (tmp_path / f"{name}.duckdb" for name in ("one", "other", "text"))
    assert compare_editions(one, one, tmp_path) == ()
    (found,) = compare_editions(one, other, tmp_path)
    assert (found.only_first.examples, found.only_second.count) == (((1,),), 0)
    (found,) = compare_editions(one, text, tmp_path)
    assert (found.only_first.count, found.only_second.count) == (3, 1), "other columns"


# Healing


@pytest.mark.parametrize("loss", ["damaged", "gone", "gone with its record", "folder of records"])
def test_a_damaged_or_missing_edition_stands_again(second: Steward, loss: str) -> None:
    first, current = second.home.edition_ids()
    file, kept = second.home.file_of(first), second.home.file_of(first).read_bytes()
    values = second.values()
    damage(file)
    if loss != "damaged":
        file.unlink()
    if loss == "gone with its record":
        second.home.record_file(first).unlink()
    if loss == "folder of records":
        shutil.rmtree(second.home.records)
    result = run(second.home, "rebuild", first)
    assert result.exit_code == 0 and f"Edition {first} was damaged or missing" in result.stdout
    assert second.home.stands(first) and second.home.current_id() == current
    assert second.home.edition_ids() == [first, current] and second.values() == values
    (second.folder / "kept.duckdb").write_bytes(kept)
    assert compare_editions(second.folder / "kept.duckdb", file, second.folder) == ()
    record = read_record(second.home, first)
    assert record is not None and len(record.deliveries) == 1


def test_the_current_edition_stands_again_where_all_editions_are_gone(second: Steward) -> None:
    current, values = str(second.home.current_id()), second.values()
    manifests = {file: file.read_bytes() for file in second.home.editions.glob("*.json")}
    shutil.rmtree(second.home.editions)
    second.home.editions.mkdir()
    for file, content in manifests.items():
        file.write_bytes(content)
    assert run(second.home, "rebuild").exit_code == 0
    assert visible_edition_id(second.home, press=False) == current and second.values() == values


def test_the_edition_after_which_a_damaged_one_came_is_not_forgotten(second: Steward) -> None:
    """Until its release everybody sees the one before, also when it was made again."""
    before = str(second.home.current_id())
    held = publish(
        second.home, second.files(b=LATER), received_on=RECEIVED, release=IN_A_WEEK
    ).edition_id
    damage(second.home.file_of(held))
    second.home.release_file(held).unlink()
    rebuild(second.home, held, no_progress)
    assert not may_see(second.home, held, press=True, now=NOW), "its release time is lost"
    assert visible_edition_id(second.home, press=False) == before


def test_one_of_which_nothing_tells_that_it_was_never_held_back_is_shown_to_nobody(
    second: Steward,
) -> None:
    first, current = second.home.edition_ids()
    second.home.file_of(current).unlink()
    manifest_path(second.home.file_of(current)).unlink()
    rebuild(second.home, current, no_progress)
    assert not may_see(second.home, current, press=True, now=NOW)
    assert visible_edition_id(second.home, press=False) in (None, first)
    publish(second.home, second.files(a=ASSESSED),
            received_on=RECEIVED, release=NOW)  # fmt: skip
    assert visible_edition_id(second.home, press=False) == current


def test_a_lost_edition_under_embargo_still_holds_its_filings_back(second: Steward) -> None:
    before = str(second.home.current_id())
    held = publish(
        second.home, second.files(b=LATER), received_on=RECEIVED, release=IN_A_WEEK
    ).edition_id
    rollback(second.home, before)
    second.home.file_of(held).unlink()
    second.deliver(b=LATER, c="application_no,industrialized_on\nP1,2024-05-01")
    assert visible_edition_id(second.home, press=False) == before


def test_a_filing_that_the_archive_lost_is_named_and_nothing_is_changed(second: Steward) -> None:
    current = str(second.home.current_id())
    damage(second.home.file_of(current))
    for filing in second.home.archive.iterdir():
        filing.unlink()
    result = run(second.home, "rebuild")
    assert result.exit_code == 1 and "institutions.csv" in result.stderr, result.output
    assert not second.home.stands(current)


# Other rules


@pytest.fixture
def other_rules(second: Steward, monkeypatch: pytest.MonkeyPatch) -> Steward:
    """The home after the rules that name editions have changed."""
    monkeypatch.setattr("milestones.editions.deliveries.READER_VERSION", 99)
    return second


def test_a_whole_edition_of_other_rules_is_compared(other_rules: Steward) -> None:
    result = run(other_rules.home, "rebuild")
    assert result.exit_code == 1 and "was made by other rules" in result.stdout
    assert [line for line in result.stdout.splitlines() if ": rows" in line] == [
        "edition: rows that stand only: 1; rows that were made only: 1"
    ]


def test_the_damaged_current_edition_of_other_rules_gets_a_follower(other_rules: Steward) -> None:
    home, values = other_rules.home, other_rules.values()
    first, current = home.edition_ids()
    damage(home.file_of(current))
    damage(home.file_of(first))
    with pytest.raises(EditionOfOtherRulesError):
        rebuild(home, first, no_progress)
    found = rebuild(home, None, no_progress)
    assert (found.wanted, found.edition_id) == (
        current,
        home.current_id(),
    ) and found.is_put_in_place
    assert found.edition_id != current and other_rules.values() == values


def test_a_follower_is_held_back_as_what_it_follows_was(
    second: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = str(second.home.current_id())
    held = publish(
        second.home, second.files(b=LATER), received_on=RECEIVED, release=IN_A_WEEK
    ).edition_id
    monkeypatch.setattr("milestones.editions.deliveries.READER_VERSION", 99)
    second.home.file_of(held).unlink()
    made = rebuild(second.home, None, no_progress).edition_id
    assert not may_see(second.home, made, press=False, now=NOW)
    assert visible_edition_id(second.home, press=False) == before


# What an edition was made from


def test_a_record_keeps_all_that_an_edition_is_made_from(second: Steward) -> None:
    delivery = Delivery(
        RECEIVED,
        (Delivered("a" * 64, "盘点.csv"), Delivered("b" * 64, "b")),
        "四月",
        RECEIVED,
        ("备注",),
    )
    assert all(getattr(delivery, each.name) for each in fields(Delivery)), "each field is looked at"
    record = DeliveryRecord((delivery,), RECEIVED)
    with PendingFiles() as files:
        plan_record(files, second.home, "0" * 16, record)
        files.commit()
    assert read_record(second.home, "0" * 16) == record


def test_a_history_is_found_wherever_it_is_told(second: Steward) -> None:
    first, current = second.home.edition_ids()
    plan, chain = load(second.home.plan), current_history(second.home)
    shutil.rmtree(second.home.records)
    second.home.file_of(first).unlink()
    assert find_history(second.home, first, plan) == chain[:1], "in the edition that went on"
    make_edition(second.home, chain, {}, no_progress)
    assert read_record(second.home, current) is not None, "written again where it was lost"
    second.home.file_of(current).unlink()
    assert find_history(second.home, current, plan) == chain
    second.home.record_file(current).write_bytes(b"nothing that was sealed")
    with pytest.raises(HistoryNotFoundError):
        find_history(second.home, current, plan)
    assert "nothing tells" in run(second.home, "rebuild", current).stderr
