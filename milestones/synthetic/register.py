"""The whole synthetic register in memory: every part drawn in its order from one seed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from milestones.synthetic.assessments import Assessments, draw_assessments
from milestones.synthetic.calibration import Size
from milestones.synthetic.enterprises import Enterprises, draw_evaluations, make_enterprises
from milestones.synthetic.institutions import Institutions, draw_institutions
from milestones.synthetic.patents import LAPSED, Patents, draw_patents
from milestones.synthetic.products import draw_products
from milestones.synthetic.sampling import FIRST_DAY, LAST_DAY, NEVER, Days, day_number, stream
from milestones.synthetic.transfers import draw_transfers

Progress = Callable[[str, float], None]

# Lapses a year by kind of patent; patents of good prospects are kept longer.
_LAPSE_RATE = np.array([0.028, 0.072, 0.09])
_GOOD_LAPSE_RATE = 0.35
_LAPSE_OPEN_FROM, _LAPSE_OPEN_TO = day_number("2024-02-15"), day_number("2024-12-20")


@dataclass(frozen=True)
class Register:
    """Everything that happened up to the last edition, before it is split into deliveries.

    Facts are frames of arrays: `patent` is a position in `patents`, days are numbers.
    """

    seed: int
    institutions: Institutions
    patents: Patents
    lapsed_on: Days
    assessments: Assessments
    enterprises: Enterprises
    evaluations: pd.DataFrame
    products: pd.DataFrame
    transfers: pd.DataFrame


def draw_register(size: Size, seed: int, progress: Progress) -> Register:
    """Draw the register. `progress` hears the part that begins and the share done."""
    progress("institutions", 0.0)
    institutions = draw_institutions(size, seed)
    progress("patents", 0.02)
    patents = draw_patents(seed, institutions)
    progress("assessments", 0.28)
    assessments = draw_assessments(seed, patents)
    progress("uses", 0.35)
    enterprises = make_enterprises(institutions)
    evaluations = draw_evaluations(seed, patents, assessments, enterprises)
    products = draw_products(seed, patents, assessments)
    transfers = draw_transfers(seed, patents, assessments, products, enterprises)
    facts = [
        (assessments.patent, assessments.assessed_on),
        (evaluations["patent"], evaluations["evaluated_on"]),
        (products["patent"], products["industrialized_on"]),
        (transfers["patent"], transfers["recorded_on"]),
    ]
    last_fact = np.maximum(patents.granted_on, FIRST_DAY)
    for patent, day in facts:
        np.maximum.at(last_fact, patent, day)
    lapsed_on = _draw_lapses(seed, patents, assessments, last_fact)
    return Register(
        seed, institutions, patents, lapsed_on, assessments, enterprises,
        evaluations, products, transfers,
    )  # fmt: skip


def _draw_lapses(seed: int, patents: Patents, assessments: Assessments, last_fact: Days) -> Days:
    """Draw the day each patent lapses, after its last fact; NEVER for those still valid.

    The exception are the patents due that lapse unassessed in 2024: their assessments follow in
    2025, so that the coverage reaches 100 % in the end.
    """
    rng = stream(seed, "lapses")
    rate = _LAPSE_RATE[patents.kind]
    rate[: patents.due][assessments.good(LAST_DAY)] *= _GOOD_LAPSE_RATE
    day = last_fact + 1 + np.floor(rng.exponential(365.25 / rate))
    lapsed = np.where(day <= LAST_DAY, day, NEVER).astype(np.int32)
    already = patents.group == LAPSED
    lapsed[already] = patents.lapsed_on[already]
    span, count = _LAPSE_OPEN_TO - _LAPSE_OPEN_FROM, len(assessments.lapse_open)
    lapsed[assessments.lapse_open] = _LAPSE_OPEN_FROM + rng.integers(0, span, count)
    return lapsed
