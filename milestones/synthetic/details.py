"""What holders say about a patent beyond the stars: willingness, maturity, state."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from milestones.synthetic.draw import Days, Ints, Mask, Small, pick, stream
from milestones.synthetic.register import Register

WILLINGNESS = pa.array(["assignment", "licence", "open_licence", "equity", "own_use"])
STATES = pa.array(["未实施", "样品样机", "小批量试制", "已自行实施", "已许可实施"])
OWN_USE = 4
_WILLING = (0.36, 0.25, 0.22, 0.05, 0.12)


@dataclass(frozen=True)
class Rows:
    """All assessment rows, first and second ones, with their details; -1 stands for blank."""

    patent: Ints
    assessed_on: Days
    convertible: Mask
    stars: Small
    willingness: Small
    maturity: Small
    state: Small


def rows(register: Register) -> Rows:
    """The assessments of the register: who sells later mostly said so, who uses it too."""
    rng = stream(register.seed, "details")
    first, again = register.first, register.again
    patent = np.concatenate([first.patent, again.patent])
    stars = np.concatenate([first.stars, again.stars])
    convertible = np.concatenate([first.convertible, again.convertible])
    willing = _willingness(rng, register)[patent]
    willing[~convertible & (rng.random(len(patent)) < 0.85)] = -1
    maturity = np.clip(np.rint(1.4 + 1.1 * stars + rng.normal(0, 1.3, len(patent))), 1, 9)
    state = np.clip(np.rint((maturity - 4.5) / 2 + rng.normal(0, 0.6, len(patent))), 0, 4)
    maturity[rng.random(len(patent)) < 0.06] = -1
    state[rng.random(len(patent)) < 0.03] = -1
    return Rows(
        patent,
        np.concatenate([first.assessed_on, again.assessed_on]),
        convertible,
        stars,
        willing,
        maturity.astype(np.int8),
        state.astype(np.int8),
    )


def _willingness(rng: np.random.Generator, register: Register) -> Small:
    """By patent: the way it went later in most cases, else by lot."""
    count = len(register.patents)
    willing = pick(rng, _WILLING, count)
    kept_word = rng.random(count) < 0.55
    used = np.zeros(count, dtype=bool)
    used[register.products.patent] = True
    willing[used & kept_word] = OWN_USE
    moved = register.transfers.patent[kept_word[register.transfers.patent]]
    willing[moved] = register.transfers.mode[kept_word[register.transfers.patent]]
    return willing
