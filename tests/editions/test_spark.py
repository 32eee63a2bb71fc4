"""An edition built on a real Spark cluster: a master and two workers on this machine.

That parts come to the same edition is seen in `test_parts.py`; here, that Spark carries the rows,
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
from small_home import RECEIVED, Steward, run

from milestones.editions import parts
from milestones.editions.data_home import BUILD_FOLDER_PREFIX, DataHome
from milestones.editions.edition_differences import compare_editions
from milestones.editions.spark_nodes import MASTER_VARIABLE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("pyspark"), reason="no PySpark: make test-spark installs it"),
    pytest.mark.skipif(not which("java"), reason="no Java, which Spark needs"),
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="workers are found in /proc"),
]
LOOPBACK = "127.0.0.1"
DEPLOY = "org.apache.spark.deploy"
EXECUTOR = b"CoarseGrainedExecutorBackend"
PARTS = 6
MOST_SECONDS = 600


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """The address of a master with two workers of one processor each."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    address = f"spark://{LOOPBACK}:{port}"
    with ExitStack() as stack:
        start(stack, tmp_path, "master.Master", "--port", str(port))
        for number in (1, 2):
            room = (
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                str(tmp_path / f"worker{number}"),
            )
            start(stack, tmp_path, "worker.Worker", *room, address)
        until = time.monotonic() + MOST_SECONDS
        while (tmp_path / "log").read_text("utf-8").count("Registering worker") < 2:
            assert time.monotonic() < until, (tmp_path / "log").read_text("utf-8")
            time.sleep(0.2)
        yield address


def start(stack: ExitStack, folder: Path, name: str, *words: str) -> None:
    import pyspark

    script = Path(pyspark.__file__).parent / "bin" / "spark-class"
    command = [str(script), f"{DEPLOY}.{name}", "--host", LOOPBACK, "--webui-port", "0", *words]
    environment = {**os.environ, "SPARK_LOCAL_IP": LOOPBACK}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    stack.callback(process.wait, MOST_SECONDS)
    stack.callback(process.terminate)


class Killer(threading.Thread):
    """Kills one process in which a worker does its tasks, as soon as the first part is built."""

    def __init__(self, home: DataHome, workers: Path) -> None:
        super().__init__(daemon=True)
        self.home, self.workers, self.parts_before = home, workers, PARTS
        self.start()

    def run(self) -> None:
        until = time.monotonic() + MOST_SECONDS
        while time.monotonic() < until:
            built = len(list(self.home.editions.glob(f"{BUILD_FOLDER_PREFIX}*/part-*")))
            if built and (found := self.executors()):
                os.kill(found[0], signal.SIGKILL)
                self.parts_before = built
                return
            time.sleep(0.05)

    def executors(self) -> list[int]:
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                is_ours = (entry / "cwd").readlink().is_relative_to(self.workers)
                if is_ours and EXECUTOR in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
        return found


def test_a_cluster_that_loses_a_worker_publishes_the_same_edition(
    tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward, texts = Steward(tmp_path), AllKinds(2).delivery(1)
    one = steward.deliver(received_on=RECEIVED, **texts)
    monkeypatch.setenv(MASTER_VARIABLE, cluster)
    monkeypatch.setenv("SPARK_LOCAL_IP", LOOPBACK)
    monkeypatch.setattr(parts, "PART_BYTES", 1)
    monkeypatch.setattr(parts, "MOST_PARTS", PARTS)
    home = DataHome(tmp_path / "cluster")
    killer = Killer(home, tmp_path)
    day = RECEIVED.isoformat()
    told = run(home, "publish", *steward.files(**texts), "--received-on", day, "--engine", "spark")
    assert told.exit_code == 0, told.stderr
    assert killer.parts_before < PARTS, "nothing was killed while parts were built"
    assert home.current_id() == one.edition_id
    standing = [each.file_of(one.edition_id) for each in (steward.home, home)]
    assert compare_editions(*standing, tmp_path) == ()
    assert len({views_of(file) for file in standing}) == 1
