"""Whose turn it is: one run at a time, so that it is done before the next one holds it up.

Python runs one thread at a time. A hundred runs side by side take half as much processor again as
one after the other, each of them ends late, and what they say waits for all of them.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

MAX_CONCURRENT_RUNS = 1
"""Runs at a time. With two, the thread that sends their messages comes third."""

MAX_RUN_SECONDS = 2.0
"""Seconds after which a turn is over although the run is not: nothing may hold up everybody."""


class RunQueue:
    """So many at a time, in the order in which they came."""

    def __init__(self, abreast: int, longest: float) -> None:
        """Let `abreast` hold a turn at a time, each for `longest` seconds at most."""
        self._abreast, self._longest = abreast, longest
        self._began: dict[threading.Event, float] = {}
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    def take(self) -> threading.Event:
        """Wait until it is one's turn; gives what is given back afterwards."""
        mine = threading.Event()
        with self._lock:
            self._waiting.append(mine)
            self._call()
        while not mine.wait(self._left()):
            self._end_overdue()
        return mine

    def give_back(self, turn: threading.Event) -> None:
        """End a turn, if time has not ended it before."""
        with self._lock:
            self._began.pop(turn, None)
            self._call()

    def _left(self) -> float:
        """Seconds until the oldest turn is over."""
        with self._lock:
            now = time.monotonic()
            return max(0.0, min(self._began.values(), default=now) + self._longest - now)

    def _end_overdue(self) -> None:
        with self._lock:
            since = time.monotonic() - self._longest
            self._began = {turn: began for turn, began in self._began.items() if began > since}
            self._call()

    def _call(self) -> None:
        """Call those who came first, while there is a turn to have."""
        while self._waiting and len(self._began) < self._abreast:
            called = self._waiting.popleft()
            self._began[called] = time.monotonic()
            called.set()


_turns = RunQueue(MAX_CONCURRENT_RUNS, MAX_RUN_SECONDS)
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn and work in it."""
    _mine.turn = _turns.take()
    try:
        yield
    finally:
        step_aside()


def step_aside() -> None:
    """Give the turn to others before work that takes seconds; the rest of the run has none."""
    if held := getattr(_mine, "turn", None):
        _mine.turn = None
        _turns.give_back(held)
