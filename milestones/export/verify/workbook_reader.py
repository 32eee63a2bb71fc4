"""Workbooks read back: the stamp among their properties, their sheets, and how they look."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from zipfile import ZipFile

from lxml import etree

from milestones.export.verify.comparison import FileContent, FileValue, Grid
from milestones.export.verify.untrusted_files import (
    MAX_FILE_CELLS,
    RELATION_ID,
    TooLargeError,
    iterate_xml,
    office_stamp,
    open_zip,
    parse_xml,
    part_relations,
    read_part,
    require_few,
    stands_in,
)

BUILT_IN_FORMATS = {
    0: "general", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@",
}  # fmt: skip
"""Formats that a workbook names by number alone."""
MAX_LISTED_ROWS = 20
"""Hidden rows that are named one by one."""
NUMBER_FORMAT_FACT = " · number format"
_QUOTING = re.compile(r"[\\\"]|\[\$-[0-9a-f]+\]|;@$")
_ESCAPED_LETTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def style_formats(archive: ZipFile) -> list[str]:
    """Give the number format of each style of a workbook, in one spelling."""
    content = read_part(archive, "xl/styles.xml")
    if content is None:
        return []
    styles = parse_xml(content)
    formats = styles.iterfind("{*}numFmts/{*}numFmt")
    named = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in formats}
    known = {**BUILT_IN_FORMATS, **named}
    ids = [int(each.get("numFmtId", "0")) for each in styles.iterfind("{*}cellXfs/{*}xf")]
    return [plain_format(known.get(each, str(each))) for each in ids]


def plain_format(code: str) -> str:
    """Spell a format as every program would."""
    return _QUOTING.sub("", code.lower())


def sheet_formatting(
    place: str, state: str, content: bytes, known: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield how a sheet shows its numbers, column by column, and what of it is hidden."""
    if state != "visible":
        yield f"{place} · hidden", state
    found = defaultdict(set)
    for cell in iterate_xml(content, "c"):
        if cell.get("t", "n") == "n" and cell.find("{*}v") is not None:
            style = int(cell.get("s", "0"))
            written = known[style] if style < len(known) else str(style)
            found[cell.get("r", "").rstrip("0123456789")].add(written)
    for column, codes in sorted(found.items()):
        yield f"{place}{NUMBER_FORMAT_FACT} {column}", " | ".join(sorted(codes))
    rows = [each.get("r", "?") for each in iterate_xml(content, "row") if _is_hidden(each, "ht")]
    if rows:
        yield f"{place} · hidden rows", ", ".join(rows[:MAX_LISTED_ROWS])
    spans = [
        f"{each.get('min')}–{each.get('max')}"
        for each in iterate_xml(content, "col")
        if _is_hidden(each, "width")
    ]
    if spans:
        yield f"{place} · hidden columns", ", ".join(spans[:MAX_LISTED_ROWS])


def _is_hidden(element: etree._Element, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or float(element.get(size, "1")) < 0.2


def read_xlsx(content: bytes) -> FileContent:
    """Read a workbook: each of its sheets by its name."""
    with open_zip(content) as archive:
        known = style_formats(archive)
        facts = (sheet_formatting(*sheet, known) for sheet in _worksheets(archive))
        return FileContent(
            office_stamp(archive), read_worksheets(archive), dict(chain.from_iterable(facts))
        )


def read_worksheets(archive: ZipFile) -> dict[str, Grid]:
    """Read the worksheets of a workbook; cells hold texts and numbers, days are numbers."""
    texts = _shared_texts(archive)
    found: dict[str, Grid] = {}
    for name, _, content in _worksheets(archive):
        found[name] = dict(_cells(content, texts))
        if sum(map(len, found.values())) > MAX_FILE_CELLS:
            raise TooLargeError
    return found


def _worksheets(archive: ZipFile) -> Iterator[tuple[str, str, bytes]]:
    """Yield the worksheets of a workbook: name, whether they can be seen, content."""
    main = "xl/workbook.xml"
    targets = {key: target for key, (_, target) in part_relations(archive, main).items()}
    sheets = iterate_xml(read_part(archive, main) or b"", "sheet")
    told = ("name", ""), ("state", "visible"), (RELATION_ID, "")
    places = require_few([tuple(each.get(*one) for one in told) for each in sheets])
    for name, state, reference in places:
        content = read_part(archive, targets.pop(reference, ""))
        if content is not None:
            yield name, state, content


def _shared_texts(archive: ZipFile) -> list[str]:
    content = read_part(archive, "xl/sharedStrings.xml")
    return [] if content is None else [_text(each) for each in iterate_xml(content, "si")]


def _cells(content: bytes, texts: list[str]) -> Iterator[tuple[tuple[int, int], FileValue]]:
    for count, cell in enumerate(iterate_xml(content, "c")):
        place = _CELL_REFERENCE.fullmatch(cell.get("r", ""))
        if count > MAX_FILE_CELLS or place is None:
            raise TooLargeError
        column = 0
        for letter in place[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        value = _value(cell, texts)
        if value is not None:
            yield (int(place[2]) - 1, column - 1), value


def _value(cell: etree._Element, texts: list[str]) -> FileValue:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    found = cell.find("{*}v")
    if found is None or found.text is None:
        return None
    if kind == "s":
        return texts[int(found.text)]
    return float(found.text) if kind == "n" else _unescaped(found.text)


def _text(element: etree._Element) -> str:
    """Join the runs of a text; what tells how to speak it is left out."""
    runs = (run for run in element.iter("{*}t") if not stands_in(run, "rPh"))
    return _unescaped("".join(run.text or "" for run in runs))


def _unescaped(text: str) -> str:
    """Give the letters that a workbook writes by their numbers."""
    return _ESCAPED_LETTER.sub(lambda found: chr(int(found[1], 16)), text)
