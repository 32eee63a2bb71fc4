"""The Ministry of Education's list: sections give the province, long names are mended."""

import csv

import pytest
import xlsxwriter

from milestones.filings.ministry_list import repair_name
from milestones.paths import DATA

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


def test_a_remark_below_the_list_is_no_row(make, read):
    reading = read(make("xlsx", [HEADER, ROWS[3], ROWS[4], ROWS[5], ["注：以上按标识码排序"]]))
    assert reading.landed.rows_in == 2
    assert reading.notes("remark_rows") == [{"rows": 1, "numbers": "5"}]


@pytest.mark.parametrize(
    ("heading", "province"),
    [
        ("上海", "上海"), ("上 海 市", "上海市"), ("内 蒙古", "内蒙古"), ("广西", "广西"),
        ("新疆生产建设兵团", "新疆生产建设兵团"), ("北京市 1所", "北京市"),
        ("天津（共1所）", "天津"),
        ("河北省：1所", "河北省"), ("二、山西", "山西"), ("3. 辽宁省（1所）", "辽宁省"),
        ("吉林省（续）", "吉林省"), ("(四)安徽省", "安徽省"),
        ("Shanghai", "Shanghai"), ("310000", "310000"),
    ],
)  # fmt: skip
def test_a_row_of_a_province_alone_opens_a_section(make, read, heading, province):
    rows = [HEADER, ["浙江省（1所）"], ROWS[4], [heading], ROWS[5]]
    reading = read(make("xlsx", rows))
    assert ["".join(each.split()) for each in reading.column("province")] == ["浙江省", province]
    assert reading.notes("declared_count_differs") == []


def test_every_name_of_a_province_opens_a_section(make, read):
    with (DATA / "reference" / "provinces.csv").open(encoding="utf-8") as file:
        names = [row[name] for row in csv.DictReader(file) for name in ("name_zh", "full_zh")]
    rows = [row for name in names for row in ([name], ROWS[4])]
    assert read(make("utf-8", [HEADER, *rows])).column("province") == names


def test_a_heading_that_is_no_province_moves_no_school_to_the_one_before(make, read):
    reading = read(make("xlsx", [HEADER, ["浙江省"], ROWS[4], ["沪上"], ROWS[5]]))
    assert reading.column("province") == ["浙江省", "沪上"]


@pytest.mark.parametrize("heading", ["本科", "本科院校（2所）", "民办高校", "高职（专科）院校"])
def test_a_heading_within_a_section_opens_none(make, read, heading):
    reading = read(make("xlsx", [HEADER, ["浙江省（2所）"], ROWS[4], [heading], ROWS[5]]))
    assert reading.column("province") == ["浙江省", "浙江省"]
    assert reading.notes("declared_count_differs") == []


def test_a_section_that_goes_on_is_counted_as_one(make, read):
    rows = [
        HEADER,
        ["浙江省（2所）"],
        ROWS[4],
        ["上海市（1所）"],
        ROWS[5],
        ["浙江省（续）"],
        ROWS[9],
    ]
    assert read(make("xlsx", rows)).notes("declared_count_differs") == []
    rows = [HEADER, ["浙江省（2所）"], ROWS[4], HEADER, ["浙江省（2所）"], ROWS[5]]
    assert read(make("xlsx", rows)).notes("declared_count_differs") == []


def test_a_section_in_merged_cells(tmp_path, read):
    with xlsxwriter.Workbook(tmp_path / "a") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.merge_range(1, 0, 1, 6, "上海")
        sheet.write_row(2, 0, ROWS[4])
    assert read(tmp_path / "a").column("province") == ["上海"]


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
