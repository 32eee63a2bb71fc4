"""Cells read back from a file beside those expected: which differ, and which were added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice, zip_longest
from typing import Literal

from milestones.export.tabular import STAMP_LINE_PREFIX, TableValue, cell_text
from milestones.figures.registry import Format

FileKind = Literal["csv", "parquet", "json", "xlsx", "pptx", "png", "svg", "pdf"]
JSON_VALUES = "values"
"""The place of the values of a JSON file, which no language owns."""

FileValue = str | int | float | date | None
CellPlace = tuple[int, int]
Grid = Mapping[CellPlace, FileValue]
"""Cells by row and column, both from 0; what is not there is empty."""

MAX_HEADER_ROW = 60
"""Rows in which a header is looked for, where someone put lines above it or took some away."""
RELATIVE_TOLERANCE = 1e-9
"""Part of a number that may be lost where another program wrote the file again."""
MAX_ERROR_CNY = 0.005
"""No more than this may be lost of a large number; so a whole number is always exact."""
EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of the days in a workbook."""
LAST_EXCEL_DAY = 2_958_465
"""The last day that a workbook knows, in 9999."""
MAX_SHOWN_CHARS = 200
_NUMBER_FACTS = re.compile(
    r"\d+\.(figure|columns\b)|.* · (hidden|number format|axis$|labels|tables)", re.ASCII
)
"""The names of facts that say how numbers are to be read."""


@dataclass(frozen=True)
class ExpectedTable:
    """A table as it was exported: where it stands in the file, its header, its rows.

    `place` names the sheet or slide; a table that `may_miss` may have been taken out with it.
    """

    place: str
    header: Sequence[str]
    rows: Sequence[Sequence[TableValue]]
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
class FileContent:
    """What a reader finds: the text of the stamp, None without one, the cells, and the rest.

    `facts` are what stands in no cell, as text by its name.
    """

    stamp: str | None
    grids: Mapping[str, Grid] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


def table_differences(
    found: Mapping[str, Grid], tables: Sequence[ExpectedTable]
) -> Iterator[Difference]:
    """Yield every cell of the tables that a file holds otherwise, in reading order."""
    for table in tables:
        grid = found.get(table.place)
        if grid is not None:
            yield from _differences_in(grid, table)
        elif not table.may_miss:
            yield Difference(table.place, 1, "", "", " · ".join(table.header))


def first_and_count(all_: Iterator[Difference], most: int) -> tuple[tuple[Difference, ...], int]:
    """Give the first differences, and how many there are in all."""
    first = tuple(islice(all_, most))
    return first, len(first) + sum(1 for _ in all_)


def _differences_in(grid: Grid, table: ExpectedTable) -> Iterator[Difference]:
    for (row, column), cell, form in _cells_of(table, grid):
        found = grid.get((row, column))
        if not is_same_cell(found, cell, form):
            texts = display_text(found, form), display_text(cell, form)
            yield Difference(table.place, row + 1, table.header[column], *texts)


def _cells_of(table: ExpectedTable, grid: Grid) -> Iterator[tuple[CellPlace, TableValue, Format]]:
    """Yield the cells of a table where a grid has it, and the empty row that should follow."""
    top = _header_row(grid, table)
    yield from (((top, column), cell, "text") for column, cell in enumerate(table.header))
    for row, cells in enumerate(table.rows, start=top + 1):
        for column, (cell, form) in enumerate(zip(cells, table.forms, strict=True)):
            yield (row, column), cell, form
    below = top + 1 + len(table.rows)
    yield from (((below, column), None, "text") for column in range(len(table.header)))


def _header_row(grid: Grid, table: ExpectedTable) -> int:
    """Find the row of the header; where none is whole, it is looked for at its own place."""

    def is_header(row: int) -> bool:
        cells = enumerate(table.header)
        return all(is_same_cell(grid.get((row, column)), cell, "text") for column, cell in cells)

    return next(filter(is_header, (table.top, *range(MAX_HEADER_ROW))), table.top)


