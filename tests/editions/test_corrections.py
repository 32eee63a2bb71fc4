"""Later rows: corrections, conflicts, further holders, rows that are tried again."""

from __future__ import annotations

from datetime import date

from small_home import INSTITUTIONS, P1, P2, P3, PATENTS, accounts

from milestones.editions.findings import finding_sentence
from milestones.i18n import Locale
from milestones.selection import Selection


def numbers(done, name):
    """Accepted, rejected, identical, corrections of one file."""
    return accounts(done.files)[name][1:5]


# Corrections


def test_a_missing_column_keeps_and_a_blank_cell_makes_unknown(started):
    first = "application_no,assessed_on,convertible,stars,maturity\nP1,2024-03-01,是,5,7"
    started.deliver(first=first)
    second = "application_no,assessed_on,convertible,stars\nP1,2024-03-01,否,"
    done = started.deliver(second=second)
    assert numbers(done, "second") == (1, 0, 0, 1)
    rows = started.table("assessments", "convertible", "stars", "maturity")
    assert rows == [(False, None, 7)]


def test_each_kind_is_corrected_by_its_key(started):
    started.deliver(
        institutions1="institution_id,name,kind,province,department\nU1,新名,高校,北京,",
        evaluations1="application_no,evaluated_on,enterprise,stars,intent\nP1,2024-03-01,甲,3,合作",
        transfers1="申请号,备案日期,方式,受让方,合同金额（元）\nP1,2024-03-01,转让,甲,1000",
        products1="application_no,industrialized_on,product\nP1,2024-03-01,甲",
        returns1="institution_id,period,due,assessed\nU2,2024-03,9,3",
    )
    done = started.deliver(
        institutions2="institution_id,name,kind,province\nU1,又名,医院,110000",
        evaluations2="application_no,evaluated_on,enterprise,stars\nP1,2024-03-01,甲,5",
        transfers2="申请号,备案日期,方式,受让方,合同金额（万元）\nP1,2024-03-01,转让,甲,2",
        products2="application_no,industrialized_on\nP1,2024-04-01",
        returns2="institution_id,period,assessed\nU2,2024-03,4",
    )
    assert [numbers(done, name) for name in accounts(done.files)] == [(1, 0, 0, 1)] * 5
    institutions = started.table("institutions", "institution_id", "name", "kind", "province")
    assert ("U1", "又名", "hospital", "110000") in institutions
    assert started.table("evaluations", "enterprise", "stars", "intent") == [("甲", 5, "合作")]
    assert started.table("transfers", "mode", "amount_cny") == [("assignment", 20_000)]
    assert started.table("products", "product", "industrialized_on") == [("甲", date(2024, 4, 1))]
    assert started.table("returns", "due", "assessed") == [(9, 4)]


def test_another_key_is_another_fact(started):
    done = started.deliver(
        transfers="""
            application_no,recorded_on,mode,transferee
            P1,2024-03-01,licence,甲公司
            P1,2024-03-01,licence,乙公司
            P1,2024-03-01,licence,
            P1,2024-03-01,equity,甲公司
            P1,2024-03-02,licence,甲公司
        """,
        assessments="application_no,assessed_on,convertible\nP1,2024-03-01,是\nP1,2024-03-02,否",
    )
    assert numbers(done, "transfers") == (5, 0, 0, 0)
    assert numbers(done, "assessments") == (2, 0, 0, 0)
    assert started.values()["transfer_recordals"].value == 5
    assert started.values()["transferred_share"].numerator == 1


def test_a_transfer_without_transferee_is_corrected_by_one_without(started):
    row = "application_no,recorded_on,mode,transferee,amount_cny\nP1,2024-03-01,licence,,{}"
    started.deliver(first=row.format(5))
    done = started.deliver(second=row.format(7))
    assert numbers(done, "second") == (1, 0, 0, 1)
    assert started.values()["contract_value"].value == 7


def test_a_row_that_says_the_same_is_identical_and_one_that_says_less_too(started):
    text = "application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,5\nP2,2024-03-01,是,"
    started.deliver(first=text)
    again = "申请号,盘点日期,是否入库,自评星级\nP1,2024年3月1日,true,５\nP2,20240301,Y,4"
    done = started.deliver(second=again)
    assert numbers(done, "second") == (1, 0, 1, 1)
    fewer = "application_no,convertible,assessed_on\nP1,1,2024/3/1"
    assert numbers(started.deliver(third=fewer), "third") == (0, 0, 1, 0)


