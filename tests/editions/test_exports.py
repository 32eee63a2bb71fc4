"""CNIPA's exports: what a row proves, whom it names, and what later deliveries leave standing."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from small_home import Steward, accounts, application_no

from milestones import query
from milestones.editions.findings import finding_line
from milestones.editions.publishing import publish
from milestones.export.alias_proposals import (
    AliasProposal,
    alias_proposals,
    write_alias_proposals,
)
from milestones.export.template import WorkbookExistsError
from milestones.i18n import Locale

DAY = date(2026, 11, 10)
INSTITUTIONS = """
    机构代码,机构名称,机构类型,省份
    U1,示例理工大学,高校,浙江
    U2,示例师范大学（珠江）,高校,广东
    U3,示例大学,高校,北京
"""
SEARCH = (
    "专利类型,专利名称,法律状态,法律状态最后修改日期,申请公布日/授权公告日,申请号,申请日,"
    "申请人/专利权人,发明人"
)
WIDE = (
    "专利类型,专利名称,法律状态,法律状态最后修改日期,公布号,申请公布日/授权公告日,申请号,申请日,"
    "申请人/专利权人,发明人,IPC分类号,代理人,代理机构,外观设计洛迦诺分类号"
)
FULL = (
    "申请号,公开（公告）号,公开（公告）日,申请日,专利号,名称,主分类号,分类号,分案原申请号,优先权,"
    "申请（专利权）人,发明（设计）人,地址,颁证日,摘要"
)
OWN = "示例理工大学"
LIST = "申请号,机构代码,授权公告日,失效日,专利名称"
ALIAS = "别名,机构代码,确认日期,说明"
I1, I2, I3, I4 = (application_no(serial) for serial in range(1, 5))
M1, M2, M3, M4 = (application_no(serial, kind=2) for serial in range(1, 5))


def row(number: str, state: str, day: str, holders: str = OWN, title: str = "示例") -> str:
    """A row of a search export; what is no invention was published on 1 March 2018."""
    kind, published = ("发明申请", "2017.03.01") if number[4] == "1" else ("实用新型", "2018.03.01")
    return f"{kind},{title},{state},{day},{published},CN{number},2016.05.06,{holders},发明人甲"


def search(*rows: str) -> str:
    return "\n".join([SEARCH, *rows])


def full(*rows: tuple[str, str, str]) -> str:
    """A full export: number, kind code and day of publication."""
    lines = (
        f"CN{number},CN199999999{code},{day},2016.05.06,CN{number},示例,G06F16/00,G06F16/00,,,"
        "示例理工大学,发明人甲,示例路1号,,摘要"
        for number, code, day in rows
    )
    return "\n".join([FULL, *lines])


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """Both forms of the search export and the full one, in one delivery."""
    steward = Steward(tmp_path_factory.mktemp("exports"))
    wide = ",".join(
        ["发明申请", "示例", "发明专利权授予", "20190601", "CN199999999A", "2017.03.01", f"CN{I4}",
         "2016.05.06", "示例大学", "发明人甲", "G06F16/00(2019.01)I;G06F16/10", "代理人丁", "", ""]
    )  # fmt: skip
    steward.deliver(
        received_on=DAY,
        institutions=INSTITUTIONS,
        nine=search(
            row(I1, "公开", "20170301", "[示例理工大学] ; 发明人乙"),
            row(I2, "著录事项变更", "20190101"),
            row(I3, "授权", "20190501", "示例企业有限公司 ; [示例师范大学 (珠江)]"),
            row(M1, "授权", "20180301", "[示例大学机械学院；示例理工大学]"),
            row(M2, "专利权的终止", "20210105"),
            row(M3, "专利申请权、专利权的转移", "20200202"),
            row(application_no(9), "授权", "20190501", "示例企业有限公司"),
            row(application_no(10), "无数据", "无数据"),
        ),
        wide=f"{WIDE}\n{wide}",
        full=full((application_no(20), "A", "2017.03.01"), (M4, "U", "2018.03.01")),
    )
    return steward


def patents(steward: Steward, *columns: str) -> dict[str, tuple[Any, ...]]:
    return {
        number: tuple(rest)
        for number, *rest in steward.table("patents", "application_no", *columns)
    }


def told(steward: Steward, rule: str) -> list[dict[str, Any]]:
    return [json.loads(each["detail"]) for each in steward.findings() if each["rule"] == rule]


def test_a_grant_is_what_the_row_of_each_form_proves(known: Steward) -> None:
    assert patents(known, "granted_on", "kind") == {
        I3: (date(2019, 5, 1), "invention"),
        I4: (date(2019, 6, 1), "invention"),
        M1: (date(2018, 3, 1), "utility_model"),
        M2: (date(2018, 3, 1), "utility_model"),
        M3: (date(2018, 3, 1), "utility_model"),
        M4: (date(2018, 3, 1), "utility_model"),
    }
    assert patents(known, "lapsed_on")[M2] == (date(2021, 1, 5),)
    assert patents(known, "title", "filed_on", "field")[I4] == ("示例", date(2016, 5, 6), 6)


def test_rows_add_up_and_what_proves_no_grant_is_told_by_state(known: Steward) -> None:
    with known.edition() as edition, edition.cursor() as cursor:
        counted = cursor.sql("select name, rows_in, accepted, rejected from filings").fetchall()
    assert counted[1:] == [("nine.csv", 8, 4, 4), ("wide.csv", 1, 1, 0), ("full.csv", 2, 1, 1)]
    assert told(known, "not_granted") == [{"state": "公开", "rows": 1}] * 2  # one in each file
    assert told(known, "no_evidence_of_grant") == [
        {"state": "无数据", "rows": 1},
        {"state": "著录事项变更", "rows": 1},
    ]
    assert told(known, "holder_unknown") == [{"rows": 1}]


def test_holders_match_registered_names_alone_and_their_order_is_their_rank(known: Steward) -> None:
    holders = patents(known, "institution_no")
    numbers = {row[1]: row[0] for row in known.table("institutions", "institution_no", "name")}
    assert holders[I3] == (numbers["示例师范大学（珠江）"],)
    assert holders[M1] == (numbers[OWN],)
    assert told(known, "holder_alike") == [
        {"name": "示例大学机械学院", "rows": 1, "guesses_zh": "示例大学", "guesses_en": "示例大学"}
    ]
    (unlike,) = told(known, "holder_unlike")
    assert (unlike["name"], unlike["rows"]) == ("示例企业有限公司", 2)
    assert told(known, "persons_counted") == [{"rows": 1}]


def test_a_transfer_after_the_grant_is_an_assignment_of_unknown_amount(known: Steward) -> None:
    assert [row[1:] for row in known.table("transfers")] == [
        (date(2020, 2, 2), "assignment", None, None, None)
    ]


def test_no_person_is_named_anywhere(known: Steward) -> None:
    with known.edition() as edition, edition.cursor() as cursor:
        tables = [name for (name,) in cursor.execute("show tables").fetchall()]
        texts = " ".join(str(cursor.table(name).fetchall()) for name in tables)
        lines = " ".join(finding_line(each, Locale("zh")) for each in known.findings())
    assert "示例企业有限公司" in texts and "示例企业有限公司" in lines
    assert "发明人乙" not in texts + lines and "发明人甲" not in texts + lines
    assert "代理人丁" not in texts + lines


@pytest.mark.parametrize(
    "moved",
    [
        row(M1, "赵某甲", "20180301"),
        row(M1, "著录事项变更 赵某甲", "20180301"),
        row(M1, "授权", "赵某甲 13800138000"),
        row(M1, "授权", "20180301", "赵某甲（示例大学）"),
        row(M1, "授权", "20180301", "赵某甲研究员"),
        row(M1, "授权", "20180301", "赵某甲、示例理工大学"),
        row(M1, "授权", "20180301", "赵某甲 示例理工大学"),
        row(M1, "授权", "20180301", "赵某甲 Example Co. Ltd"),
    ],
)
def test_a_person_in_another_place_is_not_named_either(tmp_path: Path, moved: str) -> None:
    steward = Steward(tmp_path)
    steward.deliver(received_on=DAY, institutions=INSTITUTIONS, nine=search(moved))
    with steward.edition() as edition, edition.cursor() as cursor:
        tables = [name for (name,) in cursor.execute("show tables").fetchall()]
        assert "赵某甲" not in " ".join(str(cursor.table(name).fetchall()) for name in tables)


@pytest.mark.parametrize(
    "name",
    [
        "示例石油大学（华东）",
        "示范大学 0009",
        "示例电子集团公司第38所",
        "株式会社示例",
        "示例理工大学 机械学院",
        "示例咨询合伙企业（有限合伙）",
        "Example Co., Ltd.",
    ],
)
def test_an_organization_is_named(name: str) -> None:
    connection = duckdb.connect()
    for file in ("forms", "names"):
        connection.execute(query.sql(f"build/{file}"))
    assert connection.execute("select is_organization(?)", [name]).fetchone() == (True,)


def invention(serial: int) -> str:
    return application_no(serial, year=2016)


def model(serial: int) -> str:
    return application_no(serial, kind=2)


PULL = [row(model(n), "授权", "20180301") for n in range(100, 120)]
LAPSE, RESTORATION = ("专利权的终止", "20210105"), ("专利权的恢复", "20210801")
STEPS: list[dict[str, str]] = [
    {
        "institutions": INSTITUTIONS,
        "pull": search(*PULL, row(invention(100), "公开", "20170301")),
        "kept": search(row(invention(101), "授权", "20190101"), row(model(30), *LAPSE)),
        "held": search(row(invention(102), "专利权的终止", "20220101")),
        "ended": search(row(model(31), *LAPSE), row(model(32), *RESTORATION)),
        "blank": search(row(model(33), *LAPSE, title="一")),
        "listed": "\n".join(
            [LIST, f"{invention(103)},U1,2019-01-01,,一", f"{invention(104)},U1,2019-01-01,,一",
             f"{model(34)},U1,2018-03-01,2020-12-30,一"]
        ),
        "two_a": search(row(model(35), "授权", "20180301"), row(model(36), "授权", "20180301")),
        "two_b": search(row(model(35), *LAPSE), row(model(37), "授权", "20180301")),
        "same_day": search(row(model(38), "专利申请权、专利权的转移", "20240301")),
        "transfers": "\n".join(
            ["申请号,备案日期,方式,受让方", f"{model(38)},2024-03-01,转让,示例企业",
             f"{model(38)},2024-03-02,许可,示例企业"]
        ),
        "former": search(
            row(model(39), "授权", "20180301", "示例工业学院"),
            row(model(40), "授权", "20180301", "示例工业学院 ; 示例大学"),
        ),
    },
    {
        "pull": search(
            row(model(100), *LAPSE),
            row(model(101), "专利权的转移", "20210105"),
            *PULL[2:],
            row(invention(100), "授权", "20200101"),
            *(row(model(n), "授权", "20180301") for n in range(140, 147)),
        ),
        "kept": search(
            row(invention(101), "著录事项变更", "20220101"),
            row(model(30), "著录事项变更", "20220101"),
        ),
        "held": full((invention(102), "A", "2017.03.01"), (invention(102), "B", "2019.01.01")),
        "ended": search(row(model(31), *RESTORATION), row(model(32), *LAPSE)),
        "blank": f"{LIST}\n{model(33)},U1,2018-03-01,,",
        "moved": search(row(invention(103), "专利权的转移", "20240301", "示例企业有限公司")),
        "lapsed": search(row(invention(103), "专利权的终止", "20250301", "示例企业有限公司")),
        "early": search(row(invention(104), "专利申请权、专利权的转移", "20180301")),
        "restored": search(row(model(34), *RESTORATION, title="一")),
        "names": "\n".join(
            [ALIAS, "示例工业学院,U1,2026-11-01,2010年更名", "示例大学,U1,,", "示例学院,,,",
             "示例工学院,U9,,", "示例农学院,U1,,", "示例 农学院,U2,,", "示例医学院,U1,,",
             "张小三,U1,,", "张·三,U1,,"]
        ),
    },
    {
        "ended": search(row(model(31), "专利权的终止", "20230105")),
        "blank": f"{LIST}\n{model(33)},U1,2018-03-01,2020-12-30,二",
        "restored": f"{LIST}\n{model(34)},U1,2018-03-01,2020-12-30,三",
        "names": f"{ALIAS}\n示例医学院,U2,,",
        "days": search(
            row(model(41), "专利权的终止", "20170101"),
            row(model(42), "专利权的终止", ""),
            row(model(43), "授权", "20180301").replace("2016.05.06", "2019.05.06"),
            row(model(44), "授权", "发明人丙"),
            row(model(45), "授权", "20180301", " ; "),
        ),
    },
]  # fmt: skip
Accounts = list[dict[str, tuple[int, ...]]]


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Steward], Accounts]:
    """The steps delivered one after the other: a copy of the home after each, and its accounts."""
    folder = tmp_path_factory.mktemp("steps")
    stewards, counted = [], []
    for place, texts in enumerate(STEPS):
        steward = Steward(folder / str(place))
        if stewards:
            shutil.copytree(folder / str(place - 1) / "home", folder / str(place) / "home")
        counted.append(accounts(steward.deliver(received_on=DAY, **texts).files))
        stewards.append(steward)
    return stewards, counted


Steps = tuple[list[Steward], Accounts]


def standing(steps: Steps, number: str, *columns: str) -> list[tuple[Any, ...] | None]:
    """What each step's edition says of a patent; None where it has none."""
    return [patents(steward, *columns).get(number) for steward in steps[0]]


