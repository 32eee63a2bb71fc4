"""Numbers read back from a file, and the places where they are not what the edition gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from milestones.export.cells import Cell, written
from milestones.figures.columns import Format

Found = str | int | float | date | None
Place = tuple[int, int]
Grid = Mapping[Place, Found]
"""Cells by row and column, both from 0; what is not there is empty."""

SEARCHED = 60
"""Rows in which a header is looked for, where someone put lines above it or took some away."""
PRECISION = 1e-9
"""Part of a number that may be lost where another program wrote the file again."""
HALF_A_FEN = 0.005
"""No more than this may be lost of a large number; so a whole number is always exact."""
SERIAL_FROM = date(1899, 12, 30)
"""Day 0 of the days in a workbook."""
LAST_SERIAL = 2_958_465
"""The last day that a workbook knows, in 9999."""


@dataclass(frozen=True)
class Block:
    """A table as it was exported: where it stands in the file, its header, its rows.

    Without a header it is words to be found at their place. `place` names the sheet or slide;
    a block that `may_miss` may have been taken out with its sheet.
    """

    place: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    forms: Sequence[Format]
    top: int = 0
    may_miss: bool = False


@dataclass(frozen=True)
class Difference:
    """A cell that differs: its place, row (from 1) and column, and both values as text.

    What stands in no cell has row 0.
    """

    place: str
    row: int
    column: str
    file: str
    edition: str


@dataclass(frozen=True)
class Raw:
    """What a reader finds: the text of the stamp, None without one, the cells, and the rest.

    `facts` are what stands in no cell, as text by its name.
    """

    stamp: str | None
    grids: Mapping[str, Grid] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


def differences(found: Mapping[str, Grid], blocks: Sequence[Block]) -> Iterator[Difference]:
    """Yield every cell of the blocks that a file holds otherwise, in reading order."""
    for block in blocks:
        grid = found.get(block.place)
        if grid is not None:
            yield from _in_block(grid, block)
        elif not block.may_miss:
            yield Difference(block.place, 1, "", "", " · ".join(block.header))


def first_of(all_: Iterator[Difference], most: int) -> tuple[tuple[Difference, ...], int]:
    """Give the first differences, and how many there are in all."""
    first = tuple(islice(all_, most))
    return first, len(first) + sum(1 for _ in all_)


def covered(grid: Grid, block: Block) -> set[Place]:
    """Give the places of a grid that comparing it with a block looks at."""
    top, width = _top(grid, block), len(block.forms)
    height = len(block.rows) + 2 if block.header else len(block.rows)
    return {(row, column) for row in range(top, top + height) for column in range(width)}


def _in_block(grid: Grid, block: Block) -> Iterator[Difference]:
    top = _top(grid, block)
    for column, header in enumerate(block.header):
        if not is_same(grid.get((top, column)), header, "text"):
            yield _difference(grid, block, (top, column), header, "text")
    below = top + 1 if block.header else top
    for row, cells in enumerate(block.rows, start=below):
        for column, (cell, form) in enumerate(zip(cells, block.forms, strict=True)):
            if not is_same(grid.get((row, column)), cell, form):
                yield _difference(grid, block, (row, column), cell, form)
    if block.header:
        yield from _beyond(grid, block, below + len(block.rows))


def _beyond(grid: Grid, block: Block, row: int) -> Iterator[Difference]:
    """Yield what stands right under a table, where an empty row should follow."""
    for column in range(len(block.header)):
        if grid.get((row, column)) not in (None, ""):
            yield _difference(grid, block, (row, column), None, "text")


def _top(grid: Grid, block: Block) -> int:
    """Find the row of the header; where none is whole, it is looked for at its own place."""

    def is_header(row: int) -> bool:
        cells = enumerate(block.header)
        return all(is_same(grid.get((row, column)), cell, "text") for column, cell in cells)

    rows = (block.top, *range(SEARCHED)) if block.header else ()
    return next((row for row in rows if is_header(row)), block.top)


def _difference(
    grid: Grid, block: Block, at: tuple[int, int], cell: Cell, form: Format
) -> Difference:
    row, column = at
    name = block.header[column] if block.header else ""
    held = grid.get(at)
    return Difference(block.place, row + 1, name, said(held, form), said(cell, form))


def said(value: Found, form: Format = "text") -> str:
    """Write a cell for people: a whole number without a point, a day of a workbook as a day."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and form in ("date", "month") and 0 < value < LAST_SERIAL:
        value = SERIAL_FROM + timedelta(days=value)
    text = value if isinstance(value, str) else written(value, form)
    return text if len(text) <= 200 else f"{text[:200]}…"


def is_same(found: Found, cell: Cell, form: Format) -> bool:
    """Tell whether a file's cell is the edition's, at the precision that files keep."""
    if cell is None or cell == "":
        return found is None or found == ""
    if isinstance(cell, str):
        return isinstance(found, str) and _lines(found) == _lines(cell)
    if isinstance(cell, date):
        return _is_day(found, cell, form)
    number = number_in(found)
    if number is None:
        return False
    return abs(number - cell) <= min(PRECISION * abs(cell), HALF_A_FEN)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_day(found: Found, day: date, form: Format) -> bool:
    if isinstance(found, datetime):
        return found.date() == day
    if isinstance(found, date):
        return found == day
    if isinstance(found, str):
        year, _, rest = found.replace("/", "-").partition("-")
        parts = [part.zfill(2) for part in rest.split("-")]
        return "-".join([year, *parts]) in (day.isoformat(), written(day, form))
    return found is not None and found == (day - SERIAL_FROM) / timedelta(days=1)


def number_in(found: Found) -> float | None:
    """Give the number that a cell holds, if it holds one."""
    if isinstance(found, str):
        try:
            return float(found) if len(found) <= 40 else None
        except ValueError:
            return None
    return found if isinstance(found, int | float) else None
