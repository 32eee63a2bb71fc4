"""Transfers: those that led to products, and as many others as the year's recordals need.

Receivers are more often at home than elsewhere; amounts are log-normal by mode, and a part of the
contracts is recorded without one. A patent may be recorded twice, never on one day.
"""

from dataclasses import dataclass

import numpy as np

from milestones.synthetic import enterprises as firms
from milestones.synthetic.calendar import FIRST_DAY, LAST_DAY, NEVER, days_along, number, years
from milestones.synthetic.calibration import RECORDALS, Size
from milestones.synthetic.draw import Days, Floats, Ints, Mask, Small, lots, pick, stream, top
from milestones.synthetic.enterprises import Enterprises
from milestones.synthetic.holdings import RECENT, TRANSFORMED
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.patents import Patents
from milestones.synthetic.products import Products
from milestones.synthetic.seasons import filler_course
from milestones.synthetic.states import States

_BY_TRANSFER = 0.64
_EARLIER = 0.17
_SECOND = 0.07
_HOME, _ABROAD = 0.6, 0.008
_MODES = (0.47, 0.33, 0.14, 0.06)
_MEDIAN = np.array([60_000, 90_000, 12_000, 1_400_000])
_SPREAD = np.array([1.2, 1.25, 0.9, 1.1])
_WITHOUT_AMOUNT = np.array([0.2, 0.24, 0.4, 0.12])
UNKNOWN = -1


@dataclass(frozen=True)
class Transfers:
    """Arrays by row, in no order; `amount` is in yuan, UNKNOWN where none was recorded."""

    patent: Ints
    recorded_on: Days
    mode: Small
    enterprise: Ints
    amount: Ints


def make(
    size: Size,
    seed: int,
    institutions: Institutions,
    patents: Patents,
    states: States,
    products: Products,
    enterprises: Enterprises,
    excluded: Ints,
) -> Transfers:
    """All recordals: before 2024 for patents transformed earlier, then year by year."""
    rng = stream(seed, "transfers")
    earlier = _earlier(rng, patents)
    led = _led_to_products(rng, patents, states, products)
    filler = _filler(rng, size, patents, states, led, excluded)
    patent = np.concatenate([earlier[0], led[0], filler[0]])
    day = np.concatenate([earlier[1], led[1], filler[1]])
    mode = pick(rng, _MODES, len(patent))
    place = institutions.province[patents.holder[patent]]
    enterprise = firms.draw(rng, enterprises, place, _HOME, _ABROAD)
    return Transfers(patent, day, mode, enterprise, _amounts(rng, mode))


def _earlier(rng: np.random.Generator, patents: Patents) -> tuple[Ints, Days]:
    """Recordals of 2021 to 2023 for patents transformed before the plan."""
    first = number(FIRST_DAY) - 3 * 365
    members = np.flatnonzero(patents.group == TRANSFORMED)
    members = members[rng.random(len(members)) < _EARLIER]
    start = np.maximum(patents.granted_on[members], first)
    room = number(FIRST_DAY) - start
    day = start + np.floor(room * rng.random(len(members)))
    return members, day.astype(np.int32)


def _led_to_products(
    rng: np.random.Generator, patents: Patents, states: States, products: Products
) -> tuple[Ints, Days]:
    """The transfers, some months before it, of a part of what was industrialized since 2024."""
    since = products.industrialized_on > number(FIRST_DAY) + 30
    since &= rng.random(len(since)) < _BY_TRANSFER
    patent, day = products.patent[since], products.industrialized_on[since]
    recorded = day - 8 - rng.gamma(1.8, 55.0, len(patent)).astype(np.int32)
    ready = patents.granted_on[patent].copy()
    due = patent < patents.due
    ready[due] = np.minimum(states.pooled_from()[patent[due]], day[due] - 8)
    recorded = np.maximum(recorded, np.maximum(ready, number(FIRST_DAY) + 4))
    possible = recorded <= day
    return patent[possible], recorded[possible].astype(np.int32)


def _filler(
    rng: np.random.Generator,
    size: Size,
    patents: Patents,
    states: States,
    led: tuple[Ints, Days],
    excluded: Ints,
) -> tuple[Ints, Days]:
    """As many other recordals as each year still needs, each after its patent is ready."""
    led_years = years(led[1])
    days = np.concatenate([
        days_along(filler_course(year, max(0, size(count) - int((led_years == year).sum()))))
        for year, count in RECORDALS.items()
    ])  # fmt: skip
    ready = _ready(patents, states)
    weights = _weights(patents, states)
    weights[led[0]] = 0
    weights[excluded] = 0
    seconds = round(_SECOND * len(days))
    once = np.flatnonzero(top(lots(rng, weights), len(days) - seconds))
    patent = np.concatenate([once, rng.choice(once, size=seconds, replace=False)])
    day = np.empty(len(patent), dtype=np.int32)
    day[np.argsort(ready[patent] + rng.exponential(330.0, len(patent)))] = days[: len(patent)]
    too_soon = day <= patents.granted_on[patent]
    day[too_soon] = patents.granted_on[patent][too_soon] + 5
    kept = _apart(patent, day) & (day <= number(LAST_DAY))
    return patent[kept], day[kept]


def _ready(patents: Patents, states: States) -> Days:
    """From when a patent is on offer: in the pool, or granted, or since the plan began."""
    ready = np.maximum(patents.granted_on + 60, number(FIRST_DAY))
    pooled = states.pooled_from()
    ready[: patents.due] = np.where(pooled < NEVER, pooled, states.first_on)
    return ready.astype(np.int32)


def _weights(patents: Patents, states: States) -> Floats:
    """How often patents are taken up: good ones most, those outside the pool seldom."""
    weights = np.zeros(len(patents))
    weights[: patents.due] = 0.12
    pooled = states.pooled_from() < NEVER
    weights[: patents.due][pooled] = np.array([0.5, 0.4, 0.6, 1.0, 1.9, 2.6])[
        states.best_stars()[pooled]
    ]
    weights[patents.group == TRANSFORMED] = 0.7
    weights[(patents.group == RECENT) & (patents.granted_on < number(LAST_DAY) - 60)] = 0.5
    return weights


def _apart(patent: Ints, day: Days) -> Mask:
    """Leaves out a patent's second recordal on the same day."""
    _, first = np.unique(patent * 2**15 + day, return_index=True)
    kept = np.zeros(len(patent), dtype=bool)
    kept[first] = True
    return kept


def _amounts(rng: np.random.Generator, mode: Small) -> Ints:
    """Yuan, to the nearest 10,000 from 100,000 up, else to 500."""
    drawn = _MEDIAN[mode] * np.exp(rng.normal(0.0, 1.0, len(mode)) * _SPREAD[mode])
    step = np.where(drawn >= 100_000, 10_000, 500)
    amount = np.maximum(np.rint(drawn / step) * step, 500).astype(np.int64)
    amount[rng.random(len(mode)) < _WITHOUT_AMOUNT[mode]] = UNKNOWN
    yuan: Ints = amount
    return yuan
