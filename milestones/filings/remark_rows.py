"""Rows of a table that are no rows of a filing: totals, remarks, who filled it in, headers again.

They are told apart by their own words, and only where they have no key: a row that names a patent
or an institution is a row of the filing, whatever else stands in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from milestones.filings.columns import APPLICATION_NO, normalize_header
from milestones.filings.header_words import is_hint
from milestones.filings.kinds import KEY_FIELDS
from milestones.filings.recognition import (
    Cells,
    Header,
    NumberedRow,
    fields_by_header,
    known_form,
)
from milestones.filings.remarks import Note, RemarkValue

MAX_NAMED_ROWS = 10
"""Rows that are named; of the others their number is said."""
CELLS_OF_TOTAL = 3
"""The word stands in one of so many cells that are filled first."""
_TOTAL = re.compile(
    r"(.{0,12}(合计|总计|小计|共计|总数|累计)|total|subtotal|grandtotal|sum)(\(.*\))?:?"
    r"(\d+[件项所个家条])?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W*("
    r"(附?注|备注|[\u4e00-\u9fff]{0,6}(说明|人|电话|日期|时间|单位|部门|邮箱|传真|手机|来源|签[字章名]|盖章))"
    r"\d*(\(.{0,12}\))?:"
    r"|(填[表报]|制表|审核|审批|复核|校对|经办|负责|签发)(\(.{0,12}\))?:"
    r"|.{0,8}\((盖章|签[字章名]|公章)\)|第\d+页"
    r"|(附?注|备注)\d*[.、]|注\d"
    r"|以下空白|以下无正文|以上数据|本表|本页|特此说明|填[表报]说明"
    r"|(note|remark|preparedby|filledinby|reviewedby|contact|tel|phone|e-?mail|date|source)"
    r".{0,12}:"
    r")",
    re.IGNORECASE,
)
_WHOLE_LABEL = re.compile(
    r"(填表|填报|制表|审核|复核|联系|经办|负责|单位负责)人|联系电话|联系方式|(制表|填表|填报)日期"
)
_WORDS = re.compile(r"[\u4e00-\u9fff·]+")
_KEYS = {
    "application_no": re.compile(r"[A-Z]{0,4}\d{7}", re.IGNORECASE),
    "institution_id": re.compile(r"[A-Z]*\d", re.IGNORECASE),
}
"""How the key of a row begins; a table of patents names institutions beside."""
MAX_DIGITS_OF_COUNT = 5
"""A number so short in the place of a key may be a count, as beside a total."""


def leave_out_remarks(
    rows: Iterable[NumberedRow], header: Header, notes: list[Note]
) -> Iterator[NumberedRow]:
    """Pass on the rows of the filing; at the end, `notes` get how many were left out, and which.

    Nothing else is said of such a row: it may name a person.
    """
    key = key_column(header)
    left_out: list[int] = []
    for row in rows:
        if (key and is_keyed(row[1], *key)) or not _is_remark(row[1], header, key):
            yield row
        else:
            left_out.append(row[0])
    if left_out and (header.others or not header.own):
        named = ", ".join(map(str, left_out[:MAX_NAMED_ROWS]))
        more = ", …" if len(left_out) > MAX_NAMED_ROWS else ""
        params: dict[str, RemarkValue] = {"rows": len(left_out), "numbers": f"{named}{more}"}
        notes.append(Note("remark_rows", "information", params))


def key_column(header: Header) -> tuple[str, int] | None:
    """Give field and place of the column that says what a row is about, where there is one."""
    places = {column.field: column.index for column in header.columns}
    return next(((field, places[field]) for field in KEY_FIELDS if field in places), None)


def is_keyed(cells: Cells, field: str, key: int) -> bool:
    """Tell whether a key stands in its column; nearly every one begins with a digit."""
    cell = cells[key] if key < len(cells) else None
    if not cell:
        return False
    if "0" <= cell[0] <= "9":
        return len(cell) > MAX_DIGITS_OF_COUNT or not cell.isdigit()
    return bool(_KEYS[field].match(_folded(cell)))


def _is_remark(cells: Cells, header: Header, key: tuple[str, int] | None) -> bool:
    filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
    texts = [_folded(cells[place] or "") for place in filled[:CELLS_OF_TOTAL]]
    if not texts:
        return False
    if key and len(filled) == 1 and _is_signature(texts[0], filled[0], *key):
        return True
    if _LABEL.match(texts[0]) or _WHOLE_LABEL.fullmatch(texts[0]):
        return True
    if all(is_hint(_folded(cells[place] or "").lower()) for place in filled):
        return True
    return any(map(_TOTAL.fullmatch, texts)) or _is_header(cells, header)


def _is_signature(text: str, place: int, field: str, key: int) -> bool:
    """Tell whether the only text of a row, in place of a patent, may be a name that signs."""
    return field == APPLICATION_NO.field and place <= key and bool(_WORDS.fullmatch(text))


def _is_header(cells: Cells, header: Header) -> bool:
    """Tell whether the header stands here again, as at the top of a printed page, or in the other
    language below it."""
    known = fields_by_header(header.kind)
    pairs = (
        (cells[column.index] or "" if column.index < len(cells) else "", column)
        for column in header.columns
    )
    return all(
        " ".join(cell.split()) == column.label
        or known.get(known_form(normalize_header(cell))) == (column.field, column.factor)
        for cell, column in pairs
    )


def _folded(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())
