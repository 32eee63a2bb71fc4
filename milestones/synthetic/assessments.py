"""The assessments: who files when, what enters the pool, how holders grade their patents.

Each institution has a day around which it files and a length of its campaign, large ones earlier;
provinces differ too. These raw days only order the patents: the order is then laid along the
national path, so that published counts come out exactly and institutions keep their differences.
"""

from dataclasses import dataclass

import numpy as np

from milestones.synthetic import calibration as given
from milestones.synthetic import late, paths, places
from milestones.synthetic.calendar import LAST_DAY, number
from milestones.synthetic.calibration import Size, target
from milestones.synthetic.draw import (
    Days,
    Floats,
    Ints,
    Mask,
    Small,
    grades,
    in_groups,
    pick,
    standardized,
    stream,
    top,
)
from milestones.synthetic.fields import BLANK, FIELD_OF_CODE
from milestones.synthetic.holdings import RECENT
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.patents import Patents

_AFTER_SPRING_POOLED = {True: 0.765, False: 0.575}
_GOOD = {(True, False): 0.285, (False, True): 0.21, (False, False): 0.19}
_RECENT_SHARE = 0.22


@dataclass(frozen=True)
class Assessments:
    """Arrays by row; the first `len(due)` rows are the first assessments of the patents due."""

    patent: Ints
    assessed_on: Days
    convertible: Mask
    stars: Small  # 0 = not graded
    quality: Floats
    lapsed_open: Ints  # patents due that lapse before the deadline and are assessed after it


def make(size: Size, seed: int, institutions: Institutions, patents: Patents) -> Assessments:
    """First assessments of all patents due and of some granted since."""
    rng = stream(seed, "assessments")
    day = _days_of_due(rng, size, institutions, patents)
    recent = np.flatnonzero(patents.group == RECENT)
    recent = recent[rng.random(len(recent)) < _RECENT_SHARE]
    wait = 30 + rng.gamma(2.0, 80.0, len(recent))
    later = patents.granted_on[recent] + wait.astype(np.int32)
    in_time = later <= number(LAST_DAY)
    patent = np.concatenate([np.arange(patents.due), recent[in_time]])
    assessed = np.concatenate([day, later[in_time]]).astype(np.int32)
    early = (assessed <= number(given.SPRING)) & (patent < patents.due)
    quality = _quality(rng, patents, patent)
    convertible = _pooled(rng, size, patents.is_invention[patent], early, quality)
    stars = _stars(rng, patents.is_invention[patent], early, convertible, quality)
    open_late = np.flatnonzero(day > number(given.DEADLINE_ASSESSMENT))
    lapsed = rng.choice(open_late, size=size(given.LAPSED_OPEN), replace=False)
    return Assessments(patent, assessed, convertible, stars, quality, np.sort(lapsed))


def _days_of_due(
    rng: np.random.Generator, size: Size, institutions: Institutions, patents: Patents
) -> Days:
    """Days of the first assessments: raw order of each group laid along the group's path."""
    holder = patents.holder[: patents.due]
    raw = _raw_days(rng, institutions, holder)
    raw += late.delays(rng, size, institutions, holder)
    at_home = institutions.province[holder] == places.zhejiang(institutions.places)
    invention = patents.is_invention[: patents.due]
    own = paths.zhejiang(size, int((at_home & invention).sum()), int((at_home & ~invention).sum()))
    day = np.empty(patents.due, dtype=np.int32)
    for taken, mask in zip(own, (invention, ~invention), strict=True):
        points = paths.national(size, mask is invention, int(mask.sum()))
        for members, days in (
            (np.flatnonzero(mask & at_home), taken),
            (np.flatnonzero(mask & ~at_home), paths.rest(points, taken)),
        ):
            day[members[np.argsort(raw[members])]] = days
    return day


def _raw_days(rng: np.random.Generator, institutions: Institutions, holder: Ints) -> Floats:
    """Days since the start at which each patent would be filed, before the national path."""
    count = len(institutions)
    log_size = np.log(np.maximum(institutions.due, 1))
    small = -standardized(log_size)
    province = in_groups(rng, institutions.province, 16.0)
    middle = 100 + province + rng.normal(0.0, 15.0, count) + 26 * small
    length = 9.0 * np.exp(rng.normal(0.0, 0.35, count) - 0.35 * small)
    return middle[holder] + length[holder] * rng.logistic(size=len(holder))


def _quality(rng: np.random.Generator, patents: Patents, patent: Ints) -> Floats:
    """How good a patent is in its holder's eyes: institution, field and the patent itself."""
    code = patents.code[patent]
    field = np.where(code == BLANK, 0, FIELD_OF_CODE[code])
    return (
        in_groups(rng, patents.holder[patent], 0.4)
        + in_groups(rng, field, 0.25)
        + rng.normal(0.0, 1.0, len(patent))
    )


def _pooled(
    rng: np.random.Generator, size: Size, invention: Mask, early: Mask, quality: Floats
) -> Mask:
    """What enters the pool: the published counts up to 24 April 2024, a little less after it."""
    score = 0.6 * quality + rng.normal(0.0, 1.0, len(quality))
    inventions = size.target("pooled_spring_inventions")
    published = {True: inventions, False: size.target("pooled_spring") - inventions}
    pooled = np.zeros(len(quality), dtype=bool)
    for of_inventions in (True, False):
        same = invention == of_inventions
        first, then = np.flatnonzero(same & early), np.flatnonzero(same & ~early)
        pooled[first] = top(score[first], published[of_inventions])
        pooled[then] = top(score[then], round(len(then) * _AFTER_SPRING_POOLED[of_inventions]))
    return pooled


def _stars(
    rng: np.random.Generator, invention: Mask, early: Mask, convertible: Mask, quality: Floats
) -> Small:
    """Self-grades: the published share of four stars and more, few stars outside the pool."""
    stars = np.zeros(len(quality), dtype=np.int8)
    published = target("good_share_spring").value
    for of_inventions in (True, False):
        for in_spring in (True, False):
            members = np.flatnonzero(
                convertible & (invention == of_inventions) & (early == in_spring)
            )
            good = _GOOD.get((of_inventions, in_spring), published)
            rest = 1 - good
            shares = (0.12 * rest, 0.31 * rest, 0.57 * rest, 0.74 * good, 0.26 * good)
            stars[members] = grades(quality[members], shares)
    outside = ~convertible
    stars[outside] = pick(rng, (0.12, 0.38, 0.33, 0.16, 0.009, 0.001), int(outside.sum()))
    return stars
