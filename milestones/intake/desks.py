"""The desks of a process: one for each steward, as long as a page of theirs is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Timer

from milestones.editions.data_home import DataHome
from milestones.intake.desk import Desk

GRACE_SECONDS = 120.0


@dataclass(frozen=True, eq=False)
class Hold:
    """What one page has of a desk, until it is released."""

    desk: Desk
    release: Callable[[], None]


class Desks:
    """Hands out the desk of each steward, and clears it away some time after the last page closed.

    A page that is loaded anew closes before it opens: its desk waits for it.
    """

    def __init__(self, grace_seconds: float = GRACE_SECONDS) -> None:
        self._desks: dict[str, Desk] = {}
        self._holds: Counter[str] = Counter()
        self._lock, self._grace_seconds = Lock(), grace_seconds

    def hold(self, steward: str, home: DataHome) -> Hold:
        """Give a page the desk of its steward."""
        with self._lock:
            self._holds[steward] += 1
            if steward not in self._desks:
                self._desks[steward] = Desk(home)
            return Hold(self._desks[steward], lambda: self._release(steward))

    def _release(self, steward: str) -> None:
        with self._lock:
            self._holds[steward] -= 1
        timer = Timer(self._grace_seconds, self._clear_away, args=(steward,))
        timer.daemon = True
        timer.start()

    def _clear_away(self, steward: str) -> None:
        with self._lock:
            desk = None if self._holds[steward] > 0 else self._desks.pop(steward, None)
        if desk is not None:
            desk.close()

    def close(self) -> None:
        """Clear every desk away when the server stops."""
        with self._lock:
            desks = [*self._desks.values()]
            self._desks.clear()
            self._holds.clear()
        for desk in desks:
            desk.close()


shared_desks = Desks()
"""Those of this process."""
