"""Another table below the first, and required columns left empty, stop a new file."""

import pytest
from filing_files import write_csv, write_xlsx

from milestones.filings.reader import open_filings
from milestones.filings.remarks import FilingRefused

HEAD = ["申请号", "盘点日期", "是否入库"]
ROW = ["201610895413.X", "2024-03-01", "是"]
OTHER_HEADERS = {
    "another kind": ["申请号", "备案日期", "方式", "受让方"],
    "another order": ["申请号", "是否入库", "盘点日期"],
    "another width": [*HEAD, "备注"],
    "twice the same": [*HEAD, "专利号", "申请号"],
}
SAME_HEADERS = {
    "again": HEAD,
    "in English": ["application_no", "assessed_on", "convertible*"],
    "hints": ["必填", "YYYY-MM-DD", "是/否"],
}


def opened(path, **options):
    return [filing.kind.key for filing in open_filings(path, is_new=True, **options)]


@pytest.mark.parametrize("form", [write_csv, write_xlsx])
@pytest.mark.parametrize("other", OTHER_HEADERS.values(), ids=OTHER_HEADERS)
def test_another_header_below_is_named_with_its_row(form, other, tmp_path):
    path = form(tmp_path / "f", [HEAD, ROW, [], other, ROW])
    with pytest.raises(FilingRefused) as refused:
        opened(path)
    assert refused.value.rule == "second_header"
    assert (refused.value.params["row"], refused.value.params["first"]) == (4, 1)
    assert open_filings(path)[0].kind.key == "assessments", (
        "a file that was there is read as it was"
    )


@pytest.mark.parametrize("again", SAME_HEADERS.values(), ids=SAME_HEADERS)
def test_the_same_header_again_is_no_row(again, tmp_path, read):
    path = write_csv(tmp_path / "f", [HEAD, again, ROW])
    assert opened(path) == ["assessments"]
    found = read(path)
    assert found.landed.rows_in == 1
    assert found.notes("remark_rows") == [{"rows": 1, "numbers": "2"}]


def test_a_column_that_is_left_out_may_stand_in_the_header_again(tmp_path):
    head = [*HEAD, "自评星级"]
    path = write_csv(tmp_path / "f", [head, [*ROW, "5"], head, [*ROW, "5"]])
    assert opened(path, left_out=["自评星级"]) == ["assessments"]


@pytest.mark.parametrize("form", [write_csv, write_xlsx])
def test_required_columns_without_a_cell_are_told_once(form, tmp_path):
    empty = [[number, " ", "是"] for number in range(3)]
    with pytest.raises(FilingRefused) as refused:
        opened(form(tmp_path / "f", [HEAD, *empty]))
    assert refused.value.params == {"kind": "assessments", "columns": ("B 盘点日期",), "rows": 3}
    assert opened(form(tmp_path / "g", [HEAD, *empty[:2]])) == ["assessments"], "row by row"
    assert opened(form(tmp_path / "h", [HEAD, *empty, ROW])) == ["assessments"]


def test_an_empty_column_of_a_kind_that_no_row_has_is_none(tmp_path):
    head = ["申请号", "机构代码", "授权公告日", "盘点日期", "是否入库"]
    rows = [["201610895413.X", "U1", "2018-05-01", "", ""]] * 3
    assert opened(write_csv(tmp_path / "f", [head, *rows])) == ["patents", "assessments"]


def test_errors_in_all_cells_of_a_column_are_told_as_such(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "f") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for row in range(1, 5):
            sheet.write_row(row, 0, ROW)
            sheet.write_formula(row, 1, "=NA()", None, "#N/A")
    assert opened(tmp_path / "f") == ["assessments"]
