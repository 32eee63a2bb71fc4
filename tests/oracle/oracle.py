"""Ordered deliveries → what becomes of every row, and the register that results.

One build looks at all deliveries at once: a row is tried in the place where it was delivered,
with every institution and patent known that any delivery of the build brings.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from .forms import READERS, Broken, is_empty, patent_kind_of
from .kinds import KINDS
from .reading import Table, read

Key = tuple[Any, ...]
BLANK = {"transformed_before": False}
PATENT_KEY = ("application_no", "institution_id")


@dataclass(frozen=True)
class Delivery:
    """Files in their order, with the day they were received."""

    received_on: date
    paths: tuple[Path, ...]


@dataclass
class Row:
    """One row of a filing; `values` holds only the columns that its file has."""

    delivery: int
    filing: int
    row_no: int
    values: dict[str, Any] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)
    outcome: str = ""
    correction: bool = False

    def key(self, names: tuple[str, ...]) -> Key:
        """The values that say of what the row speaks."""
        return tuple(self.values.get(name) for name in names)


@dataclass
class Report:
    """What became of one file; `rejections` is the set of (row number, rule)."""

    path: Path
    delivery: int
    kind: str
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    identical: int = 0
    corrections: int = 0
    rejections: set[tuple[int, str]] = field(default_factory=set)


@dataclass
class Build:
    """Reports by file in their order, and the register: kind → key → values."""

    reports: list[Report]
    register: dict[str, dict[Key, dict[str, Any]]]
    patents: dict[str, dict[str, Any]]


def build(deliveries: list[Delivery]) -> Build:
    """The register that these deliveries make, and an account of every row."""
    reports, rows, archive = [], {kind.name: [] for kind in KINDS}, set()
    for number, delivery in enumerate(deliveries):
        for path in delivery.paths:
            table = opened(path)
            reports.append(Report(path, number, table.kind.name, rows=len(table.rows)))
            if table.sha256 in archive:
                reports[-1].identical = len(table.rows)
                continue
            archive.add(table.sha256)
            found = [parsed(table, r, delivery.received_on) for r in table.rows]
            for row in found:
                row.delivery, row.filing = number, len(reports) - 1
            rows[table.kind.name] += found
    return settled(reports, rows)


@cache
def opened(path: Path) -> Table:
    """The file, read once."""
    return read(path)


def parsed(table: Table, line: tuple[int, dict[str, str | None]], received_on: date) -> Row:
    """A row with its values, and the rules it breaks by itself."""
    row = Row(0, 0, line[0])
    for name, cell in line[1].items():
        column = table.kind.column(name)
        row.values[name] = None
        if is_empty(cell, column.form):
            if column.required:
                row.rules.append("required_empty")
            continue
        try:
            value = READERS[column.form](str(cell))
        except Broken as broken:
            row.rules.append(str(broken))
            continue
        if column.form in ("date", "month") and value > received_on:
            row.rules.append("date_after_receipt")
        row.values[name] = value * table.factors[name] if column.form == "amount" else value
    if table.kind.name == "patents":
        check_patent(row)
    return row


def check_patent(row: Row) -> None:
    """The order of a patent's days; its kind is the number's, whatever the column says."""
    row.values.pop("kind", None)
    if "transformed_before" in row.values:
        row.values["transformed_before"] = bool(row.values["transformed_before"])
    filed, granted, lapsed = (row.values.get(n) for n in ("filed_on", "granted_on", "lapsed_on"))
    if filed and granted and granted < filed:
        row.rules.append("grant_before_filing")
    if granted and lapsed and lapsed < granted:
        row.rules.append("lapse_before_grant")


def settled(reports: list[Report], rows: dict[str, list[Row]]) -> Build:
    """Institutions first, then patents, then what is said of them."""
    made = Build(reports, {}, {})
    for kind in KINDS:
        for row in rows[kind.name]:
            row.rules += refused_references(kind.name, row, made)
        if kind.name == "lapses":
            refuse_early_lapses(rows["patents"], rows["lapses"])
        mark_conflicts(rows[kind.name], kind.key)
        if kind.name == "lapses":
            made.register["patents"] = ended(rows["patents"], rows["lapses"])
        else:
            made.register[kind.name] = applied(rows[kind.name], kind.key)
        if kind.name in ("patents", "lapses"):
            made.patents = counted_once(made.register["patents"])
    for row in (row for kind in KINDS for row in rows[kind.name]):
        entered(reports[row.filing], row)
    return made


def refused_references(kind: str, row: Row, made: Build) -> list[str]:
    """Rules on what a row names: an unknown institution or patent, a patent granted later."""
    if kind == "institutions":
        return []
    if kind in ("patents", "returns"):
        institution = row.values["institution_id"]
        known = (institution,) in made.register["institutions"]
        return [] if known or institution is None else ["institution_unknown"]
    number = row.values["application_no"]
    patent = made.patents.get(number)
    if not patent:
        return [] if number is None else ["patent_unknown"]
    assessed = row.values.get("assessed_on")
    return ["assessment_before_grant"] if assessed and assessed < patent["granted_on"] else []


def mark_conflicts(rows: list[Row], key: tuple[str, ...]) -> None:
    """Within one delivery, one key with different values rejects all rows that differ."""
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        if not row.rules:
            groups.setdefault((row.delivery, *row.key(key)), []).append(row)
    clashing = set()
    for group in groups.values():
        for one, other in combinations(group, 2):
            shared = one.values.keys() & other.values.keys()
            if any(one.values[name] != other.values[name] for name in shared):
                clashing |= {id(one), id(other)}
    for row in rows:
        if id(row) in clashing:
            row.rules.append("conflict")


def refuse_early_lapses(patents: list[Row], lapses: list[Row]) -> None:
    """A lapse is not before the earliest grant that any row tells."""
    granted: dict[str, date] = {}
    for row in (row for row in patents if not row.rules):
        number, day = row.values["application_no"], row.values["granted_on"]
        granted[number] = min(day, granted.get(number, day))
    for row in lapses:
        number, day = row.values["application_no"], row.values["lapsed_on"]
        if number in granted and day and day < granted[number]:
            row.rules.append("lapse_before_grant")


def ended(patents: list[Row], lapses: list[Row]) -> dict[Key, dict[str, Any]]:
    """The register of patents: a list of lapses speaks to all holders, those to come too; no
    blank takes back what it says."""
    register: dict[Key, dict[str, Any]] = {}
    first: dict[Key, int] = {}
    told: dict[str, date] = {}
    holders = holders_of(patents)
    for row in sorted([*patents, *lapses], key=lambda row: (row.filing, row.row_no)):
        row.correction = False
        if row.rules:
            row.outcome = "rejected"
            continue
        number, values = row.values["application_no"], dict(row.values)
        is_lapse = "institution_id" not in values
        if is_lapse:
            del values["application_no"]
        elif number in told and values.get("lapsed_on", "") is None:
            del values["lapsed_on"]
        keys = holders[number] if is_lapse else [row.key(PATENT_KEY)]
        before = {key: register.get(key, {"lapsed_on": told.get(number)}) for key in keys}
        changed = [
            key
            for key in keys
            if (not is_lapse and key not in register)
            or any(before[key].get(n, BLANK.get(n)) != v for n, v in values.items())
        ]
        row.outcome = "accepted" if changed else "identical"
        row.correction = any(key in first and first[key] < row.delivery for key in changed)
        if is_lapse:
            told[number] = values["lapsed_on"]
        for key in (key for key in keys if key in register or not is_lapse):
            register[key] = {**before[key], **values}
            first.setdefault(key, row.delivery)
    return register


def holders_of(patents: list[Row]) -> dict[str, list[Key]]:
    """The keys of a number's rows that are not rejected."""
    holders: dict[str, list[Key]] = {}
    for key in dict.fromkeys(row.key(PATENT_KEY) for row in patents if not row.rules):
        holders.setdefault(key[0], []).append(key)
    return holders


