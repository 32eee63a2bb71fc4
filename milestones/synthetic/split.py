"""Which rows of the register each delivery brings, and which patents two institutions share."""

import numpy as np

from milestones.synthetic.deliveries import of_days, of_days_with_late_ones
from milestones.synthetic.draw import Days, Ints, stream
from milestones.synthetic.register import Register

_CO_HELD = 2_000


def new_patents(register: Register, delivery: int) -> Ints:
    """Patents that a delivery brings: all granted by its day that no earlier one brought."""
    return np.flatnonzero(of_days(register.patents.granted_on) == delivery)


def lapsed_patents(register: Register, delivery: int) -> Ints:
    """Patents of earlier deliveries that lapsed since the last one."""
    earlier = of_days(register.patents.granted_on) < delivery
    return np.flatnonzero(earlier & (of_days(register.lapsed_on) == delivery))


def brought(register: Register, part: str, day: Days, patent: Ints) -> Ints:
    """The delivery that brings each fact: never before its patent, a few of them late."""
    delivery = of_days_with_late_ones(register.seed, part, day)
    return np.maximum(delivery, of_days(register.patents.granted_on[patent]))


def co_holders(register: Register) -> tuple[Ints, Ints]:
    """Some patents due, and another institution that holds each of them too."""
    rng = stream(register.seed, "co-holders")
    held = rng.choice(
        register.patents.due, size=register.size(_CO_HELD), replace=False, shuffle=False
    )
    held.sort()
    able = np.flatnonzero(register.institutions.due > 0)
    other = rng.choice(able, size=len(held))
    apart = other != register.patents.holder[held]
    return held[apart], other[apart]
