"""The process in which files from outside are opened, seen from the one that asks.

The parsers of workbooks and Parquet are native code: a hostile or broken file can make them eat
all memory, run without end or crash. Here that ends one child, and the file is refused by name.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Timer

from milestones.filings import limits
from milestones.filings.filing import Message, encode_message
from milestones.filings.remarks import FilingRefused
from milestones.paths import ROOT

COMMAND = (sys.executable, "-m", "milestones.filings.worker")
CHILD_ENVIRONMENT = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # the default one reserves a gigabyte at the start
    "OPENBLAS_NUM_THREADS": "1",
    "RUST_BACKTRACE": "0",
}
MAX_REPLY_BYTES = 64_000_000


class _ChildStopped(Exception):
    """The process ended, was ended, or gave no answer that can be understood."""


class ReadingProcess:
    """One child that serves file after file; it is replaced when a file has stopped it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._served = 0

    def start(self) -> None:
        """Start the child now, so that it is ready when the first file comes."""
        with self._lock:
            self._running()

    def ask(self, path: Path, request: Message) -> Message:
        """Have something done with a file. Raises FilingRefused where the child ends over it.

        A child that has read other files has less memory left, so a file that stops it is tried
        once more in a fresh one: what is refused does not hang on what came before.
        """
        seconds = limits.max_seconds(path.stat().st_size)
        if request["operation"] == "return":
            seconds *= limits.WRITING_TIME_FACTOR
        with self._lock:
            if self._served:
                with suppress(_ChildStopped):
                    reply = self._exchange(request, seconds)
                    if not reply.get("ends"):
                        return reply
            try:
                return self._exchange(request, seconds)
            except _ChildStopped as stopped:
                raise FilingRefused("reader_stopped", megabytes=limits.max_memory_mb()) from stopped

    def end(self) -> None:
        """End the child, whatever it is doing."""
        child, self._child, self._served = self._child, None, 0
        if child is not None:
            child.kill()
            child.wait()
            for pipe in filter(None, (child.stdin, child.stdout)):
                with suppress(OSError):
                    pipe.close()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _exchange(self, request: Message, seconds: int) -> Message:
        begun = time.monotonic()
        try:
            reply = self._reply({**request, "seconds": seconds}, seconds)
        except BaseException as error:
            self.end()
            if isinstance(error, _ChildStopped) and time.monotonic() - begun >= seconds:
                raise FilingRefused("reading_too_long", seconds=seconds) from error
            raise
        self._served += 1
        if reply.get("ends"):
            self.end()
        return reply

    def _reply(self, request: Message, seconds: int) -> Message:
        child = self._running()
        assert child.stdin is not None and child.stdout is not None
        timer = Timer(seconds, child.kill)
        timer.daemon = True
        timer.start()
        try:
            child.stdin.write(encode_message(request))
            child.stdin.flush()
            reply = json.loads(child.stdout.readline(MAX_REPLY_BYTES))
        except (OSError, ValueError, RecursionError) as error:
            raise _ChildStopped from error
        finally:
            timer.cancel()
        if not isinstance(reply, dict):
            raise _ChildStopped
        return reply

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._folder = TemporaryDirectory(prefix="milestones-reading-")
            self._child = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={**os.environ, **CHILD_ENVIRONMENT, "TMPDIR": self._folder.name},
            )
        return self._child


shared_process = ReadingProcess()
"""The child of this process; files are read one after the other."""
atexit.register(shared_process.end)
