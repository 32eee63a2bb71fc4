"""The 31 mainland provinces with the public statistics that size each one's share."""

import csv
from dataclasses import dataclass

import numpy as np

from milestones.paths import DATA
from milestones.synthetic.calibration import Size, target
from milestones.synthetic.draw import Floats, Ints, apportion

_TABLE = DATA / "reference" / "provinces.csv"
ZHEJIANG = "330000"
ABROAD = "境外"


@dataclass(frozen=True)
class Province:
    """A row of the reference table: valid inventions at the end of 2023, universities in 2025."""

    code: str
    name: str
    full_name: str
    valid_inventions: int
    valid_utility_models: int
    universities: int


def provinces() -> list[Province]:
    """The provinces that the plan covers, in the order of their codes."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Province(
            row["code"],
            row["name_zh"],
            row["full_zh"],
            int(row["valid_inventions_2023"]),
            int(row["valid_utility_models_2023"]),
            int(row["regular_heis_2025"]),
        )
        for row in rows
        if row["regular_heis_2025"]
    ]


def zhejiang(places: list[Province]) -> int:
    """The position of Zhejiang, the one province whose number due is known."""
    return [place.code for place in places].index(ZHEJIANG)


def inventions(places: list[Province]) -> Floats:
    return np.array([place.valid_inventions for place in places], dtype=np.float64)


def institutions_by_province(size: Size, places: list[Province]) -> Ints:
    """Institutions by the number of regular universities, at least one in each province."""
    weights = np.array([place.universities for place in places], dtype=np.float64)
    return apportion(size.institutions, weights, 1)


def due_by_province(size: Size, places: list[Province]) -> Ints:
    """Patents due: Zhejiang's published number, the rest by valid inventions, one at least."""
    fixed = zhejiang(places)
    weights = inventions(places)
    weights[fixed] = 0
    shares = np.empty(len(places), dtype=np.int64)
    shares[fixed] = size.target(target("due_zhejiang").id)
    others = np.arange(len(places)) != fixed
    shares[others] = apportion(size.patents - int(shares[fixed]), weights[others], 1)
    return shares
