"""What assessments say: who enters the pool, how holders and enterprises grade patents.

The notice of September 2024 asked for checks of what had been filed, so a few per cent of the
patents due are assessed twice; the latest assessment decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.random import Generator

from milestones.synthetic import calibration, sampling
from milestones.synthetic.assessment_days import draw_assessment_days
from milestones.synthetic.calibration import TARGETS, Size
from milestones.synthetic.institutions import Enterprises
from milestones.synthetic.patents import RECENT, Patents
from milestones.synthetic.sampling import LAST_DAY, NEVER, Floats, Ints, Mask, day_number, stream

_GOOD_STARS = 4
_RECENT_SHARE = 0.22
# Shares by whether the patent is an invention, and whether it was assessed by spring 2024.
_POOLED_AFTER_SPRING = {True: 0.765, False: 0.575}
_GOOD = {
    (True, True): TARGETS["good_share_spring"].value,
    (True, False): 0.285,
    (False, True): 0.21,
    (False, False): 0.19,
}
# From no grade to five stars.
_STARS_OUTSIDE_POOL = (0.12, 0.38, 0.33, 0.16, 0.009, 0.001)
_NOTICE = day_number("2024-09-10")
_CHECKED = 0.042
_LEAVES_POOL, _ENTERS_POOL = 0.11, 0.3
WILLINGNESS = ("assignment", "licence", "open_licence", "equity", "own_use")
STATES = ("未实施", "样品样机", "小批量试制", "已自行实施", "已许可实施")
_WILLING = (0.36, 0.25, 0.22, 0.05, 0.12)
_KEPT_WORD = 0.55
# The pool is first pushed to enterprises in April 2024.
_FIRST_PUSH = day_number("2024-04-08")
# The share of pooled patents that enterprises answer, by self-rated stars.
_ANSWERED = np.array([0.3, 0.2, 0.3, 0.44, 0.62, 0.8])
_SOON = 0.62
_HOME = 0.52
INTENTS = ("暂无需求", "继续关注", "愿意洽谈")


@dataclass(frozen=True)
class Assessments:
    """Frames of assessments: all rows, and by patent due its first one and its last one.

    Columns are patent, assessed_on, convertible and stars, -1 for those not graded.
    """

    rows: pd.DataFrame
    first: pd.DataFrame
    last: pd.DataFrame
    lapsed_unassessed: Ints  # Patents due that lapse before the deadline and are assessed after it.

    def of(self, due: Ints) -> Assessments:
        """Give the first and last assessments of some patents due only."""
        return replace(self, first=self.first.iloc[due], last=self.last.iloc[due])

    def pooled(self, day: int) -> Mask:
        """Mark the patents due that are in the pool on this day."""
        latest = self._latest(day)
        return (latest["convertible"] & (latest["assessed_on"] <= day)).to_numpy()

    def good(self, day: int) -> Mask:
        """Mark the patents due that are in the pool with four stars or more on this day."""
        return self.pooled(day) & (self._latest(day)["stars"] >= _GOOD_STARS).to_numpy()

    def entry(self) -> pd.DataFrame:
        """Give the assessment by which each patent due first entered the pool, NEVER for others."""
        entry = self.first.where(self.first["convertible"], self.last)
        return entry.assign(assessed_on=entry["assessed_on"].where(entry["convertible"], NEVER))

    def _latest(self, day: int) -> pd.DataFrame:
        return self.last.where(self.last["assessed_on"] <= day, self.first)


def draw_assessments(seed: int, patents: Patents) -> Assessments:
    """Draw first assessments of all patents due and of some granted since, then second ones."""
    rng = stream(seed, "assessments")
    size, due = patents.institutions.size, patents.due
    patent, day = _first_days(rng, patents)
    early = (day <= day_number(calibration.SPRING)) & (patent < due)
    quality, invention = _quality(rng, patents, patent), patents.is_invention[patent]
    convertible = _pooled(rng, size, invention, early, quality)
    stars = _stars(rng, invention, early, convertible, quality)
    late = np.flatnonzero(day[:due] > day_number(calibration.DEADLINE_ASSESSMENT))
    count = size(calibration.LAPSED_UNASSESSED)
    lapsed_unassessed = np.sort(rng.choice(late, size=count, replace=False))
    columns = {"patent": patent, "assessed_on": day, "convertible": convertible, "stars": stars}
    first = pd.DataFrame(columns)
    second = _second(stream(seed, "again"), first[:due], lapsed_unassessed)
    rows = pd.concat([first, second], ignore_index=True)
    last = rows[rows["patent"] < due].drop_duplicates("patent", keep="last")
    last = last.sort_values("patent", ignore_index=True)
    return Assessments(rows, rows[:due], last, lapsed_unassessed)


def _first_days(rng: Generator, patents: Patents) -> tuple[Ints, Ints]:
    """Give the patents that are assessed, those due first, and the day of each."""
    day = draw_assessment_days(rng, patents)
    recent = np.flatnonzero(patents.group == RECENT)
    recent = recent[rng.random(len(recent)) < _RECENT_SHARE]
    wait = 30 + rng.gamma(2.0, 80.0, len(recent))
    later = patents.granted_on[recent] + wait.astype(np.int32)
    in_time = later <= LAST_DAY
    patent = np.concatenate([np.arange(patents.due), recent[in_time]])
    return patent, np.concatenate([day, later[in_time]])


def _quality(rng: Generator, patents: Patents, patent: Ints) -> Floats:
    """Say how good patents are in their holders' eyes, by institution, field and patent."""
    return (
        sampling.group_effects(rng, patents.holder[patent], 0.4)
        + sampling.group_effects(rng, patents.field[patent], 0.25)
        + rng.normal(0.0, 1.0, len(patent))
    )


