"""What a filing was understood as is kept, and decides nothing."""

from __future__ import annotations

import shutil
from datetime import date

import duckdb
import pytest
from small_home import INSTITUTIONS, PATENTS

from milestones.editions import readings
from milestones.editions.publish import DeliveryRefusedError

ASSESSED = "application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,5\nP9,2024-03-01,是,5"
TABLES = ("institutions", "patents", "assessments", "counts", "findings", "filings", "corrections")


def tables(steward):
    return {name: steward.table(name) for name in TABLES}


def names(steward):
    return {file.name for file in steward.home.readings.iterdir()}


def test_each_filing_is_read_once(started):
    before = {file: file.stat().st_mtime_ns for file in started.home.readings.iterdir()}
    assert len(before) == 2
    started.deliver(a=ASSESSED)
    after = {file: file.stat().st_mtime_ns for file in started.home.readings.iterdir()}
    assert len(after) == 3 and before.items() <= after.items()


def test_an_edition_from_readings_is_the_one_from_filings(started):
    """The rejected row keeps its cell, the warnings of the files stay."""
    started.deliver(a=ASSESSED, patents=PATENTS.replace("2018-05-01", "2018-05-02"))
    once, was = tables(started), started.home.current_id()
    shutil.rmtree(started.home.readings)
    started.home.file_of(was).unlink()
    started.home.point_at(started.home.edition_ids()[0])
    started.deliver(a=ASSESSED, patents=PATENTS.replace("2018-05-01", "2018-05-02"))
    assert started.home.current_id() == was and tables(started) == once


def test_a_kept_reading_is_what_a_build_takes(started):
    """Proved by a reading that says something else than its filing."""
    (kept,) = (file for file in started.home.readings.iterdir() if "patent_key" in columns(file))
    rows = duckdb.read_parquet(str(kept)).select("* replace ('Told' as title)")
    rows.write_parquet(f"{kept}.new")
    kept.with_name(f"{kept.name}.new").replace(kept)
    started.deliver(a=ASSESSED)
    assert {row[0] for row in started.table("patents", "title")} == {"Told"}


def columns(file):
    return duckdb.read_parquet(str(file)).columns


def test_readings_under_other_rules_are_replaced(started, monkeypatch):
    before = names(started)
    monkeypatch.setattr(readings, "READER_VERSION", 99)
    readings.rules_hash.cache_clear()
    started.deliver(a=ASSESSED)
    monkeypatch.undo()
    readings.rules_hash.cache_clear()
    assert len(names(started)) == 3 and not before & names(started)


@pytest.mark.parametrize("kind", ["patents", "institutions"])
def test_the_rules_of_a_kind_name_its_readings(kind):
    assert readings.rules_hash(kind) != readings.rules_hash("assessments")


def test_a_check_keeps_no_reading(started):
    before = names(started)
    started.check(a=ASSESSED)
    assert names(started) == before


def test_an_archived_filing_that_was_changed_stops_the_delivery(started):
    archived = sorted(started.home.archive.iterdir())[0]
    archived.write_bytes(archived.read_bytes().replace(b"2018", b"2019").replace(b"U1", b"U3"))
    with pytest.raises(DeliveryRefusedError, match="no longer those that were delivered"):
        started.deliver(a=ASSESSED, received_on=date(2024, 8, 1))
    assert len(started.home.edition_ids()) == 1


def test_what_a_killed_build_left_is_cleared_away(started):
    left = started.home.editions / ".building-abc"
    left.mkdir()
    (left / "building.duckdb").write_text("half")
    started.deliver(a=ASSESSED)
    assert not left.exists()


def test_institutions_alone_leave_empty_kinds_readable(steward):
    steward.deliver(institutions=INSTITUTIONS)
    assert len(names(steward)) == 1 and steward.table("patents") == []
