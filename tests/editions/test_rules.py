"""Every rule rejects or warns by file, row, column and value, with a sentence a person can use."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from small_home import INSTITUTIONS, P1, P2, Steward, accounts, application_no

from milestones import query
from milestones.editions.edition_build import CONFLICTS, STAGES, WARNINGS
from milestones.editions.findings import SENTENCES, finding_place, finding_sentence
from milestones.i18n import Locale

HEADERS = {
    "institutions": "机构代码,机构名称,机构类型,省份,主管部门,统一社会信用代码",
    "patents": "申请号,机构代码,授权公告日,申请日,失效日,专利类型,是否财政资助,计划前已转化,"
    "申请人顺位",
    "assessments": "申请号,盘点日期,是否入库,自评星级,转化意愿,技术成熟度",
    "evaluations": "申请号,评价日期,企业名称,企业省份,企业评星",
    "transfers": "申请号,备案日期,方式,受让方,受让方省份,合同金额（万元）",
    "products": "申请号,产业化日期,产品名称,销售收入（元）",
    "returns": "机构代码,报告期,应盘点,已盘点,入库,合同金额（元）",
    "sample_answers": "申请号,抽查日期,是否准确,问题,抽查单位,抽样分层",
    "lapses": "专利号,失效日",
}
GOOD = {
    "institutions": "X1,示范机构,高校,浙江,教育部,91350100M000100Y43",
    "patents": f"{application_no(90)},U1,2018-05-01,2016-03-01,,发明,是,否,1",
    "assessments": "P1,2024-03-01,是,4,转让,6",
    "evaluations": "P1,2024-04-01,示范企业,浙江省,5",
    "transfers": "P1,2024-05-01,许可,示范企业,境外,12.5",
    "products": "P1,2024-06-01,示范产品,1000",
    "returns": "U2,2024-05,10,5,3,100",
    "sample_answers": "P1,2024-06-30,否,星级偏高,浙江省知识产权局,省份",
    "lapses": f"{application_no(90)},2024-05-01",
}
N1, N2, N3, N4 = (application_no(serial) for serial in range(91, 95))

BEYOND = "cells_beyond_header"
OF_EXPORTS = {
    "exported_days": {"filing_after_grant"},
    "not_granted": {"not_granted", "no_evidence_of_grant"},
    "holder_unknown": {"holder_unknown", "holder_alike", "holder_unlike", "persons_counted"},
    "alias_not_confirmed": {"alias_not_confirmed"},
    "alias_is_a_name": {"alias_is_a_name"},
    "alias_is_a_person": {"alias_is_a_person"},
    "name_without_code": {"name_without_code"},
}
"""Checks of exports and aliases, and the rules that they and the lists of holders name."""


@dataclass(frozen=True)
class Bad:
    """A row with one wrong cell: its kind, the column's letter, the rule, the cell."""

    kind: str
    letter: str
    rule: str
    value: str
    row: str

    def __str__(self) -> str:
        return f"{self.kind} {self.letter} {self.value}"


def bad(kind, letter, rule, value, changed=None):
    """The good row of a kind with one cell changed, and others by letter where that is asked."""
    cells = GOOD[kind].split(",")
    if kind == "patents":
        cells[0] = N1
    for column, cell in {**(changed or {}), letter: value}.items():
        cells[ord(column) - ord("A")] = cell
    return Bad(kind, letter, rule, value, ",".join(cells))


