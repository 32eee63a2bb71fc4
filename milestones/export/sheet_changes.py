"""Two sheets of one figure beside each other: which cells differ, the largest changes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from milestones.export.figure_export import FigureExport
from milestones.export.stamp import NUMBER_FORMATS, canonical_rows
from milestones.export.tabular import TableValue, coded_rows, table_rows
from milestones.figures.registry import Format
from milestones.i18n import Locale
from milestones.i18n.locale import UNKNOWN_DASH

WORD_CHANGE_SIZE, DAY_CHANGE_SIZE = 2.0, -1.0
"""How large it counts that a word or a day changed: words before all numbers, days behind."""
DECIMALS_TRIED = (1, 2, 3, 4, 6)


@dataclass(frozen=True)
class CellChange:
    """A cell that differs: which one and both values, in words; then the exact values."""

    cell: str
    column: str
    before: str
    after: str
    was: TableValue = None
    now: TableValue = None

    @property
    def difference(self) -> float | None:
        """How much more it is now; None where one of the two is no number."""
        if isinstance(self.was, int | float) and isinstance(self.now, int | float):
            return self.now - self.was
        return None


@dataclass(frozen=True)
class SheetChanges:
    """The cells that differ, the largest changes first, and how many rows only one side has."""

    rows: tuple[CellChange, ...] = ()
    added: int = 0
    gone: int = 0


def row_changes_line(added: int, gone: int, locale: Locale) -> str:
    """Say how many rows only one of the two sheets has; "" where both have the same."""
    said = (
        locale.n("{count} row is new", "{count} rows are new", added) if added else "",
        locale.n("{count} row is gone", "{count} rows are gone", gone) if gone else "",
    )
    return locale.listing(filter(None, said))


RowKey = tuple[str | None, ...]


class _SheetRows:
    """A sheet's rows three times: as texts to compare, as values to measure, as words to tell."""

    def __init__(self, sheet: FigureExport) -> None:
        self.forms = list(sheet.formats.values())
        self.texts = list(canonical_rows(sheet.codes, self.forms))
        self.values = list(coded_rows(sheet))
        self.told = list(table_rows(sheet))

    def has_own(self, keys: Sequence[int]) -> bool:
        """Tell whether no two rows share these columns."""
        return len({tuple(row[at] for at in keys) for row in self.texts}) == len(self.texts)

    def places(self, keys: Sequence[int]) -> dict[RowKey, int]:
        """Give each row's place by its keys; rows that share them are told apart by their order."""
        seen: Counter[RowKey] = Counter()
        found: dict[RowKey, int] = {}
        for place, row in enumerate(self.texts):
            key = tuple(row[at] for at in keys)
            seen[key] += 1
            found[(*key, str(seen[key]))] = place
        return found


def compare_sheets(before: FigureExport, after: FigureExport) -> SheetChanges:
    """Compare two sheets of one figure in one language, cell by cell.

    A number's change is as large as it is a part of the largest number of its column; a word
    that changes, and an unknown that becomes known, are larger than any; a day is smaller.
    """
    old, new, locale = _SheetRows(before), _SheetRows(after), after.locale
    keys, heads, scales = _key_columns(old, new), list(after.formats), _column_scales(old, new)
    then, now = old.places(keys), new.places(keys)
    both = [(then[key], now[key]) for key in now if key in then]
    sized: list[tuple[float, CellChange]] = []
    for one, other in both:
        name = _row_name(new, other, keys, locale)
        for at, form in enumerate(new.forms):
            if old.texts[one][at] != new.texts[other][at]:
                was, is_now = old.values[one][at], new.values[other][at]
                size = _change_size(was, is_now, form, scales[at])
                cell = f"{name} · {heads[at]}" if name else heads[at]
                pair = distinct_texts(old.told[one][at], new.told[other][at], form, locale)
                sized.append((size, CellChange(cell, heads[at], *pair, was, is_now)))
    sized.sort(key=lambda each: -each[0])
    return SheetChanges(tuple(row for _, row in sized), len(now) - len(both), len(then) - len(both))


def _row_name(side: _SheetRows, row: int, keys: Sequence[int], locale: Locale) -> str:
    """Say which row it is by its keys; what is unknown of them is left out."""
    known = [(side.told[row][at], side.forms[at]) for at in keys if side.told[row][at] is not None]
    return " · ".join(_value_text(value, form, locale) for value, form in known)


def _key_columns(old: _SheetRows, new: _SheetRows) -> list[int]:
    """Give the fewest leading columns of words and days by which every row is another."""
    chosen: list[int] = []
    for at, form in enumerate(new.forms):
        if form not in NUMBER_FORMATS:
            chosen.append(at)
            if old.has_own(chosen) and new.has_own(chosen):
                break
    return chosen


def _column_scales(*sides: _SheetRows) -> list[float]:
    """Give the largest number of each column."""
    columns = zip(*(row for side in sides for row in side.values), strict=True)
    numbers = ([abs(cell) for cell in each if isinstance(cell, int | float)] for each in columns)
    return [max(each, default=0.0) for each in numbers]


def _change_size(before: TableValue, after: TableValue, form: Format, scale: float) -> float:
    if form in ("date", "month"):
        return DAY_CHANGE_SIZE
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(after - before) / scale if scale else 0.0
    return WORD_CHANGE_SIZE


def distinct_texts(
    before: TableValue, after: TableValue, form: Format, locale: Locale
) -> tuple[str, str]:
    """Write two values with as many decimals as tell them apart."""
    for decimals in DECIMALS_TRIED:
        old, new = (_value_text(value, form, locale, decimals) for value in (before, after))
        if old != new:
            break
    return old, new


def _value_text(value: TableValue, form: Format, locale: Locale, decimals: int = 1) -> str:
    if value is None:
        return UNKNOWN_DASH
    if isinstance(value, str):
        return value
    if not isinstance(value, int | float):
        return locale.month(value) if form == "month" else locale.date(value)
    if form == "share":
        return locale.share(value, decimals)
    if form == "money" and decimals == 1:
        return locale.money(value)
    exact = locale.exact(value, 0 if isinstance(value, int) else decimals)
    return locale("CNY {amount}", amount=exact) if form == "money" else exact
