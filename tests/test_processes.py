"""Two processes of the dashboard behind nginx, as `deploy/nginx.conf` sets them up."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench.readers import Reader, server_at
from browser.running import ROOT, free_port, served
from sharing import synthetic_home
from websockets.exceptions import ConnectionClosed

from milestones.editions.data_home import DataHome

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed"),
]
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
PROCESS_HEADER = "x-process"
"""Names the process that answered; only the tests' configuration tells."""
COOKIE = re.compile(r"milestones_browser=[\w-]+")


@dataclass(frozen=True)
class Cluster:
    """One address, and the addresses of the processes behind it."""

    address: str
    processes: tuple[str, ...]
    home: Path

    def new_cookie(self, _: int = 0) -> str:
        """Open the page as a browser that was never here, and give its cookie."""
        with urllib.request.urlopen(self.address) as answer:
            found = COOKIE.search(answer.headers["set-cookie"])
            assert found
            return found[0]

    def process_of(self, cookie: str) -> str:
        """Give the address of the process that a browser with this cookie is led to."""
        request = urllib.request.Request(self.address, headers={"Cookie": cookie})
        with urllib.request.urlopen(request) as answer:
            return f"http://{answer.headers[PROCESS_HEADER].split(', ')[-1]}"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    home = Path(shutil.copytree(synthetic_home(tmp_path_factory), folder / "home"))
    with ExitStack() as stack:
        one = stack.enter_context(served(home))
        other = stack.enter_context(served(home))
        address = stack.enter_context(_proxied(folder, one, other))
        yield Cluster(address, (one, other), home)


@contextmanager
def _proxied(folder: Path, *processes: str) -> Iterator[str]:
    """Start nginx with the file that operators get, on ports that are free."""
    port, text = free_port(), CONFIGURATION.read_text(encoding="utf-8")
    for known, process in zip(("127.0.0.1:8501", "127.0.0.1:8502"), processes, strict=True):
        assert known in text
        text = text.replace(known, process.removeprefix("http://"))
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    text = text.replace(
        "location / {", f"location / {{ add_header {PROCESS_HEADER} $upstream_addr;"
    )
    (folder / "nginx.conf").write_text(f"daemon off;\npid {folder}/nginx.pid;\n{text}")
    log = folder / "nginx.log"
    with log.open("w") as output:
        command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(log)]
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
                break
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_readers_are_spread_and_each_stays_with_a_process(cluster: Cluster) -> None:
    cookies = [cluster.new_cookie() for _ in range(12)]
    chosen = [cluster.process_of(cookie) for cookie in cookies]
    assert {*chosen} == {*cluster.processes}
    assert [cluster.process_of(cookie) for cookie in cookies] == chosen


def test_a_new_edition_is_in_all_processes_at_once(cluster: Cluster) -> None:
    home = DataHome(cluster.home)
    newest = str(home.current_id())
    with home.edition() as edition:
        earlier = str(edition.previous)
    home.point_at(earlier)
    try:
        for process in cluster.processes:
            with urllib.request.urlopen(f"{process}/?lang=zh") as answer:
                page = answer.read().decode()
            assert f"edition={earlier}" in page and newest not in page
    finally:
        home.point_at(newest)


def test_a_process_that_dies_takes_nobody_elses_session(cluster: Cluster) -> None:
    cookies = {cluster.process_of(cookie): cookie for cookie in map(cluster.new_cookie, range(12))}
    dying, living = cluster.processes
    with ExitStack() as stack:
        here, there = (
            stack.enter_context(Reader(cluster.address, cookie=cookies[process]))
            for process in (living, dying)
        )
        here.ask("overview", lang="zh")
        there.ask("overview", lang="zh")
        os.kill(server_at(dying), signal.SIGKILL)
        with pytest.raises(ConnectionClosed):
            there.ask("provinces", lang="zh")
        here.ask("provinces", lang="zh", province="330000")
        again = stack.enter_context(Reader(cluster.address, cookie=cookies[dying]))
        again.ask("provinces", lang="zh")
        assert not here.failed and not again.failed
    assert cluster.process_of(cookies[dying]) == living
