"""Readers without a browser: they ask a running server as the scripts in a browser do."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from urllib.parse import urlencode, urlparse

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

LARGEST = 64_000_000
TICKS = os.sysconf("SC_CLK_TCK")
CHART = re.compile(r'data-from="([^"]*/chart\?[^"]*)"')
CHARTS_IN_SIGHT = 3
"""A browser of the usual size shows and fetches so many of a page at first."""
PATIENCE_SECONDS = 120
Chosen = str | list[str]


class Session(ExitStack):
    """One session with a server, open while it is used."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.failed = address, list[str]()
        server = http.client.HTTPConnection(urlparse(address).netloc, timeout=PATIENCE_SECONDS)
        self._server = self.enter_context(closing(server))

    def ask(self, page: str, **query: Chosen) -> float:
        """Ask for what was chosen on a page; gives the seconds until all in sight is there."""
        began = time.perf_counter()
        self._receive(page, query)
        return time.perf_counter() - began

    def _receive(self, page: str, query: dict[str, Chosen]) -> None:
        raise NotImplementedError

    def _fetch(self, path: str, body: str | None = None, **headers: str) -> bytes:
        """Give an answer; a connection that the server gave up meanwhile is opened again."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        with suppress(http.client.RemoteDisconnected):
            return self._answer(path, body, told)
        self._server.close()
        return self._answer(path, body, told)

    def _answer(self, path: str, body: str | None, headers: dict[str, str]) -> bytes:
        self._server.request("POST" if body else "GET", path, body, headers)
        answer = self._server.getresponse()
        said = answer.read()
        if answer.status != 200:
            self.failed.append(said.decode(errors="replace"))
        return said


class Reader(Session):
    """A session in Streamlit's own protocol: each address that it asks for is a run.

    Charts that the page names are fetched, each once, as a browser keeps them.
    """

    def __init__(self, address: str, cookie: str = "") -> None:
        super().__init__(address)
        self.messages, self._kept = 0, set[str]()
        socket = connect(
            address.replace("http://", "ws://") + "/_stcore/stream",
            max_size=LARGEST,
            subprotocols=["streamlit"],
            proxy=None,
            additional_headers={"Cookie": cookie} if cookie else {},
        )
        self._socket: ClientConnection = self.enter_context(socket)

    def _receive(self, page: str, query: dict[str, Chosen]) -> None:
        asked, charts = BackMsg(), list[str]()
        asked.rerun_script.query_string = urlencode(query, doseq=True)
        asked.rerun_script.page_name = "" if page == "overview" else page
        self._socket.send(asked.SerializeToString())
        while not self._is_over(self._socket.recv(timeout=PATIENCE_SECONDS), charts):
            pass
        for chart in charts[:CHARTS_IN_SIGHT]:
            if chart not in self._kept:
                self._kept.add(chart)
                self._fetch(html.unescape(chart) + "&theme=light", accept_encoding="gzip")

    def _is_over(self, raw: str | bytes, charts: list[str]) -> bool:
        assert isinstance(raw, bytes)
        message = ForwardMsg()
        message.ParseFromString(raw)
        self.messages += 1
        element = message.delta.new_element
        if element.HasField("exception"):
            self.failed.append(element.exception.message)
        charts += CHART.findall(element.html.body)
        return message.WhichOneof("type") == "script_finished"


class DashReader(Session):
    """A session with the Dash page: each choice is one callback."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        (callback,) = json.loads(self._fetch("/_dash-dependencies"))
        outputs = [each.split(".") for each in callback["output"].strip(".").split("...")]
        named = [{"id": name, "property": of} for name, of in outputs]
        self._asked = {"output": callback["output"], "outputs": named, "state": [],
                       "changedPropIds": ["provinces.value"]}  # fmt: skip

    def _receive(self, page: str, query: dict[str, Chosen]) -> None:
        value = [{"id": "provinces", "property": "value", "value": query["province"]}]
        body = json.dumps({**self._asked, "inputs": value})
        self._fetch("/_dash-update-component", body, content_type="application/json")


def processor_seconds(pid: int) -> float:
    """Give the processor time that a process has used so far, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid: int, line: str = "VmRSS:") -> float:
    """Give the memory that a process holds, or with `VmHWM:` the most that it ever held."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (found,) = (each for each in status.splitlines() if each.startswith(line))
    return int(found.split()[1]) / 1000


def server_at(address: str) -> int:
    """Give the process that listens at an address of this machine."""
    port = int(address.rpartition(":")[2])
    inodes = {row[9] for row in _sockets() if int(row[1].rpartition(":")[2], 16) == port}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            links = {os.readlink(link) for link in (process / "fd").iterdir()}
            if links & {f"socket:[{inode}]" for inode in inodes}:
                return int(process.name)
    raise LookupError(address)


def _sockets() -> list[list[str]]:
    """The listening sockets that the kernel lists, a row each."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [row for row in rows if row[3] == "0A"]
