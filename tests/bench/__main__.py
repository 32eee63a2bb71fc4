"""`make bench`: publishing against a bare script, the pages' re-runs, a hundred readers at once."""

from __future__ import annotations

import argparse
import statistics
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones.editions.data_home import DataHome
from milestones.synthetic import FULL, publish_all
from tests.bench import filed, pages, publishing

TARGETS = {"publish": 2.0, "cached": 15, "uncached": 100, "p95": 0.6, "memory": 1.5}


def main() -> None:
    """Measure and print; nothing fails, because machines differ."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--patents", type=int, default=FULL, help="patents due (1,349,000)")
    asked.add_argument("--home", type=Path, help="a home to measure, instead of a synthetic one")
    asked.add_argument("--rounds", type=int, default=3, help="turns of publishing")
    asked.add_argument("--only", choices=["publish", "pages", "readers"])
    given = asked.parse_args()
    with TemporaryDirectory(prefix="bench-") as folder:
        home = given.home or _synthetic(Path(folder) / "home", given.patents)
        if given.only in (None, "publish"):
            _publishing(home, Path(folder) / "filings", given.rounds)
        if given.only in (None, "pages"):
            _pages(home)
        if given.only in (None, "readers"):
            _readers(home)


def _synthetic(path: Path, patents: int) -> Path:
    print(f"Inventing a register of {patents:,} patents due", flush=True)
    publish_all(DataHome(path), patents, 2024, lambda stage, share: None)
    return path


def _publishing(home: Path, folder: Path, rounds: int) -> None:
    at = DataHome(home)
    filed.write(at.file_of(at.current_id() or ""), folder)
    runs = [{way: publishing.measure(folder, way) for way in publishing.WAYS}
            for _ in range(rounds)]  # fmt: skip
    sums = {str(run[way]["sums"]) for run in runs for way in run}
    assert len(sums) == 1, f"the two ways count differently: {sums}"
    print(f"\nPublishing the same Parquet files, median of {rounds} turns")
    for measure, unit in (("seconds", "s"), ("processor", "s"), ("memory", "GB")):
        one, other = (statistics.median(float(run[way][measure]) for run in runs)
                      for way in publishing.WAYS)  # fmt: skip
        ratios = [run["publish"][measure] / run["bare script"][measure] for run in runs]
        print(f"  {measure:10} {one:7.2f} {unit}   bare script {other:7.2f} {unit}"
              f"   ratio {statistics.median(ratios):.2f}")  # fmt: skip
    print(f"  asked: ratio {TARGETS['publish']}, memory {TARGETS['memory']} GB")


def _pages(home: Path) -> None:
    print("\nProcessor time of a re-run on the server, milliseconds")
    for page, cost in pages.measure(home).items():
        print(f"  {page:14} cached {cost['cached']:6.1f}   uncached {cost['uncached']:6.1f}")
    print(f"  asked: cached {TARGETS['cached']}, uncached {TARGETS['uncached']}")


def _readers(home: Path) -> None:
    waits = pages.crowd(home)
    print("\n100 readers at once, one second of thinking time; the readers use processor time too")
    print(f"  median {waits['median']:.3f} s   95th percentile {waits['p95']:.3f} s")
    print(f"  asked: 95th percentile {TARGETS['p95']} s")


if __name__ == "__main__":
    print(f"Measured on {date.today()}; ratios within one run tell more than seconds")
    main()
