"""How many readers the server bears: one run at a time, as many open files as are allowed."""

from __future__ import annotations

import logging
import resource
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


_queue: RunQueue | None = None
_held = threading.local()


def install_run_queue() -> None:
    """Let runs wait for each other from now on."""
    global _queue
    _queue = RunQueue(MAX_CONCURRENT_RUNS, MAX_RUN_SECONDS)


@contextmanager
def run_in_turn() -> Iterator[None]:
    """Wait for a turn and work in it; without a queue, work at once."""
    _held.turn = _queue and _queue.take()
    try:
        yield
    finally:
        step_aside()


def step_aside() -> None:
    """Give the turn to others before work that takes seconds; the rest of the run has none."""
    held, _held.turn = getattr(_held, "turn", None), None
    if held and _queue:
        _queue.give_back(held)


FIXED_DESCRIPTORS = 162
"""Measured on Linux with Streamlit 1.67, with some room: 30 of the server, 12 of Chrome, 20 of open
editions, 100 of pages that load (a browser holds up to six for as long as it loads one)."""
DESCRIPTORS_PER_SESSION = 4
"""Its WebSocket and three of its event loop; a session that its browser has left needs none."""
MAX_SESSIONS = 200
"""Readers at once for whom there should be room."""

log = logging.getLogger("milestones.app")


def descriptors_needed() -> int:
    """Give how many descriptors all sessions need, all else included."""
    return FIXED_DESCRIPTORS + DESCRIPTORS_PER_SESSION * MAX_SESSIONS


def raise_descriptor_limit() -> int:
    """Raise the limit as far as the system lets; say in the log where it is too low."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
        except (OSError, ValueError) as refused:
            log.warning("the limit of open files stays at %s: %s", soft, refused)
    if soft != resource.RLIM_INFINITY and soft < descriptors_needed():
        log.warning(
            "Only %s files and connections may be open at once, and %s readers need %s: "
            "raise the limit (ulimit -n, or LimitNOFILE of the service).",
            soft,
            MAX_SESSIONS,
            descriptors_needed(),
        )
    return soft
