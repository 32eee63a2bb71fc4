"""The table of names that match no institution, for a person to confirm which are aliases.

It is the template of the kind `aliases`, filled with names alone: the code of an institution is
what a person adds. Guesses and counts stand beside it, in columns that are not read.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import xlsxwriter

from milestones import query
from milestones.export.template import add_filling_sheet, write_to_fill_in
from milestones.export.workbook_charts import WORKBOOK_OPTIONS, write_text
from milestones.filings.export_kinds import ALIASES

ADDED_HEADERS = (
    "涉及专利数\npatents",
    "相近机构代码\nguessed_ids",
    "相近机构名称\nguessed_names",
)
ADDED_WIDTHS = (12, 16, 44)


@dataclass(frozen=True)
class AliasProposal:
    """A name of an organization that holds patents and matches no institution.

    The guesses are institutions whose names are like it, the likest first.
    """

    name: str
    patents: int
    guessed_ids: tuple[str, ...]
    guessed_names: tuple[str, ...]


def alias_proposals(edition: query.HasCursor) -> list[AliasProposal]:
    """List the names without an institution: those with a guess first, then by patents."""
    rows = query.fetch(edition, "edition/unmatched_names")
    return [
        AliasProposal(
            row["name"], row["patents"], tuple(row["guessed_ids"]), tuple(row["guessed_names"])
        )
        for row in rows
    ]


def write_alias_proposals(edition: query.HasCursor, path: Path) -> int:
    """Write the workbook to fill in, and give the number of names.

    Raises WorkbookExistsError, FileNotWrittenError.
    """
    proposals = alias_proposals(edition)
    write_to_fill_in({path: partial(alias_workbook, proposals)})
    return len(proposals)


def alias_workbook(proposals: list[AliasProposal]) -> bytes:
    """Make the workbook of these names; none of them is ever a formula."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, WORKBOOK_OPTIONS) as book:
        sheet = add_filling_sheet(book, ALIASES)
        first = len(ALIASES.columns)
        grey = book.add_format({"italic": True, "text_wrap": True, "valign": "vcenter"})
        for place, (header, width) in enumerate(zip(ADDED_HEADERS, ADDED_WIDTHS, strict=True)):
            sheet.set_column(first + place, first + place, width)
            sheet.write_string(0, first + place, header, grey)
        for row, each in enumerate(proposals, start=1):
            write_text(sheet, row, 0, each.name)
            sheet.write_number(row, first, each.patents)
            write_text(sheet, row, first + 1, " / ".join(each.guessed_ids))
            write_text(sheet, row, first + 2, " / ".join(each.guessed_names))
    return into.getvalue()
