"""The figures of the transfers page, against numbers counted by hand."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from named_rows import named_rows

from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.registry import Result
from milestones.figures.transfers.transfer_flows import YearFlow, matrix, sum_years
from milestones.figures.transfers.transfer_homes import prepare_homes
from milestones.figures.transfers.transfer_modes import MODE_COLOURS
from milestones.figures.transfers.year_on_year import (
    FEW_RECORDALS,
    YearOnYear,
    growth_percent,
    months_in_words,
    newest_year,
    year_sentence,
)
from milestones.frames import records
from milestones.i18n import Locale
from milestones.selection import Selection

ALL = Selection()
EN, ZH = Locale("en"), Locale("zh")


def listed(figure_id, edition, selection=ALL):
    return named_rows(compute_figure(figure_id, edition, selection).frame)


def drawn(figure_id, frame, edition, lang="en"):
    """Draw a frame made by hand."""
    facts = compute_figure(figure_id, edition, ALL).facts
    return draw_figure(Result(figure_id, frame, facts), lang, "light")


def months(first, *values, before=(), whole=True):
    """Make rows of months from `first` on."""
    befores = [*before, *[None] * (len(values) - len(before))]
    return [
        SimpleNamespace(
            month=date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1),
            recordals=value,
            recordals_before=befores[n],
            growth=value / befores[n] - 1 if befores[n] else None,
            is_whole=whole or n < len(values) - 1,
        )
        for n, value in enumerate(values)
    ]


def frame_of(found):
    return pd.DataFrame([vars(month) for month in found], dtype=object)


def test_every_month_since_the_plan_began_is_listed(edition):
    found = listed("transfers_by_month", edition)
    assert (found[0].month, found[-1].month) == (date(2024, 1, 1), date(2025, 6, 1))
    assert {month.month: month.recordals for month in found if month.recordals} == {
        date(2025, 1, 1): 1
    }
    january = next(month for month in found if month.month == date(2025, 1, 1))
    assert (january.recordals_before, january.growth) == (0, None)
    assert found[0].recordals_before is None


def test_growth_compares_whole_months_only():
    found = months(date(2025, 1, 1), 30, 60, 10, before=(20, 40, 50), whole=False)
    growth = newest_year(found, "recordals", "recordals_before")
    assert (growth.now, growth.before, growth.rate) == (90, 60, 0.5)
    assert (months_in_words(growth, EN), months_in_words(growth, ZH)) == (
        "Jan to Feb 2025",
        "2025年1月至2月",
    )


def test_growth_is_that_of_the_newest_year():
    found = months(date(2025, 11, 1), 10, 10, 30, before=(5, 5, 40))
    growth = newest_year(found, "recordals", "recordals_before")
    assert (growth.first, growth.now, growth.before) == (date(2026, 1, 1), 30, 40)
    assert months_in_words(growth, EN) == "January 2026"


def test_without_a_year_before_there_is_no_growth(edition):
    found = months(date(2024, 1, 1), 3, 4)
    assert newest_year(found, "recordals", "recordals_before") is None
    caption = drawn("transfers_by_month", frame_of(found), edition).caption
    assert caption.endswith("Growth is shown once there is a year to compare with.")


@pytest.mark.parametrize(
    ("rate", "text"), [(0.1234, "+12.3%"), (-0.05, "−5.0%"), (0.0, "0.0%"), (2.5, "+250.0%")]
)
def test_growth_has_a_sign(rate, text):
    assert growth_percent(rate) == text


def told(lang, now, before, **more):
    """Say how one month stands against the same month of the year before."""
    growth = YearOnYear(date(2026, 1, 1), date(2026, 1, 1), now, before, **more)
    locale = Locale(lang)
    return year_sentence(growth, locale.money, locale)


def test_growth_on_nothing_and_on_little_is_said_in_numbers():
    assert told("en", 20_500, 0, recordals_before=0) == (
        "January 2026: CNY 20,500; none in the same months of the year before."
    )
    assert told("zh", 20_500, 0, recordals_before=0) == "2026年1月：20,500元，上年同期为零。"
    assert told("en", 6_380, 30, recordals_before=FEW_RECORDALS - 1) == (
        "January 2026: CNY 6,380, against CNY 30 in the same months of the year before."
    )
    assert "+50.0% on the same months" in told("en", 45, 30, recordals_before=FEW_RECORDALS)


def test_recordals_are_counted_with_their_word(edition):
    few = frame_of(months(date(2025, 12, 1), 5, 640, before=(2, 3)))
    few = few.assign(growth=[1.5, 640 / 3 - 1])
    drawing = drawn("transfers_by_month", few, edition, "zh")
    assert "2026年1月：640次，上年同期为3次。" in drawing.caption
    assert "2026年1月：640次。" in drawing.alt
    assert drawing.spec["data"][1]["text"] == ["3→640"]
    many = frame_of(months(date(2026, 1, 1), 45, before=(30,)))
    caption = drawn("transfers_by_month", many, edition, "zh").caption
    assert "45次，同比+50.0%（上年同期30次）" in caption


def test_ways_with_few_before_are_given_in_both_numbers(edition):
    found = [
        SimpleNamespace(**{**vars(month), "mode": mode, "share": 0.25})
        for mode, before in zip(MODE_COLOURS, (100, 29, 0, 30), strict=True)
        for month in months(date(2026, 1, 1), 120, before=(before,))
    ]
    caption = drawn("transfer_modes", frame_of(found), edition).caption
    assert "assignment 25.0% (+20.0%); licence 25.0% (29→120)" in caption
    assert "open licence 25.0% (0→120)" in caption
    assert caption.endswith("or both numbers where there were fewer than 30 then.")


def test_years_stand_side_by_side_and_an_unfinished_month_is_hatched(edition):
    found = months(date(2025, 5, 1), *[100] * 14, before=[80] * 8, whole=False)
    spec = drawn("transfers_by_month", frame_of(found), edition).spec
    assert [trace["name"] for trace in spec["data"]] == ["2025", "2026"]
    assert spec["data"][1]["x"] == [1, 2, 3, 4, 5, 6]
    assert spec["data"][1]["marker"]["pattern"]["shape"] == ["", "", "", "", "", "/"]
    assert spec["data"][0]["text"] == ["+25.0%"] * 8


def test_the_value_of_recordals_without_an_amount_is_unknown(edition):
    story = listed("contract_value", edition)
    january = next(month for month in story if month.recordals)
    assert (january.amount_cny, january.unpriced) == (250_000, 0)
    frame = frame_of(months(date(2025, 1, 1), 4))
    frame = frame.assign(amount_cny=None, amount_before=None, amount_growth=None, unpriced=4)
    drawing = drawn("contract_value", frame, edition)
    assert drawing.caption == (
        "4 of 4 recordals (100%) state no amount: their value is unknown and not part of any sum."
    )
    assert drawing.spec["data"][0]["y"] == [None]


def flows(year=2025, **counts):
    """Make a frame of a year's flows from pairs such as `p32_33=5`: from 320000 to 330000."""
    pairs = [name[1:].split("_", 1) for name in counts]
    codes = [tuple(f"{p}0000" if p.isdigit() else p for p in pair) for pair in pairs]
    frame = pd.DataFrame(codes, columns=["province", "transferee"])
    frame = frame.assign(recordals=list(counts.values()), year=year, amount_cny=None, unpriced=0)
    total = frame.groupby("province")["recordals"].transform("sum")
    return frame.assign(share=frame["recordals"] / total).sort_values("recordals", ascending=False)


