"""The patents: those due, those transformed before the plan, those lapsed, those granted since.

Kinds of patent come out exactly by kind of holder. Inventions still valid were filed from July
2006 on, the other kinds from July 2016 on, so that no term ends before the last edition; patents
that lapsed before the plan reach back to 1999 and carry the old 8-digit numbers. Main IPC classes
stand for the 35 fields of technology of WIPO's table.
"""

from dataclasses import dataclass

import numpy as np

from milestones.synthetic import calibration as given
from milestones.synthetic.calibration import DESIGN, INVENTION, UTILITY_MODEL
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.names import application_numbers
from milestones.synthetic.sampling import (
    FIRST_DAY,
    LAST_DAY,
    NEVER,
    Days,
    Floats,
    Ints,
    Mask,
    Small,
    day_number,
    gazette_days,
    in_groups,
    pick,
    stream,
    top,
    years,
)

DUE, TRANSFORMED, LAPSED, RECENT = 0, 1, 2, 3
_FIRST_INVENTION, _FIRST_OTHER = day_number("2006-07-01"), day_number("2016-07-01")
# Patents still valid at the end of 2023 by the year of their grant.
_GRANTED_FROM = 2010
_GRANTS = (0.4, 0.6, 0.9, 1.3, 1.8, 3.0, 4.2, 5.0, 6.2, 7.6, 9.5, 13.5, 19.0, 27.0)

# field: (how often universities and institutes file in it, main classes that lie in it)
_FIELDS: dict[int, tuple[float, str]] = {
    1: (5.6, "H01M 10/0525|H01M 4/36|H02J 3/38|H02M 7/483|H01G 11/86|H02K 1/27"),
    2: (1.2, "H04N 5/232|H04R 1/10|G09G 3/36|H05K 7/20|G09F 9/30"),
    3: (1.8, "H01Q 1/38|H04B 7/06|H04B 10/25|H01P 1/203|H04Q 11/00"),
    4: (3.0, "H04L 9/40|H04W 72/04|H04L 25/02|H04L 67/10|H04W 4/40"),
    5: (0.9, "H03M 13/11|H03K 17/687|H03H 9/02|H03F 3/45"),
    6: (11.5, "G06T 7/00|G06N 3/08|G06F 30/23|G06V 10/82|G06F 16/35|G06K 9/62|G10L 15/26"),
    7: (1.9, "G06Q 10/04|G06Q 50/06|G06Q 30/02|G06Q 10/06"),
    8: (2.3, "H01L 21/336|H01L 31/18|H01L 29/78|H10K 71/12"),
    9: (2.5, "G02B 6/122|G02F 1/35|G03F 7/20|H01S 3/10|G02B 27/00"),
    10: (10.4, "G01N 21/64|G01B 11/24|G01R 31/00|G01S 13/90|G01N 27/26|G01M 13/04|G01C 21/20"),
    11: (1.9, "G01N 33/24|G01N 33/53|G01N 33/68|G01N 33/38"),
    12: (3.4, "G05B 13/04|G05D 1/02|G08G 1/01|G05B 19/418|G09B 23/18"),
    13: (3.9, "A61B 5/00|A61B 17/56|A61F 2/02|A61L 27/54|A61M 5/14"),
    14: (3.3, "C07D 401/04|C07C 67/08|C07F 9/50|C07H 17/04|A61K 8/97"),
    15: (5.2, "C12N 15/82|C12N 1/20|C12Q 1/68|C07K 14/415|C12P 7/06"),
    16: (3.4, "A61K 31/352|A61K 36/899|A61K 9/51|A61P 35/00"),
    17: (2.9, "C08L 63/00|C08G 73/10|C08F 220/56|C08B 37/08"),
    18: (2.0, "A23L 33/10|A23K 10/30|A01H 4/00|A23F 3/06"),
    19: (2.8, "C09K 11/06|C09D 5/08|C05G 3/80|A01N 43/90|C10L 5/44"),
    20: (6.2, "C04B 28/04|C22C 38/02|C01B 32/15|C01G 23/053|C22C 1/04|B22F 9/24"),
    21: (2.2, "C23C 14/35|C25B 11/06|B05D 5/08|B32B 27/06|C30B 29/04"),
    22: (0.5, "B82Y 40/00|B81C 1/00|B82Y 30/00"),
    23: (4.5, "B01J 23/75|B01J 20/22|B01D 71/06|B01F 7/18|B01J 27/24"),
    24: (3.6, "C02F 1/28|C02F 9/00|B01D 53/86|B09C 1/10|C02F 3/34"),
    25: (1.6, "B25J 9/16|B65G 47/90|B25J 15/08|B66C 13/06"),
    26: (3.4, "B23K 26/34|B21D 26/02|B24B 29/00|B23Q 17/09"),
    27: (1.8, "F03B 13/18|F02B 43/10|F04D 29/24|F03D 7/04|F01D 5/18"),
    28: (1.3, "D06M 11/46|D01F 9/12|D04H 1/728|D21H 17/67"),
    29: (3.5, "A01G 9/14|A01D 45/00|B29C 64/106|A01K 61/10|B28B 1/00"),
    30: (1.0, "F24S 20/40|F25B 15/06|F28D 15/02|F24F 5/00"),
    31: (1.7, "F16H 1/32|F16F 15/02|F16L 55/32|F16C 32/04"),
    32: (2.2, "B60L 15/20|B64C 39/02|B62D 57/032|B63C 11/52|B60W 30/14"),
    33: (0.7, "A47B 41/00|A63B 69/00|A47G 1/00|A63F 13/20"),
    34: (0.8, "A41D 13/00|A45F 3/04|G10K 11/16|F25D 11/00"),
    35: (4.5, "E21B 43/26|E04B 1/98|E02D 17/20|E01D 21/00|E21D 20/00|E02B 3/04"),
}
_SHARE_OF_OWN_FIELDS = 0.4
CODES = tuple(code for _, codes in _FIELDS.values() for code in codes.split("|"))
_CODES_BY_FIELD = np.array([0, *(len(codes.split("|")) for _, codes in _FIELDS.values())])
FIELD_OF_CODE: Ints = np.repeat(np.arange(len(_CODES_BY_FIELD)), _CODES_BY_FIELD)
NO_CODE = -1


