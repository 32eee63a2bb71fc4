"""Recognition by the header alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.filings.kinds import FILING_KINDS
from milestones.filings.recognition import MAX_COLUMNS, column_letter, find_headers
from milestones.filings.remarks import FilingRefused
from milestones.filings.unknown_kind import unknown_kind

PATENTS = ["申请号", "机构代码", "授权公告日"]


def recognized(*cells, row_no=1):
    return find_headers([(row_no, list(cells))])


def header(*cells):
    """The header of a table of one kind."""
    (only,) = recognized(*cells)
    return only


@pytest.mark.parametrize("kind", FILING_KINDS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("alias", ["english", "first", "last"])
def test_each_kind_is_found_by_english_and_chinese_headers(kind, alias):
    picks = {"english": lambda c: c.field, "first": lambda c: c.headers[0],
             "last": lambda c: c.headers[-1]}  # fmt: skip
    found = header(*(picks[alias](column) for column in reversed(kind.columns)))
    assert found.kind is kind
    assert {column.field for column in found.columns} == set(kind.fields)


@given(st.permutations(list(FILING_KINDS[1].columns)), st.sets(st.integers(3, 10)))
def test_order_and_optional_columns_do_not_matter(columns, left_out):
    optional = {FILING_KINDS[1].columns[place].field for place in left_out}
    names = [column.field for column in columns if column.field not in optional]
    found = header(*names)
    assert (found.kind.key, [column.field for column in found.columns]) == ("patents", names)


def test_title_rows_stand_above_the_header():
    rows = [(1, ["关于报送的通知"]), (2, []), (3, ["单位：某厅", None]), (4, PATENTS)]
    assert find_headers(rows)[0].row_no == 4


TOGETHER = {
    ("patents", "assessments"): (*PATENTS, "专利名称", "盘点日期", "是否入库", "自评星级"),
    ("patents", "transfers"): (*PATENTS, "备案日期", "方式", "受让方"),
    ("assessments", "evaluations"): (
        "application_no", "stars", "assessed_on", "convertible", "enterprise", "evaluated_on",
    ),
    ("institutions", "returns"): (
        "机构代码", "机构名称", "机构类型", "省份", "报告期", "应盘点", "已盘点",
    ),
    ("assessments", "lapses"): ("申请号", "盘点日期", "是否入库", "失效日"),
    ("institutions", "patents", "products"): (
        "application_no", "granted_on", "institution_id", "name", "kind", "province",
        "industrialized_on",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kinds", "cells"), TOGETHER.items(), ids=" ".join)
def test_a_table_of_several_kinds_is_read_as_each(kinds, cells):
    headers = recognized(*cells)
    assert headers[0].unread == ()
    assert tuple(header.kind.key for header in headers) == kinds
    read = [column.label for header in headers for column in header.columns]
    assert set(read) == set(cells)
    shared = {label for label in read if read.count(label) > 1}
    assert shared <= {"申请号", "application_no", "机构代码", "institution_id"}


LIST_OF_LAPSES = ["申请号", "失效日"]


@pytest.mark.parametrize(
    ("beside", "kind"),
    [
        (["机构代码", "授权公告日"], "patents"),
        (["申请人/专利权人", "申请公布日/授权公告日"], "exports"),
        (["授权公告日", "盘点日期", "是否入库"], "assessments"),
        (["公开（公告）日"], "lapses"),
        (["机构代码"], "lapses"),
    ],
)
def test_lapses_are_no_kind_of_their_own_beside_grants(beside, kind):
    assert header(*LIST_OF_LAPSES, *beside).kind.key == kind


def test_a_list_of_grants_without_institutions_is_no_list_of_lapses():
    cells = [*LIST_OF_LAPSES, "授权公告日"]
    assert recognized(*cells) == ()
    refused = unknown_kind([(1, cells)])
    assert refused.params["kind"] == "patents"
    assert refused.params["missing"] == ("institution_id",)
    assert unknown_kind([(1, ["专利号", "失效日期"])]).params["kind"] == "lapses"


def test_a_slip_in_the_header_of_grants_is_seen_in_a_list_of_lapses():
    code, slip = header(*LIST_OF_LAPSES, "机构代码", "授权公告日期").unread
    assert (code.rule, code.kind, code.missing) == (
        "column_of_other_kind", "patents", ("granted_on",),
    )  # fmt: skip
    assert (slip.kind, slip.field, slip.is_near) == ("patents", "granted_on", True)


def test_a_header_of_two_kinds_belongs_to_the_columns_beside_it():
    cells = ["application_no", "stars", "evaluated_on", "enterprise", "convertible", "assessed_on"]
    assessments, evaluations = recognized(*cells)
    assert "stars" not in {column.field for column in assessments.columns}
    assert "stars" in {column.field for column in evaluations.columns}


@pytest.mark.parametrize("place", [0, 3, 5])
def test_a_header_of_two_kinds_between_both_stops_the_file(place):
    cells = ["application_no", "assessed_on", "convertible", "enterprise", "evaluated_on"]
    cells[place:place] = ["stars"] if place != 5 else ["remark", "stars"]
    with pytest.raises(FilingRefused) as refused:
        recognized(*cells)
    assert refused.value.rule == "ambiguous_column"
    assert refused.value.params["kinds"] == ("assessments", "evaluations")


def test_a_kind_that_loses_a_required_column_to_another_is_not_there():
    cells = ["institution_id", "name", "province", "application_no", "granted_on", "kind"]
    found = header(*cells)
    assert found.kind.key == "patents"
    assert [column.place for column in found.unread] == ["B name", "C province"]


def test_two_columns_of_one_field_are_refused_and_named():
    with pytest.raises(FilingRefused) as refused:
        header(*PATENTS, "学校标识码")
    assert refused.value.rule == "duplicate_column"
    assert refused.value.params["columns"] == ("B 机构代码", "D 学校标识码")


def test_yuan_and_ten_thousand_yuan_are_two_columns_of_one_field():
    with pytest.raises(FilingRefused, match=r"C 合同金额（元） and D 合同金额（万元）"):
        header("机构代码", "报告期", "合同金额（元）", "合同金额（万元）")


def test_matches_carry_place_label_and_factor():
    found = header("备案日期", None, "申请号", "方式", "合同金额\n（万元）")
    places = {column.field: (column.place, column.factor) for column in found.columns}
    assert places == {
        "recorded_on": ("A 备案日期", 1),
        "application_no": ("C 申请号", 1),
        "mode": ("D 方式", 1),
        "amount_cny": ("E 合同金额 （万元）", 10_000),
    }


UNITS = {
    1: ["合同金额 (元)", "合同金额（人民币元）", "合同金额元", "Amount (yuan)"],
    10_000: ["合同金额(万)", "合同金额（万元人民币）", "合同金额/万元", "*合同金额【单位：万元】"],
    100_000_000: ["合同金额（亿元）", "合同金额（亿，选填）", "合同金额_亿元"],
}


@pytest.mark.parametrize(
    ("factor", "label"), [(factor, label) for factor, labels in UNITS.items() for label in labels]
)
def test_the_unit_of_an_amount_is_read_in_every_writing(factor, label):
    found = header("申请号", "备案日期", "方式", label)
    assert (found.columns[-1].field, found.columns[-1].factor) == ("amount_cny", factor)


@pytest.mark.parametrize(
    "label", ["合同金额", "合同金额（美元）", "合同金额（万美元）", "合同金额（千元）", "Amount"]
)
def test_money_without_a_known_unit_is_a_warning_and_is_not_read(label):
    found = header("申请号", "备案日期", "方式", label)
    note = found.unread[0].note(3)
    assert (note.rule, note.severity, note.column) == (
        "amount_without_unit", "warning", f"D {label}",
    )  # fmt: skip
    assert "amount_cny" not in {column.field for column in found.columns}
    assert found.unread[0].is_near
    beside = header("申请号", "备案日期", "方式", "合同金额（元）", label).unread[0]
    assert (beside.rule, beside.is_near) == ("amount_without_unit", False)


def test_other_columns_are_information():
    unread = header("序号", *PATENTS, "备注", None, "").unread
    notes = [column.note(2) for column in unread]
    assert [(note.rule, note.severity, note.column) for note in notes] == [
        ("extra_column", "information", "A 序号"),
        ("extra_column", "information", "E 备注"),
    ]
    assert notes[0].params == {"column": "A 序号", "filled": 2}


HINTS = {
    "stars": [
        "*自评星级",
        "自评星级（1-5星）",
        "自评星级1～5星",
        "自评星级【选填】",
        "自评星级（星）",
        "stars (1-5)",
    ],
    "assessed_on": ["盘点日期（YYYY-MM-DD）", "盘点日期 * (yyyy/mm/dd，必填)", "必填：盘点日期"],
    "application_no": ["1.申请号", "（1）申请号：", "“申请号”", "Application No."],
    "convertible": ["Convertible?", "是否入库（是/否）", "是否入库是/否*", "convertible (Y/N)"],
}
ASSESSMENTS = {"application_no": "申请号", "assessed_on": "盘点日期", "convertible": "是否入库"}


@pytest.mark.parametrize(
    ("field", "label"), [(field, label) for field, labels in HINTS.items() for label in labels]
)
def test_a_header_is_known_without_its_hints(field, label):
    found = header(*{**ASSESSMENTS, field: label}.values())
    assert {column.field: column.label for column in found.columns}[field] == label


def test_a_unit_in_brackets_stays_when_hints_go():
    found = header("申请号", "备案日期", "方式", "*合同金额（万元，选填）")
    assert found.columns[-1].factor == 10_000
    stated = header("申请号", "备案日期", "方式", "合同金额（单位：万元）")
    assert stated.columns[-1].factor == 10_000
    assert header("机构代码", "报告期", "应盘点（件）", "已盘点件").unread == ()


@pytest.mark.parametrize("label", ["预计失效日", "拟失效日", "预计失效日*"])
def test_words_that_change_the_meaning_stay_and_stop_nothing(label):
    (column,) = header(*PATENTS, label).unread
    assert (column.is_near, column.label) == (False, label)


def test_two_headers_that_come_to_one_column_are_refused():
    with pytest.raises(FilingRefused) as refused:
        header(*ASSESSMENTS.values(), "自评星级", "自评星级（1-5星）")
    assert refused.value.params["columns"] == ("D 自评星级", "E 自评星级（1-5星）")


NEAR = {
    "失效日期": ("lapsed_on", True),
    "计划前是否已转化": ("transformed_before", True),
    "专利权人顺位": ("holder_rank", False),
    "申请日期": ("filed_on", True),
    "lapse_on": ("lapsed_on", True),
    "失效日（公告）": ("lapsed_on", True),
    "财政资助": ("publicly_funded", True),
    "主分类": ("ipc", True),
}


@pytest.mark.parametrize(("label", "expected"), NEAR.items())
def test_the_nearest_known_header_is_told(label, expected):
    (column,) = header(*PATENTS, label).unread
    assert (column.field, column.is_near) == expected
    assert column.note(4).rule == "like_known_column"


@pytest.mark.parametrize(
    "label", ["申请人", "授权公告号", "发明人（第一）", "转让方", "公告日*", "x" * 99]
)
def test_what_is_known_and_not_read_is_near_to_nothing(label):
    (column,) = header(*PATENTS, label).unread
    assert not column.is_near


def test_a_column_that_the_file_has_already_is_no_nearest_one():
    assert header(*PATENTS, "失效日", "失效日期").unread[0].field != "lapsed_on"


def test_columns_of_a_kind_that_misses_others_are_told_as_such():
    found = header(*PATENTS, "盘点日期", "自评星级", "是否可入库", "说明", "机构名称")
    assert found.kind.key == "patents"
    assert [(column.rule, column.kind, column.missing) for column in found.unread] == [
        ("column_of_other_kind", "assessments", ("convertible",)),
        ("column_of_other_kind", "assessments", ("convertible",)),
        ("extra_column", "assessments", ()),
        ("extra_column", "", ()),
        ("column_of_other_kind", "institutions", ("kind", "province")),
    ]  # fmt: skip
    slip = found.unread[2]
    assert (slip.field, slip.is_near) == ("convertible", True)


def test_a_column_that_is_left_out_is_not_read():
    (found,) = find_headers([(1, [*PATENTS, "失效日", "失效日期"])], {"失效日"})
    assert "lapsed_on" not in found.fields
    assert [column.rule for column in found.unread] == ["column_left_out", "extra_column"]


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_are_those_of_excel(index, letter):
    assert column_letter(index) == letter


@pytest.mark.parametrize(
    ("cells", "kind", "missing", "strange"),
    [
        (["申请号", "机构代码", "专利名", "申请日"], "patents", ("granted_on",), ("专利名",)),
        (["机构代码", "应盘点", "已盘点"], "returns", ("period",), ("—",)),
        (["申请号", "评价日期", "x"], "evaluations", ("enterprise",), ("x",)),
        (["学校名称", "学校标识码", "机构类型"], "institutions", ("province",), ("—",)),
        (["申请号", "盘点日", "是否可入库"], "assessments", ("assessed_on", "convertible"),
         ("盘点日", "是否可入库")),
    ],
)  # fmt: skip
def test_the_nearest_kind_and_what_it_misses(cells, kind, missing, strange):
    assert recognized(*cells) == ()
    refused = unknown_kind([(1, ["标题"]), (2, cells), (3, ["x"] * 9)])
    assert (refused.rule, refused.params["row"]) == ("incomplete_kind", 2)
    assert (refused.params["kind"], refused.params["missing"]) == (kind, missing)
    assert refused.params["strange"] == strange


@pytest.mark.parametrize("cells", [["地区", "Region", "合计\n\nTotal"], ["申请号", "x", "y"]])
def test_no_kind_is_named_where_none_is_near(cells):
    refused = unknown_kind([(1, ["标题"]), (2, cells), (3, ["z"] * 9)])
    assert (refused.rule, refused.params.keys()) == ("unknown_kind", {"row", "header"})


@pytest.mark.parametrize("count", [4_000, 4_001, 100_000])
def test_a_wide_table_is_read_or_refused_at_once(count):
    began = time.monotonic()
    cells = [*PATENTS, *(f"col_{number}_失效" for number in range(count - 3))]
    if count > MAX_COLUMNS:
        with pytest.raises(FilingRefused, match="columns"):
            recognized(*cells)
    else:
        assert len(header(*cells).unread) == count - 3
    assert time.monotonic() - began < 3


def test_a_long_header_is_shortened_in_the_message():
    refused = unknown_kind([(1, ["很长的一列" * 50] * 4_000)])
    assert len(refused.params["header"]) < 1_500


def test_the_list_of_the_ministry_is_told_by_its_two_columns():
    found = header("序号", "学校名称", "学校标识码", "主管部门")
    assert (found.kind.key, found.ministry_list) == ("institutions", True)


def test_a_full_list_with_the_words_of_the_ministry_is_an_ordinary_one():
    found = header("学校名称", "学校标识码", "机构类型", "所在地区")
    assert (found.kind.key, found.ministry_list) == ("institutions", False)


def test_patents_that_miss_a_column_are_no_list_of_the_ministry():
    assert recognized("学校名称", "学校标识码", "申请号") == ()
