"""Messy filings, by seed: two or three deliveries in which every rule is broken somewhere.

Nothing here says what should become of a row; that is the oracle's affair.
"""

import random
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from .breaking import BREAKERS
from .oracle import Delivery
from .world import Values, World, invent, money
from .writing import AsIs, Sheet, write, write_ministry_list

RECEIVED = (date(2024, 7, 10), date(2025, 1, 15), date(2026, 4, 20))
ENDINGS = ("gb.csv", "bom.csv", "csv", "xlsx", "xls", "parquet")
DATED = {
    "patents": "granted_on",
    "assessments": "assessed_on",
    "evaluations": "evaluated_on",
    "transfers": "recorded_on",
    "products": "industrialized_on",
    "returns": "period",
}
MINISTRY = range(10)
KEYS = {
    "institutions": ("institution_id",),
    "patents": ("application_no", "institution_id"),
    "assessments": ("application_no", "assessed_on"),
    "evaluations": ("application_no", "evaluated_on", "enterprise"),
    "transfers": ("application_no", "recorded_on", "mode", "transferee"),
    "products": ("application_no",),
    "returns": ("institution_id", "period"),
    "lapses": ("application_no",),
}


@dataclass
class Plan:
    """Rows by delivery and kind before they are dealt out to files."""

    days: tuple[date, ...]
    rows: list[dict[str, list[Values]]]
    narrow: list[list[Sheet]]
    ministry: list[Values]
    sent: set[tuple[Any, ...]] = field(default_factory=set)

    def add(self, delivery: int, kind: str, row: Values) -> bool:
        """Put a row into a delivery, unless one with its key is in it already."""
        key = (delivery, kind, *(row.get(name) for name in KEYS[kind]))
        if key in self.sent:
            return False
        self.sent.add(key)
        self.rows[delivery].setdefault(kind, []).append(row)
        return True

    def free(self, delivery: int, kind: str) -> list[Values]:
        """Rows sent before this delivery whose keys it does not hold yet."""
        listed = self.ministry if (delivery, kind) == (1, "institutions") else []
        return [
            row
            for earlier in ({kind: listed}, *self.rows[:delivery])
            for row in earlier.get(kind, [])
            if not any(isinstance(value, AsIs) for value in row.values())
            and (delivery, kind, *(row.get(name) for name in KEYS[kind])) not in self.sent
        ]


def generate(folder: Path, seed: int, patents: int = 600) -> list[Delivery]:
    """Write the deliveries of this seed below the folder and return them in order."""
    rng = random.Random(seed)
    world = invent(rng, patents)
    days = RECEIVED if seed % 3 else (RECEIVED[0], RECEIVED[2])
    plan = Plan(days, [{} for _ in days], [[] for _ in days], listed(world))
    send(rng, world, plan)
    share_patents(rng, world, plan)
    mistake_grants(rng, plan)
    resend(rng, world, plan)
    correct(rng, plan)
    for delivery in range(len(days)):
        contradict(rng, plan, delivery)
        spoil(rng, world, plan, delivery)
    return deliver(rng, plan, folder)


def listed(world: World) -> list[Values]:
    """The universities of the Ministry's list, whose sections say where they lie."""
    rows = world.institutions[: len(MINISTRY)]
    for place, row in enumerate(rows):
        row["province"] = ("110000", "330000", "650000")[0 if place < 3 else 1 if place < 7 else 2]
    return rows


def send(rng: random.Random, world: World, plan: Plan) -> None:
    """Everything true, in the first delivery that can know it or a later one."""
    for one in world.institutions[len(MINISTRY) :]:
        plan.add(one["institution_id"] in world.late, "institutions", one)
    for one in world.patents:
        send_patent(rng, plan, one)
    for kind, rows in world.facts.items():
        for row in rows:
            first = earliest(plan.days, row[DATED[kind]])
            if first is not None:
                delay = rng.random() < 0.1 and first + 1 < len(plan.days)
                plan.add(first + delay, kind, row)


def earliest(days: tuple[date, ...], day: date) -> int | None:
    """The first delivery received on that day or later."""
    return next((number for number, received in enumerate(days) if day <= received), None)


def send_patent(rng: random.Random, plan: Plan, patent: Values) -> None:
    """A patent as soon as it is granted, again when it has lapsed."""
    first, lapsed = earliest(plan.days, patent["granted_on"]), patent["lapsed_on"]
    if first is None:
        return
    if first + 1 < len(plan.days) and rng.random() < 0.06:
        first += 1
    again = earliest(plan.days, lapsed) if lapsed else first
    in_list = lapsed is not None and rng.random() < 0.4
    if in_list and again is not None:
        row = {name: patent[name] for name in ("application_no", "lapsed_on")}
        plan.add(max(again, rng.choice((again, first))), "lapses", row)
        again = None
    if again == first:
        plan.add(first, "patents", patent)
        return
    plan.add(first, "patents", {**patent, "lapsed_on": None})
    if again is not None:
        plan.add(again, "patents", patent)


