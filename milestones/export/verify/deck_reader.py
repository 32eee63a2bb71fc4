"""Slides read back: the numbers and formats of their charts, and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from zipfile import ZipFile

from lxml import etree

from milestones.export.stamp import STAMP_FIELD
from milestones.export.verify.comparison import FileContent, FileValue, Grid
from milestones.export.verify.untrusted_files import (
    RELATION_ID,
    iterate_xml,
    office_stamp,
    open_embedded_zip,
    open_zip,
    parse_xml,
    part_relations,
    read_part,
    require_few,
    stands_in,
)
from milestones.export.verify.workbook_reader import plain_format, read_worksheets

FACT_SEPARATOR, VALUE_SEPARATOR = " · ", " | "
"""What parts a chart's place from what is told of it, and two values told of one place."""
STAMP_SUFFIX, TEXT_SUFFIX, NOTES_SUFFIX, DATA_SUFFIX = " stamp", " text", " notes", " data"
"""What the stamp in the notes of a slide, its texts, its notes, and a chart's cells are called."""
TITLE_SHAPE, TABLES_SUFFIX, PICTURES_SUFFIX = "Title", " · tables", " · pictures"


def chart_formatting(place: str, chart: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what a chart's XML says that could make its numbers read otherwise."""
    told = {
        "title": _run_texts(chart.iterfind("{*}chart/{*}title")),
        "axis titles": _run_texts(
            title
            for kind in ("catAx", "dateAx", "valAx")
            for title in chart.iterfind(f".//{{*}}{kind}/{{*}}title")
        ),
        "labels": _run_texts(chart.iterfind(".//{*}dLbl")),
        "text": _run_texts(chart.iterfind("{*}userShapes")),
        "axis": _axis_ends(chart),
        "number formats": _number_formats(chart),
    }
    yield from ((f"{place}{FACT_SEPARATOR}{name}", text) for name, text in told.items() if text)


def _run_texts(elements: Iterator[etree._Element]) -> str:
    runs = (run.text or "" for each in elements for run in each.iterfind(".//{*}r/{*}t"))
    return " ".join(" ".join(runs).split())


def _axis_ends(chart: etree._Element) -> str:
    """Give the ends of the axis of values."""
    found = []
    for scaling in chart.iterfind(".//{*}valAx/{*}scaling"):
        ends = {name: scaling.find(f"{{*}}{name}") for name in ("min", "max")}
        there = {name: end.get("val", "0") for name, end in ends.items() if end is not None}
        found += [f"{name} {float(value):g}" for name, value in there.items()]
        if scaling.find("{*}logBase") is not None:
            found.append("log")
    return ", ".join(found)


def _number_formats(chart: etree._Element) -> str:
    """Give the formats of the numbers at the axis, at the bars and behind them."""
    codes = {
        each.get("formatCode", "")
        for parent in ("valAx", "dLbls", "dLbl")
        for each in chart.iterfind(f".//{{*}}{parent}/{{*}}numFmt")
    }
    codes |= {each.text or "" for each in chart.iterfind(".//{*}val//{*}formatCode")}
    return " | ".join(sorted({plain_format(code) for code in codes} - {"general", ""}))


def read_pptx(content: bytes) -> FileContent:
    """Read slides: the numbers of each chart as it is shown, and as they stand behind it.

    The first chart of the third slide is `3.1`, the workbook behind it `3.1 data`, and the stamp
    in the notes of the slide is the only cell of `3 stamp`, the texts on it are the cells of
    `3 text`, and the facts name them by their shapes. A deck that was put together from
    slides of others has no stamp of its own: then the notes are what it says.
    """
    grids: dict[str, Grid] = {}
    facts: dict[str, str] = {}
    with open_zip(content) as archive:
        for slide, name in enumerate(_slide_parts(archive), start=1):
            page = parse_xml(read_part(archive, name) or b"")
            relations = part_relations(archive, name)
            for number, target in enumerate(_shown_charts(page, relations), start=1):
                place, drawn = f"{slide}.{number}", read_part(archive, target)
                if drawn is not None:
                    chart = parse_xml(drawn)
                    grids[place] = _chart_grid(chart)
                    grids |= _embedded_cells(archive, target, place)
                    facts |= chart_formatting(place, chart)
            for tag, what in (("tbl", TABLES_SUFFIX), ("pic", PICTURES_SUFFIX)):
                if count := sum(1 for _ in page.iter(f"{{*}}{tag}")):
                    facts[f"{slide}{what}"] = str(count)
            shapes = dict(_shape_texts(page))
            grids[f"{slide}{TEXT_SUFFIX}"] = _as_column(shapes.values())
            facts |= {f"{slide}{TEXT_SUFFIX}{shape}": text for (_, shape), text in shapes.items()}
            notes = require_few(
                [target for kind, target in relations.values() if kind == "notesSlide"]
            )
            said = [line for target in notes for line in _note_lines(archive, target)]
            grids[f"{slide}{NOTES_SUFFIX}"] = _as_column(
                line for line in said if not _is_stamp(line)
            )
            for line in filter(_is_stamp, said):
                grids[f"{slide}{STAMP_SUFFIX}"] = {(0, 0): line}
        noted = [str(grid[0, 0]) for place, grid in grids.items() if place.endswith(STAMP_SUFFIX)]
        own = office_stamp(archive) or (f"[{','.join(noted)}]" if noted else None)
        return FileContent(own, grids, facts)


def _shown_charts(slide: etree._Element, relations: Mapping[str, tuple[str, str]]) -> list[str]:
    """Give the charts that a slide shows, not those that its file still holds."""
    shown = {each.get(RELATION_ID) for each in slide.iter("{*}chart")}
    return require_few(
        [target for key, (kind, target) in relations.items() if kind == "chart" and key in shown]
    )


def _as_column(texts: Iterable[str]) -> Grid:
    return {(row, 0): text for row, text in enumerate(texts)}


def _shape_texts(slide: etree._Element) -> Iterator[tuple[tuple[int, str], str]]:
    """Yield what the shapes of a slide say, by their number and name; the title is `Title`."""
    for number, shape in enumerate(slide.iter("{*}sp")):
        title = shape.find("{*}nvSpPr/{*}nvPr/{*}ph[@type='title']")
        named = shape.find("{*}nvSpPr/{*}cNvPr")
        name = TITLE_SHAPE if title is not None else "" if named is None else named.get("name", "")
        text = " ".join(filter(None, map(_paragraph_text, shape.iter("{*}p"))))
        if text:
            yield (number, name), text


def _note_lines(archive: ZipFile, name: str) -> Iterator[str]:
    """Yield the lines of the notes; the number of the page is none of them."""
    for shape in iterate_xml(read_part(archive, name) or b"", "sp"):
        if shape.find("{*}nvSpPr/{*}nvPr/{*}ph[@type='body']") is not None:
            yield from filter(None, map(_paragraph_text, shape.iter("{*}p")))


def _paragraph_text(paragraph: etree._Element) -> str:
    runs = paragraph.iterfind("{*}r/{*}t")
    return " ".join("".join(run.text or "" for run in runs).split())


def _is_stamp(line: str) -> bool:
    return line.startswith("{") and STAMP_FIELD in line


def _slide_parts(archive: ZipFile) -> list[str]:
    main = "ppt/presentation.xml"
    targets: dict[str | None, str] = {
        key: target for key, (_, target) in part_relations(archive, main).items()
    }
    content = read_part(archive, main) or b""
    return require_few(
        [targets.pop(each.get(RELATION_ID)) for each in iterate_xml(content, "sldId")]
    )


def _both_values(before: FileValue, value: FileValue) -> FileValue:
    """Give a value of a place, or both where it is told twice and otherwise: no edition does."""
    return value if before == value else f"{before}{VALUE_SEPARATOR}{value}"


def _chart_grid(chart: etree._Element) -> Grid:
    grid: dict[tuple[int, int], FileValue] = {}
    named: list[dict[int, FileValue]] = []
    for column, series in enumerate(chart.iter("{*}ser"), start=1):
        named.append({})
        for axis, at in (("tx", (0, column)), ("cat", (1, 0)), ("val", (1, column))):
            for point in series.findall(f"{{*}}{axis}//{{*}}pt"):
                value = point.findtext("{*}v")
                is_number = stands_in(point, "numCache")
                row = at[0] + int(point.get("idx", "0"))
                held: FileValue = float(value) if is_number and value else value
                if axis == "cat":
                    named[-1][row] = _both_values(named[-1].get(row, held), held)
                else:
                    grid[row, at[1]] = _both_values(grid.get((row, at[1]), held), held)
    for row in sorted(set().union(*named)):
        told = dict.fromkeys(each.get(row) for each in named)
        grid[row, 0] = next(iter(told)) if len(told) == 1 else VALUE_SEPARATOR.join(map(str, told))
    return grid


def _embedded_cells(archive: ZipFile, name: str, place: str) -> Iterator[tuple[str, Grid]]:
    """Yield the first sheet of the workbook behind a chart."""
    for kind, target in part_relations(archive, name).values():
        inside = read_part(archive, target) if kind == "package" else None
        if inside is not None:
            with open_embedded_zip(inside) as book:
                for cells in list(read_worksheets(book).values())[:1]:
                    yield f"{place}{DATA_SUFFIX}", cells
