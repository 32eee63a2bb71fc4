"""`make bench`: what is claimed of speed and size, as ratios in one run.

`make bench WITH="--only browser"` measures a part; `--hour` and `--ten` take more than an hour.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from milestones.editions.data_home import DataHome
from milestones.synthetic import FULL, publish_all
from tests.bench import browser, load, pages, publishing, trace
from tests.bench.report import write_into

PARTS = ("browser", "trace", "pages", "readers", "publish")


def main() -> None:
    """Measure and print; nothing fails, because machines differ."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--patents", type=int, default=FULL, help="patents due (1,349,000)")
    asked.add_argument("--home", type=Path, help="a home to measure, instead of a synthetic one")
    asked.add_argument("--rounds", type=int, default=5, help="turns of browser and publishing")
    asked.add_argument("--seconds", type=float, default=120, help="how long readers ask")
    asked.add_argument("--hour", action="store_true", help="one hour of 50 sessions too")
    asked.add_argument("--ten", action="store_true", help="publish ten times everything too")
    asked.add_argument("--only", choices=PARTS)
    asked.add_argument("--into", type=Path, help="a page whose tables are replaced: docs/speed.md")
    given = asked.parse_args()
    with TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made)
        home = given.home or invented(folder / "home", given.patents)
        parts = {
            "browser": lambda: browser.show(home, folder, given.rounds),
            "trace": lambda: trace.show(home, folder, given.rounds),
            "pages": lambda: pages.show(home, folder),
            "readers": lambda: load.show(home, folder, given.seconds, given.hour),
            "publish": lambda: publishing.show(home, folder, given.rounds),
        }
        for part in [given.only] if given.only else PARTS:
            parts[part]()
            if given.into:
                write_into(given.into, part)
        if given.ten:
            ten = invented(folder / "ten", 10 * given.patents)
            publishing.show_growth(home, ten, folder)


def invented(path: Path, patents: int) -> Path:
    """Make a home with a synthetic register."""
    print(f"Inventing a register of {patents:,} patents due", flush=True)
    publish_all(DataHome(path), patents, 2024, lambda stage, share: None)
    return path


if __name__ == "__main__":
    print(f"Measured on {date.today()}; ratios within one run tell more than seconds")
    main()
