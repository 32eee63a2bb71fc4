"""How many files and connections the process may hold, and how many it needs.

Measured on Linux with Streamlit 1.67: a session that is open needs four (its WebSocket, and three
of its event loop), one that its browser has left none; an edition that is open one; the Chrome
that draws pictures nine; the server itself fourteen. A browser that loads a page holds up to six
connections more for as long as it loads. The numbers below leave some room.
"""

from __future__ import annotations

import logging
import resource

OF_THE_SERVER = 30
OF_CHROME = 12
OF_EDITIONS = 20
OF_LOADING_PAGES = 100
OF_A_SESSION = 4
SESSIONS = 200
"""Readers at once for whom there should be room."""

log = logging.getLogger("milestones.app")


def needed(sessions: int = SESSIONS) -> int:
    """Give how many descriptors so many sessions need, all else included."""
    return OF_THE_SERVER + OF_CHROME + OF_EDITIONS + OF_LOADING_PAGES + OF_A_SESSION * sessions


def make_room() -> int:
    """Raise the limit as far as the system lets; say in the log where it is too low."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
        except (OSError, ValueError) as refused:
            log.warning("the limit of open files stays at %s: %s", soft, refused)
    if soft != resource.RLIM_INFINITY and soft < needed():
        log.warning(
            "Only %s files and connections may be open at once, and %s readers need %s: "
            "raise the limit (ulimit -n, or LimitNOFILE of the service).",
            soft,
            SESSIONS,
            needed(),
        )
    return soft
