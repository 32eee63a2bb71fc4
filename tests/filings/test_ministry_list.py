"""The Ministry of Education's list: sections give the province, long names are mended."""

import pytest

from milestones.filings.ministry_list import repair_name

HEADER = ["序号", "学校名称", "学校标识码", "主管部门", "所在地", "办学层次", "备注"]
ROWS = [
    ["附件1："],
    ["全国普通高等学校名单\n（截至2025年6月20日）"],
    HEADER,
    ["北京市（2所）"],
    [1, "北京大学", 4111010001.0, "教育部", "北京市", "本科", ""],
    [2, "中国人民大学\n附属 学院", "4111010002", "上海市\n中国科学院", "北京市", "本科", ""],
    [],
    ["内蒙古自治区(1 所)"],
    HEADER,
    [3, "吉利学院", 4111012802.0, "内蒙古自治区", "呼和浩特市", "本科", "民办"],
    [4, "集宁学院", 4115011427.0, "", "乌兰察布市", "专科", ""],
    ["", "没有标识码的学院", "", "", "", "", ""],
]


@pytest.mark.parametrize("form", ["xlsx", "xls", "utf-8", "gb18030"])
def test_only_institutions_are_rows_in(form, make, read):
    rows = [[str(cell).removesuffix(".0") if form[0] != "x" else cell for cell in r] for r in ROWS]
    reading = read(make(form, rows))
    assert reading.filing.kind.key == "institutions"
    assert reading.column("row_no") == [5, 6, 10, 11, 12]
    assert reading.column("institution_id") == [
        "4111010001", "4111010002", "4111012802", "4115011427", None,
    ]  # fmt: skip
    assert reading.column("province") == ["北京市"] * 2 + ["内蒙古自治区"] * 3
    assert reading.column("kind") == ["university"] * 5
    assert reading.column("name")[1] == "中国人民大学附属 学院"
    assert reading.column("department")[1] == "上海市\n中国科学院"


def test_notes_tell_of_counts_repairs_and_other_columns(make, read):
    reading = read(make("xlsx", ROWS))
    assert reading.notes("declared_count_differs") == [
        {"province": "内蒙古自治区", "declared": 1, "counted": 3}
    ]
    assert reading.notes("names_repaired") == [{"count": 1}]
    assert [params["column"] for params in reading.notes("extra_column")] == [
        "A 序号", "E 所在地", "F 办学层次", "G 备注",
    ]  # fmt: skip
    warnings = [note for note in reading.landed.notes if note.severity == "warning"]
    assert [(note.rule, note.row_no) for note in warnings] == [("declared_count_differs", 8)]


def test_before_the_first_section_the_province_is_unknown(make, read):
    reading = read(make("xlsx", [HEADER, ROWS[4], ["天津市"], ROWS[5]]))
    assert reading.column("province") == [None, "天津市"]
    assert reading.notes("declared_count_differs") == []


def test_a_remark_below_the_list_is_a_row_in_that_the_rules_will_reject(make, read):
    reading = read(make("xlsx", [HEADER, ROWS[3], ROWS[4], ROWS[5], ["注：以上按标识码排序"]]))
    assert reading.landed.rows_in == 3
    assert reading.column("name")[-1] is None


@pytest.mark.parametrize(
    ("name", "repaired"),
    [
        ("苏州工业园区服务外包\n职业学院", "苏州工业园区服务外包职业学院"),
        ("中国 \r\n 大学", "中国大学"),
        ("大学（北京）\n分校", "大学（北京）分校"),
        ("Demo\nUniversity", "Demo University"),
        ("大学 分校", "大学 分校"),
        ("大学\n", "大学"),
        (None, None),
    ],
)
def test_line_breaks_inside_names(name, repaired):
    assert repair_name(name) == repaired
