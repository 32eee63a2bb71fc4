"""What people are told of the columns of each kind, in a language: one list for all who tell it."""

from __future__ import annotations

from dataclasses import dataclass

from milestones.filings.columns import FilingColumn, FilingKind
from milestones.i18n import Locale, _

EXAMPLE = _("Example")
COLUMN_LIST_HEAD = (
    _("Header"),
    _("Required"),
    _("What stands in it"),
    _("Words allowed"),
    EXAMPLE,
)
REQUIRED, OPTIONAL = _("required"), _("optional")


@dataclass(frozen=True)
class ColumnLine:
    """What people are told of one column.

    `headers` are those that people write, in the reader's language first. `words` are those that
    alone may stand in it, in the reader's language; the names of provinces are not among them.
    """

    headers: tuple[str, ...]
    is_required: bool
    explanation: str
    words: tuple[str, ...]
    example: str


def column_lines(kind: FilingKind, locale: Locale) -> tuple[ColumnLine, ...]:
    """Tell of every column of a kind, in the order of the template."""
    return tuple(
        ColumnLine(
            _headers(column, locale),
            column.required,
            locale(column.explanation),
            () if column.is_province else column.words(locale.lang),
            column.example,
        )
        for column in kind.columns
    )


def _headers(column: FilingColumn, locale: Locale) -> tuple[str, ...]:
    chinese = (*column.headers, *column.headers_wan)
    return (*chinese, column.field) if locale.lang == "zh" else (column.field, *chinese)


def allowed_words(column: FilingColumn, locale: Locale) -> tuple[str, ...]:
    """Give every word that may stand in a column, provinces too; none where any text may."""
    provinces = locale.province_names() if column.is_province else ()
    return (*provinces, *column.words(locale.lang))
