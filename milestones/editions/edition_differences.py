"""Two editions compared: which rows of which tables only one of them has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from milestones import query

COMPARING_MEMORY_LIMIT = "1GB"
EXAMPLE_ROWS = 5
"""Rows that are kept of those that only one edition has; of the others their number is."""
Row = tuple[object, ...]


@dataclass(frozen=True)
class RowsOfOne:
    """Rows that one edition has and the other has not, or fewer of: their number, and the first."""

    count: int
    examples: tuple[Row, ...]


@dataclass(frozen=True)
class TableDifference:
    """A table that is not the same in two editions: what only the first and the second have.

    `has_other_columns`: the columns are others, or only one has the table; all of its rows are
    such rows then.
    """

    table: str
    only_first: RowsOfOne
    only_second: RowsOfOne
    has_other_columns: bool = False


def compare_editions(first: Path, second: Path, scratch: Path) -> tuple[TableDifference, ...]:
    """Compare every table of two editions, whatever the order of its rows.

    What does not fit into memory lies in the folder `scratch` meanwhile.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": COMPARING_MEMORY_LIMIT,
        "temp_directory": str(scratch / "comparing.spill"),
        "preserve_insertion_order": False,
    }
    with duckdb.connect(config=config) as connection:
        connection.execute("attach $path as first_edition (read_only)", {"path": str(first)})
        connection.execute("attach $path as second_edition (read_only)", {"path": str(second)})
        return tuple(_differences(connection))


def _differences(connection: duckdb.DuckDBPyConnection) -> Iterator[TableDifference]:
    names = [_tables(connection, edition) for edition in ("first_edition", "second_edition")]
    for name in sorted({*names[0], *names[1]}):
        one, other = (
            connection.table(f"{edition}.main.{name}") if name in tables else None
            for edition, tables in zip(("first_edition", "second_edition"), names, strict=True)
        )
        if not _are_alike(one, other):
            yield TableDifference(name, _rows(one), _rows(other), True)
        elif one and other:
            found = TableDifference(name, _rows(one.except_(other)), _rows(other.except_(one)))
            if found.only_first.count or found.only_second.count:
                yield found


def _tables(connection: duckdb.DuckDBPyConnection, edition: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"use {edition}")
        return {row[0] for row in cursor.execute(query.sql("edition/tables")).fetchall()}


def _are_alike(one: duckdb.DuckDBPyRelation | None, other: duckdb.DuckDBPyRelation | None) -> bool:
    """Tell whether both editions have a table, with the same columns."""
    if one is None or other is None:
        return False
    return (one.columns, one.types) == (other.columns, other.types)


def _rows(relation: duckdb.DuckDBPyRelation | None) -> RowsOfOne:
    if relation is None:
        return RowsOfOne(0, ())
    count = len(relation)
    examples = relation.order("all").limit(EXAMPLE_ROWS).fetchall() if count else []
    return RowsOfOne(count, tuple(examples))
