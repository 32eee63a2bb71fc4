"""Names, codes and numbers of institutions and patents: all invented, and all say so.

All pass the official check-digit rules, and none can belong to anybody. Application numbers: two-
or four-digit year, a digit for the kind, a serial of five or seven digits, then a check digit. Real
serials of 12-digit numbers stay below 4,000,000 a year and kind, real ones of 8-digit inventions
below 90,000: ours start at 5,000,000 and at 90,000. Credit codes: GB 32100 with 999999 as the
place, which no administrative division has. Universities: ten digits from 99, where the Ministry's
codes begin with 41.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator
from numpy.typing import NDArray

from milestones.synthetic.calibration import HOLDER_KINDS, HOSPITAL, RESEARCH, UNIVERSITY
from milestones.synthetic.institutions import Institutions
from milestones.synthetic.sampling import Ints, day_number, mark_sample, stream

Texts = NDArray[np.object_]

_TWELVE_DIGITS_FROM = day_number("2003-10-01")
_FIRST_SERIAL = {8: 90_000, 12: 5_000_000}
_SERIALS = {8: 10_000, 12: 5_000_000}
_CHECK_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_NAMES = ("示范大学", "示范研究院", "示范医院")
_ENGLISH_NAMES = ("Demo University", "Demo Research Institute", "Demo Hospital")
# Authorities of the nation by kind, with the share of institutions under each.
_NATIONAL = {
    UNIVERSITY: (
        ("教育部", 0.036), ("工业和信息化部", 0.004), ("国家民委", 0.003), ("中国科学院", 0.0015),
    ),
    RESEARCH: (
        ("中国科学院", 0.19), ("国务院国资委", 0.11), ("农业农村部", 0.09),
        ("工业和信息化部", 0.06), ("国家卫生健康委", 0.04), ("科技部", 0.03),
    ),
    HOSPITAL: (("国家卫生健康委", 0.4),),
}  # fmt: skip
# A province's own authorities; municipalities call theirs otherwise.
_PROVINCIAL = ("教育厅", "科学技术厅", "卫生健康委")
_MUNICIPAL = {
    "北京市": ("教委", "科学技术委员会", "卫生健康委"),
    "天津市": ("教委", "科学技术局", "卫生健康委"),
    "上海市": ("教委", "科学技术委员会", "卫生健康委"),
    "重庆市": ("教委", "科学技术局", "卫生健康委"),
}
_TWO_AUTHORITIES = 0.012
_RENAMED, _MOVED = 2, 3


def institution_list(seed: int, institutions: Institutions, delivery: int) -> pa.Table:
    """Give the list of institutions as a delivery sends it: always whole, later with few changes.

    The first list forgets an institution that files returns only: its returns are rejected until
    the next list brings it.
    """
    place = _places(institutions)
    name = _numbered(institutions, _NAMES)
    *_, other, same = np.flatnonzero(institutions.kind == RESEARCH)
    name[same] = name[other]  # Two research institutions go by one name, as happens.
    department = _departments(seed, institutions)
    changed = stream(seed, "changed").permutation(len(name))
    if delivery >= 2:
        moved = changed[:_MOVED]
        department[moved] = "教育部\n" + place[moved]
    if delivery >= 3:
        name[changed[_MOVED : _MOVED + _RENAMED]] += "（更名）"
    columns = {
        "institution_id": institution_ids(institutions),
        "name": name,
        "kind": np.array(HOLDER_KINDS, dtype=object)[institutions.kind],
        "province": place,
        "department": department,
        "name_en": _numbered(institutions, _ENGLISH_NAMES),
        "credit_code": _credit_codes(institutions),
    }
    listed = np.ones(len(institutions), dtype=bool)
    listed[np.flatnonzero(institutions.returns_only)[0]] = delivery > 0
    return pa.table(columns).filter(pa.array(listed))


def institution_ids(institutions: Institutions) -> Texts:
    """Give invented ids: codes of ten digits from 99 for universities, else credit codes."""
    codes = np.array([f"99{serial:08d}" for serial in _serials(institutions)], dtype=object)
    return np.where(institutions.kind == UNIVERSITY, codes, _credit_codes(institutions))


def _credit_codes(institutions: Institutions) -> Texts:
    """Give one invented credit code each; 12 says public institution."""
    codes = [credit_code(90_000_000 + index, "12") for index in range(len(institutions))]
    return np.array(codes, dtype=object)


def _places(institutions: Institutions) -> Texts:
    return institutions.provinces["full_zh"].to_numpy(object)[institutions.province]


def _serials(institutions: Institutions) -> Ints:
    """Count 1, 2, … within each kind."""
    kind = pd.Series(institutions.kind)
    return kind.groupby(kind).cumcount().to_numpy() + 1


def _numbered(institutions: Institutions, names: tuple[str, ...]) -> Texts:
    pairs = zip(institutions.kind, _serials(institutions), strict=True)
    return np.array([f"{names[kind]} {serial:04d}" for kind, serial in pairs], dtype=object)


def _departments(seed: int, institutions: Institutions) -> Texts:
    """Give authorities: those of the nation by lot, large holders first, else the province's.

    A few institutions have two authorities in one cell, parted by a line break or a blank.
    """
    rng = stream(seed, "departments")
    place, kind = _places(institutions), institutions.kind
    department = np.array(
        [at + _MUNICIPAL.get(at, _PROVINCIAL)[of] for at, of in zip(place, kind, strict=True)],
        dtype=object,
    )
    free = np.ones(len(kind), dtype=bool)
    for holder_kind, authorities in _NATIONAL.items():
        members = kind == holder_kind
        for authority, share in authorities:
            weights = (institutions.due + 1.0) ** 1.5 * (free & members)
            chosen = mark_sample(rng, weights, round(share * int(members.sum())))
            department[chosen] = authority
            free &= ~chosen
    separators = " \n"
    for index in np.flatnonzero(rng.random(len(kind)) < _TWO_AUTHORITIES):
        department[index] = f"{place[index]}{separators[index % 2]}中国科学院"
    return department


def credit_code(serial: int, category: str) -> str:
    """Invent a credit code: two-digit category, the place 999999, a serial, two check digits."""
    organization = f"{serial:08d}"
    weighted = zip(map(int, organization), _ORGANIZATION_WEIGHTS, strict=True)
    check = "0X987654321"[sum(digit * weight for digit, weight in weighted) % 11]
    body = f"{category}999999{organization}{check}"
    total = sum(_CREDIT.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + _CREDIT[-total % 31]


def application_numbers(filed_on: Ints, year: Ints, kind_digit: Ints, rng: Generator) -> Ints:
    """Invent unique numbers without check digit, rising with the filing day in a year and kind.

    ValueError when more patents share a year and kind than there are serials kept for us.
    """
    eight = filed_on < _TWELVE_DIGITS_FROM
    group = year * 10 + kind_digit
    order = np.lexsort((filed_on, group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    rank = np.arange(len(order)) - np.repeat(starts, sizes)
    step = np.where(eight[order], _SERIALS[8], _SERIALS[12]) // np.repeat(sizes, sizes)
    if len(step) and step.min() < 1:
        raise ValueError("more patents in a year than invented serials")
    serial = np.empty(len(order), dtype=np.int64)
    serial[order] = rank * step + rng.integers(0, step)
    short = ((year % 100) * 10 + kind_digit) * 100_000 + _FIRST_SERIAL[8] + serial
    long = (year * 10 + kind_digit) * 10_000_000 + _FIRST_SERIAL[12] + serial
    return np.where(eight, short, long)


def with_check_digits(numbers: Ints) -> pa.Array:
    """Write application numbers as text with their check digits: `202356789012.X`."""
    checks = np.where(numbers < 10**9, _check_digits(numbers, 8), _check_digits(numbers, 12))
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), 8, "0")
    signs = pa.array([*map(str, range(10)), "X"]).take(pa.array(checks))
    return pc.binary_join_element_wise(digits, signs, ".")


def _check_digits(numbers: Ints, digits: int) -> Ints:
    """Give the check digit of numbers of so many digits: weighted sum modulo 11, 10 meaning X."""
    total = np.zeros(len(numbers), dtype=np.int64)
    for position in range(digits):
        digit = numbers // 10 ** (digits - 1 - position) % 10
        total += digit * _CHECK_WEIGHTS[position]
    return total % 11
