"""The Ministry of Education's list of institutions, as the Ministry publishes it.

The province stands in rows of its own, such as 北京市（92所）, that open a section; the kind of
institution is not written, because all of them are universities and colleges. Long names are
broken over two lines inside their cell.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from milestones.filings.recognition import Cells, ColumnMatch, Header, NumberedRow, is_blank
from milestones.filings.remarks import Note, RemarkValue

INSTITUTION_KIND = "university"
ADDED_FIELDS = ("kind", "province")
_SECTION = re.compile(r"(?P<province>[^()\d]+)\(共?(?P<declared>\d+)所\)")
_BARE_SECTION = re.compile(r"[^()\d]{1,12}(省|市|自治区|兵团|特别行政区)")
_BREAK = re.compile(r"[^\S\r\n]*[\r\n]+\s*")
_CJK = r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_BREAK_IN_CJK = re.compile(rf"(?<={_CJK})[^\S\r\n]*[\r\n]+\s*(?={_CJK})")


@dataclass
class _Section:
    province: str
    declared: int | None
    row_no: int
    counted: int = 0


@dataclass
class MinistryList:
    """Turns the rows below the header into rows of institutions and counts as it goes.

    Kind and province are put into two columns right of the file's own. The notes are complete
    once the rows are used up.
    """

    header: Header
    sections: list[_Section] = field(default_factory=list)
    names_repaired: int = 0

    @property
    def columns(self) -> tuple[ColumnMatch, ...]:
        width = self.header.width
        added = [
            ColumnMatch(name, "", "", width + place) for place, name in enumerate(ADDED_FIELDS)
        ]
        return (*self.header.columns, *added)

    def rows(self, rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
        """Yield institutions only: section rows, repeated headers and empty rows are left out."""
        for row_no, cells in rows:
            section = _open_section(row_no, cells)
            if section is not None:
                self.sections.append(section)
            elif not is_blank(cells):
                padded = [*cells, *[None] * (self.header.width - len(cells))]
                if not self._is_header(padded):
                    yield row_no, self._institution(padded[: self.header.width])

    def _is_header(self, cells: Cells) -> bool:
        columns = self.header.columns
        return all(" ".join((cells[each.index] or "").split()) == each.label for each in columns)

    def _institution(self, row: list[str | None]) -> list[str | None]:
        name = next(column.index for column in self.header.columns if column.field == "name")
        repaired = repair_name(row[name])
        self.names_repaired += repaired != row[name]
        row[name] = repaired
        if not self.sections:
            return [*row, INSTITUTION_KIND, None]
        self.sections[-1].counted += 1
        return [*row, INSTITUTION_KIND, self.sections[-1].province]

    def notes(self) -> list[Note]:
        """Remark on sections that list more or fewer than they declare, and on repaired names."""
        notes = []
        for section in self.sections:
            if section.declared not in (None, section.counted):
                params: dict[str, RemarkValue] = {
                    "province": section.province,
                    "declared": section.declared or 0,
                    "counted": section.counted,
                }
                notes.append(Note("declared_count_differs", "warning", params, section.row_no))
        if self.names_repaired:
            notes.append(Note("names_repaired", "information", {"count": self.names_repaired}))
        return notes


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
        return _Section(declared["province"], int(declared["declared"]), row_no)
    return _Section(text, None, row_no) if _BARE_SECTION.fullmatch(text) else None
