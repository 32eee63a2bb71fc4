"""The cubes against plain counting: every figure made from one, on several days, filtered in
several ways, equals what a loop over the register's own rows counts.
"""

from __future__ import annotations

import random
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from named_rows import named_rows as rows_of
from small_home import Steward, application_no

from milestones import query
from milestones.editions.edition import Edition
from milestones.editions.publishing import publish
from milestones.figures.compute import compute_figure
from milestones.figures.registry import find_figure
from milestones.progress.counts import count_patents
from milestones.selection import Selection

BEGIN, CUTOFF = date(2024, 1, 1), date(2023, 12, 31)
AS_OF, RECEIVED = date(2025, 6, 17), date(2025, 7, 10)
INSTITUTIONS = """
    institution_id,name,kind,province,department
    U1,示范大学,university,330000,教育部
    U2,示范学院,university,110000,教育部 工业和信息化部
    U3,示范工学院,university,330000,工业和信息化部
    R1,示范研究院,research_institution,320000,中国科学院
    H1,示范医院,hospital,330000,
"""
IPCS = ("H01L 21/00", "G06F 17/30", "A61K 31/00", "", "没有")
MODES = ("assignment", "licence", "open_licence", "equity")
DAYS = (date(2023, 12, 31), date(2024, 3, 31), date(2024, 12, 31), date(2025, 5, 31), AS_OF)
SELECTIONS = (
    Selection(),
    Selection(provinces=("330000",)),
    Selection(provinces=("110000", "320000"), patents="inventions"),
    Selection(kinds=("university",)),
    Selection(departments=("工业和信息化部",)),
    Selection(departments=("教育部", "中国科学院"), fields=(8, 0)),
    Selection(fields=(6,), kinds=("university", "hospital")),
)


@dataclass
class Patent:
    """One row of the register with everything that is known of it."""

    province: str
    kind: str
    departments: set[str]
    is_invention: bool
    field: int
    is_due: bool
    granted_on: date
    lapsed_on: date | None
    assessments: list[tuple[date, bool, int | None, str | None]] = field(default_factory=list)
    evaluations: list[tuple[date, int | None]] = field(default_factory=list)
    transfers: list[tuple[date, str, str | None, float | None]] = field(default_factory=list)
    industrialized_on: date | None = None

    def belongs(self, chosen: Selection) -> bool:
        return (
            (not chosen.provinces or self.province in chosen.provinces)
            and (not chosen.kinds or self.kind in chosen.kinds)
            and (not chosen.departments or bool(self.departments & set(chosen.departments)))
            and (not chosen.fields or self.field in chosen.fields)
            and (chosen.patents == "all" or self.is_invention)
        )

    def assessed(self, day: date) -> list[tuple[date, bool, int | None, str | None]]:
        return [each for each in self.assessments if self.is_due and each[0] <= day]

    def pooled(self, day: date) -> tuple[date, bool, int | None, str | None] | None:
        """Give the latest assessment if it says convertible."""
        latest = max(self.assessed(day), default=None, key=lambda each: each[0])
        return latest if latest and latest[1] else None

    def evaluated(self, day: date) -> list[int | None]:
        return [stars for on, stars in self.evaluations if on <= day]

    def recorded(self, day: date) -> list[tuple[date, str, str | None, float | None]]:
        return [each for each in self.transfers if BEGIN <= each[0] <= day]


