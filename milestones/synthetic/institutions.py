"""The institutions: who they are, where, and how many patents each has to assess.

Sizes are heavy-tailed (log-normal), then fitted in turn to what each province and each kind of
institution must hold in all, until both agree. A few file returns only and hold no patent rows.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from milestones.paths import DATA
from milestones.synthetic.calibration import (
    DUE_INVENTIONS,
    DUE_OTHERS,
    HOSPITAL,
    RESEARCH,
    UNIVERSITY,
    Size,
)
from milestones.synthetic.sampling import Floats, Ints, Mask, Small, apportion, lots, stream, top

_ZHEJIANG = "330000"
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
    province: Ints
    kind: Small
    due: Ints
    returns_only: Mask

    def __len__(self) -> int:
        return len(self.province)

    @property
    def zhejiang(self) -> int:
        """Position of Zhejiang, the one province whose number due is known."""
        return _position_of_zhejiang(self.provinces)

    def of_kind(self, kind: int) -> Ints:
        """Give the institutions of a kind that hold patents."""
        return np.flatnonzero((self.kind == kind) & ~self.returns_only)


def draw_institutions(size: Size, seed: int) -> Institutions:
    """Draw the institutions of a register of this size."""
    rng = stream(seed, "institutions")
    provinces = _read_provinces()
    universities = provinces["regular_heis_2025"].to_numpy(np.float64)
    per_province = apportion(size.institutions, universities, 1)
    province = np.repeat(np.arange(len(provinces)), per_province)
    hubs = provinces["code"].map(_RESEARCH_HUBS).fillna(1.0).to_numpy()
    kind = _kinds(rng, hubs[province])
    eligible = (kind != HOSPITAL) & (per_province[province] > 4)
    returns_only = _draw(rng, eligible, _RETURNS_SHARE)
    weights = np.exp(rng.normal(0.0, _SPREAD[kind]))
    weights[returns_only] = 0
    due = _due(weights, province, kind, _due_by_province(size, provinces))
    return Institutions(size, provinces, province, kind, due, returns_only)


def _read_provinces() -> pd.DataFrame:
    """Read the provinces that the plan covers, in the order of their codes."""
    table = pd.read_csv(DATA / "reference" / "provinces.csv", dtype={"code": str})
    return table.dropna(subset="regular_heis_2025").reset_index(drop=True)


def _position_of_zhejiang(provinces: pd.DataFrame) -> int:
    return list(provinces["code"]).index(_ZHEJIANG)


def _kinds(rng: np.random.Generator, hubs: Floats) -> Small:
    kind = np.full(len(hubs), UNIVERSITY, dtype=np.int8)
    kind[_draw(rng, hubs, _RESEARCH_SHARE)] = RESEARCH
    kind[_draw(rng, kind == UNIVERSITY, _HOSPITAL_SHARE)] = HOSPITAL
    return kind


def _draw(rng: np.random.Generator, weights: Floats | Mask, share: float) -> Mask:
    """Draw a share of all institutions, one at least, with these weights."""
    return top(lots(rng, weights.astype(np.float64)), max(1, round(len(weights) * share)))


def _due_by_province(size: Size, provinces: pd.DataFrame) -> Ints:
    """Give the patents due: Zhejiang's number, the rest by valid inventions, one at least."""
    weights = provinces["valid_inventions_2023"].to_numpy(np.float64)
    others = np.arange(len(provinces)) != _position_of_zhejiang(provinces)
    due = np.full(len(provinces), size.target("due_zhejiang"), dtype=np.int64)
    due[others] = apportion(size.patents - size.target("due_zhejiang"), weights[others], 1)
    return due


def _due(weights: Floats, province: Ints, kind: Small, by_province: Ints) -> Ints:
    """Give the patents due by institution: provinces exact, kinds by proportional fitting."""
    by_kind = np.add(DUE_INVENTIONS, DUE_OTHERS)
    fitted = weights.copy()
    for _ in range(60):
        fitted *= (by_kind / np.bincount(kind, fitted, 3))[kind]
        fitted *= (by_province / np.bincount(province, fitted))[province]
    due = np.zeros(len(weights), dtype=np.int64)
    for place, total in enumerate(by_province):
        members = np.flatnonzero((province == place) & (weights > 0))
        due[members] = apportion(int(total), fitted[members], min(1, int(total) // len(members)))
    return due
