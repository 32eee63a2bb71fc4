"""Editions: named by what they are made from, whole or not at all, and never changed again."""

from __future__ import annotations

import hashlib
from datetime import date

import duckdb
import pytest
from small_home import ASSESSED, INSTITUTIONS, P1, PATENTS, Steward, accounts, content, overwrite

from milestones.editions.data_home import DataHome, HomeBusyError, HomeMixedError
from milestones.editions.edition import Edition, EditionNotFoundError, EditionUnreadableError
from milestones.editions.edition_build import EmptyDeliveryError
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.publishing import (
    DayAfterReceiptError,
    NoSuchDeliveryError,
    publish,
    rollback,
    withdraw,
)

LATER = "application_no,assessed_on,convertible,stars\nP1,2024-03-01,否,1"
TABLES = ("institutions", "patents", "assessments", "counts", "findings", "provinces")


def tables(steward):
    return {name: steward.table(name) for name in TABLES}


# What an edition is made from names it


def test_the_same_filings_again_make_nothing(started):
    before, was = content(started.home.path), started.home.current_id()
    done = started.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    assert (done.edition_id, done.is_new, done.delivery_no) == (was, False, None)
    assert [counts[3] for counts in accounts(done.files).values()] == [4, 2]
    assert content(started.home.path) == before


def test_two_homes_name_the_same_edition_alike(started, tmp_path):
    other = Steward(tmp_path / "other")
    done = other.deliver(ours=INSTITUTIONS, theirs=PATENTS)
    assert done.edition_id == started.home.current_id()
    assert tables(other) == tables(started)


def test_what_names_an_edition(steward, started):
    """Its deliveries' order, days, notes and as-of dates; the files' names do not."""
    first = started.home.current_id()
    ids = {first}
    for given in (
        {"note": "second try"},
        {"received_on": date(2024, 7, 11)},
        {"as_of": date(2024, 6, 29)},
    ):
        other = Steward(steward.folder / str(len(ids)))
        files = other.files(institutions=INSTITUTIONS, patents=PATENTS)
        done = publish(other.home, files, **{"received_on": date(2024, 7, 10), **given})
        ids.add(done.edition_id)
    assert len(ids) == 4


def test_the_order_of_deliveries_matters(started, tmp_path):
    started.deliver(a=ASSESSED)
    started.deliver(b=LATER)
    other = Steward(tmp_path / "other")
    other.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    other.deliver(b=LATER)
    other.deliver(a=ASSESSED)
    assert started.table("assessments", "stars") == [(1,)]
    assert other.table("assessments", "stars") == [(5,)]
    assert started.home.current_id() != other.home.current_id()


def test_an_edition_says_what_it_is(started):
    first = started.home.current_id()
    started.deliver(a=ASSESSED, received_on=date(2024, 8, 15), note="四月补报")
    with started.edition() as edition:
        assert (edition.as_of, edition.received_on) == (date(2024, 7, 31), date(2024, 8, 15))
        assert (edition.previous, edition.note) == (first, "四月补报")
        assert edition.id == edition.path.stem == started.home.current_id()
        assert not edition.synthetic
        assert edition.months[0] == date(2023, 12, 31) and edition.months[-1] == date(2024, 7, 31)
        assert edition.province_codes == ("110000", "310000", "330000")
        assert edition.departments == ("中国科学院", "国家卫生健康委", "教育部")
    assert started.home.edition_ids() == [first, started.home.current_id()]


def test_an_as_of_date_can_be_given_but_not_after_the_day_of_receipt(steward):
    files = steward.files(institutions=INSTITUTIONS)
    day = date(2024, 7, 10)
    with pytest.raises(DayAfterReceiptError):
        publish(steward.home, files, received_on=day, as_of=date(2024, 7, 11))
    assert steward.home.current_id() is None
    publish(steward.home, files, received_on=day, as_of=day)
    with steward.edition() as edition:
        assert edition.as_of == day


# Whole or not at all


def test_one_refused_file_stops_the_whole_delivery(started):
    before = content(started.home.path)
    files = started.files(a=ASSESSED, unknown="甲,乙\n1,2", empty="")
    with pytest.raises(DeliveryRefusedError) as refused:
        publish(started.home, files, received_on=date(2024, 7, 10))
    rules = {name.rsplit("/", 1)[-1]: one.rule for name, one in refused.value.refusals}
    assert rules == {"unknown.csv": "unknown_kind", "empty.csv": "empty_file"}
    assert content(started.home.path) == before