def test_a_province_keeps_what_its_own_take(edition):
    frame = flows(p32_32=6, p32_33=2, p32_abroad=1, p32_unknown=1, p33_32=3)
    homes = named_rows(prepare_homes(frame, compute_figure("transfer_homes", edition, ALL).facts))
    jiangsu, zhejiang = homes
    assert (jiangsu.province, jiangsu.recordals, jiangsu.home_share) == ("320000", 10, 0.6)
    assert (jiangsu.elsewhere, jiangsu.abroad, jiangsu.unknown) == (2, 1, 1)
    assert (zhejiang.home, zhejiang.home_share, zhejiang.elsewhere) == (0, 0, 3)


def test_the_share_that_stays_is_of_all_recordals_unknown_ones_too(edition):
    facts = compute_figure("transfer_homes", edition, ALL).facts
    one = prepare_homes(flows(p32_32=6, p32_33=2, p32_unknown=2), facts)
    caption = drawn("transfer_homes", one, edition).caption
    assert caption == (
        "60.0% of the recordals of Jiangsu since January 2024 go to Jiangsu itself;"
        " by year: 2025: 60.0% (6 of 10)."
    )


def test_each_year_has_its_own_share_and_the_chart_takes_them_together(edition):
    facts = compute_figure("transfer_homes", edition, ALL).facts
    early, late = flows(2024, p32_32=1, p32_33=3), flows(2025, p32_32=5, p32_33=1, p33_33=1)
    both = prepare_homes(pd.concat([early, late]), facts)
    assert [(home.province, home.year, home.home_share) for home in named_rows(both)] == [
        ("320000", 2025, pytest.approx(5 / 6)),
        ("320000", 2024, 0.25),
        ("330000", 2025, 1.0),
    ]
    drawing = drawn("transfer_homes", both, edition)
    jiangsu = drawing.spec["data"][0]
    assert jiangsu["x"] == [0.6, 1.0]
    assert "2024: 25.0% (1 of 4)<br>2025: 83.3% (5 of 6)" in jiangsu["hovertext"][0]
    table = sum_years(records(pd.concat([early, late]), YearFlow))
    assert [(flow.recordals, flow.share) for flow in table] == [(6, 0.6), (4, 0.4), (1, 1.0)]


