"""Cells of a workbook that goes back: a value as it was read, a mark, and nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from milestones.filings.returned.marking import Mark
from milestones.i18n import LANGS, Locale, _
from milestones.i18n.printable import printable

MAX_CELL_CHARACTERS = 32_767
"""What Excel allows in a cell."""
MAX_COMMENT_CHARACTERS = 2_000
COMMENT_WIDTH_POINTS, LINE_POINTS, LINE_CHARACTERS = 360, 16, 30
AUTHOR = "Milestones"
SENDERS_COMMENT = "\n\n— — —\n"
"""Stands between our comment and the one that the sender had there."""
REJECTED_COLOUR, WARNED_COLOUR = "FFF9C4B1", "FFFFE89B"
"""Colours that hardly anybody picks, so that the marks of an earlier return are known by them."""
MARK_COLOURS = {REJECTED_COLOUR, WARNED_COLOUR}
RESULTS = {True: _("rejected"), False: _("warning")}
TEXT_FORMAT = "@"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_SAFE_DAY = date(1900, 3, 1)
"""Excel counts a day before it that never was."""


def set_value(cell: Cell, value: Any) -> bool:
    """Give a cell a value that is never taken for a formula; False where a text had to be cut.

    Numbers are written with all their digits, which openpyxl would round to sixteen.
    """
    if isinstance(value, bool) or value is None:
        cell.value = value
    elif isinstance(value, int | float):
        cell.value, cell.data_type = repr(value), "n"
    elif isinstance(value, str) or not _is_storable(value):
        return _set_text(cell, str(value))
    elif isinstance(value, datetime) and value.time() == time():
        cell.value = value.date()
    else:
        cell.value = value
    return True


def _set_text(cell: Cell, text: str) -> bool:
    written = printable(text) if ILLEGAL_CHARACTERS_RE.search(text) else text
    written = _ESCAPE.sub("_x005F_", written)
    cell.value, cell.data_type = written[:MAX_CELL_CHARACTERS], "s"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True
    return len(written) <= MAX_CELL_CHARACTERS


def _is_storable(value: object) -> bool:
    """Tell whether Excel has this value: it knows no days before 1900."""
    if isinstance(value, datetime):
        return value.date() >= _FIRST_SAFE_DAY
    return value >= _FIRST_SAFE_DAY if isinstance(value, date) else isinstance(value, time)


def set_marks(cell: Cell, marks: Sequence[Mark], *, with_place: bool) -> None:
    """Colour a cell, and say in its comment what was found in it, in each language."""
    is_rejected = any(mark.is_rejected for mark in marks)
    cell.fill = PatternFill("solid", fgColor=REJECTED_COLOUR if is_rejected else WARNED_COLOUR)
    said = [_said(mark, with_place=with_place) for mark in marks if mark.sentences]
    if said:
        text = printable_lines("\n\n".join(said))
        if before := senders_comment(cell.comment):
            text += SENDERS_COMMENT + before
        cell.comment = new_comment(text)


def _said(mark: Mark, *, with_place: bool) -> str:
    texts = mark.lines if with_place else mark.sentences
    locales = (Locale(lang) for lang in LANGS)
    pairs = zip(locales, texts, strict=True)
    return "\n".join(
        f"{locale(RESULTS[mark.is_rejected])}{locale.colon}{text}" for locale, text in pairs
    )


def new_comment(text: str) -> Comment:
    """Make a comment of ours, large enough for its text."""
    lines = sum(1 + len(line) // LINE_CHARACTERS for line in text.split("\n"))
    return Comment(text, AUTHOR, height=(lines + 1) * LINE_POINTS, width=COMMENT_WIDTH_POINTS)


def senders_comment(comment: Comment | None) -> str:
    """Give what the sender had written in a comment, without what an earlier return had added."""
    if comment is None:
        return ""
    text = str(comment.text)
    return printable_lines(text.partition(SENDERS_COMMENT)[2] if comment.author == AUTHOR else text)


def printable_lines(text: str) -> str:
    """Make what is hidden visible; the ends of lines stay, and what is too long is cut."""
    lines = (printable(line) for line in text.splitlines())
    return printable_cut("\n".join(lines))


def printable_cut(text: str) -> str:
    """Cut a text to what a comment may hold."""
    return text if len(text) <= MAX_COMMENT_CHARACTERS else text[: MAX_COMMENT_CHARACTERS - 1] + "…"


def marks_by_cell(marks: Iterable[Mark]) -> dict[int, dict[int, list[Mark]]]:
    """Give the marks of each cell, by its row and its column."""
    found: dict[int, dict[int, list[Mark]]] = {}
    for (row_no, column), group in groupby(marks, key=lambda mark: (mark.row_no, mark.column)):
        found.setdefault(row_no, {}).setdefault(column, []).extend(group)
    return found
