"""CSV: encodings, delimiters, and rows as Excel numbers them."""

import csv
import io

import duckdb
import pytest
from filing_files import Reading, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.filings import csv_text, staging
from milestones.filings.kinds import kind_by_key
from milestones.filings.recognition import ColumnMatch
from milestones.filings.staging import append_arrow_file, create_staging_table

HEADER = "申请号,产业化日期,产品名称"
CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "filing"
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    ("written_as", "said"),
    [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")],
)
def test_the_encoding_is_found(written_as, said, written, read):
    reading = read(written(f"{HEADER}\n1,2024,中文\n", written_as))
    assert (reading.filing.encoding, reading.column("product")) == (said, ["中文"])


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", "utf-8-sig"), ("gb18030", "gb18030")])
def test_characters_across_the_chunks_of_the_check_are_text(encoding, said, written, monkeypatch):
    monkeypatch.setattr(csv_text, "CHUNK_BYTES", 3)
    assert csv_text.detect_encoding(written(f"{HEADER}\n1,2024,长春㐂𠮷\n", encoding)) == said


def test_the_wrong_byte_is_named(tmp_path, refusal):
    path = tmp_path / "filing"
    path.write_bytes(b"application_no,industrialized_on\n12\xff\xff,x\n")
    assert refusal(path).params == {"byte": 36}


CUT, GB = "装".encode()[:-1], "装置".encode("gb18030")
ENGLISH = b"application_no,industrialized_on,product\n1,2024,"
BROKEN = {
    "after whole characters": (ENGLISH + "方法".encode() + b"\n2,2024,", CUT + b"\n"),
    "the first of all": (ENGLISH, CUT + "\n2,2024,方法\n3,2024,装置\n".encode()),
    "at the end": (ENGLISH + "一种".encode(), CUT),
    "after a mark": (b"\xef\xbb\xbf" + ENGLISH, GB[1:]),
    "another encoding after it": ("产品名称,".encode() + ENGLISH, GB[1:]),
}


@pytest.mark.parametrize(("whole", "broken"), BROKEN.values(), ids=BROKEN)
def test_a_cut_character_of_utf8_is_refused_with_its_byte(whole, broken, tmp_path, refusal):
    path = tmp_path / "filing"
    path.write_bytes(whole + broken)
    refused = refusal(path)
    assert (refused.rule, refused.params) == ("broken_utf8", {"byte": len(whole) + 1})


