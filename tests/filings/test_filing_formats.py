"""One table in every format lands as the same rows; what is no table is refused by name."""

import io
import zipfile
from datetime import date

import pytest
from filing_files import FORMATS, TEXT_FORMATS, Reading, open_filing, stage, write_csv, write_xlsx

from milestones.filings.remarks import FORMAT_NAMES as OTHER_FORMATS

ROWS = [
    ["专利名称", "申请号", "机构代码", "授权公告日", "备注"],
    ["一种“装置”,及其\n方法", "201610895413.X", "4111010001", "2024年3月1日", ""],
    ["", "CN201510641377.X", "4111010002", "2024.03.01", "复核"],
    ["", "", "", "", ""],
    ["㐂𠮷", " 98123456.7", "4111010003", "20240301", ""],
]
LANDED = [
    (7, 2, "201610895413.X", "4111010001", "2024年3月1日", "一种“装置”,及其\n方法"),
    (7, 3, "CN201510641377.X", "4111010002", "2024.03.01", None),
    (7, 5, " 98123456.7", "4111010003", "20240301", "㐂𠮷"),
]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_table_lands_alike_from_every_format(form, make, read):
    reading = read(make(form, ROWS))
    assert [row[:6] for row in reading.rows] == LANDED
    assert reading.landed.rows_in == 3
    assert reading.names == ["filing_no", "row_no", *reading.filing.kind.fields, "beyond_header"]
    assert reading.types == ["INTEGER", "INTEGER"] + ["VARCHAR"] * 12
    assert reading.filing.format == ("csv" if form in TEXT_FORMATS else form)
    places = {column.field: column.place for column in reading.filing.columns}
    assert places["application_no"] == "B 申请号"
    assert reading.notes("extra_column") == [{"column": "E 备注", "filled": 1}]


SEVERAL = [
    ["申请号", "机构代码", "授权公告日", "盘点日期", "是否入库", "备注"],
    ["a", "1", "2024-03-01", "2024-05-05", "是", ""],
    ["b", "1", "2024-03-01", "", "", "x"],
    ["c", "", "", "2024-05-05", "否", ""],
    ["d", "", "", "", "", ""],
    ["", "", "", "", "", "z"],
    ["", "", "", "", "", ""],
]


@pytest.mark.parametrize("form", FORMATS)
def test_each_row_of_a_table_of_two_kinds_lands_in_one_of_them_or_in_both(form, make):
    path = make(form, SEVERAL)
    patents, assessments = Reading(path), Reading(path, kind=1)
    assert patents.column("application_no") == ["a", "b", "d", None]
    assert assessments.column("application_no") == ["a", "c"]
    assert patents.notes("extra_column") == [{"column": "F 备注", "filled": 2}]
    assert assessments.landed.notes == ()


TWINS = [
    ["申请号", "专利号", "产业化日期"],
    ["201610895413.X", "ZL201610895413.X", "2024-03-01"],
    ["201610895414", "CN 2016108954144", "2024-03-01"],
    ["", "", "2024-03-01"],
]


@pytest.mark.parametrize("form", FORMATS)
def test_two_columns_of_one_number_are_one_where_their_cells_agree(form, make, read, refusal):
    reading = read(make(form, TWINS))
    assert reading.column("application_no") == ["201610895413.X", "201610895414", None]
    assert reading.filing.header.unread == ()
    for cell in ("ZL201610895413.5", ""):
        refused = refusal(make(form, [*TWINS, ["201610895413.X", cell, "2024-03-01"]]))
        assert (refused.rule, refused.params["row"]) == ("numbers_differ", 5)
        assert refused.params["columns"] == ("A 申请号", "B 专利号")


def test_two_columns_of_one_number_are_compared_in_a_table_of_several_kinds(make, refusal):
    header = ["机构代码", "机构名称", "机构类型", "省份", "申请号", "专利号", "授权公告日"]
    row = [
        "4111010001",
        "示范大学",
        "高校",
        "北京",
        "201610895413.X",
        "201610895414.4",
        "2024-03-01",
    ]
    refused = refusal(make("utf-8", [header, row]))
    assert (refused.rule, refused.params["row"]) == ("numbers_differ", 2)


@pytest.mark.parametrize("form", FORMATS)
def test_a_header_without_rows_is_an_empty_filing(form, make, read):
    rows = [["application_no", "industrialized_on"]]
    reading = read(make(form, rows))
    assert (reading.filing.kind.key, reading.landed.rows_in, reading.rows) == ("products", 0, [])


