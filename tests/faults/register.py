"""A small register in five deliveries, and what the oracle counts for any chain of them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from filings.filing_files import write_csv, write_parquet, write_xls, write_xlsx
from oracle.indicators import Choice, indicators
from oracle.oracle import Delivery, build
from oracle.test_against_oracle import agrees
from small_home import application_no

from milestones.editions.data_home import DataHome
from milestones.editions.publishing import publish
from milestones.filings.files import file_digest

DeliveryHistory = tuple[int, ...]
Records = dict[str, dict[str, Any]]

DAYS = (
    date(2024, 7, 10),
    date(2025, 1, 15),
    date(2025, 7, 10),
    date(2026, 1, 12),
    date(2026, 4, 20),
)
AS_OF = (
    date(2024, 6, 30),
    date(2024, 12, 31),
    date(2025, 6, 30),
    date(2025, 12, 31),
    date(2026, 3, 31),
)
STANDING: DeliveryHistory = (1, 2, 3)
"""The deliveries of the current edition of the home that trials begin with."""
CHOICES = (Choice(), Choice(provinces=("330000",)), Choice(patents="inventions"))
NUMBERS = [application_no(serial, kind=1 + serial % 2) for serial in range(301, 331)]


@dataclass(frozen=True)
class Register:
    """The filings, and a home in which the first three deliveries were published in turn."""

    folder: Path

    @classmethod
    def found(cls, folder: Path) -> Register:
        """Write the filings and publish the first three."""
        made = cls(folder)
        write_filings(folder / "filings")
        for number in STANDING:
            made.publish(made.home, number)
        return made

    @property
    def home(self) -> DataHome:
        """The home that nobody changes."""
        return DataHome(self.folder / "home")

    @cached_property
    def deliveries(self) -> tuple[Delivery, ...]:
        """What was delivered, the first at 0."""
        places = [self.folder / "filings" / str(number) for number in range(1, 6)]
        return tuple(
            Delivery(day, tuple(sorted(place.iterdir())))
            for day, place in zip(DAYS, places, strict=True)
        )

    def publish(self, home: DataHome, number: int) -> str:
        """Publish a delivery by its number; gives the edition's id."""
        each = self.deliveries[number - 1]
        return publish(home, each.paths, received_on=each.received_on).edition_id

    def publish_words(self, number: int) -> list[str]:
        """The command that publishes a delivery."""
        each = self.deliveries[number - 1]
        return ["publish", *map(str, each.paths), "--received-on", each.received_on.isoformat()]

    def copy(self, into: Path) -> DataHome:
        """A copy of the home, to be broken."""
        shutil.copytree(self.home.path, into, dirs_exist_ok=True)
        return DataHome(into)

    @cached_property
    def by_hash(self) -> dict[str, int]:
        """The number of the delivery that a filing came with."""
        numbered = enumerate(self.deliveries, start=1)
        return {file_digest(path): number for number, each in numbered for path in each.paths}

    def chain(self, hashes: Sequence[str]) -> DeliveryHistory:
        """The deliveries that filings came with, in their order."""
        return tuple(dict.fromkeys(self.by_hash[sha256] for sha256 in hashes))

    def expected(self, chain: DeliveryHistory) -> list[Records]:
        """What the oracle counts for a chain, for each of the choices."""
        return _expected(self, chain)

    def differing(self, chain: DeliveryHistory, told: Sequence[Records]) -> list[str]:
        """The indicators that are not those of the chain."""
        return [
            f"{name} of {chain}, {choice}: oracle {ours}, product {theirs.get(name)}"
            for choice, mine, theirs in zip(CHOICES, self.expected(chain), told, strict=False)
            for name, ours in mine.items()
            if not agrees(ours, theirs.get(name, {}))
        ]


@cache
def _expected(register: Register, chain: DeliveryHistory) -> list[Records]:
    made = build([register.deliveries[number - 1] for number in chain])
    day = AS_OF[chain[-1] - 1]
    return [{one["id"]: one for one in indicators(made, choice, day)} for choice in CHOICES]


def write_filings(folder: Path) -> None:
    """Five deliveries in all formats, each of which changes some of the indicators."""
    rng = random.Random(11)
    for number in range(1, 6):
        (folder / str(number)).mkdir(parents=True)
    one, two, three, four, five = (folder / str(number) for number in range(1, 6))
    write_csv(one / "institutions.csv", INSTITUTIONS)
    write_csv(one / "patents.csv", patents(rng, NUMBERS[:24]))
    write_parquet(one / "assessments.parquet", assessments(rng, NUMBERS[:10], "2024-03"))
    write_xlsx(two / "assessments.xlsx", assessments(rng, NUMBERS[7:20], "2024-10"))
    write_csv(two / "transfers.csv", transfers(rng, NUMBERS[2:9]), "gb18030")
    write_xls(three / "products.xls", products(NUMBERS[1:12:3]))
    write_csv(three / "lapses.csv", patents(rng, NUMBERS[3:6], lapsed_on="2025-02-03"))
    write_csv(four / "patents.csv", patents(rng, NUMBERS[24:]))
    write_csv(four / "assessments.csv", assessments(rng, NUMBERS[15:28], "2025-09"))
    write_csv(five / "evaluations.csv", evaluations(rng, NUMBERS[:25]))


INSTITUTIONS = [
    ["institution_id", "name", "kind", "province", "department"],
    ["4133010001", "示范大学", "university", "330000", "教育部"],
    ["4111010002", "示范学院", "university", "110000", "教育部"],
    ["4133010003", "示范研究院", "research_institution", "330000", "中国科学院"],
    ["4131010004", "示范医院", "hospital", "310000", "国家卫生健康委"],
]
HOLDERS = [row[0] for row in INSTITUTIONS[1:]]


def patents(rng: random.Random, numbers: list[str], lapsed_on: str = "") -> list[list[str]]:
    """Patents, each always with the same holder and day of grant."""
    header = ["application_no", "institution_id", "granted_on", "lapsed_on", "ipc"]
    rows = [
        [number, HOLDERS[NUMBERS.index(number) % 4], "2019-05-06", lapsed_on, "H01B1/00"]
        for number in numbers
    ]
    rng.shuffle(rows)
    return [header, *rows]


def assessments(rng: random.Random, numbers: list[str], month: str) -> list[list[str]]:
    """Assessments on some days of a month."""
    header = ["application_no", "assessed_on", "convertible", "stars"]
    days = [f"{month}-{rng.randint(1, 28):02}" for _ in numbers]
    stars = [str(rng.randint(1, 5)) for _ in numbers]
    pooled = [rng.choice(("是", "是", "否")) for _ in numbers]
    return [header, *map(list, zip(numbers, days, pooled, stars, strict=True))]


def transfers(rng: random.Random, numbers: list[str]) -> list[list[str]]:
    """Transfers with amounts in yuan."""
    header = ["application_no", "recorded_on", "mode", "transferee", "amount_cny"]
    return [
        header,
        *(
            [number, f"2024-{rng.randint(2, 12):02}-11", "licence", "示范企业", f"{place}50000.25"]
            for place, number in enumerate(numbers, start=1)
        ),
    ]


def evaluations(rng: random.Random, numbers: list[str]) -> list[list[str]]:
    """Evaluations by one enterprise."""
    header = ["application_no", "evaluated_on", "enterprise", "stars"]
    return [header, *([one, "2026-02-03", "示范企业", str(rng.randint(1, 5))] for one in numbers)]


def products(numbers: list[str]) -> list[list[str]]:
    """Days of industrialization."""
    return [["application_no", "industrialized_on"], *([each, "2025-05-05"] for each in numbers)]
