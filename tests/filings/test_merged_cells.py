"""A cell that a workbook has merged over several rows counts for each of them."""

from __future__ import annotations

import pytest
import xlsxwriter
import xlwt
from filing_files import write_xlsx

HEADER = ["机构代码", "机构名称", "机构类型", "省份"]
ROWS = [[f"411101000{number}", f"示范大学{number}", "高校"] for number in range(4)]


def write_new(path, header, rows, merged):
    """A table, and (first row, last row, column, value) of merged cells, rows counted from 0."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
        for first, last, column, value in merged:
            sheet.merge_range(first, column, last, column, value)
    return path


def write_old(path, header, rows, merged):
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for number, row in enumerate([header, *rows]):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    for first, last, column, value in merged:
        sheet.write_merge(first, last, column, column, value)
    book.save(str(path))
    return path


@pytest.mark.parametrize("write", [write_new, write_old], ids=["xlsx", "xls"])
def test_each_row_takes_the_value_of_a_merged_cell(write, tmp_path, read):
    reading = read(write(tmp_path / "a", HEADER, ROWS, [(1, 2, 3, "北京"), (3, 4, 3, "上海")]))
    assert reading.column("province") == ["北京", "北京", "上海", "上海"]
    assert reading.notes("merged_cells") == [{"cells": 2, "first": 3}]


def test_an_empty_cell_that_is_not_merged_stays_empty(tmp_path, read):
    rows = [[*ROWS[0], "北京"], ROWS[1]]
    reading = read(write_xlsx(tmp_path / "a", [HEADER, *rows]))
    assert reading.column("province") == ["北京", None]
    assert reading.notes("merged_cells") == []


def test_a_row_without_anything_of_its_own_is_none(tmp_path, read):
    reading = read(write_new(tmp_path / "a", HEADER, ROWS[:2], [(1, 9, 3, "北京")]))
    assert reading.column("province") == ["北京", "北京"]
    assert reading.notes("merged_cells") == [{"cells": 1, "first": 3}]


def test_a_merged_header_is_no_value_of_the_rows_below(tmp_path, read):
    header = ["", "", "", ""]
    merged = [(0, 1, place, label) for place, label in enumerate(HEADER)]
    rows = [["", "", ""], [*ROWS[0], "北京"]]
    assert read(write_new(tmp_path / "a", header, rows, merged)).column("province") == ["北京"]


def test_an_amount_in_a_merged_cell_counts_once(tmp_path, read):
    """One contract of two patents: its money would be doubled."""
    header = ["申请号", "备案日期", "方式", "合同金额（元）"]
    rows = [[f"20161089541{number}", "2024-03-01", "转让"] for number in (0, 1)]
    reading = read(write_new(tmp_path / "a", header, rows, [(1, 2, 3, 100)]))
    assert reading.column("amount_cny") == ["100", None]
    assert reading.notes("merged_amounts") == [{"cells": 1, "first": 3}]
