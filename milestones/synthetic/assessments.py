"""When the patents due are first assessed: a national course through the published counts.

Each institution has a day around which it files and a length of its campaign, large ones earlier;
provinces differ too, and a handful of institutions miss the deadline. These raw days only order the
patents: the order is then laid along the national course, so that published counts come out exactly
and institutions keep their differences. Zhejiang, whose count in March 2024 is published too,
follows a course of its own, and the other provinces share what is left of the nation's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.random import Generator

from milestones.synthetic import calibration, sampling
from milestones.synthetic.calibration import TARGETS, Size
from milestones.synthetic.institutions import Enterprises, Institutions
from milestones.synthetic.patents import RECENT, Patents
from milestones.synthetic.sampling import (
    LAST_DAY,
    NEVER,
    Floats,
    Ints,
    Mask,
    Points,
    day_number,
    stream,
)

_INVENTIONS, _OTHERS, _ZHEJIANG = 0, 1, 2
_INVENTIONS_DUE = TARGETS["due_inventions"].value
_DUE = np.array([_INVENTIONS_DUE, calibration.FULL - _INVENTIONS_DUE])
_SPRING = TARGETS["assessed_spring_inventions"].value
_SPRING_SHARES = np.array([_SPRING, TARGETS["assessed_spring"].value - _SPRING]) / _DUE
_SUMMER_SHARES = np.array([TARGETS["assessed_summer_inventions"].value, 412_000]) / _DUE
_NOVEMBER_SHARES = 1 - np.array(calibration.UNASSESSED_NOVEMBER) / _DUE
_LEFT = np.array(calibration.UNASSESSED_DEADLINE) / _DUE
_ZHEJIANG_MARCH = TARGETS["assessed_zhejiang"].value / TARGETS["due_zhejiang"].value
# Shares assessed by each day: of the inventions due, of the other kinds, of Zhejiang's patents.
# Published counts fix the days they were published for; between them the pace is ours.
_COURSE = (
    ("2024-01-01", 0.0, 0.0, 0.0),
    ("2024-01-20", 0.008, 0.006, 0.02),
    ("2024-02-09", 0.06, 0.045, 0.13),
    ("2024-02-29", 0.17, 0.135, 0.30),
    ("2024-03-18", 0.335, 0.273, _ZHEJIANG_MARCH),
    ("2024-03-31", 0.475, 0.39, 0.64),
    ("2024-04-24", *_SPRING_SHARES, 0.82),
    ("2024-05-31", 0.875, 0.78, 0.945),
    ("2024-06-30", *_SUMMER_SHARES, 0.986),
    ("2024-07-31", 0.966, 0.93, 0.99),
    ("2024-08-31", 0.975, 0.952, 0.994),
    ("2024-10-15", 0.986, 0.977, 0.998),
    ("2024-11-29", *_NOVEMBER_SHARES, 1.0),
    ("2024-12-31", *(1 - _LEFT), 1.0),
    ("2025-01-31", *(1 - 0.90 * _LEFT), 1.0),
    ("2025-03-31", *(1 - 0.54 * _LEFT), 1.0),
    ("2025-05-31", *(1 - 0.16 * _LEFT), 1.0),
    ("2025-06-20", 1.0, 1.0, 1.0),
)

_LATE_PROVINCES = 6
_NEARLY_ALL = 0.93
_VERY_LATE_INSTITUTIONS = 3
# What the late institutions hold of the patents unassessed in November; the rest is scattered.
_SHARE_OF_LATE = 0.97
_AFTER_ALL_OTHERS_DAYS = 2_000.0


def draw_assessment_days(rng: Generator, patents: Patents) -> Ints:
    """Give the day of the first assessment of each patent due."""
    institutions, holder = patents.institutions, patents.holder[: patents.due]
    raw = _raw_days(rng, institutions, holder) + _delays(rng, institutions, holder)
    in_zhejiang = institutions.province[holder] == institutions.zhejiang
    invention = patents.is_invention[: patents.due]
    day = np.empty(patents.due, dtype=np.int32)
    for column, mask in ((_INVENTIONS, invention), (_OTHERS, ~invention)):
        own, others = np.flatnonzero(mask & in_zhejiang), np.flatnonzero(mask & ~in_zhejiang)
        own_course = course(_ZHEJIANG, len(own))
        rest = _without(course(column, len(own) + len(others)), own_course)
        for members, points in ((own, own_course), (others, rest)):
            day[members[np.argsort(raw[members])]] = sampling.days_along(points)
    return day


def course(column: int, due: int) -> Points:
    """Give how many of `due` patents are assessed by each day, by a column of the course."""
    return [(sampling.day_number(day), round(due * shares[column])) for day, *shares in _COURSE]


def _without(nation: Points, own: Points) -> Points:
    """Give what is left of the nation's counts; they never fall, as rounding might make them."""
    left = [every - some for (_, every), (_, some) in zip(nation, own, strict=True)]
    rising = np.minimum(np.maximum.accumulate(left), left[-1])
    return [(day, int(count)) for (day, _), count in zip(nation, rising, strict=True)]


def _raw_days(rng: Generator, institutions: Institutions, holder: Ints) -> Floats:
    """Give the days since the start at which each patent would be filed, before the course."""
    count = len(institutions)
    log_size = np.log(np.maximum(institutions.due, 1))
    small = (log_size.mean() - log_size) / (log_size.std() or 1.0)
    province = sampling.group_effects(rng, institutions.province, 16.0)
    middle = 100 + province + rng.normal(0.0, 15.0, count) + 26 * small
    length = 9.0 * np.exp(rng.normal(0.0, 0.35, count) - 0.35 * small)
    days: Floats = middle[holder] + length[holder] * rng.logistic(size=len(holder))
    return days


def _delays(rng: Generator, institutions: Institutions, holder: Ints) -> Floats:
    """Give the days to add to each patent's raw day: none, or so many that it comes last.

    Three institutions leave nearly everything, others a part; those that leave most come last.
    """
    share = _late_shares(rng, institutions)
    late = rng.random(len(holder)) < share[holder]
    order = rng.normal(0.0, 1.0, len(institutions)) + 4 * share
    noise = rng.normal(0.0, 60.0, len(holder))
    return np.where(late, _AFTER_ALL_OTHERS_DAYS + 100 * order[holder] + noise, 0.0)


def _late_shares(rng: Generator, institutions: Institutions) -> Floats:
    """Give the share of its patents that each institution leaves until after November 2024.

    Late are institutions of middling size in six provinces drawn by lot (not Zhejiang).
    """
    others = np.delete(np.arange(len(institutions.provinces)), institutions.zhejiang)
    provinces = rng.choice(others, size=_LATE_PROVINCES, replace=False)
    low, high = np.quantile(institutions.due[institutions.due > 0], (0.5, 0.86))
    middling = (institutions.due >= low) & (institutions.due <= high)
    members = np.flatnonzero(middling & np.isin(institutions.province, provinces))
    candidates = rng.permutation(members)
    left = rng.uniform(0.3, 0.8, len(candidates))
    left[:_VERY_LATE_INSTITUTIONS] = _NEARLY_ALL
    total = np.cumsum(left * institutions.due[candidates])
    wanted = _SHARE_OF_LATE * institutions.size(sum(calibration.UNASSESSED_NOVEMBER))
    late = int(np.searchsorted(total, wanted)) + 1
    share = np.zeros(len(institutions))
    share[candidates[:late]] = left[:late]
    return share


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
