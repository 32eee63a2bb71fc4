"""On plan or not: every rule of the pace, at and around its boundaries."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.calendar import add_months, months_between, whole_months
from milestones.plan import (
    Bilingual,
    Direction,
    Method,
    Milestone,
    Point,
    Target,
    TargetKind,
    load,
)
from milestones.progress.pace import assess, earned_day, monthly_pace, planned_value
from milestones.progress.series import clean_series, value_on
from milestones.progress.status import (
    FORMULAS,
    METHOD_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    TARGET_WORDS,
    PaceReason,
    Status,
)

TEXT = Bilingual("文", "text")
START, END = date(2024, 1, 1), date(2024, 12, 31)


def milestone(
    method=Method.LINEAR_PATH,
    *,
    base=(START, 0.0),
    target=1.0,
    deadline=END,
    interim=(),
    direction=Direction.RISING,
):
    aim = None if target is None else Target(deadline, target, TargetKind.OFFICIAL)
    return Milestone(
        id="M",
        name=TEXT,
        owner=TEXT,
        basis=TEXT,
        source=TEXT,
        url=None,
        indicator="x",
        method=method,
        direction=direction,
        base=base and Point(*base),
        target=aim,
        deadline=deadline,
        interim=tuple(Point(*point) for point in interim),
    )


def since_start(value):
    return [(date(2010, 1, 1), value)]


# The official record and the plans


def test_the_first_milestone_by_the_published_figures():
    """Trap: 134.9万 is declared complete on 29 November, at least 32 days before the deadline."""
    published = [(date(2024, 4, 24), 914_000 / 1_349_000), (date(2024, 11, 29), 1.0)]
    pace = assess(load("stock_patents").milestone("M1"), published, date(2026, 6, 30))
    assert pace.status is Status.ACHIEVED and pace.is_verdict
    assert (pace.reached_on, pace.days_ahead) == (date(2024, 11, 29), 32)
    spring = assess(load("stock_patents").milestone("M1"), published, date(2024, 4, 24))
    assert spring.status is Status.ON_TRACK
    assert spring.planned == pytest.approx(114 / 365)
    assert spring.days_ahead == 247 - 114


def test_the_second_milestone_has_no_number_in_the_real_plan():
    pace = assess(load("stock_patents").milestone("M2"), since_start(0.18), date(2026, 6, 30))
    assert (pace.status, pace.reason) == (Status.NOT_ASSESSABLE, PaceReason.NO_TARGET)
    assert (pace.value, pace.value_at_deadline) == (0.18, 0.18)
    assert (pace.ratio, pace.planned, pace.days_ahead, pace.reached_on) == (None,) * 4


def test_the_second_milestone_of_the_synthetic_plan_is_achieved_late():
    series = [(date(2025, 12, 1), 0.18), (date(2026, 4, 10), 0.2)]
    pace = assess(load("synthetic").milestone("M2"), series, date(2026, 6, 30))
    assert pace.status is Status.ACHIEVED_LATE
    assert (pace.value_at_deadline, pace.value) == (0.18, 0.2)
    assert (pace.reached_on, pace.days_ahead) == (date(2026, 4, 10), -100)


def test_the_parent_plan_is_not_judged_by_a_figure_of_the_year_after():
    parent = load("parent_special_action").milestone("contracts")
    published = [(date(2026, 1, 23), 1e12)]
    pace = assess(parent, published, date(2026, 6, 30))
    assert (pace.status, pace.reason) == (Status.NOT_ASSESSABLE, PaceReason.NO_VALUE)


# Statuses up to the deadline


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (-0.001, Status.MOVING_AWAY),
        (0.0, Status.FAR_BEHIND),
        (0.2999, Status.FAR_BEHIND),
        (0.3, Status.BEHIND),
        (0.4749, Status.BEHIND),
        (0.475, Status.ON_TRACK),
        (0.5, Status.ON_TRACK),
        (0.9999, Status.ON_TRACK),
        (1.0, Status.ACHIEVED),
        (1.2, Status.ACHIEVED),
    ],
)
def test_the_thresholds_when_half_is_planned(value, status):
    half = milestone(deadline=START + timedelta(days=366))
    pace = assess(half, since_start(value), START + timedelta(days=183))
    assert (pace.planned, pace.status) == (0.5, status)


def test_a_threshold_met_exactly_is_met_on_every_day():
    for part in range(1, 365):
        day = START + timedelta(days=part)
        planned = planned_value(milestone(), day)
        for factor, status in [(0.95, Status.ON_TRACK), (0.60, Status.BEHIND)]:
            assert assess(milestone(), since_start(planned * factor), day).status is status


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (110, Status.MOVING_AWAY),
        (100, Status.FAR_BEHIND),
        (85, Status.BEHIND),
        (75, Status.ON_TRACK),
        (50, Status.ACHIEVED),
        (40, Status.ACHIEVED),
    ],
)
def test_a_falling_target_is_the_mirror(value, status):
    falling = milestone(
        base=(START, 100.0),
        target=50.0,
        deadline=START + timedelta(days=366),
        direction=Direction.FALLING,
    )
    assert assess(falling, since_start(value), START + timedelta(days=183)).status is status


# The deadline, and after it


def test_reached_on_the_deadline_itself_is_in_time():
    series = [(START, 0.5), (END, 1.0)]
    for as_of in (END, END + timedelta(days=1), date(2030, 1, 1)):
        pace = assess(milestone(), series, as_of)
        assert (pace.status, pace.reached_on, pace.days_ahead) == (Status.ACHIEVED, END, 0)
        assert pace.value_at_deadline == 1.0


def test_reached_the_day_after_is_late_by_one_day():
    after = END + timedelta(days=1)
    pace = assess(milestone(), [(START, 0.5), (after, 1.0)], after)
    assert (pace.status, pace.days_ahead) == (Status.ACHIEVED_LATE, -1)
    assert (pace.value_at_deadline, pace.value) == (0.5, 1.0)


def test_nearly_all_is_on_track_the_day_before_and_missed_on_the_deadline():
    series = since_start(0.997)
    before = assess(milestone(), series, END - timedelta(days=1))
    assert (before.status, before.is_verdict) == (Status.ON_TRACK, False)
    on_the_day = assess(milestone(), series, END)
    assert (on_the_day.status, on_the_day.is_verdict) == (Status.MISSED, True)
    assert on_the_day.value_at_deadline == 0.997
    after = assess(milestone(), series, END + timedelta(days=1))
    assert (after.status, after.is_verdict) == (Status.MISSED, True)
    assert (after.planned, after.ratio) == (1.0, pytest.approx(0.997))


def test_before_the_deadline_its_value_is_not_known():
    assert assess(milestone(), since_start(0.5), END - timedelta(days=1)).value_at_deadline is None


def test_reached_and_lost_before_the_deadline_is_not_achieved():
    series = [(START, 0.0), (date(2024, 6, 1), 1.0), (date(2024, 9, 1), 0.9)]
    assert assess(milestone(), series, date(2024, 7, 1)).status is Status.ACHIEVED
    autumn = assess(milestone(), series, date(2024, 10, 1))
    assert (autumn.status, autumn.reached_on) == (Status.ON_TRACK, None)
    assert assess(milestone(), series, date(2025, 6, 1)).status is Status.MISSED


def test_reached_lost_and_reached_again_counts_from_the_last_time():
    series = [
        (date(2024, 6, 1), 1.0),
        (date(2024, 9, 1), 0.9),
        (date(2024, 12, 1), 1.0),
        (date(2024, 12, 20), 1.1),
    ]
    pace = assess(milestone(), series, date(2025, 6, 1))
    assert (pace.status, pace.reached_on) == (Status.ACHIEVED, date(2024, 12, 1))
    assert pace.days_ahead == 30


def test_lost_after_the_deadline_stays_achieved_and_shows_both_values():
    series = [(date(2024, 12, 1), 1.0), (date(2025, 3, 1), 0.9)]
    pace = assess(milestone(), series, date(2025, 6, 1))
    assert (pace.status, pace.days_ahead) == (Status.ACHIEVED, 30)
    assert (pace.value_at_deadline, pace.value) == (1.0, 0.9)


def test_reached_late_and_lost_again_is_missed():
    series = [(START, 0.9), (date(2025, 2, 1), 1.0), (date(2025, 3, 1), 0.95)]
    assert assess(milestone(), series, date(2025, 2, 15)).status is Status.ACHIEVED_LATE
    assert assess(milestone(), series, date(2025, 6, 1)).status is Status.MISSED


# What cannot be assessed


def test_nothing_is_planned_on_the_first_day_or_before_it():
    for as_of in (START - timedelta(days=30), START):
        pace = assess(milestone(), since_start(0.0), as_of)
        assert (pace.status, pace.reason) == (Status.NOT_ASSESSABLE, PaceReason.AT_START)
        assert (pace.planned, pace.ratio, pace.days_ahead) == (0.0, None, 0)
        assert assess(milestone(), since_start(1.0), as_of).status is Status.ACHIEVED
    assert assess(milestone(), since_start(0.0), START + timedelta(days=1)).ratio == 0


def test_a_share_without_denominator():
    series = [(START, 0.5), (date(2024, 6, 1), None)]
    pace = assess(milestone(), series, date(2024, 7, 1))
    assert (pace.status, pace.reason) == (Status.NOT_ASSESSABLE, PaceReason.NO_DENOMINATOR)
    assert (pace.value, pace.ratio, pace.days_ahead) == (None, None, None)


def test_no_denominator_at_the_deadline_leaves_the_verdict_open():
    series = [(START, None), (date(2025, 2, 1), 1.0)]
    pace = assess(milestone(), series, date(2025, 6, 1))
    assert (pace.status, pace.reason) == (Status.NOT_ASSESSABLE, PaceReason.NO_DENOMINATOR)
    assert (pace.value_at_deadline, pace.value) == (None, 1.0)


def test_a_denominator_lost_after_the_deadline_does_not_unmake_the_verdict():
    for value, status in [(1.0, Status.ACHIEVED), (0.9, Status.MISSED)]:
        pace = assess(milestone(), [(START, value), (date(2025, 2, 1), None)], date(2025, 6, 1))
        assert (pace.status, pace.value) == (status, None)


def test_no_value_is_known_at_all():
    assert assess(milestone(), [], END).reason is PaceReason.NO_VALUE
    assert assess(milestone(), [(date(2024, 7, 1), 0.5)], date(2024, 6, 1)).value is None


def test_no_target_comes_before_every_other_reason():
    assert assess(milestone(target=None), [], START).reason is PaceReason.NO_TARGET


# The growth method


def by_growth(before, after, base, value, target, direction, ends=2030):
    growing = milestone(
        Method.CAGR_RATIO,
        base=(date(before, 12, 31), base),
        target=target,
        deadline=date(ends, 12, 31),
        direction=direction,
    )
    return assess(growing, since_start(value), date(after, 12, 31))


@pytest.mark.parametrize(
    ("value", "target", "growth", "linear"),
    [(150, 225, 1.0, 0.8), (120, 200, 0.5174, 0.4), (95, 200, -0.1422, -0.1)],
)
def test_growth_and_line_differ_on_the_same_figures(value, target, growth, linear):
    pace = by_growth(2020, 2025, 100.0, value, target, Direction.RISING)
    assert pace.ratio == pytest.approx(growth, abs=5e-5)
    line = milestone(base=(date(2020, 12, 31), 100.0), target=target, deadline=date(2030, 12, 31))
    assert assess(line, since_start(value), date(2025, 12, 31)).ratio == pytest.approx(linear)


@pytest.mark.parametrize(
    ("base", "value", "target", "direction", "ratio", "status"),
    [
        (5, 6, 9, Direction.RISING, 5.0045, Status.ON_TRACK),
        (10, 30, 1, Direction.FALLING, -14.054, Status.MOVING_AWAY),
    ],
)
def test_the_fixtures_of_open_sdg(base, value, target, direction, ratio, status):
    pace = by_growth(2015, 2016, base, value, target, direction)
    assert pace.ratio == pytest.approx(ratio, abs=5e-4)
    assert (pace.status, pace.planned, pace.days_ahead) == (status, None, None)


def test_growth_reaches_its_target_like_any_other_method():
    assert by_growth(2015, 2016, 5, 9, 9, Direction.RISING).status is Status.ACHIEVED
    assert by_growth(2015, 2016, 10, 1, 1, Direction.FALLING).days_ahead is not None


@pytest.mark.parametrize(
    ("base", "value", "target"), [(0, 5, 9), (5, -1, 9), (-5, 1, 9), (0, 0, 9), (-5, -4, 9)]
)
def test_growth_needs_a_base_that_can_grow(base, value, target):
    assert (
        by_growth(2015, 2016, base, value, target, Direction.RISING).reason is PaceReason.BASE_ZERO
    )


def test_growth_down_to_nought():
    pace = by_growth(2015, 2016, 10, 5, 0, Direction.FALLING)
    assert (pace.ratio, pace.status) == (pytest.approx(0.5), Status.FAR_BEHIND)


def test_growth_cannot_be_told_within_the_first_month():
    growing = milestone(Method.CAGR_RATIO, base=(date(2024, 1, 15), 5.0), target=9.0)
    for day in (date(2023, 1, 1), date(2024, 1, 15), date(2024, 2, 14)):
        assert assess(growing, since_start(6.0), day).reason is PaceReason.AT_START
    assert assess(growing, since_start(6.0), date(2024, 2, 15)).reason is None


# Done or not, and the points of a plan


def test_done_or_not():
    done = milestone(Method.BINARY, base=None)
    series = [(START, 0), (date(2024, 11, 1), 1)]
    before = assess(done, series, date(2024, 6, 1))
    assert (before.status, before.reason) == (Status.NOT_ASSESSABLE, PaceReason.AT_START)
    assert assess(done, series, date(2024, 11, 1)).days_ahead == 60
    assert assess(done, series, date(2025, 6, 1)).status is Status.ACHIEVED
    assert assess(done, [(START, 0)], date(2025, 6, 1)).status is Status.MISSED
    late = assess(done, [(START, 0), (date(2025, 1, 10), 1)], date(2025, 6, 1))
    assert (late.status, late.days_ahead) == (Status.ACHIEVED_LATE, -10)


POINTS = milestone(
    Method.PUBLISHED_PATH,
    interim=[
        (date(2024, 1, 11), 0.0),
        (date(2024, 1, 21), 0.5),
        (date(2024, 1, 31), 0.5),
    ],
    deadline=date(2024, 2, 10),
)


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        (date(2023, 12, 1), 0.0), (date(2024, 1, 6), 0.0), (date(2024, 1, 11), 0.0),
        (date(2024, 1, 16), 0.25), (date(2024, 1, 21), 0.5), (date(2024, 1, 26), 0.5),
        (date(2024, 2, 5), 0.75), (date(2024, 2, 10), 1.0), (date(2025, 1, 1), 1.0),
    ],
)  # fmt: skip
def test_the_path_goes_through_the_points_that_the_plan_sets(day, planned):
    assert planned_value(POINTS, day) == pytest.approx(planned)


@pytest.mark.parametrize(
    ("value", "day", "earned"),
    [
        (0.5, date(2024, 1, 25), date(2024, 1, 25)),
        (0.5, date(2024, 1, 15), date(2024, 1, 21)),
        (0.5, date(2024, 2, 5), date(2024, 1, 31)),
        (0.0, date(2024, 1, 5), date(2024, 1, 5)),
        (0.0, date(2023, 6, 1), date(2023, 6, 1)),
        (0.0, date(2024, 2, 5), date(2024, 1, 11)),
        (0.26, date(2024, 1, 1), date(2024, 1, 16)),
        (1.0, date(2024, 1, 1), date(2024, 2, 10)),
        (1.01, date(2024, 1, 1), None),
        (-0.01, date(2024, 1, 1), None),
    ],
)
def test_the_day_for_which_a_value_was_planned(value, day, earned):
    assert earned_day(POINTS, value, day) == earned


def test_where_nothing_is_planned_yet_the_points_give_no_ratio():
    pace = assess(POINTS, since_start(0.1), date(2024, 1, 8))
    assert (pace.reason, pace.days_ahead) == (PaceReason.AT_START, 13 - 8)


# Properties

days = st.dates(date(2023, 6, 1), date(2025, 12, 31))
values = st.floats(-0.5, 1.5, allow_nan=False)
paths = st.sampled_from(
    [
        milestone(),
        milestone(base=(START, 0.2), target=0.9),
        replace(POINTS, deadline=END, target=Target(END, 1.0, TargetKind.WORKING)),
    ]
)
ORDER = [
    Status.MOVING_AWAY,
    Status.FAR_BEHIND,
    Status.BEHIND,
    Status.ON_TRACK,
    Status.ACHIEVED,
]


@given(paths, values, values, days)
def test_a_larger_value_is_never_further_behind(path, first, second, day):
    low, high = sorted((first, second))
    behind, ahead = (assess(path, [(day, value)], day) for value in (low, high))
    if behind.days_ahead is not None and ahead.days_ahead is not None:
        assert behind.days_ahead <= ahead.days_ahead
    if behind.status in ORDER and ahead.status in ORDER:
        assert ORDER.index(behind.status) <= ORDER.index(ahead.status)


@given(paths, values, days)
def test_status_and_ratio_agree(path, value, day):
    pace = assess(path, since_start(value), day)
    assert (pace.reason is None) == (pace.status is not Status.NOT_ASSESSABLE)
    assert pace.is_verdict == (day >= path.deadline)
    if pace.is_verdict:
        assert pace.status in (Status.ACHIEVED, Status.MISSED)
        assert pace.value_at_deadline == pace.value
    elif value >= path.target.value:
        assert pace.status is Status.ACHIEVED
    elif pace.ratio is not None:
        near = {Status.ON_TRACK: (0.95, 1e9), Status.BEHIND: (0.6, 0.95)}
        near |= {Status.FAR_BEHIND: (0.0, 0.6), Status.MOVING_AWAY: (-1e9, 0.0)}
        low, high = near[pace.status]
        assert low - 1e-6 <= pace.ratio <= high + 1e-6


@given(paths, days)
def test_what_the_path_planned_is_on_the_day(path, day):
    planned = planned_value(path, day)
    assert earned_day(path, planned, day) == min(day, path.deadline)


@given(st.floats(0.001, 0.999), days)
def test_a_mirrored_milestone_has_the_same_pace(value, day):
    rising = assess(milestone(), since_start(value), day)
    falling = milestone(base=(START, 0.0), target=-1.0, direction=Direction.FALLING)
    mirrored = assess(falling, since_start(-value), day)
    assert (mirrored.status, mirrored.days_ahead) == (rising.status, rising.days_ahead)
    assert mirrored.ratio == rising.ratio


@given(st.lists(st.tuples(days, values), max_size=8), days)
def test_what_comes_after_the_day_does_not_matter(pairs, day):
    series = sorted(pairs, key=lambda pair: pair[0])
    known = [pair for pair in series if pair[0] <= day]
    assert assess(milestone(), series, day) == assess(milestone(), known, day)


# Series and months


def test_a_series_comes_as_a_data_frame_gives_it():
    frame = pd.DataFrame(
        {"on": pd.to_datetime(["2024-01-01", "2024-06-30"]), "value": [float("nan"), 0.5]}
    )
    pairs = list(zip(frame["on"], frame["value"], strict=True))
    assert clean_series(pairs) == [(START, None), (date(2024, 6, 30), 0.5)]
    assert clean_series([(START, Decimal("0.25"))]) == [(START, 0.25)]
    with pytest.raises(ValueError, match="not in time order"):
        clean_series([(END, 1.0), (START, 0.0)])


def test_a_value_stands_until_the_next():
    series = [(START, 0.1), (date(2024, 2, 1), 0.2), (date(2024, 2, 1), 0.3)]
    assert value_on(series, date(2023, 12, 31)) is None
    assert value_on(series, date(2024, 1, 31)) == 0.1
    assert value_on(series, date(2024, 2, 1)) == 0.3


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2015, 1, 1), date(2016, 1, 1), 12),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 15), date(2024, 2, 14), 0),
        (date(2024, 6, 30), date(2024, 12, 31), 6),
        (date(2024, 3, 1), date(2024, 2, 1), -1),
    ],
)
def test_whole_months(start, end, months):
    assert whole_months(start, end) == months


@given(days, st.integers(-40, 40))
def test_months_there_are_months_between(day, months):
    assert whole_months(day, add_months(day, months)) == months
    if months >= 0:
        assert months_between(day, add_months(day, months)) == months


def test_a_month_end_leads_to_a_month_end():
    assert add_months(date(2024, 6, 30), -3) == date(2024, 3, 31)
    assert add_months(date(2024, 1, 30), 1) == date(2024, 2, 29)


# The pace a month


def test_what_is_needed_a_month_against_the_last_three():
    series = [(date(2024, 3, 31), 0.1), (date(2024, 6, 30), 0.4)]
    pace = monthly_pace(milestone(), series, date(2024, 6, 30))
    assert pace.required == pytest.approx(0.1)
    assert pace.recent == pytest.approx(0.1)


def test_in_the_first_months_the_pace_is_counted_from_the_start():
    pace = monthly_pace(milestone(), [(date(2024, 2, 1), 0.2)], date(2024, 2, 1))
    assert pace.recent == pytest.approx(0.2)


def test_no_time_no_target_or_no_value_leave_the_pace_open():
    late = monthly_pace(milestone(), since_start(0.5), date(2025, 6, 1))
    assert (late.required, late.recent) == (None, 0.0)
    assert monthly_pace(milestone(), since_start(1.0), date(2024, 6, 1)).required == 0
    assert monthly_pace(milestone(target=None), since_start(0.5), END).required is None
    nothing = monthly_pace(milestone(), [], date(2024, 6, 30))
    assert (nothing.required, nothing.recent) == (None, None)


def test_a_falling_target_needs_a_fall():
    falling = milestone(base=(START, 10.0), target=4.0, direction=Direction.FALLING)
    pace = monthly_pace(falling, since_start(10.0), date(2024, 6, 30))
    assert pace.required == pytest.approx(-1.0)


# What is printed with the status


def test_method_and_planned_value_go_with_the_status():
    pace = assess(milestone(), since_start(0.4), date(2024, 7, 1))
    assert pace.method is Method.LINEAR_PATH
    assert (0.4 - 0.0) / (pace.planned - 0.0) == pace.ratio


def test_every_status_reason_method_and_target_has_its_words():
    assert (set(STATUS_WORDS), set(REASON_WORDS)) == (set(Status), set(PaceReason))
    assert set(METHOD_WORDS) == set(FORMULAS) == set(Method)
    assert set(TARGET_WORDS) == set(TargetKind)
