"""A dashboard that runs on a free port, and a Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Playwright

from milestones.editions.data_home import DataHome

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


def command(home: Path, *arguments: str) -> str:
    """Run a command of the product on a home and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "milestones", *arguments],
        cwd=ROOT,
        env={**os.environ, "MILESTONES_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def of_its_own(home: Path, folder: Path) -> tuple[DataHome, str, str]:
    """Copy a home for a test that changes it; gives it, its newest edition, the one before."""
    shutil.copytree(home, folder, ignore=shutil.ignore_patterns("readings", "*.log"))
    own = DataHome(folder)
    with own.edition() as edition:
        earlier = edition.previous
    assert earlier
    return own, str(own.current_id()), earlier


def free_port() -> int:
    """Give a port that nobody uses: one that a server of this process had, so that a window
    knows the scripts of its address, or one that the system chooses.
    """
    for port in (*_PORTS, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            given: int = probe.getsockname()[1]
            _PORTS[given] = None
            return given
    raise AssertionError("no port is free")


_PORTS: dict[int, None] = {}
"""Ports that servers of this process have had."""


@contextmanager
def served(home: Path, port: int | None = None) -> Iterator[str]:
    """Run the dashboard on a home; gives its address."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    address, log = f"http://127.0.0.1:{port}", home / f"dashboard-{port}.log"
    with running(command, ROOT, {"MILESTONES_HOME": str(home)}, f"{address}/_stcore/health", log):
        yield address


@contextmanager
def running(
    command: list[str], folder: Path, settings: dict[str, str], asked: str, log: Path
) -> Iterator[int]:
    """Run a server in a folder until it answers at the address asked; gives its process."""
    with log.open("a", encoding="utf-8") as output:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(asked, server, log)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(asked: str, server: subprocess.Popen[Any], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            urllib.request.urlopen(asked, timeout=1)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the server did not answer within a minute")


def chromium(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "no Chromium: make test says what to install"
    return playwright.chromium.launch(executable_path=found, args=list(FLAGS))


def wait_until(page: Page, condition: str, arg: object = None, seconds: float = 30) -> None:
    """Wait until something is true on a page.

    Playwright's own `wait_for_function` evaluates texts in the page, which its policy forbids.
    """
    until = time.monotonic() + seconds
    while not page.evaluate(condition, arg):
        assert time.monotonic() < until, f"not within {seconds} s: {condition}"
        page.wait_for_timeout(50)


@dataclass
class Reader:
    """One reader's browser window, and everything that it asked for and complained about."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Write down each request, and each error of the page's scripts."""
        for event, heard in self._ears.items():
            self.page.on(event, heard)  # type: ignore[call-overload]

    def leave(self) -> None:
        """Empty the window for the next reader."""
        for event, heard in self._ears.items():
            self.page.remove_listener(event, heard)
        if self.page.url.startswith("http"):
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.context.clear_cookies()
        self.page.mouse.move(0, 0)
        self.page.goto("about:blank")

    @cached_property
    def _ears(self) -> dict[str, Callable[[Any], None]]:
        return {
            "request": lambda request: self.requests.append(request.url),
            "pageerror": lambda error: self.complaints.append(str(error)),
            "console": self._console,
        }

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def open(self, path: str = "/") -> Page:
        """Open a page and wait until its figures are drawn."""
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the run is over and what is in sight is drawn, then have all drawn.

        What is below the window is drawn as it is for paper.
        """
        self.wait_until_seen()
        for event in ("beforeprint", "afterprint"):
            self.page.evaluate(f"dispatchEvent(new Event('{event}'))")
        self.page.wait_for_timeout(250)

    def wait_until_seen(self) -> None:
        """Wait until the run is over and every figure in sight is drawn."""
        self.page.wait_for_selector(".foot", timeout=30_000)
        wait_until(self.page, "window.Plotly")
        wait_until(
            self.page,
            "!document.querySelector('[data-stale=\"true\"]')"
            " && document.querySelector('[data-test-script-state]')"
            "?.getAttribute('data-test-script-state') !== 'running'"
            " && !document.getElementById('first-view')"
            " && [...document.querySelectorAll('.chart')]"
            ".every(chart => 'drawn' in chart.dataset || chart.querySelector('p')"
            " || !chart.offsetWidth || chart.getBoundingClientRect().top > innerHeight)",
        )


def load_details(page: Page) -> None:
    """Wait until what was opened has come."""
    wait_until(page, "!document.querySelector('details[data-from][open]:not([data-loaded])')")


def _opened(browser: Browser, lang: str) -> Page:
    """Open a window that has loaded nothing before."""
    return browser.new_context(locale=LOCALES[lang]).new_page()


@contextmanager
def reading(
    browser: Browser,
    address: str,
    *,
    lang: str = "en",
    width: int = 1440,
    height: int = 900,
    scheme: Literal["light", "dark"] = "light",
    fresh: bool = False,
) -> Iterator[Reader]:
    """Give a reader a window in a language, a size and a colour scheme.

    A window is handed on to the next reader of its language, emptied: the scripts are compiled
    in it, which takes most of the time of a page. A `fresh` one has loaded nothing before and
    is closed afterwards, as one is whose reader met an error.
    """
    shelf = [] if fresh else _SHELVES.setdefault((browser, lang), [])
    page = shelf.pop() if shelf else _opened(browser, lang)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    reader = Reader(page, address)
    reader.listen()
    try:
        yield reader
        reader.leave()
    except BaseException:
        fresh = True
        raise
    finally:
        if fresh:
            page.context.close()
        else:
            shelf.append(page)


_SHELVES: dict[tuple[Browser, str], list[Page]] = {}
"""Windows that nobody reads in, by their language, which cannot be changed."""
