"""Parquet: cells as text by DuckDB alone, as a table or as a view."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filing_files import Reading, open_filing, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.filings.reader import decode_parquet, parquet_relation
from milestones.filings.remarks import FilingRefused

CHINA = "Asia/Shanghai"
CELLS = st.none() | st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)


def products(path, **columns):
    pq.write_table(pa.table({"application_no": ["1"], "industrialized_on": ["x"], **columns}), path)
    return path


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (pa.array([date(2024, 3, 1)]), "2024-03-01"),
        (pa.array([datetime(2024, 3, 1)], pa.timestamp("s")), "2024-03-01"),
        (pa.array([datetime(2024, 3, 1)], pa.timestamp("ns")), "2024-03-01"),
        (pa.array([datetime(2024, 3, 1, 12, 30)]), "2024-03-01 12:30:00"),
        (pa.array([datetime(2024, 3, 1)], pa.timestamp("us", "UTC")), "2024-03-01"),
        (pa.array([datetime(2024, 3, 1, 4)], pa.timestamp("us", "UTC")), "2024-03-01 12:00:00"),
        (pa.array([datetime(2024, 3, 1, tzinfo=timezone(timedelta(hours=8)))]), "2024-03-01"),
        (pd.Series(pd.to_datetime(["2024-03-01"]).tz_localize(CHINA).as_unit("ns")), "2024-03-01"),
        (pa.array([datetime(2024, 3, 1)], pa.timestamp("ns", "America/New_York")), "2024-03-01"),
        (pa.array([2**63 - 1], pa.timestamp("ns")), "infinity"),
        (pa.array([time(1, 2, 3)]), "01:02:03"),
        (pa.array([UUID(int=7).bytes], pa.uuid()), "00000000-0000-0000-0000-000000000007"),
        (pa.array([["甲", "乙"]]), "[甲, 乙]"),
        (pa.array([{"甲": 1}]), "{'甲': 1}"),
        (pa.array([[1]], pa.list_(pa.timestamp("s"))), "['1970-01-01 00:00:01']"),
        (pa.array([float("inf")]), "inf"),
        (pa.array([1e300]), "1e+300"),
        (pa.array([Decimal("1" * 60)]), "1.1111111111111112e+59"),
        (pa.array([4.0]), "4"),
        (pa.array([4.5]), "4.5"),
        (pa.array([4.5], pa.float32()), "4.5"),
        (pa.array([1e16]), "10000000000000000"),
        (pa.array([-0.0]), "0"),
        (pa.array([float("nan")]), None),
        (pa.array([7], pa.uint8()), "7"),
        (pa.array([Decimal("12.5000")]), "12.5000"),
        (pa.array([Decimal("12.0000")]), "12"),
        (pa.array([True]), "true"),
        (pa.array([""]), None),
        (pa.array([" "]), " "),
        (pa.nulls(1), None),
        (pa.array(["中文".encode()]), "中文"),
        (pa.array(["甲"]).dictionary_encode(), "甲"),
    ],
    ids=str,
)
def test_a_cell_becomes_text(values, text, tmp_path, read):
    assert read(products(tmp_path / "a", product=values)).column("product") == [text]


def test_rows_keep_their_numbers_and_empty_ones_do_not_count(tmp_path, read):
    numbers = ["1", None, None, " \u3000", None, "6", None]
    remarks = ["", "", "只有备注", None, None, None, "\t"]
    table = {"application_no": numbers, "industrialized_on": [None] * 7, "备注": remarks}
    pq.write_table(pa.table(table), tmp_path / "a")
    reading = read(tmp_path / "a")
    assert reading.column("row_no") == [2, 4, 7]
    assert reading.landed.rows_in == 3


def test_it_can_be_a_view_that_reads_nothing_yet(tmp_path):
    filing = open_filing(products(tmp_path / "a", product=["p"]))
    connection = duckdb.connect()
    parquet_relation(connection, filing, 3).create_view("raw")
    assert connection.table("raw").fetchall() == [(3, 2, "1", "x", "p", None, None)]
    assert [str(kind) for kind in connection.table("raw").types][:3] == [
        "INTEGER", "INTEGER", "VARCHAR",
    ]  # fmt: skip


def test_filings_of_one_kind_make_one_view(tmp_path):
    first = open_filing(products(tmp_path / "a", product=["p"]))
    second = open_filing(products(tmp_path / "b", 备注=["x"]))
    connection = duckdb.connect()
    both = parquet_relation(connection, first, 1).union(parquet_relation(connection, second, 2))
    both.create_view("raw")
    rows = connection.table("raw").order("filing_no").fetchall()
    assert rows == [(1, 2, "1", "x", "p", None, None), (2, 2, "1", "x", None, None, None)]


def test_another_format_is_no_view(tmp_path):
    filing = open_filing(write_csv(tmp_path / "a", [["application_no", "industrialized_on"]]))
    with pytest.raises(TypeError):
        parquet_relation(duckdb.connect(), filing, 1)


@pytest.mark.parametrize("name", ["a[1].parquet", "a*.parquet", "a?.parquet", "k=v/a"])
def test_a_path_is_taken_as_it_is(name, tmp_path, read):
    for decoy in ("a1.parquet", "ab.parquet"):
        products(tmp_path / decoy, product=["falsch"])
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    assert read(products(path, product=["echt"])).column("product") == ["echt"]


NAMES = (
    "a.b", 'x"y', "select", "*", "file row", "K", "", "c0", "rowid", "hive=1", "delivered",
    "file_row_number", "FILE_ROW_NUMBER", "filename", "file_index",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_strange_names_of_other_columns_do_no_harm(name, tmp_path, read):
    columns = {name: [9], "application_no": ["1"], "industrialized_on": ["x"]}
    pq.write_table(pa.table(columns), tmp_path / "a")
    assert read(tmp_path / "a").rows == [(7, 2, "1", "x", None, None, None)]


def test_names_that_differ_in_case_alone_are_two_columns(tmp_path, read):
    path = products(tmp_path / "a", x=[1], X=[None], Product=["甲"])
    assert read(path).column("product") == ["甲"]


def test_no_number_among_whole_numbers_is_blank(tmp_path, read):
    """The statistics of the file promise numbers from 1 to 3, as pandas and Arrow write them."""
    numbers = pa.array([1.0, float("nan"), 3.0])
    texts = {"申请号": ["1", "2", "3"], "产业化日期": [""] * 3}
    pq.write_table(pa.table({**texts, "销售收入（元）": numbers}), tmp_path / "a")
    assert read(tmp_path / "a").column("revenue_cny") == ["1", None, "3"]


def test_a_table_without_rows_is_an_empty_filing(tmp_path, read):
    frame = pd.DataFrame({"application_no": [], "industrialized_on": pd.to_datetime([])})
    frame.to_parquet(tmp_path / "a")
    assert (read(tmp_path / "a").landed.rows_in, read(tmp_path / "a").rows) == (0, [])


def test_thousands_of_columns_are_read_or_refused_by_name(tmp_path, read, refusal):
    wide = {f"x{number}": [None] for number in range(1_500)}
    assert read(products(tmp_path / "a", **wide, product=["p"])).column("product") == ["p"]
    wide = {f"x{number}": [None] for number in range(4_000)}
    refused = refusal(products(tmp_path / "b", **wide))
    assert (refused.rule, refused.params) == ("too_many_columns", {"count": 4_002, "limit": 4_000})


def test_a_cell_far_too_long_is_refused_though_it_costs_the_file_nothing(tmp_path, refusal):
    texts = pa.array(["p", "甲" * 140_000])
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] + [1] * 20_000), texts)
    rows = {"application_no": ["1"] * 20_001, "industrialized_on": ["2024"] * 20_001}
    pq.write_table(pa.table({**rows, "product": repeated}), tmp_path / "a", compression="zstd")
    refused = refusal(tmp_path / "a")
    assert (refused.rule, refused.params) == ("cell_too_long", {"row": 3, "limit": 131_072})


def test_bytes_in_a_column_that_is_no_field_need_be_no_text(tmp_path, read):
    table = {"application_no": ["1", None], "industrialized_on": [None, None]}
    pq.write_table(pa.table({**table, "图": pa.array([b"\xff", b"\xfe"])}), tmp_path / "a")
    assert read(tmp_path / "a").column("row_no") == [2, 3]


@pytest.mark.parametrize("compression", ["none", "zstd", "snappy"])
def test_a_damaged_page_is_refused_before_the_build(compression, tmp_path):
    path = tmp_path / "a"
    texts = [f"{number:060d}" for number in range(3_000)]
    table = pa.table({"application_no": texts, "industrialized_on": texts})
    pq.write_table(table, path, compression=compression, use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[4 : len(content) * 3 // 4] = b"\xff" * (len(content) * 3 // 4 - 4)
    path.write_bytes(content)
    filing = open_filing(path)
    with pytest.raises(FilingRefused) as refused:
        decode_parquet(filing)
    assert refused.value.rule == "damaged"


def test_text_that_is_no_utf8_is_refused(tmp_path, refusal):
    path = products(tmp_path / "a", product=["ZZZZ"])
    path.write_bytes(path.read_bytes().replace(b"ZZZZ", b"\xff\xfe\xff\xfe"))
    assert refusal(path).rule == "damaged"


def test_bytes_that_are_no_text_are_refused(tmp_path, refusal):
    refused = refusal(products(tmp_path / "a", product=pa.array([b"\xff\xfe"])))
    assert refused.rule == "damaged"


def test_an_unknown_header_is_refused_with_what_was_seen(tmp_path, refusal):
    pq.write_table(pa.table({"申请号": ["1"], "专利名称": ["x"]}), tmp_path / "a")
    refused = refusal(tmp_path / "a")
    assert refused.params == {
        "row": 1,
        "header": "申请号 | 专利名称",
        "kind": "patents",
        "missing": ("institution_id", "granted_on"),
        "strange": ("—",),
    }


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_any_text_comes_through(tmp_path, rows):
    columns = list(zip(*rows, strict=True))
    names = ("申请号", "产业化日期", "产品名称")
    arrays = [pa.array(column, pa.string()) for column in columns]
    pq.write_table(pa.table(dict(zip(names, arrays, strict=True))), tmp_path / "a")
    reading = Reading(tmp_path / "a")
    landed = {row[1]: tuple(cell or "" for cell in row[2:5]) for row in reading.rows}
    for number, row in enumerate(rows, 2):
        texts = tuple(cell or "" for cell in row)
        assert landed.get(number, texts) == texts
        assert number in landed or not "".join(texts).strip()
