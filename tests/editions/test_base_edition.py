"""An edition built on the one before it is the one that is built from nothing: every table."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from small_home import Steward, application_no

from milestones import query
from milestones.editions.base_edition import BaseUnusableError, find_base
from milestones.editions.edition import Edition
from milestones.editions.edition_build import current_history, inputs_of, write_edition
from milestones.editions.edition_differences import compare_editions
from milestones.editions.publishing import no_progress
from milestones.plan import load

NUMBERS = [
    application_no(serial, kind, year)
    for serial in range(1, 7)
    for kind, year in ((1, 2016), (2, 2018), (1, 2023))
]
INSTITUTIONS = [f"U{place}" for place in range(1, 6)]
SEEDS = (1, 2)


class RandomFilings:
    """Writes deliveries of few keys, so that rows repeat, conflict, correct and come too early."""

    columns_kept = 0.7

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.sent: list[tuple[str, str]] = []

    def delivery(self, number: int) -> dict[str, str]:
        """One to four files, others that were sent before are sent again; the first deliveries
        bring most institutions."""
        kinds = self.random.sample(sorted(WRITERS), self.random.randint(1, 4))
        texts = {f"{kind}{number}": WRITERS[kind](self) for kind in kinds}
        if number == 1 or self.random.random() < 0.2:
            texts[f"institutions{number}"] = self.institutions()
        again = self.random.sample(self.sent, min(len(self.sent), self.random.randint(0, 3)))
        self.sent += texts.items()
        for place, (name, text) in enumerate(again):
            texts[f"{name}_again{number}_{place}"] = f"{text}\n{text.splitlines()[-1]}"
        return texts

    def rows(self, header: str, keys: list[str], cells: list[list[str]], most: int = 8) -> str:
        """Rows of keys and cells chosen at random below some columns of a header."""
        names = header.split(",")
        kept = [place for place in range(len(cells)) if self.random.random() < self.columns_kept]
        given = [names[0], *self.required(names, cells), *(names[place + 1] for place in kept)]
        columns = list(dict.fromkeys(given))
        lines = [",".join(columns)]
        for _ in range(self.random.randint(1, most)):
            row = {names[0]: self.random.choice(keys)}
            row |= {names[at + 1]: self.random.choice(cells[at]) for at in range(len(cells))}
            lines.append(",".join(row[name] for name in columns))
        return "\n".join(lines)

    def required(self, names: list[str], cells: list[list[str]]) -> list[str]:
        return [name for name in names[1:] if name in REQUIRED]

    def institutions(self) -> str:
        """Some institutions, one may have moved."""
        some = self.random.sample(INSTITUTIONS, self.random.randint(3, 5))
        lines = ["institution_id,name,kind,province,department"]
        for each in some:
            province = self.random.choice(["330000"] * 5 + ["110000"])
            lines.append(f"{each},示范大学 {each[1:]},university,{province},教育部")
        return "\n".join(lines)

    def patents(self) -> str:
        return self.rows(
            "application_no,institution_id,granted_on,lapsed_on,title,transformed_before,"
            "holder_rank",
            NUMBERS,
            [
                [*INSTITUTIONS, "U1", "U1", "U9"],
                ["2018-05-01", "2018-05-01", "2023-12-30", "2024-02-30", ""],
                ["", "", "2024-03-01", "2010-01-01"],
                ["甲", "乙", ""],
                ["", "", "是"],
                ["", "1", "2"],
            ],
        )

    def assessments(self) -> str:
        return self.rows(
            "application_no,assessed_on,convertible,stars,willingness,state",
            NUMBERS,
            [
                ["2024-03-01", "2024-03-01", "2024-04-01", "2018-01-01"],
                ["是", "是", "否", "x"],
                ["4", "5", "", "9"],
                ["转让", "", "许可"],
                ["", "甲"],
            ],
        )

    def evaluations(self) -> str:
        return self.rows(
            "application_no,evaluated_on,enterprise,stars",
            NUMBERS,
            [["2024-03-01", "2024-05-01"], ["甲公司", "乙公司"], ["1", "5", ""]],
        )

    def transfers(self) -> str:
        return self.rows(
            "application_no,recorded_on,mode,transferee,合同金额（万元）",
            NUMBERS,
            [
                ["2024-03-01", "2023-05-01"],
                ["转让", "许可"],
                ["", "甲公司"],
                ["", "1.5", "2", "-1"],
            ],
        )

    def products(self) -> str:
        return self.rows(
            "application_no,industrialized_on,product",
            NUMBERS,
            [["2024-06-01", "2024-05-01"], ["甲", "乙", ""]],
        )

    def returns(self) -> str:
        return self.rows(
            "institution_id,period,due,assessed",
            INSTITUTIONS,
            [["2024-03", "2024-04"], ["1", "2", ""], ["0", "1", "3"]],
        )

    def lapses(self) -> str:
        days = ["2024-03-01", "2024-03-01", "2024-05-01", "2010-01-01"]
        lines = [
            f"{self.random.choice(NUMBERS)},{self.random.choice(days)}"
            for _ in range(self.random.randint(1, 8))
        ]
        return "\n".join(["application_no,lapsed_on", *lines])


class WholeLists(RandomFilings):
    """Sends each list as a whole every time, with some rows more and some changed."""

    columns_kept = 1.0

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.lists: dict[str, dict[str, str]] = {kind: {} for kind in WRITERS if kind != "lapses"}

    def delivery(self, number: int) -> dict[str, str]:
        """One file a kind; a key stands in it once."""
        texts = {f"institutions{number}": self.institutions()}
        for kind, rows in self.lists.items():
            header, *new = WRITERS[kind](self).split("\n")
            some = new if number == 1 else new[: self.random.randint(0, 2)]
            rows |= {row.partition(",")[0]: row for row in some}
            texts[f"{kind}{number}"] = "\n".join([header, *rows.values()])
        return texts


REQUIRED = {
    "institution_id",
    "granted_on",
    "assessed_on",
    "convertible",
    "evaluated_on",
    "enterprise",
    "recorded_on",
    "mode",
    "industrialized_on",
    "period",
}
WRITERS = {
    "patents": RandomFilings.patents,
    "assessments": RandomFilings.assessments,
    "evaluations": RandomFilings.evaluations,
    "transfers": RandomFilings.transfers,
    "products": RandomFilings.products,
    "returns": RandomFilings.returns,
    "lapses": RandomFilings.lapses,
}


def build_both_ways(steward: Steward, folder: Path) -> bool:
    """Build the current chain on the edition before, too; tell whether that was possible."""
    home, chain = steward.home, current_history(steward.home)
    base = find_base(home, chain, load(home.plan))
    if base is None:
        return False
    for way in ("base", "nothing"):
        (folder / way).mkdir(parents=True)

    def build(base: Path | None, folder: Path, *, rows_only: bool = False) -> None:
        inputs = inputs_of(home, chain, {}, base, rows_only=rows_only)
        write_edition(folder / "e.duckdb", inputs, home, no_progress)

    try:
        build(base, folder / "base")
    except BaseUnusableError:
        return False
    build(None, folder / "nothing")
    built = [folder / way / "e.duckdb" for way in ("base", "nothing")]
    assert compare_editions(*built, folder) == ()
    assert len({views_of(file) for file in built}) == 1
    (folder / "rows").mkdir()
    build(base, folder / "rows", rows_only=True)
    told = [said_of_rows(folder / way / "e.duckdb", len(chain)) for way in ("rows", "nothing")]
    assert told[0] == told[1]
    return True


def views_of(file: Path) -> tuple[tuple[str, str], ...]:
    """The views and macros of an edition; none may look at what it was built with."""
    asked = """
        select view_name, sql from duckdb_views() where not internal
        union all
        select function_name, macro_definition from duckdb_functions() where not internal
        order by all
    """
    with duckdb.connect(file, read_only=True) as connection:
        return tuple(connection.execute(asked).fetchall())


def said_of_rows(file: Path, delivery_no: int) -> list[object]:
    """What an edition tells of the rows of a delivery."""
    with Edition(file) as edition:
        filings = query.fetch(edition, "edition/deliveries")
        return [
            *(filing for filing in filings if filing["delivery_no"] == delivery_no),
            *query.fetch(edition, "edition/findings", delivery_no=delivery_no, file_hashes=None),
        ]


@pytest.mark.parametrize("filings", [*map(RandomFilings, SEEDS), WholeLists(3)])
def test_random_deliveries_come_to_the_same_tables_in_both_ways(
    tmp_path: Path, filings: RandomFilings
) -> None:
    steward, on_base = Steward(tmp_path), 0
    for number in range(1, 6):
        texts = filings.delivery(number)
        received = date(2024, 7, 10) + timedelta(days=20 * number)
        steward.deliver(received_on=received, **texts)
        on_base += build_both_ways(steward, tmp_path / str(number))
    assert on_base