BAD = [
    bad("institutions", "A", "required_cell_empty", ""),
    bad("institutions", "B", "required_cell_empty", "—"),
    bad("institutions", "C", "required_cell_empty", "无"),
    bad("institutions", "D", "required_cell_empty", "无数据"),
    bad("institutions", "A", "institution_code_damaged", "4.19902E+09"),
    bad("institutions", "A", "institution_code_damaged", "121000004000000000"),
    bad("institutions", "A", "institution_code_apostrophe", "'4199010001"),
    bad("institutions", "A", "institution_code_is_name", "示范大学"),
    bad("institutions", "A", "institution_code_form", "4199-010001"),
    bad("institutions", "A", "error_cell", "#REF!"),
    bad("institutions", "B", "error_cell", "#N/A"),
    bad("institutions", "C", "error_cell", "#N/A"),
    bad("institutions", "D", "error_cell", "#NAME?"),
    bad("institutions", "D", "unknown_province", "深圳"),
    bad("institutions", "C", "unknown_choice", "大学"),
    bad("institutions", "D", "unknown_province", "浙红省"),
    bad("institutions", "D", "not_a_province", "东部地区"),
    bad("institutions", "D", "not_a_province", "合计"),
    bad("institutions", "F", "credit_code_check_digit", "91350100M000100Y44"),
    bad("institutions", "F", "credit_code_check_digit", "913501"),
    bad("patents", "A", "required_cell_empty", "/"),
    bad("patents", "B", "required_cell_empty", " "),
    bad("patents", "C", "required_cell_empty", ""),
    bad("patents", "A", "application_no_form", "一种装置"),
    bad("patents", "A", "error_cell", "#N/A"),
    bad("patents", "A", "application_no_damaged", "2.01611E+11"),
    bad("patents", "B", "institution_code_damaged", "4.19901E+09"),
    bad("patents", "A", "application_no_kind", "201650000091.X"),
    bad("patents", "A", "application_no_digit_missing", "20161000009.1"),
    bad("patents", "A", "application_no_check_digit", f"{N1[:-1]}{'1' if N1[-1] != '1' else '2'}"),
    bad("patents", "A", "publication_number", "CN101234567A"),
    bad("patents", "B", "unknown_institution", "Z9"),
    bad("patents", "C", "day_not_in_calendar", "2023-02-29"),
    bad("patents", "D", "form_not_understood", "去年"),
    bad("patents", "E", "day_not_in_calendar", "2024-13-01"),
    bad("patents", "G", "form_not_understood", "也许"),
    bad("patents", "H", "form_not_understood", "部分"),
    bad("patents", "I", "form_not_understood", "第一"),
    bad("patents", "I", "negative_number", "-1"),
    bad("patents", "F", "unknown_choice", "新品种"),
    bad("patents", "C", "day_after_receipt", "2024-07-11"),
    bad("patents", "C", "day_before_patent_law", "1985-03-31", {"D": ""}),
    bad("patents", "C", "grant_before_filing", "2016-02-29"),
    bad("patents", "E", "lapse_before_grant", "2018-04-30"),
    bad("assessments", "A", "unknown_patent", N2),
    bad("assessments", "A", "application_no_form", "P-1"),
    bad("assessments", "B", "required_cell_empty", "无"),
    bad("assessments", "B", "assessment_before_grant", "2018-01-01"),
    bad("assessments", "B", "day_after_receipt", "20240711"),
    bad("assessments", "C", "required_cell_empty", ""),
    bad("assessments", "C", "form_not_understood", "待定"),
    bad("assessments", "D", "stars_out_of_range", "6"),
    bad("assessments", "D", "stars_out_of_range", "0"),
    bad("assessments", "D", "form_not_understood", "4.5"),
    bad("assessments", "D", "error_cell", "#DIV/0!"),
    bad("assessments", "E", "unknown_choice", "赠与"),
    bad("assessments", "F", "maturity_out_of_range", "10"),
    bad("assessments", "F", "form_not_understood", "小试"),
    bad("evaluations", "A", "application_no_check_digit", f"{P1[:-1]}{(int(P1[-1]) + 1) % 10}"),
    bad("evaluations", "B", "form_not_understood", "2024.3"),
    bad("evaluations", "C", "required_cell_empty", "　"),
    bad("evaluations", "C", "error_cell", "#VALUE!"),
    bad("evaluations", "D", "not_a_province", "境外"),
    bad("evaluations", "E", "stars_out_of_range", "-1"),
    bad("transfers", "A", "unknown_patent", N3),
    bad("transfers", "B", "day_before_patent_law", "1900年1月1日"),
    bad("transfers", "C", "required_cell_empty", ""),
    bad("transfers", "C", "unknown_choice", "自行实施"),
    bad("transfers", "E", "not_a_province", "港 澳 台"),
    bad("transfers", "F", "negative_number", "-0.01"),
    bad("transfers", "D", "error_cell", "#REF!"),
    bad("transfers", "F", "form_not_understood", "面议"),
    bad("transfers", "B", "day_of_a_number", "45292.5"),
    bad("transfers", "B", "form_not_understood", "99999"),
    bad("products", "A", "publication_number", "1234567"),
    bad("products", "B", "day_after_receipt", "2030/1/1"),
    bad("products", "D", "negative_number", "－３"),
    bad("returns", "A", "unknown_institution", "U9"),
    bad("returns", "B", "required_cell_empty", "无"),
    bad("returns", "B", "form_not_understood", "2024年上半年"),
    bad("returns", "B", "day_after_receipt", "2024-08"),
    bad("returns", "B", "month_of_a_number", "2024.1"),
    bad("returns", "B", "day_not_in_calendar", "2024-13"),
    bad("returns", "B", "day_of_a_number", "45292"),
    bad("returns", "C", "negative_number", "-5"),
    bad("returns", "D", "form_not_understood", "5.5"),
    bad("returns", "F", "negative_number", "-1"),
    bad("sample_answers", "A", "unknown_patent", N2),
    bad("sample_answers", "A", "application_no_form", "P-1"),
    bad("sample_answers", "B", "required_cell_empty", ""),
    bad("sample_answers", "B", "day_after_receipt", "2024-07-11"),
    bad("sample_answers", "C", "required_cell_empty", ""),
    bad("sample_answers", "C", "form_not_understood", "基本准确"),
    bad("sample_answers", "F", "unknown_choice", "随机"),
    bad("lapses", "A", "unknown_patent", N2),
    bad("lapses", "A", "publication_number", "CN101234567A"),
    bad("lapses", "B", "required_cell_empty", "—"),
    bad("lapses", "B", "day_after_receipt", "2024-07-11"),
    bad("lapses", "B", "day_not_in_calendar", "2024-02-30"),
    bad("lapses", "B", "lapse_before_grant", "2018-04-30"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """One delivery with a good row and all bad rows of each kind; its findings by file and row."""
    steward = Steward(tmp_path_factory.mktemp("rules"))
    steward.deliver(
        institutions=INSTITUTIONS,
        patents=f"application_no,institution_id,granted_on\n{P1},U1,2018-05-01",
    )
    texts = {
        kind: "\n".join([header, GOOD[kind], *(each.row for each in BAD if each.kind == kind)])
        for kind, header in HEADERS.items()
    }
    done = steward.deliver(**texts)
    return accounts(done.files), steward.findings(delivery_no=2)


def finding_of(published, wanted):
    """All that was found in the row of a bad cell."""
    row_no = 3 + [each for each in BAD if each.kind == wanted.kind].index(wanted)
    found = [one for one in published[1] if (one["kind"], one["row_no"]) == (wanted.kind, row_no)]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("wanted", BAD, ids=str)
def test_a_bad_cell_is_named_by_file_row_column_value_and_rule(published, wanted):
    found = finding_of(published, wanted)
    assert (found["rule"], found["severity"]) == (wanted.rule, "rejection")
    assert found["file"] == f"{wanted.kind}.csv"
    assert found["column_letter"] == wanted.letter
    label = HEADERS[wanted.kind].split(",")[ord(wanted.letter) - ord("A")]
    assert found["column_label"] == label
    assert (found["value"] or "").strip() == wanted.value.strip()


@pytest.mark.parametrize("wanted", BAD, ids=str)
def test_a_bad_cell_is_explained_in_both_languages(published, wanted):
    found = finding_of(published, wanted)
    label = HEADERS[wanted.kind].split(",")[ord(wanted.letter) - ord("A")]
    for lang, foreign in (("zh", r"[A-Za-z]{2,}"), ("en", r"[\u3400-\u9fff]")):
        text = finding_sentence(found, Locale(lang))
        assert wanted.rule == "required_cell_empty" or f"“{found['value']}”" in text
        assert not re.search(foreign, text.replace(wanted.value or "\0", "").replace(label, ""))
        assert "{" not in text
        where = finding_place(found, Locale(lang))
        assert found["file"] in where and str(found["row_no"]) in where
        assert f"{wanted.letter} {label}" in where


def test_good_rows_beside_bad_ones_are_accepted(published):
    counted = {kind: sum(each.kind == kind for each in BAD) for kind in HEADERS}
    warned = {"institutions": 1}  # the good row's code is an unusual one
    assert published[0] == {
        kind: (n + 1, 1, n, 0, 0, warned.get(kind, 0)) for kind, n in counted.items()
    }


def test_every_rule_that_rejects_has_a_bad_cell_here():
    """Each check that rejects rows is tried above; conflicts and exports have their own files, and
    cells without a header a test below."""
    rejecting = {name for stage in STAGES for name in stage.checks} - OF_EXPORTS.keys()
    rejecting -= {BEYOND}
    named = {"day_out_of_range": {"day_after_receipt", "day_before_patent_law"}}
    named["unknown_province"] = {"unknown_province", "not_a_province"}
    named["application_number"] = {
        "application_no_form", "application_no_kind", "application_no_digit_missing",
    }  # fmt: skip
    named["application_number"] |= {"application_no_damaged", "error_cell"}
    named["form_not_understood"] = {
        "form_not_understood", "day_not_in_calendar", "month_of_a_number", "day_of_a_number",
        "error_cell",
    }  # fmt: skip
    named["institution_code"] = {
        "institution_code_damaged", "institution_code_apostrophe", "institution_code_is_name",
        "institution_code_form",
    }  # fmt: skip
    named["application_number_check_digit"] = {"application_no_check_digit"}
    wanted = set().union(*(named.get(check, {check}) for check in rejecting))
    assert wanted == {each.rule for each in BAD}
    of_exports = set().union(*OF_EXPORTS.values())
    elsewhere = of_exports | {BEYOND, "formula_without_value"}
    assert wanted | elsewhere | {CONFLICTS, *WARNINGS} == set(SENTENCES)


def test_an_unknown_province_is_answered_with_the_nearest(published):
    wanted = next(each for each in BAD if each.value == "浙红省")
    found = finding_of(published, wanted)
    assert "浙江" in finding_sentence(found, Locale("zh"))
    assert "Zhejiang" in finding_sentence(found, Locale("en"))


@pytest.mark.parametrize(
    ("cell", "guess"),
    [("浙江省杭州市", "浙江"), ("辽宁（沈阳）", "辽宁"), ("江酥省", "江苏、江西"),
     ("Zhejiang, China", "浙江"), ("深圳", ""), ("南京市", ""), ("海南州", ""), ("河北区", ""),
     ("东京", ""), ("Huainan", "")],
)  # fmt: skip
def test_a_province_is_guessed_only_where_it_is_really_near(tmp_path, cell, guess):
    steward = Steward(tmp_path)
    steward.deliver(institutions=f'institution_id,name,kind,province\n1,甲,高校,"{cell}"')
    (found,) = steward.findings()
    assert found["rule"] == "unknown_province"
    nearest = f"是否应为{guess}？" if guess else ""
    text = f"“{cell}”不是已知的省级行政区。请填写省级行政区的名称或代码。{nearest}"
    assert finding_sentence(found, Locale("zh")) == text


def test_a_code_that_is_neither_the_ministrys_nor_a_credit_code_is_told_once(tmp_path):
    steward = Steward(tmp_path)
    done = steward.deliver(
        institutions="""
            institution_id,name,kind,province
            4111010001,甲,高校,北京
            91350100M000100Y43,乙,科研机构,北京
            A7,丙,高校,北京
            A8,丁,高校,北京
        """,
        patents="application_no,institution_id,granted_on\nP1,A7,2018-05-01",
    )
    assert accounts(done.files) == {
        "institutions": (4, 4, 0, 0, 0, 1),
        "patents": (1, 1, 0, 0, 0, 0),
    }
    with steward.edition() as edition:
        (found,) = query.fetch(edition, "edition/findings", delivery_no=1, file_hashes=None)
    assert (found["rule"], found["row_no"], found["value"]) == ("institution_code_unusual", 4, "A7")
    assert "Such codes in this file: 2." in finding_sentence(found, Locale("en"))


def test_what_cannot_be_seen_in_a_value_is_shown(tmp_path):
    steward = Steward(tmp_path)
    steward.deliver(institutions="institution_id,name,kind,province\n1,甲,高\u200b校\u2003,浙江")
    (found,) = steward.findings()
    assert "“高‹U+200B›校‹U+2003›”" in finding_sentence(found, Locale("zh"))


def test_an_error_cell_erases_nothing_that_was_known(tmp_path):
    """Nor does one in a column of any text."""
    steward = Steward(tmp_path)
    steward.deliver(
        institutions=INSTITUTIONS,
        patents="application_no,institution_id,granted_on,title\nP1,U1,2018-05-01,一种装置",
        assessments="application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,5",
    )
    done = steward.deliver(
        patents="application_no,institution_id,granted_on,title\nP1,U1,2018-05-01,#N/A",
        assessments="application_no,assessed_on,convertible,stars\nP1,2024-03-01,是,#DIV/0!",
    )
    assert [(file.rejected, file.corrections) for file in done.files] == [(1, 0), (1, 0)]
    assert steward.table("patents", "title") == [("一种装置",)]
    assert steward.table("assessments", "stars") == [(5,)]
    assert {found["rule"] for found in steward.findings(delivery_no=2)} == {"error_cell"}


def test_a_row_is_rejected_once_whatever_the_number_of_its_faults(tmp_path):
    steward = Steward(tmp_path)
    done = steward.deliver(institutions="institution_id,name,kind,province\n,,大学,火星")
    assert accounts(done.files) == {"institutions": (1, 0, 1, 0, 0, 0)}
    assert {(one["field"], one["rule"]) for one in steward.findings()} == {
        ("institution_id", "required_cell_empty"),
        ("name", "required_cell_empty"),
        ("kind", "unknown_choice"),
        ("province", "unknown_province"),
    }


@pytest.mark.parametrize("day", ["1985-04-01", "2024-07-10"])
def test_the_first_and_the_last_day_are_accepted(tmp_path, day):
    patents = f"application_no,institution_id,granted_on\n{N1},U1,{day}"
    done = Steward(tmp_path).deliver(institutions=INSTITUTIONS, patents=patents)
    assert accounts(done.files)["patents"] == (1, 1, 0, 0, 0, 0)


def test_the_ends_of_every_range_are_accepted(tmp_path):
    steward = Steward(tmp_path)
    done = steward.deliver(
        institutions=INSTITUTIONS,
        patents="application_no,institution_id,granted_on,holder_rank\nP1,U1,2018-01-01,0",
        assessments="""
            application_no,assessed_on,convertible,stars,maturity
            P1,2024-03-01,1,1,9
            P1,2024-03-02,0,5,1
        """,
        transfers="application_no,recorded_on,mode,amount_cny\nP1,2024-03-01,equity,0",
        products="application_no,industrialized_on,revenue_cny\nP1,2024-03-01,0.00",
        returns="institution_id,period,due,assessed,amount_cny\nU2,2024-07,0,0,0",
    )
    assert [file.rejected for file in done.files] == [0] * 6


def test_days_on_one_day_are_in_order(tmp_path):
    """Filed, granted, assessed and lapsed on one day break no rule."""
    steward = Steward(tmp_path)
    done = steward.deliver(
        institutions=INSTITUTIONS,
        patents=f"""
            application_no,institution_id,granted_on,filed_on,lapsed_on
            {N1},U1,2016-05-01,2016-05-01,2016-05-01
        """,
        assessments=f"application_no,assessed_on,convertible\n{N1},2016-05-01,是",
    )
    assert [counts[1:] for counts in accounts(done.files).values()] == [
        (4, 0, 0, 0, 1), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0),
    ]  # fmt: skip


# Warnings: the row is accepted, and somebody should look


def warned(steward, **texts):
    """Rules, rows, columns and details of the warnings; no row may be rejected."""
    done = steward.deliver(institutions=INSTITUTIONS, **texts)
    assert not any(file.rejected for file in done.files)
    found = [one for one in steward.findings() if one["severity"] == "warning"]
    lists = sum(file.kind == "institutions" for file in done.files)  # each of unusual codes
    assert sum(file.warnings for file in done.files) == len(found) + lists
    for one in found:
        text = finding_sentence(one, Locale("zh"))
        assert not re.search("[a-z]{2,}", text.replace(one["value"], "")), text
        assert one["value"] in text and one["value"] in finding_sentence(one, Locale("en"))
    return [(one["rule"], one["row_no"], one["field"]) for one in found]


def test_a_kind_that_the_number_contradicts(tmp_path):
    steward = Steward(tmp_path)
    design = application_no(1, kind=3)
    patents = "申请号,机构代码,授权公告日,专利类型"
    patents += f"\n{design},U1,2018-01-01,发明\n{N1},U1,2018-01-01,发明"
    assert warned(steward, patents=patents) == [("kind_disagrees", 2, "kind")]
    assert dict(steward.table("patents", "application_no", "kind"))[design] == "design"


def test_a_number_of_another_year_than_the_filing_day(tmp_path):
    patents = f"申请号,机构代码,授权公告日,申请日\n{N1},U1,2018-01-01,2017-03-01"
    found = warned(Steward(tmp_path), patents=patents)
    assert found == [("number_year_differs", 2, "filed_on")]


def test_a_number_of_1985_without_a_check_digit(tmp_path):
    """Later numbers without one are no warning: many exports drop it."""
    patents = "申请号,机构代码,授权公告日\nCN85102475,U1,1988-01-01\n201210445426,U1,2018-01-01"
    assert warned(Steward(tmp_path), patents=patents) == [
        ("check_digit_added", 2, "application_no")
    ]


def test_two_institutions_of_one_name(tmp_path):
    same = "机构代码,机构名称,机构类型,省份\nU8,示范大学,高校,北京\nU9,另一大学,高校,北京"
    found = warned(Steward(tmp_path), more=same)
    assert found == [("same_name", 2, "name"), ("same_name", 2, "name")]


def test_a_return_beside_patent_rows(tmp_path):
    found = warned(
        Steward(tmp_path),
        patents=f"申请号,机构代码,授权公告日\n{N1},U1,2018-01-01\n{N2},U1,2018-01-01",
        assessments=f"申请号,盘点日期,是否入库\n{N1},2024-03-01,是\n{N2},2024-05-01,是",
        returns="机构代码,报告期,应盘点,已盘点\nU1,2024-03,2,1\nU1,2024-04,3,2\nU2,2024-04,9,9",
    )
    assert found == [("return_disagrees", 3, "assessed"), ("return_disagrees", 3, "due")]


def test_a_sample_answer_on_a_patent_that_nobody_had_assessed(tmp_path):
    found = warned(
        Steward(tmp_path),
        patents=f"申请号,机构代码,授权公告日\n{N1},U1,2018-01-01\n{N2},U1,2018-01-01",
        assessments=f"申请号,盘点日期,是否入库\n{N1},2024-03-01,是",
        answers=f"""
            申请号,抽查日期,是否准确
            {N1},2024-03-01,是
            {N1},2024-02-29,是
            {N2},2024-03-01,否
        """,
    )
    assert found == [
        ("sample_outside_frame", 3, "application_no"),
        ("sample_outside_frame", 4, "application_no"),
    ]


def test_cumulative_counts_that_fall(tmp_path):
    returns = "机构代码,报告期,已盘点,入库\nU1,2024-03,7,3\nU1,2024-02,8,2\nU2,2024-04,1,1"
    assert warned(Steward(tmp_path), returns=returns) == [("return_falls", 2, "assessed")]


def test_a_section_of_the_ministrys_list_that_declares_another_number(tmp_path):
    steward = Steward(tmp_path)
    done = steward.deliver(
        moe="""
            全国高等学校名单,,,
            序号,学校名称,学校标识码,主管部门
            北京市（3所）,,,
            1,示范大学,4111010001,教育部
            2,示范学院,4111010002,北京市
            浙江省（1所）,,,
            3,示范职院,4111010003,浙江省
        """
    )
    assert accounts(done.files) == {"moe": (3, 3, 0, 0, 0, 1)}
    (found,) = (one for one in steward.findings() if one["severity"] == "warning")
    assert "北京市" in finding_sentence(found, Locale("zh")) and "3" in finding_sentence(
        found, Locale("zh")
    )
    places = steward.table("institutions", "institution_id", "province", "kind")
    assert places[2] == ("4111010003", "330000", "university")


def test_a_further_holder_is_information_not_a_warning(tmp_path):
    steward = Steward(tmp_path)
    patents = "申请号,机构代码,授权公告日\nP2,U1,2018-01-01\nP2,U2,2018-01-01"
    done = steward.deliver(institutions=INSTITUTIONS, patents=patents)
    assert accounts(done.files)["patents"] == (2, 2, 0, 0, 0, 0)
    (found,) = steward.findings()
    assert (found["rule"], found["severity"], found["row_no"]) == ("co_holder", "information", 3)
    assert "U1" in finding_sentence(found, Locale("zh")) and found["value"] == "U2"
    assert steward.table("patents", "application_no") == [(P2,)]


def test_notes_on_a_whole_file_are_told_in_both_languages(tmp_path):
    """A column that is not read, money without a unit."""
    steward = Steward(tmp_path)
    steward.deliver(
        institutions=INSTITUTIONS,
        patents="申请号,机构代码,授权公告日\nP1,U1,2018-01-01\nP2,U1,2018-01-01",
        transfers="""
            申请号,备案日期,方式,备注,合同金额
            P1,2024-01-01,转让,甲,面议
            P2,2024-01-01,转让,乙,面议
            P2,2024-01-02,转让,乙,1,200
        """,
    )
    found = {one["rule"]: one for one in steward.findings()}
    assert {rule: one["severity"] for rule, one in found.items()} == {
        "extra_column": "information", "amount_without_unit": "warning",
        "cells_beyond_header": "rejection",
    }  # fmt: skip
    for one in found.values():
        for locale in (Locale("zh"), Locale("en")):
            assert finding_place(one, locale).startswith("transfers.csv")
            assert "{" not in finding_sentence(one, locale)
    assert "D 备注" in finding_sentence(found["extra_column"], Locale("zh"))
    beyond = found[BEYOND]
    assert "第 4 行 F 列" in finding_place(beyond, Locale("zh"))
    assert "“200”" in finding_sentence(beyond, Locale("zh"))
    assert "E 合同金额" in finding_sentence(found["amount_without_unit"], Locale("en"))
