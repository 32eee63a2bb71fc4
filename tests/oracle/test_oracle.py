"""The oracle against cases small enough to work out by hand."""

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from . import forms, messy, provinces
from .breaking import rules_of_the_design
from .indicators import Choice, indicators
from .oracle import Build, Delivery, build
from .reading import read

REAL = os.environ.get("MILESTONES_REAL_FILES", "")
real = pytest.mark.skipif(not REAL, reason="MILESTONES_REAL_FILES is not set")
A, B, C, D = "201610895413.X", "201510641377.X", "200910105914.3", "201220249767.4"
INSTITUTIONS = """机构代码,机构名称,机构类型,省份,主管部门
U1,甲大学,高校,浙江,教育部
U2,乙研究所,科研机构,北    京,"示范省
中国科学院"
"""


def deliver(folder: Path, day: str, **texts: str) -> Delivery:
    """CSV files from their text, in the order given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return Delivery(date.fromisoformat(day), tuple(folder / f"{name}.csv" for name in texts))


def account(made: Build, name: str) -> tuple[int, ...]:
    """Rows, accepted, rejected, identical and corrections of a file."""
    report = next(one for one in made.reports if one.path.stem == name)
    return (report.rows, report.accepted, report.rejected, report.identical, report.corrections)


def values(made: Build, choice: Choice, day: date) -> dict[str, tuple[float, float | None]]:
    """Numerator and denominator by indicator."""
    found = indicators(made, choice, day)
    return {one["id"]: (one["numerator"], one["denominator"]) for one in found}


def test_a_list_of_lapses_ends_patents_for_all_holders_and_waits_for_them(tmp_path: Path) -> None:
    """No blank takes a lapse back; a later list and a later day in a list of patents replace it."""
    patents = "申请号,机构代码,授权公告日,失效日\n"
    days = ("2024-05-01", "2024-05-02", "2024-05-03")
    texts = (
        {
            "institutions": INSTITUTIONS,
            "patents": f"{patents}{A},U1,2018-01-01,",
            "lapses": f"申请号,失效日\n{A},2024-01-01\n{A},2024-01-01\n{B},2024-01-01\n"
            f"{C},2024-01-01\n{A},2017-12-31",
        },
        {"later": f"{patents}{A},U2,2018-01-01,\n{B},U1,2018-01-01,\n{A},U1,2018-01-01,"},
        {
            "last": f"申请号,失效日\n{A},2024-02-01",
            "replaced": f"{patents}{B},U1,2018-01-01,2024-03-01",
        },
    )
    made = build(
        [deliver(tmp_path / day, day, **each) for day, each in zip(days, texts, strict=True)]
    )
    assert account(made, "lapses") == (5, 2, 2, 1, 0)
    assert account(made, "later") == (3, 2, 0, 1, 0)
    assert account(made, "last") == account(made, "replaced") == (1, 1, 0, 0, 1)
    assert {key: values["lapsed_on"] for key, values in made.register["patents"].items()} == {
        (A, "U1"): date(2024, 2, 1), (A, "U2"): date(2024, 2, 1), (B, "U1"): date(2024, 3, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CN201610895413.X", A),
        ("ZL 201010193108.9", "201010193108.9"),
        ("CN88105304.X", "88105304.X"),
        ("2018103922220", "201810392222.0"),
        ("201210445426", "201210445426.9"),
        ("CN20121445426", "201210445426.9"),
        ("CN 00100463 A", "00100463.8"),
        ("２０１６１０８９５４１３．ｘ", A),
        ("ZL 2016 1 0895413.X", A),
    ],
)
def test_numbers_are_normalized(text: str, number: str) -> None:
    assert forms.application_no(text) == number


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ZL20101061327.6", "application_no_eleven_digits"),
        ("201610895413.1", "application_no_check_digit"),
        ("CN104123456B", "publication_number"),
        ("CN1234567C", "publication_number"),
        ("201070012345", "application_no_form"),
        ("2016108954", "application_no_form"),
    ],
)
def test_numbers_are_refused(text: str, rule: str) -> None:
    with pytest.raises(forms.Broken, match=rule):
        forms.application_no(text)


def test_the_standards_own_credit_code_passes() -> None:
    assert forms.credit_code("91350100M000100Y43") == "91350100M000100Y43"
    with pytest.raises(forms.Broken):
        forms.credit_code("91350100M000100Y44")


@pytest.mark.parametrize(
    "text", ["2024/3/1", "20240301", "2024年3月1日", "2024.03.01", "２０２４-03-01"]
)
def test_days(text: str) -> None:
    assert forms.day(text) == date(2024, 3, 1)


def test_a_small_register_by_hand(tmp_path: Path) -> None:
    first = deliver(
        tmp_path / "1",
        "2024-07-01",
        institutions=INSTITUTIONS,
        patents=f"""附件
