"""The pages that are measured side by side over one register, and their servers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from milestones.editions.data_home import DataHome
from tests.bench.others import answers
from tests.browser.running import ROOT, free_port, running

OTHERS = Path(answers.__file__).parent
DRAWN = Path(__file__).with_name("drawn.js")


@dataclass(frozen=True)
class Site:
    """A page: how it is served, where what a reader sees of it stands, how a province is chosen."""

    name: str
    command: tuple[str, ...]
    numbers: str
    texts: str
    charts: str
    open_filter: Callable[[Page, str], None]
    choice: str

    @property
    def script(self) -> str:
        """What its browser runs before anything else."""
        places = {"numbers": self.numbers, "texts": self.texts, "charts": self.charts}
        return f"window.benchPlaces = {json.dumps(places)};{DRAWN.read_text(encoding='utf-8')}"


@dataclass(frozen=True)
class Server:
    """A running server of a site: its address and its process."""

    site: Site
    address: str
    process: int


@contextmanager
def serve(site: Site, home: Path, logs: Path) -> Iterator[Server]:
    """Run the server of a site over the current edition of a home, which it does not write to."""
    port, register = free_port(), DataHome(home)
    settings = {
        "MILESTONES_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        answers.REGISTER: str(register.file_of(register.current_id() or "")),
    }
    command = [sys.executable, "-m", *site.command, str(port)]
    folder = ROOT if site is OURS else logs
    address, log = f"http://127.0.0.1:{port}", logs / f"{site.name}-{port}.log"
    with running(command, folder, settings, f"{address}/", log) as process:
        yield Server(site, address, process)


def _open_ours(page: Page, name: str) -> None:
    page.locator(".st-key-open_provinces button").click()


def _open_dash(page: Page, name: str) -> None:
    page.locator("#provinces").click()
    page.locator(".dash-dropdown-search").fill(name)


def _open_streamlit(page: Page, name: str) -> None:
    page.locator("[data-testid=stMultiSelect] input").fill(name)


OURS = Site(
    "ours",
    ("streamlit", "run", "app.py", "--server.port"),
    numbers=".verdict .value",
    texts=".verdict, .question, .as-of, .caption, .chosen",
    charts=".chart, .stPlotlyChart",
    open_filter=_open_ours,
    choice=".st-key-provinces button",
)
DASH = Site(
    "Dash",
    ("tests.bench.others.dash_page",),
    numbers="#due",
    texts="#due, #assessed, #table td",
    charts=".dash-graph",
    open_filter=_open_dash,
    choice=".dash-options-list-option",
)
STREAMLIT = Site(
    "Streamlit",
    ("streamlit", "run", str(OTHERS / "streamlit_page.py"), "--server.headless=true",
     "--server.address=127.0.0.1", "--browser.gatherUsageStats=false", "--server.port"),
    numbers="[data-testid=stMetricValue]",
    texts="[data-testid=stMetric]",
    charts="[data-testid=stPlotlyChart]",
    open_filter=_open_streamlit,
    choice="[role=option]",
)  # fmt: skip
SITES = (OURS, DASH, STREAMLIT)
