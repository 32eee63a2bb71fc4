"""The patents: those due, those transformed before the plan, those lapsed, those granted since.

Kinds of patent come out exactly by kind of holder. Inventions still valid were filed from July
2006 on, the other kinds from July 2016 on, so that no term ends before the last edition; patents
that lapsed before the plan reach back to 1999 and carry the old 8-digit numbers.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from milestones.synthetic import calibration as given
from milestones.synthetic import fields
from milestones.synthetic.calendar import LAST_DAY, NEVER, gazette_day, number, years
from milestones.synthetic.calibration import Size
from milestones.synthetic.draw import Days, Floats, Ints, Mask, Small, pick, stream
from milestones.synthetic.holdings import LAPSED, RECENT, draw_holdings
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.numbers import application_numbers

INVENTION, UTILITY_MODEL, DESIGN = 0, 1, 2
_FIRST_INVENTION, _FIRST_OTHER = number(date(2006, 7, 1)), number(date(2016, 7, 1))
_CUTOFF = number(given.CUTOFF)
# Patents still valid at the end of 2023 by the year of their grant.
_GRANTED_FROM = 2010
_GRANTS = (0.4, 0.6, 0.9, 1.3, 1.8, 3.0, 4.2, 5.0, 6.2, 7.6, 9.5, 13.5, 19.0, 27.0)


@dataclass(frozen=True)
class Patents:
    """Arrays by patent; the patents due come first."""

    holder: Ints
    group: Small
    kind: Small
    filed_on: Days
    granted_on: Days
    lapsed_on: Days
    number: Ints
    code: Days
    funded: Small
    due: int

    def __len__(self) -> int:
        return len(self.holder)

    @property
    def is_invention(self) -> Mask:
        inventions: Mask = self.kind == INVENTION
        return inventions


def make(size: Size, seed: int, institutions: Institutions) -> Patents:
    """Draws all patents of a register of this size; `lapsed_on` is set for those lapsed before."""
    rng = stream(seed, "patents")
    holder, group, is_invention = draw_holdings(rng, size, institutions)
    kind = np.where(is_invention, INVENTION, UTILITY_MODEL).astype(np.int8)
    kind[~is_invention & (rng.random(len(kind)) < given.DESIGNS_AMONG_OTHERS)] = DESIGN
    granted = gazette_day(_granted(rng, group, is_invention))
    filed = _filed(rng, group, is_invention, granted)
    granted, lapsed = _old(rng, group, is_invention, filed, granted)
    digit = _kind_digits(rng, kind, filed)
    code = fields.draw_codes(rng, holder, institutions)
    code[(kind == DESIGN) | (rng.random(len(kind)) < 0.004)] = fields.BLANK
    numbers = application_numbers(filed, years(filed), digit, rng)
    funded = pick(rng, (0.50, 0.46, 0.04), len(kind))
    return Patents(holder, group, kind, filed, granted, lapsed, numbers, code, funded, size.patents)


def _granted(rng: np.random.Generator, group: Small, is_invention: Mask) -> Days:
    """Days of grant: rising by year up to 2023, even since."""
    year = pick(rng, _GRANTS, len(group)).astype(np.int64) + _GRANTED_FROM
    year[~is_invention] = np.maximum(year[~is_invention], 2017)
    start = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    day = start + rng.integers(14, 365, len(group))
    first, last = number(date(2024, 1, 2)), number(LAST_DAY)
    recent = group == RECENT
    day[recent] = rng.integers(first, last + 1, int(recent.sum()))
    return day.astype(np.int32)


def _filed(rng: np.random.Generator, group: Small, is_invention: Mask, granted: Days) -> Days:
    """Days of filing: inventions some 2.3 years before the grant, the other kinds some 9 months."""
    wait: Floats = np.where(
        is_invention,
        240 + rng.gamma(4.0, 150.0, len(group)),
        110 + rng.gamma(3.0, 55.0, len(group)),
    )
    floor = np.where(is_invention, _FIRST_INVENTION, _FIRST_OTHER)
    day = np.maximum(granted - wait.astype(np.int64), floor)
    oldest, newest = number(date(1999, 3, 1)), number(date(2012, 12, 31))
    old = group == LAPSED
    day[old] = rng.integers(oldest, newest, int(old.sum()))
    return day.astype(np.int32)


def _old(
    rng: np.random.Generator, group: Small, is_invention: Mask, filed: Days, granted: Days
) -> tuple[Days, Days]:
    """Grants and lapses of the patents that lapsed before the plan, within their terms."""
    old = np.flatnonzero(group == LAPSED)
    term = np.where(is_invention[old], 20, 10) * 365.25
    lived = (term * rng.uniform(0.45, 1.0, len(old))).astype(np.int64)
    granted, lapsed = granted.copy(), np.full(len(group), NEVER, dtype=np.int32)
    granted[old] = gazette_day((filed[old] + rng.integers(400, 1200, len(old))).astype(np.int32))
    lapsed[old] = np.minimum(filed[old] + lived, _CUTOFF - rng.integers(1, 400, len(old)))
    return granted, lapsed


def _kind_digits(rng: np.random.Generator, kind: Small, filed: Days) -> Small:
    """1, 2, 3 by kind; a few international applications have 8 or 9."""
    digit = (kind + 1).astype(np.int8)
    international = (rng.random(len(kind)) < 0.02) & (filed > number(date(2004, 1, 1)))
    digit[international & (kind == INVENTION)] = 8
    digit[international & (kind == UTILITY_MODEL) & (rng.random(len(kind)) < 0.2)] = 9
    return digit
