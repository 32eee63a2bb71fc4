"""What became of the files of a delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milestones import query
from milestones.editions.edition import Edition
from milestones.editions.edition_build import DeliveryRefusedError
from milestones.filings.files import digest, expand
from milestones.filings.reader import Filing, FilingRefused, open_filing


@dataclass(frozen=True)
class DeliveredFile:
    """A file of a delivery, recognized."""

    path: Path
    filing: Filing
    sha256: str


@dataclass(frozen=True)
class FileReport:
    """What became of a file: rows = accepted + rejected + identical.

    Corrections are accepted rows that change what an earlier delivery said.
    """

    file: str
    kind: str
    rows: int
    accepted: int
    rejected: int
    identical: int
    corrections: int
    warnings: int


def open_all(paths: Sequence[Path]) -> list[DeliveredFile]:
    """Recognize every file of a delivery; DeliveryRefusedError names all that cannot be."""
    try:
        found = expand(paths)
    except FilingRefused as refusal:
        raise DeliveryRefusedError([(str(refusal.params.get("path", "")), refusal)]) from refusal
    files: list[DeliveredFile] = []
    refusals: list[tuple[str, FilingRefused]] = []
    for path in found:
        try:
            files.append(DeliveredFile(path, open_filing(path), digest(path)))
        except FilingRefused as refusal:
            refusals.append((str(path), refusal))
    if refusals:
        raise DeliveryRefusedError(refusals)
    return files


def report(
    edition: Edition, files: Sequence[DeliveredFile], delivery_no: int | None
) -> tuple[FileReport, ...]:
    """What became of each file in the delivery of this number of the edition.

    A file whose bytes were there already, or came twice, is identical as a whole.
    """
    counted = {row["sha256"]: row for row in query.rows(edition, "edition/deliveries")}
    reports: list[FileReport] = []
    reported: set[str] = set()
    for file in files:
        row = counted[file.sha256]
        is_fresh = row["delivery_no"] == delivery_no and file.sha256 not in reported
        reported.add(file.sha256)
        reports.append(_report(file, row, is_fresh))
    return tuple(reports)


def _report(file: DeliveredFile, row: Mapping[str, Any], is_fresh: bool) -> FileReport:
    kind, rows_in = file.filing.kind.key, row["rows_in"]
    if not is_fresh:
        return FileReport(str(file.path), kind, rows_in, 0, 0, rows_in, 0, 0)
    names = ("accepted", "rejected", "identical", "corrections", "warnings")
    return FileReport(str(file.path), kind, rows_in, *(row[name] for name in names))
