"""Excel workbooks: which sheet is read, and what is refused."""

import re
import zipfile

import msoffcrypto.format.ooxml
import pytest
import xlsxwriter
from filing_files import Reading, write_xls, write_xlsx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.filings import workbook_parts
from milestones.filings.hidden_parts import notes_on_hidden_parts
from milestones.filings.kinds import kind_by_key
from milestones.filings.recognition import Header

HEADER = ["申请号", "产业化日期", "产品名称"]
ROW = ["201610895413.X", "2024-03-01", "产品"]
CELLS = st.text(
    st.characters(min_codepoint=32, blacklist_categories=["Cs", "Cc"]) | st.just("\n"), max_size=40
)


def write_sheets(path, sheets, hidden=(), charts=()):
    with xlsxwriter.Workbook(path) as book:
        for name in charts:
            book.add_chartsheet(name)
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name in hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()
    return path


def test_the_sheet_with_a_known_header_is_read(tmp_path, read):
    sheets = {"说明": [["填报说明"]], "数据": [["标题"], HEADER, ROW], "空": []}
    reading = read(write_sheets(tmp_path / "a", sheets, charts=["图"]))
    assert (reading.filing.sheet, reading.rows[0][1:5]) == ("数据", (3, *ROW))
    assert reading.notes("sheets_not_read") == [{"sheets": ("说明",)}]


def test_several_sheets_of_rows_are_refused_so_that_none_is_lost(tmp_path, refusal):
    sheets = {"一": [HEADER, ROW], "二": [HEADER, ROW], "三": [HEADER]}
    refused = refusal(write_sheets(tmp_path / "a", sheets))
    assert (refused.rule, refused.params) == ("several_sheets", {"sheets": ("一", "二")})


def test_a_sheet_with_a_header_only_is_no_second_filing(tmp_path, read):
    reading = read(write_sheets(tmp_path / "a", {"模板": [HEADER], "数据": [HEADER, ROW]}))
    assert (reading.filing.sheet, reading.landed.rows_in) == ("数据", 1)
    assert reading.notes("sheets_not_read") == [{"sheets": ("模板",)}]


def test_a_hidden_sheet_of_rows_is_a_warning(tmp_path, read):
    sheets = {"备份": [HEADER, ROW, ROW], "数据": [HEADER, ROW]}
    reading = read(write_sheets(tmp_path / "a", sheets, hidden=["备份"]))
    assert (reading.filing.sheet, reading.landed.rows_in) == ("数据", 1)
    assert reading.notes("hidden_sheets_not_read") == [{"sheets": ("备份",)}]


@pytest.mark.parametrize("write", [write_xlsx, write_xls], ids=["xlsx", "xls"])
def test_a_table_may_stand_anywhere_on_its_sheet(write, tmp_path, read):
    rows = [[], ["", "", "标题"], [], ["", "", *HEADER], ["", "", *ROW], [], ["", "", *ROW]]
    reading = read(write(tmp_path / "a", rows))
    assert reading.column("row_no") == [5, 7]
    assert [column.letter for column in reading.filing.columns] == ["C", "D", "E"]


def test_an_empty_workbook_is_an_empty_file(tmp_path, refusal):
    assert refusal(write_xlsx(tmp_path / "a", [])).rule == "empty_file"


def test_numbers_in_a_header_are_no_names(tmp_path, refusal):
    refused = refusal(write_xlsx(tmp_path / "a", [["年份", 2023, 2024.0]]))
    assert refused.params["header"] == "年份 | 2023 | 2024"


def test_a_cell_beyond_the_header_is_kept_apart(tmp_path, read):
    reading = read(write_xlsx(tmp_path / "a", [HEADER, [*ROW, None, "手写批注"], ROW]))
    assert reading.column("beyond_header") == ["手写批注", None]


