"""What each format should hold of the sheets it was made from, to be set beside what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from milestones.charts.office_model import NativeChart
from milestones.export.cells import Cell, coded, escaped, rows, spoken
from milestones.export.figure_export import FigureExport, numbered
from milestones.export.tabular import LEADING
from milestones.export.values import formats_of
from milestones.export.verify.grid import Block
from milestones.export.workbooks.chart import tops
from milestones.export.workbooks.names import CHART, DATA, name_of
from milestones.export.workbooks.workbook import HEAD
from milestones.figures.columns import Format

Kind = Literal["csv", "parquet", "json", "xlsx", "pptx", "png", "svg", "pdf"]
VALUES = "values"
"""The place of the values of a JSON file, which no language owns."""


def blocks(kind: Kind, sheets: Sequence[FigureExport]) -> tuple[Block, ...]:
    """Give the tables that a file of these sheets should hold; none for a picture."""
    return tuple(_BLOCKS[kind](sheets)) if kind in _BLOCKS else ()


def _csv(sheets: Sequence[FigureExport]) -> Iterator[Block]:
    for sheet in sheets:
        table = [[_safe(value) for value in row] for row in rows(sheet)]
        yield Block("", list(sheet.formats), table, _forms(sheet), LEADING)


def _safe(value: Cell) -> Cell:
    return escaped(value) if isinstance(value, str) else value


def _parquet(sheets: Sequence[FigureExport]) -> Iterator[Block]:
    for sheet in sheets:
        yield Block("", list(sheet.formats), list(rows(sheet)), _forms(sheet))


def _json(sheets: Sequence[FigureExport]) -> Iterator[Block]:
    seen = set()
    for number, _, sheet in numbered(sheets):
        if number not in seen:
            seen.add(number)
            forms = formats_of(sheet.figure)
            yield Block(f"{VALUES} {number}", list(forms), list(coded(sheet)), list(forms.values()))
        table = list(rows(sheet))
        header = [list(sheet.formats)[at] for at in spoken(sheet)]
        said = [[row[at] for at in spoken(sheet)] for row in table]
        yield Block(f"{sheet.lang} {number}", header, said, ["text"] * len(header))


def _xlsx(sheets: Sequence[FigureExport]) -> Iterator[Block]:
    for number, of, sheet in numbered(sheets):
        place = name_of(DATA, sheet.lang, number, of)
        yield Block(place, list(sheet.formats), list(rows(sheet)), _forms(sheet), HEAD)
        charts = sheet.native_charts
        place = name_of(CHART, sheet.lang, number, of)
        for chart, top in zip(charts, tops(charts, HEAD), strict=True):
            yield chart_block(place, chart, top)


def slide_blocks(slides: Mapping[int, FigureExport]) -> Iterator[Block]:
    """Give the charts of slides by their numbers: what is shown, and the numbers behind it."""
    for slide, sheet in slides.items():
        for number, chart in enumerate(sheet.slide_charts, start=1):
            header = ["", *(series.name for series in chart.series)]
            for place in (f"{slide}.{number}", f"{slide}.{number} data"):
                is_behind = place.endswith("data")
                yield replace(chart_block(place, chart), header=header, may_miss=is_behind)


def chart_block(place: str, chart: NativeChart, top: int = 0) -> Block:
    """Give the numbers of a chart as they stand in cells: categories, then a column a series."""
    header = [chart.title, *(series.name or chart.title for series in chart.series)]
    columns = [chart.categories, *(series.values for series in chart.series)]
    table = [list(row) for row in zip(*columns, strict=True)]
    first: Format = "date" if chart.days else "text"
    numbers: list[Format] = ["number"] * len(chart.series)
    return Block(place, header, table, [first, *numbers], top, may_miss=True)


def _forms(sheet: FigureExport) -> list[Format]:
    return list(sheet.formats.values())


_BLOCKS: Mapping[str, Callable[[Sequence[FigureExport]], Iterator[Block]]] = {
    "csv": _csv,
    "parquet": _parquet,
    "json": _json,
    "xlsx": _xlsx,
}
