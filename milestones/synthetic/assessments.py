"""What the assessments say: who enters the pool, how holders grade their patents, what changes.

The notice of September 2024 asked for checks of what had been filed, so a few per cent of the
patents due are assessed twice; the latest assessment decides.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from milestones.synthetic import calibration as given
from milestones.synthetic.assessment_days import draw_assessment_days
from milestones.synthetic.calibration import Size, target
from milestones.synthetic.patents import RECENT, Patents
from milestones.synthetic.sampling import (
    LAST_DAY,
    NEVER,
    Days,
    Floats,
    Ints,
    Mask,
    Small,
    day_number,
    grades,
    in_groups,
    pick,
    stream,
    top,
)

_GOOD_STARS = 4
_RECENT_SHARE = 0.22
# Shares by whether the patent is an invention, and whether it was assessed by spring 2024.
_POOLED_AFTER_SPRING = {True: 0.765, False: 0.575}
_GOOD = {
    (True, True): target("good_share_spring").value,
    (True, False): 0.285,
    (False, True): 0.21,
    (False, False): 0.19,
}
_STARS_OUTSIDE_POOL = (0.12, 0.38, 0.33, 0.16, 0.009, 0.001)
_NOTICE = day_number("2024-09-10")
_CHECKED = 0.042
_LEAVES_POOL, _ENTERS_POOL = 0.11, 0.3
WILLINGNESS = ("assignment", "licence", "open_licence", "equity", "own_use")
STATES = ("未实施", "样品样机", "小批量试制", "已自行实施", "已许可实施")
_WILLING = (0.36, 0.25, 0.22, 0.05, 0.12)
_KEPT_WORD = 0.55


@dataclass(frozen=True)
class Assessments:
    """Arrays by row; the first rows are the first assessments of the patents due, in order."""

    patent: Ints
    assessed_on: Days
    convertible: Mask
    stars: Small  # 0 = not graded
    last_row: Ints  # By patent due: the row of its last assessment.
    lapse_open: Ints  # Patents due that lapse before the deadline and are assessed after it.

    @property
    def first_on(self) -> Days:
        """The day of the first assessment of each patent due."""
        return self.assessed_on[: len(self.last_row)]

    def pooled(self, day: int) -> Mask:
        """Mark the patents due that are in the pool on this day."""
        row = self._latest(day)
        pooled: Mask = (self.assessed_on[row] <= day) & self.convertible[row]
        return pooled

    def good(self, day: int) -> Mask:
        """Mark the patents due that are in the pool with four stars or more on this day."""
        good: Mask = self.pooled(day) & (self.stars[self._latest(day)] >= _GOOD_STARS)
        return good

    def pooled_from(self) -> Days:
        """Give the first day in the pool of each patent due, NEVER if it never enters."""
        row = self._entry()
        return np.where(self.convertible[row], self.assessed_on[row], NEVER).astype(np.int32)

    def entry_stars(self) -> Small:
        """Give the stars of the assessment by which each patent due first entered the pool."""
        return self.stars[self._entry()]

    def _latest(self, day: int) -> Ints:
        due = len(self.last_row)
        return np.where(self.assessed_on[self.last_row] <= day, self.last_row, np.arange(due))

    def _entry(self) -> Ints:
        due = len(self.last_row)
        return np.where(self.convertible[:due], np.arange(due), self.last_row)


def draw_assessments(seed: int, patents: Patents) -> Assessments:
    """Draw first assessments of all patents due and of some granted since, then second ones."""
    rng = stream(seed, "assessments")
    size, due = patents.institutions.size, patents.due
    patent, day = _first_days(rng, patents)
    early = (day <= day_number(given.SPRING)) & (patent < due)
    quality = _quality(rng, patents, patent)
    invention = patents.is_invention[patent]
    convertible = _pooled(rng, size, invention, early, quality)
    stars = _stars(rng, invention, early, convertible, quality)
    late = np.flatnonzero(day[:due] > day_number(given.DEADLINE_ASSESSMENT))
    lapse_open = np.sort(rng.choice(late, size=size(given.LAPSED_OPEN), replace=False))
    first = pd.DataFrame(
        {"patent": patent, "assessed_on": day, "convertible": convertible, "stars": stars}
    )
    second = _second(stream(seed, "again"), first[:due], lapse_open)
    last_row = np.arange(due)
    last_row[second["patent"]] = len(first) + np.arange(len(second))
    rows = pd.concat([first, second])
    return Assessments(
        rows["patent"].to_numpy(),
        rows["assessed_on"].to_numpy(),
        rows["convertible"].to_numpy(),
        rows["stars"].to_numpy(),
        last_row,
        lapse_open,
    )


def _first_days(rng: np.random.Generator, patents: Patents) -> tuple[Ints, Days]:
    """Give the patents that are assessed, those due first, and the day of each."""
    day = draw_assessment_days(rng, patents)
    recent = np.flatnonzero(patents.group == RECENT)
    recent = recent[rng.random(len(recent)) < _RECENT_SHARE]
    wait = 30 + rng.gamma(2.0, 80.0, len(recent))
    later = patents.granted_on[recent] + wait.astype(np.int32)
    in_time = later <= LAST_DAY
    patent = np.concatenate([np.arange(patents.due), recent[in_time]])
    return patent, np.concatenate([day, later[in_time]])


def _quality(rng: np.random.Generator, patents: Patents, patent: Ints) -> Floats:
    """Say how good patents are in their holders' eyes, by institution, field and patent."""
    return (
        in_groups(rng, patents.holder[patent], 0.4)
        + in_groups(rng, patents.field[patent], 0.25)
        + rng.normal(0.0, 1.0, len(patent))
    )


