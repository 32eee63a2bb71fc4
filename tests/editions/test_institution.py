"""One institution: its facts, its patents sheet by sheet, what was found in its filings."""

from dataclasses import replace
from datetime import date

import pytest
from small_home import INSTITUTIONS, P1, P2, P3, P4, Steward, application_no

from milestones.i18n import Locale
from milestones.register import (
    PAGE_ROWS,
    InstitutionNotFoundError,
    ReturnsOnly,
    corrections_of,
    findings_of,
    institution_of,
    patents_of,
    return_of,
    returns_without_patents,
)
from milestones.selection import Selection

ONE = Selection(institution="U1")
MANY = [application_no(serial) for serial in range(1000, 1000 + 2 * PAGE_ROWS + 3)]


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """U1 has four patents of every standing, U2 more than two sheets, R1 none but a return."""
    steward = Steward(tmp_path_factory.mktemp("institution"))
    many = "\n".join(f"{number},U2,2021-03-04,,平常" for number in MANY)
    steward.deliver(
        received_on=date(2024, 6, 30),
        institutions=INSTITUTIONS,
        patents="""
            application_no,institution_id,granted_on,lapsed_on,title
            P1,U1,2020-05-06,,一种100%的_方法
            P2,U1,2020-05-06,,A Method
            P3,U1,2020-05-06,2024-03-01,失效的
            P4,U1,2024-02-03,,新的
        """.replace("\n            ", "\n").strip()
        + f"\n{many}",
        assessments="""
            application_no,assessed_on,convertible,stars
            P1,2024-03-01,是,4
            P4,2024-04-01,否,2
        """,
        returns="institution_id,period,due,assessed\nR1,2024-03,30,20\nR1,2024-05,30,25",
    )
    steward.deliver(
        received_on=date(2024, 7, 10),
        corrected="""
            application_no,assessed_on,convertible,stars
            P1,2024-03-01,是,5
            P2,2024-05-01,是,9
        """,
        co_held=f"application_no,institution_id,granted_on\n{MANY[0]},U1,2021-03-04",
    )
    with steward.edition() as opened:
        yield opened


def numbers(sheet):
    return [row["application_no"] for row in sheet.rows]


def test_the_facts_of_an_institution(edition):
    one = institution_of(edition, ONE)
    assert (one.name, one.kind, one.province) == ("示范大学", "university", "330000")
    assert one.departments == ("教育部",)
    assert (one.patents, one.held_with_others) == (4, 1)
    assert institution_of(edition, ONE.at(date(2023, 12, 31))).patents == 3


def test_an_institution_that_is_not_there_is_named(edition):
    with pytest.raises(InstitutionNotFoundError, match="nobody"):
        institution_of(edition, Selection(institution="nobody"))


def test_a_name_is_said_in_the_readers_language_where_it_is_known(edition):
    one = replace(institution_of(edition, ONE), name_en="Demo University")
    assert [one.own_name(Locale(lang)) for lang in ("zh", "en")] == ["示范大学", "Demo University"]
    assert replace(one, name_en=None).own_name(Locale("en")) == "示范大学"


def test_the_last_return_up_to_the_day(edition):
    told = return_of(edition, Selection(institution="R1"))
    assert told and (told.period, told.due, told.assessed) == (date(2024, 5, 1), 30, 25)
    earlier = return_of(edition, Selection(institution="R1", as_of=date(2024, 4, 30)))
    assert earlier and earlier.assessed == 20
    assert return_of(edition, ONE) is None


def test_each_patent_has_its_standing(edition):
    states = {row["application_no"]: row["state"] for row in patents_of(edition, ONE).rows}
    assert states == {P1: "assessed", P2: "open", P3: "lapsed_open", P4: "not_due"}


@pytest.mark.parametrize(
    ("state", "expected"),
    [("open", [P2]), ("assessed", [P1]), ("lapsed_open", [P3]), ("not_due", [P4])],
)
def test_patents_are_filtered_by_their_standing(edition, state, expected):
    assert numbers(patents_of(edition, ONE, state=state)) == expected


def test_a_patent_stands_as_it_did_on_the_day(edition):
    before = patents_of(edition, ONE.at(date(2024, 2, 29)))
    states = {row["application_no"]: row["state"] for row in before.rows}
    assert states == {P1: "open", P2: "open", P3: "open", P4: "not_due"}
    assert not any(row["lapsed_on"] or row["assessed_on"] for row in before.rows)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("100%", [P1]),
        ("%", [P1]),
        ("_", [P1]),
        ("a METHOD ", [P2]),
        (P3, [P3]),
        (f"ZL {P3[:4]} {P3[4:]}", [P3]),
        (P3.replace(".", "").lower(), [P3]),
        ("method 2", []),
        ("' or 1=1 --", []),
    ],
)
def test_patents_are_found_by_title_and_by_number(edition, search, expected):
    assert numbers(patents_of(edition, ONE, search)) == expected


def test_a_sheet_is_all_that_is_sent(edition):
    two = Selection(institution="U2")
    sheets = [patents_of(edition, two, number=number) for number in (1, 2, 3, 99)]
    assert [len(sheet.rows) for sheet in sheets] == [PAGE_ROWS, PAGE_ROWS, 3, 3]
    assert [(sheet.total, sheet.sheets) for sheet in sheets] == [(len(MANY), 3)] * 4
    assert sheets[3].number == 3
    assert sorted(number for sheet in sheets[:3] for number in numbers(sheet)) == sorted(MANY)


def test_nothing_found_is_an_empty_sheet(edition):
    sheet = patents_of(edition, ONE, "nothing", number=7)
    assert (sheet.rows, sheet.total, sheet.number, sheet.sheets) == ([], 0, 1, 1)


def test_findings_name_the_rows_of_the_institution_only(edition):
    found = findings_of(edition, ONE)
    assert {row["rule"] for row in found.rows} == {
        "stars_out_of_range",
        "co_holder",
        "institution_code_unusual",
    }
    (stars,) = (row for row in found.rows if row["rule"] == "stars_out_of_range")
    assert (stars["row_no"], stars["value"], stars["severity"]) == (3, "9", "rejection")
    assert not findings_of(edition, Selection(institution="H1")).rows


def test_corrections_say_what_was_and_what_is(edition):
    (corrected,) = corrections_of(edition, ONE).rows
    assert corrected["application_no"] == P1
    assert (corrected["row_no"], corrected["field"]) == (2, "stars")
    assert (corrected["value_before"], corrected["value"]) == ("4", "5")
    assert not corrections_of(edition, Selection(institution="U2")).rows


def test_the_latest_word_counts_even_where_it_is_a_blank(tmp_path):
    """A second assessment without stars makes them unknown, a later return without a number too."""
    steward = Steward(tmp_path)
    steward.deliver(
        institutions=INSTITUTIONS,
        patents="application_no,institution_id,granted_on\nP1,U1,2020-05-06",
        assessments="""
            application_no,assessed_on,convertible,stars
            P1,2024-03-01,是,5
            P1,2024-04-01,是,
        """,
        returns="institution_id,period,due,assessed\nR1,2024-03,30,20\nR1,2024-05,,25",
    )
    with steward.edition() as edition:
        (row,) = patents_of(edition, ONE, number=1).rows
        assert (row["assessed_on"], row["stars"]) == (date(2024, 4, 1), None)
        assert returns_without_patents(edition, Selection()) == ReturnsOnly(1, None)
        assert returns_without_patents(edition, Selection(kinds=("university",))).institutions == 0
        april = Selection(as_of=date(2024, 4, 30))
        assert returns_without_patents(edition, april) == ReturnsOnly(1, 30)