@pytest.mark.parametrize("text", ["装置", "专利号专", "镱", "é中", "哪", "镕基镕基"])
def test_gb18030_is_read_although_some_of_it_could_be_utf8(text, tmp_path, read):
    path = tmp_path / "filing"
    path.write_bytes(ENGLISH + text.encode("gb18030") + "\n2,2024,发动机\n".encode("gb18030"))
    assert read(path).column("product") == [text, "发动机"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_that_of_the_header(delimiter, tmp_path, read):
    rows = [["标题, 一；二"], ["申请号", "产业化日期", "产品名称"], ["1", "2024", "a,b;c\td"]]
    reading = read(write_csv(tmp_path / "filing", rows, delimiter=delimiter))
    assert reading.column("product") == ["a,b;c\td"]
    assert reading.column("row_no") == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_excel_shows_them(end, written, read):
    lines = ["报送单位：某厅", "", HEADER, '1,2024,"两', '行"', "", ",,", " ,\u3000,", "2,2025,乙"]
    reading = read(written(end.join(lines)))
    assert reading.rows == [
        (7, 4, "1", "2024", f"两{end}行", None, None),
        (7, 8, "2", "2025", "乙", None, None),
    ]
    assert reading.landed.rows_in == 2


def test_a_short_row_misses_its_last_cells(written, read):
    assert read(written(f"{HEADER}\n1\n2,2024\n")).rows == [
        (7, 2, "1", None, None, None, None),
        (7, 3, "2", "2024", None, None, None),
    ]


def test_the_first_filled_cell_beyond_the_header_is_kept_apart(written, read):
    reading = read(written(f"{HEADER},\n1,2024,a,,\n2,2024,b, ,\n3,2024,一种,装置\n4,x,y,,z\n"))
    assert reading.column("beyond_header") == [None, None, "装置", "z"]
    assert reading.column("product") == ["a", "b", "一种", "y"]


def test_the_last_row_needs_no_line_break(written, read):
    assert read(written(f'{HEADER}\n1,2024,"甲"')).column("product") == ["甲"]


def test_a_quotation_inside_a_cell_is_text(written, read):
    assert read(written(f'{HEADER}\n1,2024,一种"智能"装置\n')).column("product") == [
        '一种"智能"装置'
    ]


@pytest.mark.parametrize("end", ["", "\n", "\n3,2025,乙\n"])
def test_a_quotation_that_is_never_closed_is_refused(end, written, refusal):
    refused = refusal(written(f'{HEADER}\n1,2024,甲\n2,2024,"乙{end}'))
    assert (refused.rule, refused.params) == ("quote_not_closed", {"row": 3})


@pytest.mark.parametrize("end", ["", '"'])
def test_a_cell_far_too_long_is_refused_with_its_row(end, written, refusal):
    refused = refusal(written(f'{HEADER}\n1,2024,甲\n2,2024,"{"甲" * 140_000}{end}\n3,2024,乙\n'))
    assert (refused.rule, refused.params) == ("cell_too_long", {"row": 3, "limit": 131_072})


def test_a_cell_of_the_longest_length_is_read(written, read):
    long = "甲" * 131_072
    assert read(written(f"{HEADER}\n1,2024,{long}\n")).column("product") == [long]


@pytest.mark.parametrize("cells", ["甲" * 1_000_001, "甲," * 500_001])
def test_a_line_far_too_long_is_refused_with_its_row(cells, written, refusal):
    refused = refusal(written(f"{HEADER}\n1,2024,甲\n{cells}\n"))
    assert (refused.rule, refused.params) == ("line_too_long", {"row": 3, "limit": 1_000_000})


def test_a_header_far_too_wide_is_refused(written, read, refusal):
    names = [f"x{place}" for place in range(120_000)]
    assert read(written(",".join((HEADER, *names[:3_000])))).rows == []
    refused = refusal(written(",".join((HEADER, *names))))
    assert (refused.rule, refused.params["count"]) == ("too_many_columns", 120_003)
    refused = refusal(written(",".join((HEADER, *names, *names))))
    assert (refused.rule, refused.params["row"]) == ("line_too_long", 1)


def test_the_header_is_looked_for_in_twenty_rows(written, read, refusal):
    assert read(written("\n" * 19 + HEADER + "\n1,2024,x\n")).column("row_no") == [21]
    assert refusal(written("标题\n" * 20 + HEADER + "\n1,2024,x\n")).rule == "unknown_kind"


def test_pieces_and_batches_lose_no_row(tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "ROWS_PER_PIECE", 3)
    monkeypatch.setattr(staging, "PIECES_PER_BATCH", 2)
    cells = [(number, [str(number) if number % 4 else ""]) for number in range(100)]
    kind = kind_by_key("products")
    column = ColumnMatch("application_no", "", "A", 0)
    staging.write_arrow_rows(cells, kind, [column], 1, 7, tmp_path / "rows")
    with duckdb.connect() as connection:
        create_staging_table(connection, kind, "landed")
        append_arrow_file(connection, tmp_path / "rows", kind, "landed")
        landed = connection.table("landed").order("row_no").fetchall()
    assert len(landed) == 75
    assert [row[:3] for row in landed] == [(7, n, str(n)) for n in range(100) if n % 4]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_any_text_comes_through(tmp_path, rows, encoding):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([HEADER.split(","), *rows])
    path = tmp_path / "filing"
    path.write_bytes(text.getvalue().encode(encoding))
    reading = Reading(path)
    filled = [(number, row) for number, row in enumerate(rows, 2) if "".join(row).strip()]
    landed = [(row[1], tuple(cell or "" for cell in row[2:5])) for row in reading.rows]
    assert landed == filled
