"""Lists of lapses alone: what they end, what they wait for, and what stands after them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_home import INSTITUTIONS, Steward, accounts, application_no
from test_base_edition import build_both_ways

DAY = date(2025, 7, 10)
LAPSES = "专利号,失效日"
LIST = "申请号,机构代码,授权公告日,失效日,申请人顺位"
SEARCH = (
    "专利类型,专利名称,法律状态,法律状态最后修改日期,申请公布日/授权公告日,申请号,申请日,"
    "申请人/专利权人,发明人"
)
N = [application_no(serial, kind=2) for serial in range(20)]


def lapses(*rows: tuple[int, str]) -> str:
    return "\n".join([LAPSES, *(f"{N[serial]},{day}" for serial, day in rows)])


def listed(*rows: tuple[int, str, str]) -> str:
    """Rows of patents: number, institution, day of the lapse."""
    lines = (f"{N[serial]},{holder},2018-05-01,{day}," for serial, holder, day in rows)
    return "\n".join([LIST, *lines])


def exported(*rows: tuple[int, str, str]) -> str:
    """Rows of a search export: number, state, day of the state."""
    lines = (
        f"实用新型,示例,{state},{day},2018.05.01,CN{N[serial]},2016.05.06,示范大学,发明人甲"
        for serial, state, day in rows
    )
    return "\n".join([SEARCH, *lines])


ENDED, RESTORED = "专利权的终止", "专利权的恢复"
STEPS: list[dict[str, str]] = [
    {
        "institutions": INSTITUTIONS,
        "patents": listed(*((serial, "U1", "") for serial in range(8)), (8, "U2", "")),
        "lapses": lapses((0, "2024-03-01"), (1, "2024-03-01"), (1, "2024-03-01"), (9, "2024-03-01"),
                         (4, "2024-03-01"), (4, "2024-03-02"), (10, "2024-01-01"),
                         (10, "2024-01-02"), (8, "2024-03-01")),
    },
    {
        "lapses": lapses((0, "2024-02-01"), (1, "2024-03-01"), (2, "2024-05-01"),
                         (3, "2018-04-30")),
        "patents": listed((9, "U1", ""), (8, "U1", ""), (1, "U1", "")),
    },
    {
        "export": exported((0, RESTORED, "20240301"), (1, RESTORED, "20240201"),
                           (2, "授权", "20180501"), (3, RESTORED, "20240601"),
                           (5, RESTORED, "20240601")),
        "patents": listed((2, "U1", "2024-06-01")),
    },
    {"lapses": lapses((3, "2024-05-01"), (5, "2024-07-01"), (2, "2024-06-02"))},
]  # fmt: skip
Steps = tuple[list[Steward], list[dict[str, tuple[int, ...]]]]


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """The steps one after the other: the home after each, and its accounts."""
    folder = tmp_path_factory.mktemp("lapses")
    stewards, counted = [], []
    for place, texts in enumerate(STEPS):
        steward = Steward(folder / str(place))
        if stewards:
            shutil.copytree(folder / str(place - 1) / "home", folder / str(place) / "home")
        counted.append(accounts(steward.deliver(received_on=DAY, **texts).files))
        stewards.append(steward)
    return stewards, counted


def standing(steps: Steps, serial: int) -> list[date | str | None]:
    """The day on which a patent lapsed as each step's edition has it; `none` without the patent."""
    days: list[dict[str, Any]] = [
        dict(steward.table("patents", "application_no", "lapsed_on")) for steward in steps[0]
    ]
    return [each.get(N[serial], "none") for each in days]


def test_rows_add_up(steps: Steps) -> None:
    """Rows in, accepted, rejected, identical, corrections, warnings."""
    assert steps[1][0]["lapses"] == (9, 3, 5, 1, 0, 0)
    assert steps[1][1]["lapses"] == (4, 2, 1, 1, 2, 0)
    assert steps[1][1]["patents"] == (3, 2, 0, 1, 0, 0)
    assert steps[1][3]["lapses"] == (3, 2, 0, 1, 2, 0)


