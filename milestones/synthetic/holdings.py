"""Who holds how many patents of which kind: those due, and three other groups beside them."""

import numpy as np

from milestones.synthetic import calibration as given
from milestones.synthetic.calibration import Size
from milestones.synthetic.draw import Ints, Mask, Small, in_groups, top
from milestones.synthetic.institutions import Institutions

DUE, TRANSFORMED, LAPSED, RECENT = 0, 1, 2, 3


def draw_holdings(
    rng: np.random.Generator, size: Size, institutions: Institutions
) -> tuple[Ints, Small, Mask]:
    """Who holds what: holder, group and whether it is an invention, by patent."""
    due = np.repeat(np.arange(len(institutions)), institutions.due)
    parts = [(due, DUE, _due_inventions(rng, size, institutions, due))]
    for kind in range(len(given.KINDS)):
        for count, invention in (
            (given.TRANSFORMED_INVENTIONS[kind], True),
            (given.TRANSFORMED_OTHERS[kind], False),
        ):
            held = _holders(rng, institutions, institutions.of_kind(kind), size(count))
            parts.append((held, TRANSFORMED, np.full(len(held), invention)))
    everybody = np.flatnonzero(institutions.due > 0)
    for group, count, share in ((LAPSED, given.LAPSED_BEFORE, 0.6),
                                (RECENT, given.GRANTED_SINCE, 0.75)):  # fmt: skip
        held = _holders(rng, institutions, everybody, size(count))
        parts.append((held, group, rng.random(len(held)) < share))
    groups = [np.full(len(held), group, dtype=np.int8) for held, group, _ in parts]
    return (
        np.concatenate([held for held, _, _ in parts]),
        np.concatenate(groups),
        np.concatenate([invention for _, _, invention in parts]),
    )


def _due_inventions(
    rng: np.random.Generator, size: Size, institutions: Institutions, holder: Ints
) -> Mask:
    """Which of the patents due are inventions: exact by kind of holder, varied by institution."""
    score = in_groups(rng, holder, 0.8) + rng.logistic(size=len(holder))
    kind = institutions.kind[holder]
    marked = np.zeros(len(holder), dtype=bool)
    for each, count in enumerate(given.DUE_INVENTIONS):
        members = np.flatnonzero(kind == each)
        marked[members] = top(score[members], size(count))
    return marked


def _holders(
    rng: np.random.Generator, institutions: Institutions, members: Ints, count: int
) -> Ints:
    """Holders drawn in proportion to their patents due."""
    weights = institutions.due[members] * np.exp(rng.normal(0.0, 0.3, len(members)))
    return np.sort(rng.choice(members, size=count, p=weights / weights.sum()))
