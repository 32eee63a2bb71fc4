"""What a file holds beside its tables: words, cells added, and what stands in no cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from milestones.export.tabular import STAMP_LINE
from milestones.export.verify.grid import (
    Block,
    Difference,
    Found,
    Grid,
    Place,
    covered,
    number_in,
    said,
)

Cells = Mapping[str, Grid]


_READ_BY = re.compile(
    r"\d+\.(figure|columns\b)|.* · (hidden|number format|axis$|labels|tables)", re.ASCII
)
"""The names of facts that say how numbers are to be read."""


def is_number(difference: Difference) -> bool:
    """Tell whether a number, or how to read numbers, was changed, rather than words."""
    if not difference.row and _READ_BY.match(difference.place):
        return True
    return any(number_in(text) is not None for text in (difference.file, difference.edition))


def beside(found: Cells, wanted: Cells, blocks: Sequence[Block]) -> Iterator[Difference]:
    """Yield the cells of no table that only one side has, sheet by sheet, wherever they stand.

    Whoever puts lines above a table moves what stands below it, and changes nothing.
    """
    for place, grid in found.items():
        own = [block for block in blocks if block.place == place]
        held, told = _rest(grid, own), _rest(wanted.get(place, {}), own)
        yield from _paired(place, _only(held, told), _only(told, held))


def _rest(grid: Grid, blocks: Sequence[Block]) -> dict[Place, Found]:
    known = set().union(*(covered(grid, block) for block in blocks))
    return {
        at: value
        for at, value in sorted(grid.items())
        if at not in known and not str(value).startswith(STAMP_LINE) and _text(value)
    }


def _only(these: Mapping[Place, Found], those: Mapping[Place, Found]) -> list[tuple[Place, str]]:
    """Give the cells of one side that the other does not have as often."""
    left = Counter(_text(value) for value in those.values())
    found = []
    for at, value in these.items():
        text = _text(value)
        left[text] -= 1
        if left[text] < 0:
            found.append((at, text))
    return found


def _paired(
    place: str, held: Sequence[tuple[Place, str]], told: Sequence[tuple[Place, str]]
) -> Iterator[Difference]:
    nothing: tuple[Place, str] = ((-1, 0), "")
    for (at, text), (other, line) in zip_longest(held, told, fillvalue=nothing):
        row = at[0] if at[0] >= 0 else other[0]
        yield Difference(place, row + 1, "", text, line)


def facts(found: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[Difference]:
    """Yield what stands in no cell and is not the same on both sides."""
    for name in dict.fromkeys([*wanted, *found]):
        held, told = found.get(name, ""), wanted.get(name, "")
        if _text(held) != _text(told):
            yield Difference(name, 0, "", held[:200], told[:200])


def _text(value: Found) -> str:
    return " ".join((value if isinstance(value, str) else said(value)).split())