def test_a_correction_of_a_correction_and_back(started):
    text = "application_no,assessed_on,convertible,stars\nP1,{},是,{}"
    started.deliver(first=text.format("2024-03-01", 4))
    second = started.deliver(second=text.format("2024-03-01", 5))
    third = started.deliver(third=text.format("2024/3/1", 4))
    assert numbers(second, "second") == numbers(third, "third") == (1, 0, 0, 1)
    assert started.table("assessments", "stars") == [(4,)]


def test_a_moved_institution_takes_its_patents_along(started):
    zhejiang = Selection(provinces=("330000",))
    assert started.values(zhejiang)["due"].value == 2
    started.deliver(moved="institution_id,name,kind,province\nU1,示范大学,高校,北京")
    assert started.values(zhejiang)["due"].value == 1


def test_a_lapse_that_is_taken_back(started):
    text = "application_no,institution_id,granted_on,lapsed_on\nP1,U1,2018-05-01,{}"
    started.deliver(lapsed=text.format("2024-02-01"))
    assert started.values()["valid"].value == 1
    started.deliver(mended=text.format(""))
    assert started.values()["valid"].value == 2


# Conflicts


def test_rows_of_one_delivery_that_disagree_name_each_other(started):
    done = started.deliver(
        one="application_no,assessed_on,convertible,stars\nP2,2024-03-01,是,2\nP1,2024-03-01,是,4",
        two="申请号,盘点日期,是否入库,自评星级\nP1,2024-03-01,是,5",
    )
    assert numbers(done, "one") == (1, 1, 0, 0) and numbers(done, "two") == (0, 1, 0, 0)
    one, two = started.findings()
    assert [(found["file"], found["row_no"], found["rule"]) for found in (one, two)] == [
        ("one.csv", 3, "conflicting_rows"),
        ("two.csv", 2, "conflicting_rows"),
    ]
    assert (one["field"], one["value"], two["value"]) == ("stars", "4", "5")
    assert "two.csv 第 2 行" in finding_sentence(one, Locale("zh"))
    assert "row 3 of one.csv" in finding_sentence(two, Locale("en"))
    assert [row[0] for row in started.table("assessments", "stars")] == [2]


def test_rows_that_differ_in_no_shared_column_do_not_disagree(started):
    done = started.deliver(
        one="application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,4",
        two="application_no,assessed_on,convertible,maturity\nP1,2024-03-01,是,8",
    )
    assert numbers(done, "one") == numbers(done, "two") == (1, 0, 0, 0)
    assert started.table("assessments", "stars", "maturity") == [(4, 8)]


def test_a_row_that_breaks_another_rule_is_in_no_conflict(started):
    done = started.deliver(
        one="application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,9\nP1,2024-03-01,是,4"
    )
    assert numbers(done, "one") == (1, 1, 0, 0)
    assert [found["rule"] for found in started.findings()] == ["stars_out_of_range"]


def test_conflicting_institutions_leave_their_patents_out(steward):
    done = steward.deliver(
        institutions=INSTITUTIONS + "U1,示范大学,hospital,330000,教育部", patents=PATENTS
    )
    assert numbers(done, "institutions") == (3, 2, 0, 0)
    assert numbers(done, "patents") == (1, 1, 0, 0)
    rules = {found["rule"] for found in steward.findings() if found["kind"] == "patents"}
    assert rules == {"unknown_institution"}


def test_the_same_row_twice_in_a_delivery_is_identical(started):
    text = "application_no,assessed_on,convertible\nP1,2024-03-01,是\nP1,2024-03-01,是"
    assert numbers(started.deliver(one=text), "one") == (1, 0, 1, 0)


def test_rows_in_conflict_do_not_undo_what_was_known(started):
    text = "application_no,assessed_on,convertible,stars\n"
    started.deliver(first=f"{text}P1,2024-03-01,是,3")
    done = started.deliver(second=f"{text}P1,2024-03-01,是,4\nP1,2024-03-01,是,5")
    assert numbers(done, "second") == (0, 2, 0, 0)
    assert started.table("assessments", "stars") == [(3,)]


# Joint patents


def test_a_joint_patent_counts_once_for_the_first_accepted_holder(steward):
    patents = "application_no,institution_id,granted_on\nP1,U2,2018-05-01\nP1,U1,2018-05-01"
    done = steward.deliver(institutions=INSTITUTIONS, patents=patents)
    assert numbers(done, "patents") == (2, 0, 0, 0)
    assert steward.values()["due"].value == 1
    assert steward.values(Selection(provinces=("110000",)))["due"].value == 1
    assert len(steward.table("holders")) == 2


