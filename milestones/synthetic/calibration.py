"""Numbers the synthetic register is calibrated to: published ones, and how many of what."""

import csv
from dataclasses import dataclass
from datetime import date
from typing import Any

from milestones.paths import DATA

FULL = 1_349_000
CUTOFF = date(2023, 12, 31)
SPRING = date(2024, 4, 24)
DEADLINE_ASSESSMENT = date(2024, 12, 31)
DEADLINE_INDUSTRIALIZATION = date(2025, 12, 31)
_DUE_PER_INSTITUTION = 25


@dataclass(frozen=True)
class Target:
    """One calibrated number; `data/synthetic/README.md` says what its columns mean."""

    id: str
    value: float
    on: date
    universe: str
    basis: str
    source: str


def read_targets() -> dict[str, Target]:
    """Read all targets by their ids."""
    with (DATA / "synthetic" / "targets.csv").open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    for row in rows:
        row |= {"value": float(row["value"]), "on": date.fromisoformat(row["on"])}
    return {row["id"]: Target(**row) for row in rows}


TARGETS = read_targets()

UNIVERSITY, RESEARCH, HOSPITAL = 0, 1, 2
HOLDER_KINDS = ("university", "research_institution", "hospital")
INVENTION, UTILITY_MODEL, DESIGN = 0, 1, 2
PATENT_KINDS = ("invention", "utility_model", "design")

# Due and already transformed patents by the holder's kind; with the published 794,000 and 229,000
# they leave 892,000 inventions due. Hospitals hold so few that no published number is disturbed.
DUE_INVENTIONS = (700_000, 190_700, 1_300)
DUE_OTHERS = (372_000, 82_600, 2_400)
TRANSFORMED_INVENTIONS = (94_000, 38_300, 200)
TRANSFORMED_OTHERS = (32_000, 8_000, 0)
LAPSED_BEFORE = 6_000
GRANTED_SINCE = 250_000
DESIGNS_AMONG_OTHERS = 0.10

LAPSED_UNASSESSED = 250
UNASSESSED_NOVEMBER = (2_700, 1_900)
UNASSESSED_DEADLINE = (2_500, 1_750)

RECORDALS = {2024: 76_000, 2025: 89_000, 2026: 47_500}


@dataclass(frozen=True)
class Size:
    """Say how large the register is: `patents` are due, all other counts keep their proportion.

    Only the number of institutions does not: it stays at 2,700 as long as there are 25 patents due
    for each, so that small registers still fill the map.
    """

    patents: int

    def __call__(self, count: float) -> int:
        """Give this count of the full register at this register's size."""
        return round(count * self.patents / FULL)

    def target(self, name: str) -> int:
        """Give the count that the target of this id asks for at this size."""
        return self(TARGETS[name].value)

    @property
    def institutions(self) -> int:
        return min(round(TARGETS["institutions"].value), self.patents // _DUE_PER_INSTITUTION)
