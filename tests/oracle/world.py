"""An invented country of institutions, patents and facts, before anybody spoils the files."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from .forms import CREDIT_ALPHABET, check_digit, credit_check

Values = dict[str, Any]
CUTOFF = date(2023, 12, 31)
AREAS = ("110000", "130000", "150000", "310000", "320000", "330000", "360000", "410000")
AREAS += ("510000", "540000", "640000", "650000", "210000", "810000")
OFFICES = ("教育部", "工业和信息化部", "中国科学院", "示范省", "国家卫生健康委", "示范市教育局")
RARE = "㐀𠮷鿍"
MODES = ("assignment", "licence", "open_licence", "equity")
WILLINGNESS = (*MODES, "own_use", None)


@dataclass
class World:
    """What is true. `late` institutions reach the register with the second delivery."""

    institutions: list[Values]
    late: set[str]
    patents: list[Values]
    facts: dict[str, list[Values]] = field(default_factory=dict)


def invent(rng: random.Random, patents: int) -> World:
    """About thirty institutions with so many patents, and some 2.5 facts for each."""
    institutions = [institution(rng, number) for number in range(30)]
    institutions[12]["name"] = institutions[11]["name"]
    late = {one["institution_id"] for one in institutions[-3:]}
    world = World(institutions, late, [])
    taken: set[str] = set()
    weights = [rng.choice((1, 2, 6)) for _ in institutions]
    while len(world.patents) < patents:
        owner = rng.choices(institutions, weights)[0]["institution_id"]
        found = patent(rng, owner)
        if found["application_no"] not in taken:
            taken.add(found["application_no"])
            world.patents.append(found)
    world.facts = {
        "assessments": [f for p in world.patents for f in assessments(rng, p)],
        "evaluations": [f for p in world.patents for f in evaluations(rng, p)],
        "transfers": [f for p in world.patents for f in transfers(rng, p)],
        "products": [f for p in world.patents for f in products(rng, p)],
        "returns": [f for one in institutions[5:25] for f in returns(rng, one)],
    }
    return world


def institution(rng: random.Random, number: int) -> Values:
    """A university with the Ministry's code, or another body with its credit code."""
    body = "12" + "".join(rng.choice("0123456789") for _ in range(6))
    body += "".join(rng.choice(CREDIT_ALPHABET) for _ in range(9))
    credit = body + credit_check(body)
    kind = "university" if number < 20 else "research_institution" if number < 27 else "hospital"
    offices = tuple(rng.sample(OFFICES, rng.choice((1, 1, 1, 2))))
    return {
        "institution_id": f"41{rng.randint(11, 65)}01{number:04}" if number < 20 else credit,
        "name": f"示范{rng.choice(RARE)}机构{number:04}",
        "kind": kind,
        "province": rng.choice(AREAS[:6]) if number % 2 else rng.choice(AREAS),
        "department": offices if rng.random() < 0.9 else None,
        "name_en": rng.choice((None, f"Demo Institution {number:04}")),
        "credit_code": rng.choice((None, credit)),
    }