@dataclass(frozen=True)
class Patents:
    """Arrays by patent; the patents due come first."""

    institutions: Institutions
    holder: Ints
    group: Small
    kind: Small
    filed_on: Days
    granted_on: Days
    lapsed_on: Days  # Set for those that lapsed before the plan only.
    number: Ints
    code: Days
    funded: Small

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
        """The field of technology, 0 where no class is given."""
        return np.where(self.code == NO_CODE, 0, FIELD_OF_CODE[self.code])

    @property
    def is_invention(self) -> Mask:
        inventions: Mask = self.kind == INVENTION
        return inventions


def draw_patents(seed: int, institutions: Institutions) -> Patents:
    """Draw all patents of these institutions."""
    rng = stream(seed, "patents")
    holder, group, is_invention = _holdings(rng, institutions)
    kind = np.where(is_invention, INVENTION, UTILITY_MODEL).astype(np.int8)
    kind[~is_invention & (rng.random(len(kind)) < given.DESIGNS_AMONG_OTHERS)] = DESIGN
    granted = gazette_days(_granted(rng, group, is_invention))
    filed = _filed(rng, group, is_invention, granted)
    lapsed = _lapse_before(rng, group, is_invention, filed, granted)
    digit = _kind_digits(rng, kind, filed)
    code = _draw_codes(rng, holder, len(institutions))
    code[(kind == DESIGN) | (rng.random(len(kind)) < 0.004)] = NO_CODE
    numbers = application_numbers(filed, years(filed), digit, rng)
    funded = pick(rng, (0.50, 0.46, 0.04), len(kind))
    return Patents(institutions, holder, group, kind, filed, granted, lapsed, numbers, code, funded)


