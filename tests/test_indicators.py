"""The indicators: counted by hand on a small register, and by brute force on random ones."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import plain_count
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from small_home import INSTITUTIONS, Steward, application_no

from milestones import query
from milestones.calendar import month_ends
from milestones.figures.compute import plan_params
from milestones.figures.registry import find_figure
from milestones.progress.counts import count_patents
from milestones.progress.indicators import (
    BY_ID,
    INDICATORS,
    DayNotCountedError,
    as_records,
    compute_indicators,
)
from milestones.selection import Selection, last_day_counted

MEASURES = (
    "valid", "due", "assessed", "lapsed_open", "pooled", "good", "evaluated",
    "evaluated_transferred", "transferred_industrialized", "transfers", "amount_cny", "unpriced",
    "transferred", "industrialized", "good_industrialized",
)  # fmt: skip
LEVELS = ("area", "institution", "area_field", "institution_field")
DUE, LATE, NEW, GONE, BEFORE, LAPSING, OTHER = (application_no(n) for n in range(1, 8))
MODEL = application_no(8, kind=2)

# The university U1 (Zhejiang) has DUE, LATE, NEW, GONE, BEFORE and MODEL, the hospital H1
# (Shanghai) LAPSING, the research institution R1 (Zhejiang) OTHER.
PATENTS = f"""
    application_no,institution_id,granted_on,lapsed_on,transformed_before,ipc
    {DUE},U1,2018-05-01,,,G06F17/30
    {LATE},U1,2023-12-31,,否,A61K31/00
    {NEW},U1,2024-01-01,,,
    {GONE},U1,2018-05-01,2023-12-31,,
    {BEFORE},U1,2018-05-01,,是,
    {MODEL},U1,2018-05-01,2024-06-10,,
    {LAPSING},H1,2018-05-01,2024-03-10,,
    {OTHER},R1,2018-05-01,,,G06F17/30
"""
ASSESSMENTS = f"""
    application_no,assessed_on,convertible,stars
    {DUE},2024-03-15,是,3
    {DUE},2024-05-20,是,4
    {LATE},2024-04-30,是,5
    {LATE},2024-06-05,否,5
    {MODEL},2024-04-01,否,
    {NEW},2024-04-01,是,5
    {BEFORE},2024-04-01,是,5
    {OTHER},2024-06-30,是,
