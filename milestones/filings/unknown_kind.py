"""The refusal of a table without a known header: what was seen, and what it nearly is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from milestones.filings.columns import FilingKind
from milestones.filings.header_words import MIN_NEARNESS, nearness, simplified, without_hints
from milestones.filings.kinds import FILING_KINDS
from milestones.filings.recognition import (
    HeaderRow,
    NumberedRow,
    all_known,
    fields_by_header,
    is_blank,
)
from milestones.filings.remarks import FilingRefused

MAX_SHOWN_HEADERS, MAX_SHOWN_CHARACTERS = 30, 40
MIN_FIELDS_SEEN = 2
"""A kind is near from so many of its columns on."""


def unknown_kind(rows: Iterable[NumberedRow]) -> FilingRefused:
    """Make the refusal of a table without a known header; the nearest kind only if one is near."""
    filled = [HeaderRow(*row) for row in rows if not is_blank(row[1])]
    if not filled:
        return FilingRefused("empty_file")
    row = _likely_header(filled)
    if traditional := traditional_header(filled):
        return traditional
    pairs = [pair for pair in zip(row.labels, row.forms, strict=True) if pair[0]]
    shown = [(label[:MAX_SHOWN_CHARACTERS], form) for label, form in pairs[:MAX_SHOWN_HEADERS]]
    header = " | ".join([label for label, _ in shown] + ["…"] * (len(pairs) > len(shown)))
    seen = {kind: _fields_seen(kind, [form for _, form in shown]) for kind in FILING_KINDS}
    kind = max(FILING_KINDS, key=lambda kind: (sum(seen[kind].values()), -len(kind.required)))
    if len(seen[kind]) < MIN_FIELDS_SEEN:
        return FilingRefused("unknown_kind", row=row.row_no, header=header)
    missing = tuple(field for field in kind.required if seen[kind].get(field, 0.0) < 1)
    strange = tuple(label for label, form in shown if form not in fields_by_header(kind))
    params = {"missing": missing, "strange": strange or ("—",)}
    return FilingRefused("incomplete_kind", row=row.row_no, header=header, kind=kind.key, **params)


def traditional_header(rows: Iterable[HeaderRow]) -> FilingRefused | None:
    """Make the refusal of a table whose header is known once it is in simplified Chinese."""
    for row in rows:
        forms = [simplified(form) for form in row.forms]
        known = [place for place, form in enumerate(forms) if form in all_known()]
        if len(known) >= MIN_FIELDS_SEEN and any(forms[at] != row.forms[at] for at in known):
            labels = [label for label in row.labels if label][:MAX_SHOWN_HEADERS]
            return FilingRefused("traditional_chinese", row=row.row_no, header=" | ".join(labels))
    return None


def _fields_seen(kind: FilingKind, forms: Iterable[str]) -> dict[str, float]:
    """Say how nearly the headers that were seen are those of the fields of a kind, if nearly."""
    seen = {
        column.field: max(nearness(without_hints(form), column) for form in forms)
        for column in kind.columns
    }
    return {field: value for field, value in seen.items() if value >= MIN_NEARNESS}


def _likely_header(rows: Sequence[HeaderRow]) -> HeaderRow:
    """Find the row with the most known headers, else the first with two cells, or the first."""

    def known_headers(row: HeaderRow) -> int:
        return max(
            sum(form in fields_by_header(kind) for form in row.forms) for kind in FILING_KINDS
        )

    likely = max(rows, key=known_headers)
    if known_headers(likely):
        return likely
    wide = (row for row in rows if sum(map(bool, row.labels)) > 1)
    return next(wide, rows[0])
