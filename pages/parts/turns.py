"""Whose turn it is: few runs at a time, so that one is done before the next one holds it up.

Python runs one thread at a time. A hundred runs side by side take half as much processor again as
one after the other, and each of them ends late.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

ABREAST = 2
"""Runs at a time: while one waits for the database, another works."""

PATIENCE = 2.0
"""Seconds after which a run no longer waits: nothing may hold up everybody."""

_turns = threading.BoundedSemaphore(ABREAST)
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn and work in it."""
    _mine.turn = _turns.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        _give_back()


def step_aside() -> None:
    """Give the turn to others before work that takes seconds; the rest of the run has none."""
    _give_back()


def _give_back() -> None:
    if getattr(_mine, "turn", False):
        _mine.turn = False
        _turns.release()
