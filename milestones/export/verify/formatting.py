"""How the sheets of a workbook show their cells: number formats, and what is hidden."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from milestones.export.verify.unpacking import elements, part, tree

BUILT_IN = {
    0: "general", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@",
}  # fmt: skip
"""Formats that a workbook names by number alone."""
MOST_NAMED = 20
"""Hidden rows that are named one by one."""
WRITTEN = " · number format"
_SPARE = re.compile(r"[\\\"]|\[\$-[0-9a-f]+\]|;@$")


def formats(archive: ZipFile) -> list[str]:
    """Give the number format of each style of a workbook, in one spelling."""
    content = part(archive, "xl/styles.xml")
    if content is None:
        return []
    styles = tree(content)
    named = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in
             styles.iterfind("{*}numFmts/{*}numFmt")}  # fmt: skip
    known = {**BUILT_IN, **named}
    ids = [int(each.get("numFmtId", "0")) for each in styles.iterfind("{*}cellXfs/{*}xf")]
    return [plain_format(known.get(each, str(each))) for each in ids]


def plain_format(code: str) -> str:
    """Spell a format as every program would."""
    return _SPARE.sub("", code.lower())


def looks(place: str, state: str, content: bytes, known: list[str]) -> Iterator[tuple[str, str]]:
    """Yield how a sheet shows its numbers, column by column, and what of it is hidden."""
    if state != "visible":
        yield f"{place} · hidden", state
    found = defaultdict(set)
    for cell in elements(content, "c"):
        if cell.get("t", "n") == "n" and cell.find("{*}v") is not None:
            style = int(cell.get("s", "0"))
            written = known[style] if style < len(known) else str(style)
            found[cell.get("r", "").rstrip("0123456789")].add(written)
    for column, codes in sorted(found.items()):
        yield f"{place}{WRITTEN} {column}", " | ".join(sorted(codes))
    rows = [each.get("r", "?") for each in elements(content, "row") if _is_hidden(each, "ht")]
    if rows:
        yield f"{place} · hidden rows", ", ".join(rows[:MOST_NAMED])
    spans = [
        f"{each.get('min')}–{each.get('max')}"
        for each in elements(content, "col")
        if _is_hidden(each, "width")
    ]
    if spans:
        yield f"{place} · hidden columns", ", ".join(spans[:MOST_NAMED])


def _is_hidden(element: etree._Element, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or float(element.get(size, "1")) < 0.2
