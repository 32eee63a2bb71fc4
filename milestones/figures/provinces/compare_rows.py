"""The rows of the comparison: each chosen province's path, its stages and its key indicators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

import pandas as pd

from milestones.figures.context import Facts
from milestones.frames import rows
from milestones.progress.indicators import BY_ID, value_of
from milestones.progress.lag import milestone_of
from milestones.progress.pace import assess, planned_value
from milestones.selection import Selection

FEWEST, MOST = 2, 4
"""How many provinces can stand side by side."""

FOLLOWED = "assessment_coverage"
STAGES = {
    "assessed": ("assessed", "due"),
    "pooled": ("pooled", "assessed"),
    "evaluated": ("evaluated", "pooled"),
    "transferred": ("evaluated_transferred", "evaluated"),
    "industrialized": ("transferred_industrialized", "evaluated_transferred"),
}
"""Each stage counts patents of the stage before."""

KEYS = (
    "good_prospects_share",
    "high_value_industrialization",
    "transferred_share",
    "industrialization_rate",
    "transfer_recordals",
    "contract_value",
)
COUNTED = ("due", *STAGES, *KEYS)


def is_comparable(selection: Selection) -> bool:
    """Tell whether the chosen provinces can stand side by side."""
    return FEWEST <= len(selection.provinces) <= MOST


class Row(NamedTuple):
    """One number of one province; `part` is path, stage or key; a share is a fraction."""

    code: str
    part: str
    indicator: str
    day: date
    value: float | None
    numerator: float | None
    denominator: float | None
    planned: float | None = None
    amount: float | None = None
    status: str | None = None


def prepare_compare(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Sum the changes up, and give one row a province, part, indicator and day."""
    listed: list[Row] = []
    if is_comparable(facts.selection):
        counted = [name for name in frame.columns if name not in ("code", "day")]
        changes = rows(frame)
        for code in facts.selection.provinces:
            mine = [change for change in changes if change.code == code]
            now = {name: sum(getattr(change, name) for change in mine) for name in counted}
            listed += _path(code, mine, facts)
            listed += _stages(code, now, facts.as_of)
            listed += _keys(code, now, facts.as_of)
    return pd.DataFrame(listed, columns=Row._fields, dtype=object)


def _path(code: str, changes: list[Any], facts: Facts) -> Iterator[Row]:
    milestone = milestone_of(FOLLOWED, facts.plan)
    on = [change.day for change in changes]
    assessed_by = accumulate([change.assessed for change in changes])
    due_by = accumulate([change.due for change in changes])
    points = list(zip(on, assessed_by, due_by, strict=True))
    if points and points[-1][0] < facts.as_of:
        points.append((facts.as_of, *points[-1][1:]))
    series = [(day, _share(assessed, due)) for day, assessed, due in points]
    status = assess(milestone, series, facts.as_of).status.value if milestone else None
    for (day, assessed, due), (_, value) in zip(points, series, strict=True):
        planned = planned_value(milestone, day) if milestone else None
        yield Row(code, "path", FOLLOWED, day, value, assessed, due, planned, status=status)


def _stages(code: str, now: dict[str, Any], as_of: date) -> Iterator[Row]:
    yield Row(code, "stage", "due", as_of, None, now["due"], None)
    for stage, (upper, lower) in STAGES.items():
        counts = (now[upper], now[lower])
        yield Row(code, "stage", stage, as_of, _share(*counts), *counts)


def _keys(code: str, now: dict[str, Any], as_of: date) -> Iterator[Row]:
    is_unpriced = 0 < now["transfers"] <= now["unpriced"]
    counts = {**now, "amount_cny": None if is_unpriced else float(now["amount_cny"])}
    for name in KEYS:
        found = value_of(BY_ID[name], counts, as_of)
        if found.unit == "CNY":
            yield Row(code, "key", name, as_of, None, None, None, amount=found.value)
        elif found.unit == "share":
            yield Row(code, "key", name, as_of, found.value, found.numerator, found.denominator)
        else:
            yield Row(code, "key", name, as_of, None, found.numerator, None)


def _share(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None
