"""Workbooks read back: the stamp among their properties, their sheets, and how they look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from milestones.export.verify.formatting import formats, looks
from milestones.export.verify.grid import Found, Grid, Raw
from milestones.export.verify.office_parts import RELATION, relations, stamp
from milestones.export.verify.unpacking import (
    MOST_CELLS,
    TooLargeError,
    elements,
    few,
    opened,
    part,
)

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def xlsx(content: bytes) -> Raw:
    """Read a workbook: each of its sheets by its name."""
    with opened(content) as archive:
        return Raw(stamp(archive), sheets(archive), dict(_looks(archive)))


def sheets(archive: ZipFile) -> dict[str, Grid]:
    """Read the worksheets of a workbook; cells hold texts and numbers, days are numbers."""
    texts = _shared(archive)
    found: dict[str, Grid] = {}
    for name, _, content in _parts(archive):
        found[name] = dict(_cells(content, texts))
        if sum(map(len, found.values())) > MOST_CELLS:
            raise TooLargeError
    return found


def _looks(archive: ZipFile) -> Iterator[tuple[str, str]]:
    known = formats(archive)
    for name, state, content in _parts(archive):
        yield from looks(name, state, content, known)


def _parts(archive: ZipFile) -> Iterator[tuple[str, str, bytes]]:
    """Yield the worksheets of a workbook: name, whether they can be seen, content."""
    main = "xl/workbook.xml"
    targets = {key: target for key, (_, target) in relations(archive, main).items()}
    sheets = elements(part(archive, main) or b"", "sheet")
    told = ("name", ""), ("state", "visible"), (RELATION, "")
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
