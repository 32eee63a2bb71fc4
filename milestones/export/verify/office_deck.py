"""Slides read back: the numbers of their charts, as shown and as they stand behind, and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar
from zipfile import ZipFile

from lxml import etree

from milestones.export.stamp import FIELD
from milestones.export.verify.chart_looks import chart_looks
from milestones.export.verify.grid import Found, Grid, Raw
from milestones.export.verify.office_book import sheets
from milestones.export.verify.office_parts import RELATION, related, relations, stamp
from milestones.export.verify.unpacking import elements, few, opened, opened_inside, part, tree

NOTED, SHOWN, SAID = " stamp", " text", " notes"
"""What the stamp in the notes of a slide, the texts on it, and its notes are called."""
DATA = " data"
OR = " | "
"""What parts two values that a file tells of one place; no edition gives both."""
T = TypeVar("T")
TITLE, TABLES, PICTURES = "Title", " · tables", " · pictures"


def pptx(content: bytes) -> Raw:
    """Read slides: the numbers of each chart as it is shown, and as they stand behind it.

    The first chart of the third slide is `3.1`, the workbook behind it `3.1 data`, and the stamp
    in the notes of the slide is the only cell of `3 stamp`, the texts on it are the cells of
    `3 text`, and the facts name them by their shapes. A deck that was put together from
    slides of others has no stamp of its own: then the notes are what it says.
    """
    grids: dict[str, Grid] = {}
    facts: dict[str, str] = {}
    with opened(content) as archive:
        for slide, name in enumerate(_slides(archive), start=1):
            page = tree(part(archive, name) or b"")
            refers = related(archive, name)
            charts = few(_shown_charts(archive, name, page))
            for number, chart in enumerate(charts, start=1):
                place, drawn = f"{slide}.{number}", part(archive, chart)
                grids |= _chart(archive, chart, place)
                facts |= chart_looks(place, tree(drawn)) if drawn else ()
            for tag, what in (("tbl", TABLES), ("pic", PICTURES)):
                if count := sum(1 for _ in page.iter(f"{{*}}{tag}")):
                    facts[f"{slide}{what}"] = str(count)
            shapes = dict(_texts(page))
            grids[f"{slide}{SHOWN}"] = _column(shapes.values())
            facts |= {f"{slide}{SHOWN}{shape}": text for (_, shape), text in shapes.items()}
            notes = few([target for kind, target in refers if kind == "notesSlide"])
            said = [line for target in notes for line in _lines(archive, target)]
            grids[f"{slide}{SAID}"] = _column(line for line in said if not _is_stamp(line))
            for line in filter(_is_stamp, said):
                grids[f"{slide}{NOTED}"] = {(0, 0): line}
        noted = [str(grid[0, 0]) for place, grid in grids.items() if place.endswith(NOTED)]
        own = stamp(archive) or (f"[{','.join(noted)}]" if noted else None)
        return Raw(own, grids, facts)


def _shown_charts(archive: ZipFile, name: str, slide: etree._Element) -> list[str]:
    """Give the charts that a slide shows, not those that its file still holds."""
    shown = {each.get(RELATION) for each in slide.iter("{*}chart")}
    refers = relations(archive, name).items()
    return [target for key, (kind, target) in refers if kind == "chart" and key in shown]


def _column(texts: Iterable[str]) -> Grid:
    return {(row, 0): text for row, text in enumerate(texts)}


def _texts(slide: etree._Element) -> Iterator[tuple[tuple[int, str], str]]:
    """Yield what the shapes of a slide say, by their number and name; the title is `Title`."""
    for number, shape in enumerate(slide.iter("{*}sp")):
        title = shape.find("{*}nvSpPr/{*}nvPr/{*}ph[@type='title']")
        named = shape.find("{*}nvSpPr/{*}cNvPr")
        name = TITLE if title is not None else "" if named is None else named.get("name", "")
        text = " ".join(filter(None, map(_runs, shape.iter("{*}p"))))
        if text:
            yield (number, name), text


def _lines(archive: ZipFile, name: str) -> Iterator[str]:
    """Yield the lines of the notes; the number of the page is none of them."""
    for shape in elements(part(archive, name) or b"", "sp"):
        if shape.find("{*}nvSpPr/{*}nvPr/{*}ph[@type='body']") is not None:
            yield from filter(None, map(_runs, shape.iter("{*}p")))


def _runs(paragraph: etree._Element) -> str:
    runs = paragraph.iterfind("{*}r/{*}t")
    return " ".join("".join(run.text or "" for run in runs).split())


def _is_stamp(line: str) -> bool:
    return line.startswith("{") and FIELD in line


def _slides(archive: ZipFile) -> list[str]:
    main = "ppt/presentation.xml"
    targets = {key: target for key, (_, target) in relations(archive, main).items()}
    content = part(archive, main) or b""
    return few([targets.pop(each.get(RELATION)) for each in elements(content, "sldId")])


def _both(held: Mapping[T, Found], place: T, value: Found) -> Found:
    """Give a value of a place; where it is told twice, and otherwise, both are given."""
    before = held.get(place, value)
    return value if before == value else f"{before}{OR}{value}"


def _chart(archive: ZipFile, name: str, place: str) -> Iterator[tuple[str, Grid]]:
    content = part(archive, name)
    if content is None:
        return
    grid: dict[tuple[int, int], Found] = {}
    named: list[dict[int, Found]] = []
    for column, series in enumerate(tree(content).iter("{*}ser"), start=1):
        named.append({})
        for axis, at in (("tx", (0, column)), ("cat", (1, 0)), ("val", (1, column))):
            for point in series.findall(f"{{*}}{axis}//{{*}}pt"):
                value = point.findtext("{*}v")
                is_number = point.getparent().tag.endswith("}numCache")
                row = at[0] + int(point.get("idx", "0"))
                held: Found = float(value) if is_number and value else value
                if axis == "cat":
                    named[-1][row] = _both(named[-1], row, held)
                else:
                    grid[row, at[1]] = _both(grid, (row, at[1]), held)
    for row in sorted(set().union(*named)):
        told = dict.fromkeys(each.get(row) for each in named)
        grid[row, 0] = next(iter(told)) if len(told) == 1 else OR.join(map(str, told))
    yield place, grid
    for kind, target in related(archive, name):
        inside = part(archive, target) if kind == "package" else None
        if inside is not None:
            with opened_inside(inside) as book:
                yield from ((f"{place}{DATA}", cells) for cells in list(sheets(book).values())[:1])
