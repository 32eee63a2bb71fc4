"""Queries live in files: load one, bind its parameters, run it on an edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milestones.paths import QUERIES

_HEADER = re.compile(r"-- question: (.+)\n-- parameters: (.+)\n-- grain: (.+)\n")
BATCH_ROWS = 5_000
_PARAMETER = re.compile(r"\$(\w+)")


class QueryNotFoundError(LookupError):
    """There is no SQL file of this name."""


class QueryUndocumentedError(ValueError):
    """A SQL file does not open with its question, parameters and grain."""


@dataclass(frozen=True)
class QueryHeader:
    """What a SQL file says of itself in its first three lines."""

    question: str
    parameters: tuple[str, ...]
    grain: str


class HasCursor(Protocol):
    """Anything that gives DuckDB cursors: an edition."""

    def cursor(self) -> duckdb.DuckDBPyConnection: ...


def query_names() -> list[str]:
    """List every query, as `figures/province_map`."""
    files = QUERIES.rglob("*.sql")
    return sorted(file.relative_to(QUERIES).with_suffix("").as_posix() for file in files)


@cache
def sql(name: str) -> str:
    """Read the SQL of a file; raises QueryNotFoundError."""
    if not re.fullmatch(r"[a-z0-9_]+(/[a-z0-9_]+)*", name):
        raise QueryNotFoundError(name)
    try:
        return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise QueryNotFoundError(name) from None


@cache
def header(name: str) -> QueryHeader:
    """Read question, parameters and grain of a file; raises QueryUndocumentedError without them."""
    found = _HEADER.match(sql(name))
    if not found:
        raise QueryUndocumentedError(name)
    question, parameters, grain = found.groups()
    given = () if parameters == "none" else tuple(re.split(r",\s*", parameters))
    return QueryHeader(question, given, grain)


@cache
def bound_names(name: str) -> frozenset[str]:
    """Give the parameters that the SQL itself names, comments left aside."""
    code = re.sub(r"--[^\n]*", "", sql(name))
    return frozenset(_PARAMETER.findall(code))


def run(edition: HasCursor, name: str, **params: object) -> pd.DataFrame:
    """Run a query on an edition and give its rows; parameters it does not name are left out.

    Raises duckdb.InvalidInputException where a parameter that it names is missing.
    """
    with edition.cursor() as cursor:
        return cursor.execute(sql(name), _bound(name, params)).df()


def fetch_tuples(
    edition: HasCursor, name: str, **params: object
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Give the names of the columns, and the same rows as tuples of Python's own values."""
    with edition.cursor() as cursor:
        cursor.execute(sql(name), _bound(name, params))
        return tuple(column[0] for column in cursor.description or ()), cursor.fetchall()


def fetch_arrays(edition: HasCursor, name: str, **params: object) -> dict[str, NDArray[Any]]:
    """Give the same rows as an array a column, for adding them up; an unknown text is None.

    Raises ValueError where a number is unknown.
    """
    with edition.cursor() as cursor:
        found = cursor.execute(sql(name), _bound(name, params)).fetchnumpy()
    return {column: _filled(values) for column, values in found.items()}


def _filled(values: Any) -> NDArray[Any]:
    if not isinstance(values, np.ma.MaskedArray):
        return np.asarray(values)
    if values.dtype != object:
        raise ValueError("a number is unknown")
    return np.asarray(values.filled(None))


def fetch(edition: HasCursor, name: str, **params: object) -> list[dict[str, Any]]:
    """Give the same rows with Python's own values: dates as dates, unknowns as None."""
    return list(fetch_batches(edition, name, **params))


def fetch_batches(edition: HasCursor, name: str, **params: object) -> Iterator[dict[str, Any]]:
    """Yield the same rows a few thousand at a time, so that they are never all in memory."""
    with edition.cursor() as cursor:
        cursor.execute(sql(name), _bound(name, params))
        columns = [column[0] for column in cursor.description or ()]
        while part := cursor.fetchmany(BATCH_ROWS):
            yield from (dict(zip(columns, row, strict=True)) for row in part)


def _bound(name: str, params: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in params.items() if key in bound_names(name)}
