"""Error rates of samples: exact intervals of small cases, and weights."""

from math import comb
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.progress.error_rates import ErrorRate, Stratum, error_rate, interval

STRATA = st.lists(
    st.tuples(st.integers(1, 500), st.integers(0, 60), st.integers(0, 60)).map(
        lambda cells: Stratum(cells[0] + cells[1], cells[1], min(cells[1], cells[2]))
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("wrong", "answers", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (10, 10, 0.6915, 1.0),
        (0, 1, 0.0, 0.975),
    ],
)
def test_intervals_are_those_of_the_tables(wrong, answers, low, high):
    found = interval(wrong / answers, answers)
    assert found == pytest.approx((low, high), abs=5e-5)


def test_the_ends_are_those_at_which_a_tail_of_the_binomial_is_a_fortieth():
    low, high = interval(12 / 280, 280)

    def at_most(errors, rate):
        return sum(comb(280, k) * rate**k * (1 - rate) ** (280 - k) for k in range(errors + 1))

    assert at_most(12, high) == pytest.approx(0.025)
    assert 1 - at_most(11, low) == pytest.approx(0.025)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_exact_interval_holds_the_rate_and_about_that_of_wilson(case):
    wrong, answers = case
    low, high = interval(wrong / answers, answers)
    assert 0 <= low <= wrong / answers <= high <= 1
    z, rate = NormalDist().inv_cdf(0.975), wrong / answers
    middle = (rate + z * z / (2 * answers)) / (1 + z * z / answers)
    assert low - 1e-9 <= middle <= high + 1e-9


def test_one_stratum_is_worth_its_answers():
    found = error_rate([Stratum(1000, 40, 4)])
    assert (found.effective, found.rate) == (pytest.approx(40), pytest.approx(0.1))
    assert (found.low, found.high) == pytest.approx(interval(0.1, 40))


def test_proportional_strata_are_worth_their_answers():
    found = error_rate([Stratum(1000, 40, 4), Stratum(500, 20, 1)])
    assert (found.effective, found.rate) == (pytest.approx(60), pytest.approx(5 / 60))


def test_uneven_strata_are_worth_less():
    found = error_rate([Stratum(900, 10, 1), Stratum(100, 90, 0)])
    assert found.rate == pytest.approx(0.09)
    assert found.effective == pytest.approx(1000**2 / (900**2 / 10 + 100**2 / 90))


def test_without_answers_nothing_is_known():
    assert error_rate([]) == error_rate([Stratum(5, 0, 0)]) == ErrorRate(0, 0, 0, 0, *[None] * 3)


@given(STRATA)
def test_a_weighted_rate_lies_in_its_interval_and_is_worth_no_more_than_its_answers(strata):
    found = error_rate(strata)
    if found.rate is None:
        assert not found.answered
        return
    assert 0 <= found.low <= found.rate + 1e-12 and found.rate <= found.high + 1e-12 <= 1 + 1e-11
    assert found.effective <= found.answered * (1 + 1e-9)
