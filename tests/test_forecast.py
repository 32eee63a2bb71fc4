"""The forecast stays within its bounds, repeats itself, and is held against what came."""

from dataclasses import replace
from datetime import date, timedelta
from math import exp
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.calendar import add_months
from milestones.progress.back_test import BackTest, back_test
from milestones.progress.forecast import (
    DEFAULT_RESAMPLING,
    Resampling,
    forecast,
    forecast_days,
    monthly_values,
)

FIRST = date(2023, 12, 31)


def by_month(*values):
    return [(add_months(FIRST, month), value) for month, value in enumerate(values)]


def even(step, months, start=0.0):
    return by_month(*(start + step * month for month in range(months + 1)))


AS_OF = add_months(FIRST, 6)


def test_an_even_past_leads_straight_on():
    """The straight line is held, by an interval that leaves room for a slowing."""
    made = forecast(even(0.05, 6), AS_OF, add_months(AS_OF, 4), target=0.45)
    assert [point.on for point in made.points] == [add_months(AS_OF, n) for n in (1, 2, 3, 4)]
    for months, point in enumerate(made.points, 1):
        assert 0.3 < point.low < 0.3 + 0.05 * months <= point.high < 0.3 + 0.075 * months
        assert point.middle == pytest.approx(0.3 + 0.05 * months, abs=0.015 * months)
    assert 0.5 < made.chance < 1


def test_an_interval_has_a_width_while_something_is_open():
    """An even past says nothing of how long it stays even."""
    made = forecast(even(0.02, 24), add_months(FIRST, 24), add_months(FIRST, 36))
    widths = [point.high - point.low for point in made.points]
    assert min(widths) > 0.005
    assert widths[0] < widths[-1]


def test_a_course_that_never_fell_is_not_forecast_to_fall():
    rising = by_month(0, 0.0, 0.3, 0.31, 0.5, 0.5, 0.51)
    made = forecast(rising, AS_OF, add_months(AS_OF, 6))
    assert all(point.low >= 0.51 for point in made.points)
    falling = by_month(0.9, 0.9, 0.6, 0.59, 0.4, 0.4, 0.39)
    made = forecast(falling, AS_OF, add_months(AS_OF, 6))
    assert all(point.high <= 0.39 for point in made.points)


def test_misses_of_the_past_move_the_end_that_missed():
    """Months that quicken all the while were forecast too low each time, never too high."""
    quickening = by_month(*(0.001 * 1.15**month for month in range(31)))
    made, until = add_months(FIRST, 30), add_months(FIRST, 36)
    tested = forecast(quickening, made, until).points[-1]
    untested = forecast(
        quickening, made, until, settings=replace(DEFAULT_RESAMPLING, origins=0)
    ).points[-1]
    assert tested.high > 1.05 * untested.high
    assert tested.low > 1.05 * untested.low