def _pooled(rng: Generator, size: Size, invention: Mask, early: Mask, quality: Floats) -> Mask:
    """Mark the pool: the published counts up to 24 April 2024, a little less after it."""
    score = 0.6 * quality + rng.normal(0.0, 1.0, len(quality))
    inventions = size.target("pooled_spring_inventions")
    published = {True: inventions, False: size.target("pooled_spring") - inventions}
    pooled = np.zeros(len(quality), dtype=bool)
    for of_inventions in (True, False):
        same = invention == of_inventions
        first, then = np.flatnonzero(same & early), np.flatnonzero(same & ~early)
        pooled[first] = sampling.mark_top(score[first], published[of_inventions])
        pooled[then] = sampling.mark_top(
            score[then], round(len(then) * _POOLED_AFTER_SPRING[of_inventions])
        )
    return pooled


def _stars(
    rng: Generator, invention: Mask, early: Mask, convertible: Mask, quality: Floats
) -> Ints:
    """Grade patents: the published share of four stars and more, few stars outside the pool."""
    stars = np.empty(len(quality), dtype=np.int8)
    for (of_inventions, in_spring), good in _GOOD.items():
        members = np.flatnonzero(convertible & (invention == of_inventions) & (early == in_spring))
        rest = 1 - good
        shares = (0.12 * rest, 0.31 * rest, 0.57 * rest, 0.74 * good, 0.26 * good)
        stars[members] = sampling.grade_by_rank(quality[members], shares)
    outside = sampling.categorical(rng, _STARS_OUTSIDE_POOL, int((~convertible).sum()))
    stars[~convertible] = np.where(outside == 0, -1, outside)
    return stars


def _second(rng: Generator, first: pd.DataFrame, lapsed_unassessed: Ints) -> pd.DataFrame:
    """Assess a few per cent again, 60 days later at least: the pool changes, stars move by one."""
    eligible = first["assessed_on"].to_numpy() <= day_number("2025-03-31")
    eligible[lapsed_unassessed] = False
    again = first[eligible & (rng.random(len(first)) < _CHECKED)]
    start = np.maximum(again["assessed_on"].to_numpy() + 60, _NOTICE)
    day = start + np.floor((LAST_DAY - start) * rng.random(len(again)) ** 1.3)
    lot = rng.random(len(again))
    pooled = np.where(again["convertible"], lot > _LEAVES_POOL, lot < _ENTERS_POOL)
    change = sampling.categorical(rng, (0.22, 0.5, 0.28), len(again)) - 1
    stars = np.clip(np.maximum(again["stars"], 1 + pooled) + change, 1, 5)
    stars = stars.where(pooled, np.minimum(stars, 2)).astype(np.int8)
    return again.assign(assessed_on=day.astype(np.int32), convertible=pooled, stars=stars)


