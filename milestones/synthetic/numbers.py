"""Numbers that pass the official check-digit rules and cannot belong to anybody.

Application numbers: two- or four-digit year, a digit for the kind, and a serial of five or seven
digits, then a check digit. Real serials of 12-digit numbers stay below 4,000,000 a year and kind,
real ones of 8-digit inventions below 90,000: ours start at 5,000,000 and at 90,000.
Credit codes: GB 32100 with 999999 as the place, which no administrative division has.
Universities: ten digits from 99, where the Ministry's codes begin with 41.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milestones.synthetic.draw import Days, Ints, Small

TWELVE_DIGITS_FROM = 12_326  # 2003-10-01
_FIRST_SERIAL = {8: 90_000, 12: 5_000_000}
_SERIALS = {8: 10_000, 12: 5_000_000}
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def application_numbers(
    filed_on: Days, year: Ints, kind_digit: Small, rng: np.random.Generator
) -> Ints:
    """Unique numbers without check digit: serials rise with the filing day in a year and kind.

    ValueError when more patents share a year and kind than there are serials kept for us.
    """
    eight = filed_on < TWELVE_DIGITS_FROM
    group = year * 10 + kind_digit
    order = np.lexsort((filed_on, group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    rank = np.arange(len(order)) - np.repeat(starts, sizes)
    room = np.where(eight[order], _SERIALS[8], _SERIALS[12])
    step = room // np.repeat(sizes, sizes)
    if len(step) and step.min() < 1:
        raise ValueError("more patents in a year than invented serials")
    serial = np.empty(len(order), dtype=np.int64)
    serial[order] = rank * step + rng.integers(0, step)
    short = ((year % 100) * 10 + kind_digit) * 100_000 + _FIRST_SERIAL[8] + serial
    long = (year * 10 + kind_digit) * 10_000_000 + _FIRST_SERIAL[12] + serial
    return np.where(eight, short, long)


def check_digits(numbers: Ints, digits: int) -> Small:
    """The check digit of numbers of 8 or 12 digits: weighted sum modulo 11, 10 meaning X."""
    total = np.zeros(len(numbers), dtype=np.int64)
    for position in range(digits):
        digit = numbers // 10 ** (digits - 1 - position) % 10
        total += digit * _WEIGHTS[position]
    return (total % 11).astype(np.int8)


def written(numbers: Ints) -> pa.Array:
    """The numbers as text with their check digits: `202356789012.X`."""
    eight = numbers < 10**9
    checks = np.where(eight, check_digits(numbers, 8), check_digits(numbers, 12))
    width8 = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), 8, "0")
    marks = pa.array([*map(str, range(10)), "X"]).take(pa.array(checks))
    return pc.binary_join_element_wise(width8, marks, ".")


def credit_code(serial: int, category: str) -> str:
    """An invented credit code: two-digit category, the place 999999, a serial, two check digits."""
    organization = f"{serial:08d}"
    total = sum(
        int(digit) * weight
        for digit, weight in zip(organization, _ORGANIZATION_WEIGHTS, strict=True)
    )
    check = "0X987654321"[total % 11]
    body = f"{category}999999{organization}{check}"
    weighted = sum(_CREDIT.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + _CREDIT[-weighted % 31]


def university_code(serial: int) -> str:
    """An invented ten-digit code: 99 and a serial."""
    return f"99{serial:08d}"
