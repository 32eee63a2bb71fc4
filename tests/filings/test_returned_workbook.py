"""The workbook of a filing that goes back: it reads as the file did, and nothing in it runs."""

import datetime as dt
import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from filing_files import open_filing
from openpyxl.comments import Comment
from openpyxl.styles import Font

from milestones.export.template import template_bytes
from milestones.filings.kinds import INSTITUTIONS
from milestones.filings.reader import write_returned_workbook
from milestones.filings.recognition import find_headers
from milestones.filings.returned import writing
from milestones.filings.returned.cells import AUTHOR, REJECTED_COLOUR, WARNED_COLOUR
from milestones.filings.returned.cover import COVER_TITLE
from milestones.filings.returned.marking import Mark, Marking
from milestones.filings.returned.writing import write_returned
from milestones.filings.workbook import sheet_rows

HEADER = ("申请号", "盘点日期", "是否入库", "自评星级", "备注")
ABOUT = (("关于文件", "about the file"),)
RUNS = re.compile(
    rb'<f[ >/]|TargetMode="External"|ddeLink|<definedName |<customWorkbookProperties', re.IGNORECASE
)


def mark(row_no: int, column: int, *, is_rejected: bool = True) -> Mark:
    return Mark(row_no, column, is_rejected, ("原处：有误", "place: wrong"), ("有误", "wrong"))


def marking(*marks: Mark, form: str = "formatted") -> Marking:
    return Marking(ABOUT, marks, form)


def returned(path: Path, *marks: Mark, form: str = "formatted") -> tuple[Path, str]:
    """Write the workbook of a file as the commands do, in the reading process."""
    target = path.with_name("returned.xlsx")
    return target, write_returned_workbook(open_filing(path), marking(*marks, form=form), target)


def texts(path: Path) -> list[list[str | None]]:
    """Give the texts of a filing's sheet, as the reader sees them, without empty ends."""
    found = [list(cells) for _, cells in sheet_rows(path, open_filing(path).sheet)]
    for cells in found:
        while cells and not cells[-1]:
            cells.pop()
    return found


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def hostile_workbook(path: Path) -> Path:
    """A workbook with formulas, links, names, macros and a connection, as other programs write."""
    plain = path.with_name("plain.xlsx")
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet("盘点")
        sheet.write_row("A1", HEADER)
        sheet.write_row("A2", ["201610000001.5", "", "是"])
        sheet.write_datetime("B2", dt.datetime(2024, 3, 1), book.add_format({"num_format": "d.m"}))
        sheet.write_formula("D2", "=2+2", None, 4)
        sheet.write_formula("E2", '=HYPERLINK("http://evil.example","hit")', None, "hit")
        sheet.write_row("A3", ["201610000002.X", "2024-03-01", "否"])
        sheet.write_formula("D3", "='[1]other'!A1", None, 3)
        sheet.write_string("E3", "=cmd|' /C calc'!A0")
        sheet.write_url("E4", "http://evil.example", string="click")
        sheet.write_number("D4", 0.1 + 0.2)
        sheet.data_validation("C2:C9", {"validate": "list", "source": ["是", "否"]})
        sheet.data_validation("D2:D9", {"validate": "list", "source": "=[1]other!$A$1:$A$5"})
        sheet.conditional_format("A1:A9", {"type": "formula", "criteria": "=CALL()"})
        sheet.set_column("E:E", 33)
        book.define_name("Auto_Open", "=EXEC(1)")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts(plain).items():
            archive.writestr(name, content)
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/connections.xml", b"<connections/>")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    return path


def test_nothing_that_runs_comes_back_and_the_rest_does(tmp_path: Path) -> None:
    source = hostile_workbook(tmp_path / "盘点.xlsx")
    target, form = returned(source, mark(3, 3), mark(4, 0, is_rejected=False))
    assert form == "formatted"
    found = parts(target)
    assert not [name for name, content in found.items() if RUNS.search(content)]
    known = re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/_rels/workbook\.xml\.rels"
        r"|xl/(workbook|styles|sharedStrings|theme/theme1)\.xml|xl/worksheets/sheet\d\.xml"
        r"|xl/worksheets/_rels/sheet\d\.xml\.rels|xl/comments/comment\d\.xml"
        r"|xl/drawings/(comments|commentsDrawing)\d\.vml|xl/drawings/\w+\.vml"
    )
    assert [name for name in found if not known.fullmatch(name)] == []
    assert texts(target) == texts(source)
    sheet = openpyxl.load_workbook(target)["盘点"]
    assert sheet["E2"].value == "hit" and sheet["D2"].value == 4
    assert (sheet["E3"].data_type, sheet["E3"].quotePrefix) == ("s", True)
    assert sheet["E4"].hyperlink is None and sheet.column_dimensions["E"].width > 30
    assert [each.formula1 for each in sheet.data_validations.dataValidation] == ['"是,否"']
    assert sheet["D3"].fill.fgColor.rgb == REJECTED_COLOUR
    assert sheet["A4"].fill.fgColor.rgb == WARNED_COLOUR
    assert "有误" in sheet["D3"].comment.text and "wrong" in sheet["D3"].comment.text


def test_the_sheet_in_front_leads_to_the_cells_and_is_no_filing(tmp_path: Path) -> None:
    source = hostile_workbook(tmp_path / "盘点.xlsx")
    target, _ = returned(source, mark(3, 3))
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [COVER_TITLE, "盘点"]
    links = [cell.hyperlink for row in book[COVER_TITLE] for cell in row if cell.hyperlink]
    assert [(link.location, link.target) for link in links] == [("'盘点'!D3", None)]
    said = [cell.value for row in book[COVER_TITLE] for cell in row if cell.value]
    assert {"关于文件", "about the file", "place: wrong"} <= set(said)
    assert find_headers(sheet_rows(target, COVER_TITLE)) == ()
    assert open_filing(target).sheet == "盘点"


