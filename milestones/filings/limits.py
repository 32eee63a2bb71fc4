"""How much a file may cost when it is read: memory, time and output, by environment variables."""

from __future__ import annotations

import os
import signal
import sys

MEGABYTE = 1_000_000
TIMED_MEGABYTES = 10
DEFAULTS = {
    "MILESTONES_READING_MEMORY_MB": 1_500,
    "MILESTONES_READING_SECONDS": 60,
    "MILESTONES_READING_OUTPUT_MB": 4_000,
}
"""The seconds are those for each ten megabytes begun."""


def memory() -> int:
    """The memory that reading may take, in megabytes."""
    return _setting("MILESTONES_READING_MEMORY_MB")


def output() -> int:
    """The size of what reading may write, in megabytes."""
    return _setting("MILESTONES_READING_OUTPUT_MB")


def seconds_for(size_bytes: int) -> int:
    """The seconds that reading a file of this size may take."""
    begun = size_bytes // (TIMED_MEGABYTES * MEGABYTE) + 1
    return begun * _setting("MILESTONES_READING_SECONDS")


def limit_this_process() -> None:
    """Bound memory, the size of files written and core dumps. Windows knows no such limits."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        resource.RLIMIT_DATA: memory() * MEGABYTE,
        resource.RLIMIT_FSIZE: output() * MEGABYTE,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in wanted.items():
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def end_after(seconds: int) -> None:
    """End this process when a file takes too long and nobody is left to end it; 0 for never."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _setting(name: str) -> int:
    """A setting as a whole number above 0, else its default."""
    told = os.environ.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and int(told) > 0 else DEFAULTS[name]
