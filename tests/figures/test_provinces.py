"""The figures of the provinces page, against numbers counted by hand from the story."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from named_rows import named_rows

from milestones.charts.model import Axis, Bars, Category, Panel, SmallChart, SmallMultiples
from milestones.charts.plotly_renderer.axes import NARROW_WIDTH_PX, stretched_range
from milestones.charts.plotly_renderer.small_charts import CellGrid, _lower_line
from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.provinces.months import class_of
from milestones.figures.provinces.scatter_layout import fit_axes, place_names
from milestones.i18n import LANGS, Locale
from milestones.i18n.widths import text_width_em
from milestones.progress.indicators import compute_indicators as indicators
from milestones.progress.lag import milestone_for_indicator
from milestones.selection import Selection

ALL = Selection()
BEFORE = Selection(as_of=date(2024, 6, 30))
BEIJING, ZHEJIANG = "110000", "330000"
BOTH = Selection(provinces=(BEIJING, ZHEJIANG))
DEADLINE, LAST = date(2024, 12, 31), date(2025, 6, 30)


def listed(figure_id, edition, selection=ALL):
    return named_rows(compute_figure(figure_id, edition, selection).frame)


def points(figure_id, edition, code, selection=ALL):
    return {row.day: row for row in listed(figure_id, edition, selection) if row.code == code}


def test_each_month_end_has_its_value_its_counts_and_its_plan(edition):
    course = points("province_paths", edition, ZHEJIANG)
    assert len(course) == 19
    assert (min(course), max(course)) == (date(2023, 12, 31), LAST)
    assert course[date(2024, 2, 29)].value == 0
    assert (course[date(2024, 3, 31)].value, course[date(2024, 3, 31)].added) == (0.9, 9)
    assert course[date(2024, 6, 30)].planned == pytest.approx(181 / 365)
    assert (course[DEADLINE].value, course[DEADLINE].planned) == (0.9, 1.0)
    assert (course[LAST].value, course[LAST].numerator, course[LAST].denominator) == (1.0, 10, 10)


def test_those_who_have_not_reached_the_target_come_first_and_the_unknown_last(edition):
    latest = [row for row in listed("province_paths", edition) if row.day == LAST]
    assert len(latest) == 31
    assert [(row.code, row.status) for row in latest[:2]] == [
        (BEIJING, "missed"),
        (ZHEJIANG, "achieved_late"),
    ]
    assert {row.status for row in latest[2:]} == {"not_assessable"}
    assert all(row.value is None and row.denominator == 0 for row in latest[2:])


def test_the_month_of_the_target_and_the_value_at_the_deadline_stand_with_each_row(edition):
    zhejiang = points("province_months", edition, ZHEJIANG)[LAST]
    assert (zhejiang.value_decided, zhejiang.reached_on) == (0.9, date(2025, 3, 31))
    beijing = points("province_months", edition, BEIJING)[LAST]
    assert (beijing.value_decided, beijing.reached_on) == (0.8, None)


def test_before_the_deadline_the_pace_counts(edition):
    beijing = points("province_paths", edition, BEIJING, BEFORE)[BEFORE.as_of]
    assert (beijing.status, beijing.value_decided) == ("on_track", 0.8)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2024, 3, 20), BEFORE.as_of, LAST])
def test_days_ahead_of_plan_are_those_of_the_province_on_the_overview(edition, day):
    """Once the target is reached they are left out: the day of that is known by its month."""
    on = Selection(as_of=day)
    scatter = {row.code: row.days_ahead for row in listed("province_scatter", edition, on)}
    for code in (BEIJING, ZHEJIANG):
        alone = Selection(as_of=day, provinces=(code,))
        first, _ = listed("milestone_status", edition, alone)
        last = points("province_paths", edition, code, on)[day]
        expected = None if last.value == 1 else first.days_ahead
        assert (last.days_ahead, scatter[code]) == (expected, expected)


def test_the_caption_names_the_ends_of_the_days_and_the_hover_its_own(edition):
    drawing = draw_figure(compute_figure("province_paths", edition, BEFORE), "en", "light")
    beijing, zhejiang = (
        points("province_paths", edition, code, BEFORE)[BEFORE.as_of].days_ahead
        for code in (BEIJING, ZHEJIANG)
    )
    assert 0 < beijing < zhejiang
    assert (
        f"Beijing: {beijing} days ahead of plan; Zhejiang: {zhejiang} days ahead of plan."
        in drawing.caption
    )
    texts = [text for trace in drawing.spec["data"] for text in trace.get("hovertext") or ()]
    assert any(text and text.endswith(f"<br>{beijing} days ahead of plan") for text in texts)


def test_a_day_within_a_month_is_the_last_point(edition):
    course = points("province_paths", edition, ZHEJIANG, Selection(as_of=date(2024, 3, 20)))
    assert max(course) == date(2024, 3, 20)
    assert course[date(2024, 3, 20)].value == 0.9
    earlier = points("province_paths", edition, ZHEJIANG, Selection(as_of=date(2024, 3, 19)))
    assert earlier[date(2024, 3, 19)].value == 0


def test_without_a_target_values_stand_and_nobody_is_judged(edition):
    zhejiang = points("industrialization_paths", edition, ZHEJIANG)[LAST]
    assert (zhejiang.value, zhejiang.numerator, zhejiang.denominator) == (0.25, 1, 4)
    assert (zhejiang.planned, zhejiang.status) == (None, "not_assessable")
    beijing = points("industrialization_paths", edition, BEIJING)
    assert [(row.value, row.denominator) for row in beijing.values()] == [(None, 0)]
    caption = draw_figure(
        compute_figure("industrialization_paths", edition, ALL), "en", "light"
    ).caption
    assert caption.startswith("The plan sets no number here")


def test_the_scatter_sets_the_stock_against_the_day_that_decides(edition):
    found = {row.code: row for row in listed("province_scatter", edition)}
    assert len(found) == 31
    beijing, zhejiang = found[BEIJING], found[ZHEJIANG]
    assert (zhejiang.stock, zhejiang.value, zhejiang.value_now) == (10, 0.9, 1.0)
    assert (beijing.stock, beijing.numerator, beijing.value_now) == (10, 8, 0.8)
    assert (found["540000"].stock, found["540000"].value) == (0, None)
    caption = draw_figure(compute_figure("province_scatter", edition, ALL), "en", "light").caption
    assert caption.startswith("On 31 December 2024, 17 of 20 patents: 85.0%.")


@pytest.mark.parametrize(
    "count, said", [(11, "the other one at 90.0%."), (13, "the other 3 at 90.0%.")]
)
def test_one_province_beside_the_largest_is_no_plural(edition, count, said):
    result = compute_figure("province_scatter", edition, ALL)
    frame = result.frame.head(count).assign(stock=10, numerator=9, value=0.9, value_now=0.9)
    caption = draw_figure(replace(result, rows=frame), "en", "light").caption
    assert f"stood at 90.0% together, {said}" in caption


@pytest.mark.parametrize("figure_id", ["province_paths", "province_months", "province_scatter"])
def test_all_provinces_are_compared_whichever_was_chosen(edition, figure_id):
    assert listed(figure_id, edition, BOTH) == listed(figure_id, edition)


@pytest.mark.parametrize(
    "selection", [BOTH, Selection(provinces=BOTH.provinces, kinds=("hospital",))]
)
def test_side_by_side_are_the_numbers_of_the_indicators(edition, selection):
    found = {
        (row.code, row.indicator): row for row in listed("province_compare", edition, selection)
    }
    for code in BOTH.provinces:
        alone = Selection(provinces=(code,), kinds=selection.kinds)
        for value in indicators(edition, alone):
            row = found.get((code, value.id))
            if row is None or row.part == "path":
                continue
            if value.unit == "share":
                assert (row.value, row.numerator) == (value.value, value.numerator)
                assert row.denominator == value.denominator
            else:
                assert value.value == (row.amount if value.unit == "CNY" else row.numerator)


def test_the_paths_side_by_side_are_those_of_the_small_courses(edition):
    found = [row for row in listed("province_compare", edition, BOTH) if row.part == "path"]
    assert {(row.code, row.status) for row in found} == {
        (BEIJING, "missed"),
        (ZHEJIANG, "achieved_late"),
    }
    for code in BOTH.provinces:
        course = points("province_paths", edition, code)
        mine = [row for row in found if row.code == code]
        assert mine[-1].day == LAST and len({row.value for row in mine}) > 1
        for row in mine:
            small = course[row.day]
            assert (row.value, row.numerator, row.denominator, row.planned) == (
                small.value,
                small.numerator,
                small.denominator,
                small.planned,
            )


def test_in_the_view_of_a_milestone_provinces_are_judged_by_it(edition):
    """The plan sets no number for the second one, and no other verdict stands in its place."""
    path = [row for row in listed("industrialization_compare", edition, BOTH) if row.part == "path"]
    assert {row.indicator for row in path} == {"high_value_industrialization"}
    last = {row.code: (row.value, row.numerator, row.denominator, row.status) for row in path}
    assert last[ZHEJIANG] == (0.25, 1, 4, "not_assessable")
    for figure_id, heading in (
        ("province_compare", ("M1: Missed", "M1: Achieved late")),
        ("industrialization_compare", ("M2: Not assessable", "M2: Not assessable")),
    ):
        chart = drawn_chart(figure_id, edition)
        assert tuple(column.heading[1] for column in chart.columns) == heading
    assert (chart.plan, chart.top) == ((), 0.3)
    assert "plan dashed" not in chart.heading


def drawn_chart(figure_id, edition):
    drawn = draw_figure(compute_figure(figure_id, edition, BOTH), "en", "light")
    (series,) = drawn.chart.series
    return series


def test_the_pipeline_counts_patents_of_the_stage_before(edition):
    found = {
        row.indicator: (row.numerator, row.denominator)
        for row in listed("province_compare", edition, BOTH)
        if row.code == ZHEJIANG and row.part == "stage"
    }
    assert found == {
        "due": (10, None),
        "assessed": (10, 10),
        "pooled": (4, 10),
        "evaluated": (2, 4),
        "transferred": (1, 2),
        "industrialized": (1, 1),
    }


@pytest.mark.parametrize(
    "codes", [(), (ZHEJIANG,), ("110000", "120000", "130000", "140000", "150000")]
)
def test_fewer_than_two_or_more_than_four_are_not_set_side_by_side(edition, codes):
    result = compute_figure("province_compare", edition, Selection(provinces=codes))
    assert result.frame.empty
    assert "two to four" in draw_figure(result, "en", "light").caption
    assert "二至四个" in draw_figure(result, "zh", "light").caption


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("figure_id", ["province_compare", "province_paths", "province_months"])
def test_what_a_tile_or_a_bar_says_is_in_one_language(edition, figure_id, lang):
    spec = draw_figure(compute_figure(figure_id, edition, BOTH), lang, "light").spec
    told = [
        text
        for trace in spec["data"]
        for cell in (trace.get("customdata") or trace.get("hovertext") or [])
        for text in (cell if isinstance(cell, list) else [cell])
        if isinstance(text, str)
    ]
    assert any(told)
    for text in told:
        assert any("\u3400" < letter < "\u9fff" for letter in text) is (lang == "zh" and bool(text))


def test_the_chosen_provinces_are_outlined(edition):
    spec = draw_figure(compute_figure("province_paths", edition, BOTH), "zh", "light").spec
    assert len(spec["layout"]["shapes"]) == 2


def test_small_numbers_are_marked(edition):
    spec = draw_figure(compute_figure("province_months", edition, ALL), "en", "light").spec
    names = spec["layout"]["yaxis"]["ticktext"]
    assert names[:2] == ["Beijing*", "Zhejiang*"]
    assert "Tibet" not in names and names[2] == "Tianjin"


def test_a_plan_without_the_milestone_has_none(edition):
    assert milestone_for_indicator("pool_share", edition.plan) is None
    assert milestone_for_indicator("assessment_coverage", edition.plan).id == "M1"


def test_days_and_values_lie_in_their_cell():
    course = SmallChart("", "", (), (), (), ())
    span = date(2024, 1, 1), date(2024, 12, 31)
    series = SmallMultiples((course,) * 31, *span, 1.0, (), None, ("", "", ""), ("", "", ""))
    grid = CellGrid(series)
    assert series.rows == 8
    assert grid.corner(5) == (1.0, 1.0)
    assert grid.spot(5, date(2023, 1, 1), 0.0)[0] == 1.0
    assert grid.spot(5, date(2030, 1, 1), 0.0)[0] == 1.9
    low, high = (grid.spot(5, span[0], value)[1] for value in (0.0, 1.0))
    assert 1.0 < high < low < 2.0


def test_the_area_behind_plan_ends_where_the_lines_cross():
    upper = [(0.0, 5.0), (1.0, 5.0), (2.0, 5.0)]
    lower = [(0.0, 6.0), (1.0, 4.0), (2.0, 4.0)]
    assert list(_lower_line(upper, lower)) == [(0.0, 6.0), (0.5, 5.0), (1.0, 5.0), (2.0, 5.0)]


def test_a_class_begins_at_its_lower_end():
    lows = [0.0, 0.5, 0.8, 0.95, 1.0]
    assert [class_of(value, lows) for value in (0.0, 0.4999, 0.5, 0.9999, 1.0)] == [0, 0, 1, 3, 4]


def point(code, stock, value):
    return SimpleNamespace(code=code, stock=stock, value=value)


def test_axes_reach_around_all_points_and_the_target():
    found = fit_axes([point("a", 40, 0.08), point("b", 40_000, 0.37)], 0.2)
    assert found.low <= 0 < 0.37 < found.high
    assert found.starts_at_zero
    assert found.ticks == [0.0, 0.1, 0.2, 0.3]
    assert found.stocks == [30, 100, 300, 1000, 3000, 10_000, 30_000]
    close = fit_axes([point("a", 40, 0.9951), point("b", 40_000, 1.0)], 1.0)
    assert not close.starts_at_zero and close.low < 0.9951
    assert 1.0 in close.ticks and len(close.ticks) <= 6
    alone = fit_axes([point("a", 40, 1.0)], 1.0)
    assert alone.low < 1.0 < alone.high


def test_names_do_not_lie_on_one_another_and_the_chosen_are_always_named():
    crowd = [point(f"p{number}", 1000 + number, 0.5 + number / 10_000) for number in range(20)]
    apart = [point("low", 10_000, 0.1), point("large", 90_000, 0.9)]
    scale = fit_axes([*crowd, *apart], 1.0)
    codes = [found.code for found, _ in place_names([*crowd, *apart], scale, ["p7"])]
    assert codes[0] == "p7" and {"low", "large"} <= set(codes)
    assert len(codes) < 6


@pytest.mark.parametrize("lang", LANGS)
def test_the_numbers_behind_the_longest_bar_have_room_on_a_narrow_screen(lang):
    name, note = f"10 {Locale(lang).province('440000')}", "1,295 → 0 · 100%"
    rows = Axis("category", categories=(Category(0, name, note),), letters=13)
    panel = Panel(Axis(is_shown=False), rows, (Bars("", (0,), (1295,), "main"),))
    names, notes = 13 * text_width_em(name), 12 * text_width_em(note)
    bar = (NARROW_WIDTH_PX - names) * 1295 / stretched_range(panel)[1]
    assert bar > 30 and names + bar + notes <= NARROW_WIDTH_PX + 1e-6
