"""Flows between provinces as a table that a page can hold: the ten largest takers, the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

APART = ("abroad", "unknown")
REST = "elsewhere"
TAKERS = 10


@dataclass(frozen=True)
class Flow:
    """Recordals from a province to a column, and their share of the province's."""

    province: str
    transferee: str
    recordals: int
    share: float


@dataclass(frozen=True)
class Matrix:
    """Holders' provinces by recordals, the columns, and one flow a cell that is not empty."""

    rows: list[str]
    columns: list[str]
    cells: list[Flow]


def matrix(flows: Iterable[Any]) -> Matrix:
    """Bring flows to the ten provinces that take most, other provinces, abroad and unknown."""
    listed = list(flows)
    given = Counter[str]()
    taken = Counter[str]()
    for flow in listed:
        given[flow.province] += flow.recordals
        taken[flow.transferee] += flow.recordals
    order = sorted(taken, key=lambda code: (-taken[code], code))
    takers = [code for code in order if code not in APART][:TAKERS]
    sums = Counter[tuple[str, str]]()
    for flow in listed:
        column = flow.transferee if flow.transferee in (*takers, *APART) else REST
        sums[flow.province, column] += flow.recordals
    used = {column for _, column in sums}
    cells = [
        Flow(province, column, count, count / given[province])
        for (province, column), count in sums.items()
    ]
    return Matrix(
        sorted(given, key=lambda code: (-given[code], code)),
        [column for column in (*takers, REST, *APART) if column in used],
        cells,
    )
