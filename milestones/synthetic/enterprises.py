"""The invented enterprises that evaluate and take over patents, and where they are."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milestones.synthetic import places as geography
from milestones.synthetic.calibration import Size
from milestones.synthetic.draw import Floats, Ints, apportion, pick
from milestones.synthetic.institutions import Institutions

_ENTERPRISES = 60_000
_ABROAD = 300


@dataclass(frozen=True)
class Enterprises:
    """Enterprises are numbered province by province; those abroad come last.

    `province` is a position in the list of provinces, its length meaning abroad.
    """

    start: Ints
    province: Ints
    names: pa.Array
    province_names: pa.Array
    draw_weights: Floats


def make(size: Size, institutions: Institutions) -> Enterprises:
    """Enterprises by the number of utility models in each province, 50 or more in each."""
    places = institutions.places
    weights = np.array([place.valid_utility_models for place in places], dtype=np.float64)
    count = max(size(_ENTERPRISES), 100 * len(places))
    per_place = np.append(apportion(count, weights**0.8, 50), _ABROAD)
    numbers = pc.utf8_lpad(pc.cast(pa.array(np.arange(1, count + 1)), pa.string()), 5, "0")
    home = pc.binary_join_element_wise("示范企业 ", numbers, "")
    abroad = pa.array([f"示范境外企业 {i:03d}" for i in range(1, _ABROAD + 1)])
    return Enterprises(
        start=np.concatenate([[0], np.cumsum(per_place)]),
        province=np.repeat(np.arange(len(per_place)), per_place),
        names=pa.concat_arrays([home, abroad]),
        province_names=pa.array([*(place.name for place in places), geography.ABROAD]),
        draw_weights=weights**0.8,
    )


def draw(
    rng: np.random.Generator, enterprises: Enterprises, at: Ints, home: float, abroad: float = 0.0
) -> Ints:
    """An enterprise for each province in `at`: in the same province with probability `home`,
    abroad with `abroad`, else anywhere by the weight of its industry; few take most of them."""
    anywhere = pick(rng, enterprises.draw_weights, len(at)).astype(np.int64)
    lot = rng.random(len(at))
    province = np.where(lot < home, at, anywhere)
    province[lot > 1 - abroad] = len(enterprises.start) - 2
    first = enterprises.start[province]
    count = enterprises.start[province + 1] - first
    chosen: Ints = first + np.floor(rng.random(len(at)) ** 2.5 * count).astype(np.int64)
    return chosen
