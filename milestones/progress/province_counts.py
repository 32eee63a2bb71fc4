"""What each province counts on a day, on two days, or month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from milestones.calendar import month_end_of, month_ends
from milestones.editions.edition import Edition
from milestones.frames import Rows
from milestones.plan import Plan
from milestones.progress.counts import (
    MILESTONE_COUNTS,
    PATENTS_QUERY,
    KnownProvince,
    in_yuan,
    known_provinces,
)
from milestones.progress.running_sums import running_sums
from milestones.selection import Selection


def assessment_deadline(plan: Plan) -> date | None:
    """Give the day by which all due patents are to be assessed, if the plan has one."""
    deadlines = {milestone.indicator: milestone.deadline for milestone in plan.milestones}
    return deadlines.get("assessment_coverage")


class ProvinceCounts(NamedTuple):
    """A province on the map, and where it stands; None where the plan does not cover it.

    `open_at_deadline` is known after the deadline only.
    """

    code: str
    abbr: str
    tile_row: int
    tile_column: int
    covered: bool
    due: int | None
    assessed: int | None
    open: int | None
    lapsed_open: int | None
    open_at_deadline: int | None
    good: int | None
    good_industrialized: int | None


def province_rows(edition: Edition, selection: Selection) -> Rows:
    """Give one row a province; which provinces are chosen makes no difference."""
    day, deadline = selection.day(edition), assessment_deadline(edition.plan)
    is_over = deadline is not None and day > deadline
    days = [deadline, day] if deadline and is_over else [day]
    states = _states_by_province(edition, selection, days)
    listed = [
        _province_counts(province, states.get(province.code), is_over=is_over)
        for province in known_provinces(edition)
    ]
    return Rows.of(ProvinceCounts, listed)


def _province_counts(
    province: KnownProvince, states: list[list[int]] | None, *, is_over: bool
) -> ProvinceCounts:
    place = province.code, province.abbr, province.tile_row, province.tile_column
    if not province.covered:
        return ProvinceCounts(*place, False, *[None] * 7)
    nothing = [0] * len(MILESTONE_COUNTS)
    then, now = (states[0], states[-1]) if states else (nothing, nothing)
    due, assessed, lapsed_open, good, good_industrialized = now
    still_open, before = due - assessed - lapsed_open, then[0] - then[1] - then[2]
    return ProvinceCounts(
        *place,
        True,
        due,
        assessed,
        still_open,
        lapsed_open,
        before if is_over else None,
        good,
        good_industrialized,
    )


def _states_by_province(
    edition: Edition, selection: Selection, days: list[date]
) -> dict[str, list[list[int]]]:
    """Give the counts of the milestones on some days, of each province that has any."""
    sums = running_sums(PATENTS_QUERY, edition, selection)
    codes, counts = sums.by_province(selection, days)
    wanted = counts[:, :, sums.columns(MILESTONE_COUNTS)].tolist()
    return dict(zip(codes, wanted, strict=True))


class CourseState(NamedTuple):
    """How far a province had come by a day."""

    code: str
    day: date
    due: int
    assessed: int
    lapsed_open: int
    good: int
    good_industrialized: int


def course_rows(edition: Edition, selection: Selection) -> Rows:
    """Give one row a province and month end, the deadline and the day itself included."""
    days = _course_days(edition.plan, selection.day(edition))
    states, nothing = _states_by_province(edition, selection, days), [0] * len(MILESTONE_COUNTS)
    rows = [
        CourseState(province.code, day, *counts)
        for province in known_provinces(edition)
        if province.covered
        for day, counts in zip(days, states.get(province.code, [nothing] * len(days)), strict=True)
    ]
    return Rows.of(CourseState, rows)


def _course_days(plan: Plan, day: date) -> list[date]:
    ends = month_ends(plan.cutoff.replace(day=1), month_end_of(day))
    deadline = assessment_deadline(plan)
    return sorted({min(max(end, plan.cutoff), day) for end in ends} | {min(deadline or day, day)})


def compared_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the counts of each chosen province at the end of each month in which any changed.

    What came before the cut-off counts on it, and the deadline ends a month of its own.
    """
    sums, day = running_sums(PATENTS_QUERY, edition, selection), selection.day(edition)
    deadline, cutoff = assessment_deadline(edition.plan), edition.plan.cutoff

    def end_of(on: date) -> date:
        end = max(month_end_of(on), cutoff) if on > cutoff else cutoff
        return min(end, deadline if deadline and cutoff < on <= deadline else end, day)

    rows: list[tuple[object, ...]] = []
    for code in selection.provinces:
        on, counts = sums.course(replace(selection, provinces=(code,)), day)
        last = {end_of(each): row for each, row in zip(on, counts.tolist(), strict=True)}
        for end, row in last.items():
            named = in_yuan(dict(zip(sums.names, row, strict=True)))
            rows.append((code, end, *named.values()))
    return Rows(("code", "day", *in_yuan(dict.fromkeys(sums.names, 0))), rows)


def change_rows(edition: Edition, selection: Selection) -> Rows:
    """Give the counts of each covered province on the day, and on the earlier one."""
    day = selection.day(edition)
    states = _states_by_province(edition, selection, [selection.start(day), day])
    rows = [
        (province.code, *states[province.code][1], *states[province.code][0])
        for province in known_provinces(edition)
        if province.covered and province.code in states
    ]
    before = (f"{name}_before" for name in MILESTONE_COUNTS)
    return Rows(("code", *MILESTONE_COUNTS, *before), rows)