def applied(rows: list[Row], key: tuple[str, ...]) -> dict[Key, dict[str, Any]]:
    """Accepted rows laid over each other in the order of delivery, by key."""
    register: dict[Key, dict[str, Any]] = {}
    first: dict[Key, int] = {}
    for row in rows:
        if row.rules:
            row.outcome = "rejected"
            continue
        known = register.get(row.key(key))
        if known and all(known.get(n, BLANK.get(n)) == v for n, v in row.values.items()):
            row.outcome = "identical"
            continue
        row.outcome = "accepted"
        row.correction = known is not None and first[row.key(key)] < row.delivery
        register.setdefault(row.key(key), {}).update(row.values)
        first.setdefault(row.key(key), row.delivery)
    return register


def counted_once(holders: dict[Key, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Each number once, with the row of the holder of lowest rank, else of the first accepted."""
    patents: dict[str, dict[str, Any]] = {}
    for (number, _), values in holders.items():
        rank = values.get("holder_rank")
        best = patents.get(number)
        if best is None or (rank is not None and (best["rank"] is None or rank < best["rank"])):
            patents[number] = {**values, "rank": rank, "kind": patent_kind_of(number)}
    return patents


def entered(report: Report, row: Row) -> None:
    """One row added to its file's account."""
    setattr(report, row.outcome, getattr(report, row.outcome) + 1)
    report.corrections += row.correction
    report.rejections |= {(row.row_no, rule) for rule in row.rules}