申请号,机构代码,授权公告日,失效日,计划前已转化,备注
CN{A},U1,2020-01-01,,,x

{B},U1,2020/1/1,2024-05-01,否,
{C},U2,2023年12月31日,—,是,
{D},U2,2024-01-01,无,,
{D[:-1]}5,U2,2024-01-01,,,
{A},U9,2020-01-01,,,
""",
        assessments=f"""application_no,assessed_on,convertible,stars
{A},2024-02-01,是,４
{A},2024-06-01,无,
{B},2024-06-01,1,5
{C},2024-06-01,Y,5
{D},2023-06-01,Y,5
""",
        transfers=f"""专利号,备案日期,方式,受让方,合同金额（万元）
{A},2023-12-31,转让,丙,1
{A},2024-01-01,许可,丙,"1,000.5"
{A},2024-01-01,许可,丁,—
{B},2024-01-02,转让,丁,2
{B},2024-01-02,转让,丁,3
""",
    )
    made = build([first])
    assert account(made, "institutions") == (2, 2, 0, 0, 0)
    assert account(made, "patents") == (6, 4, 2, 0, 0)
    assert made.reports[1].rejections == {
        (8, "application_no_check_digit"),
        (9, "institution_unknown"),
    }
    assert account(made, "assessments") == (5, 4, 1, 0, 0)
    assert made.reports[2].rejections == {(6, "assessment_before_grant")}
    assert account(made, "transfers") == (5, 3, 2, 0, 0)
    assert made.reports[3].rejections == {(5, "conflict"), (6, "conflict")}
    march = values(made, Choice(), date(2024, 3, 31))
    assert march["valid"][0] == 4
    assert march["due"][0] == 2
    assert march["assessment_coverage"] == (1, 2)
    assert march["pool_share"] == (1, 1)
    assert march["good_prospects_share"] == (1, 1)
    assert march["transfer_recordals"][0] == 2
    assert march["contract_value"][0] == 10_005_000
    june = values(made, Choice(), date(2024, 6, 30))
    assert june["valid"][0] == 3
    assert june["assessment_coverage"] == (2, 2)
    assert june["pool_share"] == (1, 2)
    assert june["institution_completion"] == (1, 1)
    assert june["transferred_share"] == (1, 3)
    north = indicators(made, Choice(departments=("中国科学院",)), date(2024, 6, 30))
    assert north[2]["value"] is None and north[2]["denominator"] == 0


def test_a_second_delivery_corrects_completes_and_repeats(tmp_path: Path) -> None:
    header = "application_no,assessed_on,convertible,stars,maturity\n"
    first = deliver(
        tmp_path / "1",
        "2024-07-01",
        institutions=INSTITUTIONS,
        patents=f"application_no,institution_id,granted_on\n{A},U1,20200101\n{B},U3,20200101\n",
        assessments=f"{header}{A},2024-02-01,是,4,3\n{A},2024-02-02,是,4,3\n{B},2024-02-01,是,5,1\n",
    )
    assert account(build([first]), "patents") == (2, 1, 1, 0, 0)
    assert account(build([first]), "assessments") == (3, 2, 1, 0, 0)
    second = deliver(
        tmp_path / "2",
        "2024-08-01",
        newcomer="institution_id,name,kind,province\nU3,丙医院,hospital,Tibet\nU1,甲大学,高校,上海\n",
        narrow=f"application_no,assessed_on,convertible,stars\n{A},2024-02-01,是,\n",
        again=f"{header}{A},2024-02-02,Y,４,3.0\n{B},2024-02-01,是,5,1\n",
    )
    copy = tmp_path / "2" / "copy.csv"
    copy.write_bytes(first.paths[2].read_bytes())
    made = build([first, Delivery(second.received_on, (*second.paths, copy))])
    assert account(made, "patents") == (2, 2, 0, 0, 0)
    assert account(made, "newcomer") == (2, 2, 0, 0, 1)
    assert account(made, "narrow") == (1, 1, 0, 0, 1)
    assert account(made, "again") == (2, 0, 0, 2, 0)
    assert account(made, "copy") == (3, 0, 0, 3, 0)
    corrected = made.register["assessments"][(A, date(2024, 2, 1))]
    assert corrected["stars"] is None and corrected["maturity"] == 3
    moved = made.register["institutions"][("U1",)]
    assert moved["province"] == "310000" and moved["department"] == ("教育部",)


@pytest.mark.parametrize(
    ("ranks", "counted"),
    [((1, 2), "U1"), ((2, 1), "U2"), (("", ""), "U1"), (("", 1), "U2"), ((1, ""), "U1")],
)
def test_a_joint_patent_counts_once(
    tmp_path: Path, ranks: tuple[object, object], counted: str
) -> None:
    header = "申请号,机构代码,授权公告日,申请人顺位\n"
    files = deliver(
        tmp_path,
        "2024-07-01",
        institutions=INSTITUTIONS,
        patents=f"{header}{A},U1,2020-01-01,{ranks[0]}\n{A},U2,2020-01-01,{ranks[1]}\n",
    )
    made = build([files])
    assert account(made, "patents") == (2, 2, 0, 0, 0)
    assert len(made.patents) == 1
    assert made.patents[A]["institution_id"] == counted


def test_money_keeps_its_cents(tmp_path: Path) -> None:
    assert forms.amount("１，２３４．５６") == Decimal("1234.56")


@pytest.mark.parametrize("seed", range(1, 5))
def test_the_messy_filings_break_every_rule(tmp_path: Path, seed: int) -> None:
    deliveries = messy.generate(tmp_path, seed)
    made = build(deliveries)
    assert rules_of_the_design() <= {rule for one in made.reports for _, rule in one.rejections}
    assert sum(one.corrections for one in made.reports) > 50
    for one in made.reports:
        assert one.rows == one.accepted + one.rejected + one.identical


@real
def test_the_real_numbers_and_forms() -> None:
    for row in rows_of("appno_check_digit_vectors.csv"):
        if row["valid"] == "0":
            with pytest.raises(forms.Broken):
                forms.application_no(row["input"])
            continue
        digits, _, check = forms.application_no(row["input"]).partition(".")
        assert digits == row["canonical_appno_without_check"]
        assert row["check"] in ("", check)
    for row in rows_of("province_forms_seen.csv"):
        for form in row["raw_form"].replace("\\n", "\n").split(" / "):
            known = provinces.CODES.get(provinces.plain(form), "")
            assert known == row["gb2260"]
            assert bool(known) != (provinces.plain(form) in provinces.REFUSED)


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the real files."""
    with (Path(REAL) / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@real
def test_the_real_lists_of_the_ministry() -> None:
    issues = [Path(REAL) / f"moe_2025-06-20_{issue}.xls" for issue in ("first_issue", "reissue")]
    made = build([Delivery(date(2025, 7, 1), (issue,)) for issue in issues])
    assert [(one.accepted, one.identical) for one in made.reports] == [(2919, 0), (0, 2919)]
    assert made.register["institutions"][("4111012802",)]["province"] == "510000"
    old = read(Path(REAL) / "moe_2017.xls")
    assert len(old.rows) == 2631
    assert sum("\n" in (cells["name"] or "") for _, cells in old.rows) == 26