def test_what_is_rejected_says_why(steps: Steps) -> None:
    found = {(each["row_no"], each["rule"], each["column_label"], each["value"])
             for each in steps[0][0].findings(1) if each["severity"] == "rejection"}  # fmt: skip
    assert found == {
        (5, "unknown_patent", "专利号", N[9]),
        (6, "conflicting_rows", "失效日", "2024-03-01"),
        (7, "conflicting_rows", "失效日", "2024-03-02"),
        (8, "unknown_patent", "专利号", N[10]),
        (9, "unknown_patent", "专利号", N[10]),
    }
    early = [each for each in steps[0][1].findings(2) if each["severity"] == "rejection"]
    assert [(each["row_no"], each["rule"], each["column_letter"]) for each in early] == [
        (5, "lapse_before_grant", "B")
    ]


def test_a_later_list_corrects_the_day_and_its_cell_is_told(steps: Steps) -> None:
    assert standing(steps, 0)[:2] == [date(2024, 3, 1), date(2024, 2, 1)]
    assert standing(steps, 2)[:2] == [None, date(2024, 5, 1)]
    told = steps[0][1].table("corrections", "column_label", "value_before", "value")
    assert told == [("失效日", "2024-03-01", "2024-02-01"), ("失效日", None, "2024-05-01")]


def test_a_lapse_waits_for_its_patent_and_for_holders_to_come(steps: Steps) -> None:
    """The row that brings the patent, or a holder, is new; it corrects nothing."""
    assert standing(steps, 9)[:2] == ["none", date(2024, 3, 1)]
    assert standing(steps, 8)[:2] == [date(2024, 3, 1), date(2024, 3, 1)]
    retried = steps[0][1].table("filings", "delivery_no", "kind", "accepted", "rejected")
    assert (1, "lapses", 4, 4) in retried


def test_a_blank_in_a_later_list_of_patents_erases_no_lapse(steps: Steps) -> None:
    assert standing(steps, 1)[:3] == [date(2024, 3, 1)] * 3


def test_a_later_restoration_ends_a_lapse_and_an_earlier_one_does_not(steps: Steps) -> None:
    """The day that counts is the one to which the list was corrected."""
    assert standing(steps, 0)[2:] == [None, None]
    assert standing(steps, 1)[2:] == [date(2024, 3, 1)] * 2
    assert standing(steps, 3)[3] is None
    assert standing(steps, 5)[3] == date(2024, 7, 1)


def test_exports_erase_no_lapse_and_lists_of_patents_replace_its_day(steps: Steps) -> None:
    assert standing(steps, 2)[2:] == [date(2024, 6, 1), date(2024, 6, 2)]


def test_a_row_that_says_the_same_to_two_holders_is_identical_once(tmp_path: Path) -> None:
    joint = exported((0, "授权", "20180501")).replace("示范大学", "示范大学;示范学院")
    steward = Steward(tmp_path)
    steward.deliver(received_on=DAY, institutions=INSTITUTIONS, export=joint)
    for day, account in (("2024-03-01", (1, 1, 0, 0, 1, 0)), ("2024-3-1", (1, 0, 0, 1, 0, 0)),
                         ("2024-03-02", (1, 1, 0, 0, 1, 0))):  # fmt: skip
        done = steward.deliver(received_on=DAY, lapses=lapses((0, day)))
        assert accounts(done.files)["lapses"] == account


def test_an_edition_of_lapses_is_built_on_the_one_before(tmp_path: Path, steps: Steps) -> None:
    """Both ways give the same tables; a patent of an earlier list is judged from nothing."""
    shutil.copytree(steps[0][0].home.path, tmp_path / "home")
    steward = Steward(tmp_path)
    steward.deliver(received_on=DAY, more=lapses((6, "2024-05-01")))
    assert build_both_ways(steward, tmp_path / "first")
    for name, text in (("again", lapses((6, "2024-05-02"))), ("joint", listed((6, "U2", "")))):
        steward.deliver(received_on=DAY, more=text)
        assert not build_both_ways(steward, tmp_path / name)
