"""The institutions and enterprises: who they are, where, and how many patents each has to assess.

Sizes are heavy-tailed (log-normal), then fitted in turn to what each province and each kind of
institution must hold in all, until both agree. A few file returns only and hold no patent rows.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.random import Generator

from milestones.paths import DATA
from milestones.synthetic import calibration, sampling
from milestones.synthetic.calibration import HOSPITAL, RESEARCH, UNIVERSITY, Size
from milestones.synthetic.sampling import Floats, Ints, Mask

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
