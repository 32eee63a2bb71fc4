"""The Ministry of Education's list of institutions, as the Ministry publishes it.

The province stands in rows of its own, such as 北京市（92所） or 北京, that open a section, or in a
column; where it is in neither, the place is taken for it. The kind of institution is not written,
because all of them are universities and colleges. Long names are broken over two lines inside their
cell.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from milestones.filings.recognition import Cells, ColumnMatch, Header, NumberedRow, is_blank
from milestones.filings.remarks import Note, RemarkValue
from milestones.paths import DATA

PLACE = "所在地"
PROVINCE_FORMS = DATA / "reference" / "province_forms.csv"
_NUMBERING = re.compile(r"^(\(?[一二三四五六七八九十]+[、.)]|\d+[、.])")
_CONTINUED = re.compile(r"\(?续表?\d*\)?$")
_SECTION = re.compile(r"(?P<province>[^()\d:]+):?\(?共?(?P<declared>\d+)[所个]\)?")
_SHORT_SECTION = re.compile(r"(?=.*[\u4e00-\u9fff])[^\d:]{1,12}")
_SUBHEADING = re.compile(r".*(本科|专科|高职|公办|民办|独立学院|院校|高校|学校).*")
"""Rows inside a section that tell institutions apart, and open none."""
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
    early, rows = _until_first_section(rows, name)
    has_sections = bool(early) and _opens_section(early[-1], name)
    province = _province_column(header, has_sections=has_sections)
    sections, names_repaired = [_Section()], 0
    for row_no, cells in chain(early, rows):
        heading = _heading(cells, name)
        if heading is not None:
            sections = _with_section(sections, _section_of(row_no, heading))
        elif not is_blank(cells):
            row = [*cells, *[None] * (header.width + 1 - len(cells))]
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
    rows: Iterable[NumberedRow], name: int
) -> tuple[list[NumberedRow], Iterator[NumberedRow]]:
    """Give the rows to the first that opens a section, all where none does, and the others."""
    early, rest = list[NumberedRow](), iter(rows)
    for row in rest:
        early.append(row)
        if _opens_section(row, name):
            break
    return early, rest


def _opens_section(row: NumberedRow, name: int) -> bool:
    heading = _heading(row[1], name)
    return heading is not None and _section_of(row[0], heading) is not None


def _province_column(header: Header, *, has_sections: bool) -> int | None:
    """Give the column of provinces; that of places, where no section says one either."""
    fields = (each.index for each in header.columns if each.field == "province")
    places = (each.index for each in header.unread if each.label.startswith(PLACE))
    return next(fields, None if has_sections else next(places, None))


def repair_name(name: str | None) -> str | None:
    """Put a name on one line: a break between Chinese characters goes, any other is a blank."""
    if name is None or ("\n" not in name and "\r" not in name):
        return name
    return _BREAK.sub(" ", _BREAK_IN_CJK.sub("", name.strip()))


def _heading(cells: Cells, name: int) -> str | None:
    """Give the text of a row that is a heading: its one cell, where it is no name of a school."""
    filled = [(place, cell) for place, cell in enumerate(cells) if cell and not cell.isspace()]
    if len(filled) != 1:
        return None
    place, text = filled[0][0], "".join(unicodedata.normalize("NFKC", filled[0][1]).split())
    text = _CONTINUED.sub("", _NUMBERING.sub("", text))
    if _SECTION.fullmatch(text) or text.lower() in _province_keys():
        return text
    return text if place < name and _SHORT_SECTION.fullmatch(text) else None


def _section_of(row_no: int, heading: str) -> _Section | None:
    """Make the section that a heading opens; None for one that goes on with what was open.

    Where the province is not known, its institutions are rejected, never moved to another one.
    """
    found = _SECTION.fullmatch(heading)
    province = found["province"] if found else heading
    if province.lower() not in _province_keys() and _SUBHEADING.fullmatch(province):
        return None
    return _Section(row_no, province, int(found["declared"]) if found else None)


def _with_section(sections: list[_Section], opened: _Section | None) -> list[_Section]:
    """Put a section last; one that a heading repeats, as on the next page, goes on."""
    if opened is None:
        return sections
    for known in sections:
        if known.province == opened.province and opened.declared in (None, known.declared):
            return [*(each for each in sections if each is not known), known]
    return [*sections, opened]


@cache
def _province_keys() -> frozenset[str]:
    """Give the forms of all provinces, without white space and in lower case."""
    with PROVINCE_FORMS.open(encoding="utf-8", newline="") as file:
        return frozenset(row["key"] for row in csv.DictReader(file) if row["code"])
