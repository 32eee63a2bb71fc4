"""A file that holds several kinds: each is counted, registered and found again by itself."""

from __future__ import annotations

from small_home import RECEIVED

from milestones.editions import edition_build, parse_cache
from milestones.editions.publishing import publish

COMBINED = """
    申请号,机构代码,授权公告日,盘点日期,是否入库,自评星级
    P1,U1,2018-05-01,2024-05-05,是,4
    P2,R1,2018-05-01,,,
    P3,U1,2018-05-01,2024-05-06,否,9
    P4,,,2024-05-05,是,4
    P4,,,,,
"""


def reported(files):
    return [(each.kind, each.rows, each.accepted, each.rejected, each.identical) for each in files]


def test_each_kind_is_counted_by_itself_and_no_row_is_lost(started):
    done = started.deliver(all=COMBINED)
    assert reported(done.files) == [("patents", 4, 1, 1, 2), ("assessments", 3, 1, 2, 0)]
    found = {(each["kind"], each["row_no"], each["rule"]) for each in started.findings(2)}
    assert found == {
        ("patents", 6, "required_cell_empty"),
        ("assessments", 4, "stars_out_of_range"),
        ("assessments", 5, "unknown_patent"),
    }
    assert len(started.table("patents")) == 3
    assert len(started.table("assessments")) == 1


def test_it_is_one_file_of_its_delivery(started):
    made = started.deliver(all=COMBINED)
    (_, newest) = edition_build.current_history(started.home)
    assert [each.name for each in newest.filings] == ["all.csv"]
    again = publish(started.home, [started.folder / "all.csv"], received_on=RECEIVED)
    assert (again.edition_id, again.is_new) == (made.edition_id, False)
    assert reported(again.files) == [("patents", 4, 0, 0, 4), ("assessments", 3, 0, 0, 3)]


def test_each_kind_keeps_its_own_reading(started):
    started.deliver(all=COMBINED)
    chain = edition_build.current_history(started.home)
    sources = list(edition_build.open_sources(started.home, chain, {}, None))
    assert [source.filing.kind.key for source in sources[2:]] == ["patents", "assessments"]
    assert parse_cache.find_cached(
        parse_cache.reading_names(sources), started.home.readings
    ).keys() == {1, 2, 3, 4}
