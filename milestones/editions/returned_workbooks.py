"""The workbooks of a check that go back to their senders, with what is to be mended marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from milestones import query
from milestones.editions.delivered_files import DeliveredFile
from milestones.editions.file_reports import report_line
from milestones.editions.findings import Finding, finding_line, finding_sentence
from milestones.editions.publishing import Check
from milestones.editions.storage import PendingFiles
from milestones.filings.reader import write_returned_workbook
from milestones.filings.recognition import column_number
from milestones.filings.remarks import FilingRefused
from milestones.filings.returned.marking import Form, Mark, Marking
from milestones.i18n import LANGS, Locale
from milestones.i18n.printable import printable
from milestones.paths import FileNotWrittenError

MAX_LISTED_MARKS, MAX_MARKS, MAX_PARAGRAPHS = 5_000, 200_000, 50
"""Findings of a file that are said in a comment and in the list; cells that are coloured; findings
of the whole file."""
MAX_NAME_BYTES = 180
RETURNED_ENDING = "_退回_returned"
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\/\x00-\x1f]+')


@dataclass(frozen=True)
class ReturnedWorkbook:
    """The workbook of a file, or why there is none."""

    file: str
    path: Path
    form: Form | None = None
    refusal: FilingRefused | None = None


@dataclass
class _Marked:
    """What was found in a file."""

    name: str
    marks: list[Mark] = field(default_factory=list)
    notes: list[tuple[str, ...]] = field(default_factory=list)
    is_to_mend: bool = False

    def add(self, finding: Finding) -> None:
        """Take a finding up: as a mark of its cell, or of its row; else as a note on the file."""
        self.is_to_mend = self.is_to_mend or finding["severity"] != "information"
        if finding["row_no"] is None or finding["severity"] == "information":
            if len(self.notes) < MAX_PARAGRAPHS:
                self.notes.append(_in_each(finding_line, finding))
        elif len(self.marks) < MAX_MARKS:
            self.marks.append(_mark(finding, is_listed=len(self.marks) < MAX_LISTED_MARKS))


def write_returned_workbooks(check: Check, folder: Path) -> list[ReturnedWorkbook]:
    """Write a workbook into the folder for each file of a check with something to mend.

    Raises FileNotWrittenError, and OSError where there is no room on the way.
    """
    marked = _marked_files(check)
    found: list[ReturnedWorkbook] = []
    taken: set[str] = set()
    for file in check.files:
        if (one := marked.pop(file.sha256, None)) and one.is_to_mend:
            path = folder / returned_name(one.name, taken)
            found.append(_write(file, one, check, path))
    return found


def _write(file: DeliveredFile, marked: _Marked, check: Check, path: Path) -> ReturnedWorkbook:
    reports = [
        replace(each, file=marked.name) for each in check.reports if each.file == str(file.path)
    ]
    about = [tuple(report_line(each, Locale(lang)) for lang in LANGS) for each in reports]
    wanted: Form = "formatted" if file.filings[0].format == "xlsx" else "plain"
    marking = Marking((*about, *marked.notes), tuple(marked.marks), wanted)
    with TemporaryDirectory(prefix="milestones-") as folder:
        made = Path(folder) / "returned.xlsx"
        try:
            form = write_returned_workbook(file.filings[0], marking, made)
        except FilingRefused as refusal:
            return ReturnedWorkbook(marked.name, path, refusal=refusal)
        _put(made, path)
    return ReturnedWorkbook(marked.name, path, form)


def _put(made: Path, path: Path) -> None:
    """Copy a finished file to its place; what stood there is replaced by a whole one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with PendingFiles(private=False) as files:
            files.copy(made, path)
            files.commit()
    except OSError as error:
        raise FileNotWrittenError(f"{path} ({error.strerror})") from error


def _marked_files(check: Check) -> dict[str, _Marked]:
    """Gather the findings of each file, by its hash."""
    rows = query.fetch(check.edition, "edition/deliveries")
    sha256_by_filing: Mapping[int, str] = {row["filing_no"]: row["sha256"] for row in rows}
    found: dict[str, _Marked] = {}
    for finding in check.findings:
        sha256 = sha256_by_filing[finding["filing_no"]]
        found.setdefault(sha256, _Marked(finding["file"])).add(finding)
    return found


def _mark(finding: Finding, *, is_listed: bool) -> Mark:
    letter = finding["column_letter"]
    column = column_number(letter) - 1 if letter else 0
    is_rejected = finding["severity"] == "rejection"
    if not is_listed:
        return Mark(finding["row_no"], column, is_rejected)
    lines, sentences = _in_each(finding_line, finding), _in_each(finding_sentence, finding)
    return Mark(finding["row_no"], column, is_rejected, lines, sentences)


def returned_name(name: str, taken: set[str]) -> str:
    """Name the workbook after the file as it was delivered, folders included, as all systems take
    it; no name comes twice: `taken` gets it."""
    parts = PurePosixPath(name).with_suffix("").parts
    base = _NOT_IN_NAMES.sub("_", printable("_".join(parts))).strip(" ._") or "filing"
    base = base.encode()[:MAX_NAME_BYTES].decode(errors="ignore")
    endings = (
        RETURNED_ENDING,
        *(f"{RETURNED_ENDING}_{number}" for number in range(2, len(taken) + 3)),
    )
    names = (f"{base}{ending}.xlsx" for ending in endings)
    found = next(each for each in names if each.casefold() not in taken)
    taken.add(found.casefold())
    return found


def _in_each(say: Callable[[Finding, Locale], str], finding: Finding) -> tuple[str, ...]:
    return tuple(say(finding, Locale(lang)) for lang in LANGS)
