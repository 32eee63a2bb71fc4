"""What became of the rows of each file of a delivery, as counts and in one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from milestones import query
from milestones.editions.delivered_files import DeliveredFile
from milestones.editions.edition import Edition
from milestones.filings.files import readable_name
from milestones.filings.kinds import kind_by_key
from milestones.i18n import Locale, _


@dataclass(frozen=True)
class FileReport:
    """What became of the rows of one kind in a file: rows = accepted + rejected + identical.

    Corrections are accepted rows that change what an earlier delivery said.
    """

    file: str
    kind: str
    rows: int
    accepted: int = 0
    rejected: int = 0
    identical: int = 0
    corrections: int = 0
    warnings: int = 0


REPORT_COUNTS = ("accepted", "rejected", "identical", "corrections", "warnings")
COUNT_HEADERS = {
    "file": _("File"),
    "kind": _("What it is"),
    "rows": _("Rows in"),
    "accepted": _("Rows accepted"),
    "rejected": _("Rows rejected"),
    "identical": _("Rows identical"),
    "corrections": _("Corrections"),
    "warnings": _("Warnings"),
}
"""What stands above each field of a report in a table."""
REPORT_LINE = _(
    "{file} ({kind}): {rows} rows in = {accepted} accepted + {rejected} rejected + "
    "{identical} identical; {corrections} corrections, {warnings} warnings"
)


def report_files(
    edition: Edition, files: Sequence[DeliveredFile], delivery_no: int | None
) -> tuple[FileReport, ...]:
    """Say what became of each kind in each file in the delivery of this number of the edition.

    A file whose bytes were there already, or came twice, is identical as a whole.
    """
    counted = defaultdict[str, list[dict[str, Any]]](list)
    for row in query.fetch(edition, "edition/deliveries"):
        counted[row["sha256"]].append(row)
    reports: list[FileReport] = []
    reported: set[str] = set()
    for file in files:
        for row in counted[file.sha256]:
            is_fresh = row["delivery_no"] == delivery_no and file.sha256 not in reported
            counts = {name: row[name] for name in REPORT_COUNTS}
            if not is_fresh:
                counts = {"identical": row["rows_in"]}
            reports.append(FileReport(str(file.path), row["kind"], row["rows_in"], **counts))
        reported.add(file.sha256)
    return tuple(reports)


def report_line(report: FileReport, locale: Locale) -> str:
    """Say what became of a file."""
    kind, file = locale(kind_by_key(report.kind).title), readable_name(report.file)
    return locale(REPORT_LINE, **asdict(report) | {"kind": kind, "file": file})
