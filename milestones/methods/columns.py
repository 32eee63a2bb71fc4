"""What filings are made of: the columns of each kind, as templates and the README list them."""

from __future__ import annotations

from milestones.figures.labels import sentence_case
from milestones.filings.column_list import (
    COLUMN_LIST_HEAD,
    OPTIONAL,
    REQUIRED,
    ColumnLine,
    column_lines,
)
from milestones.filings.columns import FilingKind
from milestones.filings.kinds import FILING_KINDS
from milestones.i18n import Locale
from milestones.methods.model import MethodSection, Table


def column_section(locale: Locale) -> MethodSection:
    """List the columns of every kind of filing."""
    lines = (
        locale(
            "A file is recognized by its header. A column may bear any of the headers that are "
            "listed, or that of the template, which says both languages; the order is free."
        ),
        locale(
            "A template is a workbook to fill in: it explains each column, offers a list where "
            "only certain words may stand, and keeps numbers and codes as text."
        ),
    )
    tables = tuple(_kind_table(kind, locale) for kind in FILING_KINDS)
    title = locale("Columns of filings, and templates")
    return MethodSection("columns", title, lines, tables=tables)


def _kind_table(kind: FilingKind, locale: Locale) -> Table:
    lines = column_lines(kind, locale)
    caption = locale(
        "{kind}: {columns} columns, {required} of them required",
        kind=sentence_case(locale(kind.title)),
        columns=locale.exact(len(lines)),
        required=locale.exact(sum(line.is_required for line in lines)),
    )
    return Table(
        caption,
        tuple(map(locale, COLUMN_LIST_HEAD)),
        (False,) * len(COLUMN_LIST_HEAD),
        tuple(_cells(line, locale) for line in lines),
        names=(0, len(COLUMN_LIST_HEAD) - 1),
        folded=True,
        template=kind.key if kind.has_template else "",
    )


def _cells(line: ColumnLine, locale: Locale) -> tuple[str, ...]:
    return (
        " / ".join(line.headers),
        locale(REQUIRED if line.is_required else OPTIONAL),
        line.explanation,
        " / ".join(line.words),
        line.example,
    )
