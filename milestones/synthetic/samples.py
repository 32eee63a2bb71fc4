"""Answers of invented sample checks: of the assessments up to a day, a few are wrong."""

from datetime import date

import numpy as np
import pandas as pd

from milestones.synthetic.register import Register
from milestones.synthetic.sampling import day_number, group_effects, stream

SAMPLED_ON = {1: date(2024, 9, 30), 3: date(2025, 9, 30)}
"""The deliveries that bring answers, and the day that each sample counts assessments up to."""
FAULTS = ("示范问题：星级偏高", "示范问题：转化意愿不符", "示范问题：实施状态不符")
_ANSWERS = 2_000
_MAX_SHARE = 0.25
_WRONG = 0.04
_SPREAD = 0.5


def draw_answers(register: Register, delivery: int) -> pd.DataFrame:
    """Draw the answers that a delivery brings, in codes: each province has its own rate of errors.

    KeyError for a delivery that brings none.
    """
    rng, day = stream(register.seed, f"samples {delivery}"), day_number(SAMPLED_ON[delivery])
    first, patents = register.assessments.first, register.patents
    assessed = first["patent"].to_numpy()[first["assessed_on"].to_numpy() <= day]
    count = min(_ANSWERS, int(len(assessed) * _MAX_SHARE))
    patent = np.sort(rng.choice(assessed, size=count, replace=False))
    province = patents.institutions.province[patents.holder[patent]]
    rate = _WRONG * np.exp(group_effects(rng, province, _SPREAD))
    is_right = rng.random(count) >= rate
    return pd.DataFrame(
        {
            "patent": patent,
            "sampled_on": np.full(count, day),
            "is_right": is_right,
            "fault": np.where(is_right, -1, rng.integers(len(FAULTS), size=count)),
            "inspector_unit": np.zeros(count, dtype=np.int8),
            "stratified_by": np.zeros(count, dtype=np.int8),
        }
    )
