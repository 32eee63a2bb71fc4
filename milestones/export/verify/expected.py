"""What the edition gives for a stamped file: its figures computed again, and their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from itertools import zip_longest

from milestones.charts.office import NativeChart
from milestones.editions.data_home import DataHome
from milestones.editions.edition import Edition, EditionNotFoundError
from milestones.editions.edition_status import EditionStatus
from milestones.export.figure_export import (
    FigureExport,
    export_figure,
    number_figures,
    parse_address,
)
from milestones.export.stamp import Stamp, StampDamagedError, column_formats
from milestones.export.tabular import (
    LINES_ABOVE_HEADER,
    coded_rows,
    escape_formula,
    localized_columns,
    table_rows,
)
from milestones.export.verify.comparison import JSON_VALUES, Difference, ExpectedTable, FileKind
from milestones.export.verify.deck_reader import DATA_SUFFIX, TABLES_SUFFIX
from milestones.export.verify.file_reader import FileReading
from milestones.export.workbook import CHART_SHEET, DATA_SHEET, HEAD_ROWS, sheet_name
from milestones.export.workbook_charts import chart_rows
from milestones.figures.compute import compute_figure
from milestones.figures.registry import FIGURES, Format, find_figure
from milestones.i18n import Lang
from milestones.selection import ADDRESS_KEYS, SINGLE_KEYS, Selection


class DamageReason(StrEnum):
    """Why a stamp says nothing."""

    MISSING = "missing"
    TAKEN_OUT = "taken_out"
    EDITED = "edited"
    UNREADABLE = "unreadable"
    UNKNOWN_FIGURE = "unknown_figure"
    UNKNOWN_SELECTION = "unknown_selection"


class StampUnknownError(ValueError):
    """A whole stamp names what neither the figures nor the edition have."""

    def __init__(self, reason: DamageReason) -> None:
        super().__init__(reason)
        self.reason = reason


def recompute_figure(stamp: Stamp, home: DataHome) -> tuple[FigureExport, ...]:
    """Compute the figure of a stamp again, in each of its languages.

    Raises EditionNotFoundError, also where the figure compares with an edition that is not
    here; EditionUnreadableError; StampUnknownError for a figure or a choice that there is not.
    """
    if stamp.figure not in FIGURES:
        raise StampUnknownError(DamageReason.UNKNOWN_FIGURE)
    with home.edition(stamp.edition) as edition:
        try:
            selection = _selection_of(stamp, edition)
        except ValueError as error:
            raise StampUnknownError(DamageReason.UNKNOWN_SELECTION) from error
        result = compute_figure(stamp.figure, edition, selection)
        status = _status_of(stamp)
        sheets = tuple(export_figure(result, edition, lang, status=status) for lang in stamp.langs)
        if sheets[0].stamp.values != stamp.values:
            _require_previous(stamp, edition, home)
        return sheets


def _status_of(stamp: Stamp) -> EditionStatus:
    """Give what was to be said of the edition when the copy was made."""
    try:
        return EditionStatus(
            None if stamp.embargo is None else datetime.fromisoformat(stamp.embargo),
            None if stamp.current is None else date.fromisoformat(stamp.current),
        )
    except ValueError as error:
        raise StampDamagedError("the embargo is no moment") from error


def _require_previous(stamp: Stamp, edition: Edition, home: DataHome) -> None:
    before = edition.previous if find_figure(stamp.figure).compare else None
    if before is not None and not home.file_of(before).is_file():
        raise EditionNotFoundError(before)


def _selection_of(stamp: Stamp, edition: Edition) -> Selection:
    """Read the selection of a stamp; raises ValueError where the edition has no such choice."""
    asked = parse_address(stamp.selection)
    selection, unknown = Selection.parse(asked, edition, any_day=True, any_province=True)
    is_known = not unknown and asked.keys() <= {*ADDRESS_KEYS}
    is_known = is_known and all(len(asked.get(key, ())) < 2 for key in SINGLE_KEYS)
    if not (is_known and selection.day(edition) == stamp.day <= edition.as_of):
        raise ValueError(stamp.selection)
    return selection


def expected_tables(kind: FileKind, sheets: Sequence[FigureExport]) -> tuple[ExpectedTable, ...]:
    """Give the tables that a file of these sheets should hold; none for a picture."""
    return tuple(_TABLES[kind](sheets)) if kind in _TABLES else ()


def _csv_tables(sheets: Sequence[FigureExport]) -> Iterator[ExpectedTable]:
    for sheet in sheets:
        table = [
            [escape_formula(value) if isinstance(value, str) else value for value in row]
            for row in table_rows(sheet)
        ]
        yield ExpectedTable("", list(sheet.formats), table, _forms(sheet), LINES_ABOVE_HEADER)


def _parquet_tables(sheets: Sequence[FigureExport]) -> Iterator[ExpectedTable]:
    for sheet in sheets:
        yield ExpectedTable("", list(sheet.formats), list(table_rows(sheet)), _forms(sheet))


def _json_tables(sheets: Sequence[FigureExport]) -> Iterator[ExpectedTable]:
    seen = set()
    for number, _, sheet in number_figures(sheets):
        if number not in seen:
            seen.add(number)
            forms = column_formats(sheet.figure)
            table = list(coded_rows(sheet)), list(forms.values())
            yield ExpectedTable(f"{JSON_VALUES} {number}", list(forms), *table)
        localized = localized_columns(sheet)
        header = [list(sheet.formats)[at] for at in localized]
        said = [[row[at] for at in localized] for row in table_rows(sheet)]
        yield ExpectedTable(f"{sheet.lang} {number}", header, said, ["text"] * len(header))


def _xlsx_tables(sheets: Sequence[FigureExport]) -> Iterator[ExpectedTable]:
    for number, of, sheet in number_figures(sheets):
        place = sheet_name(DATA_SHEET, sheet.lang, number, of)
        yield ExpectedTable(
            place, list(sheet.formats), list(table_rows(sheet)), _forms(sheet), HEAD_ROWS
        )
        charts = sheet.native_charts
        place = sheet_name(CHART_SHEET, sheet.lang, number, of)
        for chart, top in zip(charts, chart_rows(charts, HEAD_ROWS), strict=True):
            yield chart_table(place, chart, top)


def slide_tables(slides: Mapping[int, FigureExport]) -> Iterator[ExpectedTable]:
    """Give the charts of slides by their numbers: what is shown, and the numbers behind it."""
    for slide, sheet in slides.items():
        for number, chart in enumerate(sheet.slide_charts, start=1):
            header = ["", *(series.name for series in chart.series)]
            for place in (f"{slide}.{number}", f"{slide}.{number} data"):
                is_behind = place.endswith("data")
                yield replace(chart_table(place, chart), header=header, may_miss=is_behind)


def chart_table(place: str, chart: NativeChart, top: int = 0) -> ExpectedTable:
    """Give the numbers of a chart as they stand in cells: categories, then a column a series."""
    header = [chart.title, *(series.name or chart.title for series in chart.series)]
    columns = [chart.categories, *(series.values for series in chart.series)]
    table = [list(row) for row in zip(*columns, strict=True)]
    first: Format = "date" if chart.days else "text"
    numbers: list[Format] = ["number"] * len(chart.series)
    return ExpectedTable(place, header, table, [first, *numbers], top, may_miss=True)


def _forms(sheet: FigureExport) -> list[Format]:
    return list(sheet.formats.values())


_TABLES: Mapping[str, Callable[[Sequence[FigureExport]], Iterator[ExpectedTable]]] = {
    "csv": _csv_tables,
    "parquet": _parquet_tables,
    "json": _json_tables,
    "xlsx": _xlsx_tables,
}


def expected_content(
    reading: FileReading, sheets: Sequence[FigureExport]
) -> tuple[Sequence[ExpectedTable], Sequence[Difference]]:
    """Give what the file should hold, and charts of which nobody can tell what they show.

    Slides may be taken out of a deck, and slides of others put in, but no numbers without a
    stamp: no chart and no table. `sheets` come in the order of the file's stamps and their
    languages. A stamp by itself holds no numbers.
    """
    if not reading.grids:
        return (), ()
    if reading.kind != "pptx":
        return expected_tables(reading.kind, sheets), ()
    slides = sheets_by_slide(reading, sheets)
    wanted = tuple(slide_tables(slides))
    known = {table.place for table in wanted}
    charts = (place for place in reading.charts if not place.endswith(DATA_SUFFIX))
    strange = [place for place in charts if place not in known]
    lost = [sheet for sheet in sheets if sheet.native_charts and sheet not in slides.values()]
    tables = [name for name in reading.facts if name.endswith(TABLES_SUFFIX)]
    added = [*strange, *(name for name in tables if _slide_number(name) not in slides)]
    return wanted, [
        Difference(place, 0, "", "1", sheet.title if sheet else "")
        for place, sheet in zip_longest(added, lost[: len(added)])
    ]


def _slide_number(place: str) -> int:
    return int(place.split(" ")[0].split(".")[0])


def sheets_by_slide(
    reading: FileReading, sheets: Sequence[FigureExport]
) -> Mapping[int, FigureExport]:
    """Find the sheet of each slide by the stamp in its notes, or by there being only one."""
    rest, noted = iter(sheets), reading.slides
    by_stamp: dict[tuple[Stamp, Lang], FigureExport] = {
        (replace(stamp, langs=()), lang): next(rest)
        for stamp in reading.stamps
        for lang in stamp.langs
    }
    if not noted and len(sheets) == 1:
        return {int(place.split(".")[0]): sheets[0] for place in reading.charts}
    asked = {slide: (replace(stamp, langs=()), stamp.langs[0]) for slide, stamp in noted.items()}
    return {slide: by_stamp[key] for slide, key in asked.items() if key in by_stamp}