def _pooled(
    rng: np.random.Generator, size: Size, invention: Mask, early: Mask, quality: Floats
) -> Mask:
    """Mark the pool: the published counts up to 24 April 2024, a little less after it."""
    score = 0.6 * quality + rng.normal(0.0, 1.0, len(quality))
    inventions = size.target("pooled_spring_inventions")
    published = {True: inventions, False: size.target("pooled_spring") - inventions}
    pooled = np.zeros(len(quality), dtype=bool)
    for of_inventions in (True, False):
        same = invention == of_inventions
        first, then = np.flatnonzero(same & early), np.flatnonzero(same & ~early)
        pooled[first] = top(score[first], published[of_inventions])
        pooled[then] = top(score[then], round(len(then) * _POOLED_AFTER_SPRING[of_inventions]))
    return pooled


def _stars(
    rng: np.random.Generator, invention: Mask, early: Mask, convertible: Mask, quality: Floats
) -> Small:
    """Grade patents: the published share of four stars and more, few stars outside the pool."""
    stars = np.zeros(len(quality), dtype=np.int8)
    for (of_inventions, in_spring), good in _GOOD.items():
        members = np.flatnonzero(convertible & (invention == of_inventions) & (early == in_spring))
        rest = 1 - good
        shares = (0.12 * rest, 0.31 * rest, 0.57 * rest, 0.74 * good, 0.26 * good)
        stars[members] = grades(quality[members], shares)
    stars[~convertible] = pick(rng, _STARS_OUTSIDE_POOL, int((~convertible).sum()))
    return stars


def _second(rng: np.random.Generator, first: pd.DataFrame, lapse_open: Ints) -> pd.DataFrame:
    """Assess a few per cent again, 60 days later at least; some enter or leave the pool, and stars
    move by one."""
    eligible = first["assessed_on"].to_numpy() <= day_number("2025-03-31")
    eligible[lapse_open] = False
    again = first[eligible & (rng.random(len(first)) < _CHECKED)]
    start = np.maximum(again["assessed_on"].to_numpy() + 60, _NOTICE)
    day = start + np.floor((LAST_DAY - start) * rng.random(len(again)) ** 1.3)
    lot = rng.random(len(again))
    pooled = np.where(again["convertible"], lot > _LEAVES_POOL, lot < _ENTERS_POOL)
    change = pick(rng, (0.22, 0.5, 0.28), len(again)) - 1
    stars = np.clip(np.maximum(again["stars"], 1 + pooled) + change, 1, 5)
    stars = stars.where(pooled, np.minimum(stars, 2)).astype(np.int8)
    return again.assign(assessed_on=day.astype(np.int32), convertible=pooled, stars=stars)


def draw_details(
    seed: int, assessments: Assessments, patents: int, used: Ints, transfers: pd.DataFrame
) -> pd.DataFrame:
    """Draw what holders say beside the stars: willingness, maturity and state, -1 for blank.

    Whoever transfers or uses a patent later mostly said so before.
    """
    rng = stream(seed, "details")
    count, stars = len(assessments.patent), assessments.stars
    willingness = pick(rng, _WILLING, patents)
    kept_word = rng.random(patents) < _KEPT_WORD
    willingness[used[kept_word[used]]] = WILLINGNESS.index("own_use")
    moved = transfers[kept_word[transfers["patent"]]]
    willingness[moved["patent"]] = moved["mode"]
    willing = willingness[assessments.patent]
    willing[~assessments.convertible & (rng.random(count) < 0.85)] = -1
    maturity = np.clip(np.rint(1.4 + 1.1 * stars + rng.normal(0, 1.3, count)), 1, 9)
    state = np.clip(np.rint((maturity - 4.5) / 2 + rng.normal(0, 0.6, count)), 0, 4)
    maturity[rng.random(count) < 0.06] = -1
    state[rng.random(count) < 0.03] = -1
    columns = {"willingness": willing, "maturity": maturity, "state": state}
    return pd.DataFrame(columns, dtype=np.int8)