def test_a_second_pull_adds_exactly_what_is_new(steps: Steps) -> None:
    """Seven patents, one grant, one lapse and one transfer; what was retried is no new row."""
    assert steps[1][0]["pull"] == (21, 20, 1, 0, 0, 0)
    assert steps[1][1]["pull"] == (28, 10, 0, 18, 2, 0)
    assert standing(steps, model(100), "lapsed_on")[:2] == [(None,), (date(2021, 1, 5),)]
    assert standing(steps, invention(100), "granted_on")[:2] == [None, (date(2020, 1, 1),)]
    assert transfers(steps, model(101)) == [(date(2021, 1, 5), "assignment", None)]


def test_two_pulls_in_one_delivery_say_the_same_as_one_after_the_other(steps: Steps) -> None:
    assert steps[1][0]["two_a"] == steps[1][0]["two_b"] == (2, 2, 0, 0, 0, 0)
    assert standing(steps, model(35), "lapsed_on")[0] == (date(2021, 1, 5),)


def test_a_later_state_erases_no_grant_and_no_lapse(steps: Steps) -> None:
    assert steps[1][1]["kept"] == (2, 0, 0, 2, 0, 0)
    assert standing(steps, invention(101), "granted_on")[1] == (date(2019, 1, 1),)
    assert standing(steps, model(30), "lapsed_on")[1] == (date(2021, 1, 5),)


