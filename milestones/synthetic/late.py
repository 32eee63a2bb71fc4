"""The late ones: a handful of provinces and institutions that miss the deadline of 2024."""

import numpy as np

from milestones.synthetic import calibration as given
from milestones.synthetic import places
from milestones.synthetic.calibration import Size
from milestones.synthetic.draw import Floats, Ints
from milestones.synthetic.institutions import Institutions

_PROVINCES = 6
_NEARLY_ALL = 0.93
_VERY_LATE = 3
# What the laggards hold of the patents unassessed in November; the rest is scattered.
_SHARE_OF_LATE = 0.97
_BEYOND_EVERYBODY = 2_000.0


def delays(
    rng: np.random.Generator, size: Size, institutions: Institutions, holder: Ints
) -> Floats:
    """Days to add to each patent's raw day: none, or so many that it comes after all others.

    The laggards are institutions of middling size in six provinces drawn by lot (not Zhejiang).
    Three of them leave nearly everything, the others a part; those that leave most come last.
    """
    share = _shares(rng, size, institutions)
    chosen = rng.random(len(holder)) < share[holder]
    order = rng.normal(0.0, 1.0, len(institutions)) + 4 * share
    delay = np.zeros(len(holder))
    delay[chosen] = _BEYOND_EVERYBODY + 100 * order[holder[chosen]]
    delay[chosen] += rng.normal(0.0, 60.0, int(chosen.sum()))
    return delay


def _shares(rng: np.random.Generator, size: Size, institutions: Institutions) -> Floats:
    """The share of its patents that each institution leaves until after November 2024."""
    candidates = _candidates(rng, institutions)
    left = np.where(
        np.arange(len(candidates)) < _VERY_LATE,
        _NEARLY_ALL,
        rng.uniform(0.15, 0.6, len(candidates)),
    )
    wanted = _SHARE_OF_LATE * size(sum(given.UNASSESSED_NOVEMBER))
    total = np.cumsum(left * institutions.due[candidates])
    laggards = int(np.searchsorted(total, wanted)) + 1
    share = np.zeros(len(institutions))
    share[candidates[:laggards]] = left[:laggards]
    return share


def _candidates(rng: np.random.Generator, institutions: Institutions) -> Ints:
    """Institutions of middling size in the late provinces, in the order of a lot."""
    other = np.delete(np.arange(len(institutions.places)), places.zhejiang(institutions.places))
    provinces = rng.choice(other, size=_PROVINCES, replace=False)
    low, high = np.quantile(institutions.due[institutions.due > 0], (0.5, 0.86))
    middling = (institutions.due >= low) & (institutions.due <= high)
    members = np.flatnonzero(middling & np.isin(institutions.province, provinces))
    return rng.permutation(members)
