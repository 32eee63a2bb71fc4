"""Numbers the synthetic register is calibrated to, with their day, universe and source."""

from dataclasses import dataclass
from datetime import date

FULL = 1_349_000
_DUE_PER_INSTITUTION = 25
_PRESS_FEBRUARY = "CNIPA press conference, 2024-02-27"
_PRESS_APRIL = "CNIPA at the State Council Information Office, 2024-04-24"
_PRESS_JULY = "CNIPA at the State Council Information Office, 2024-07-29"
_PRESS_NOVEMBER = "CNIPA press conference, 2024-11-29"
_ZHEJIANG_NOTICE = "Zhejiang Administration for Market Regulation, 2024-03-20"


@dataclass(frozen=True)
class Target:
    """One calibrated number.

    `basis` is `published` (the source says it), `derived` (it follows from published numbers) or
    `chosen` (nobody published it: plausible, ours). Shares are fractions, all else counts.
    """

    id: str
    value: float
    on: date
    universe: str
    basis: str
    source: str

    @property
    def is_share(self) -> bool:
        return self.value <= 1


CUTOFF = date(2023, 12, 31)
SPRING = date(2024, 4, 24)
DEADLINE_ASSESSMENT = date(2024, 12, 31)
DEADLINE_INDUSTRIALIZATION = date(2025, 12, 31)
CLOSED = date(2025, 6, 30)

TARGETS = (
    Target("valid_university", 794_000, CUTOFF, "inventions", "published", _PRESS_FEBRUARY),
    Target("valid_research", 229_000, CUTOFF, "inventions", "published", _PRESS_FEBRUARY),
    Target("due", FULL, CUTOFF, "all", "derived", _PRESS_NOVEMBER),
    Target("due_inventions", 892_000, CUTOFF, "inventions", "derived", _PRESS_JULY),
    Target("due_zhejiang", 91_300, CUTOFF, "all", "derived", _ZHEJIANG_NOTICE),
    Target("assessed_zhejiang", 46_000, date(2024, 3, 18), "all", "published", _ZHEJIANG_NOTICE),
    Target("assessed_spring", 914_000, SPRING, "all", "published", _PRESS_APRIL),
    Target("assessed_spring_inventions", 636_000, SPRING, "inventions", "published", _PRESS_APRIL),
    Target("pooled_spring", 676_000, SPRING, "all", "published", _PRESS_APRIL),
    Target("pooled_spring_inventions", 506_000, SPRING, "inventions", "published", _PRESS_APRIL),
    Target("good_share_spring", 0.304, SPRING, "inventions", "published", _PRESS_APRIL),
    Target(
        "assessed_summer_inventions", 850_000, date(2024, 6, 30), "inventions", "published",
        _PRESS_JULY,
    ),
    Target("coverage_november", 0.997, date(2024, 11, 29), "all", "derived", _PRESS_NOVEMBER),
    Target("still_open", 4_000, DEADLINE_ASSESSMENT, "all", "derived", _PRESS_NOVEMBER),
    Target("coverage_closed", 1.0, CLOSED, "all", "chosen", ""),
    Target("institutions", 2_700, date(2024, 11, 29), "all", "published", _PRESS_NOVEMBER),
    Target(
        "recordals_2024", 76_000, date(2024, 12, 31), "all", "published",
        "CNIPA press conference, 2025-03-28",
    ),
    Target("good_industrialized", 0.18, DEADLINE_INDUSTRIALIZATION, "all", "chosen", ""),
    Target("good_industrialized_spring", 0.203, date(2026, 4, 30), "all", "chosen", ""),
)  # fmt: skip
_BY_ID = {target.id: target for target in TARGETS}

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

LAPSED_OPEN = 250
UNASSESSED_NOVEMBER = (2_700, 1_900)
UNASSESSED_DEADLINE = (2_500, 1_750)

RECORDALS = {2024: 76_000, 2025: 89_000, 2026: 47_500}


def target(name: str) -> Target:
    """Give the target of this id; KeyError when there is none."""
    return _BY_ID[name]


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
        return self(target(name).value)

    @property
    def institutions(self) -> int:
        return min(round(target("institutions").value), self.patents // _DUE_PER_INSTITUTION)
