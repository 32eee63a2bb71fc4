"""A stratified random sample of assessed patents, which anybody can draw again from its seed.

Strata are the kinds of institution of each province, or the institutions. `HOW_DRAWN` says the
rest, in words that the workbook and the methods page show too.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil
from typing import Any, Literal, NamedTuple

from milestones import query
from milestones.editions.edition import Edition
from milestones.i18n import _
from milestones.progress.indicators import DayNotCountedError
from milestones.selection import Selection

StratifiedBy = Literal["province", "institution"]
DEFAULT_SIZE = 400
MAX_SIZE = 100_000
"""Patents that one workbook of a sample holds at most."""
HOW_DRAWN = (
    _(
        "Each stratum gives one patent; the others go one after the other to the stratum with the "
        "largest quotient of its size and the number it has plus one half (Sainte-Laguë)."
    ),
    _(
        "Within a stratum, patents stand in the order of the SHA-256 (in hexadecimal digits) of "
        "the text made of seed, colon and application number; the first are taken. The same "
        "edition, day, seed and choices give the same sample."
    ),
)


class NothingToSampleError(ValueError):
    """No patent of the selection is assessed."""


class SampleTooSmallError(ValueError):
    """The sample has fewer patents than there are strata."""


class SampleTooLargeError(ValueError):
    """The sample has more patents than a workbook is made for."""


@dataclass(frozen=True)
class SampleDesign:
    """How a sample is drawn: within what, from which seed, how many or which part of all."""

    seed: int
    by: StratifiedBy = "province"
    size: int = DEFAULT_SIZE
    share: float | None = None

    def total(self, assessed: int) -> int:
        """Give how many patents are taken of so many."""
        wanted = self.size if self.share is None else ceil(assessed * self.share)
        return min(wanted, assessed)


class SampledStratum(NamedTuple):
    """A stratum: the institutions in it, its assessed patents, and how many are taken.

    `institution` has what the register says of the one that it is, where it is one.
    """

    province: str
    kind: str
    institution: Mapping[str, Any] | None
    members: tuple[str, ...]
    assessed: int
    taken: int


@dataclass(frozen=True)
class Sample:
    """A sample as drawn: the day that assessments are counted up to, its strata, its patents."""

    design: SampleDesign
    day: date
    strata: Sequence[SampledStratum]
    patents: Sequence[Mapping[str, Any]]


def draw_sample(edition: Edition, selection: Selection, design: SampleDesign) -> Sample:
    """Draw a sample of the assessed patents due of a selection's institutions.

    Raises DayNotCountedError, NothingToSampleError, SampleTooSmallError, SampleTooLargeError.
    """
    day = selection.day(edition)
    if day > edition.as_of:
        raise DayNotCountedError(day.isoformat())
    params = selection.params(edition)
    strata = _strata(query.fetch(edition, "register/sample_frame", **params), design)
    members = [
        (institution, place, stratum.taken)
        for place, stratum in enumerate(strata)
        for institution in stratum.members
    ]
    institutions, places, takes = (list(each) for each in zip(*members, strict=True))
    bound = {"institutions": institutions, "strata": places, "takes": takes}
    seeded = {"as_of": day, "seed": str(design.seed), **bound}
    return Sample(design, day, strata, query.fetch(edition, "register/sample", **seeded))


def _strata(rows: Sequence[Mapping[str, Any]], design: SampleDesign) -> list[SampledStratum]:
    """Put the institutions into strata and say how many patents each gives."""
    held = [row for row in rows if row["assessed"]]
    if not held:
        raise NothingToSampleError
    keys = ("province", "kind") if design.by == "province" else ("institution_id",)
    groups = [list(of) for _, of in groupby(held, lambda row: [row[key] for key in keys])]
    sizes = [sum(row["assessed"] for row in group) for group in groups]
    total = design.total(sum(sizes))
    if total > MAX_SIZE:
        raise SampleTooLargeError(f"{total} > {MAX_SIZE}")
    takes = allocate(sizes, total)
    return [
        SampledStratum(
            group[0]["province"],
            group[0]["kind"],
            group[0] if design.by == "institution" else None,
            tuple(row["institution_id"] for row in group),
            assessed,
            taken,
        )
        for group, assessed, taken in zip(groups, sizes, takes, strict=True)
    ]


def allocate(sizes: Sequence[int], total: int) -> list[int]:
    """Share out a total in proportion to sizes (each above 0), at least one each, none above its
    size. Raises SampleTooSmallError where it is not enough for one each."""
    if total < len(sizes):
        raise SampleTooSmallError(f"{total} < {len(sizes)}")
    takes = [1] * len(sizes)
    queue = [(-size / 1.5, place) for place, size in enumerate(sizes) if size > 1]
    heapq.heapify(queue)
    for _turn in range(min(total, sum(sizes)) - len(sizes)):
        place = heapq.heappop(queue)[1]
        takes[place] += 1
        if takes[place] < sizes[place]:
            heapq.heappush(queue, (-sizes[place] / (takes[place] + 0.5), place))
    return takes
