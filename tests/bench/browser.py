"""How long a reader waits in a browser: our overview, a Dash page, an ordinary Streamlit page.

All show the same register and are watched in turns by the same script (`drawn.js`), at 1440 × 900.
Times are milliseconds, sizes kB as they came over the network, WebSockets uncompressed; processor
time is that of server and browser for a new view.
"""

from __future__ import annotations

import base64
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from milestones.editions.data_home import DataHome
from milestones.i18n import Locale
from tests.bench.readers import processor_seconds
from tests.bench.report import Claim, number, print_claims, print_table
from tests.bench.sites import DASH, OURS, SITES, Server, serve
from tests.browser.running import LOCALES, chromium

QUIET_MS = 1000
"""What has not changed for so long is all there."""
PATIENCE_SECONDS = 60
Times = dict[str, float]
OF_DASH = {"numbers": 0.5, "cold": 1.15, "warm": 1.0, "new view": 1.0, "seen view": 1.4}
"""What is asked of our page as a share of what Dash takes: all in sight, but for the numbers."""
KILOBYTES = {"first load kB": 2700.0, "filter kB": 40.0}


@dataclass
class Received:
    """What came over the network to a page, in bytes."""

    size: float = 0

    def listen(self, page: Page) -> None:
        """Count from now on."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda end: self._add(end["encodedDataLength"]))
        session.on("Network.webSocketFrameReceived", lambda frame: self._add_frame(frame))

    def _add(self, size: float) -> None:
        self.size += size

    def _add_frame(self, frame: dict[str, Any]) -> None:
        response = frame["response"]
        data = response["payloadData"]
        self._add(len(base64.b64decode(data) if response["opcode"] == 2 else data.encode()))

    def take(self) -> float:
        """Give the kB since the last time."""
        size, self.size = self.size, 0
        return size / 1000


def show(home: Path, logs: Path, rounds: int) -> None:
    """Measure and print."""
    sites = measure(home, logs, rounds)
    ours, dash = sites[OURS.name], sites[DASH.name]
    rows = [[name, *map(number, times.values())] for name, times in sites.items()]
    title = f"In the browser, milliseconds and kB, medians of {rounds} turns"
    print_table(title, ["", *ours], rows)
    of_dash = [Claim(f"{what}, of Dash", ours[what] / dash[what], most)
               for what, most in OF_DASH.items()]  # fmt: skip
    sizes = [Claim(what, ours[what], most, "kB") for what, most in KILOBYTES.items()]
    print_claims([*of_dash, *sizes])


def measure(home: Path, logs: Path, rounds: int) -> dict[str, Times]:
    """Give the medians of each site; the sites take turns.

    Each round asks for a province that nobody has asked for, and for one that another has.
    """
    told: dict[str, list[Times]] = {site.name: [] for site in SITES}
    seen, *unseen = provinces(home)
    with ExitStack() as stack, sync_playwright() as playwright:
        servers = [stack.enter_context(serve(site, home, logs)) for site in SITES]
        browser = chromium(playwright)
        for server in servers:
            _visit(browser, server, seen, seen)
        for province in unseen[:rounds]:
            for server in servers:
                told[server.site.name].append(_visit(browser, server, province, seen))
        browser.close()
    return {name: _medians(visits) for name, visits in told.items()}


def _medians(visits: list[Times]) -> Times:
    return {key: statistics.median(visit[key] for visit in visits) for key in visits[0]}


def provinces(home: Path) -> list[str]:
    """Give the names of the provinces."""
    with DataHome(home).edition() as edition:
        return list(map(Locale("zh").province, edition.province_codes))


def new_window(browser: Browser, server: Server) -> Page:
    """Give a window that has loaded nothing before, and is watched."""
    page = browser.new_page(locale=LOCALES["zh"], viewport={"width": 1440, "height": 900})
    page.add_init_script(server.site.script)
    return page


def _visit(browser: Browser, server: Server, new: str, seen: str) -> Times:
    """One reader's visit: load, load again, choose a province that is new, one that is not."""
    page, received = new_window(browser, server), Received()
    received.listen(page)
    page.goto(server.address)
    cold = settled(page)
    told = {"numbers": cold["number"], "cold": cold["drawn"], "first load kB": received.take()}
    page.reload()
    told["warm"] = settled(page)["drawn"]
    spent: list[float] = []

    def begin() -> None:
        received.take()
        spent.append(_processor_ms(browser, server))

    told["new view"] = choose(page, server, new, begin)
    told["processor"] = _processor_ms(browser, server) - spent[0]
    told["filter kB"] = received.take()
    page.goto(server.address)
    settled(page)
    told["seen view"] = choose(page, server, seen, begin)
    page.close()
    return told


def _processor_ms(browser: Browser, server: Server) -> float:
    """Processor time that the browser and the server have used so far."""
    session = browser.new_browser_cdp_session()
    told = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    seconds = sum(float(each["cpuTime"]) for each in told) + processor_seconds(server.process)
    return seconds * 1000


def choose(page: Page, server: Server, province: str, begin: Callable[[], object]) -> float:
    """Choose a province as a reader does; gives the milliseconds from the click on it."""
    server.site.open_filter(page, province)
    choice = page.locator(server.site.choice).get_by_text(province, exact=True)
    choice.wait_for()
    page.wait_for_timeout(QUIET_MS)
    begin()
    page.evaluate("bench.begin()")
    choice.click()
    return settled(page)["drawn"]


def settled(page: Page) -> Times:
    """Wait until all in sight is drawn and stays as it is."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (times := page.evaluate(f"bench.settled({QUIET_MS})")):
        assert time.monotonic() < until, f"nothing is drawn at {page.url}"
        page.wait_for_timeout(50)
    return dict(times)