@pytest.mark.parametrize("shape", ["logistic", "linear", "steps", "quickening"])
def test_the_interval_holds_courses_of_many_shapes(shape):
    """Uneven months on courses that the settings were not made for; most intervals hold."""
    random = Random(11)
    courses = {
        "logistic": lambda n: 1 / (1 + exp(-0.3 * (n - 12))),
        "linear": lambda n: min(0.025 * n, 1),
        "steps": lambda n: min(0.08 * (n // 3), 1),
        "quickening": lambda n: 0.0008 * n * n,
    }
    many = []
    for _ in range(6):
        values = [courses[shape](0)]
        for n in range(1, 30):
            change = courses[shape](n) - courses[shape](n - 1)
            values.append(min(values[-1] + change * random.lognormvariate(0, 0.3), 1.0))
        many.append(by_month(*values))
    origins = [add_months(FIRST, month) for month in range(8, 28)]
    found = back_test(many, origins, (1, 3), until=add_months(FIRST, 29))
    assert all(test.cases > 90 and test.coverage >= 0.75 for test in found.values())


def test_the_same_seed_gives_the_same_numbers_and_another_does_not():
    series = by_month(0, 0.02, 0.1, 0.12, 0.3, 0.31, 0.33)
    made = forecast(series, AS_OF, date(2024, 12, 31))
    assert made == forecast(series, AS_OF, date(2024, 12, 31))
    other = replace(DEFAULT_RESAMPLING, seed=7)
    assert made.points != forecast(series, AS_OF, date(2024, 12, 31), settings=other).points


def test_the_denominator_bounds_the_forecast():
    made = forecast(even(0.15, 6), AS_OF, date(2024, 12, 31), target=1.0)
    assert 0.9 < made.points[-1].low < made.points[-1].high == 1.0
    counts = replace(DEFAULT_RESAMPLING, ceiling=1_349_000)
    series = even(100_000, 6)
    assert forecast(series, AS_OF, date(2026, 1, 1), settings=counts).points[-1].high == 1_349_000
    unbound = replace(DEFAULT_RESAMPLING, ceiling=None, floor=None)
    sinking = forecast(even(-2.0, 6), AS_OF, add_months(AS_OF, 1), settings=unbound)
    assert sinking.points[-1].middle == pytest.approx(-14)


def test_a_part_of_a_month_counts_in_part():
    made = forecast(even(0.05, 6), AS_OF, AS_OF + timedelta(days=15))
    assert len(made.points) == 1
    assert 0.32 < made.points[0].middle < 0.33
    assert forecast_days(AS_OF, date(2024, 8, 15)) == [date(2024, 7, 31), date(2024, 8, 15)]


def test_the_chance_counts_futures_at_the_target():
    series = by_month(0, 0.0, 0.1, 0.1, 0.2, 0.2, 0.3)
    unbound = replace(DEFAULT_RESAMPLING, ceiling=None, floor=None)
    made = forecast(series, AS_OF, add_months(AS_OF, 1), target=0.39, settings=unbound)
    assert made.chance == pytest.approx(1 / 1.8, abs=0.06)
    falling = forecast(even(-0.1, 6, start=1.0), AS_OF, add_months(AS_OF, 1), target=0.35)
    assert 0.5 < falling.chance < 1
    assert forecast(series, AS_OF, add_months(AS_OF, 1)).chance is None


def test_without_a_value_without_time_or_after_too_few_months_there_is_no_forecast():
    def points(series, until=date(2024, 12, 31)):
        return forecast(series, AS_OF, until).points

    assert points([]) == ()
    assert points([(AS_OF, None)]) == ()
    assert points(even(0.05, 6), AS_OF) == ()
    assert points([(add_months(AS_OF, -2), 0.1)]) == ()
    assert points(even(0.05, 6))


def test_recent_values_come_latest_first_and_stop_at_the_unknown():
    series = by_month(0.0, None, 0.1, 0.3, 0.6, 0.6, 0.7)
    assert monthly_values(series, AS_OF, 12) == pytest.approx((0.7, 0.6, 0.6, 0.3, 0.1))


@given(
    st.lists(st.floats(0, 1), min_size=7, max_size=7),
    st.integers(1, 400),
    st.integers(0, 2**32),
)
@settings(max_examples=60, deadline=None)
def test_the_interval_is_in_order_and_in_bounds(values, days, seed):
    few = Resampling(draws=50, seed=seed)
    made = forecast(by_month(*values), AS_OF, AS_OF + timedelta(days=days), settings=few)
    assert made.points[-1].on == AS_OF + timedelta(days=days)
    for point in made.points:
        assert 0 <= point.low <= point.middle <= point.high <= 1


def test_back_tests_count_cases_and_hits():
    series = even(0.01, 24)
    origins = [add_months(FIRST, month) for month in range(24)]
    found = back_test([series, series], origins, until=add_months(FIRST, 24))
    assert {ahead: test.cases for ahead, test in found.items()} == {1: 42, 3: 38, 6: 32}
    assert all(test.coverage == 1.0 for test in found.values())


def test_a_back_test_sees_nothing_of_the_future():
    """A past that stood still forecasts no change, whatever came: none of it is held."""
    still = by_month(*[0.1] * 7, 0.5, 0.6, 0.7)
    found = back_test([still], [AS_OF], (1, 2), until=add_months(FIRST, 9))
    assert found == {1: BackTest(1, 0), 2: BackTest(1, 0)}


def test_a_back_test_without_a_case_has_no_coverage():
    assert back_test([], [AS_OF], until=AS_OF)[1].coverage is None
    late = back_test([even(0.1, 8)], [AS_OF], (6,), until=add_months(FIRST, 8))
    assert late[6].cases == 0


def test_the_interval_keeps_its_promise_on_uneven_months():
    """Months that differ by chance alone: about eight in ten intervals hold what came."""
    random = Random(5)
    many = []
    for _ in range(40):
        values, level = [], 0.0
        for _ in range(25):
            values.append(level)
            level += random.uniform(0.0, 0.03)
        many.append(by_month(*values))
    origins = [add_months(FIRST, month) for month in range(12, 24)]
    few = Resampling(draws=300, months=12)
    found = back_test(many, origins, until=add_months(FIRST, 24), settings=few)
    for test in found.values():
        assert 0.65 <= test.coverage <= 0.98
