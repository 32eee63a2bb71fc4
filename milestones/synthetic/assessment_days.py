"""When the patents due are first assessed: a national course through the published counts.

Each institution has a day around which it files and a length of its campaign, large ones earlier;
provinces differ too, and a handful of institutions miss the deadline. These raw days only order the
patents: the order is then laid along the national course, so that published counts come out exactly
and institutions keep their differences. Zhejiang, whose count in March 2024 is published too,
follows a course of its own, and the other provinces share what is left of the nation's.
"""

import numpy as np
from numpy.random import Generator

from milestones.synthetic import calibration, sampling
from milestones.synthetic.calibration import TARGETS
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.patents import Patents
from milestones.synthetic.sampling import Floats, Ints, Points

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
