"""What a steward takes along from a check: all findings, and the workbooks for the senders."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile

from milestones.editions.check_report import write_report
from milestones.editions.returned_workbooks import returned_name, write_returned_workbooks
from milestones.intake.desk import CheckResult

REPORT_NAME, RETURNED_NAME = "findings.xlsx", "returned.zip"


def report_bytes(result: CheckResult) -> bytes:
    """Give the report of a check as a workbook."""
    with TemporaryDirectory(prefix="milestones-") as folder:
        path = Path(folder) / REPORT_NAME
        write_report(path, result.reports, result.check.findings)
        return path.read_bytes()


def returned_file_name(result: CheckResult) -> str:
    """Name what goes back: the workbook of one file, or the archive of several; "" of none."""
    names = {each.file for each in result.reports if each.rejected or each.warnings}
    if len(names) > 1:
        return RETURNED_NAME
    return returned_name(names.pop(), set()) if names else ""


def returned_bytes(result: CheckResult) -> bytes:
    """Give the workbooks for the senders: the one that there is, or an archive of all."""
    with TemporaryDirectory(prefix="milestones-") as folder:
        found = write_returned_workbooks(result.check, Path(folder))
        paths = [each.path for each in found if each.refusal is None]
        if returned_file_name(result) != RETURNED_NAME:
            return paths[0].read_bytes()
        archive = io.BytesIO()
        with ZipFile(archive, "w", ZIP_STORED) as written:
            for path in paths:
                written.write(path, path.name)
        return archive.getvalue()