def test_the_matrix_keeps_home_apart_from_the_rest():
    many = {f"p11_{code}": 20 - n for n, code in enumerate(range(31, 38))}
    more = {f"p11_{code}": 10 - n for n, code in enumerate(range(41, 47))}
    frame = flows(p11_11=50, p11_abroad=2, p11_unknown=1, p33_33=4, **many, **more)
    table = matrix(sum_years(records(frame, YearFlow)))
    assert table.rows == ["110000", "330000"]
    assert table.columns[0] == "home"
    assert table.columns[1:4] == ["310000", "320000", "330000"]
    assert table.columns[-3:] == ["elsewhere", "abroad", "unknown"]
    assert len(table.columns) == 14
    cells = {(flow.province, flow.transferee): flow.recordals for flow in table.cells}
    assert cells["110000", "home"] == 50
    assert cells["110000", "elsewhere"] == 7 + 6 + 5
    assert cells["330000", "home"] == 4 and ("330000", "330000") not in cells


def test_the_largest_flow_is_one_between_two_provinces(edition):
    frame = flows(p32_32=9, p32_abroad=8, p32_unknown=7, p32_33=2, p33_32=1)
    caption = drawn("transfer_flows", frame, edition).caption
    assert caption == (
        "33.3% of 27 recordals since January 2024 stay in the holder's province. The largest flow"
        " between provinces runs from Jiangsu to Zhejiang: 2 recordals."
    )


def test_modes_add_up_to_the_months(edition):
    by_month = {month.month: month.recordals for month in listed("transfers_by_month", edition)}
    sums = dict.fromkeys(by_month, 0)
    for cell in listed("transfer_modes", edition):
        sums[cell.month] += cell.recordals
    assert sums == by_month


def test_a_province_of_few_recordals_is_marked_and_not_named(edition):
    facts = compute_figure("transfer_homes", edition, ALL).facts
    homes = prepare_homes(flows(p32_32=60, p32_33=40, p33_33=50, p33_32=50, p54_33=3), facts)
    drawing = drawn("transfer_homes", homes, edition)
    assert drawing.caption.endswith(
        "(60.0%), lowest in Zhejiang (50.0%). * Fewer than 30 recordals."
    )
    axis = drawing.spec["layout"]["yaxis"]["ticktext"]
    assert axis == ["Jiangsu", "Zhejiang", "Xizang*"]