def share_patents(rng: random.Random, world: World, plan: Plan) -> None:
    """Joint patents: a second holder's row, with every order of ranks, now or later."""
    known = [one["institution_id"] for one in world.institutions[:-3]]
    settled = [
        row
        for row in plan.rows[0]["patents"]
        if row["institution_id"] in known
        and not any((n, "patents", *key(row)) in plan.sent for n in range(1, len(plan.days)))
    ]
    ranks = ((1, 2), (2, 1), (None, None), (None, 1), (1, None), (2, 2), (3, 1))
    for place, row in enumerate(rng.sample(settled, 28)):
        row["holder_rank"], second = ranks[place % len(ranks)]
        other = rng.choice([one for one in known if one != row["institution_id"]])
        joint = {**row, "institution_id": other, "holder_rank": second}
        plan.add(rng.randint(0, 1), "patents", joint)
        row["joint"] = joint["joint"] = True
        if (row["holder_rank"], second) == (2, 1) and joint not in plan.rows[1]["patents"]:
            plan.add(1, "patents", {**joint, "lapsed_on": plan.days[0]})


def key(row: Values) -> tuple[str, str]:
    """The key of a patent row."""
    return row["application_no"], row["institution_id"]


def mistake_grants(rng: random.Random, plan: Plan) -> None:
    """Grants dated the day after an assessment, put right in the second delivery."""
    first = {row["application_no"]: row["assessed_on"] for row in plan.rows[0]["assessments"]}
    for place, row in enumerate(plan.rows[0]["patents"]):
        day = first.get(row["application_no"])
        if not day or day >= plan.days[0] or row["lapsed_on"] or row.get("joint"):
            continue
        if rng.random() < 0.03 and plan.add(1, "patents", row):
            plan.rows[0]["patents"][place] = {**row, "granted_on": day + timedelta(days=1)}


def resend(rng: random.Random, world: World, plan: Plan) -> None:
    """Rows sent again unchanged: in the same delivery, in the next, once their holder is known."""
    late = {one["application_no"] for one in world.patents if one["institution_id"] in world.late}
    for kind in ("patents", "assessments", "transfers"):
        for row in plan.free(1, kind):
            if row["application_no"] in late and rng.random() < 0.5:
                plan.add(1, kind, row)
    for delivery, kinds in enumerate(plan.rows):
        for kind in KEYS:
            kinds.setdefault(kind, [])
            old = [row for row in plan.free(delivery, kind) if not row.get("joint")]
            for row in rng.sample(old, min(4, len(old))):
                plan.add(delivery, kind, row)
            if kind != "institutions" or delivery == 0:
                kinds[kind] += rng.sample(kinds[kind], min(2, len(kinds[kind])))


def correct(rng: random.Random, plan: Plan) -> None:
    """Later deliveries change earlier rows; some of their files lack columns."""
    for delivery in range(1, len(plan.days)):
        for kind, changes in CHANGES.items():
            old = [row for row in plan.free(delivery, kind) if not row.get("joint")]
            rng.shuffle(old)
            narrow: dict[str, list[Values]] = {column: [] for column in changes}
            for number, row in enumerate(old[:24]):
                column = rng.choice(list(changes))
                changed = {**row, column: changes[column](rng, row)}
                if number % 2 and plan.add(delivery, kind, changed):
                    plan.rows[delivery][kind].remove(changed)
                    narrow[column].append(changed)
                else:
                    plan.add(delivery, kind, changed)
            plan.narrow[delivery] += [
                Sheet(f"7{delivery}_{kind}_{column}", kind, rows, narrowed(kind, column))
                for column, rows in narrow.items()
                if rows
            ]


def narrowed(kind: str, column: str) -> list[str]:
    """The columns of a correction's file: the required ones, the key, and what it changes."""
    required = {
        "institutions": ["name", "kind", "province"],
        "patents": ["granted_on"],
        "assessments": ["convertible"],
        "products": ["industrialized_on"],
    }
    return [*KEYS[kind], *required.get(kind, []), column]


