"""The table view of a figure: its frame as an HTML table, numbers written for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from milestones.words import Words
from milestones.words.numbers import UNKNOWN, is_unknown
from pages.parts.markup import element, grid, text

MOST_ROWS = 400
"""More rows than this are not sent to a browser."""
AS_TEXT = {"text", "code", "name", "province", "field", "month", "plain"}


def markup(frame: pd.DataFrame, title: str, words: Words) -> str:
    """Write a frame of `milestones.figures.table` as markup, cut after `MOST_ROWS` rows."""
    formats: dict[str, str] = frame.attrs["formats"]
    writers = [_writer(form, words) for form in formats.values()]
    rows = (_cells(row, writers) for row in frame.head(MOST_ROWS).itertuples(index=False))
    numeric = [form not in AS_TEXT for form in formats.values()]
    whole = grid(list(formats), rows, numeric, title)
    table = element("div", whole, class_="rows", tabindex="0")
    if len(frame) <= MOST_ROWS:
        return table
    shown, all_rows = words.exact(MOST_ROWS), words.exact(len(frame))
    note = words("The first {shown} of {all} rows.", shown=shown, all=all_rows)
    return table + element("p", text(note))


def _cells(row: tuple[object, ...], writers: list[Callable[..., str]]) -> Iterator[str]:
    return (write(cell) for write, cell in zip(writers, row, strict=True))


def _writer(form: str, words: Words) -> Callable[..., str]:
    """Choose how the cells of a column are written; an unknown value is a dash."""
    writers: dict[str, Callable[..., str]] = {
        "count": words.exact,
        "share": words.share,
        "money": words.money,
        "date": words.date,
        "month": words.month,
        "number": lambda value: words.exact(value, 2),
    }
    return writers.get(form, _plain)


def _plain(value: object) -> str:
    return UNKNOWN if is_unknown(value) or value == "" else str(value)
