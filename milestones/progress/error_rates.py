"""How often sampled assessments are wrong: the rate of several strata, weighted, and its interval.

`HOW_RATED` says the method and its sources, in words that the methods page shows too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from milestones.i18n import _

CONFIDENCE = 0.95
SMALL_SAMPLE = 30
"""Below this number of answers one error moves a rate by more than three points."""


HOW_RATED = (
    _(
        "Each answer stands for the assessed patents of its stratum, divided by the answers there; "
        "the sizes are those of the register on the day of the sample. Strata without answers are "
        "in no rate."
    ),
    _(
        "The 95% interval is the exact one of Clopper and Pearson (1934). For a weighted rate it "
        "is taken at the effective number of answers, as Korn and Graubard do (Survey Methodology "
        "24, 1998); that number is (sum of weights)² / sum of weights² (Kish, 1965). That a sample "
        "is a part of a finite number is left aside: the interval is rather too wide."
    ),
    _(
        "Each province is represented by its latest sample. Fewer than {count} answers are marked, "
        "as one error then moves the rate by more than three points."
    ),
)


class Stratum(NamedTuple):
    """A part of the assessed patents, and how many of its sampled ones were answered and wrong."""

    assessed: int
    answered: int
    wrong: int


class ErrorRate(NamedTuple):
    """The rate of errors, a fraction, with its interval; None where there are no answers.

    `covered` are the assessed patents of the strata that have answers, `effective` is the number of
    answers that the weighted ones are worth.
    """

    covered: int
    answered: int
    wrong: int
    effective: float
    rate: float | None
    low: float | None
    high: float | None


def error_rate(strata: Iterable[Stratum]) -> ErrorRate:
    """Weigh each stratum that has answers by its assessed patents."""
    held = [each for each in strata if each.answered]
    covered = sum(each.assessed for each in held)
    answered, wrong = sum(each.answered for each in held), sum(each.wrong for each in held)
    if not covered:
        return ErrorRate(covered, answered, wrong, 0.0, None, None, None)
    rate = sum(each.assessed * each.wrong / each.answered for each in held) / covered
    effective = covered**2 / sum(each.assessed**2 / each.answered for each in held)
    return ErrorRate(covered, answered, wrong, effective, rate, *interval(rate, effective))


def interval(rate: float, answers: float) -> tuple[float, float]:
    """Give the 95 % interval of Clopper and Pearson; the number of answers need not be whole."""
    from scipy.special import betaincinv  # a third of a second, for one page

    tail, wrong = (1 - CONFIDENCE) / 2, rate * answers
    right = answers - wrong
    low = 0.0 if rate <= 0 else float(betaincinv(wrong, right + 1, tail))
    high = 1.0 if rate >= 1 else float(betaincinv(wrong + 1, right, 1 - tail))
    return low, high
