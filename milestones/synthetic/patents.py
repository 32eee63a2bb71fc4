"""The patents: those due, those transformed before the plan, those lapsed, those granted since.

Kinds of patent come out exactly by kind of holder. Inventions still valid were filed from July
2006 on, the other kinds from July 2016 on, so that no term ends before the last edition; patents
that lapsed before the plan reach back to 1999 and carry the old 8-digit numbers. Main IPC classes
stand for the 35 fields of technology of WIPO's table.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator

from milestones.paths import DATA
from milestones.synthetic import calibration, sampling
from milestones.synthetic.calibration import DESIGN, INVENTION, UTILITY_MODEL
from milestones.synthetic.institutions import Institutions, application_numbers
from milestones.synthetic.sampling import FIRST_DAY, LAST_DAY, NEVER, Floats, Ints, Mask, day_number

DUE, TRANSFORMED, LAPSED, RECENT = 0, 1, 2, 3
_FIRST_INVENTION, _FIRST_OTHER = (
    day_number("2006-07-01"),
    day_number("2016-07-01"),
)
# Patents still valid at the end of 2023 by the year of their grant.
_GRANTED_FROM = 2010
_GRANTS = (0.4, 0.6, 0.9, 1.3, 1.8, 3.0, 4.2, 5.0, 6.2, 7.6, 9.5, 13.5, 19.0, 27.0)

_TECHNOLOGY = pd.read_csv(DATA / "synthetic" / "technology.csv")
_CLASSES = _TECHNOLOGY["classes"].str.split("|")
_SHARE_OF_OWN_FIELDS = 0.4
CODES = tuple(_CLASSES.explode())
_CODES_BY_FIELD = np.array([0, *_CLASSES.map(len)])
FIELD_OF_CODE: Ints = np.repeat(np.arange(len(_CODES_BY_FIELD)), _CODES_BY_FIELD)
NO_CODE = -1


@dataclass(frozen=True)
class Patents:
    """Arrays by patent; the patents due come first."""

    institutions: Institutions
    holder: Ints
    group: Ints
    kind: Ints
    filed_on: Ints
    granted_on: Ints
    lapsed_on: Ints  # Set for those that lapsed before the plan only.
    number: Ints
    code: Ints
    funded: Ints  # -1 = unknown

    def __len__(self) -> int:
        return len(self.holder)

    @property
    def due(self) -> int:
        """How many are due."""
        return self.institutions.size.patents

    @property
    def province(self) -> Ints:
        """The province of each patent's holder."""
        return self.institutions.province[self.holder]

    @property
    def field(self) -> Ints:
        """The field of technology, 0 where no class is calibration."""
        return np.where(self.code == NO_CODE, 0, FIELD_OF_CODE[self.code])

    @property
    def is_invention(self) -> Mask:
        inventions: Mask = self.kind == INVENTION
        return inventions

    def draw_some(
        self, rng: Generator, group: int, share: float, earliest: Ints, latest: int
    ) -> tuple[Ints, Ints]:
        """Draw a share of a group, and for each patent an even day from its earliest on."""
        drawn = (self.group == group) & (rng.random(len(self)) < share) & (earliest <= latest)
        patent = np.flatnonzero(drawn)
        return patent, rng.integers(earliest[patent], latest + 1)


def draw_patents(seed: int, institutions: Institutions) -> Patents:
    """Draw all patents of these institutions."""
    rng = sampling.stream(seed, "patents")
    holder, group, is_invention = _holdings(rng, institutions)
    kind = np.where(is_invention, INVENTION, UTILITY_MODEL).astype(np.int8)
    kind[~is_invention & (rng.random(len(kind)) < calibration.DESIGNS_AMONG_OTHERS)] = DESIGN
    granted = sampling.gazette_days(_granted(rng, group, is_invention))
    filed = _filed(rng, group, is_invention, granted)
    granted, lapsed = _lapse_before(rng, group, is_invention, filed, granted)
    digit = _kind_digits(rng, kind, filed)
    code = _draw_codes(rng, holder, len(institutions))
    code[(kind == DESIGN) | (rng.random(len(kind)) < 0.004)] = NO_CODE
    numbers = application_numbers(filed, sampling.years(filed), digit, rng)
    funded = sampling.categorical(rng, (0.04, 0.50, 0.46), len(kind)) - 1
    return Patents(institutions, holder, group, kind, filed, granted, lapsed, numbers, code, funded)


