"""The Ministry of Education's list of institutions, as the Ministry publishes it.

The province stands in rows of its own, such as 北京市（92所）, that open a section, or in a column;
where it is in neither, the place is taken for it. The kind of institution is not written, because
all of them are universities and colleges. Long names are broken over two lines inside their cell.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from milestones.filings.recognition import Cells, ColumnMatch, Header, NumberedRow, is_blank
from milestones.filings.remarks import Note, RemarkValue

PLACE = "所在地"
_SECTION = re.compile(r"(?P<province>[^()\d]+)\(共?(?P<declared>\d+)所\)")
_BARE_SECTION = re.compile(r"[^()\d]{1,12}(省|市|自治区|兵团|特别行政区)")
_BREAK = re.compile(r"[^\S\r\n]*[\r\n]+\s*")
_CJK = r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_BREAK_IN_CJK = re.compile(rf"(?<={_CJK})[^\S\r\n]*[\r\n]+\s*(?={_CJK})")


@dataclass
class _Section:
    row_no: int = 0
    province: str | None = None
    declared: int | None = None
    counted: int = 0


def ministry_columns(header: Header) -> tuple[ColumnMatch, ...]:
    """Give the columns of `institution_rows`: the file's own, kind and province.

    Between them is what stands beyond the header.
    """
    added = enumerate(("kind", "province"), start=header.width + 1)
    return (*header.columns, *(ColumnMatch(field, "", "", index) for index, field in added))


def institution_rows(
    rows: Iterable[NumberedRow], header: Header, notes: list[Note]
) -> Iterator[NumberedRow]:
    """Yield institutions only: section rows, repeated headers and empty rows are left out.

    Once the rows are used up, `notes` get what was seen of sections and names.
    """
    name = next(column.index for column in header.columns if column.field == "name")
    early, rows = _until_first_section(rows)
    has_sections = bool(early) and _open_section(*early[-1]) is not None
    province = _province_column(header, has_sections=has_sections)
    sections, names_repaired = [_Section()], 0
    for row_no, cells in chain(early, rows):
        section = _open_section(row_no, cells)
        if section is not None:
            sections.append(section)
        elif not is_blank(cells):
            row = [*cells, *[None] * (header.width + 1 - len(cells))]
            if not _is_header(row, header):
                repaired = repair_name(row[name])
                names_repaired += repaired != row[name]
                row[name] = repaired
                sections[-1].counted += 1
                said = None if province is None else row[province]
                yield row_no, [*row, "university", said or sections[-1].province]
    for section in sections:
        if section.declared is not None and section.declared != section.counted:
            params: dict[str, RemarkValue] = {
                "province": str(section.province),
                "declared": section.declared,
                "counted": section.counted,
            }
            notes.append(Note("declared_count_differs", "warning", params, section.row_no))
    if names_repaired:
        notes.append(Note("names_repaired", "information", {"count": names_repaired}))


def _until_first_section(
    rows: Iterable[NumberedRow],
) -> tuple[list[NumberedRow], Iterator[NumberedRow]]:
    """Give the rows to the first that opens a section, all where none does, and the others."""
    early, rest = list[NumberedRow](), iter(rows)
    for row in rest:
        early.append(row)
        if _open_section(*row) is not None:
            break
    return early, rest


def _province_column(header: Header, *, has_sections: bool) -> int | None:
    """Give the column of provinces; that of places, where no section says one either."""
    fields = (each.index for each in header.columns if each.field == "province")
    places = (each.index for each in header.unread if each.label.startswith(PLACE))
    return next(fields, None if has_sections else next(places, None))


def _is_header(row: Cells, header: Header) -> bool:
    cells = ((row[column.index], column.label) for column in header.columns)
    return all(" ".join((cell or "").split()) == label for cell, label in cells)


def repair_name(name: str | None) -> str | None:
    """Put a name on one line: a break between Chinese characters goes, any other is a blank."""
    if name is None or ("\n" not in name and "\r" not in name):
        return name
    return _BREAK.sub(" ", _BREAK_IN_CJK.sub("", name.strip()))


def _open_section(row_no: int, cells: Cells) -> _Section | None:
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if len(filled) != 1:
        return None
    text = "".join(unicodedata.normalize("NFKC", filled[0]).split())
    declared = _SECTION.fullmatch(text)
    if declared:
        return _Section(row_no, declared["province"], int(declared["declared"]))
    return _Section(row_no, text) if _BARE_SECTION.fullmatch(text) else None
