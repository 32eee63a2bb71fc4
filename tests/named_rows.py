"""Rows of any frame, for tests that look at one column or another."""

from __future__ import annotations

from collections import namedtuple
from functools import lru_cache
from typing import Any

from milestones.frames import Held, as_frame, records


def named_rows(held: Held) -> list[Any]:
    """Give one tuple a row, with the columns as attributes."""
    frame = as_frame(held)
    return records(frame, _row_type(tuple(map(str, frame.columns))))


@lru_cache(maxsize=256)
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)
