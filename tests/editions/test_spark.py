"""An edition built on a real Spark cluster, a master and two workers on this machine.

What is built in parts is compared in `test_parts.py`; here it is seen that Spark carries the rows,
also where it loses a worker on the way.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest
from editions.test_base_edition import views_of
from editions.test_parts import AllKinds
from small_home import Steward, run

from milestones.editions.edition_build import current_history
from milestones.editions.edition_differences import compare_editions
from milestones.editions.publishing import no_progress
from milestones.editions.spark_nodes import MASTER_VARIABLE, SparkFailedError, build_with_spark

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("pyspark"), reason="PySpark: make test-spark installs it"),
    pytest.mark.skipif(not which("java"), reason="Spark needs Java 17: it is not installed"),
]
LOOPBACK = "127.0.0.1"
START_SECONDS = 120
EXECUTOR = "CoarseGrainedExecutorBackend"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a master with two workers of one processor each."""
    folder = tmp_path_factory.mktemp("spark")
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    address = f"spark://{LOOPBACK}:{port}"
    with ExitStack() as stack:
        started = (["master.Master", "--port", port], *[worker(folder, n, address) for n in (1, 2)])
        for name, *words in started:
            stack.callback(stop, start(folder, name, *map(str, words)))
            wait_for(port)
        yield address


def worker(folder: Path, number: int, address: str) -> list[str]:
    room = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / str(number))]
    return ["worker.Worker", *room, address]


def start(folder: Path, name: str, *words: str) -> subprocess.Popen[bytes]:
    import pyspark

    script = Path(pyspark.__file__).parent / "bin" / "spark-class"
    own = ["--host", LOOPBACK, "--webui-port", "0"]
    environment = {**os.environ, "SPARK_LOCAL_IP": LOOPBACK}
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [script, f"org.apache.spark.deploy.{name}", *own, *words],
            **{"env": environment, "stdout": log, "stderr": log},
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(START_SECONDS)


def wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection((LOOPBACK, port)):
            return
        time.sleep(0.1)
    raise AssertionError("Spark's master did not start")


@pytest.fixture(scope="module")
def steward(tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """A home with an edition of two random deliveries."""
    made, filings = Steward(tmp_path_factory.mktemp("home")), AllKinds(1)
    for number in (1, 2):
        made.deliver(**filings.delivery(number))
    return made


def executors(address: str) -> list[int]:
    """The processes in which workers of a cluster do its tasks."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = entry.read_bytes().decode(errors="replace").split("\0")
            if any(EXECUTOR in word for word in words) and any(MARK in word for word in words):
                found.append(int(entry.parent.name))
    return found
