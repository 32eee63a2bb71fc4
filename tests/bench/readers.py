"""Readers without a browser: they speak Streamlit's own protocol with a running dashboard."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

LARGEST = 64_000_000
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Reader:
    """One session with the dashboard; each address that it asks for is a run of the script."""

    address: str
    cookie: str = ""
    messages: int = 0
    failed: list[str] = field(default_factory=list)
    _socket: ClientConnection | None = None

    def __enter__(self) -> Reader:
        stream = self.address.replace("http://", "ws://") + "/_stcore/stream"
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self._socket = connect(
            stream,
            max_size=LARGEST,
            subprotocols=["streamlit"],
            proxy=None,
            additional_headers=headers,
        )
        return self

    def __exit__(self, *error: object) -> None:
        assert self._socket is not None
        self._socket.close()

    def ask(self, page: str, **query: str) -> float:
        """Ask for a page at an address; gives the seconds until the script had run."""
        assert self._socket is not None
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(query)
        asked.rerun_script.page_name = "" if page == "overview" else page
        began = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        while not self._is_over(self._socket.recv(timeout=120)):
            pass
        return time.perf_counter() - began

    def _is_over(self, raw: str | bytes) -> bool:
        assert isinstance(raw, bytes)
        message = ForwardMsg()
        message.ParseFromString(raw)
        self.messages += 1
        if message.delta.new_element.HasField("exception"):
            self.failed.append(message.delta.new_element.exception.message)
        return message.WhichOneof("type") == "script_finished"


def processor_seconds(pid: int) -> float:
    """Give the processor time that a process has used so far, in user and system mode."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


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
