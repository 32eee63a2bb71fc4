"""Publishing: everything against one plain DuckDB script, and what a delivery of less takes.

Each runs in a process of its own, in turns; a time counts only if both ways counted alike.
"""

from __future__ import annotations

import json
import operator
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from shutil import copy2, copytree
from tempfile import TemporaryDirectory

import duckdb

from milestones import query
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import REFERENCE
from milestones.editions.edition_build import WHOLE_COUNT
from milestones.editions.publishing import checked, publish
from tests.bench import filed
from tests.bench.readers import memory_mb
from tests.bench.report import Claim, number, print_claims, print_table

RECEIVED = date(2026, 7, 10)
MEASURES = {"seconds": "s", "processor": "s", "memory": "GB"}
OF_BARE, MEMORY_GB, OF_ONE = 1.7, 1.0, 11.0
"""What is asked of publishing everything: by the bare script, in all, and ten times as much."""
LESS = {"check one row": 3.0, "publish one row": 6.0, "check one province": 3.0,
        "publish one province": 6.0}  # fmt: skip
"""What is asked of a delivery, in seconds."""
SUMS = """
    select
        (select [sum(valid), sum(due), sum(assessed), sum(transfers)] from counts
            where level = 'area'),
        (select [sum(due), sum(pooled)] from field_counts),
        (select sum(patents) from durations),
        (select sum(patents) from grades),
        (select sum(patents) from pool_modes),
        (select sum(recordals) from transfer_counts)
"""


def with_product(folder: Path, work: Path) -> Path:
    """Publish the filings into an empty home."""
    home = DataHome(work / "home")
    publish(home, sorted(folder.glob("*.parquet")), received_on=RECEIVED)
    return home.file_of(home.current_id() or "")


def with_bare_script(folder: Path, work: Path) -> Path:
    """Run the plain script on the filings, then the queries that count."""
    with duckdb.connect(str(work / "building.duckdb")) as connection:
        for path in folder.glob("*.parquet"):
            filed = connection.read_parquet(str(path))
            filed.select(_plainly_named(filed)).create_view(f"filed_{path.stem}")
        connection.read_csv(str(REFERENCE / "ipc_fields.csv")).create_view("ipc_fields")
        connection.execute(Path(__file__).with_name("bare.sql").read_text(encoding="utf-8"))
        connection.execute(f"attach '{work / 'stage.duckdb'}' as stage")
        connection.execute("set search_path = 'building.main,stage.main'")
        for name in ("first_assessments", *WHOLE_COUNT):
            connection.execute(query.sql(f"build/{name}"))
    return work / "building.duckdb"


def _plainly_named(filed: duckdb.DuckDBPyRelation) -> str:
    amounts = {"合同金额（元）": "amount_cny", "销售收入（元）": "revenue_cny"}
    return ", ".join(f'"{column}" as {amounts.get(column, column)}' for column in filed.columns)


WAYS = {"publish": with_product, "bare script": with_bare_script}


def show(home: Path, folder: Path, rounds: int) -> None:
    """Measure and print."""
    print_claims([*_everything(home, folder / "everything", rounds), *_less(home, folder)])


def _everything(home: Path, filings: Path, rounds: int) -> list[Claim]:
    filed.write(_edition(home), filings)
    runs = [{way: measure(filings, way) for way in WAYS} for _ in range(rounds)]
    sums = {run[way].sums for run in runs for way in run}
    assert len(sums) == 1, f"the two ways count differently: {sums}"
    rows, ratios, memory = [], {}, [run["publish"].memory for run in runs]
    for of, unit in MEASURES.items():
        own, bare = ([getattr(run[way], of) for run in runs] for way in WAYS)
        ratios[of] = statistics.median(map(operator.truediv, own, bare))
        medians = (number(statistics.median(each), unit) for each in (own, bare))
        rows.append([of, *medians, number(ratios[of], "×")])
    title = f"Publishing everything from Parquet, medians of {rounds} turns"
    print_table(title, ["", *WAYS, "ratio"], rows)
    return [
        Claim("everything, of the bare script's seconds", ratios["seconds"], OF_BARE),
        Claim("everything, peak memory", statistics.median(memory), MEMORY_GB, "GB"),
    ]


def _less(home: Path, folder: Path) -> list[Claim]:
    """Check and publish one row and the rows of one province on a copy of the home.

    A row goes before them, so that they are built on an edition of today's queries.
    """
    own, told = DataHome(folder / "own"), dict[str, list[float]]()
    copytree(home, own.path, copy_function=_linked)
    publish(own, [_news(home, folder, "limit 1")], received_on=RECEIVED)
    for name, rows in (("one row", "limit 1 offset 1"), ("one province", "offset 2")):
        file = _news(home, folder, rows)
        began = _times()
        with checked(own, [file], received_on=RECEIVED, rows_only=True):
            told[f"check {name}"] = list(map(operator.sub, _times(), began))
        began = _times()
        publish(own, [file], received_on=RECEIVED)
        told[f"publish {name}"] = list(map(operator.sub, _times(), began))
    rows = [[name, *map(number, took)] for name, took in told.items()]
    print_table("A delivery of less", ["", "seconds", "processor seconds"], rows)
    return [Claim(name, took[0], LESS[name], "s") for name, took in told.items()]


def _news(home: Path, folder: Path, rows: str) -> Path:
    file = folder / f"{rows}.parquet"
    filed.write_news(_edition(home), rows, file)
    return file


def _times() -> tuple[float, float]:
    """Seconds, and processor seconds of this process and of those it started that have ended."""
    user, system, of_children, system_of_children, _ = os.times()
    return time.perf_counter(), user + system + of_children + system_of_children


def show_growth(home: Path, ten: Path, folder: Path) -> None:
    """Say how much longer a register ten times as large takes."""
    one, more = (
        measure(filed.write(_edition(each), folder / f"growth-{name}"), "publish")
        for name, each in (("one", home), ("ten", ten))
    )
    print(f"Ten times everything: {more.seconds:.0f} s and {more.memory:.2f} GB", flush=True)
    print_claims([Claim("ten times everything", more.seconds / one.seconds, OF_ONE)])


def _linked(source: str, target: str) -> None:
    """Share what a home never changes in place; copy its log."""
    if Path(source).suffix in (".duckdb", ".parquet"):
        os.link(source, target)
    else:
        copy2(source, target)


def _edition(home: Path) -> Path:
    at = DataHome(home)
    return at.file_of(at.current_id() or "")


@dataclass(frozen=True)
class Run:
    """What one way took, and the sums that it counted."""

    seconds: float
    processor: float
    memory: float
    sums: str


def measure(folder: Path, way: str) -> Run:
    """Run one way in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.publishing", way, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def _run(way: str, folder: Path) -> Run:
    with TemporaryDirectory(prefix="bench-") as work:
        seconds, processor = time.perf_counter(), time.process_time()
        made = WAYS[way](folder, Path(work))
        seconds, processor = time.perf_counter() - seconds, time.process_time() - processor
        with duckdb.connect(str(made), read_only=True) as connection:
            sums = str(connection.sql(SUMS).fetchall())
    return Run(seconds, processor, memory_mb(os.getpid(), "VmHWM:") / 1000, sums)


if __name__ == "__main__":
    print(json.dumps(asdict(_run(sys.argv[1], Path(sys.argv[2])))))