CHANGES: dict[str, dict[str, Any]] = {
    "institutions": {
        "province": lambda rng, row: rng.choice(("330000", "650000")),
        "kind": lambda rng, row: "hospital",
        "department": lambda rng, row: rng.choice((None, ("教育部",))),
        "name_en": lambda rng, row: rng.choice((None, "Demo Corrected")),
    },
    "patents": {
        "lapsed_on": lambda rng, row: rng.choice((None, row["granted_on"] + timedelta(days=9))),
        "granted_on": lambda rng, row: row["granted_on"] - timedelta(days=rng.randint(0, 40)),
        "transformed_before": lambda rng, row: rng.choice((True, None)),
        "title": lambda rng, row: rng.choice((None, "更正后的名称")),
    },
    "assessments": {
        "convertible": lambda rng, row: not row["convertible"],
        "stars": lambda rng, row: rng.choice((None, 5, 1)),
        "maturity": lambda rng, row: rng.choice((None, 3)),
    },
    "evaluations": {
        "stars": lambda rng, row: rng.choice((None, 2)),
        "intent": lambda rng, row: rng.choice((None, "签约")),
    },
    "transfers": {
        "amount_cny": lambda rng, row: rng.choice((None, money(rng))),
        "transferee_province": lambda rng, row: rng.choice((None, "abroad")),
    },
    "products": {
        "industrialized_on": lambda rng, row: row["industrialized_on"] - timedelta(days=40),
        "revenue_cny": lambda rng, row: rng.choice((None, Decimal(1))),
    },
    "returns": {"assessed": lambda rng, row: rng.choice((None, 0, 7))},
    "lapses": {"lapsed_on": lambda rng, row: row["lapsed_on"] - timedelta(days=rng.randint(1, 9))},
}


def contradict(rng: random.Random, plan: Plan, delivery: int) -> None:
    """The same key with other values within one delivery, in the same file or another."""
    for kind, changes in CHANGES.items():
        if kind == "institutions":
            continue
        rows = [row for row in plan.rows[delivery][kind] if not row.get("joint")]
        for row in rng.sample(rows, min(3, len(rows))):
            column = rng.choice([name for name in changes if name not in KEYS[kind]])
            changed = changes[column](rng, row)
            plan.rows[delivery][kind].append({**row, column: changed})
    if delivery == 0:
        twice = {**plan.rows[0]["institutions"][0], "institution_id": "4199019999"}
        plan.rows[0]["institutions"] += [twice, {**twice, "name": "示范机构异名"}]
        orphans = rng.sample(plan.rows[0]["patents"], 2)
        plan.rows[0]["patents"] += [{**row, "institution_id": "4199019999"} for row in orphans]


def spoil(rng: random.Random, world: World, plan: Plan, delivery: int) -> None:
    """Copies of good rows with one thing wrong: every breaker in the first delivery."""
    for kind, breakers in BREAKERS.items():
        good = list(plan.rows[delivery][kind])
        for breaker in breakers:
            if good and (delivery == 0 or rng.random() < 0.5):
                row = {k: v for k, v in rng.choice(good).items() if k != "joint"}
                plan.rows[delivery][kind].append(breaker(rng, row, plan.days[delivery]))


def deliver(rng: random.Random, plan: Plan, folder: Path) -> list[Delivery]:
    """Deal the rows out to files, write them, and send some files twice."""
    deliveries: list[Delivery] = []
    for number, received in enumerate(plan.days):
        place = folder / f"delivery_{number + 1}"
        place.mkdir(parents=True)
        sheets = [sheet for kind in KEYS for sheet in dealt(rng, plan, number, kind)]
        sheets += plan.narrow[number]
        if number in (0, 2):
            write_ministry(rng, plan, place)
        for count, sheet in enumerate(sheets):
            sheet.name = f"{count + 10}_{sheet.name}.{ENDINGS[(count + rng.randint(0, 2)) % 6]}"
            write(rng, sheet, place)
        (place / ".DS_Store").write_bytes(b"\x00\x01")
        (place / "~$open.xlsx").write_bytes(b"\x00\x01")
        if deliveries:
            again = rng.choice(deliveries[-1].paths)
            shutil.copy(again, place / f"55_again_{number}{again.suffix}")
        twice = rng.choice(sorted(place.glob("1*")))
        shutil.copy(twice, place / f"56_twice_{number}{twice.suffix}")
        deliveries.append(Delivery(received, tuple(sorted(place.glob("[0-9]*")))))
    return deliveries


def dealt(rng: random.Random, plan: Plan, delivery: int, kind: str) -> list[Sheet]:
    """The rows of one kind in one, two or three files."""
    rows = plan.rows[delivery][kind]
    rng.shuffle(rows)
    parts = min(3 if kind in ("patents", "assessments") else 2, max(1, len(rows) // 8))
    return [
        Sheet(f"{kind}_{part}", kind, rows[part::parts])
        for part in range(parts)
        if rows[part::parts]
    ]


def write_ministry(rng: random.Random, plan: Plan, place: Path) -> None:
    """The Ministry's list in its sections, one of them wrongly counted."""
    members = plan.ministry
    cuts = (("北京市", members[:3]), ("浙江省", members[3:7]), ("新疆维吾尔自治区", members[7:]))
    sections = [(name, len(rows) + (name == "浙江省"), rows) for name, rows in cuts]
    write_ministry_list(place / "05_ministry.xls", sections, rng)
