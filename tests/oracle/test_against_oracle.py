"""The product against the oracle, to the unit, on messy filings and through its commands only.

MILESTONES_ORACLE_SEEDS (for instance "1 2 3 4") chooses other seeds than the usual ones;
seeds that are multiples of three make two deliveries, the others three. Each selection is
asked at a third of the days, another third with each seed; MILESTONES_ORACLE_FULL=1 asks all.
"""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from . import messy
from .indicators import Choice, indicators
from .oracle import Build, Delivery, Report, build
from .product import Product

SEEDS = [int(seed) for seed in os.environ.get("MILESTONES_ORACLE_SEEDS", "1 5").split()]
FULL = bool(os.environ.get("MILESTONES_ORACLE_FULL"))
NUMBERS = ("rows", "accepted", "rejected", "identical", "corrections")
CHOICES = (
    Choice(),
    Choice(patents="inventions"),
    Choice(provinces=("330000",)),
    Choice(provinces=("110000", "310000", "650000")),
    Choice(provinces=("330000",), patents="inventions"),
    Choice(kinds=("university",)),
    Choice(kinds=("research_institution", "hospital")),
    Choice(departments=("教育部",)),
    Choice(departments=("中国科学院", "示范市教育局")),
    Choice(provinces=("330000", "150000"), kinds=("university",), departments=("教育部",)),
    Choice(provinces=("710000",)),
    Choice(kinds=("hospital",), patents="inventions"),
)
DAYS = {
    date(2024, 7, 10): (date(2023, 12, 31), date(2024, 4, 17), None),
    date(2025, 1, 15): (date(2024, 6, 30), date(2024, 12, 31)),
    date(2026, 4, 20): (
        date(2023, 12, 31),
        date(2024, 3, 18),
        date(2024, 6, 30),
        date(2024, 12, 31),
        date(2025, 8, 9),
        None,
    ),
}
AS_OF = {
    date(2024, 7, 10): date(2024, 6, 30),
    date(2025, 1, 15): date(2024, 12, 31),
    date(2026, 4, 20): date(2026, 3, 31),
}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", SEEDS)
def test_the_product_agrees_with_the_oracle(tmp_path: Path, seed: int) -> None:
    deliveries = messy.generate(tmp_path / "filings", seed)
    product = Product(tmp_path / "home")
    for number, delivery in enumerate(deliveries):
        made = build(deliveries[: number + 1])
        printed = product.publish(delivery, folder=number > 0)
        wrong = differing_files([r for r in made.reports if r.delivery == number], printed)
        asked = questions(seed, delivery, last=number + 1 == len(deliveries))
        wrong += differing_indicators(product, made, delivery, asked)
        assert not wrong, f"seed {seed}, delivery {number + 1}:\n" + "\n".join(wrong)


def differing_files(reports: list[Report], printed: dict[str, dict[str, Any]]) -> list[str]:
    """One paragraph for each file of which the product counts otherwise."""
    wrong = [f"unexpected file {name}" for name in printed.keys() - {r.path.name for r in reports}]
    for report in reports:
        ours = {name: getattr(report, name) for name in NUMBERS}
        theirs = printed.get(report.path.name, {})
        if ours != {name: theirs.get(name) for name in NUMBERS}:
            wrong.append(
                f"{report.path.name} ({report.kind}):\n  oracle  {ours}\n  product {theirs}"
                f"\n  the oracle rejects {sorted(report.rejections)}"
            )
    return wrong


def questions(seed: int, delivery: Delivery, last: bool) -> list[tuple[Choice, date | None]]:
    """The selections and days to ask for: most of them of the last edition."""
    days = DAYS[delivery.received_on]
    return [
        (choice, day)
        for place, choice in enumerate(CHOICES[: None if last else 3])
        for day in (days if FULL or place == 0 else days[(place + seed) % 3 :: 3])
    ]


def differing_indicators(
    product: Product, made: Build, delivery: Delivery, asked: list[tuple[Choice, date | None]]
) -> list[str]:
    """One line for each indicator, selection and day with another value."""
    wrong = []
    for (choice, day), theirs in zip(asked, product.many(asked), strict=True):
        ours = indicators(made, choice, day or AS_OF[delivery.received_on])
        wrong += [
            f"{one['id']} {choice.arguments()} {one['as_of']}: oracle {one}, product {other}"
            for one in ours
            if not agrees(one, other := theirs.get(one["id"], {}))
        ]
    return wrong


def agrees(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Counts to the unit, shares to 1e-12, money to half a fen; null only where we say null."""
    if ours["as_of"] != theirs.get("as_of"):
        return False
    within = {"share": 1e-12, "CNY": 0.005}.get(ours["unit"], 0)
    if not close(ours["value"], theirs.get("value"), within):
        return False
    if ours["value"] is None and not theirs.get("reason"):
        return False
    if ours["unit"] != "share":
        return True
    return all(ours[name] == theirs.get(name) for name in ("numerator", "denominator"))


def close(one: float | None, other: float | None, within: float) -> bool:
    """Both unknown, or apart by no more than so much."""
    if one is None or other is None:
        return one is other
    return abs(float(one) - float(other)) <= within
