"""Flows between provinces as a table that a page can hold: home, ten takers, the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

APART = ("abroad", "unknown")
HOME, REST = "home", "elsewhere"
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
    """Bring flows to a few columns: the holder's own province, the ten that take most from
    others, all other provinces, abroad and unknown."""
    listed = list(flows)
    given = Counter[str]()
    taken = Counter[str]()
    for flow in listed:
        given[flow.province] += flow.recordals
        if flow.transferee != flow.province:
            taken[flow.transferee] += flow.recordals
    order = sorted(taken, key=lambda code: (-taken[code], code))
    takers = [code for code in order if code not in APART][:TAKERS]
    sums = Counter[tuple[str, str]]()
    for flow in listed:
        sums[flow.province, _column(flow, takers)] += flow.recordals
    used = {column for _, column in sums}
    cells = [
        Flow(province, column, count, count / given[province])
        for (province, column), count in sums.items()
    ]
    return Matrix(
        sorted(given, key=lambda code: (-given[code], code)),
        [column for column in (HOME, *takers, REST, *APART) if column in used],
        cells,
    )


def _column(flow: Any, takers: list[str]) -> str:
    if flow.transferee == flow.province:
        return HOME
    return flow.transferee if flow.transferee in (*takers, *APART) else REST
