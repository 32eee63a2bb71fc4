"""What becomes of the synthetic patents: transfers recorded and products made."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from milestones.synthetic import sampling
from milestones.synthetic.assessments import Assessments
from milestones.synthetic.calibration import DEADLINE_INDUSTRIALIZATION, RECORDALS, TARGETS
from milestones.synthetic.institutions import Enterprises
from milestones.synthetic.patents import RECENT, TRANSFORMED, Patents
from milestones.synthetic.sampling import (
    FIRST_DAY,
    LAST_DAY,
    Floats,
    Ints,
    Points,
    day_number,
    stream,
)

_BY_TRANSFER = 0.64
_EARLIER = 0.17
_SECOND = 0.07
_HOME, _ABROAD = 0.6, 0.008
# How transfers spread over a year: few at the Spring Festival, most before the year ends.
_MONTHS = (0.062, 0.042, 0.075, 0.076, 0.078, 0.094, 0.080, 0.079, 0.093, 0.080, 0.109, 0.132)
# How often patents of the pool are taken up, by stars.
_TAKEN_UP = np.array([0.5, 0.4, 0.6, 1.0, 1.9, 2.6])
# By mode, in the order of the willingness that holders state.
_MODES = (0.47, 0.33, 0.14, 0.06)
_MEDIAN_YUAN = np.array([60_000, 90_000, 12_000, 1_400_000])
_SPREAD = np.array([1.2, 1.25, 0.9, 1.1])
_WITHOUT_AMOUNT = np.array([0.2, 0.24, 0.4, 0.12])


def draw_transfers(
    seed: int,
    patents: Patents,
    assessments: Assessments,
    products: pd.DataFrame,
    enterprises: Enterprises,
) -> pd.DataFrame:
    """Draw all recorded transfers: before 2024 for patents transformed earlier, then by year."""
    rng = sampling.stream(seed, "transfers")
    before = np.maximum(patents.granted_on, FIRST_DAY - 3 * 365)
    led = _led_to_products(rng, patents, assessments, products)
    parts = [
        patents.draw_some(rng, TRANSFORMED, _EARLIER, before, FIRST_DAY - 1),
        led,
        _others(rng, patents, assessments, *led),
    ]
    patent, day = map(np.concatenate, zip(*parts, strict=True))
    rows = pd.DataFrame({"patent": patent, "recorded_on": day}).drop_duplicates(ignore_index=True)
    mode = sampling.categorical(rng, _MODES, len(rows))
    transferee = enterprises.draw(rng, patents.province[rows["patent"]], _HOME, _ABROAD)
    return rows.assign(
        mode=mode,
        transferee=transferee,
        transferee_province=transferee,
        amount_cny=_amounts(rng, mode),
    )


def _led_to_products(
    rng: Generator, patents: Patents, assessments: Assessments, products: pd.DataFrame
) -> tuple[Ints, Ints]:
    """Draw transfers that led, some months later, to a part of the products since 2024."""
    since = products["industrialized_on"] > FIRST_DAY + 30
    chosen = products[since & (rng.random(len(products)) < _BY_TRANSFER)]
    patent, day = chosen["patent"].to_numpy(), chosen["industrialized_on"].to_numpy()
    recorded = day - 8 - rng.gamma(1.8, 55.0, len(patent)).astype(np.int32)
    ready = patents.granted_on[patent]
    due = patent < patents.due
    pooled_from = assessments.entry()["assessed_on"].to_numpy()
    ready[due] = np.minimum(pooled_from[patent[due]], day[due] - 8)
    recorded = np.maximum(recorded, np.maximum(ready, FIRST_DAY + 4))
    possible = recorded <= day
    return patent[possible], recorded[possible]


def _others(
    rng: Generator, patents: Patents, assessments: Assessments, led: Ints, led_on: Ints
) -> tuple[Ints, Ints]:
    """Draw as many other transfers as each year still needs, each after its patent is ready."""
    counts = pd.Series(RECORDALS).map(patents.institutions.size)
    counts -= pd.Series(sampling.years(led_on)).value_counts().reindex(counts.index, fill_value=0)
    courses = [_course(year, max(0, int(counts[year]))) for year in RECORDALS]
    days = np.concatenate([sampling.days_along(course) for course in courses])
    weights = _weights(patents, assessments)
    weights[led] = 0
    weights[assessments.lapsed_unassessed] = 0
    seconds = round(_SECOND * len(days))
    once = np.flatnonzero(sampling.mark_sample(rng, weights, len(days) - seconds))
    patent = np.concatenate([once, rng.choice(once, size=seconds, replace=False)])
    ready = _ready(patents, assessments)[patent]
    day = np.empty(len(patent), dtype=np.int32)
    day[np.argsort(ready + rng.exponential(330.0, len(patent)))] = days[: len(patent)]
    granted = patents.granted_on[patent]
    day = np.where(day <= granted, granted + 5, day)
    in_time = day <= LAST_DAY
    return patent[in_time], day[in_time]


def _course(year: int, count: int) -> Points:
    """Give the points of `count` transfers in a year by month end, up to the last day."""
    ends = sampling.month_ends(np.arange(f"{year}-01", f"{year + 1}-01", dtype="datetime64[M]"))
    ends = ends[ends <= LAST_DAY]
    done = np.cumsum(_MONTHS[: len(ends)])
    counts = np.round(count * done / done[-1]).astype(np.int64)
    before = sampling.day_number(f"{year}-01-01") - 1
    return [(before, 0), *zip(ends.tolist(), counts.tolist(), strict=True)]


def _ready(patents: Patents, assessments: Assessments) -> Ints:
    """Give the day from which a patent is on offer: pooled, or granted, or since the plan began."""
    ready = np.maximum(patents.granted_on + 60, FIRST_DAY)
    entry, first_on = assessments.entry(), assessments.first["assessed_on"]
    ready[: patents.due] = first_on.where(~entry["convertible"], entry["assessed_on"])
    return ready


def _weights(patents: Patents, assessments: Assessments) -> Floats:
    """Say how often patents are taken up: good ones most, those outside the pool seldom."""
    entry, weights = assessments.entry(), np.zeros(len(patents))
    weights[: patents.due] = np.where(entry["convertible"], _TAKEN_UP[entry["stars"]], 0.12)
    weights[patents.group == TRANSFORMED] = 0.7
    weights[(patents.group == RECENT) & (patents.granted_on < LAST_DAY - 60)] = 0.5
    return weights


def _amounts(rng: Generator, mode: Ints) -> Ints:
    """Draw yuan, to the nearest 10,000 from 100,000 up, else to 500; -1 where none is recorded."""
    drawn = _MEDIAN_YUAN[mode] * np.exp(rng.normal(0.0, 1.0, len(mode)) * _SPREAD[mode])
    step = np.where(drawn >= 100_000, 10_000, 500)
    amount = np.maximum(np.rint(drawn / step) * step, 500)
    return np.where(rng.random(len(mode)) < _WITHOUT_AMOUNT[mode], -1, amount).astype(np.int64)


# Industrialized share of the patents of good prospects by each day.
_COURSE = (
    ("2024-01-01", 0.0), ("2024-03-31", 0.004), ("2024-06-30", 0.016), ("2024-09-30", 0.034),
    ("2024-12-31", 0.058), ("2025-03-31", 0.079), ("2025-06-30", 0.108), ("2025-09-30", 0.138),
    ("2025-12-31", TARGETS["good_industrialized"].value), ("2026-02-28", 0.1925),
    ("2026-04-30", TARGETS["good_industrialized_spring"].value), ("2026-06-30", 0.214),
)  # fmt: skip
_OTHERS_DUE, _RECENT, _BEFORE, _TRANSFORMED_SINCE = 0.022, 0.009, 0.24, 0.05
_WITHOUT_REVENUE = 0.35


def draw_products(seed: int, patents: Patents, assessments: Assessments) -> pd.DataFrame:
    """Draw the patents that are industrialized, each once, with day and revenue in yuan."""
    rng = stream(seed, "products")
    good = assessments.good(day_number(DEADLINE_INDUSTRIALIZATION))
    others = ~good
    good[assessments.lapsed_unassessed] = others[assessments.lapsed_unassessed] = False
    score = _score(rng, patents)
    first_on, entry = assessments.first["assessed_on"], assessments.entry()
    ready = np.minimum(entry["assessed_on"].to_numpy(), first_on.to_numpy() + 200)
    granted, since = patents.granted_on, np.maximum(patents.granted_on, FIRST_DAY)
    parts = [
        _along(rng, np.flatnonzero(good), score, ready, 1.0),
        _along(rng, np.flatnonzero(others), score, ready, _OTHERS_DUE / _COURSE[-1][1]),
        patents.draw_some(rng, TRANSFORMED, _BEFORE, granted, FIRST_DAY - 1),
        patents.draw_some(rng, TRANSFORMED, _TRANSFORMED_SINCE, since, LAST_DAY),
        patents.draw_some(rng, RECENT, _RECENT, since + 150, LAST_DAY),
    ]
    patent, day = map(np.concatenate, zip(*parts, strict=True))
    rows = pd.DataFrame({"patent": patent, "industrialized_on": day}).drop_duplicates("patent")
    revenue = _revenues(rng, len(rows))
    return rows.assign(product=np.arange(len(rows)), revenue_cny=revenue)


def _score(rng: Generator, patents: Patents) -> Floats:
    """Say how near a patent due is to the market, by province, institution, field and chance."""
    due = slice(patents.due)
    return (
        sampling.group_effects(rng, patents.province[due], 0.2)
        + sampling.group_effects(rng, patents.holder[due], 0.38)
        + sampling.group_effects(rng, patents.field[due], 0.22)
        + 0.15 * patents.is_invention[due]
        + rng.gumbel(size=patents.due) * 0.7
    )


def _along(
    rng: Generator, members: Ints, score: Floats, ready: Ints, share: float
) -> tuple[Ints, Ints]:
    """Lay the members nearest to the market along the national course; never before ready."""
    points = [(day_number(day), round(value * share * len(members))) for day, value in _COURSE]
    chosen = members[sampling.mark_top(score[members], points[-1][1])]
    order = np.argsort(ready[chosen] + rng.exponential(260.0, len(chosen)) - 60 * score[chosen])
    day = np.empty(len(chosen), dtype=np.int32)
    day[order] = sampling.days_along(points)
    soonest = ready[chosen] + 10 + rng.integers(0, 40, len(chosen))
    return chosen, np.minimum(np.maximum(day, soonest), LAST_DAY)


def _revenues(rng: Generator, count: int) -> Ints:
    """Draw yuan to the nearest 1,000, -1 where none is told."""
    revenue = np.rint(np.exp(rng.normal(13.2, 1.6, count)) / 1000) * 1000
    return np.where(rng.random(count) < _WITHOUT_REVENUE, -1, revenue).astype(np.int64)
