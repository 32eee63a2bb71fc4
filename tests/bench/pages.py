"""What a change of filter costs the server: processor time of a re-run, cached and not.

A real dashboard runs on the edition; a reader without a browser asks for addresses and for the
charts in sight. A view is cached when somebody saw it before; uncached ones differ in the province
and the month.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from milestones.editions.data_home import DataHome
from pages.parts.links import LISTED_PAGES
from tests.bench.readers import Reader, processor_seconds
from tests.bench.report import Claim, number, print_claims, print_table
from tests.bench.sites import OURS, serve

PROVINCES = ("110000", "320000", "330000", "420000", "440000", "510000")
MONTHS = ("2024-09", "2025-03", "2025-10")
RERUNS = 30
CACHED_MS, OVERVIEW_MS, OTHERS_MS = 8.0, 30.0, 20.0
"""What is asked of a view that was seen before, and of one that was not."""


def show(home: Path, logs: Path) -> None:
    """Measure and print."""
    costs = measure(home, logs)
    rows = [(page, *map(number, cost)) for page, cost in costs.items()]
    head = ["page", "seen before", "never seen"]
    print_table("Processor milliseconds of a change of filter on the server", head, rows)
    cached = max(costs, key=lambda page: costs[page][0])
    dearest = max(costs.keys() - {"overview"}, key=lambda page: costs[page][1])
    print_claims([
        Claim(f"seen before, dearest page ({cached})", costs[cached][0], CACHED_MS, "ms"),
        Claim("never seen, overview", costs["overview"][1], OVERVIEW_MS, "ms"),
        Claim(f"never seen, dearest other page ({dearest})", costs[dearest][1], OTHERS_MS, "ms"),
    ])  # fmt: skip


def measure(home: Path, logs: Path) -> dict[str, tuple[float, float]]:
    """Give the processor milliseconds of a re-run of each page, cached and not."""
    told = {}
    with serve(OURS, home, logs) as server, Reader(server.address) as reader:
        for page in (*LISTED_PAGES, "institution"):
            views = list(_views(page, home))
            reader.ask(page, **views[0])
            uncached = _cost(reader, server.process, page, views[1:])
            told[page] = _cost(reader, server.process, page, views[-1:] * RERUNS), uncached
        assert not reader.failed, reader.failed
    return told


def _cost(reader: Reader, server: int, page: str, views: list[dict[str, str]]) -> float:
    """Processor milliseconds of the server for one of these views."""
    before = processor_seconds(server)
    for view in views:
        reader.ask(page, **view)
    return (processor_seconds(server) - before) * 1000 / len(views)


def _views(page: str, home: Path) -> Iterator[dict[str, str]]:
    pairs = list(itertools.product(PROVINCES, MONTHS))
    if page != "institution":
        for province, month in pairs:
            yield {"lang": "zh", "province": province, "as_of": month}
        return
    with DataHome(home).edition() as edition:
        named = sorted(edition.institution_ids)
    for institution in named[:: max(1, len(named) // len(pairs))]:
        yield {"lang": "zh", "institution": institution}
