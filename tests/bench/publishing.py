"""Publish against one plain DuckDB script on the same seven Parquet files.

Each runs in a process of its own, in turns; what both counted is compared before a time counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from milestones import query
from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import REFERENCE
from milestones.editions.edition_build import WHOLE_COUNT
from milestones.editions.publishing import publish

RECEIVED = date(2026, 7, 10)
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


def measure(folder: Path, way: str) -> dict[str, float | list[str]]:
    """Run one way in a process of its own: seconds, processor seconds, peak memory in GB."""
    command = [sys.executable, "-m", "tests.bench.publishing", way, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float | list[str]] = json.loads(done.stdout.splitlines()[-1])
    return told


def _run(way: str, folder: Path) -> None:
    with TemporaryDirectory(prefix="bench-") as work:
        wall, processor = time.perf_counter(), time.process_time()
        made = WAYS[way](folder, Path(work))
        told = {
            "seconds": time.perf_counter() - wall,
            "processor": time.process_time() - processor,
            "memory": _peak_memory(),
        }
        with duckdb.connect(str(made), read_only=True) as connection:
            sums = [str(each) for each in connection.sql(SUMS).fetchall()[0]]
    print(json.dumps({**told, "sums": sums}))


def _peak_memory() -> float:
    """The most memory that this program held, in GB; `getrusage` counts that of its parent too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1e6


if __name__ == "__main__":
    _run(sys.argv[1], Path(sys.argv[2]))