def test_a_joint_patent_counts_for_the_holder_of_the_lowest_rank(steward):
    steward.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    ranked = "application_no,institution_id,granted_on,holder_rank\nP1,U2,2018-05-01,1"
    done = steward.deliver(ranked=ranked)
    assert numbers(done, "ranked") == (1, 0, 0, 0)
    assert steward.values(Selection(provinces=("110000",)))["due"].value == 1
    assert steward.values()["due"].value == 2
    higher = "application_no,institution_id,granted_on,holder_rank\nP1,U1,2018-05-01,2"
    assert numbers(steward.deliver(higher=higher), "higher") == (1, 0, 0, 1)
    assert steward.values(Selection(provinces=("110000",)))["due"].value == 1


def test_what_the_counted_holder_says_is_what_counts(steward):
    """The second holder files a lapse of its own: the patent stays as its first holder says."""
    patents = """
        application_no,institution_id,granted_on,lapsed_on,holder_rank
        P1,U1,2018-05-01,2024-01-31,2
        P1,U2,2018-05-01,,1
    """
    steward.deliver(institutions=INSTITUTIONS, patents=patents)
    assert steward.values()["valid"].value == 1


# Rows that are tried again


def test_a_row_is_tried_again_when_its_institution_and_its_patent_arrive(steward):
    done = steward.deliver(
        institutions=INSTITUTIONS,
        patents="application_no,institution_id,granted_on\nP3,U7,2018-05-01",
        assessments="application_no,assessed_on,convertible\nP3,2024-03-01,是",
    )
    assert numbers(done, "patents") == numbers(done, "assessments") == (0, 1, 0, 0)
    steward.deliver(later="institution_id,name,kind,province\nU7,示范七大,高校,江苏")
    assert steward.values()["assessment_coverage"].value == 1
    with steward.edition() as edition, edition.cursor() as cursor:
        filings = cursor.table("filings").select("name", "accepted", "rejected").fetchall()
    assert filings[1:3] == [("patents.csv", 1, 0), ("assessments.csv", 1, 0)]
    assert steward.findings() == []


def test_a_row_that_comes_to_life_again_keeps_its_place_in_time(steward):
    """Rejected at first, corrected since: what was delivered later counts."""
    text = "application_no,institution_id,granted_on,title\nP1,{},2018-05-01,{}"
    steward.deliver(institutions=INSTITUTIONS, first=text.format("U7", "早"))
    institution = "institution_id,name,kind,province\nU7,示范七大,高校,江苏"
    steward.deliver(institution=institution, second=text.format("U7", "晚"))
    assert steward.table("patents", "title") == [("晚",)]
    with steward.edition() as edition, edition.cursor() as cursor:
        corrections = dict(cursor.table("filings").select("name", "corrections").fetchall())
    assert corrections["second.csv"] == 1


def test_patents_before_institutions_and_in_any_order_of_files(steward):
    done = steward.deliver(
        assessments="application_no,assessed_on,convertible\nP1,2024-03-01,是",
        patents=PATENTS,
        institutions=INSTITUTIONS,
    )
    assert [file.rejected for file in done.files] == [0, 0, 0]


# Files


def test_a_file_sent_again_under_another_name_is_identical(started):
    done = started.deliver(other_name=PATENTS)
    assert accounts(done.files)["other_name"] == (2, 0, 0, 2, 0, 0)
    assert not done.is_new and done.delivery_no is None


def test_a_file_twice_in_one_delivery_counts_once(steward):
    done = steward.deliver(institutions=INSTITUTIONS, one=PATENTS, two=PATENTS)
    counted = accounts(done.files)
    assert counted["one"][:4] == (2, 2, 0, 0) and counted["two"][:4] == (2, 0, 0, 2)
    assert steward.values()["due"].value == 2


def test_new_files_beside_known_ones(started):
    done = started.deliver(patents=PATENTS, more=PATENTS.replace("P1", "P3"))
    counted = accounts(done.files)
    assert counted["patents"][:4] == (2, 0, 0, 2)
    assert counted["more"][:4] == (2, 1, 0, 1)
    known = [number for (number,) in started.table("patents", "application_no")]
    assert sorted(known) == sorted([P1, P2, P3])