def test_a_file_that_breaks_further_down_stops_the_whole_delivery(started):
    before = content(started.home.path)
    broken = started.write("broken.csv", f'{ASSESSED}\nP2,2024-03-01,"是')
    with pytest.raises(DeliveryRefusedError):
        publish(started.home, [broken, *started.files(b=LATER)], received_on=date(2024, 7, 10))
    assert content(started.home.path) == before


def test_a_first_delivery_that_is_refused_leaves_no_edition(steward):
    with pytest.raises(DeliveryRefusedError):
        steward.deliver(unknown="甲,乙\n1,2")
    assert steward.home.current_id() is None
    assert steward.home.edition_ids() == [] and content(steward.home.path) == {}


@pytest.mark.parametrize("stage", ["read", "check", "count"])
def test_a_crash_in_the_middle_leaves_everything_as_it_was(started, stage):
    before = content(started.home.path)

    def crash(at, share):
        if at == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(started.home, started.files(a=ASSESSED), received_on=date(2024, 7, 10),
                progress=crash)  # fmt: skip
    assert content(started.home.path) == before
    assert sorted(path.name for path in started.home.editions.iterdir()) == [
        f"{started.home.current_id()}.{ending}" for ending in ("duckdb", "json")
    ]
    assert started.deliver(a=ASSESSED).is_new


def test_an_archived_filing_that_is_gone_stops_the_delivery_by_its_name(started):
    archived = sorted(started.home.archive.iterdir())[0]
    archived.unlink()
    was = started.home.current_id()
    with pytest.raises(DeliveryRefusedError):
        started.deliver(a=ASSESSED)
    assert started.home.current_id() == was
    assert started.home.edition_ids() == [was]


def test_two_publications_do_not_meet(started):
    before = content(started.home.path)
    files = started.files(a=ASSESSED)
    with started.home.at_work():
        with pytest.raises(HomeBusyError):
            publish(started.home, files, received_on=date(2024, 7, 10))
        with pytest.raises(HomeBusyError):
            rollback(started.home, started.home.current_id())
    assert content(started.home.path) == before
    assert started.deliver(a=ASSESSED).is_new


# Never changed again


def test_an_edition_is_only_ever_read(started):
    before = content(started.home.path)
    with started.edition() as edition, edition.cursor() as cursor:
        for statement in ("delete from patents", "create table more (x int)", "drop table counts"):
            with pytest.raises(duckdb.Error, match="read-only"):
                cursor.execute(statement)
    assert content(started.home.path) == before


def test_later_editions_leave_earlier_ones_and_the_archive_alone(started):
    before = content(started.home.path)
    started.deliver(a=ASSESSED)
    started.deliver(b=LATER)
    after = content(started.home.path)
    del before["current"]
    assert before.items() <= after.items()
    assert len(started.home.edition_ids()) == 3
    assert all(hashlib.sha256(file.read_bytes()).hexdigest() == file.name
               for file in started.home.archive.iterdir())  # fmt: skip


def test_an_open_edition_outlives_the_next_publication(started):
    with started.edition() as edition:
        started.deliver(a=ASSESSED)
        with edition.cursor() as cursor:
            assert cursor.table("assessments").fetchall() == []


def test_editions_that_are_not_there_or_are_damaged(started):
    with pytest.raises(EditionNotFoundError):
        started.edition("0123456789abcdef")
    with pytest.raises(EditionNotFoundError):
        started.edition("../current")
    damaged = started.home.editions / "damaged.duckdb"
    damaged.write_bytes(b"no database")
    with pytest.raises(EditionUnreadableError):
        Edition(damaged)


def test_a_damaged_edition_of_the_past_stops_no_publication(started):
    (started.home.editions / "damaged.duckdb").write_bytes(b"no database")
    assert started.deliver(a=ASSESSED).is_new


# Rollback and withdrawal


def test_after_a_rollback_later_deliveries_are_left_out(started):
    first = started.home.current_id()
    second = started.deliver(a=ASSESSED)
    (left_out,) = rollback(started.home, first)
    assert [filing.name for filing in left_out.filings] == ["a.csv"]
    assert started.home.current_id() == first
    third = started.deliver(c="application_no,assessed_on,convertible\nP2,2024-03-01,是")
    assert [filing.name for each in third.left_out for filing in each.filings] == ["a.csv"]
    assert [number for number, *_ in started.table("assessments")] != []
    assert started.values()["assessment_coverage"].numerator == 1
    assert third.edition_id not in (first, second.edition_id)
    with started.edition() as edition:
        assert edition.previous == first


