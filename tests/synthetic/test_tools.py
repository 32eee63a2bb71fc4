"""The tools below the register: exact draws, days along a path, numbers that check."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.synthetic import institutions, sampling
from milestones.synthetic.assessments import course
from milestones.synthetic.patents import CODES, FIELD_OF_CODE

weights = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40)


@given(weights, st.integers(0, 100_000), st.integers(0, 3))
def test_apportion_gives_everything_and_the_minimum(
    shares: list[float], total: int, minimum: int
) -> None:
    if minimum * len(shares) > total:
        with pytest.raises(ValueError, match="cannot"):
            sampling.apportion(total, np.array(shares), minimum)
        return
    got = sampling.apportion(total, np.array(shares), minimum)
    assert got.sum() == total
    assert got.min() >= minimum


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8), st.integers(1, 90))
def test_days_meet_every_point(steps: list[int], apart: int) -> None:
    days = [sampling.FIRST_DAY + apart * at for at in range(len(steps) + 1)]
    counts = np.concatenate([[0], np.cumsum(steps)]).tolist()
    laid = sampling.days_along(list(zip(days, counts, strict=True)))
    assert (np.diff(laid) >= 0).all()
    for day, count in zip(days, counts, strict=True):
        assert (laid <= day).sum() == count


@given(st.integers(0, 300), st.integers(0, 300))
def test_top_marks_the_highest(size: int, count: int) -> None:
    score = np.random.default_rng(size).random(size)
    marked = sampling.mark_top(score, count)
    assert marked.sum() == min(size, count)
    if 0 < count < size:
        assert score[marked].min() > score[~marked].max()


def test_grades_keep_their_shares_and_their_order() -> None:
    quality = np.random.default_rng(1).normal(size=1_000)
    graded = sampling.grade_by_rank(quality, (0.1, 0.2, 0.3, 0.2, 0.2))
    assert np.bincount(graded)[1:].tolist() == [100, 200, 300, 200, 200]
    assert quality[graded == 1].max() < quality[graded == 2].min()


@given(st.integers(0, 2_000_000), st.integers(0, 2))
def test_the_course_of_assessment_rises_at_any_size(due: int, column: int) -> None:
    counts = [count for _, count in course(column, due)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, due)


def test_grants_are_published_on_tuesdays_and_fridays() -> None:
    days = np.arange(19_000, 19_100, dtype=np.int32)
    published = sampling.gazette_days(days)
    assert set(sampling.weekdays(published).tolist()) == {1, 4}
    assert (published <= days).all()
    assert (days - published).max() <= 3


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (201610895413, "201610895413.X"),
        (201510641377, "201510641377.X"),
        (200910105914, "200910105914.3"),
        (201220249766, "201220249766.X"),
    ],
)
def test_check_digits_of_real_numbers(number: int, written: str) -> None:
    assert institutions.with_check_digits(np.array([number])).to_pylist() == [written]


def test_eight_digit_numbers_keep_their_leading_zero() -> None:
    (written,) = institutions.with_check_digits(np.array([2_190_001])).to_pylist()
    assert written.startswith("02190001.")


def test_application_numbers_are_unique_and_rise_with_the_day() -> None:
    filed = np.sort(np.random.default_rng(3).integers(18_000, 18_200, 5_000)).astype(np.int32)
    digit = np.ones(5_000, dtype=np.int8)
    made = institutions.application_numbers(
        filed, sampling.years(filed), digit, np.random.default_rng(4)
    )
    assert len(np.unique(made)) == 5_000
    assert (np.diff(made) > 0).all()


def test_too_many_patents_of_one_year_are_refused() -> None:
    filed = np.full(10_001, 11_000, dtype=np.int32)
    digit = np.ones(10_001, dtype=np.int8)
    with pytest.raises(ValueError, match="serials"):
        institutions.application_numbers(
            filed, sampling.years(filed), digit, np.random.default_rng(4)
        )


@given(st.integers(0, 99_999_999))
def test_credit_codes_check(serial: int) -> None:
    """GB 32100: the weighted sum of all 18 signs, the last with weight 1, is 0 modulo 31."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    code = institutions.credit_code(serial, "12")
    assert len(code) == 18
    assert code[2:8] == "999999"
    weighted = sum(signs.index(sign) * pow(3, at, 31) for at, sign in enumerate(code[:17]))
    assert (weighted + signs.index(code[17])) % 31 == 0


def test_main_classes_cover_the_35_fields() -> None:
    assert set(FIELD_OF_CODE.tolist()) == set(range(1, 36))
    assert len(CODES) == len(FIELD_OF_CODE) == len(set(CODES))
