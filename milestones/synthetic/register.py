"""The whole synthetic register in memory: every part drawn in its order from one seed."""

from collections.abc import Callable
from dataclasses import dataclass

from milestones.synthetic import (
    assessments,
    enterprises,
    evaluations,
    institutions,
    lapses,
    patents,
    places,
    products,
    reviews,
    states,
    transfers,
)
from milestones.synthetic.assessments import Assessments
from milestones.synthetic.calibration import Size
from milestones.synthetic.draw import Days
from milestones.synthetic.enterprises import Enterprises
from milestones.synthetic.evaluations import Evaluations
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.patents import Patents
from milestones.synthetic.products import Products
from milestones.synthetic.states import States
from milestones.synthetic.transfers import Transfers

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Register:
    """Everything that happened up to the last edition, before it is split into deliveries."""

    size: Size
    seed: int
    institutions: Institutions
    patents: Patents
    lapsed_on: Days
    first: Assessments
    again: Assessments
    states: States
    enterprises: Enterprises
    evaluations: Evaluations
    products: Products
    transfers: Transfers


def build(size: Size, seed: int, progress: Progress) -> Register:
    """Draws the register. `progress` hears the part that begins and the share done."""
    progress("institutions", 0.0)
    holders = institutions.make(size, seed, places.provinces())
    progress("patents", 0.02)
    held = patents.make(size, seed, holders)
    progress("assessments", 0.28)
    first = assessments.make(size, seed, holders, held)
    again = reviews.make(seed, held, first)
    state = states.of(held, first, again)
    progress("uses", 0.35)
    firms = enterprises.make(size, holders)
    excluded = first.lapsed_open
    answers = evaluations.make(seed, holders, held, state, firms, excluded)
    made = products.make(seed, holders, held, state, excluded)
    moved = transfers.make(size, seed, holders, held, state, made, firms, excluded)
    facts = [
        (first.patent, first.assessed_on),
        (again.patent, again.assessed_on),
        (answers.patent, answers.evaluated_on),
        (made.patent, made.industrialized_on),
        (moved.patent, moved.recorded_on),
    ]
    lapsed = lapses.make(seed, held, state, first, facts)
    return Register(
        size, seed, holders, held, lapsed, first, again, state, firms, answers, made, moved
    )
