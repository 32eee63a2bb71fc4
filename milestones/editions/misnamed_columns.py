"""Columns that would be lost by a slip in their header: they stop a delivery."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from functools import cache

import duckdb

from milestones import query
from milestones.filings.columns import AMOUNT, DAY, FLAG, TEXT, WHOLE, FilingColumn
from milestones.filings.filing import Filing
from milestones.filings.kinds import kind_by_key
from milestones.filings.reader import cells_of_near_columns
from milestones.filings.remarks import FilingRefused
from milestones.i18n import LANGS

MIN_READABLE_SHARE = 0.5
"""From this share of readable cells on, they are taken for cells of the column's type."""
COUNTS_BY_TYPE = {
    TEXT: "texts",
    DAY: "days",
    FLAG: "flags",
    WHOLE: "whole_numbers",
    AMOUNT: "amounts",
}


def misnamed_columns(filing: Filing) -> Iterator[FilingRefused]:
    """Find columns whose header is nearly that of a column which the file does not have, or names
    an amount without its unit, and whose cells can be read as that column's.

    Raises FilingRefused where the cells cannot be read.
    """
    for column, cells in cells_of_near_columns(filing):
        meant = kind_by_key(column.kind).column(column.field)
        if cells.filled and _readable_share(cells.first, meant) >= MIN_READABLE_SHARE:
            yield FilingRefused(
                "misnamed_column" if column.rule == "extra_column" else "unit_not_clear",
                column=column.place,
                header=column.label,
                kind=column.kind,
                field=column.field,
                filled=cells.filled,
                option=f"--leave-out {shlex.quote(column.label)}",
            )


def _readable_share(cells: Sequence[str], column: FilingColumn) -> float:
    words = [word for lang in LANGS for word in column.words(lang)]
    name = "choices" if words else COUNTS_BY_TYPE[column.native]
    (counted,) = query.fetch(_macros(), "build/cells_by_type", cells=list(cells), words=words)
    return float(counted[name] / len(cells))


@cache
def _macros() -> duckdb.DuckDBPyConnection:
    """Open a database, in memory alone, that understands cells as a build does."""
    connection = duckdb.connect(config={"temp_directory": ""})
    connection.execute(query.sql("build/forms"))
    return connection
