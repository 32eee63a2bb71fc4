"""The whole synthetic register in memory: every part drawn in its order from one seed."""

from collections.abc import Callable

import numpy as np

from milestones.synthetic.assessments import draw_assessments, draw_evaluations, with_details
from milestones.synthetic.calibration import Size
from milestones.synthetic.institutions import draw_institutions, make_enterprises
from milestones.synthetic.outcomes import draw_products, draw_transfers
from milestones.synthetic.patents import LAPSED, draw_patents
from milestones.synthetic.returns import draw_returns
from milestones.synthetic.sampling import FIRST_DAY, LAST_DAY, NEVER, Ints, day_number, stream

Progress = Callable[[str, float], None]

# Lapses a year by kind of patent; patents of good prospects are kept longer.
_LAPSE_RATE = np.array([0.028, 0.072, 0.09])
_GOOD_LAPSE_RATE = 0.35
_LAPSED_UNASSESSED_FROM, _LAPSED_UNASSESSED_TO = day_number("2024-02-15"), day_number("2024-12-20")


class Register:
    """Everything that happened up to the last edition, before it is split into deliveries.

    `facts` and `returns` are frames with the columns of filings in codes; of facts, `patent` is a
    position in `patents`, the second column the day. `progress` hears the part that begins and
    the share done.
    """

    def __init__(self, size: Size, seed: int, progress: Progress) -> None:
        self.seed = seed
        progress("institutions", 0.0)
        self.institutions = draw_institutions(size, seed)
        progress("patents", 0.02)
        self.patents = draw_patents(seed, self.institutions)
        progress("assessments", 0.28)
        self.assessments = draw_assessments(seed, self.patents)
        progress("uses", 0.35)
        self.enterprises = make_enterprises(self.institutions)
        drawn = self.patents, self.assessments
        evaluations = draw_evaluations(seed, *drawn, self.enterprises)
        products = draw_products(seed, *drawn)
        transfers = draw_transfers(seed, *drawn, products, self.enterprises)
        self.facts = {
            "assessments": with_details(seed, *drawn, products, transfers),
            "evaluations": evaluations,
            "transfers": transfers,
            "products": products,
        }
        self.returns = draw_returns(seed, *drawn)
        last_fact = np.maximum(self.patents.granted_on, FIRST_DAY)
        for rows in self.facts.values():
            np.maximum.at(last_fact, rows["patent"].to_numpy(), rows.iloc[:, 1].to_numpy())
        self.lapsed_on = _draw_lapses(self, last_fact)


def _draw_lapses(register: Register, last_fact: Ints) -> Ints:
    """Draw the day each patent lapses, after its last fact; NEVER for those still valid.

    The exception are the patents due that lapse unassessed in 2024: their assessments follow in
    2025, so that the coverage reaches 100 % in the end.
    """
    patents, assessments = register.patents, register.assessments
    rng = stream(register.seed, "lapses")
    rate = _LAPSE_RATE[patents.kind]
    rate[: patents.due][assessments.good(LAST_DAY)] *= _GOOD_LAPSE_RATE
    day = last_fact + 1 + np.floor(rng.exponential(365.25 / rate))
    lapsed = np.where(day <= LAST_DAY, day, NEVER).astype(np.int32)
    already = patents.group == LAPSED
    lapsed[already] = patents.lapsed_on[already]
    early = rng.integers(
        _LAPSED_UNASSESSED_FROM, _LAPSED_UNASSESSED_TO, len(assessments.lapsed_unassessed)
    )
    lapsed[assessments.lapsed_unassessed] = early
    return lapsed
