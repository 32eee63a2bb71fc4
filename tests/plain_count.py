"""The indicators once more, by looking at every patent of a register: slow, plain, independent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from milestones.editions.edition import Edition
from milestones.selection import Selection

TRANSFERS_FROM = date(2024, 1, 1)
NEVER = date(9999, 12, 31)


@dataclass
class Patent:
    """One patent with all that is known of it."""

    institution: int
    province: str
    kind_of_institution: str
    departments: set[str]
    is_invention: bool
    field: int
    granted_on: date
    lapsed_on: date
    is_due: bool
    assessments: list[tuple[date, bool, int]] = field(default_factory=list)
    evaluations: list[date] = field(default_factory=list)
    transfers: list[tuple[date, Any]] = field(default_factory=list)
    industrialized_on: date = NEVER

    def belongs(self, chosen: Selection) -> bool:
        """Whether the selection holds it."""
        return (
            (not chosen.provinces or self.province in chosen.provinces)
            and (not chosen.kinds or self.kind_of_institution in chosen.kinds)
            and (not chosen.departments or bool(self.departments & set(chosen.departments)))
            and (not chosen.fields or self.field in chosen.fields)
            and (chosen.patents == "all" or self.is_invention)
        )


def read(edition: Edition) -> list[Patent]:
    """The register's patents, from its tables."""
    with edition.cursor() as cursor:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return cursor.execute(query).fetchall()

        departments = defaultdict(set)
        for institution, department in rows("from institution_departments"):
            departments[institution].add(department)
        patents = {
            number: Patent(institution, province, kind, departments[institution], *rest)
            for number, institution, province, kind, *rest in rows(
                "select patent_no, institution_no, province, i.kind, p.kind = 'invention', field, "
                "granted_on, coalesce(lapsed_on, '9999-12-31'), is_due "
                "from patents p join institutions i using (institution_no)"
            )
        }
        for number, *facts in rows(
            "select patent_no, assessed_on, convertible, coalesce(stars, 0) from assessments"
        ):
            patents[number].assessments.append(tuple(facts))
        for number, day in rows("select patent_no, evaluated_on from evaluations"):
            patents[number].evaluations.append(day)
        for number, *facts in rows("select patent_no, recorded_on, amount_cny from transfers"):
            patents[number].transfers.append(tuple(facts))
        for number, day in rows("select patent_no, industrialized_on from products"):
            patents[number].industrialized_on = day
    return list(patents.values())


def count(register: list[Patent], chosen: Selection, day: date) -> dict[str, Any]:
    """Every count on a day, by the name of its column in the query of the indicators."""
    patents = [each for each in register if each.belongs(chosen)]
    valid = [each for each in patents if each.granted_on <= day < each.lapsed_on]
    due = [each for each in patents if each.is_due]
    assessed = [each for each in due if any(made <= day for made, *_ in each.assessments)]
    latest = {id(each): max(a for a in each.assessments if a[0] <= day) for each in assessed}
    pooled = [each for each in assessed if latest[id(each)][1]]
    good = [each for each in pooled if latest[id(each)][2] >= 4]
    evaluated = [each for each in pooled if any(made <= day for made in each.evaluations)]

    def recorded(each: Patent) -> list[Any]:
        return [amount for made, amount in each.transfers if TRANSFERS_FROM <= made <= day]

    amounts = [amount for each in patents for amount in recorded(each)]
    priced = [amount for amount in amounts if amount is not None]
    by_institution = defaultdict(list)
    for each in due:
        by_institution[each.institution].append(id(each) in latest)
    lapsed_open = [each for each in due if id(each) not in latest and each.lapsed_on <= day]
    onward = [each for each in evaluated if recorded(each)]
    made = [each for each in onward if each.industrialized_on <= day]
    return {
        "valid": len(valid),
        "due": len(due),
        "assessed": len(assessed),
        "lapsed_open": len(lapsed_open),
        "still_open": len(due) - len(assessed) - len(lapsed_open),
        "pooled": len(pooled),
        "good": len(good),
        "evaluated": len(evaluated),
        "evaluated_transferred": len(onward),
        "transferred_industrialized": len(made),
        "transfers": len(amounts),
        "unpriced": len(amounts) - len(priced),
        "amount_cny": None if amounts and not priced else float(sum(priced)),
        "transferred": sum(bool(recorded(each)) for each in valid),
        "industrialized": sum(each.industrialized_on <= day for each in valid),
        "good_industrialized": sum(each.industrialized_on <= day for each in good),
        "institutions_due": len(by_institution),
        "institutions_complete": sum(all(done) for done in by_institution.values()),
    }
