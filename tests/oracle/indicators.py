"""The indicators of a register for a selection at a day, counted patent by patent."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .oracle import Build

CUTOFF = date(2023, 12, 31)
TRANSFERS_FROM = date(2024, 1, 1)
GOOD_STARS = 4


@dataclass(frozen=True)
class Choice:
    """A selection; an empty tuple restricts nothing."""

    provinces: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    patents: str = "all"

    def arguments(self) -> list[str]:
        """The same selection as options of the command line."""
        options = [("--province", value) for value in self.provinces]
        options += [("--kind", value) for value in self.kinds]
        options += [("--department", value) for value in self.departments]
        options += [("--patents", self.patents)] if self.patents != "all" else []
        return [word for option in options for word in option]


@dataclass
class Seen:
    """What is true of one patent at the day."""

    institution: str
    valid: bool
    due: bool
    assessed: bool = False
    pooled: bool = False
    good: bool = False
    evaluated: bool = False
    industrialized: bool = False
    transfers: list[Decimal | None] = field(default_factory=list)


def indicators(made: Build, choice: Choice, day: date) -> list[dict[str, Any]]:
    """All indicators, in the form that the command prints."""
    facts = by_patent(made)
    seen = [
        look(number, patent, facts, day)
        for number, patent in made.patents.items()
        if chosen(made, patent, choice)
    ]
    amounts = [amount for one in seen for amount in one.transfers]
    found = [
        count("valid", total(seen, "valid"), "patents"),
        count("due", total(seen, "due"), "patents"),
        share("assessment_coverage", total(seen, "due", "assessed"), total(seen, "due")),
        share("institution_completion", *completion(seen)),
        share("pool_share", total(seen, "pooled"), total(seen, "assessed")),
        share("good_prospects_share", total(seen, "good"), total(seen, "pooled")),
        share("evaluated_share", total(seen, "evaluated"), total(seen, "pooled")),
        count("transfer_recordals", sum(len(one.transfers) for one in seen), "times"),
        share("transferred_share", total(seen, "valid", "transfers"), total(seen, "valid")),
        count("contract_value", sum_of_known(amounts), "CNY"),
        share("industrialization_rate", total(seen, "valid", "industrialized"),
              total(seen, "valid")),
        share("high_value_industrialization", total(seen, "good", "industrialized"),
              total(seen, "good")),
    ]  # fmt: skip
    return [{**one, "as_of": day.isoformat()} for one in found]


def chosen(made: Build, patent: dict[str, Any], choice: Choice) -> bool:
    """Whether the patent, through the holder it counts for, is in the selection."""
    holder = made.register["institutions"][(patent["institution_id"],)]
    return (
        (not choice.provinces or holder["province"] in choice.provinces)
        and (not choice.kinds or holder["kind"] in choice.kinds)
        and (
            not choice.departments
            or bool(set(choice.departments) & set(holder.get("department") or ()))
        )
        and (choice.patents == "all" or patent["kind"] == "invention")
    )


def by_patent(made: Build) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Facts by patent and kind of fact."""
    facts: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for kind in ("assessments", "evaluations", "transfers", "products"):
        for values in made.register[kind].values():
            patent = facts.setdefault(values["application_no"], {})
            patent.setdefault(kind, []).append(values)
    return facts


def look(number: str, patent: dict[str, Any], facts: dict[str, Any], day: date) -> Seen:
    """One patent at the day."""
    own = facts.get(number, {})
    granted, lapsed = patent["granted_on"], patent.get("lapsed_on")
    seen = Seen(
        patent["institution_id"],
        valid=granted <= day and not (lapsed and lapsed <= day),
        due=granted <= CUTOFF
        and not (lapsed and lapsed <= CUTOFF)
        and not patent.get("transformed_before"),
    )
    assessments = [one for one in own.get("assessments", []) if one["assessed_on"] <= day]
    if seen.due and assessments:
        latest = max(assessments, key=lambda one: one["assessed_on"])
        seen.assessed = True
        seen.pooled = latest["convertible"]
        seen.good = seen.pooled and (latest.get("stars") or 0) >= GOOD_STARS
        seen.evaluated = seen.pooled and any(
            one["evaluated_on"] <= day for one in own.get("evaluations", [])
        )
    seen.industrialized = any(one["industrialized_on"] <= day for one in own.get("products", []))
    seen.transfers = [
        one.get("amount_cny")
        for one in own.get("transfers", [])
        if TRANSFERS_FROM <= one["recorded_on"] <= day
    ]
    return seen


def total(seen: list[Seen], *names: str) -> int:
    """Patents of which all of the names are true."""
    return sum(all(getattr(one, name) for name in names) for one in seen)


def completion(seen: list[Seen]) -> tuple[int, int]:
    """Institutions with all due patents assessed, and institutions with any due patent."""
    holders = {one.institution for one in seen if one.due}
    unfinished = {one.institution for one in seen if one.due and not one.assessed}
    return len(holders - unfinished), len(holders)


def sum_of_known(amounts: list[Decimal | None]) -> float | None:
    """The sum of what is known; unknown where there are amounts and none is known."""
    known = [amount for amount in amounts if amount is not None]
    return float(sum(known, Decimal(0))) if known or not amounts else None


def count(name: str, value: float | None, unit: str) -> dict[str, Any]:
    """An indicator that is a plain number."""
    return {"id": name, "value": value, "numerator": value, "denominator": None, "unit": unit}


def share(name: str, numerator: int, denominator: int) -> dict[str, Any]:
    """An indicator that is a part of a whole; without a whole it cannot be assessed."""
    found = {"id": name, "numerator": numerator, "denominator": denominator, "unit": "share"}
    return {**found, "value": numerator / denominator if denominator else None}