"""
FACTS = {
    "evaluations": f"""
        application_no,evaluated_on,enterprise
        {DUE},2024-03-01,甲
        {DUE},2024-06-01,乙
        {LATE},2024-05-15,甲
    """,
    "transfers": f"""
        application_no,recorded_on,mode,transferee,amount_cny
        {DUE},2023-12-31,licence,甲,500
        {DUE},2024-04-10,licence,甲,1000.50
        {DUE},2024-06-20,licence,乙,
        {MODEL},2024-06-09,assignment,丙,2000
    """,
    "products": f"""
        application_no,industrialized_on
        {DUE},2024-05-31
        {NEW},2024-06-15
        {MODEL},2024-06-12
    """,
}


@pytest.fixture(scope="module")
def steward(tmp_path_factory):
    steward = Steward(tmp_path_factory.mktemp("counted"))
    steward.deliver(institutions=INSTITUTIONS, patents=PATENTS, assessments=ASSESSMENTS, **FACTS)
    return steward


def shares(steward, **chosen):
    """Numerator and denominator of every share; the number itself for a count."""
    values = steward.values(Selection(**chosen)).values()
    return {
        value.id: (value.numerator, value.denominator) if value.unit == "share" else value.value
        for value in values
    }


# Counted by hand


def test_the_day_before_the_plan(steward):
    assert shares(steward, as_of=date(2023, 12, 31)) == {
        "valid": 6,  # GONE lapsed on this day, NEW is not granted yet
        "due": 5,  # DUE, LATE, MODEL, LAPSING, OTHER
        "assessment_coverage": (0, 5),
        "institution_completion": (0, 3),
        "pool_share": (0, 0),
        "good_prospects_share": (0, 0),
        "evaluated_share": (0, 0),
        "transfer_recordals": 0,
        "transferred_share": (0, 6),
        "contract_value": 0,
        "industrialization_rate": (0, 6),
        "high_value_industrialization": (0, 0),
    }


def test_a_month_end(steward):
    assert shares(steward, as_of=date(2024, 4, 30)) == {
        "valid": 6,  # NEW has come, LAPSING is gone
        "due": 5,
        "assessment_coverage": (3, 5),  # DUE, LATE, MODEL; NEW and BEFORE are not due
        "institution_completion": (1, 3),  # U1
        "pool_share": (2, 3),
        "good_prospects_share": (1, 2),  # LATE
        "evaluated_share": (1, 2),  # DUE, evaluated before it was assessed
        "transfer_recordals": 1,  # not the one of 2023
        "transferred_share": (1, 6),
        "contract_value": 1000.5,
        "industrialization_rate": (0, 6),
        "high_value_industrialization": (0, 1),
    }


def test_a_day_in_the_middle_of_a_month(steward):
    assert shares(steward, as_of=date(2024, 6, 9)) == {
        "valid": 6,
        "due": 5,
        "assessment_coverage": (3, 5),
        "institution_completion": (1, 3),
        "pool_share": (1, 3),  # LATE has left the pool on 5 June
        "good_prospects_share": (1, 1),  # DUE has four stars since 20 May
        "evaluated_share": (1, 1),
        "transfer_recordals": 2,
        "transferred_share": (2, 6),  # MODEL is transferred on its last day
        "contract_value": 3000.5,
        "industrialization_rate": (1, 6),
        "high_value_industrialization": (1, 1),
    }


def test_the_as_of_day(steward):
    assert (
        shares(steward)
        == shares(steward, as_of=date(2024, 6, 30))
        == {
            "valid": 5,
            "due": 5,
            "assessment_coverage": (4, 5),
            "institution_completion": (2, 3),
            "pool_share": (2, 4),
            "good_prospects_share": (1, 2),  # OTHER has no stars
            "evaluated_share": (1, 2),
            "transfer_recordals": 3,  # one more of DUE
            "transferred_share": (1, 5),
            "contract_value": 3000.5,  # its amount is unknown
            "industrialization_rate": (2, 5),  # DUE, NEW; MODEL was no longer valid
            "high_value_industrialization": (1, 1),
        }
    )


@pytest.mark.parametrize(
    ("chosen", "valid", "coverage", "completion", "pool"),
    [
        ({"provinces": ("330000",)}, 5, (4, 4), (2, 2), (2, 4)),
        ({"provinces": ("310000",)}, 0, (0, 1), (0, 1), (0, 0)),
        ({"provinces": ("110000",)}, 0, (0, 0), (0, 0), (0, 0)),
        ({"provinces": ("310000", "330000")}, 5, (4, 5), (2, 3), (2, 4)),
        ({"kinds": ("research_institution",)}, 1, (1, 1), (1, 1), (1, 1)),
        ({"departments": ("中国科学院", "国家卫生健康委")}, 1, (1, 2), (1, 2), (1, 1)),
        ({"fields": (6,)}, 2, (2, 2), (2, 2), (2, 2)),
        ({"fields": (0,)}, 2, (1, 2), (1, 2), (0, 1)),
        ({"fields": (16,), "provinces": ("330000",)}, 1, (1, 1), (1, 1), (0, 1)),
        ({"patents": "inventions"}, 5, (3, 4), (2, 3), (2, 3)),
        ({"patents": "inventions", "kinds": ("university",), "departments": ("教育部",)},
         4, (2, 2), (1, 1), (1, 2)),
        ({"provinces": ("810000",)}, 0, (0, 0), (0, 0), (0, 0)),
    ],
)  # fmt: skip
def test_a_selection_restricts_every_count(steward, chosen, valid, coverage, completion, pool):
    found = shares(steward, **chosen)
    assert found["valid"] == valid
    assert found["assessment_coverage"] == coverage
    assert found["institution_completion"] == completion
    assert found["pool_share"] == pool


# Values and their forms


def test_a_share_of_nothing_is_not_assessable(steward):
    """Null with a reason, numerator and denominator numbers; counts stay counts."""
    values = steward.values(Selection(provinces=("110000",)))
    for value in values.values():
        if value.unit == "share":
            assert (value.value, value.numerator, value.denominator) == (None, 0, 0)
            assert value.reason == "no_denominator"
        else:
            assert value.value == 0 and value.reason is None


def test_a_contract_value_of_which_nothing_is_known_is_unknown(steward):
    """Recordals without any amount are not worth nothing; no recordals are."""
    values = steward.values(Selection(fields=(16,)))
    assert values["contract_value"].value == 0
    unpriced = Steward(steward.folder / "unpriced")
    transfers = f"application_no,recorded_on,mode\n{DUE},2024-05-01,licence"
    unpriced.deliver(institutions=INSTITUTIONS, patents=PATENTS, transfers=transfers)
    value = unpriced.values()["contract_value"]
    assert (value.value, value.reason) == (None, "no_amounts")
    assert unpriced.values()["transfer_recordals"].value == 1


def test_records_for_json(steward):
    with steward.edition() as edition:
        records = as_records(compute_indicators(edition, Selection(provinces=("310000",))))
    assert [record["id"] for record in records] == [each.id for each in INDICATORS] == list(BY_ID)
    coverage = records[2]
    assert coverage == {
        "id": "assessment_coverage",
        "value": 0.0,
        "numerator": 0,
        "denominator": 1,
        "unit": "share",
        "as_of": "2024-06-30",
    }
    assert records[4]["value"] is None and records[4]["reason"] == "no_denominator"


def test_a_day_after_the_as_of_date_is_refused(steward):
    with steward.edition() as edition, pytest.raises(DayNotCountedError, match="2024-07-01"):
        compute_indicators(edition, Selection(as_of=date(2024, 7, 1)))


def test_what_is_open_and_what_has_lapsed_open_make_up_the_rest(steward):
    with steward.edition() as edition:
        for day in month_ends(date(2023, 12, 31), edition.as_of):
            row = count_patents(edition, Selection(as_of=day))
            assert row["still_open"] + row["lapsed_open"] + row["assessed"] == row["due"]
        assert (row["still_open"], row["lapsed_open"]) == (0, 1)


# By brute force


def random_texts(seed):
    """A register of five institutions and some thirty patents, with facts on any day."""
    dice = random.Random(seed)

    def day(first, last):
        return first + timedelta(dice.randint(0, max((last - first).days, 0)))

    end = date(2024, 10, 10)
    numbers = [application_no(serial, kind=dice.choice("1239")) for serial in range(30)]
    granted = {number: day(date(2022, 1, 1), date(2024, 9, 1)) for number in numbers}
    rows = {"patents": [], "assessments": {}, "evaluations": {}, "transfers": {}, "products": {}}
    for number, start in granted.items():
        lapsed = dice.choice(["", "", day(start, end)])
        ipc = dice.choice(["", "G06F17/30", "A61K31/00", "ZZZZ"])
        owner, before = dice.choice(["U1", "U1", "U2", "R1", "H1"]), dice.choice(["", "", "是"])
        rows["patents"].append(f"{number},{owner},{start},{lapsed},{before},{ipc}")
        for _ in range(dice.choice([0, 1, 1, 2, 3])):
            facts = f"{dice.choice('是是否')},{dice.choice(['', 2, 3, 4, 5])}"
            rows["assessments"][number, day(max(start, date(2023, 11, 1)), end)] = facts
        for _ in range(dice.choice([0, 0, 1, 2])):
            rows["evaluations"][number, day(date(2024, 1, 1), end)] = "甲"
        for _ in range(dice.choice([0, 0, 1, 2])):
            amount = dice.choice(["", "100", "2500.75"])
            rows["transfers"][number, day(date(2023, 10, 1), end)] = f"licence,{amount}"
        if dice.random() < 0.4:
            rows["products"][number, day(start, end)] = ""
    headers = {
        "patents": "application_no,institution_id,granted_on,lapsed_on,transformed_before,ipc",
        "assessments": "application_no,assessed_on,convertible,stars",
        "evaluations": "application_no,evaluated_on,enterprise",
        "transfers": "application_no,recorded_on,mode,amount_cny",
        "products": "application_no,industrialized_on,product",
    }
    return {
        kind: "\n".join([headers[kind], *(
            found if kind == "patents" else [f"{n},{on},{rest}" for (n, on), rest in found.items()]
        )])
        for kind, found in rows.items()
    }  # fmt: skip


CHOICES = [
    Selection(provinces=provinces, kinds=kinds, departments=departments, fields=fields,
              patents=patents)
    for provinces, kinds, departments, fields, patents in product(
        [(), ("330000",), ("110000", "310000")],
        [(), ("university",)],
        [(), ("教育部",), ("中国科学院", "国家卫生健康委")],
        [(), (6,), (0, 16)],
        ["all", "inventions"],
    )
]  # fmt: skip


@pytest.mark.slow
@given(st.integers(0, 1_000_000))
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_every_count_of_every_selection_on_any_day_is_that_of_the_patents(seed):
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        steward = Steward(Path(folder))
        steward.deliver(
            received_on=date(2024, 10, 10),
            as_of=dice.choice([None, date(2024, 9, 17)]),
            institutions=INSTITUTIONS,
            **random_texts(seed),
        )
        with steward.edition() as edition:
            register = plain_count.read(edition)
            days = [*month_ends(date(2023, 12, 31), edition.as_of), date(2024, 1, 1)]
            days += [edition.as_of - timedelta(dice.randint(1, 300)) for _ in range(5)]
            for chosen, day in dice.sample(list(product(CHOICES, days)), 120):
                found = count_patents(edition, chosen.at(day))
                assert found == plain_count.count(register, chosen, day), (seed, chosen, day)
            check_levels(edition, days)
            check_figures(edition, register, [days[3], edition.as_of], dice.sample(CHOICES, 4))


def check_levels(edition, days):
    """The same changes, however finely they are counted, and provinces add up to the whole."""
    with edition.cursor() as cursor:
        sums = ", ".join(f"coalesce(sum({name}), 0)" for name in MEASURES)
        flows = f"select {sums} from flows(?, ?, ?::date, ?::varchar[], null, null, null, ?)"

        def counted(level, day, provinces, patents):
            to = last_day_counted(level, day, edition.first_day)
            return cursor.execute(flows, [level, to, day, provinces, patents]).fetchall()[0]

        for day, patents in product(days, ("all", "inventions")):
            whole = counted("area", day, None, patents)
            assert {level: counted(level, day, None, patents) for level in LEVELS} == dict.fromkeys(
                LEVELS, whole
            ), day
            parts = [counted("area", day, [code], patents) for code in edition.province_codes]
            assert tuple(map(sum, zip(*parts, strict=True))) == whole, day


FIGURES = {
    "field_progress": {"open": "still_open", **dict.fromkeys(
        ("due", "assessed", "pooled", "evaluated", "valid", "industrialized"))},
    "stage_by_field": dict.fromkeys(("due", "assessed", "pooled", "evaluated")),
    "institution_table": {"open": "still_open", **dict.fromkeys(
        ("due", "assessed", "lapsed_open"))},
    "province_map": {"open": "still_open", **dict.fromkeys(
        ("due", "assessed", "lapsed_open", "good", "good_industrialized"))},
    "transfers_by_month": {"recordals": "transfers", "unpriced": None},
    "transfer_modes": {"recordals": "transfers"},
    "transfer_flows": {"recordals": "transfers", "unpriced": None},
    "willingness": {"patents": "pooled"},
}  # fmt: skip
"""Columns whose sum over all rows is a count of the indicators, of that name or another."""


def check_figures(edition, register, days, choices):
    """Figures that break the same counts down, by month, field or province, add up to them."""
    for name, day, chosen in product(FIGURES, days, choices):
        if "provinces" not in find_figure(name).parameters:
            chosen = replace(chosen, provinces=())
        if looked_up := find_figure(name).count:
            frame = looked_up(edition, chosen.at(day)).frame
        else:
            given = {**chosen.at(day).params(edition), **plan_params(edition.plan)}
            frame = query.run(edition, f"figures/{name}", **given)
        counted = plain_count.count(register, chosen, day)
        for column, count in FIGURES[name].items():
            assert frame[column].sum() == counted[count or column], (name, column, chosen, day)
