"""Two frames of one figure side by side: rows found by their keys, cells by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milestones.export.cells import Cell, coded, rows
from milestones.export.figure_export import FigureExport
from milestones.export.values import NUMBERS, texts
from milestones.figures.columns import Format
from milestones.i18n import Locale
from milestones.i18n.numbers import UNKNOWN

WORD, DAY = 2.0, -1.0
"""How large it counts that a word or a day changed: words before all numbers, days behind."""
DAYS: frozenset[Format] = frozenset({"date", "month"})
DECIMALS = (1, 2, 3, 4, 6)

Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Row:
    """A cell that differs: the row's keys in words, the column, and both values in words."""

    where: str
    column: str
    before: str
    after: str

    @property
    def cell(self) -> str:
        """Which cell it is, in words."""
        return f"{self.where} · {self.column}" if self.where else self.column


@dataclass(frozen=True)
class Found:
    """What differs between two frames, the largest changes first, and rows of one side only."""

    rows: tuple[Row, ...]
    added: int
    gone: int


class _Side:
    """A sheet's rows three times: as texts to compare, as values to measure, as words to tell."""

    def __init__(self, sheet: FigureExport) -> None:
        self.forms = list(sheet.formats.values())
        self.texts = list(texts(sheet.codes, self.forms))
        self.values = list(coded(sheet))
        self.told = list(rows(sheet))

    def has_own(self, keys: Sequence[int]) -> bool:
        """Tell whether no two rows share these columns."""
        return len({tuple(row[at] for at in keys) for row in self.texts}) == len(self.texts)

    def places(self, keys: Sequence[int]) -> dict[Key, int]:
        """Give each row's place by its keys; rows that share them are told apart by their order."""
        seen: Counter[Key] = Counter()
        found: dict[Key, int] = {}
        for place, row in enumerate(self.texts):
            key = tuple(row[at] for at in keys)
            seen[key] += 1
            found[(*key, str(seen[key]))] = place
        return found


def differing(before: FigureExport, after: FigureExport) -> Found:
    """Compare two sheets of one figure in one language, cell by cell.

    A number's change is as large as it is a part of the largest number of its column; a word
    that changes, and an unknown that becomes known, are larger than any; a day is smaller.
    """
    old, new, words = _Side(before), _Side(after), after.words
    keys, heads, scales = _keys(old, new), list(after.formats), _scales(old, new)
    then, now = old.places(keys), new.places(keys)
    both = [(then[key], now[key]) for key in now if key in then]
    sized: list[tuple[float, Row]] = []
    for one, other in both:
        where = _where(new, other, keys, words)
        for at, form in enumerate(new.forms):
            if old.texts[one][at] != new.texts[other][at]:
                pair = old.told[one][at], new.told[other][at]
                size = _size(old.values[one][at], new.values[other][at], form, scales[at])
                sized.append((size, Row(where, heads[at], *written_apart(*pair, form, words))))
    sized.sort(key=lambda each: -each[0])
    return Found(tuple(row for _, row in sized), len(now) - len(both), len(then) - len(both))


def _where(side: _Side, row: int, keys: Sequence[int], words: Locale) -> str:
    """Say which row it is by its keys; what is unknown of them is left out."""
    known = [at for at in keys if side.told[row][at] is not None]
    return " · ".join(_told(side.told[row][at], side.forms[at], words) for at in known)


def _keys(old: _Side, new: _Side) -> list[int]:
    """Give the fewest leading columns of words and days by which every row is another."""
    chosen: list[int] = []
    for at, form in enumerate(new.forms):
        if form not in NUMBERS:
            chosen.append(at)
            if old.has_own(chosen) and new.has_own(chosen):
                break
    return chosen


def _scales(*sides: _Side) -> list[float]:
    """Give the largest number of each column."""
    largest = [0.0] * len(sides[0].forms)
    for at, value in (pair for side in sides for row in side.values for pair in enumerate(row)):
        if isinstance(value, int | float):
            largest[at] = max(largest[at], abs(value))
    return largest


def _size(before: Cell, after: Cell, form: Format, scale: float) -> float:
    if form in DAYS:
        return DAY
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(after - before) / scale if scale else 0.0
    return WORD


def written_apart(before: Cell, after: Cell, form: Format, words: Locale) -> Iterator[str]:
    """Write two values with as many decimals as tell them apart."""
    for decimals in DECIMALS:
        said = [_told(value, form, words, decimals) for value in (before, after)]
        if said[0] != said[1]:
            break
    yield from said


def _told(value: Cell, form: Format, words: Locale, decimals: int = 1) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        if form == "share":
            return words.share(value, decimals)
        if form == "money":
            exact = words("CNY {amount}", amount=_number(value, words, decimals))
            return words.money(value) if decimals == 1 else exact
        return _number(value, words, decimals)
    return words.month(value) if form == "month" else words.date(value)


def _number(value: float, words: Locale, decimals: int) -> str:
    return words.exact(value) if isinstance(value, int) else words.exact(value, decimals)
