"""A workbook for the sender of a filing, in the form that suits its size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from milestones.filings.filing import Filing
from milestones.filings.recognition import NumberedRow
from milestones.filings.remarks import FilingRefused
from milestones.filings.returned.cover import FORM_REMARKS, new_workbook, write_cover
from milestones.filings.returned.formatted_copy import FormattedCopy
from milestones.filings.returned.marking import Form, Marking
from milestones.filings.returned.plain_copy import PlainCopy, source_sheets

MAX_FORMATTED_CELLS = 500_000
"""Of a workbook that is held in memory as a whole: about 450 MB and 20 seconds."""
MAX_PLAIN_CELLS, MAX_SHEET_ROWS = 2_000_000, 1_048_576


def write_returned(filing: Filing, marking: Marking, target: Path) -> Form:
    """Write the workbook, in the form that was asked for or, of a large file, the marked rows.

    Raises FilingRefused where a copy with formatting does not read as the file that was sent,
    and what parsers raise; the values alone can be asked for then.
    """
    form = _fitting_form(filing, marking.form)
    if form == "formatted":
        _write_formatted(filing, marking, target)
    else:
        _write_plain(filing, marking, target, form)
    return form


def _write_formatted(filing: Filing, marking: Marking, target: Path) -> None:
    book, cover = new_workbook(write_only=False)
    copy = FormattedCopy(filing, book, marking.marks)
    copy.write()
    write_cover(cover, marking, copy.places, FORM_REMARKS["formatted"], copy.texts_cut)
    book.save(target)
    _require_same(filing, target, copy.filing_title)


def _write_plain(filing: Filing, marking: Marking, target: Path, form: Form) -> None:
    book, cover = new_workbook(write_only=True)
    copy = PlainCopy(book, marking.marks, filing.header.row_no if form == "rows" else None)
    for source in source_sheets(filing):
        if form == "plain" or source.is_filing:
            copy.write(source)
    remark = FORM_REMARKS[form] if form == "rows" or filing.sheet is not None else ""
    write_cover(cover, marking, copy.places, remark, copy.texts_cut)
    book.save(target)


def _fitting_form(filing: Filing, asked: Form) -> Form:
    """Give the form that was asked for, or the one that a file of so many cells and rows takes."""
    cells = 0
    for source in source_sheets(filing):
        for row_no, values in source.rows:
            cells += len(values)
            if cells > MAX_PLAIN_CELLS or row_no > MAX_SHEET_ROWS:
                return "rows"
    return "plain" if asked == "formatted" and cells > MAX_FORMATTED_CELLS else asked


def _require_same(filing: Filing, target: Path, title: str) -> None:
    """Raise FilingRefused unless the copy reads as the file does, cell by cell."""
    from milestones.filings.workbook import sheet_rows

    assert filing.sheet is not None
    pairs = zip_longest(
        _texts(sheet_rows(filing.path, filing.sheet)), _texts(sheet_rows(target, title))
    )
    if any(before != after for before, after in pairs):
        raise FilingRefused("unreadable", reason="the copy differs")


def _texts(rows: Iterator[NumberedRow]) -> Iterator[tuple[int, list[str | None]]]:
    """Give the rows with content, without the empty cells at their ends."""
    for row_no, cells in rows:
        filled = list(cells)
        while filled and not filled[-1]:
            filled.pop()
        if filled:
            yield row_no, filled
