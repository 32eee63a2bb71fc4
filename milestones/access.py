"""Who may do what: the one place where it is answered, at each run and again when it is done.

There is no sign-in yet. Whoever reads an app that was started for stewards is a steward; every
other reader only reads.
"""

from __future__ import annotations

import os
from typing import Literal

STEWARD_VARIABLE = "MILESTONES_STEWARD"
Action = Literal["publish"]
"""What changes something for all readers."""


class NotAllowedError(PermissionError):
    """Somebody wants to do what they may not."""


def may_do(action: Action) -> bool:
    """Tell whether the readers of this process may do something; unknown means no."""
    return action == "publish" and os.environ.get(STEWARD_VARIABLE) == "1"


def require_may_do(action: Action) -> None:
    """Raise NotAllowedError where they may not."""
    if not may_do(action):
        raise NotAllowedError(action)
