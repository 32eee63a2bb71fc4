"""The invented enterprises: where they are, and how strictly they evaluate pooled patents."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from milestones.synthetic.assessments import Assessments
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.patents import Patents
from milestones.synthetic.sampling import (
    LAST_DAY,
    NEVER,
    Days,
    Floats,
    Ints,
    apportion,
    day_number,
    pick,
    stream,
    weekdays,
)

_ENTERPRISES = 60_000
_ABROAD = 300
# The pool is first pushed to enterprises in April 2024.
_FIRST_PUSH = day_number("2024-04-08")
# The share of pooled patents that enterprises answer, by self-rated stars.
_ANSWERED = np.array([0.3, 0.2, 0.3, 0.44, 0.62, 0.8])
_SOON = 0.62
_HOME = 0.52


@dataclass(frozen=True)
class Enterprises:
    """Enterprises are numbered province by province; those abroad come last.

    `province` is a position in the list of provinces, its length meaning abroad.
    """

    start: Ints
    province: Ints
    names: pa.Array
    province_names: pa.Array
    weights: Floats

    def draw(self, rng: np.random.Generator, near: Ints, home: float, abroad: float = 0.0) -> Ints:
        """Draw an enterprise for each province in `near`; few enterprises take most patents.

        It lies there with probability `home`, abroad with `abroad`, else anywhere by the weight
        of a province's industry.
        """
        anywhere = pick(rng, self.weights, len(near)).astype(np.int64)
        lot = rng.random(len(near))
        province = np.where(lot < home, near, anywhere)
        province[lot > 1 - abroad] = len(self.start) - 2
        first = self.start[province]
        count = self.start[province + 1] - first
        return first + np.floor(rng.random(len(near)) ** 2.5 * count).astype(np.int64)


def make_enterprises(institutions: Institutions) -> Enterprises:
    """Give enterprises by the number of utility models in each province, 50 or more in each."""
    provinces = institutions.provinces
    weights = provinces["valid_utility_models_2023"].to_numpy(np.float64) ** 0.8
    count = max(institutions.size(_ENTERPRISES), 100 * len(provinces))
    per_place = np.append(apportion(count, weights, 50), _ABROAD)
    numbers = pc.utf8_lpad(pc.cast(pa.array(np.arange(1, count + 1)), pa.string()), 5, "0")
    home = pc.binary_join_element_wise("示范企业 ", numbers, "")
    abroad = pa.array([f"示范境外企业 {number:03d}" for number in range(1, _ABROAD + 1)])
    return Enterprises(
        start=np.concatenate([[0], np.cumsum(per_place)]),
        province=np.repeat(np.arange(len(per_place)), per_place),
        names=pa.concat_arrays([home, abroad]),
        province_names=pa.array([*provinces["name_zh"], "境外"]),
        weights=weights,
    )


def draw_evaluations(
    seed: int, patents: Patents, assessments: Assessments, enterprises: Enterprises
) -> pd.DataFrame:
    """Draw evaluations of pooled patents; a patent, day and enterprise occur together once."""
    rng = stream(seed, "evaluations")
    pooled_from, self_stars = assessments.pooled_from(), assessments.entry_stars()
    lot = rng.random(len(pooled_from))
    answered = (pooled_from < NEVER) & (lot < _ANSWERED[self_stars])
    answered[assessments.lapse_open] = False
    patent = np.flatnonzero(answered)
    patent = np.repeat(patent, 1 + pick(rng, (0.77, 0.17, 0.06), len(patent)))
    day = _days(rng, pooled_from[patent])
    enterprise = enterprises.draw(rng, patents.province[patent], _HOME)
    rows = pd.DataFrame({"patent": patent, "evaluated_on": day, "enterprise": enterprise})
    rows = rows[rows["evaluated_on"] <= LAST_DAY].drop_duplicates(ignore_index=True)
    strict = self_stars[rows["patent"]] * 0.72 + 0.15 + rng.normal(0.0, 0.85, len(rows))
    rows["stars"] = np.clip(np.rint(strict), 1, 5).astype(np.int8)
    keen = rows["stars"] + rng.normal(0.0, 0.8, len(rows))
    rows["intent"] = np.searchsorted([2.6, 4.1], keen).astype(np.int8)
    return rows


def _days(rng: np.random.Generator, pooled_on: Days) -> Days:
    """Give the days of the answers: patents are pushed by the week, most answers come soon."""
    start = np.maximum(pooled_on, _FIRST_PUSH).astype(np.float64)
    soon = start + 12 + rng.gamma(2.0, 30.0, len(start))
    later = start + 40 + (LAST_DAY + 60 - start) * rng.random(len(start))
    day = np.where(rng.random(len(start)) < _SOON, soon, later).astype(np.int32)
    after_friday = np.maximum(weekdays(day) - 4, 0)
    after_friday[rng.random(len(start)) > 0.9] = 0
    return (day - after_friday).astype(np.int32)
