"""Excel's errors and formulas that were never computed are no empty cells."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from filing_files import write_csv

from milestones.filings import lost_values, workbook_parts
from milestones.filings.lost_values import put_in

HEADER = ["申请号", "盘点日期", "是否入库", "自评星级"]
ROW = ["201610895413.X", "2024-03-01", "是", 3]
FORMULA = "\x1a=VLOOKUP(1,A:B,2,0)"


def write_errors(path):
    """The header and rows with an error typed, an error of a formula, and values of formulas."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("别的")
        sheet.write_formula(0, 0, "=1/0", None, "#DIV/0!")
        sheet = book.add_worksheet("数据")
        for number, row in enumerate([HEADER, ROW, ROW, ROW]):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 3, "=2+2", None, 4)
        sheet.write_formula(3, 1, '=IF(1<2,NA(),"")', None, "#N/A")
    return path


def write_uncomputed(path):
    """What a program writes that does not compute: formulas without their values."""
    book = openpyxl.Workbook()
    for row in (HEADER, [*ROW[:3], "=VLOOKUP(1,A:B,2,0)"], [*ROW[:3], "#REF!"], ROW):
        book.active.append(row)
    book.save(path)
    return path


def write_old(path):
    book = xlwt.Workbook()
    book.add_sheet("别的").row(0).set_cell_error(0, 0x2A)
    sheet = book.add_sheet("数据")
    for number, row in enumerate([HEADER, ROW, ROW]):
        for place, cell in enumerate(row):
            if (number, place) not in ((1, 3), (2, 1)):
                sheet.write(number, place, cell)
    sheet.row(1).set_cell_error(3, 0x07)
    sheet.row(2).set_cell_error(1, 0x2A)
    book.save(str(path))
    return path


def test_errors_of_a_workbook_come_as_their_text(tmp_path, read):
    reading = read(write_errors(tmp_path / "a"))
    assert reading.column("stars") == ["#DIV/0!", "4", "3"]
    assert reading.column("assessed_on") == ["2024-03-01", "2024-03-01", "#N/A"]


def test_errors_of_an_old_workbook_come_as_their_text(tmp_path, read):
    reading = read(write_old(tmp_path / "a"))
    assert reading.column("stars") == ["#DIV/0!", "3"]
    assert reading.column("assessed_on") == ["2024-03-01", "#N/A"]


def test_a_formula_without_its_value_comes_behind_a_mark(tmp_path, read):
    reading = read(write_uncomputed(tmp_path / "a"))
    assert reading.column("stars") == [FORMULA, "#REF!", "3"]


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path, read):
    path = rewritten(write_uncomputed(tmp_path / "a"), b'<c r="D2"><f>', b'<c r="D2" t="str"><f>')
    assert read(path).column("stars") == [None, "#REF!", "3"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b' r="', b' q="'),
        (b't="e"', b"t='e'"),
        (b"<f>VLOOKUP(1,A:B,2,0)</f><v></v>", b"<f>VLOOKUP(1,A:B,2,0)</f>"),
        (b"<f>VLOOKUP(1,A:B,2,0)</f><v></v>", b"<f>VLOOKUP(1,A:B,2,0)</f><v/>"),
    ],
    ids=["no references", "quotes", "no value", "empty value"],
)
def test_other_programs_write_the_same_in_other_words(tmp_path, old, new):
    path = rewritten(write_uncomputed(tmp_path / "a"), old, new)
    assert lost_values.lost_values(path, "xlsx", 0) == {2: {3: FORMULA}, 3: {3: "#REF!"}}


def test_tags_may_have_a_prefix(tmp_path):
    path = rewritten(write_uncomputed(tmp_path / "a"), b"</", b"</x:")
    path = rewritten(path, b"<", b"<x:")
    path = rewritten(path, b"<x:/", b"</")
    assert lost_values.lost_values(path, "xlsx", 0) == {2: {3: FORMULA}, 3: {3: "#REF!"}}


def test_a_sheet_is_looked_at_in_pieces_that_cut_no_row(tmp_path, monkeypatch):
    path = write_uncomputed(tmp_path / "a")
    whole = lost_values.lost_values(path, "xlsx", 0)
    for size in (7, 64, 333):
        monkeypatch.setattr(workbook_parts, "CHUNK_BYTES", size)
        assert lost_values.lost_values(path, "xlsx", 0) == whole


def test_no_row_is_cut_whose_tag_says_nothing_but_its_name(tmp_path, monkeypatch):
    path = write_uncomputed(tmp_path / "a")
    whole = lost_values.lost_values(path, "xlsx", 0)
    for number in (b"1", b"2", b"3", b"4"):
        path = rewritten(path, b'<row r="' + number + b'">', b"<row>")
    for size in (7, 64, 333):
        monkeypatch.setattr(workbook_parts, "CHUNK_BYTES", size)
        assert lost_values.lost_values(path, "xlsx", 0) == whole


def test_parts_of_a_workbook_are_found_in_capitals_too(tmp_path, read):
    path = write_uncomputed(tmp_path / "a")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(
                name.replace("sheet1", "Sheet1").replace("workbook", "Workbook"), content
            )
    reading = read(path)
    assert reading.column("stars") == [FORMULA, "#REF!", "3"]
    assert not reading.notes("hiding_unknown")


def test_the_text_of_an_error_or_a_formula_in_a_text_cell_stays_a_text(tmp_path, read):
    rows = [["申请号", "产业化日期", "产品名称"], [ROW[0], "2024-03-01", '=1+1 <f> t="e"']]
    assert read(write_csv(tmp_path / "a", rows)).column("product") == ['=1+1 <f> t="e"']


def test_what_is_lost_right_of_all_values_has_its_place():
    rows = [(1, ["a"]), (2, ["b", "c"])]
    assert list(put_in(rows, {1: {2: "#N/A"}})) == [(1, ["a", None, "#N/A"]), (2, ["b", "c"])]


def rewritten(path, old, new):
    """The workbook with other text in its first sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return path