def test_a_template_keeps_its_lists_to_choose_from(tmp_path: Path) -> None:
    path = tmp_path / "机构.xlsx"
    path.write_bytes(template_bytes(INSTITUTIONS))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["4111010001", "示范大学", "高校", "火星"])
    book.save(path)
    target, form = returned(path, mark(2, 3))
    before, after = (openpyxl.load_workbook(each) for each in (path, target))
    lists = [
        {each.formula1 for each in sheet.data_validations.dataValidation if each.type == "list"}
        for sheet in (before.worksheets[0], after.worksheets[1])
    ]
    assert form == "formatted" and lists[0] == lists[1]
    assert any("!" in each for each in lists[0]), "one of them is a range of another sheet"
    assert after.sheetnames == [COVER_TITLE, *before.sheetnames]


def test_a_second_return_has_the_new_marks_alone(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(["201610000001.5", "2024-03-01", "是", 5])
    book.active["C2"].comment = Comment("我方说明", "sender")
    book.active["A1"].font = Font(bold=True, color="FFFF0000")
    book.save(tmp_path / "first.xlsx")
    once, _ = returned(tmp_path / "first.xlsx", mark(2, 2), mark(2, 3))
    (tmp_path / "again").mkdir()
    again = once.rename(tmp_path / "again" / "first.xlsx")
    twice, form = returned(again, mark(2, 0))
    found = openpyxl.load_workbook(twice)
    assert form == "formatted" and found.sheetnames == [COVER_TITLE, "Sheet"]
    sheet = found["Sheet"]
    assert sheet["A2"].comment.author == AUTHOR and sheet["D2"].comment is None
    assert sheet["C2"].comment.text == "我方说明" and sheet["C2"].fill.fill_type is None
    assert sheet["A1"].font.b and sheet["A1"].font.color.rgb == "FFFF0000"


def test_csv_and_xls_come_back_as_their_values(tmp_path: Path) -> None:
    text = tmp_path / "盘点.csv"
    rows = [HEADER, (), ("201610000001.0", "2024-03-01", "是", "", "=1+1"), ("x" * 40_000,)]
    text.write_text("\n".join(",".join(row) for row in rows), encoding="gb18030")
    target, form = returned(text, mark(3, 3), form="plain")
    assert form == "plain"
    sheet = openpyxl.load_workbook(target)["盘点"]
    assert sheet["A3"].value == "201610000001.0" and sheet["A3"].number_format == "@"
    assert sheet["E3"].value == "=1+1" and sheet["E3"].data_type == "s"
    assert sheet["D3"].comment and sheet["A2"].value is None
    cover = openpyxl.load_workbook(target)[COVER_TITLE]
    assert any("截短" in str(cell.value) for cell in cover["C"])
    old = xlwt.Workbook()
    first = old.add_sheet("名单")
    school = ("示范大学", 4111010001.0)
    head = [("全国高校名单",), ("学校名称", "学校标识码"), ("北京市（1所）",)]
    for place, cells in enumerate([*head, school]):
        for column, value in enumerate(cells):
            first.write(place, column, value)
    old.add_sheet("说明").write(0, 0, 1.5)
    old.save(str(tmp_path / "名单.xls"))
    target, form = returned(tmp_path / "名单.xls", mark(4, 0), form="plain")
    assert form == "plain" and texts(target) == texts(tmp_path / "名单.xls")
    assert openpyxl.load_workbook(target).sheetnames == [COVER_TITLE, "名单", "说明"]
    assert open_filing(target).header.ministry_list


def test_a_parquet_file_comes_back_as_texts(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    days = [dt.date(2024, 3, 1), None]
    columns = dict(zip(HEADER, (["A", "B"], days, [True, False], [4.0, None], [b"\xff", b"x"]),
                       strict=True))  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "盘点.parquet")
    target, _ = returned(tmp_path / "盘点.parquet", mark(3, 1), form="plain")
    assert texts(target) == [
        list(HEADER),
        ["A", "2024-03-01", "true", "4", "FF"],
        ["B", None, "false", None, "78"],
    ]


def test_of_a_large_file_the_marked_rows_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "盘点.csv"
    rows = "".join(f"A{number},2024-03-01,是\n" for number in range(3, 50))
    path.write_text(f"名单,,\n申请号,盘点日期,是否入库\n{rows}")
    monkeypatch.setattr(writing, "MAX_PLAIN_CELLS", 100)
    target, filing = tmp_path / "returned.xlsx", open_filing(path)
    colour_only = Mark(40, 1, is_rejected=True)
    assert write_returned(filing, marking(mark(17, 0), colour_only, form="plain"), target) == "rows"
    assert [row[0] for row in texts(target)] == ["名单", "申请号", "A17", "A40"]
    book = openpyxl.load_workbook(target)
    assert "place: wrong" in book["盘点"]["A3"].comment.text
    assert book["盘点"]["B4"].fill.fgColor.rgb == REJECTED_COLOUR
    assert any("1 条" in str(cell.value) for cell in book[COVER_TITLE]["C"])


def test_what_cannot_be_copied_with_its_look_comes_as_values(tmp_path: Path) -> None:
    source = hostile_workbook(tmp_path / "盘点.xlsx")
    found = parts(source)
    sheet = "xl/worksheets/sheet1.xml"
    found[sheet] = found[sheet].replace(b'type="list"', b'type="no such type"')
    with ZipFile(source, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    target, form = returned(source, mark(3, 3))
    assert form == "plain" and texts(target) == texts(source)
