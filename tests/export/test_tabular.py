"""CSV, Parquet and JSON: exact numbers, no formulas, the selection and the stamp in the file."""

import csv
import io
import json
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from story import AWKWARD, COMMAND, FORMULA, made, sheets

from milestones.export.stamp import STAMP_FIELD, Stamp, join_languages
from milestones.export.tabular import (
    LINES_ABOVE_HEADER,
    STAMP_LINE_PREFIX,
    csv_bytes,
    escape_formula,
    json_bytes,
    parquet_bytes,
    table_rows,
)
from milestones.figures.registry import FIGURES
from milestones.selection import Selection

FORMULA_SIGNS = "=+-@\t\r＝＋－＠"


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def parquet(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("  =1", "'  =1"),
        ("\u3000=1", "'\u3000=1"),
        ("示范大学=1", "示范大学=1"),
        ("−3", "−3"),
        ("—", "—"),
        ("", ""),
    ],
)
def test_text_is_never_a_formula(text, kept):
    assert escape_formula(text) == kept


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_numbers_are_exact_and_equal_in_both_languages(figure, edition):
    chinese, english = sheets(edition, figure)
    forms = list(chinese.formats.values())
    numeric = [at for at, form in enumerate(forms) if form in ("count", "share", "money", "number")]
    for sheet in (chinese, english):
        read = table(csv_bytes(sheet))[LINES_ABOVE_HEADER + 1 :]
        for cells, row in zip(read, table_rows(sheet), strict=True):
            assert [float(cells[at]) if cells[at] else None for at in numeric] == [
                row[at] for at in numeric
            ]
    columns = [
        [row[at] for row in table_rows(sheet)] for sheet in (chinese, english) for at in numeric
    ]
    assert columns[: len(numeric)] == columns[len(numeric) :]


def test_a_csv_opens_with_its_provenance_and_stays_a_table(edition):
    sheet = sheets(edition, "province_ranking")[1]
    content = csv_bytes(sheet)
    assert content.startswith(b"\xef\xbb\xbf#")
    head, header = table(content)[:LINES_ABOVE_HEADER], table(content)[LINES_ABOVE_HEADER]
    assert all(len(line) == 1 and line[0].startswith("#") for line in head)
    told = [line[0].removeprefix("#").strip() for line in head[:5]]
    assert told == [sheet.title, sheet.subtitle, sheet.as_of, sheet.source, sheet.disclaimer]
    assert Stamp.from_json(head[5][0].removeprefix(STAMP_LINE_PREFIX)) == sheet.stamp
    assert header == list(sheet.values.columns)


def test_hostile_names_stay_names(edition):
    chinese, english = sheets(edition, "institution_table", Selection())
    named = {cells[1] for cells in table(csv_bytes(chinese))[LINES_ABOVE_HEADER + 1 :]}
    assert named == {f"'{FORMULA}", AWKWARD}
    assert {cells[1] for cells in table(csv_bytes(english))[LINES_ABOVE_HEADER + 1 :]} == {
        "'@Demo University", "'-Demo College",
    }  # fmt: skip
    cells = [cell for row in table(csv_bytes(chinese)) for cell in row]
    assert f"'{COMMAND}" in cells
    numbers = re.compile(r"-\d+(\.\d+)?")
    assert all(cell[:1] not in FORMULA_SIGNS or numbers.fullmatch(cell) for cell in cells if cell)


def test_a_selection_of_hostile_names_stays_in_its_line(edition):
    selection = Selection(departments=(COMMAND,))
    sheet = sheets(edition, "pipeline", selection)[0]
    head = table(csv_bytes(sheet))[1]
    assert len(head) == 1 and COMMAND in head[0] and head[0].startswith("# ")


def test_negative_numbers_stay_numbers(edition):
    sheet = sheets(edition, "milestone_status", Selection())[1]
    at = list(sheet.values.columns).index("Days ahead of plan (late: negative)")
    days = [cells[at] for cells in table(csv_bytes(sheet))[LINES_ABOVE_HEADER + 1 :]]
    assert any(day.startswith("-") for day in days), days


def test_parquet_keeps_types_and_says_what_it_is(edition):
    sheet = sheets(edition, "contract_value", Selection())[0]
    read = parquet(parquet_bytes(sheet))
    told = {key.decode(): value.decode() for key, value in read.schema.metadata.items()}
    assert Stamp.from_json(told[STAMP_FIELD]) == sheet.stamp
    assert (told["title"], told["selection"], told["lang"]) == (sheet.title, sheet.subtitle, "zh")
    forms = dict(zip(read.column_names, read.schema.types, strict=True))
    assert forms["月份"] == pa.date32() and forms["合同金额"] == pa.float64()
    assert 250000.55 in read["合同金额"].to_pylist()


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_parquet_holds_every_row(figure, edition):
    sheet = sheets(edition, figure)[1]
    read = parquet(parquet_bytes(sheet))
    assert read.column_names == list(sheet.formats)
    columns = [column.to_pylist() for column in read.columns]
    assert [list(row) for row in zip(*columns, strict=True)] == list(table_rows(sheet))


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_json_holds_values_once_and_words_twice(figure, edition):
    chinese, english = sheets(edition, figure)
    told = json.loads(json_bytes([chinese, english]))
    assert Stamp.from_content(told["stamp"]) == join_languages([chinese.stamp, english.stamp])[0]
    names = [column["id"] for column in told["columns"]]
    assert names == list(FIGURES[figure].columns) and len(told["rows"]) == len(chinese.values)
    for sheet in (chinese, english):
        locale = told["words"][sheet.lang]
        assert list(locale["headers"].values()) == list(sheet.formats)
        assert locale["title"] == sheet.title and locale["selection"] == sheet.subtitle
        for name, cells in locale["cells"].items():
            at = names.index(name)
            assert cells == [row[at] for row in table_rows(sheet)]


def test_several_figures_are_a_list(edition):
    pack = [*sheets(edition, "pipeline"), *sheets(edition, "changes")]
    told = json.loads(json_bytes(pack))
    assert [figure["figure"] for figure in told] == ["pipeline", "changes"]
    assert all(set(figure["words"]) == {"zh", "en"} for figure in told)


@pytest.mark.parametrize("write", [csv_bytes, parquet_bytes, lambda sheet: json_bytes([sheet])])
def test_equal_stamps_give_equal_bytes(write, edition):
    once, twice = (made(edition, "milestone_path")[0] for _ in range(2))
    assert once.stamp == twice.stamp
    assert write(once) == write(twice)