def test_a_lapse_is_held_until_a_delivery_tells_the_grant(steps: Steps) -> None:
    assert steps[1][0]["held"][:3] == (1, 0, 1)
    assert standing(steps, invention(102), "granted_on", "lapsed_on")[:2] == [
        None, (date(2019, 1, 1), date(2022, 1, 1)),
    ]  # fmt: skip
    retried = steps[0][1].table("filings", "delivery_no", "name", "accepted", "rejected")
    assert (1, "held.csv", 1, 0) in retried


@pytest.mark.parametrize("serial", [31, 32])
def test_a_restoration_ends_a_lapse_whichever_was_delivered_first(
    steps: Steps, serial: int
) -> None:
    assert standing(steps, model(serial), "lapsed_on")[1] == (None,)


def test_a_lapse_after_a_restoration_counts(steps: Steps) -> None:
    assert standing(steps, model(31), "lapsed_on")[2] == (date(2023, 1, 5),)


def test_a_blank_in_a_later_list_erases_nothing_that_an_export_has_shown(steps: Steps) -> None:
    assert steps[1][1]["blank"] == (1, 0, 0, 1, 0, 0)
    assert steps[1][2]["blank"] == (1, 1, 0, 0, 1, 0)
    assert standing(steps, model(33), "lapsed_on", "title") == [
        (date(2021, 1, 5), "一"), (date(2021, 1, 5), "一"), (date(2020, 12, 30), "二"),
    ]  # fmt: skip


