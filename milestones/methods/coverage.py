"""What the forecasts are worth: each milestone's past courses, forecast again and held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from milestones.editions.edition import Edition
from milestones.figures import FIGURES, compute
from milestones.frames import days
from milestones.plan import Milestone
from milestones.progress.forecast import BackTest, back_test
from milestones.progress.forecast.model import HIGH, LOW
from milestones.progress.pace import Series, is_reached
from milestones.selection import Selection

HORIZONS = (1, 3, 6)
PROMISED = HIGH - LOW
COUNTRY, PROVINCES = "country", "provinces"
QUERY = "province_paths"


@dataclass(frozen=True)
class Scored:
    """One line of the back-test: a milestone, whose courses, months ahead, and the score."""

    milestone: str
    courses: str
    ahead: int
    score: BackTest


@lru_cache(maxsize=4)
def scores(edition: Edition) -> tuple[Scored, ...]:
    """Back-test the forecasts of every milestone whose monthly courses the edition has.

    An origin is the end of a month on which a forecast would have been shown: the value was
    known, and the target still open.
    """
    found: list[Scored] = []
    for milestone in edition.plan.milestones:
        figure = _followed_by(milestone)
        if figure is not None:
            frame = compute(figure, edition, Selection()).frame
            for courses, many in ((COUNTRY, [_country(frame)]), (PROVINCES, _provinces(frame))):
                found += _scored(milestone, courses, many, edition.as_of)
    return tuple(found)


def origins(series: Series, milestone: Milestone) -> list[date]:
    """Give the days of a series on which its milestone was open and could be reached."""
    open_after = milestone.target is not None
    return [
        day
        for day, value in series
        if value is not None
        and not is_reached(milestone, value)
        and (day < milestone.deadline or open_after)
    ]


def _scored(
    milestone: Milestone, courses: str, many: Iterable[Series], as_of: date
) -> Iterator[Scored]:
    each = [
        back_test([series], origins(series, milestone), HORIZONS, until=as_of) for series in many
    ]
    for ahead in HORIZONS:
        cases = sum(tested[ahead].cases for tested in each)
        held = sum(tested[ahead].held for tested in each)
        yield Scored(milestone.id, courses, ahead, BackTest(cases, held))


def _followed_by(milestone: Milestone) -> str | None:
    """Name a figure whose frame holds the milestone's indicator by province and month."""
    wanted = (QUERY, (milestone.indicator,))
    named = (each.id for each in FIGURES.values() if (each.query, each.indicators) == wanted)
    return next(named, None)


def _provinces(frame: pd.DataFrame) -> list[Series]:
    ordered = frame.sort_values("day", kind="stable")
    return [_series(course) for _, course in ordered.groupby("code")]


def _country(frame: pd.DataFrame) -> Series:
    sums = frame.groupby("day", as_index=False)[["numerator", "denominator"]].sum()
    return _series(sums)


def _series(course: pd.DataFrame) -> Series:
    pairs = zip(course["numerator"].tolist(), course["denominator"].tolist(), strict=True)
    values = [part / whole if whole else None for part, whole in pairs]
    return list(zip(days(course["day"]), values, strict=True))
