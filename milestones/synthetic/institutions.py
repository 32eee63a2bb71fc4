"""The institutions of the synthetic register and their invented names, which say so."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator
from numpy.typing import NDArray

from milestones.paths import DATA
from milestones.synthetic import calibration, sampling
from milestones.synthetic.calibration import HOLDER_KINDS, HOSPITAL, RESEARCH, UNIVERSITY, Size
from milestones.synthetic.sampling import Floats, Ints, Mask, day_number, mark_sample, stream

_ZHEJIANG = "330000"
_ENTERPRISES, _ENTERPRISES_ABROAD = 60_000, 300
_RESEARCH_SHARE, _HOSPITAL_SHARE, _RETURNS_SHARE = 0.205, 0.016, 0.0037
# How the sizes of the institutions of a kind spread (deviation of the logarithm).
_SPREAD = np.array([1.55, 1.35, 0.6])
# Research institutions gather where the capital's academies are.
_RESEARCH_HUBS = {"110000": 4.0, "310000": 2.2, "610000": 1.5, "510000": 1.5, "210000": 1.4}


@dataclass(frozen=True)
class Institutions:
    """Arrays by institution, in the order of the provinces."""

    size: Size
    provinces: pd.DataFrame
    zhejiang: int  # The position of the one province whose number due is known.
    province: Ints
    kind: Ints
    due: Ints
    returns_only: Mask

    def __len__(self) -> int:
        return len(self.province)

    def of_kind(self, kind: int) -> Ints:
        """Give the institutions of a kind that hold patents."""
        return np.flatnonzero((self.kind == kind) & ~self.returns_only)


def draw_institutions(size: Size, seed: int) -> Institutions:
    """Draw the institutions of a register of this size."""
    rng = sampling.stream(seed, "institutions")
    provinces = _read_provinces()
    zhejiang = list(provinces["code"]).index(_ZHEJIANG)
    universities = provinces["regular_heis_2025"].to_numpy(np.float64)
    per_province = sampling.apportion(size.institutions, universities, 1)
    province = np.repeat(np.arange(len(provinces)), per_province)
    hubs = provinces["code"].map(_RESEARCH_HUBS).fillna(1.0).to_numpy()
    kind = _kinds(rng, hubs[province])
    eligible = (kind != HOSPITAL) & (per_province[province] > 4)
    returns_only = _draw_share(rng, eligible, _RETURNS_SHARE)
    weights = np.exp(rng.normal(0.0, _SPREAD[kind]))
    weights[returns_only] = 0
    due = _due(weights, province, kind, _due_by_province(size, provinces, zhejiang))
    return Institutions(size, provinces, zhejiang, province, kind, due, returns_only)


def _read_provinces() -> pd.DataFrame:
    """Read the provinces that the plan covers, in the order of their codes."""
    table = pd.read_csv(DATA / "reference" / "provinces.csv", dtype={"code": str})
    return table.dropna(subset="regular_heis_2025").reset_index(drop=True)


def _kinds(rng: Generator, hubs: Floats) -> Ints:
    kind = np.full(len(hubs), UNIVERSITY, dtype=np.int8)
    kind[_draw_share(rng, hubs, _RESEARCH_SHARE)] = RESEARCH
    kind[_draw_share(rng, kind == UNIVERSITY, _HOSPITAL_SHARE)] = HOSPITAL
    return kind


def _draw_share(rng: Generator, weights: Floats | Mask, share: float) -> Mask:
    """Draw a share of all institutions, one at least, with these weights."""
    return sampling.mark_sample(
        rng, weights.astype(np.float64), max(1, round(len(weights) * share))
    )


def _due_by_province(size: Size, provinces: pd.DataFrame, zhejiang: int) -> Ints:
    """Give the patents due: Zhejiang's number, the rest by valid inventions, one at least."""
    weights = provinces["valid_inventions_2023"].to_numpy(np.float64)
    known = size.target("due_zhejiang")
    others = sampling.apportion(size.patents - known, np.delete(weights, zhejiang), 1)
    return np.insert(others, zhejiang, known)


def _due(weights: Floats, province: Ints, kind: Ints, by_province: Ints) -> Ints:
    """Give the patents due by institution: provinces exact, kinds by proportional fitting."""
    by_kind = np.add(calibration.DUE_INVENTIONS, calibration.DUE_OTHERS)
    fitted = weights.copy()
    for _ in range(60):
        fitted *= (by_kind / np.bincount(kind, fitted, 3))[kind]
        fitted *= (by_province / np.bincount(province, fitted))[province]
    due = np.zeros(len(weights), dtype=np.int64)
    for place, total in enumerate(by_province):
        members = np.flatnonzero((province == place) & (weights > 0))
        due[members] = sampling.apportion(
            int(total), fitted[members], min(1, int(total) // len(members))
        )
    return due


@dataclass(frozen=True)
class Enterprises:
    """Enterprises are numbered province by province; those abroad come last."""

    start: Ints  # By province: the number of its first enterprise.
    weights: Floats  # By province: how large its industry is.
    names: pa.Array
    provinces: pa.Array

    def draw(self, rng: Generator, near: Ints, home: float, abroad: float = 0.0) -> Ints:
        """Draw an enterprise for each province in `near`; few enterprises take most patents.

        It lies there with probability `home`, abroad with `abroad`, else anywhere by the weight
        of a province's industry.
        """
        anywhere = sampling.categorical(rng, self.weights, len(near)).astype(np.int64)
        lot = rng.random(len(near))
        province = np.where(lot < home, near, anywhere)
        province[lot > 1 - abroad] = len(self.start) - 2
        first, count = self.start[province], np.diff(self.start)[province]
        chosen: Ints = first + np.floor(rng.random(len(near)) ** 2.5 * count).astype(np.int64)
        return chosen


def make_enterprises(institutions: Institutions) -> Enterprises:
    """Give enterprises by the number of utility models in each province, 50 or more in each."""
    provinces = institutions.provinces
    weights = provinces["valid_utility_models_2023"].to_numpy(np.float64) ** 0.8
    count = max(institutions.size(_ENTERPRISES), 100 * len(provinces))
    per_place = np.append(sampling.apportion(count, weights, 50), _ENTERPRISES_ABROAD)
    home = [f"示范企业 {number:05d}" for number in range(1, count + 1)]
    abroad = [f"示范境外企业 {number:03d}" for number in range(1, _ENTERPRISES_ABROAD + 1)]
    return Enterprises(
        start=np.concatenate([[0], np.cumsum(per_place)]),
        weights=weights,
        names=pa.array(home + abroad),
        provinces=pa.array(np.repeat([*provinces["name_zh"], "境外"], per_place).tolist()),
    )


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
