"""The institutions: who they are, where, under whom, and how many patents each has to assess.

Sizes are heavy-tailed (log-normal), then fitted in turn to what each province and each kind of
institution must hold in all, until both agree. A few file returns only and hold no patent rows.
"""

from dataclasses import dataclass

import numpy as np

from milestones.synthetic import places as geography
from milestones.synthetic.calibration import DUE_INVENTIONS, DUE_OTHERS, Size
from milestones.synthetic.draw import Floats, Ints, Mask, Small, apportion, lots, stream, top
from milestones.synthetic.places import Province

UNIVERSITY, RESEARCH, HOSPITAL = 0, 1, 2
_RESEARCH_SHARE, _HOSPITAL_SHARE, _RETURNS_SHARE = 0.205, 0.016, 0.0037
# How the sizes of the institutions of a kind spread (deviation of the logarithm).
_SPREAD = np.array([1.55, 1.35, 0.6])
# Research institutions gather where the capital's academies are.
_RESEARCH_HUBS = {"110000": 4.0, "310000": 2.2, "610000": 1.5, "510000": 1.5, "210000": 1.4}


@dataclass(frozen=True)
class Institutions:
    """Arrays by institution, in the order of the provinces."""

    province: Ints
    kind: Small
    due: Ints
    returns_only: Mask
    places: list[Province]

    def __len__(self) -> int:
        return len(self.province)

    def of_kind(self, kind: int) -> Ints:
        """The institutions of a kind that hold patents."""
        return np.flatnonzero((self.kind == kind) & ~self.returns_only)


def make(size: Size, seed: int, places: list[Province]) -> Institutions:
    """Draws the institutions of a register of this size."""
    rng = stream(seed, "institutions")
    per_province = geography.institutions_by_province(size, places)
    province = np.repeat(np.arange(len(places)), per_province)
    kind = _kinds(rng, province, places)
    returns_only = _returns_only(rng, province, kind, per_province)
    weights = np.exp(rng.normal(0.0, _SPREAD[kind]))
    weights[returns_only] = 0
    due = _due(size, weights, province, kind, places)
    return Institutions(province, kind, due, returns_only, places)


def _kinds(rng: np.random.Generator, province: Ints, places: list[Province]) -> Small:
    hubs = np.array([_RESEARCH_HUBS.get(place.code, 1.0) for place in places])[province]
    kind = np.full(len(province), UNIVERSITY, dtype=np.int8)
    kind[top(lots(rng, hubs), round(len(kind) * _RESEARCH_SHARE))] = RESEARCH
    is_free = (kind == UNIVERSITY).astype(np.float64)
    kind[top(lots(rng, is_free), max(1, round(len(kind) * _HOSPITAL_SHARE)))] = HOSPITAL
    return kind


def _returns_only(
    rng: np.random.Generator, province: Ints, kind: Small, per_province: Ints
) -> Mask:
    """A few universities and research institutions, never the only one of a province."""
    eligible = (kind != HOSPITAL) & (per_province[province] > 4)
    count = max(1, round(len(province) * _RETURNS_SHARE))
    return top(lots(rng, eligible.astype(np.float64)), count)


def _due(size: Size, weights: Floats, province: Ints, kind: Small, places: list[Province]) -> Ints:
    """Patents due by institution: provinces exact, kinds by proportional fitting."""
    by_province = geography.due_by_province(size, places)
    by_kind = np.array([a + b for a, b in zip(DUE_INVENTIONS, DUE_OTHERS, strict=True)])
    fitted = weights.copy()
    for _ in range(60):
        fitted *= (by_kind / np.bincount(kind, fitted, 3))[kind]
        fitted *= (by_province / np.bincount(province, fitted))[province]
    due = np.zeros(len(weights), dtype=np.int64)
    for place, total in enumerate(by_province):
        members = np.flatnonzero((province == place) & (weights > 0))
        due[members] = apportion(int(total), fitted[members], min(1, int(total) // len(members)))
    return due