def _holdings(rng: np.random.Generator, institutions: Institutions) -> tuple[Ints, Small, Mask]:
    """Draw who holds what: holder, group and whether it is an invention, by patent."""
    size = institutions.size
    due = np.repeat(np.arange(len(institutions)), institutions.due)
    parts = [(due, DUE, _due_inventions(rng, institutions, due))]
    for kind in range(len(given.HOLDER_KINDS)):
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
    holders, groups, inventions = zip(*parts, strict=True)
    group_of = np.repeat(np.array(groups, dtype=np.int8), [len(held) for held in holders])
    return np.concatenate(holders), group_of, np.concatenate(inventions)


def _due_inventions(rng: np.random.Generator, institutions: Institutions, holder: Ints) -> Mask:
    """Mark the inventions among the patents due: exact by kind of holder, varied by institution."""
    score = in_groups(rng, holder, 0.8) + rng.logistic(size=len(holder))
    kind = institutions.kind[holder]
    marked = np.zeros(len(holder), dtype=bool)
    for each, count in enumerate(given.DUE_INVENTIONS):
        members = np.flatnonzero(kind == each)
        marked[members] = top(score[members], institutions.size(count))
    return marked


def _holders(
    rng: np.random.Generator, institutions: Institutions, members: Ints, count: int
) -> Ints:
    """Draw holders in proportion to their patents due."""
    weights = institutions.due[members] * np.exp(rng.normal(0.0, 0.3, len(members)))
    return np.sort(rng.choice(members, size=count, p=weights / weights.sum()))


def _granted(rng: np.random.Generator, group: Small, is_invention: Mask) -> Days:
    """Draw days of grant: rising by year up to 2023, even since."""
    year = pick(rng, _GRANTS, len(group)).astype(np.int64) + _GRANTED_FROM
    year[~is_invention] = np.maximum(year[~is_invention], 2017)
    start = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    day = start + rng.integers(14, 365, len(group))
    recent = group == RECENT
    day[recent] = rng.integers(FIRST_DAY + 1, LAST_DAY + 1, int(recent.sum()))
    return day.astype(np.int32)


def _filed(rng: np.random.Generator, group: Small, is_invention: Mask, granted: Days) -> Days:
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
    rng: np.random.Generator, group: Small, is_invention: Mask, filed: Days, granted: Days
) -> Days:
    """Let patents lapse before the plan, within their terms, and grant them early enough."""
    old = np.flatnonzero(group == LAPSED)
    term = np.where(is_invention[old], 20, 10) * 365.25
    lived = (term * rng.uniform(0.45, 1.0, len(old))).astype(np.int64)
    granted[old] = gazette_days((filed[old] + rng.integers(400, 1200, len(old))).astype(np.int32))
    lapsed = np.full(len(group), NEVER, dtype=np.int32)
    cutoff = day_number(given.CUTOFF)
    lapsed[old] = np.minimum(filed[old] + lived, cutoff - rng.integers(1, 400, len(old)))
    return lapsed


def _kind_digits(rng: np.random.Generator, kind: Small, filed: Days) -> Small:
    """Give 1, 2, 3 by kind; a few international applications have 8 or 9."""
    digit = (kind + 1).astype(np.int8)
    international = (rng.random(len(kind)) < 0.02) & (filed > day_number("2004-01-01"))
    digit[international & (kind == INVENTION)] = 8
    digit[international & (kind == UTILITY_MODEL) & (rng.random(len(kind)) < 0.2)] = 9
    return digit


def _draw_codes(rng: np.random.Generator, holder: Ints, institutions: int) -> Days:
    """Draw positions in CODES: partly from three fields that the patent's institution is strong
    in, else as the whole country files; the first classes of a field more often."""
    shares = np.array([share for share, _ in _FIELDS.values()])
    own = pick(rng, shares, 3 * institutions).reshape(-1, 3)
    field = pick(rng, shares, len(holder))
    is_own = rng.random(len(holder)) < _SHARE_OF_OWN_FIELDS
    choice = rng.integers(0, 3, len(holder))
    field[is_own] = own[holder[is_own], choice[is_own]]
    first = np.cumsum(_CODES_BY_FIELD)
    lot = rng.random(len(field)) ** 1.4
    within = np.floor(lot * _CODES_BY_FIELD[1:][field]).astype(np.int32)
    return (first[field] + within).astype(np.int32)
