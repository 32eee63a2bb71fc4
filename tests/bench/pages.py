"""What a change of filter costs the server: processor time of a re-run, cached and not.

A real dashboard runs on the edition; a reader without a browser asks for addresses. A view is
cached when somebody saw it before; uncached ones differ in the province and the month.
"""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from milestones.editions.data_home import DataHome
from pages.parts.links import LISTED_PAGES
from tests.bench.readers import Reader, processor_seconds, server_at
from tests.browser.running import served

PROVINCES = ("110000", "320000", "330000", "420000", "440000", "510000")
MONTHS = ("2024-09", "2025-03", "2025-10")
RERUNS = 30
THINKING = 1.0
"""Seconds between an answer and a reader's next question."""


def measure(home: Path) -> dict[str, dict[str, float]]:
    """Give the processor milliseconds of a re-run of each page, cached and not."""
    told = {}
    with served(home) as address, Reader(address) as reader:
        server = server_at(address)
        for page in (*LISTED_PAGES, "institution"):
            views = list(_views(page, home))
            reader.ask(page, **views[0])
            uncached = _cost(reader, server, page, views[1:]) / len(views[1:])
            cached = _cost(reader, server, page, [views[-1]] * RERUNS) / RERUNS
            told[page] = {"cached": cached, "uncached": uncached}
            assert not reader.failed, reader.failed
    return told


def crowd(home: Path, readers: int = 100, questions: int = 8) -> dict[str, float]:
    """Give the seconds that many readers wait at once: median and 95th percentile.

    Each changes a filter of the overview, thinks a second, and changes it again.
    """
    with served(home) as address, ThreadPoolExecutor(readers) as pool:
        with Reader(address) as first:
            for view in _views("overview", home):
                first.ask("overview", **view)
        gate = threading.Barrier(readers)
        waits = pool.map(lambda number: _visit(address, home, gate, number, questions),
                         range(readers))  # fmt: skip
        seconds = sorted(itertools.chain.from_iterable(waits))
    return {"median": statistics.median(seconds), "p95": seconds[int(len(seconds) * 0.95)]}


def _visit(
    address: str, home: Path, gate: threading.Barrier, number: int, questions: int
) -> list[float]:
    views = list(_views("overview", home))
    with Reader(address) as reader:
        reader.ask("overview", **views[number % len(views)])
        gate.wait(timeout=300)
        time.sleep(THINKING * number / gate.parties)
        waits = []
        for question in range(questions):
            waits.append(reader.ask("overview", **views[(number + question) % len(views)]))
            time.sleep(THINKING)
        return waits


def _cost(reader: Reader, server: int, page: str, views: list[dict[str, str]]) -> float:
    """Processor milliseconds of the server for these views."""
    before = processor_seconds(server)
    for view in views:
        reader.ask(page, **view)
    return (processor_seconds(server) - before) * 1000


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
