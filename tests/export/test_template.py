"""Templates: recognized as their kind, and accepted once filled in with their own example."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from small_home import Steward, application_no
from typer.testing import CliRunner

from milestones.cli import app
from milestones.editions.file_reports import FileReport
from milestones.editions.findings import finding_line
from milestones.editions.publishing import Publication, publish
from milestones.export.template import TEMPLATE_KINDS, template_bytes, write_templates
from milestones.filings.column_list import allowed_words
from milestones.filings.columns import AMOUNT, DAY, FLAG, TEXT, WHOLE, FilingKind
from milestones.filings.kinds import FILING_KINDS
from milestones.filings.reader import open_filings
from milestones.i18n import LANGS, Locale

RECEIVED = date(2026, 7, 10)
TYPED = {DAY: date.fromisoformat, WHOLE: int, AMOUNT: float}
each_kind = pytest.mark.parametrize("kind", TEMPLATE_KINDS, ids=lambda kind: kind.key)


def sheets(kind: FilingKind) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_bytes(kind)))


def filled(folder: Path, kind: FilingKind, *, typed: bool) -> Path:
    """The template with its example in the first row, as texts or as Excel would type them."""
    book = sheets(kind)
    for place, column in enumerate(kind.columns, start=1):
        into = TYPED.get(column.native, str) if typed else str
        book.worksheets[0].cell(2, place).value = into(column.example)
    path = folder / f"{kind.key}.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Steward, Publication]:
    """A home in which every template with its own example, as texts, is published."""
    steward = Steward(tmp_path_factory.mktemp("templates"))
    files = [filled(steward.folder, kind, typed=False) for kind in TEMPLATE_KINDS]
    return steward, publish(steward.home, files, received_on=RECEIVED)


def require_accepted(reports: Sequence[FileReport]) -> None:
    """Require one row of each kind, accepted or known already, and nothing to warn of."""
    for report in reports:
        counts = (report.rows, report.accepted + report.identical, report.warnings)
        assert (report.kind, counts) == (Path(report.file).stem, (1, 1, 0))
    assert len(reports) == len(TEMPLATE_KINDS)


def test_each_template_filled_with_its_own_example_is_accepted(
    published: tuple[Steward, Publication],
) -> None:
    steward, made = published
    require_accepted(made.files)
    assert {found["rule"] for found in steward.findings()} <= {"sheets_not_read"}


def test_days_and_numbers_as_excel_types_them_pass_check_too(
    published: tuple[Steward, Publication], tmp_path: Path
) -> None:
    steward, _ = published
    files = [filled(tmp_path, kind, typed=True) for kind in TEMPLATE_KINDS]
    reports, _ = steward.check_files(files, RECEIVED)
    require_accepted(reports)
    assert all(report.identical for report in reports)


def rows_of_words(kind: FilingKind) -> Iterator[dict[str, str]]:
    """One row for each word of the longest list, of a key of its own; the rest are examples."""
    lists = dict(offered(kind))
    days = [column.field for column in kind.columns if column.native == DAY and column.required]
    for number in range(max(map(len, lists.values()), default=0)):
        row = {column.field: column.example for column in kind.columns}
        row |= {field: words[number % len(words)] for field, words in lists.items()}
        if kind.key == "institutions":
            row |= {"institution_id": f"41330{number:05}", "credit_code": ""}
        elif kind.key == "patents":
            row |= {"application_no": application_no(number + 1, year=2021)}
        else:
            row |= {days[0]: f"{date(2024, 1, 1) + timedelta(days=number)}"}
        yield row


def test_every_word_that_is_offered_is_accepted(
    published: tuple[Steward, Publication],
) -> None:
    steward, files = published[0], []
    for kind in TEMPLATE_KINDS:
        if rows := list(rows_of_words(kind)):
            text = io.StringIO()
            table = csv.DictWriter(text, kind.fields, lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
            files.append(steward.write(f"words_{kind.key}.csv", text.getvalue()))
    reports, findings = steward.check_files(files, RECEIVED)
    assert [each for each in findings if each["severity"] == "rejection"] == []
    assert all(report.rejected == 0 and report.rows > 0 for report in reports)
    assert len(reports) >= 5


@each_kind
def test_a_template_is_recognized_as_its_kind_with_every_column(
    kind: FilingKind, tmp_path: Path
) -> None:
    (path,) = write_templates(tmp_path, [kind])
    (filing,) = open_filings(path)
    assert (filing.kind, filing.header.row_no) == (kind, 1)
    assert tuple(column.field for column in filing.columns) == kind.fields
    assert {column.factor for column in filing.columns} == {1}
    assert {note.rule for note in filing.notes} == {"sheets_not_read"}


def test_templates_that_nobody_filled_in_have_no_rows_and_say_so(
    published: tuple[Steward, Publication], tmp_path: Path
) -> None:
    steward, files = published[0], write_templates(tmp_path, TEMPLATE_KINDS)
    reports, findings = steward.check_files(files, RECEIVED)
    assert {(report.rows, report.accepted) for report in reports} == {(0, 0)}
    empty = [found for found in findings if found["rule"] == "no_rows"]
    assert {found["file"] for found in empty} == {path.name for path in files}
    said = finding_line(next(each for each in empty if "patents" in each["file"]), Locale("en"))
    assert said == (
        "patents.xlsx: No row of the list of patents stands below the header in row 1, so nothing "
        "of it counts. Fill it in and deliver it again."
    )


@each_kind
def test_headers_are_in_both_languages_and_mark_what_is_required(kind: FilingKind) -> None:
    book = sheets(kind)
    header = [cell.value for cell in book.worksheets[0][1]]
    for text, column in zip(header, kind.columns, strict=True):
        chinese, english = text.split("\n")
        assert (english, chinese.removesuffix(" *")) == (column.field, column.label("zh"))
        assert chinese.endswith(" *") == column.required
    assert book.worksheets[0].max_row == 1
    assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)


@each_kind
def test_each_header_explains_its_column_in_both_languages(kind: FilingKind) -> None:
    book = sheets(kind)
    listed = {row[0].value.split("\n")[-1]: row for row in book.worksheets[1].iter_rows(min_row=6)}
    for place, column in enumerate(kind.columns, start=1):
        said = book.worksheets[0].cell(1, place).comment.text
        told = listed[column.field][2].value
        for lang in LANGS:
            assert Locale(lang)(column.explanation) in said
            assert Locale(lang)(column.explanation) in told
        assert column.example in said
        assert listed[column.field][4].value == column.example


@each_kind
def test_numbers_and_codes_are_text_and_days_are_days(kind: FilingKind) -> None:
    sheet = sheets(kind).worksheets[0]
    forms = {TEXT: "@", DAY: "yyyy-mm-dd", AMOUNT: "#,##0.00"}
    for cell, column in zip(sheet[1], kind.columns, strict=True):
        below = sheet.column_dimensions[cell.column_letter]
        assert below.number_format == forms.get(column.native, "General")


def offered(kind: FilingKind) -> Iterator[tuple[str, list[str]]]:
    """The field and the words of each drop-down list."""
    book = sheets(kind)
    for rule in book.worksheets[0].data_validations.dataValidation:
        if rule.type == "list":
            column = kind.columns[next(iter(rule.sqref.ranges)).min_col - 1]
            source = re.fullmatch(r"'(.+)'!\$(\w+)\$(\d+):\$\w+\$(\d+)", rule.formula1)
            if source is None:
                yield column.field, rule.formula1.strip('"').split(",")
            else:
                name, letter, first, last = source.groups()
                cells = book[name][f"{letter}{first}:{letter}{last}"]
                yield column.field, [cell.value for (cell,) in cells]


@each_kind
def test_words_that_are_closed_have_a_list_to_choose_from(kind: FilingKind) -> None:
    lists = dict(offered(kind))
    closed = [each for each in kind.columns if each.choices or each.is_province]
    flags = [column for column in kind.columns if column.native == FLAG]
    assert lists.keys() == {column.field for column in (*closed, *flags)}
    for field, words in lists.items():
        column = kind.column(field)
        assert column.example in words
        wanted = {word for lang in LANGS for word in allowed_words(column, Locale(lang))}
        assert set(words) == wanted


def test_equal_columns_give_equal_bytes() -> None:
    for kind in TEMPLATE_KINDS[:2]:
        assert template_bytes.__wrapped__(kind) == template_bytes(kind)


def test_only_what_other_programs_export_has_no_template() -> None:
    assert {kind.key for kind in FILING_KINDS} - {kind.key for kind in TEMPLATE_KINDS} <= {
        "exports"
    }


def run(*words: object, lang: str = "en_GB.UTF-8") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["template", *map(str, words)], env={"LC_ALL": lang})
    return result.exit_code, result.stdout, result.stderr


def test_the_command_writes_one_workbook_for_each_kind(tmp_path: Path) -> None:
    code, told, _ = run("--out", tmp_path / "all")
    assert code == 0
    assert told.split() == [str(tmp_path / "all" / f"{kind.key}.xlsx") for kind in TEMPLATE_KINDS]
    assert run("returns", "patents", "returns", "--out", tmp_path)[0] == 0
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"returns.xlsx", "patents.xlsx"}


def test_what_somebody_filled_in_is_never_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "patents.xlsx"
    mine.write_text("filled in", encoding="utf-8")
    code, told, said = run("--out", tmp_path)
    assert (code, told, mine.read_text(encoding="utf-8")) == (1, "", "filled in")
    assert "patents.xlsx is there already and may be filled in" in said
    assert [path.name for path in tmp_path.iterdir()] == ["patents.xlsx"]
    assert "已经存在" in run("patents", "--out", tmp_path, lang="zh_CN.UTF-8")[2]


def test_a_kind_without_a_template_is_named_with_those_that_have_one(tmp_path: Path) -> None:
    code, _, said = run("patens", "--out", tmp_path)
    assert code == 1
    assert "There is no template patens (institutions, patents," in said
    assert not list(tmp_path.iterdir())
