"""The indicators: what each one counts, of what, its value; and the one division of shares.

A share of nothing is unknown, never 0; so is growth on nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal, TypeVar

import pandas as pd

from milestones.editions.edition import Edition
from milestones.frames import Held, Rows
from milestones.i18n import _
from milestones.progress.counts import count_patents
from milestones.selection import Selection

IndicatorUnit = Literal["patents", "institutions", "times", "share", "CNY"]

STAGE_COUNTS = {
    "valid": "valid",
    "due": "due",
    "assessed": "assessed",
    "pooled": "pooled",
    "evaluated": "evaluated",
    "transferred": "evaluated_transferred",
    "industrialized": "transferred_industrialized",
}
"""The stages in their order, and the count of the patents in each that came through all before."""
STAGES_WITHOUT_SHARE = 2
"""Valid and due patents are not stages of one another; shares begin after them."""


class DayNotCountedError(ValueError):
    """A day after the edition's as-of date was asked for."""


@dataclass(frozen=True)
class Indicator:
    """An indicator by its counts: a share has a denominator, a count has none.

    `universe` says of what; `numerator` and `denominator` name columns of the counts.
    """

    id: str
    name: str
    universe: str
    numerator: str
    denominator: str | None = None
    unit: IndicatorUnit = "share"

    def is_share_in(self, counts: Collection[str]) -> bool:
        """Tell whether both counts of which this is the share are among those named."""
        return {self.numerator, self.denominator} <= {*counts}


@dataclass(frozen=True)
class IndicatorValue:
    """An indicator's value with its arithmetic; None with a reason where it has none.

    A share is a fraction, money is in yuan.
    """

    id: str
    value: float | None
    numerator: float | None
    denominator: int | None
    unit: IndicatorUnit
    as_of: date
    reason: str | None = None


INDICATORS = (
    Indicator(
        "valid", _("Valid patents"), _("all patents of the register"), "valid", unit="patents"
    ),
    Indicator(
        "due",
        _("Patents due"),
        _("patents granted by the cut-off, valid on it and not transformed before"),
        "due",
        unit="patents",
    ),
    Indicator("assessment_coverage", _("Assessment coverage"), _("patents due"), "assessed", "due"),
    Indicator(
        "institution_completion",
        _("Institutions that have assessed all"),
        _("institutions with at least one patent due"),
        "institutions_complete",
        "institutions_due",
    ),
    Indicator("pool_share", _("Share in the pool"), _("patents assessed"), "pooled", "assessed"),
    Indicator(
        "good_prospects_share",
        _("Share with good prospects"),
        _("patents in the pool"),
        "good",
        "pooled",
    ),
    Indicator(
        "evaluated_share",
        _("Share evaluated by enterprises"),
        _("patents in the pool"),
        "evaluated",
        "pooled",
    ),
    Indicator(
        "transfer_recordals",
        _("Transfer recordals"),
        _("recordals since the plan began"),
        "transfers",
        unit="times",
    ),
    Indicator(
        "transferred_share", _("Share transferred"), _("valid patents"), "transferred", "valid"
    ),
    Indicator(
        "contract_value",
        _("Contract value"),
        _("recordals since the plan began that state an amount"),
        "amount_cny",
        unit="CNY",
    ),
    Indicator(
        "industrialization_rate",
        _("Industrialization rate"),
        _("valid patents"),
        "industrialized",
        "valid",
    ),
    Indicator(
        "high_value_industrialization",
        _("High-value patents industrialized"),
        _("patents in the pool with good prospects"),
        "good_industrialized",
        "good",
    ),
)
BY_ID = {indicator.id: indicator for indicator in INDICATORS}


def compute_indicators(edition: Edition, selection: Selection) -> list[IndicatorValue]:
    """Give the value of every indicator for a selection.

    Raises DayNotCountedError for a day after the edition's as-of date.
    """
    day = selection.day(edition)
    if day > edition.as_of:
        raise DayNotCountedError(day.isoformat())
    counts = count_patents(edition, selection)
    return [indicator_value(indicator, counts, day) for indicator in INDICATORS]


def indicator_value(
    indicator: Indicator, counts: dict[str, float | None], day: date
) -> IndicatorValue:
    """Give an indicator's value from the counts: a share of nothing is not assessable, never 0."""
    value = numerator = counts[indicator.numerator]
    denominator, reason = None, "no_amounts"
    if indicator.denominator is not None:
        denominator, reason = int(counts[indicator.denominator] or 0), "no_denominator"
        value = None if numerator is None else share_of(numerator, denominator)
    reason_given = reason if value is None else None
    return IndicatorValue(
        indicator.id, value, numerator, denominator, indicator.unit, day, reason_given
    )


def share_of(numerator: float, denominator: float) -> float | None:
    """Give the part that a count is of another; of nothing it is unknown."""
    return numerator / denominator if denominator else None


LEAST_DENOMINATOR = 30
"""The one rule of superlatives: shares of fewer are marked, and lowest or highest only among their
like."""
Item = TypeVar("Item")


def is_small(denominator: float) -> bool:
    """Tell whether a share of so few says little: one of them moves it by over three points."""
    return denominator < LEAST_DENOMINATOR


def comparable(items: Iterable[Item], denominator: Callable[[Item], float]) -> list[Item]:
    """Give what a superlative may be chosen from: those of enough, or all where none has enough."""
    listed = list(items)
    return [item for item in listed if not is_small(denominator(item))] or listed


def as_records(values: Iterable[IndicatorValue]) -> list[dict[str, object]]:
    """Give the values for JSON: days as text, `reason` only where there is no value."""
    records = (asdict(each) | {"as_of": each.as_of.isoformat()} for each in values)
    return [
        {key: value for key, value in record.items() if key != "reason" or value}
        for record in records
    ]


SharePairs = Mapping[str, tuple[str, str]]
"""Columns that are shares, each with the columns of its numerator and its denominator."""


def share_columns(indicator: str) -> tuple[str, str]:
    """Give the counts of which an indicator is the share; KeyError for one that is no share."""
    found = BY_ID[indicator]
    if found.denominator is None:
        raise KeyError(indicator)
    return found.numerator, found.denominator


def divide_columns(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Divide two columns of counts, row by row."""
    return (numerator / denominator).where(denominator > 0)


def add_shares(frame: Held, pairs: SharePairs) -> Held:
    """Give the rows with their shares beside the counts; what is given stays as it is."""
    if not pairs:
        return frame
    if isinstance(frame, Rows):
        places = [tuple(map(frame.names.index, pair)) for pair in pairs.values()]
        listed = [
            (*row, *(_share_if_known(row[part], row[whole]) for part, whole in places))
            for row in frame.rows
        ]
        return Rows((*frame.names, *pairs), listed)
    found = {
        name: divide_columns(frame[part], frame[whole]) for name, (part, whole) in pairs.items()
    }
    return frame.assign(**found)


def _share_if_known(numerator: float | None, denominator: float | None) -> float | None:
    return None if numerator is None or not denominator else share_of(numerator, denominator)


def growth_of(now: float, before: float) -> float | None:
    """Give the growth on what was before as a fraction; on nothing it is unknown."""
    times = share_of(now, before)
    return None if times is None else times - 1
