"""The report of a check as a workbook: the files, and every finding in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from itertools import chain, islice
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from milestones.editions.file_reports import COUNT_HEADERS, FileReport
from milestones.editions.findings import Finding, finding_line
from milestones.editions.rule_names import RULE_EFFECTS, RULE_NAMES
from milestones.filings.kinds import kind_by_key
from milestones.i18n import LANGS, Locale, _
from milestones.i18n.printable import MAX_WRITTEN_CELL_CHARACTERS, printable
from milestones.paths import FileNotWrittenError

FINDING_COLUMNS = (
    (_("Result"), 16),
    (_("Rule"), 30),
    (_("File"), 28),
    (_("Row"), 8),
    (_("Column"), 24),
    (_("Cell"), 28),
)
"""Headers and widths, in letters; the sentence in each language and the rule's own name follow."""
SENTENCE_WIDTH, RULE_WIDTH = 80, 28
EXPLANATION, STABLE_NAME = _("Explanation"), _("Rule for machines")
FILES_SHEET, FINDINGS_SHEET = "文件 Files", "问题 Findings"
MAX_SHEET_ROWS = 1_048_575
"""Rows below the header that a sheet of a workbook holds at most."""
MORE_SHEETS = _("The findings, {count} in all, stand in the sheets {sheets}.")
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}


def write_report(
    path: Path,
    reports: Sequence[FileReport],
    findings: Iterable[Finding],
    most_rows: int = MAX_SHEET_ROWS,
) -> None:
    """Write the workbook row by row; text stays text, and what a sheet cannot hold follows in more.

    Raises FileNotWrittenError; what stood there before is left as it was.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with xlsxwriter.Workbook(str(beside), OPTIONS) as book:
            _write(book, reports, findings, most_rows)
        beside.replace(path)
    except (OSError, XlsxWriterException) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise FileNotWrittenError(f"{path} ({reason})") from error
    finally:
        beside.unlink(missing_ok=True)


def _write(
    book: xlsxwriter.Workbook,
    reports: Sequence[FileReport],
    findings: Iterable[Finding],
    most_rows: int,
) -> None:
    widths = (60, 28, *[14] * (len(COUNT_HEADERS) - 2))
    files = _sheet(book, FILES_SHEET, tuple(map(_in_both, COUNT_HEADERS.values())), widths)
    last = _fill(files, map(_file_row, reports))
    rows, sheets, total = map(_row, findings), 0, 0
    following: list[list[object]] = []
    while following or not sheets:
        sheets += 1
        page = _sheet(book, _name(sheets), *_finding_head())
        total += _fill(page, islice(chain(following, rows), most_rows))
        following = list(islice(rows, 1))
    for row, lang in enumerate(LANGS if sheets > 1 else (), start=last + 2):
        locale = Locale(lang)
        names = locale.join(_name(number) for number in range(1, sheets + 1))
        files.write_string(row, 0, locale(MORE_SHEETS, count=locale.exact(total), sheets=names))


def _name(number: int) -> str:
    return FINDINGS_SHEET if number == 1 else f"{FINDINGS_SHEET} {number}"


def _in_both(text: str) -> str:
    """Say a header in both languages, a line each."""
    return "\n".join(Locale(lang)(text) for lang in LANGS)


def _finding_head() -> tuple[Sequence[str], Sequence[int]]:
    """Give headers and widths of the findings."""
    said = [(Locale(lang)(EXPLANATION), SENTENCE_WIDTH) for lang in LANGS]
    columns = [(_in_both(header), width) for header, width in FINDING_COLUMNS]
    headers, widths = zip(*columns, *said, (_in_both(STABLE_NAME), RULE_WIDTH), strict=True)
    return headers, widths


def _file_row(report: FileReport) -> Sequence[object]:
    kind = _in_both(kind_by_key(report.kind).title).replace("\n", " ")
    return astuple(replace(report, kind=kind))


def _row(finding: Finding) -> list[object]:
    return [
        _in_both(RULE_EFFECTS[finding["severity"]][0]).replace("\n", " "),
        _in_both(RULE_NAMES[finding["rule"]]).replace("\n", " "),
        finding["file"],
        finding["row_no"],
        f"{finding['column_letter'] or ''} {finding['column_label'] or ''}".strip(),
        finding["value"],
        *(finding_line(finding, Locale(lang)) for lang in LANGS),
        finding["rule"],
    ]


def _sheet(
    book: xlsxwriter.Workbook, name: str, header: Sequence[str], widths: Sequence[int]
) -> Worksheet:
    page = book.add_worksheet(name)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    page.write_row(0, 0, header, book.add_format({"bold": True, "text_wrap": True}))
    return page


def _fill(page: Worksheet, rows: Iterable[Sequence[object]]) -> int:
    """Write rows below the header, and give how many there were."""
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(count, column, value)
            elif value is not None:
                page.write_string(count, column, printable(str(value), MAX_WRITTEN_CELL_CHARACTERS))
    return count
