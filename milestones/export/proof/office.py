"""Workbooks and slides read back: the stamp among their properties, and the numbers in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from zipfile import ZipFile

from lxml import etree

from milestones.export.proof.chart_looks import chart_looks
from milestones.export.proof.grid import Found, Grid, Raw
from milestones.export.proof.looks import formats, looks
from milestones.export.proof.unpacking import (
    MOST_CELLS,
    TooLargeError,
    elements,
    few,
    opened,
    opened_inside,
    part,
    tree,
)
from milestones.export.stamp import FIELD

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CORE = "docProps/core.xml"
NOTED, SHOWN, SAID = " stamp", " text", " notes"
"""What the stamp in the notes of a slide, the texts on it, and its notes are called."""
DATA = " data"
TITLE, TABLES, PICTURES = "Title", " · tables", " · pictures"


def xlsx(content: bytes) -> Raw:
    """Read a workbook: each of its sheets by its name."""
    with opened(content) as archive:
        return Raw(_stamp(archive), _sheets(archive), dict(_looks(archive)))


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
            related = _related(archive, name)
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
            notes = few([target for kind, target in related if kind == "notesSlide"])
            said = [line for target in notes for line in _lines(archive, target)]
            grids[f"{slide}{SAID}"] = _column(line for line in said if not _is_stamp(line))
            for stamp in filter(_is_stamp, said):
                grids[f"{slide}{NOTED}"] = {(0, 0): stamp}
        noted = [str(grid[0, 0]) for place, grid in grids.items() if place.endswith(NOTED)]
        own = _stamp(archive) or (f"[{','.join(noted)}]" if noted else None)
        return Raw(own, grids, facts)


def _shown_charts(archive: ZipFile, name: str, slide: etree._Element) -> list[str]:
    """Give the charts that a slide shows, not those that its file still holds."""
    shown = {each.get(_RELATION) for each in slide.iter("{*}chart")}
    related = _relations(archive, name).items()
    return [target for key, (kind, target) in related if kind == "chart" and key in shown]


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


def _stamp(archive: ZipFile) -> str | None:
    core = part(archive, CORE)
    found = [] if core is None else [each.text or "" for each in elements(core, "description")]
    return found[0] if found and found[0] else None


def _sheets(archive: ZipFile) -> dict[str, Grid]:
    """Read the worksheets of a workbook; cells hold texts and numbers, days are numbers."""
    texts = _shared(archive)
    return {name: dict(_cells(content, texts)) for name, _, content in _parts(archive)}


def _looks(archive: ZipFile) -> Iterator[tuple[str, str]]:
    known = formats(archive)
    for name, state, content in _parts(archive):
        yield from looks(name, state, content, known)


def _parts(archive: ZipFile) -> Iterator[tuple[str, str, bytes]]:
    """Yield the worksheets of a workbook: name, whether they can be seen, content."""
    main = "xl/workbook.xml"
    targets = {key: target for key, (_, target) in _relations(archive, main).items()}
    sheets = elements(part(archive, main) or b"", "sheet")
    told = ("name", ""), ("state", "visible"), (_RELATION, "")
    places = few([tuple(each.get(*one) for one in told) for each in sheets])
    for name, state, reference in places:
        content = part(archive, targets.pop(reference, ""))
        if content is not None:
            yield name, state, content


def _shared(archive: ZipFile) -> list[str]:
    content = part(archive, "xl/sharedStrings.xml")
    return [] if content is None else [_text(each) for each in elements(content, "si")]


def _cells(content: bytes, texts: list[str]) -> Iterator[tuple[tuple[int, int], Found]]:
    for count, cell in enumerate(elements(content, "c")):
        place = _REFERENCE.fullmatch(cell.get("r", ""))
        if count > MOST_CELLS or place is None:
            raise TooLargeError
        column = 0
        for letter in place[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        value = _value(cell, texts)
        if value is not None:
            yield (int(place[2]) - 1, column - 1), value


def _value(cell: etree._Element, texts: list[str]) -> Found:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    found = cell.find("{*}v")
    if found is None or found.text is None:
        return None
    if kind == "s":
        return texts[int(found.text)]
    return float(found.text) if kind == "n" else _plain(found.text)


def _text(element: etree._Element) -> str:
    """Join the runs of a text; what tells how to speak it is left out."""
    runs = (each for each in element.iter("{*}t") if not _is_phonetic(each))
    return _plain("".join(run.text or "" for run in runs))


def _is_phonetic(run: etree._Element) -> bool:
    return str(run.getparent().tag).endswith("}rPh")


def _plain(text: str) -> str:
    """Give the letters that a workbook writes by their numbers."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _slides(archive: ZipFile) -> list[str]:
    main = "ppt/presentation.xml"
    targets = {key: target for key, (_, target) in _relations(archive, main).items()}
    content = part(archive, main) or b""
    return few([targets.pop(each.get(_RELATION)) for each in elements(content, "sldId")])


def _chart(archive: ZipFile, name: str, place: str) -> Iterator[tuple[str, Grid]]:
    content = part(archive, name)
    if content is None:
        return
    grid: dict[tuple[int, int], Found] = {}
    for column, series in enumerate(tree(content).iter("{*}ser"), start=1):
        for axis, at in (("tx", (0, column)), ("cat", (1, 0)), ("val", (1, column))):
            for point in series.findall(f"{{*}}{axis}//{{*}}pt"):
                value = point.findtext("{*}v")
                is_number = point.getparent().tag.endswith("}numCache")
                row = at[0] + int(point.get("idx", "0"))
                grid[row, at[1]] = float(value) if is_number and value else value
    yield place, grid
    for kind, target in _related(archive, name):
        inside = part(archive, target) if kind == "package" else None
        if inside is not None:
            with opened_inside(inside) as book:
                yield from ((f"{place}{DATA}", cells) for cells in list(_sheets(book).values())[:1])


def _related(archive: ZipFile, name: str) -> list[tuple[str, str]]:
    return list(_relations(archive, name).values())


def _relations(archive: ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """Give what a part refers to inside the file: kind and target by the reference's id."""
    folder, file = posixpath.split(name)
    content = part(archive, f"{folder}/_rels/{file}.rels")
    found: dict[str, tuple[str, str]] = {}
    for each in elements(content, "Relationship") if content else ():
        if each.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        found[each.get("Id", "")] = (each.get("Type", "").rsplit("/", 1)[-1], target)
    return found