def test_filings_of_one_kind_share_a_table(tmp_path, read):
    reading = read(write_csv(tmp_path / "a", ROWS))
    second = open_filing(write_xlsx(tmp_path / "b", ROWS))
    stage(reading.connection, second, 8)
    counts = reading.connection.table("landed").aggregate("filing_no, count(*)").fetchall()
    assert sorted(counts) == [(7, 3), (8, 3)]


def zipped(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "rule", "form"),
    [
        (b"", "empty_file", None),
        (b"\xef\xbb\xbf \r\n", "empty_file", None),
        (b"%PDF-1.7", "other_format", "pdf"),
        (b"{\\rtf1", "other_format", "word"),
        (zipped("word/document.xml"), "other_format", "word"),
        (zipped("ppt/presentation.xml"), "other_format", "slides"),
        (zipped("xl/workbook.bin"), "other_format", "binary_workbook"),
        (zipped("mimetype", "content.xml"), "other_format", "open_document"),
        (zipped("专利.csv"), "other_format", "archive"),
        (b"\x1f\x8b\x08", "other_format", "archive"),
        (b"\x89PNG\r\n", "other_format", "image"),
        (b"SQLite format 3\x00", "other_format", "database"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"),
         "other_format", "word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "damaged", None),
        (b"PK\x03\x04" + b"x" * 600, "damaged", None),
        (b"PAR1" + b"x" * 600, "damaged", None),
        (b"PARE" + b"x" * 600, "protected", None),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page", None),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html>", "web_page", None),
        (b'<?xml version="1.0"?><Workbook>', "web_page", None),
        (b"MIME-Version: 1.0", "web_page", None),
        ("申请号,机构代码".encode("utf-16"), "other_encoding", None),
        (b"application_no,in\x00stitution_id", "not_text", None),
        (b"application_no\n\xff\xff", "unknown_encoding", None),
        (b"\xef\xbb\xbfapplication_no\n\xd6\xd0", "broken_utf8", None),
        (b"a,b\n1,2\n", "unknown_kind", None),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_name(content, rule, form, tmp_path, refusal):
    path = tmp_path / "报送.xlsx"
    path.write_bytes(content)
    refused = refusal(path)
    assert (refused.rule, refused.params.get("format")) == (rule, form)


def test_the_byte_is_named_that_is_no_gb18030_either(tmp_path, refusal):
    path, text = tmp_path / "报送.csv", "申请号,盘点日期\n".encode("gb18030")
    path.write_bytes(text + b"\xb0")
    assert refusal(path).params == {"byte": len(text) + 1}


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-32", "Big5"])
def test_another_encoding_is_called_by_its_name(encoding, tmp_path, refusal):
    path = tmp_path / "报送.csv"
    path.write_bytes("專利號,盤點日期,是否入庫\n".encode(encoding))
    assert refusal(path).params == {"encoding": encoding}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_header_in_traditional_chinese_is_called_that(encoding, tmp_path, refusal):
    path = tmp_path / "报送.csv"
    path.write_bytes("清單\n專利號,盤點日期,是否入庫\n".encode(encoding))
    refused = refusal(path)
    assert (refused.rule, refused.params["row"]) == ("traditional_chinese", 2)


def test_every_other_format_has_a_name():
    assert set(OTHER_FORMATS) >= {"pdf", "word", "slides", "archive", "image", "database"}


def test_a_missing_file_is_refused(tmp_path, refusal):
    assert refusal(tmp_path / "none.csv").rule == "not_found"


def test_a_folder_cannot_be_opened(tmp_path, refusal):
    assert refusal(tmp_path).rule == "cannot_open"


@pytest.mark.parametrize("form", ["xlsx", "xls", "parquet"])
def test_a_file_that_was_cut_off_is_refused(form, make, refusal):
    path = make(form, [*ROWS, *[["名称", str(n), "x", "2024-01-01", ""] for n in range(500)]])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    assert refusal(path).rule == "damaged"


@pytest.mark.parametrize("form", ["xlsx", "xls", "parquet"])
def test_real_dates_and_numbers_are_written_as_people_write_them(form, make, read):
    day = date(2024, 3, 1)
    header = ["申请号", "盘点日期", "是否入库", "自评星级", "技术成熟度"]
    reading = read(make(form, [header, ["x", day, True, 4.0, 6.5], ["y", day, False, 5.0, 7.0]]))
    assert reading.column("assessed_on") == ["2024-03-01"] * 2
    assert reading.column("convertible") == ["true", "false"]
    assert reading.column("stars") == ["4", "5"]
    assert reading.column("maturity") == ["6.5", "7"]
