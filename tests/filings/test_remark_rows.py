"""Totals and remarks in a table are no rows of it; whatever has a key is one."""

from __future__ import annotations

import pytest
from filing_files import Reading

PATENTS = ["申请号", "机构代码", "授权公告日", "专利名称"]
RETURNS = ["机构代码", "报告期", "应盘点", "已盘点"]
LISTED = ["序号", "机构代码", "机构名称", "机构类型", "省份"]
ROWS = {
    "申请号": ["201610895413.X", "4111010001", "2024-03-01", "一种装置"],
    "机构代码": ["4111010001", "2024-03", "10", "5"],
    "序号": ["1", "4111010001", "示范大学", "高校", "北京"],
}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (PATENTS, ["合计", "", "", "12件"]),
        (PATENTS, ["填表人：张三", "审核人：李四", "联系电话：13800000000", "2024年7月1日"]),
        (PATENTS, ["填表人", "张三", "联系电话", "13800000000"]),
        (PATENTS, ["联系电话：13800000000", "", "", ""]),
        (PATENTS, ["", "单位负责人（签字）：", "王五", ""]),
        (PATENTS, ["备注：本表不含共有专利", "", "", ""]),
        (PATENTS, ["注1、以授权公告日为准", "", "", ""]),
        (PATENTS, ["填报单位（盖章）：示范大学", "", "", ""]),
        (PATENTS, ["（以下空白）", "", "", ""]),
        (PATENTS, ["Total", "", "", "12"]),
        (PATENTS, ["Prepared by: A. Person", "", "", ""]),
        (PATENTS, PATENTS),
        (PATENTS, ["审核：李四", "", "", ""]),
        (PATENTS, ["李四", "", "", ""]),
        (PATENTS, ["单位（盖章）", "", "2024年7月1日", ""]),
        (PATENTS, ["共计12件", "", "", ""]),
        (PATENTS, ["第1页 共2页", "", "", ""]),
        (RETURNS, ["合计", "", "200", "90"]),
        (RETURNS, ["", "小计", "200", "90"]),
        (RETURNS, ["浙江省小计", "", "200", "90"]),
        (RETURNS, ["总 计：", "", "200", "90"]),
        (LISTED, ["合计（1所）", "", "", "", ""]),
        (LISTED, ["", "1", "北京市小计", "", ""]),
        (LISTED, ["数据来源：教育部", "", "", "", ""]),
    ],
)
def test_a_remark_is_no_row_and_nothing_of_it_is_said(make, read, header, row):
    good = ROWS[header[0]]
    reading = read(make("utf-8", [header, good, row, good]))
    assert reading.column("row_no") == [2, 4]
    assert reading.notes("remark_rows") == [{"rows": 1, "numbers": "3"}]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (PATENTS, ["201610895413.X", "合计", "", ""]),
        (PATENTS, ["zl201610895413.X", "备注：", "2024-03-01", ""]),
        (PATENTS, ["2.01611E+11", "4111010001", "2024-03-01", "一种合计装置"]),
        (PATENTS, ["", "4111010001", "2024-03-01", "说明书自动生成方法"]),
        (PATENTS, ["", "", "", "一种注塑装置"]),
        (RETURNS, ["U1", "合计", "1", "1"]),
        (RETURNS, ["示范大学", "2024-03", "1", "1"]),
        (LISTED, ["", "4111010002", "合计大学", "高校", "北京"]),
        (LISTED, ["", "", "联系大学", "高校", "北京"]),
    ],
)
def test_a_row_with_a_key_or_with_other_words_is_a_row(make, read, header, row):
    reading = read(make("utf-8", [header, ROWS[header[0]], row]))
    assert reading.column("row_no") == [2, 3]
    assert reading.notes("remark_rows") == []


def test_many_remarks_are_counted_and_some_are_named(make, read):
    rows = [RETURNS, *[["小计", "", "1", "1"]] * 12, ROWS["机构代码"]]
    named = "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …"
    assert read(make("utf-8", rows)).notes("remark_rows") == [{"rows": 12, "numbers": named}]


def test_a_table_of_several_kinds_counts_a_remark_once(make):
    header = [*PATENTS, "盘点日期", "是否入库"]
    path = make("utf-8", [header, [*ROWS["申请号"], "2024-05-01", "是"], ["合计", "1"]])
    readings = [Reading(path, kind=kind) for kind in (0, 1)]
    assert [each.landed.rows_in for each in readings] == [1, 1]
    assert sum(len(each.notes("remark_rows")) for each in readings) == 1
