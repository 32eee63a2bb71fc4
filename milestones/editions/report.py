"""The report of a check as a workbook: the files, and every finding in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import xlsxwriter

from milestones.editions.findings import Finding, place, sentence
from milestones.editions.publish import FileReport
from milestones.words import Words

FINDINGS = ("severity", "rule", "file", "row", "column", "value", "说明", "explanation")
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_report(
    path: Path, reports: Sequence[FileReport], findings: Sequence[Finding]
) -> None:
    """Write the workbook; text cells stay text whatever they hold."""
    with xlsxwriter.Workbook(str(path), SAFE) as book:
        files = [asdict(report) for report in reports]
        names = [field for field in FileReport.__dataclass_fields__]
        _write(book, "files", names, (list(file.values()) for file in files))
        _write(book, "findings", FINDINGS, (_row(finding) for finding in findings))


def _row(finding: Finding) -> list[object]:
    zh, en = Words("zh"), Words("en")
    column = f"{finding['column_letter'] or ''} {finding['column_label'] or ''}".strip()
    return [
        finding["severity"],
        finding["rule"],
        finding["file"],
        finding["row_no"],
        column,
        finding["value"],
        f"{place(finding, zh)}：{sentence(finding, zh)}",
        f"{place(finding, en)}: {sentence(finding, en)}",
    ]


def _write(
    book: xlsxwriter.Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, header, book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