def test_an_old_lapse_in_a_list_does_not_undo_a_restoration(steps: Steps) -> None:
    assert steps[1][1]["restored"] == (1, 1, 0, 0, 1, 0)
    assert standing(steps, model(34), "lapsed_on", "title") == [
        (date(2020, 12, 30), "一"), (None, "一"), (None, "三"),
    ]  # fmt: skip


def test_an_export_tells_of_a_known_patent_whoever_holds_it_now(steps: Steps) -> None:
    assert steps[1][1]["moved"][:3] == steps[1][1]["lapsed"][:3] == (1, 1, 0)
    assert standing(steps, invention(103), "lapsed_on", "title")[1] == (date(2025, 3, 1), "一")
    assert transfers(steps, invention(103)) == [(date(2024, 3, 1), "assignment", None)]


def test_a_transfer_before_the_grant_is_none(steps: Steps) -> None:
    assert transfers(steps, invention(104)) == []


def test_a_transfer_that_a_list_tells_of_the_same_day_counts_once(steps: Steps) -> None:
    assert transfers(steps, model(38)) == [
        (date(2024, 3, 1), "assignment", "示例企业"), (date(2024, 3, 2), "licence", "示例企业"),
    ]  # fmt: skip


def transfers(steps: Steps, number: str) -> list[tuple[Any, ...]]:
    """The transfers of a patent in the second step's edition."""
    steward = steps[0][1]
    (patent_no,) = patents(steward, "patent_no")[number]
    facts = steward.table("transfers", "patent_no", "recorded_on", "mode", "transferee")
    return [tuple(rest) for one, *rest in facts if one == patent_no]


