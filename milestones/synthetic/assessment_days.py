"""When the patents due are first assessed: a national course through the published counts.

Each institution has a day around which it files and a length of its campaign, large ones earlier;
provinces differ too, and a handful of institutions miss the deadline. These raw days only order the
patents: the order is then laid along the national course, so that published counts come out exactly
and institutions keep their differences. Zhejiang, whose count in March 2024 is published too,
follows a course of its own, and the other provinces share what is left of the nation's.
"""

import numpy as np

from milestones.synthetic import calibration as given
from milestones.synthetic.calibration import Size, target
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.patents import Patents
from milestones.synthetic.sampling import (
    FIRST_DAY,
    Days,
    Floats,
    Ints,
    Points,
    day_number,
    days_along,
    in_groups,
)

# Shares of the inventions and of the other kinds due, where nothing is published.
_BETWEEN = (
    ("2024-01-20", 0.008, 0.006), ("2024-02-09", 0.06, 0.045), ("2024-02-29", 0.17, 0.135),
    ("2024-03-31", 0.475, 0.39), ("2024-05-31", 0.875, 0.78), ("2024-07-31", 0.966, 0.93),
    ("2024-08-31", 0.975, 0.952), ("2024-10-15", 0.986, 0.977),
)  # fmt: skip
_OTHERS_SUMMER = 412_000
# Of those unassessed at the deadline, the share assessed by a day after it.
_AFTER_DEADLINE = (("2025-01-31", 0.10), ("2025-03-31", 0.46), ("2025-05-31", 0.84))
_FINISHED = "2025-06-20"
# Zhejiang: share of its patents due.
_ZHEJIANG = (
    ("2024-01-20", 0.02), ("2024-02-09", 0.13), ("2024-02-29", 0.30), ("2024-04-24", 0.82),
    ("2024-05-31", 0.945), ("2024-06-30", 0.986), ("2024-08-31", 0.994), ("2024-11-15", 1.0),
)  # fmt: skip
_ZHEJIANG_INVENTIONS_MARCH = 0.525

_LATE_PROVINCES = 6
_NEARLY_ALL = 0.93
_VERY_LATE_INSTITUTIONS = 3
# What the late institutions hold of the patents unassessed in November; the rest is scattered.
_SHARE_OF_LATE = 0.97
_AFTER_ALL_OTHERS_DAYS = 2_000.0


def draw_assessment_days(rng: np.random.Generator, patents: Patents) -> Days:
    """Give the day of the first assessment of each patent due."""
    institutions, size = patents.institutions, patents.institutions.size
    holder, invention = patents.holder[: patents.due], patents.is_invention[: patents.due]
    raw = _raw_days(rng, institutions, holder) + _delays(rng, institutions, holder)
    in_zhejiang = institutions.province[holder] == institutions.zhejiang
    march = round(_ZHEJIANG_INVENTIONS_MARCH * int((in_zhejiang & invention).sum()))
    day = np.empty(patents.due, dtype=np.int32)
    for inventions, by_march in (
        (True, march),
        (False, size.target("assessed_zhejiang") - march),
    ):
        own = np.flatnonzero(in_zhejiang & (invention == inventions))
        others = np.flatnonzero(~in_zhejiang & (invention == inventions))
        taken = days_along(_zhejiang_course(len(own), by_march))
        nation = national_course(size, inventions, len(own) + len(others))
        for members, days in ((own, taken), (others, days_along(_without(nation, taken)))):
            day[members[np.argsort(raw[members])]] = days
    return day


def _raw_days(rng: np.random.Generator, institutions: Institutions, holder: Ints) -> Floats:
    """Give the days since the start at which each patent would be filed, before the course."""
    count = len(institutions)
    log_size = np.log(np.maximum(institutions.due, 1))
    small = (log_size.mean() - log_size) / (log_size.std() or 1.0)
    province = in_groups(rng, institutions.province, 16.0)
    middle = 100 + province + rng.normal(0.0, 15.0, count) + 26 * small
    length = 9.0 * np.exp(rng.normal(0.0, 0.35, count) - 0.35 * small)
    return middle[holder] + length[holder] * rng.logistic(size=len(holder))