def with_details(
    seed: int,
    patents: Patents,
    assessments: Assessments,
    products: pd.DataFrame,
    transfers: pd.DataFrame,
) -> pd.DataFrame:
    """Add what holders say beside the stars: willingness, maturity and state, -1 for blank.

    Whoever transfers or uses a patent later mostly said so before.
    """
    rng, rows = stream(seed, "details"), assessments.rows
    used, transferred = products["patent"].to_numpy(), transfers["patent"].to_numpy()
    willing = sampling.categorical(rng, _WILLING, len(patents))
    kept_word = rng.random(len(patents)) < _KEPT_WORD
    willing[used[kept_word[used]]] = WILLINGNESS.index("own_use")
    willing[transferred] = np.where(kept_word[transferred], transfers["mode"], willing[transferred])
    willingness = willing[rows["patent"]]
    willingness[~rows["convertible"] & (rng.random(len(rows)) < 0.85)] = -1
    maturity = 1.4 + 1.1 * rows["stars"] + rng.normal(0, 1.3, len(rows))
    maturity = maturity.round().clip(1, 9)
    state = ((maturity - 4.5) / 2 + rng.normal(0, 0.6, len(rows))).round().clip(0, 4)
    return rows.assign(
        willingness=willingness,
        maturity=maturity.mask(rng.random(len(rows)) < 0.06, -1).astype(np.int8),
        state=state.mask(rng.random(len(rows)) < 0.03, -1).astype(np.int8),
    )


def draw_evaluations(
    seed: int, patents: Patents, assessments: Assessments, enterprises: Enterprises
) -> pd.DataFrame:
    """Draw evaluations of pooled patents; a patent, day and enterprise occur together once."""
    rng = stream(seed, "evaluations")
    entry = assessments.entry()
    pooled_from, self_stars = entry["assessed_on"].to_numpy(), entry["stars"].to_numpy()
    answered = (pooled_from < NEVER) & (rng.random(patents.due) < _ANSWERED[self_stars])
    answered[assessments.lapsed_unassessed] = False
    patent = np.flatnonzero(answered)
    patent = np.repeat(patent, 1 + sampling.categorical(rng, (0.77, 0.17, 0.06), len(patent)))
    day = _evaluation_days(rng, pooled_from[patent])
    enterprise = enterprises.draw(rng, patents.province[patent], _HOME)
    rows = pd.DataFrame({"patent": patent, "evaluated_on": day, "enterprise": enterprise})
    rows = rows[rows["evaluated_on"] <= LAST_DAY].drop_duplicates(ignore_index=True)
    strict = self_stars[rows["patent"]] * 0.72 + 0.15 + rng.normal(0.0, 0.85, len(rows))
    stars = np.clip(np.rint(strict), 1, 5).astype(np.int8)
    intent = np.searchsorted([2.6, 4.1], stars + rng.normal(0.0, 0.8, len(rows)))
    return rows.assign(enterprise_province=rows["enterprise"], stars=stars, intent=intent)


def _evaluation_days(rng: Generator, pooled_on: Ints) -> Ints:
    """Give the days of the answers: patents are pushed by the week, most answers come soon."""
    start = np.maximum(pooled_on, _FIRST_PUSH).astype(np.float64)
    soon = start + 12 + rng.gamma(2.0, 30.0, len(start))
    later = start + 40 + (LAST_DAY + 60 - start) * rng.random(len(start))
    day = np.where(rng.random(len(start)) < _SOON, soon, later).astype(np.int32)
    after_friday = np.maximum(sampling.weekdays(day) - 4, 0)
    after_friday[rng.random(len(start)) > 0.9] = 0
    return (day - after_friday).astype(np.int32)
