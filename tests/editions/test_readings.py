"""What a filing was understood as is kept, and decides nothing."""

from __future__ import annotations

import shutil
from datetime import date

import duckdb
import pytest
from small_home import INSTITUTIONS, PATENTS, RECEIVED, Steward

from milestones.editions import deliveries, parse_cache
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import publish

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
    new = kept.with_name("new")
    rows.write_parquet(str(new))
    new.replace(kept.with_name(parse_cache.sealed_name(kept.name.rsplit(".", 2)[0], new)))
    kept.unlink()
    started.deliver(a=ASSESSED)
    assert ("Told",) in started.table("patents", "title")


def columns(file):
    return duckdb.read_parquet(str(file)).columns


def test_readings_under_other_rules_are_replaced(started, monkeypatch):
    before = names(started)
    for module in (parse_cache, deliveries):
        monkeypatch.setattr(module, "READER_VERSION", 99)
    parse_cache.reading_rules_hash.cache_clear()
    started.deliver(a=ASSESSED)
    monkeypatch.undo()
    parse_cache.reading_rules_hash.cache_clear()
    assert len(names(started)) == 3 and not before & names(started)


@pytest.mark.parametrize("kind", ["patents", "institutions"])
def test_the_rules_of_a_kind_name_its_readings(kind):
    assert parse_cache.reading_rules_hash(kind) != parse_cache.reading_rules_hash("assessments")


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


def test_a_large_filing_is_delivered_as_a_small_one(steward, tmp_path, monkeypatch):
    """Read from its own reading, new and kept, faults and corrections included."""
    deliveries = (
        {"institutions": INSTITUTIONS, "patents": PATENT_ROWS},
        {"a": ASSESSED, "b": TRANSFER_ROWS, "patents": PATENT_ROWS.replace("true", "false")},
    )
    for texts in deliveries:
        steward.deliver(**texts)
    monkeypatch.setattr(parse_cache, "LARGE_FILE_BYTES", 0)
    large = Steward(tmp_path / "large [1]" / "year=2024")
    for texts in deliveries:
        large.deliver(**texts)
    assert tables(large) == tables(steward) and len(names(large)) == len(names(steward))
    assert large.table("corrections") and large.table("findings") and large.table("transfers")


PATENT_ROWS = """
    application_no,institution_id,granted_on,lapsed_on,publicly_funded,transformed_before
    P1,U1,2018-05-01,,true,
    P2,R1,2018-05-01,2022-01-31,false,true
    P3,U2,2099-05-01,,,false
    P4,U9,2019-05-01,,true,false
"""
ASSESSED_ROWS = """
    application_no,assessed_on,convertible,stars,maturity
    P1,2024-03-01,true,4,
    P2,2017-01-01,false,-7,12
"""
TRANSFER_ROWS = """
    application_no,recorded_on,mode,合同金额（万元）
    P1,2024-05-01,转让,12.3456
    P1,2024-05-02,许可,-0.5000
    P1,2024-05-03,许可,
    P1,2024-05-04,许可,99999999999999.1234
"""
TYPES = {
    "patents": {"granted_on": "date", "lapsed_on": "date"},
    "assessments": {"assessed_on": "date"},
    "transfers": {"recorded_on": "date", "合同金额（万元）": "decimal(18, 4)"},
}


def test_values_held_as_such_are_read_like_texts(steward, tmp_path):
    """The same rows as CSV and as Parquet with days, booleans and numbers, faults included."""
    texts = {
        "institutions": INSTITUTIONS,
        "patents": PATENT_ROWS,
        "assessments": ASSESSED_ROWS,
        "transfers": TRANSFER_ROWS,
    }
    steward.deliver(**texts)
    typed = Steward(tmp_path / "typed")
    files = [_with_types(path, typed.folder) for path in steward.files(**texts)]
    publish(typed.home, files, received_on=RECEIVED)
    names = ("institutions", "patents", "assessments", "transfers", "counts", "findings")
    assert {name: typed.table(name) for name in names} == {
        name: steward.table(name) for name in names
    }
    assert len(typed.table("findings")) == 8 and typed.table("transfers")


HELD = {
    "patents": {"DATE", "BOOLEAN"},
    "assessments": {"DATE", "BOOLEAN", "BIGINT"},
    "transfers": {"DATE", "DECIMAL(18,4)"},
}


def _with_types(path, folder):
    types = TYPES.get(path.stem, {})
    texts = {"application_no": "varchar"} if types else {}
    rows = duckdb.read_csv(str(path), dtype={**texts, **types} or None)
    assert {str(kind) for kind in rows.types} >= HELD.get(path.stem, set())
    rows.write_parquet(str(folder / f"{path.stem}.parquet"))
    return folder / f"{path.stem}.parquet"
