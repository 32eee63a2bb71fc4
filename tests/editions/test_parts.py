"""An edition built in parts is the one that is built whole: every table, view and macro."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from editions.test_base_edition import NUMBERS, REQUIRED, RandomFilings, views_of
from small_home import INSTITUTIONS, P1, RECEIVED, Steward, run

from milestones.editions import parts, spark_nodes
from milestones.editions.edition_build import current_history, inputs_of
from milestones.editions.edition_differences import compare_editions
from milestones.editions.inputs import DeliveryRefusedError
from milestones.editions.part_build import (
    Answer,
    NodeDiffersError,
    Rows,
    Stripe,
    Work,
    build_part,
)
from milestones.editions.parts import build_in_parts
from milestones.editions.publishing import no_progress, publish

SEED, DELIVERIES = 2, 3
STATES = ("授权", "公开", "专利权的终止", "专利权的恢复", "专利申请权、专利权的转移", "质押", "")
HOLDERS = (
    *("示范大学 1", "示范大学 2;示范企业公司", "示范老校", "示范大学 12", "张三", "示范研究公司"),
    "示范大学 3；示范大学 4",
)


class Here:
    """One process that does the work of two nodes, and takes what it is told as they do."""

    slots = 2

    def each(self, do: Callable[[int], Answer], numbers: Sequence[int]) -> Iterable[Answer]:
        return map(sent(do), numbers)

    def shuffle(
        self,
        split: Callable[[Stripe], Iterable[tuple[int, Rows]]],
        stripes: Sequence[Stripe],
        build: Callable[[Iterable[Rows]], str],
        parts: int,
    ) -> Iterable[str]:
        rows: dict[int, list[Rows]] = defaultdict(list)
        for part, told in (each for stripe in stripes for each in sent(split)(stripe)):
            rows[part].append(told)
        return [sent(build)(rows[part]) for part in reversed(range(parts))]


Told = TypeVar("Told")


def sent(what: Told) -> Told:
    """What arrives on another node."""
    arrived: Told = pickle.loads(pickle.dumps(what))
    return arrived


class AllKinds(RandomFilings):
    """Exports, aliases and answers too, and cells beyond the header."""

    def delivery(self, number: int) -> dict[str, str]:
        texts = super().delivery(number)
        lines = [self.export() for _ in range(self.random.randint(1, 12))]
        header = "申请号,申请人/专利权人,申请公布日/授权公告日,法律状态,法律状态最后修改日期,申请日"
        texts[f"exports{number}"] = "\n".join([header, *lines])
        texts[f"answers{number}"] = self.rows(
            "application_no,sampled_on,is_right",
            NUMBERS,
            [["2024-05-01", "2024-06-01"], ["是", "否", "x"]],
        )
        alias = self.random.choice(["示范老校,U1", "示范大学 1,U2", "示范老校,", "张三,U3"])
        texts[f"aliases{number}"] = f"alias,institution_id\n{alias}"
        wide = self.random.choice(sorted(texts))
        texts[wide] += f"\n{texts[wide].splitlines()[-1]}" + "," * 20 + "!"
        return texts

    def required(self, names: list[str], cells: list[list[str]]) -> list[str]:
        return [name for name in names[1:] if name in {*REQUIRED, "sampled_on", "is_right"}]

    def export(self) -> str:
        days = ["2018-05-01", "2024-03-01", "2024-05-01", ""]
        cells = [self.random.choice(each) for each in (NUMBERS, HOLDERS, days, STATES, days)]
        return ",".join([*cells, self.random.choice(["2016-02-01", "2030-01-01"])])


def build_both_ways(steward: Steward, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the current chain in parts, of tiny stripes, and compare it with what stands."""
    monkeypatch.setattr(parts, "STRIPE_ROWS", 3)
    folder.mkdir()
    home, target = steward.home, folder / "e.duckdb"
    build_in_parts(Here(), target, home, current_history(home), {}, no_progress)
    standing = home.file_of(home.current_id() or "")
    assert compare_editions(standing, target, folder) == ()
    assert views_of(standing) == views_of(target)


def test_random_deliveries_come_to_the_same_tables_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward, filings = Steward(tmp_path), AllKinds(SEED)
    for number in range(1, DELIVERIES + 1):
        received = date(2024, 7, 10) + timedelta(days=20 * number)
        steward.deliver(received_on=received, **filings.delivery(number))
    build_both_ways(steward, tmp_path / "parts", monkeypatch)


def test_a_node_of_another_version_is_refused(tmp_path: Path) -> None:
    steward = Steward(tmp_path)
    steward.deliver(institutions=INSTITUTIONS)
    inputs = inputs_of(steward.home, current_history(steward.home), {}, None)
    work = Work(replace(inputs, id="another"), {}, tmp_path)
    with pytest.raises(NodeDiffersError):
        build_part(work, [])


def test_a_file_that_breaks_on_a_node_stops_the_delivery(tmp_path: Path) -> None:
    steward = Steward(tmp_path)
    broken = tmp_path / "broken.parquet"
    rows = [{"application_no": P1, "institution_id": "U1", "granted_on": "2018-05-01"}] * 9
    pq.write_table(pa.Table.from_pylist(rows), broken, compression="none")
    broken.write_bytes(broken.read_bytes().replace(P1.encode(), b"\xff" * len(P1)))
    files = [*steward.files(institutions=INSTITUTIONS), broken]
    with pytest.raises(DeliveryRefusedError, match="broken"):
        publish(steward.home, files, received_on=RECEIVED, build=partial(build_in_parts, Here()))
    assert steward.home.current_id() is None


def test_without_spark_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark_nodes, "find_spec", lambda name: None)
    steward = Steward(tmp_path)
    files = steward.files(institutions=INSTITUTIONS)
    told = run(steward.home, "publish", *files, "--engine", "spark")
    assert told.exit_code == 2 and "lacks PySpark" in told.stderr
    assert steward.home.current_id() is None
