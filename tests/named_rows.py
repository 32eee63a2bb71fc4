"""Rows of any frame, for tests that look at one column or another."""

from __future__ import annotations

from collections import namedtuple
from functools import lru_cache
from typing import Any

import pandas as pd

from milestones.frames import records


def named_rows(frame: pd.DataFrame) -> list[Any]:
    """Give one tuple a row, with the columns as attributes."""
    return records(frame, _row_type(tuple(map(str, frame.columns))))


@lru_cache(maxsize=256)
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)