def _holdings(rng: Generator, institutions: Institutions) -> tuple[Ints, Ints, Mask]:
    """Draw who holds what: holder, group and whether it is an invention, by patent."""
    everybody = np.flatnonzero(institutions.due > 0)
    groups: list[tuple[Ints, int, int, float]]
    groups = [(everybody, LAPSED, calibration.LAPSED_BEFORE, 0.6)]
    groups += [(everybody, RECENT, calibration.GRANTED_SINCE, 0.75)]
    for share, counts in (
        (1.0, calibration.TRANSFORMED_INVENTIONS),
        (0.0, calibration.TRANSFORMED_OTHERS),
    ):
        for kind, count in enumerate(counts):
            groups.append((institutions.of_kind(kind), TRANSFORMED, count, share))
    due: Ints = np.repeat(np.arange(len(institutions)), institutions.due)
    parts = [(due, DUE, _due_inventions(rng, institutions, due))]
    for members, group, count, share in groups:
        held = _holders(rng, institutions, members, institutions.size(count))
        parts.append((held, group, rng.random(len(held)) < share))
    holders, group_of, inventions = zip(*parts, strict=True)
    group_by_patent = np.repeat(np.array(group_of, np.int8), [len(held) for held in holders])
    return np.concatenate(holders), group_by_patent, np.concatenate(inventions)


def _due_inventions(rng: Generator, institutions: Institutions, holder: Ints) -> Mask:
    """Mark the inventions among the patents due: exact by kind of holder, varied by institution."""
    score = sampling.group_effects(rng, holder, 0.8) + rng.logistic(size=len(holder))
    kind = institutions.kind[holder]
    marked = np.zeros(len(holder), dtype=bool)
    for each, count in enumerate(calibration.DUE_INVENTIONS):
        members = np.flatnonzero(kind == each)
        marked[members] = sampling.mark_top(score[members], institutions.size(count))
    return marked


def _holders(rng: Generator, institutions: Institutions, members: Ints, count: int) -> Ints:
    """Draw holders in proportion to their patents due."""
    weights = institutions.due[members] * np.exp(rng.normal(0.0, 0.3, len(members)))
    return np.sort(rng.choice(members, size=count, p=weights / weights.sum()))


def _granted(rng: Generator, group: Ints, is_invention: Mask) -> Ints:
    """Draw days of grant: rising by year up to 2023, even since."""
    year = sampling.categorical(rng, _GRANTS, len(group)).astype(np.int64) + _GRANTED_FROM
    year[~is_invention] = np.maximum(year[~is_invention], 2017)
    start = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    day = start + rng.integers(14, 365, len(group))
    recent = group == RECENT
    day[recent] = rng.integers(FIRST_DAY + 1, LAST_DAY + 1, int(recent.sum()))
    return day.astype(np.int32)


def _filed(rng: Generator, group: Ints, is_invention: Mask, granted: Ints) -> Ints:
    """Draw days of filing: inventions some 2.3 years before the grant, the others 9 months."""
    wait: Floats = np.where(
        is_invention,
        240 + rng.gamma(4.0, 150.0, len(group)),
        110 + rng.gamma(3.0, 55.0, len(group)),
    )
    floor = np.where(is_invention, _FIRST_INVENTION, _FIRST_OTHER)
    day = np.maximum(granted - wait.astype(np.int64), floor)
    old = group == LAPSED
    day[old] = rng.integers(day_number("1999-03-01"), day_number("2012-12-31"), int(old.sum()))
    return day.astype(np.int32)


def _lapse_before(
    rng: Generator, group: Ints, is_invention: Mask, filed: Ints, granted: Ints
) -> tuple[Ints, Ints]:
    """Give grants and lapses: some patents lapse before the plan, within their terms."""
    old = np.flatnonzero(group == LAPSED)
    term = np.where(is_invention[old], 20, 10) * 365.25
    lived = (term * rng.uniform(0.45, 1.0, len(old))).astype(np.int64)
    granted, lapsed = granted.copy(), np.full(len(group), NEVER, dtype=np.int32)
    granted[old] = sampling.gazette_days(filed[old] + rng.integers(400, 1200, len(old)))
    cutoff = day_number(calibration.CUTOFF)
    lapsed[old] = np.minimum(filed[old] + lived, cutoff - rng.integers(1, 400, len(old)))
    return granted, lapsed


def _kind_digits(rng: Generator, kind: Ints, filed: Ints) -> Ints:
    """Give 1, 2, 3 by kind; a few international applications have 8 or 9."""
    digit = (kind + 1).astype(np.int8)
    international = (rng.random(len(kind)) < 0.02) & (filed > day_number("2004-01-01"))
    digit[international & (kind == INVENTION)] = 8
    digit[international & (kind == UTILITY_MODEL) & (rng.random(len(kind)) < 0.2)] = 9
    return digit


def _draw_codes(rng: Generator, holder: Ints, institutions: int) -> Ints:
    """Draw positions in CODES: partly from three fields that the patent's institution is strong
    in, else as the whole country files; the first classes of a field more often."""
    shares = _TECHNOLOGY["share"].to_numpy()
    own = sampling.categorical(rng, shares, 3 * institutions).reshape(-1, 3)
    field = sampling.categorical(rng, shares, len(holder))
    is_own = rng.random(len(holder)) < _SHARE_OF_OWN_FIELDS
    choice = rng.integers(0, 3, len(holder))
    field[is_own] = own[holder[is_own], choice[is_own]]
    first = np.cumsum(_CODES_BY_FIELD)
    lot = rng.random(len(field)) ** 1.4
    codes: Ints = first[field] + np.floor(lot * _CODES_BY_FIELD[1:][field]).astype(np.int16)
    return codes