def display_text(value: FileValue, form: Format = "text") -> str:
    """Write a cell for people: a whole number without a point, a day of a workbook as a day."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and form in ("date", "month") and 0 < value < LAST_EXCEL_DAY:
        value = EXCEL_EPOCH + timedelta(days=value)
    text = value if isinstance(value, str) else cell_text(value, form)
    return text if len(text) <= MAX_SHOWN_CHARS else f"{text[:MAX_SHOWN_CHARS]}…"


def is_same_cell(found: FileValue, cell: TableValue, form: Format) -> bool:
    """Tell whether a file's cell is the edition's, at the precision that files keep."""
    if cell is None or cell == "":
        return found is None or found == ""
    if isinstance(cell, str):
        return isinstance(found, str) and _unix_lines(found) == _unix_lines(cell)
    if isinstance(cell, date):
        return _is_day(found, cell, form)
    number = number_in_cell(found)
    if number is None:
        return False
    return abs(number - cell) <= min(RELATIVE_TOLERANCE * abs(cell), MAX_ERROR_CNY)


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_day(found: FileValue, day: date, form: Format) -> bool:
    if isinstance(found, datetime):
        return found.date() == day
    if isinstance(found, date):
        return found == day
    if isinstance(found, str):
        year, _, rest = found.replace("/", "-").partition("-")
        parts = [part.zfill(2) for part in rest.split("-")]
        return "-".join([year, *parts]) in (day.isoformat(), cell_text(day, form))
    return found is not None and found == (day - EXCEL_EPOCH) / timedelta(days=1)


def number_in_cell(found: FileValue) -> float | None:
    """Give the number that a cell holds, if it holds one."""
    if isinstance(found, str):
        try:
            return float(found) if len(found) <= 40 else None
        except ValueError:
            return None
    return found if isinstance(found, int | float) else None


def concerns_number(difference: Difference) -> bool:
    """Tell whether a number, or how to read numbers, was changed, rather than words."""
    if not difference.row and _NUMBER_FACTS.match(difference.place):
        return True
    return any(number_in_cell(text) is not None for text in (difference.file, difference.edition))


def extra_cells(
    found: Mapping[str, Grid], wanted: Mapping[str, Grid], tables: Sequence[ExpectedTable]
) -> Iterator[Difference]:
    """Yield the cells of no table that only one side has, sheet by sheet, wherever they stand.

    Whoever puts lines above a table moves what stands below it, and changes nothing.
    """
    for place, grid in found.items():
        own = [table for table in tables if table.place == place]
        held, told = _cells_outside(grid, own), _cells_outside(wanted.get(place, {}), own)
        yield from _paired(place, _unmatched(held, told), _unmatched(told, held))


def _cells_outside(grid: Grid, tables: Sequence[ExpectedTable]) -> dict[CellPlace, FileValue]:
    known = {at for table in tables for at, _, _ in _cells_of(table, grid)}
    return {
        at: value
        for at, value in sorted(grid.items())
        if at not in known and not str(value).startswith(STAMP_LINE_PREFIX) and _plain_text(value)
    }


def _unmatched(
    these: Mapping[CellPlace, FileValue], those: Mapping[CellPlace, FileValue]
) -> list[tuple[CellPlace, str]]:
    """Give the cells of one side that the other does not have as often."""
    left = Counter(_plain_text(value) for value in those.values())
    found = []
    for at, value in these.items():
        text = _plain_text(value)
        left[text] -= 1
        if left[text] < 0:
            found.append((at, text))
    return found


def _paired(
    place: str, held: Sequence[tuple[CellPlace, str]], told: Sequence[tuple[CellPlace, str]]
) -> Iterator[Difference]:
    nothing: tuple[CellPlace, str] = ((-1, 0), "")
    for (at, text), (other, line) in zip_longest(held, told, fillvalue=nothing):
        row = at[0] if at[0] >= 0 else other[0]
        yield Difference(place, row + 1, "", text, line)


def fact_differences(found: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[Difference]:
    """Yield what stands in no cell and is not the same on both sides."""
    for name in dict.fromkeys([*wanted, *found]):
        held, told = found.get(name, ""), wanted.get(name, "")
        if _plain_text(held) != _plain_text(told):
            yield Difference(name, 0, "", held[:MAX_SHOWN_CHARS], told[:MAX_SHOWN_CHARS])


def _plain_text(value: FileValue) -> str:
    return " ".join((value if isinstance(value, str) else display_text(value)).split())