def _delays(rng: np.random.Generator, institutions: Institutions, holder: Ints) -> Floats:
    """Give the days to add to each patent's raw day: none, or so many that it comes last.

    Three institutions leave nearly everything, others a part; those that leave most come last.
    """
    share = _late_shares(rng, institutions)
    late = rng.random(len(holder)) < share[holder]
    order = rng.normal(0.0, 1.0, len(institutions)) + 4 * share
    delay = np.zeros(len(holder))
    delay[late] = _AFTER_ALL_OTHERS_DAYS + 100 * order[holder[late]]
    delay[late] += rng.normal(0.0, 60.0, int(late.sum()))
    return delay


def _late_shares(rng: np.random.Generator, institutions: Institutions) -> Floats:
    """Give the share of its patents that each institution leaves until after November 2024.

    Late are institutions of middling size in six provinces drawn by lot (not Zhejiang).
    """
    others = np.delete(np.arange(len(institutions.provinces)), institutions.zhejiang)
    provinces = rng.choice(others, size=_LATE_PROVINCES, replace=False)
    low, high = np.quantile(institutions.due[institutions.due > 0], (0.5, 0.86))
    middling = (institutions.due >= low) & (institutions.due <= high)
    candidates = np.flatnonzero(middling & np.isin(institutions.province, provinces))
    candidates = rng.permutation(candidates)
    left = rng.uniform(0.15, 0.6, len(candidates))
    left[:_VERY_LATE_INSTITUTIONS] = _NEARLY_ALL
    wanted = _SHARE_OF_LATE * institutions.size(sum(given.UNASSESSED_NOVEMBER))
    total = np.cumsum(left * institutions.due[candidates])
    late = slice(int(np.searchsorted(total, wanted)) + 1)
    share = np.zeros(len(institutions))
    share[candidates[late]] = left[late]
    return share


def national_course(size: Size, inventions: bool, due: int) -> Points:
    """Give the nation's counts for inventions or for the other kinds, of `due` patents.

    Published counts fix the days they were published for; between them the pace is ours.
    """
    which = 0 if inventions else 1
    full = _of_kind("due", "due_inventions", inventions)
    left = given.UNASSESSED_DEADLINE[which]
    summer = target("assessed_summer_inventions")
    counts = {day_number(day): full * shares[which] for day, *shares in _BETWEEN} | {
        day_number(given.SPRING): _of_kind(
            "assessed_spring", "assessed_spring_inventions", inventions
        ),
        day_number(summer.on): summer.value if inventions else _OTHERS_SUMMER,
        day_number(target("coverage_november").on): full - given.UNASSESSED_NOVEMBER[which],
        day_number(given.DEADLINE_ASSESSMENT): full - left,
    }
    counts |= {day_number(day): full - left * (1 - closed) for day, closed in _AFTER_DEADLINE}
    points = [(day, size(count)) for day, count in sorted(counts.items())]
    return _rising([(FIRST_DAY, 0), *points, (day_number(_FINISHED), due)], due)


def _of_kind(every: str, inventions_only: str, inventions: bool) -> float:
    """Give the target for inventions, or what it leaves of all for the other kinds."""
    some = target(inventions_only).value
    return some if inventions else target(every).value - some


def _zhejiang_course(due: int, by_march: int) -> Points:
    """Give Zhejiang's counts: its published one is exact."""
    march = (day_number(target("assessed_zhejiang").on), by_march)
    points = [(day_number(day), round(due * share)) for day, share in _ZHEJIANG]
    return _rising([(FIRST_DAY, 0), *sorted([*points, march])], due)


def _without(points: Points, taken: Days) -> Points:
    """Give what is left of the points' counts when some days are taken (sorted)."""
    left = [(day, count - int(np.searchsorted(taken, day, side="right"))) for day, count in points]
    return _rising(left, points[-1][1] - len(taken))


def _rising(points: Points, total: int) -> Points:
    """Make counts that never fall nor pass the total (rounding in small registers)."""
    counts = np.minimum(np.maximum.accumulate([count for _, count in points]), total)
    return [(day, int(count)) for (day, _), count in zip(points, counts, strict=True)]
