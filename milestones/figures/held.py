"""Steps that several figures start from are done once, however large the frame."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Held:
    """A frame as a key of a cache: the frame itself, not one that looks like it.

    The cache holds the frame, so that no other can take its place in memory.
    """

    frame: pd.DataFrame

    def __hash__(self) -> int:
        return id(self.frame)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and other.frame is self.frame
