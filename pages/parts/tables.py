"""The table view of a figure: its frame as an HTML table, numbers written for reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from milestones.figures import Result, table_cells
from milestones.i18n import Locale
from milestones.i18n.numbers import UNKNOWN, is_unknown
from pages.parts.markup import element, grid, text

MOST_ROWS = 400
"""More rows than this are not sent to a browser."""
AS_TEXT = {"text", "code", "name", "province", "field", "month", "plain"}


def markup(result: Result, title: str, words: Locale) -> str:
    """Write what is listed of a figure's frame as markup; files hold all of it."""
    columns, whole = table_cells(result, words, MOST_ROWS), len(result.frame)
    listed = len(columns[0].cells)
    written = (map(_writer(column.format, words), column.cells) for column in columns)
    numeric = [column.format not in AS_TEXT for column in columns]
    rows = grid([column.header for column in columns], zip(*written, strict=True), numeric, title)
    table = element("div", rows, class_="rows", tabindex="0")
    if listed == whole:
        return table
    shown, all_rows = words.exact(listed), words.exact(whole)
    note = words("Listed: {shown} of {all} rows; a file holds them all.", shown=shown, all=all_rows)
    return table + element("p", text(note))


def _writer(form: str, words: Locale) -> Callable[..., str]:
    """Choose how the cells of a column are written; an unknown value is a dash."""
    writers: dict[str, Callable[..., str]] = {
        "count": words.exact,
        "share": words.share,
        "money": words.money,
        "date": words.date,
        "month": words.month,
        "number": lambda value: words.exact(value, 0 if _is_whole(value) else 2),
    }
    return writers.get(form, _plain)


def _is_whole(value: Any) -> bool:
    return is_unknown(value) or value == int(value)


def _plain(value: object) -> str:
    return UNKNOWN if is_unknown(value) or value == "" else str(value)