def test_a_rollback_forwards_again(started):
    first, second = started.home.current_id(), started.deliver(a=ASSESSED).edition_id
    rollback(started.home, first)
    assert rollback(started.home, second) == ()
    assert started.home.current_id() == second


def test_what_a_rollback_left_out_can_be_delivered_again(started):
    first, second = started.home.current_id(), started.deliver(a=ASSESSED)
    rollback(started.home, first)
    again = started.deliver(a=ASSESSED)
    assert (again.edition_id, again.is_new) == (second.edition_id, False)
    assert accounts(again.files)["a"] == accounts(second.files)["a"]
    assert again.left_out == ()


def test_a_rollback_to_nowhere_changes_nothing(started):
    was = started.home.current_id()
    with pytest.raises(EditionNotFoundError):
        rollback(started.home, "0123456789abcdef")
    assert started.home.current_id() == was


def test_a_rollback_leads_out_of_a_damaged_edition(started):
    first, second = started.home.current_id(), started.deliver(a=ASSESSED).edition_id
    overwrite(started.home.file_of(second), b"no database")
    rollback(started.home, first)
    assert started.home.current_id() == first


def test_a_delivery_in_the_middle_is_withdrawn(started):
    started.deliver(a=ASSESSED)
    started.deliver(b="application_no,assessed_on,convertible\nP2,2024-03-01,是")
    done = withdraw(started.home, 2)
    assert done.is_new and started.home.current_id() == done.edition_id
    assert len(started.table("deliveries")) == 2
    assert [row[0] for row in started.table("assessments", "convertible")] == [True]
    assert started.values()["assessment_coverage"].numerator == 1


def test_the_newest_delivery_withdrawn_is_the_edition_before(started):
    first = started.home.current_id()
    started.deliver(a=ASSESSED)
    done = withdraw(started.home, 2)
    assert (done.edition_id, done.is_new) == (first, False)


def test_what_cannot_be_withdrawn(started):
    was = started.home.current_id()
    for number in (0, 2, -1):
        with pytest.raises(NoSuchDeliveryError):
            withdraw(started.home, number)
    with pytest.raises(EmptyDeliveryError):
        withdraw(started.home, 1)
    assert started.home.current_id() == was


# Checking


def test_a_check_says_what_publishing_would_and_keeps_nothing(started):
    before = content(started.home.path)
    texts = {"a": f"{ASSESSED}\nP3,2024-03-01,是,5", "patents": PATENTS}
    reports, findings = started.check(**texts)
    assert content(started.home.path) == before
    assert [found["rule"] for found in findings] == ["unknown_patent"]
    assert reports == started.deliver(**texts).files


def test_a_check_in_an_empty_home_makes_none(steward):
    reports, findings = steward.check(institutions=INSTITUTIONS, patents=PATENTS)
    assert [report.accepted for report in reports] == [4, 2]
    assert findings == [] and not steward.home.path.exists()


def test_a_check_of_known_files_is_all_identical(started):
    reports, findings = started.check(patents=PATENTS)
    assert accounts(reports)["patents"] == (2, 0, 0, 2, 0, 0) and findings == []


# Homes


def test_synthetic_and_real_filings_never_share_a_home(started, tmp_path):
    with pytest.raises(HomeMixedError):
        started.home.require(synthetic=True)
    demo = DataHome(tmp_path / "demo")
    demo.require(synthetic=True)
    assert demo.synthetic and demo.plan == "synthetic"
    with pytest.raises(HomeMixedError):
        demo.require(synthetic=False)


def test_the_default_home(monkeypatch, tmp_path, started):
    monkeypatch.setenv("MILESTONES_HOME", str(tmp_path / "named"))
    named = {
        home.path for home in (DataHome.default(), DataHome.for_filings(), DataHome.for_demo())
    }
    assert named == {tmp_path / "named"}
    monkeypatch.delenv("MILESTONES_HOME")
    monkeypatch.setattr("milestones.editions.data_home.DEMO", tmp_path / "demo")
    monkeypatch.setattr("milestones.editions.data_home.REAL", tmp_path / "real")
    assert DataHome.default().path == tmp_path / "demo"
    assert DataHome.for_filings().path == tmp_path / "real"
    monkeypatch.setattr("milestones.editions.data_home.REAL", started.home.path)
    assert DataHome.default().path == started.home.path


def test_a_filing_is_read_from_the_archive_not_from_where_it_came(started):
    """What was delivered is the archive's: the steward's folder may be emptied."""
    for file in started.folder.iterdir():
        file.write_text("overwritten")
    started.deliver(a=ASSESSED)
    assert dict(started.table("patents", "application_no", "patent_no")).keys() >= {P1}