def test_an_alias_that_arrives_later_brings_in_what_was_rejected(steps: Steps) -> None:
    assert steps[1][0]["former"][:3] == (2, 1, 1)
    assert standing(steps, model(39), "institution_no")[:2] == [None, (1,)]
    assert standing(steps, model(40), "institution_no")[:2] == [(3,), (1,)]
    assert not told(steps[0][1], "holder_unknown")


def test_an_alias_is_confirmed_and_means_one_institution(steps: Steps) -> None:
    assert steps[1][1]["names"] == (9, 2, 7, 0, 0, 0)
    found = {(each["row_no"], each["rule"]) for each in steps[0][1].findings(2)
             if each["severity"] == "rejection"}  # fmt: skip
    assert found == {
        (3, "alias_is_a_name"), (None, "alias_not_confirmed"), (5, "unknown_institution"),
        (6, "conflicting_rows"), (7, "conflicting_rows"),
        (9, "alias_is_a_person"), (10, "alias_is_a_person"),
    }  # fmt: skip
    assert "张" not in json.dumps([dict(each) for each in steps[0][1].findings(2)],
                                 ensure_ascii=False, default=str)  # fmt: skip
    assert steps[0][2].table("aliases", "alias", "institution_id") == [
        ("示例医学院", "U2"), ("示例工业学院", "U1"),
    ]  # fmt: skip


def test_days_that_cannot_be_are_rejected_with_their_cells(steps: Steps) -> None:
    assert steps[1][2]["days"][:3] == (5, 0, 5)
    found = {each["row_no"]: (each["rule"], each["column_letter"], each["value"])
             for each in steps[0][2].findings(3) if each["severity"] == "rejection"}  # fmt: skip
    assert found == {
        2: ("lapse_before_grant", "D", "20170101"),
        3: ("required_cell_empty", "D", None),
        4: ("filing_after_grant", "G", "2019.05.06"),
        5: ("form_not_understood", "D", "…"),  # a ragged row's cell may be a person's name
        6: ("required_cell_empty", "H", "…"),
    }


def test_names_are_proposed_confirmed_and_delivered(steps: Steps, tmp_path: Path) -> None:
    """The workbook goes out with names, comes back with codes, and what is blank stays as it is."""
    shutil.copytree(steps[0][0].folder.parent, tmp_path, dirs_exist_ok=True)
    steward, path = Steward(tmp_path), tmp_path / "names.xlsx"
    with steward.edition() as edition:
        assert alias_proposals(edition) == [
            AliasProposal("示例工业学院", 2, ("U3", "U1"), ("示例大学", OWN))
        ]
        assert write_alias_proposals(edition, path) == 1
        with pytest.raises(WorkbookExistsError):
            write_alias_proposals(edition, path)
    (report,) = publish(steward.home, [path], received_on=DAY).files
    assert (report.kind, report.rows, report.rejected) == ("aliases", 1, 1)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"] = "U1"
    book.save(path)
    (report,) = publish(steward.home, [path], received_on=DAY).files
    assert (report.kind, report.rows, report.accepted) == ("aliases", 1, 1)
    assert model(39) in patents(steward)
    with steward.edition() as edition:
        assert alias_proposals(edition) == []
