"""Hostile names, notes and values on their way out: no border lets through what cannot be seen."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from lxml import etree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from small_home import Steward, application_no
from typer.testing import CliRunner

from milestones.cli import app
from milestones.editions.check_report import write_report
from milestones.editions.file_reports import FileReport
from milestones.editions.findings import finding_place, finding_sentence
from milestones.export.alias_proposals import AliasProposal, alias_workbook
from milestones.filings.export_kinds import ALIASES
from milestones.i18n import Locale
from milestones.i18n.printable import json_text, printable
from milestones.logs import PrintableFormatter
from milestones.paths import FileNotWrittenError
from pages.parts import markup

HOSTILE = (
    "\x1b]0;owned\x07_x0007_\u202egpj.exe\u2069\u200b\ufeff\ufffe\uffff\u2028\u2029\x85\x7f"
    "<script>alert(1)</script>"
)
LONG = "长" * 10_000
SURROGATE = os.fsdecode(b"\xca\xbe\xb7\xb6.csv")
"""A file name in GBK, as a UTF-8 system reads it."""
NUMBERS = [application_no(serial) for serial in range(301, 309)]
FIGURES = (
    ("institution_table", ()),
    ("pipeline", ("--department", f"{HOSTILE}部", "--classification", HOSTILE)),
)
FORMATS = ("csv", "json", "parquet", "xlsx", "pptx", "svg", "png", "pdf")


def hidden(text: str, allowed: str = "") -> list[str]:
    """The letters of a text that a reader would not see, and escapes of office programs."""
    found = [
        letter
        for letter in text
        if letter not in allowed
        and (unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
             or ord(letter) & 0xFFFE == 0xFFFE)
    ]  # fmt: skip
    return found + (["_x0007_"] if "_x0007_" in text else [])


@pytest.fixture(scope="module")
def delivered(tmp_path_factory) -> Steward:
    """A home whose institutions, departments, titles, note and file names are hostile."""
    steward = Steward(tmp_path_factory.mktemp("hostile"))
    own = {
        "institution_id": ["U1", "U2", "U3"],
        "name": [f"{HOSTILE}大学", f"零\0{LONG}", "<r>大学</r>"],
        "kind": ["university"] * 3,
        "province": ["330000", "110000", "310000"],
        "department": [f"{HOSTILE}部", "教育部", "教育部"],
        "name_en": [f"{HOSTILE} University", "\x1b[31mCollege", "_x001B_ School"],
    }
    parquet = steward.folder / "institutions\x1b[2J\u202e.parquet"
    pd.DataFrame(own).to_parquet(parquet)
    rows = [
        f"{number},U{at % 3 + 1},2019-05-06,{HOSTILE.replace(',', '')}"
        for at, number in enumerate(NUMBERS)
    ]
    patents = steward.write(
        "patents.csv", "\n".join(["application_no,institution_id,granted_on,title", *rows])
    )
    steward.write(SURROGATE, _assessments())
    result = run(
        steward, "publish", parquet, patents, "--received-on", "2025-01-10", "--note", HOSTILE
    )
    assert result.exit_code == 0, result.output
    clean(result)
    return steward


def _assessments() -> str:
    rows = [f"{number},2024-03-01,是,4" for number in NUMBERS[:5]]
    bad = [f"{HOSTILE},2024-03-01,是,3", f"{LONG},2024-03-01,是,3", "\x1b[2J,2024-03-01,是,3"]
    return "\n".join(["application_no,assessed_on,convertible,stars", *rows, *bad])


def run(steward: Steward, *locale: object, lang: str = "en_GB.UTF-8"):
    env = {"MILESTONES_HOME": str(steward.home.path), "LC_ALL": lang}
    return CliRunner().invoke(app, list(map(str, locale)), env=env)


def clean(result) -> None:
    """A command told nothing hidden on either stream, no line without end, and no traceback."""
    assert hidden(result.stdout + result.stderr, "\n") == []
    assert max(map(len, result.output.splitlines()), default=0) <= 4_000
    assert result.exception is None or isinstance(result.exception, SystemExit)


# The function itself


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("示范大学　Demo 😀\u00a0\ue000", "示范大学　Demo 😀\u00a0\ue000"),
        ("\x1b[31m\x07\0", r"\x1b[31m\x07\x00"),
        ("a\r\n\tb", r"a\r\n\tb"),
        ("\u202e\u2066\u200b\ufeff", "‹U+202E›‹U+2066›‹U+200B›‹U+FEFF›"),
        ("\ufffe\U0010ffff\udcb7", "‹U+FFFE›‹U+10FFFF›‹U+DCB7›"),
        ("_x0007__x001b_", r"\x07\x1b"),
        ("_x005F_x0007_", r"\x5fx0007_"),
        ("<r><t>1</t></r>", r"\x3cr><t>1</t></r>"),
    ],
)
def test_what_cannot_be_seen_is_written_visibly(text, shown):
    assert printable(text) == shown
    assert printable(shown) == shown and hidden(printable(text)) == []


def test_a_long_text_is_cut_with_an_ellipsis():
    assert printable(LONG, 20) == "长" * 19 + "…"
    assert printable("\x1b" * 10, 20) == r"\x1b" * 4 + r"\x1" + "…"
    assert printable("短", 20) == "短"


def test_json_is_exact_and_escaped():
    content = {f"{HOSTILE}{SURROGATE}": [f"\0\n\t{HOSTILE}\U0010ffff\U000e0041"]}
    for written in (json_text(content), json_text(content, indent=2)):
        assert json.loads(written) == content
        assert hidden(written.replace("_x0007_", ""), "\n") == []


def test_the_log_holds_one_line_a_message_and_its_trace():
    def record(message: str, fault: Exception | None) -> str:
        info = None if fault is None else (type(fault), fault, fault.__traceback__)
        made = logging.LogRecord("milestones", 40, "x.py", 1, message, (HOSTILE,), info)
        return PrintableFormatter("%(message)s").format(made)

    assert "\n" not in record("a\nb %s", None)
    try:
        raise ValueError(HOSTILE)
    except ValueError as fault:
        told = record("it failed: %s", fault)
    assert hidden(told, "\n") == [] and "Traceback" in told


def test_words_and_markup_show_nothing_hidden():
    locale = Locale("en")
    texts = (
        locale("{file}, row {row}", file=HOSTILE, row=1),
        locale.join([HOSTILE, "a", "b"]),
        locale.listing([HOSTILE, "a"]),
        markup.escape_html(HOSTILE),
        markup.escape_markdown(HOSTILE),
        markup.element("p", "", title=HOSTILE),
        markup.html_table(["a"], [[HOSTILE]], [False], HOSTILE),
    )
    assert [hidden(text) for text in texts] == [[]] * len(texts)
    assert len(markup.escape_markdown(LONG)) <= 200 and "<script>" not in "".join(texts[3:])


# The commands


@pytest.mark.parametrize("lang", ["en_GB.UTF-8", "zh_CN.UTF-8"])
def test_check_tells_findings_and_writes_a_report(lang, delivered):
    report = delivered.folder / "report.xlsx"
    path = delivered.folder / SURROGATE
    result = run(delivered, "check", path, "--received-on", "2025-01-10", "--report", report,
                 lang=lang)  # fmt: skip
    clean(result)
    assert r"\x1b]0;owned\x07" in result.stdout and "示范.csv" in result.stdout
    assert max(map(len, result.stdout.splitlines())) < 600
    header, *rows = report_rows(report)
    assert len(rows) == 3
    for row in rows:
        assert hidden("".join(map(str, row))) == []
        found = dict(zip(header, row, strict=True))
        assert found["说明"].endswith("。") and found["Explanation"].endswith(".")
    office(report.read_bytes())


def test_json_of_a_check_is_exact(delivered):
    path = delivered.folder / SURROGATE
    result = run(delivered, "check", path, "--received-on", "2025-01-10", "--json")
    assert json.loads(result.stdout)[0]["file"] == str(path)
    assert hidden(result.stdout, "\n") == []


def test_a_name_that_is_no_utf_8_is_published_and_listed(delivered, tmp_path):
    steward = Steward(tmp_path)
    files = [*delivered.folder.glob("institutions*.parquet"), delivered.folder / "patents.csv",
             delivered.folder / SURROGATE]  # fmt: skip
    published = run(steward, "publish", *files, "--received-on", "2025-01-10", "--note", SURROGATE)
    assert published.exit_code == 0, published.output
    clean(published)
    listed = run(steward, "editions")
    clean(listed)
    assert listed.exit_code == 0 and r"\udcb7\udcb6.csv" in listed.stdout


def test_editions_indicators_and_faults(delivered):
    for locale in (
        ("editions",),
        ("indicators", "--department", f"{HOSTILE}部"),
        ("indicators", "--department", f"{HOSTILE}部", "--json"),
        ("indicators", "--department", f"{HOSTILE}X"),
        ("figure", HOSTILE.replace("/", ""), "--out", delivered.folder / "x.csv"),
        ("figure", "pipeline", "--out", delivered.folder / f"x.{HOSTILE.replace('/', '')}"),
        ("withdraw", "7"),
        ("rollback", HOSTILE),
        ("check", delivered.folder / HOSTILE.replace("/", "")),
    ):
        clean(run(delivered, *locale))


# The files


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("figure", "options"), FIGURES, ids=[name for name, _ in FIGURES])
def test_a_figure_of_hostile_names_is_clean_and_verifies(figure, options, form, delivered):
    out = delivered.folder / f"{figure}.{form}"
    written = run(delivered, "figure", figure, "--out", out, "--lang", "both", *options)
    clean(written)
    assert written.exit_code == 0, written.output
    for path in map(Path, written.stdout.splitlines()):
        content = path.read_bytes()
        for text in texts_of(content):
            assert hidden(text, "\n\r") == []
        found = run(delivered, "verify", path)
        assert found.exit_code == 0, found.output
        clean(found)


def test_a_pack_of_hostile_words_is_clean_and_verifies(delivered):
    file, out = delivered.folder / "pack.toml", delivered.folder / "pack"
    quoted = json.dumps(HOSTILE[:-30])
    file.write_text(
        f"milestones-pack = 1\ntitle = {quoted}\nclassification = {json.dumps(HOSTILE[:20])}\n"
        f'[[figures]]\nfigure = "institution_table"\nheadline.en = {quoted}\n'
    )
    made = run(delivered, "pack", file, "--out", out)
    clean(made)
    assert made.exit_code == 0, made.output
    for path in map(Path, made.stdout.splitlines()):
        for text in texts_of(path.read_bytes()):
            assert hidden(text, "\n\r") == []
        found = run(delivered, "verify", path)
        clean(found)
        assert found.exit_code == 0, found.output


def texts_of(content: bytes) -> Iterator[str]:
    """Every text that a file holds, as programs of others read it."""
    if is_zipfile(io.BytesIO(content)):
        yield from office(content)
    elif content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        yield from map(str, (reader.metadata or {}).values())
        yield from (page.extract_text() for page in reader.pages)
    elif content.startswith(b"PAR1"):
        table = pq.read_table(io.BytesIO(content))
        yield json.dumps(table.to_pylist(), ensure_ascii=False, default=str)
        yield from (value.decode() for value in (table.schema.metadata or {}).values())
    elif content.startswith(b"\x89PNG"):
        for found in re.finditer(b"iTXt", content):
            size = int.from_bytes(content[found.start() - 4 : found.start()])
            chunk = content[found.end() : found.end() + size]
            yield chunk.partition(b"\0\0\0\0\0")[2].decode()
    else:
        text = content.decode("utf-8-sig")
        yield text
        if text.startswith("<"):
            yield "".join(etree.fromstring(content).itertext())


def office(content: bytes) -> list[str]:
    """The texts of each part of a package, whose markup is well formed."""
    found = []
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith((".xml", ".rels")):
                found.append("".join(etree.fromstring(part).itertext()))
                assert hidden(part.decode(), "\n\r\t") == [], name
            elif name.endswith((".xlsx", ".svg", ".png", ".csv")):
                found += list(texts_of(part))
    return found


# The report


def finding(number: int, value: str = "x") -> dict[str, object]:
    return {
        "file": "a.csv", "kind": "assessments", "row_no": number, "field": "stars",
        "column_label": "stars", "column_letter": "D", "value": value, "detail": None,
        "rule": "stars_out_of_range", "severity": "rejection",
    }  # fmt: skip


def report_rows(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_name("问题 Findings").to_python()


REPORTS = [FileReport("a.csv", "assessments", 5, 0, 5, 0, 0, 0)]


@pytest.mark.parametrize(("count", "sheets"), [(0, 1), (2, 1), (3, 2), (5, 3)])
def test_more_findings_than_a_sheet_holds_go_on_in_further_sheets(count, sheets, tmp_path):
    path = tmp_path / "report.xlsx"
    write_report(path, REPORTS, (finding(number) for number in range(count)), most_rows=2)
    book = CalamineWorkbook.from_path(path)
    names = [f"问题 Findings{more}" for more in ("", " 2", " 3")][:sheets]
    assert book.sheet_names == ["文件 Files", *names]
    held = [row for name in names for row in book.get_sheet_by_name(name).to_python()[1:]]
    assert [row[3] for row in held] == list(range(count))
    said = [row[0] for row in book.get_sheet_by_name("文件 Files").to_python()[2:] if row[0]]
    assert len(said) == (2 if sheets > 1 else 0)
    assert all(names[-1] in line and str(count) in line for line in said)
    assert os.listdir(tmp_path) == ["report.xlsx"]


def test_no_cell_of_a_report_is_lost_for_its_length(tmp_path):
    path = tmp_path / "report.xlsx"
    long = {**finding(1, "z" * 72_000), "file": "f" * 40_000, "column_label": "c" * 40_000}
    write_report(path, REPORTS, [long, finding(2, "<r><t>1</t></r>"), finding(3, "=1+1")])
    _, one, two, three = report_rows(path)
    assert one[5].endswith("…") and len(one[5]) == 16_000
    for said, end in ((one[6], "。"), (one[7], ".")):
        assert "z…" in said and "f…" in said and "c…" in said and said.endswith(end)
        assert len(said) < 700
    assert (two[5], three[5]) == (r"\x3cr><t>1</t></r>", "=1+1")


def test_names_to_confirm_are_text_in_a_workbook_that_opens():
    """Else one holder's name would spoil the list of all, or be missing from it."""
    names = [f"<r>{HOSTILE}&大学</r>", f"{LONG * 4}大学", "=1+1大学"]
    held = alias_workbook([AliasProposal(name, 1, ("U1",), (name,)) for name in names])
    sheet = openpyxl.load_workbook(io.BytesIO(held)).worksheets[0]
    for row, start in zip(range(2, 5), (r"\x3cr>\x1b]0", "长长", "=1+1大学"), strict=True):
        for column in (1, len(ALIASES.columns) + 3):
            cell = sheet.cell(row, column)
            assert cell.data_type == "s" and cell.value.startswith(start)
            assert not hidden(cell.value)


def test_a_finding_is_said_in_a_sensible_length():
    long = {**finding(1, LONG), "detail": json.dumps({"filed_on": LONG})}
    assert (
        len(finding_sentence(long, Locale("zh"))) < 300
        and len(finding_place(long, Locale("en"))) < 300
    )


def test_a_report_that_cannot_be_written_is_said_in_a_sentence(delivered, tmp_path):
    path = tmp_path / "none" / "report.xlsx"
    with pytest.raises(FileNotWrittenError):
        write_report(path, REPORTS, [finding(1)])
    files = delivered.folder / SURROGATE
    result = run(delivered, "check", files, "--received-on", "2025-01-10", "--report", path)
    clean(result)
    assert result.exit_code == 2 and "cannot be written" in result.stderr
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileNotWrittenError):
        write_report(tmp_path / "folder", REPORTS, [finding(1)])
    assert os.listdir(tmp_path) == ["folder"]