def between(rng: random.Random, first: date, last: date) -> date:
    """A random day of the interval."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def patent(rng: random.Random, owner: str) -> Values:
    """A patent with a rightful number."""
    old = rng.random() < 0.12
    filed = (
        between(rng, date(1985, 4, 1), date(2003, 9, 30))
        if old
        else between(rng, date(2004, 1, 1), date(2024, 6, 30))
    )
    year, kind = str(filed.year), rng.choice("11118229223")
    serial = rng.randint(0, 1_300_000)
    digits = f"{year[2:]}{kind}{serial % 100_000:05}" if old else f"{year}{kind}{serial:07}"
    granted = filed + timedelta(days=rng.randint(90, 1100))
    lapsed = granted + timedelta(days=rng.randint(1, 5000)) if rng.random() < 0.25 else None
    if old and rng.random() < 0.8:
        lapsed = None
    if rng.random() < 0.03 and granted - filed > timedelta(days=370):
        filed += timedelta(days=366)
    return {
        "application_no": f"{digits}.{check_digit(digits)}",
        "institution_id": owner,
        "granted_on": granted,
        "title": rng.choice(("一种装置", '方法,系统及"设备"', "第一行\n第二行", None, RARE)),
        "kind": rng.choice((None, "invention", "utility_model", kind_word(kind), kind_word(kind))),
        "filed_on": rng.choice((filed, filed, filed, None)),
        "lapsed_on": lapsed,
        "ipc": rng.choice(("H01L21/00", "A61K 31/00", None)),
        "publicly_funded": rng.choice((True, False, None)),
        "transformed_before": rng.choice((None, None, None, None, False, True)),
        "holder_rank": None,
    }


def kind_word(digit: str) -> str:
    """The kind that the digit in a number tells."""
    return {"1": "invention", "8": "invention", "3": "design"}.get(digit, "utility_model")


def assessments(rng: random.Random, patent: Values) -> list[Values]:
    """None, one, or a series that changes its mind, always on days after the grant."""
    days = {
        between(rng, max(patent["granted_on"], date(2023, 10, 1)), date(2025, 9, 30))
        for _ in range(rng.choice((0, 1, 1, 1, 1, 2, 3)))
    }
    return [
        {
            "application_no": patent["application_no"],
            "assessed_on": max(day, patent["granted_on"]),
            "convertible": rng.random() < 0.7,
            "stars": rng.choice((None, 1, 2, 3, 4, 4, 5, 5)),
            "willingness": rng.choice(WILLINGNESS),
            "maturity": rng.choice((None, 1, 5, 9)),
            "state": rng.choice((None, "未实施", "已实施")),
        }
        for day in sorted(days)
    ]


def evaluations(rng: random.Random, patent: Values) -> list[Values]:
    """What enterprises said, on days that need not follow the assessment."""
    return [
        {
            "application_no": patent["application_no"],
            "evaluated_on": between(rng, date(2024, 1, 15), date(2026, 2, 28)),
            "enterprise": f"示范企业{rng.randint(1, 40):03}",
            "enterprise_province": rng.choice((None, *AREAS)),
            "stars": rng.choice((None, 1, 3, 5)),
            "intent": rng.choice((None, "合作", "观望")),
        }
        for _ in range(rng.choice((0, 0, 0, 1, 2)))
    ]


def transfers(rng: random.Random, patent: Values) -> list[Values]:
    """Recordals, some before the plan, many without an amount."""
    return [
        {
            "application_no": patent["application_no"],
            "recorded_on": between(rng, date(2023, 6, 1), date(2026, 3, 10)),
            "mode": rng.choice(MODES),
            "transferee": rng.choice((None, f"示范公司{rng.randint(1, 99):03}", "某某公司")),
            "transferee_province": rng.choice((None, "abroad", *AREAS)),
            "amount_cny": rng.choice((None, money(rng), money(rng), Decimal(0))),
        }
        for _ in range(rng.choice((0, 0, 0, 0, 1, 2)))
    ]


def money(rng: random.Random) -> Decimal:
    """A sum in yuan, sometimes with cents."""
    return Decimal(rng.randint(1, 5_000_000)) + Decimal(rng.choice((0, 0, 25))) / 100


def products(rng: random.Random, patent: Values) -> list[Values]:
    """At most one a patent."""
    return [
        {
            "application_no": patent["application_no"],
            "industrialized_on": between(rng, date(2022, 1, 1), date(2026, 3, 10)),
            "product": rng.choice((None, "示范产品")),
            "revenue_cny": rng.choice((None, money(rng))),
        }
        for _ in range(rng.choice((0, 0, 0, 1)))
    ]


def returns(rng: random.Random, institution: Values) -> list[Values]:
    """Cumulative counts at two month ends, which now and then fall."""
    due = rng.randint(3, 2000)
    return [
        {
            "institution_id": institution["institution_id"],
            "period": period,
            "due": due,
            "assessed": rng.randint(0, due),
            "pooled": rng.randint(0, due),
            "evaluated": rng.choice((None, rng.randint(0, due))),
            "transferred": rng.choice((None, rng.randint(0, due))),
            "industrialized": None,
            "amount_cny": rng.choice((None, money(rng))),
        }
        for period in (date(2024, 3, 1), date(2024, 9, 1))
    ]
