"""How long the reading of a hostile file may take, and how much memory it may ask for."""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

MOST_SECONDS = 60.0
MOST_MEMORY = 2 * 2**30
"""Bytes beyond those that the process has already."""
_STATUS = Path("/proc/self/statm")


class TimeUpError(BaseException):
    """Reading has taken too long; no `except Exception` of a reader on the way holds it up."""


@contextmanager
def bounded(seconds: float = MOST_SECONDS, memory: int = MOST_MEMORY) -> Iterator[None]:
    """Raise TimeUpError after so many seconds, and MemoryError instead of taking more memory.

    Time is kept in the main thread alone, as commands run in it; memory where the system tells.
    """
    with _memory(memory):
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, seconds, 1)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TimeUpError


@contextmanager
def _memory(most: int) -> Iterator[None]:
    if not _STATUS.is_file():
        yield
        return
    taken = int(_STATUS.read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([taken + most, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
