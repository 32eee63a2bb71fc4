"""Workbooks: numbers to reckon with, text that stays text, charts to edit, and no clock."""

import io
import math
import re
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from zipfile import ZipFile

import openpyxl
import pytest
from story import AWKWARD, FORMULA, made, sheets

from milestones.export.stamp import Stamp, join_languages, read_stamps
from milestones.export.tabular import table_rows
from milestones.export.workbook import HEAD_ROWS, xlsx_bytes
from milestones.figures.registry import FIGURES
from milestones.selection import Selection

HEADER = HEAD_ROWS + 1


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@cache
def written(edition, figure: str) -> bytes:
    return xlsx_bytes(sheets(edition, figure))


def has_chart(sheet) -> bool:
    return bool(sheet.native_charts)


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_numbers_are_the_figure_s_in_both_languages(figure, edition):
    pair = sheets(edition, figure)
    book = opened(written(edition, figure))
    for sheet, name in zip(pair, ("数据", "Data"), strict=True):
        page = book[name]
        assert [cell.value for cell in page[HEADER]] == list(sheet.formats)
        read = list(page.iter_rows(min_row=HEADER + 1, values_only=True))
        for cells, row in zip(read, table_rows(sheet), strict=True):
            for value, exact in zip(cells, row, strict=True):
                if isinstance(value, datetime):
                    assert value.date() == exact
                elif isinstance(exact, float):
                    assert math.isclose(value, exact, rel_tol=1e-15)
                else:
                    assert value == exact


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_a_chart_is_there_where_office_programs_have_one(figure, edition):
    pair = sheets(edition, figure)
    with ZipFile(io.BytesIO(written(edition, figure))) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        names = re.findall('<sheet name="([^"]+)"', parts.read("xl/workbook.xml").decode())
    wanted = sum(len(sheet.native_charts) for sheet in pair)
    assert len(charts) == wanted
    assert ("图表" in names, "Chart" in names) == (has_chart(pair[0]),) * 2
    assert names[-2:] == ["定义", "Definitions"]


def test_a_chart_that_is_copied_takes_the_mark_along(edition):
    (plain,) = sheets(edition, "milestone_path", langs=("zh",))
    told = replace(plain, disclaimer="内部")
    with ZipFile(io.BytesIO(xlsx_bytes([told]))) as parts:
        drawn = [parts.read(name).decode() for name in parts.namelist() if "/charts/c" in name]
    titles = [re.findall("<c:title>.*?</c:title>", chart)[0] for chart in drawn]
    names = [each.title for each in told.native_charts]
    assert len(titles) == 2
    assert [re.findall("<a:t>(.*?)</a:t>", title) for title in titles] == [
        [f"{name} · 内部"] for name in names
    ]


def test_cells_are_written_for_people(edition):
    page = opened(xlsx_bytes(sheets(edition, "province_ranking", langs=("en",))))["Data"]
    header = [cell.value for cell in page[HEADER]]
    formats = {name: page.cell(HEADER + 1, at + 1).number_format for at, name in enumerate(header)}
    assert formats["Assessed"] == "#,##0" and formats["Assessment coverage"] == "0.0%"
    assert page.freeze_panes == f"A{HEADER + 1}"
    assert page["A1"].value == "Which provinces have most left to assess?"


def test_only_numbers_with_decimals_are_written_with_a_point(edition):
    ahead = Selection(as_of=date(2024, 12, 30))
    page = opened(xlsx_bytes(sheets(edition, "milestone_path", ahead, langs=("en",))))["Data"]
    at = [cell.value for cell in page[HEADER]].index("Value") + 1
    cells = [page.cell(row, at) for row in range(HEADER + 1, page.max_row + 1)]
    known = [(cell.value, cell.number_format) for cell in cells if cell.value is not None]
    assert {form for _, form in known} == {"#,##0", "#,##0.00"}
    assert all((value == round(value)) == (form == "#,##0") for value, form in known)


def test_what_a_reader_must_know_stands_above_the_table(edition):
    sheet = sheets(edition, "pipeline", langs=("zh",))[0]
    book = opened(xlsx_bytes([sheet]))
    above = [book["数据"].cell(row, 1).value for row in range(1, HEAD_ROWS)]
    assert above == [
        sheet.title,
        sheet.subtitle,
        sheet.as_of,
        sheet.source,
        sheet.disclaimer or None,
    ]
    told = {row[0].value: row[1].value for row in book["定义"].iter_rows() if row[0].value}
    assert told["数值的SHA-256"] == sheet.stamp.values
    assert told["版次"] == edition.id and sheet.caption in told.values()


def test_text_is_never_a_formula_nor_a_link(edition):
    book = opened(xlsx_bytes(sheets(edition, "institution_table", Selection())))
    assert {cell.value for cell in book["数据"]["B"][HEADER:]} == {FORMULA, AWKWARD}
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_the_stamp_is_a_property_and_the_day_of_receipt_the_date(edition):
    pair = sheets(edition, "pipeline")
    told = opened(xlsx_bytes(pair)).properties
    assert read_stamps(told.description) == join_languages([sheet.stamp for sheet in pair])
    assert told.created == told.modified == datetime(2025, 7, 10)
    assert told.title == pair[0].title


@pytest.mark.parametrize("figure", ["milestone_path", "province_map"])
def test_equal_stamps_give_equal_bytes(figure, edition):
    content = xlsx_bytes(made(edition, figure))
    assert content == xlsx_bytes(made(edition, figure))
    with ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_pack_numbers_its_figures(edition):
    one, other = sheets(edition, "pipeline"), sheets(edition, "changes")
    elsewhere = sheets(edition, "pipeline", Selection(kinds=("university",)))
    content = xlsx_bytes([*one, *other, *elsewhere, *one])
    names = [name for name in opened(content).sheetnames if name.endswith(("数据", "Data"))]
    assert names == ["1 数据", "1 Data", "2 数据", "2 Data", "3 数据", "3 Data"]
    stamps = read_stamps(opened(content).properties.description)
    assert [stamp.figure for stamp in stamps] == ["pipeline", "changes", "pipeline"]
    assert all(isinstance(stamp, Stamp) and stamp.langs == ("zh", "en") for stamp in stamps)
