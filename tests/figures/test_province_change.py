"""The change of provinces between two days, against numbers counted by hand."""

from datetime import date

import pytest

from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.provinces.province_change import ProvinceChange, prepare_province_changes
from milestones.figures.registry import Result, find_figure
from milestones.frames import Rows, records
from milestones.progress.indicators import add_shares, compute_indicators
from milestones.selection import Selection

START, END = date(2024, 6, 30), date(2024, 12, 31)


def counts(code, before, now):
    """Four counts on each day: due, assessed, good, good and industrialized."""
    names = ("due", "assessed", "good", "good_industrialized")
    earlier = {f"{name}_before": value for name, value in zip(names, before, strict=True)}
    return {"code": code, **dict(zip(names, now, strict=True)), **earlier}


def prepared(edition, *rows):
    facts = compute_figure("province_change", edition, Selection()).facts
    counted = Rows(tuple(rows[0]), [tuple(row.values()) for row in rows])
    shares = add_shares(counted, find_figure("province_change").shares)
    return prepare_province_changes(shares, facts), facts


def test_the_largest_rise_comes_first_and_the_unknown_last(edition):
    frame, facts = prepared(
        edition,
        counts("110000", (200, 100, 0, 0), (200, 120, 0, 0)),
        counts("330000", (400, 100, 300, 30), (400, 300, 300, 60)),
        counts("630000", (4, 0, 2, 0), (4, 4, 2, 2)),
    )
    rows = records(frame, ProvinceChange)
    assert [(row.code, row.change) for row in rows[:3]] == [
        ("630000", 1.0),
        ("330000", 0.5),
        ("110000", pytest.approx(0.1)),
    ]
    assert [row.change for row in rows[3:]] == [1.0, 0.1, None]
    caption = draw_figure(Result("province_change", frame, facts), "en", "light").caption
    assert "Zhejiang moved most, by +50.0 percentage points to 75.0%; 3 provinces" in caption
    assert "* Fewer than 30 counted: left out of comparisons." in caption


def test_counts_are_those_of_the_two_days(edition):
    chosen = Selection(as_of=END, since=START)
    rows = records(compute_figure("province_change", edition, chosen).frame, ProvinceChange)
    for row in rows[::7]:
        own = Selection(provinces=(row.code,))
        for day, part, whole in (
            (START, row.numerator_before, row.denominator_before),
            (END, row.numerator, row.denominator),
        ):
            values = {each.id: each for each in compute_indicators(edition, own.at(day))}
            value = values[row.indicator]
            assert (value.numerator, value.denominator) == (part, whole)