def test_what_is_hidden_is_read_and_told(tmp_path, read):
    with xlsxwriter.Workbook(tmp_path / "a") as book:
        book.add_worksheet("说明").write_row(0, 0, ["请见隐藏表"])
        sheet = book.add_worksheet("数据")
        for number, row in enumerate([HEADER, ROW, ROW, ROW]):
            sheet.write_row(number, 0, row)
        sheet.autofilter(0, 0, 3, 2)
        sheet.filter_column(0, "x == nothing")
        sheet.set_row(1, options={"hidden": True})
        sheet.set_row(3, options={"hidden": True})
        sheet.set_column(1, 1, options={"hidden": True})
        sheet.set_column(5, 9, options={"hidden": True})
        sheet.hide()
    reading = read(tmp_path / "a")
    assert reading.landed.rows_in == 3
    assert reading.notes("hidden_sheet_read") == [{"sheet": "数据"}]
    assert reading.notes("hidden_rows") == [{"count": 2}]
    assert reading.notes("hidden_columns") == [{"columns": ("B",)}]


def test_hidden_rows_are_found_across_the_pieces_of_a_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_parts, "CHUNK_BYTES", 7)
    with xlsxwriter.Workbook(tmp_path / "a") as book:
        sheet = book.add_worksheet("数据")
        for number, row in enumerate([HEADER, *[ROW] * 30]):
            sheet.write_row(number, 0, row)
            sheet.set_row(number, options={"hidden": number % 3 == 1})
    header = Header(kind_by_key("products"), 1, 3, ())
    (note,) = notes_on_hidden_parts(tmp_path / "a", "xlsx", 0, header)
    assert (note.rule, note.params) == ("hidden_rows", {"count": 10})


def test_of_an_old_workbook_it_is_said_that_hiding_is_unknown(tmp_path, read):
    assert read(write_xls(tmp_path / "a", [HEADER, ROW])).notes("hiding_unknown") == [{}]


def test_a_workbook_inside_an_old_workbook_says_nothing_of_what_that_hides(tmp_path, read):
    old, new = write_xls(tmp_path / "a", [HEADER, ROW]), write_xlsx(tmp_path / "b", [HEADER, ROW])
    old.write_bytes(old.read_bytes() + new.read_bytes())
    assert read(old).notes("hiding_unknown") == [{}]


@pytest.mark.parametrize("name", ["b", "b.xls", "b.xlsx", "b.csv"])
def test_an_encrypted_workbook_says_that_it_is_protected(name, tmp_path, refusal):
    plain = write_xlsx(tmp_path / "a", [HEADER, ROW])
    with plain.open("rb") as source, (tmp_path / name).open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    refused = refusal(tmp_path / name)
    assert refused.rule == "protected"
    assert "save it again" in str(refused)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.XLS", "a.csv", "a.ods", "a.parquet"])
@pytest.mark.parametrize("write", [write_xlsx, write_xls], ids=["xlsx", "xls"])
def test_the_name_of_a_file_does_not_matter(write, name, tmp_path, read):
    assert read(write(tmp_path / name, [HEADER, ROW])).landed.rows_in == 1


@pytest.mark.parametrize("declared", [None, "A1:C2", "A1:XFD1048576"])
@pytest.mark.parametrize("cell", ["XFD1000000", "XFD1048576", "AAA99999"])
def test_a_stray_cell_far_away_is_refused_before_it_fills_the_memory(
    cell, declared, tmp_path, refusal
):
    path = tmp_path / "a"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write(cell, "x")
    refused = refusal(with_dimension(path, declared))
    assert (refused.rule, refused.params) == ("far_cells", {"cell": cell})


@pytest.mark.parametrize("declared", [None, "A1", "A1:XFD1048576", "A1:C2"])
def test_what_a_sheet_declares_as_its_size_does_not_matter(declared, tmp_path, read):
    text = '<c r="XFD1048576"> r="XFD1048576"'
    path = write_xlsx(tmp_path / "a", [HEADER, [*ROW[:2], text]])
    assert read(with_dimension(path, declared)).column("product") == [text]


def with_dimension(path, declared):
    """The workbook with another declared size in its first sheet, or with none."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    said = f'<dimension ref="{declared}"/>' if declared else ""
    parts[name] = re.sub(rb"<dimension [^>]*/>", said.encode(), parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return path


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_any_text_comes_through(tmp_path, rows):
    reading = Reading(write_xlsx(tmp_path / "a", [HEADER, *rows]))
    filled = [(number, row) for number, row in enumerate(rows, 2) if "".join(row).strip()]
    landed = [(row[1], tuple(cell or "" for cell in row[2:5])) for row in reading.rows]
    assert landed == filled