def lines(rows: list[tuple[object, ...]], header: str) -> str:
    texts = (",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return "\n".join([header, *texts])


def some_day(dice: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=dice.randrange((last - first).days + 1))


def filings(seed: int = 5, patents: int = 260) -> dict[str, str]:
    """Invent filings that leave nothing out: gaps, wrong orders, days before the plan and late."""
    dice = random.Random(seed)
    rows: dict[str, list[tuple[object, ...]]] = {
        kind: [] for kind in ("patents", "assessments", "evaluations", "transfers", "products")
    }
    for serial in range(1, patents + 1):
        number = application_no(serial, kind=dice.choice((1, 1, 2)))
        granted = some_day(dice, date(2016, 6, 1), date(2024, 5, 1))
        lapsed = some_day(dice, granted, RECEIVED) if dice.random() < 0.15 else None
        owner = dice.choice(("U1", "U1", "U2", "U3", "R1", "H1"))
        before = dice.choice(("是", "否", "", ""))
        rows["patents"].append((number, owner, granted, lapsed, dice.choice(IPCS), before))
        rows["assessments"] += [
            (number, day, dice.choice("是是否"), stars(dice), willing(dice))
            for day in days(dice, max(granted, date(2023, 11, 1)), 3)
        ]
        rows["evaluations"] += [
            (number, day, f"示范企业{dice.randrange(3)}", stars(dice))
            for day in days(dice, date(2023, 12, 1), 3)
        ]
        rows["transfers"] += [
            (
                number,
                day,
                dice.choice(MODES),
                f"受让方{dice.randrange(3)}",
                place(dice),
                sum_of(dice),
            )
            for day in days(dice, date(2023, 10, 1), 3)
        ]
        rows["products"] += [(number, day) for day in days(dice, date(2023, 6, 1), 1)]
    headers = {
        "patents": "application_no,institution_id,granted_on,lapsed_on,ipc,transformed_before",
        "assessments": "application_no,assessed_on,convertible,stars,willingness",
        "evaluations": "application_no,evaluated_on,enterprise,stars",
        "transfers": "application_no,recorded_on,mode,transferee,transferee_province,amount_cny",
        "products": "application_no,industrialized_on",
    }
    return {kind: lines(rows[kind], headers[kind]) for kind in rows}


def days(dice: random.Random, first: date, most: int) -> list[date]:
    return sorted({some_day(dice, first, RECEIVED) for _ in range(dice.randrange(most + 1))})


def stars(dice: random.Random) -> object:
    return dice.choice((1, 2, 3, 4, 5, 5, None))


def willing(dice: random.Random) -> object:
    return dice.choice((*MODES, "own_use", None))


def place(dice: random.Random) -> object:
    return dice.choice(("330000", "330000", "110000", "320000", "境外", None))


def sum_of(dice: random.Random) -> object:
    return dice.choice((1000.5, 250000, 0, None))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """An edition that ends inside a month, so that the last month is not whole."""
    steward = Steward(Path(tmp_path_factory.mktemp("cubes")))
    paths = steward.files(institutions=INSTITUTIONS, **filings())
    publish(steward.home, paths, received_on=RECEIVED, as_of=AS_OF)
    with steward.edition() as made:
        yield made


@pytest.fixture(scope="module")
def register(edition: Edition) -> list[Patent]:
    """The register's own rows, one object a patent."""
    with edition.cursor() as cursor:
        found = cursor.execute(
            "select patent_no, province, institutions.kind, list(department), patents.kind,"
            " field, is_due, granted_on, lapsed_on from patents"
            " join institutions using (institution_no)"
            " left join institution_departments using (institution_no) group by all"
        ).fetchall()
        patents = {
            row[0]: Patent(row[1], row[2], set(row[3]), row[4] == "invention", *row[5:])
            for row in found
        }
        for number, *rest in cursor.execute(
            "select patent_no, assessed_on, convertible, stars, willingness from assessments"
        ).fetchall():
            patents[number].assessments.append(tuple(rest))
        for number, *rest in cursor.execute(
            "select patent_no, evaluated_on, stars from evaluations"
        ).fetchall():
            patents[number].evaluations.append(tuple(rest))
        for number, *rest in cursor.execute(
            "select patent_no, recorded_on, mode, transferee_province, amount_cny from transfers"
        ).fetchall():
            patents[number].transfers.append(tuple(rest))
        for number, day in cursor.execute(
            "select patent_no, industrialized_on from products"
        ).fetchall():
            patents[number].industrialized_on = day
    return list(patents.values())


@pytest.fixture(params=DAYS, ids=str)
def day(request: pytest.FixtureRequest) -> date:
    chosen: date = request.param
    return chosen


@pytest.fixture(params=SELECTIONS, ids=lambda each: "&".join(map(str, each.to_query().values())))
def selection(request: pytest.FixtureRequest, day: date) -> Selection:
    chosen: Selection = request.param
    return chosen.at(day)


@pytest.fixture
def chosen(register: list[Patent], selection: Selection) -> list[Patent]:
    return [patent for patent in register if patent.belongs(selection)]


def answer(edition: Edition, name: str, selection: Selection) -> list[dict[str, object]]:
    counted = find_figure(name).count
    if counted is None:
        return query.fetch(edition, f"figures/{name}", **selection.params(edition))
    rows = counted(edition, selection)
    return [dict(zip(rows.names, row, strict=True)) for row in rows.rows]


def drawn(edition: Edition, figure: str, selection: Selection) -> list[Any]:
    """The rows of a figure, with its shares and growth."""
    return rows_of(compute_figure(figure, edition, selection).frame)


def quartile(waits: list[int], part: float) -> int | None:
    """Give the fewest days within which this part had taken the step."""
    return sorted(waits)[ceil(part * len(waits)) - 1] if waits else None


def steps(patent: Patent) -> dict[str, tuple[date, date]]:
    """Give for each step that a patent due took the day it is counted from and its own."""
    first = {
        "assessed": min((each[0] for each in patent.assessments), default=None),
        "evaluated": min((each[0] for each in patent.evaluations), default=None),
        "transferred": min((on for on, *_ in patent.transfers if on >= BEGIN), default=None),
        "industrialized": patent.industrialized_on,
    }
    if not patent.is_due or first["assessed"] is None:
        return {}
    befores = (max(patent.granted_on, BEGIN), *first.values())
    pairs = zip(first, befores, first.values(), strict=False)
    return {name: (start, end) for name, start, end in pairs if start and end}


def test_waits_are_exact_to_the_day(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    taken: dict[str, list[int]] = {}
    disordered = Counter[str]()
    for patent in chosen:
        for name, (start, end) in steps(patent).items():
            if max(start, end) <= day and end >= start:
                taken.setdefault(name, []).append((end - start).days)
            elif max(start, end) <= day:
                disordered[name] += 1
    rows = answer(edition, "stage_durations", selection)
    assert [row["step"] for row in rows] == [
        "step_assessed",
        "step_evaluated",
        "step_transferred",
        "step_industrialized",
    ]
    for row in rows:
        name = str(row["step"]).removeprefix("step_")
        waits = taken.get(name, [])
        assert (row["patents"], row["disordered"]) == (len(waits), disordered[name])
        quarters = [row["first_quartile"], row["median"], row["third_quartile"]]
        assert quarters == [quartile(waits, part) for part in (0.25, 0.5, 0.75)]


def test_waits_by_field(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    waits: dict[int, list[int]] = {}
    for patent in chosen:
        start, end = steps(patent).get("evaluated", (date.max, date.max))
        if start <= end <= day:
            waits.setdefault(patent.field, []).append((end - start).days)
    rows = answer(edition, "field_waits", selection)
    assert {row["field"]: (row["patents"], row["median"]) for row in rows} == {
        number: (len(each), quartile(each, 0.5)) for number, each in waits.items()
    }
    known = [row["median"] for row in rows if row["field"]]
    assert known == sorted(known, reverse=True)
    assert all(row["field"] for row in rows[:-1]), "unknown comes last"


def test_stars_of_both_sides(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    grid = Counter[tuple[int, int]]()
    for patent in chosen:
        latest, given = patent.pooled(day), patent.evaluated(day)
        if latest and given:
            grid[latest[2] or 0, max((each for each in given if each), default=0)] += 1
    rows = answer(edition, "star_grades", selection)
    told = {(row["own_stars"], row["enterprise_stars"]): row["patents"] for row in rows}
    assert {pair: count for pair, count in told.items() if count} == dict(grid)
    counts = count_patents(edition, selection)
    assert sum(told.values()) == counts["evaluated"]


def test_willingness(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    pooled = [latest for patent in chosen if (latest := patent.pooled(day))]
    wishes = Counter(latest[3] or "unknown" for latest in pooled)
    rows = answer(edition, "willingness", selection)
    assert {row["mode"]: row["patents"] for row in rows if row["patents"]} == dict(wishes)
    assert rows[-1]["mode"] == "unknown"
    shares = [row.share or 0 for row in drawn(edition, "willingness", selection)]
    assert sum(shares) == pytest.approx(1 if pooled else 0)


def stages(patent: Patent, day: date) -> list[str]:
    """Give the stages of the pipeline that a patent has reached."""
    is_moved = bool(patent.recorded(day))
    is_made = patent.industrialized_on is not None and patent.industrialized_on <= day
    reached = ["due"] if patent.is_due else []
    if patent.assessed(day):
        reached.append("assessed")
    if patent.pooled(day):
        way = (bool(patent.evaluated(day)), is_moved, is_made)
        names = ("evaluated", "transferred", "industrialized")
        reached.append("pooled")
        reached += [name for n, name in enumerate(names) if all(way[: n + 1])]
    return reached


def test_stages_by_field(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    counted: dict[int, Counter[str]] = {}
    for patent in chosen:
        counted.setdefault(patent.field, Counter()).update(stages(patent, day))
    names = ("due", "assessed", "pooled", "evaluated", "transferred", "industrialized")
    rows = answer(edition, "stage_by_field", selection)
    assert {row["field"]: [row[name] for name in names] for row in rows} == {
        number: [counts[name] for name in names]
        for number, counts in counted.items()
        if counts["due"]
    }


def test_progress_of_the_fields(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    counted: dict[int, Counter[str]] = {}
    for patent in chosen:
        counts = counted.setdefault(patent.field, Counter())
        is_lapsed = patent.lapsed_on is not None and patent.lapsed_on <= day
        is_made = patent.industrialized_on is not None and patent.industrialized_on <= day
        is_valid = patent.granted_on <= day and not is_lapsed
        counts["valid"] += is_valid
        counts["industrialized"] += is_valid and is_made
        counts["open"] += patent.is_due and not patent.assessed(day) and not is_lapsed
    rows = answer(edition, "field_progress", selection)
    for row in rows:
        counts = counted[row["field"]]
        told = [row["valid"], row["industrialized"], row["open"]]
        assert told == [counts["valid"], counts["industrialized"], counts["open"]]
    assert {row["field"] for row in rows} >= {n for n, counts in counted.items() if counts["valid"]}


def recordals(
    chosen: list[Patent], day: date
) -> list[tuple[Patent, tuple[date, str, str | None, float | None]]]:
    return [(patent, each) for patent in chosen for each in patent.recorded(day)]


def a_year_before(month: date) -> date:
    return month.replace(year=month.year - 1)


def test_transfers_by_month_and_mode(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    found = recordals(chosen, day)
    by_month = Counter(each[0].replace(day=1) for _, each in found)
    by_mode = Counter((each[0].replace(day=1), each[1]) for _, each in found)
    rows = answer(edition, "transfers_by_month", selection)
    assert len(rows) == (day.year - 2024) * 12 + day.month if day >= BEGIN else rows == []
    growths = {row.month: row.growth for row in drawn(edition, "transfers_by_month", selection)}
    for row in rows:
        month = row["month"]
        assert row["recordals"] == by_month[month]
        assert row["is_whole"] == (month.replace(day=monthrange(month.year, month.month)[1]) <= day)
        before = by_month[a_year_before(month)] if month.year > 2024 else None
        assert row["recordals_before"] == before
        expected = by_month[month] / before - 1 if before and row["is_whole"] else None
        assert growths[month] == (expected if expected is None else pytest.approx(expected))
    modes = answer(edition, "transfer_modes", selection)
    assert {(row["month"], row["mode"]): row["recordals"] for row in modes if row["recordals"]} == (
        dict(by_mode)
    )


def test_contract_value_never_takes_unknown_for_nought(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    amounts: dict[date, list[float | None]] = {}
    for _, (on, _, _, amount) in recordals(chosen, day):
        amounts.setdefault(on.replace(day=1), []).append(amount)
    for row in answer(edition, "transfers_by_month", selection):
        given = amounts.get(row["month"], [])
        known = [float(amount) for amount in given if amount is not None]
        assert (row["recordals"], row["unpriced"]) == (len(given), len(given) - len(known))
        value = sum(known) if known or not given else None
        assert row["amount_cny"] == (value if value is None else pytest.approx(value))


def test_flows_between_provinces(
    edition: Edition, chosen: list[Patent], selection: Selection, day: date
) -> None:
    found = recordals(chosen, day)
    flows = Counter((patent.province, each[2] or "unknown", each[0].year) for patent, each in found)
    given = Counter((patent.province, each[0].year) for patent, each in found)
    rows = answer(edition, "transfer_flows", selection)
    keys = [(row["province"], row["transferee"], row["year"]) for row in rows]
    assert dict(zip(keys, (row["recordals"] for row in rows), strict=True)) == dict(flows)
    for flow in drawn(edition, "transfer_flows", selection):
        assert flow.share == pytest.approx(flow.recordals / given[flow.province, flow.year])
    counts = count_patents(edition, selection)
    assert sum(flows.values()) == counts["transfers"]


def test_groups_are_what_filters_can_tell_apart(edition: Edition) -> None:
    with edition.cursor() as cursor:
        (apart,) = cursor.execute(
            "select count(distinct group_no) from institution_groups"
        ).fetchone() or (0,)
    assert apart == 5


def test_a_day_inside_a_month_is_counted_to_the_month_before(edition: Edition) -> None:
    inside, before = (Selection(as_of=day) for day in (date(2024, 9, 12), date(2024, 8, 31)))
    for name in ("star_grades", "willingness", "transfers_by_month", "stage_durations"):
        assert answer(edition, name, inside) == answer(edition, name, before)
