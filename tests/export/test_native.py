"""Which figures have charts to edit, and that those hold the drawing's numbers and words."""

from dataclasses import replace
from datetime import date

import pytest
from figures.conftest import edition, steward  # noqa: F401

from milestones.charts.model import (
    Axis,
    Band,
    Bars,
    Category,
    Cell,
    CellClass,
    Chart,
    Gauge,
    GaugeBar,
    Gauges,
    HeatCells,
    HeatGrid,
    Line,
    Panel,
    Points,
    Tiles,
)
from milestones.charts.office import native_charts, number_format
from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.tables import table_in_words
from milestones.i18n import LANGS, Locale
from milestones.selection import Selection

CHARTS = {
    "changes": [],
    "contract_value": ["column", "column"],
    "field_progress": ["bar"],
    "field_waits": ["bar"],
    "industrialization_months": [],
    "industrialization_paths": [],
    "industrialization_compare": [],
    "industrialization_scatter": [],
    "institution_completion": ["column", "bar"],
    "institution_pipeline": ["bar"],
    "institution_profile": ["line", "line"],
    "institution_status": ["bar"],
    "institution_table": ["bar"],
    "milestone_path": ["line", "line"],
    "milestone_status": ["bar"],
    "official_record": [],
    "pipeline": ["bar"],
    "province_compare": [],
    "province_map": [],
    "province_months": [],
    "province_paths": [],
    "province_ranking": ["bar"],
    "province_scatter": [],
    "stage_by_field": [],
    "stage_durations": ["bar"],
    "star_grades": [],
    "transfer_flows": [],
    "transfer_homes": ["bar"],
    "transfer_modes": ["column"],
    "transfers_by_month": ["column"],
    "willingness": ["bar"],
}
"""The kinds of a figure's charts, from the top down; a figure without any goes as a picture."""

CHOSEN = {
    "institution_pipeline": Selection(institution="U1"),
    "institution_profile": Selection(institution="U1"),
    "institution_status": Selection(institution="U1"),
    "industrialization_compare": Selection(provinces=("330000", "110000")),
    "province_compare": Selection(provinces=("330000", "110000")),
}
STATES = (
    Selection(),
    Selection(as_of=date(2024, 6, 30)),
    Selection(as_of=date(2024, 6, 15), provinces=("330000",)),
    Selection(kinds=("hospital",)),
    Selection(as_of=date(2023, 12, 31)),
)


def charts(edition, figure, selection=None, lang="en", theme="light"):  # noqa: F811
    chosen = selection or CHOSEN.get(figure, Selection())
    return native_charts(
        draw_figure(compute_figure(figure, edition, chosen), lang, theme).chart, theme
    )


def numbers(chart):
    return [(one.values, one.drawn, one.hatched) for one in chart.series]


def series(chart):
    return {one.name: one for one in chart.series}


def native(*series, x=Axis(), y=Axis()):  # noqa: B008
    """The office charts of a panel with these series."""
    return native_charts(Chart((Panel(x, y, series),), 300), "light")


def test_each_figure_has_its_kinds_of_charts(edition):  # noqa: F811
    found = {figure: [chart.kind for chart in charts(edition, figure)] for figure in CHARTS}
    assert found == CHARTS


@pytest.mark.parametrize("figure", [figure for figure, kinds in CHARTS.items() if kinds])
@pytest.mark.parametrize("state", STATES, ids=str)
def test_languages_and_themes_share_the_numbers(edition, figure, state):  # noqa: F811
    chosen = Selection(**{**vars(state), "institution": CHOSEN.get(figure, state).institution})
    drawn = [
        charts(edition, figure, chosen, lang, theme)
        for lang, theme in (("en", "light"), ("zh", "light"), ("zh", "dark"))
    ]
    for english, *others in zip(*drawn, strict=True):
        for other in others:
            assert numbers(other) == numbers(english)
            assert (other.form, other.grouping) == (english.form, english.grouping)
            assert [one.name == "" for one in other.series] == [False] * len(other.series)
        assert all(len(one.values) == len(english.categories) for one in english.series)
        assert len(set(english.categories)) == len(english.categories)


def test_a_path_has_target_deadline_and_steps(edition):  # noqa: F811
    counts, shares = charts(edition, "milestone_path")
    assert (counts.form, shares.form) == ("count", "percent")
    assert counts.title == "M1 Patents assessed (number) ┊ due 31 Dec 2024"
    found = series(counts)
    target, deadline, actual = (
        found["20 (official target)"],
        found["deadline 31 Dec 2024"],
        found["Actual"],
    )
    assert set(target.values) == {20.0, None} and target.drawn == "line"
    at = counts.categories.index(date(2024, 12, 31))
    assert deadline.drawn == "upright" and deadline.values[at] == counts.maximum
    by_day = dict(zip(counts.categories, actual.values, strict=True))
    assert (by_day[date(2024, 3, 19)], by_day[date(2024, 3, 20)]) == (0.0, 17.0)
    assert (by_day[date(2025, 2, 28)], by_day[date(2025, 3, 1)]) == (17.0, 18.0)


def test_a_band_becomes_its_two_edges():
    days = (date(2024, 1, 31), date(2024, 2, 29))
    actual = Line("Actual", days, (1, 3), "main")
    (chart,) = native(actual, Band("80%", days, (1, 2), (1, 6), "band"), x=Axis("time"))
    found = {one.name: one.values for one in chart.series}
    assert found == {"Actual": (1, 3), "80% ↓": (1, 2), "80% ↑": (1, 6)}
    assert {one.colour for one in chart.series} == {"#1a5a8f"}


def test_a_verdict_has_the_values_and_not_the_lengths(edition):  # noqa: F811
    (chart,) = charts(edition, "milestone_status")
    found = {one.name: one.values for one in chart.series}
    assert found["at the deadline"] == (0.85, None)
    assert found["30 June 2025"] == (0.9, 0.25)
    assert found["Target"] == (1.0, None)
    assert chart.form == "share"


def test_bars_in_rows_read_from_the_top(edition):  # noqa: F811
    (chart,) = charts(edition, "pipeline")
    frame = table_in_words(compute_figure("pipeline", edition, Selection()), Locale("en"))
    assert chart.categories[:3] == ("Valid patents", "Patents due", "Assessed")
    assert list(chart.series[0].values) == frame["Number of patents"].tolist()
    assert chart.series[0].colours == ((0, "#d5dae0"),) and chart.is_labelled


def test_floating_bars_become_their_ends(edition):  # noqa: F811
    (chart,) = charts(edition, "stage_durations")
    frame = table_in_words(compute_figure("stage_durations", edition, Selection()), Locale("en"))
    frame = frame[frame["Patents that took it"] > 0]
    for name in ("A quarter within (days)", "Median days", "Three quarters within (days)"):
        assert list(series(chart)[name].values) == frame[name].tolist()
    assert chart.value_title == "days"


def test_unknown_stays_unknown_and_names_are_whole():
    names = ("Optics", "Electrical machinery, energy", "电机、电能")
    rows = tuple(Category(at, name, mark="*" * (not at)) for at, name in enumerate(names))
    bars = Bars("a&b", (0, 1, 2), (1, None, 0), "main", hatched=frozenset({2}))
    (chart,) = native(bars, y=Axis("category", categories=rows))
    assert chart.categories == ("Optics*", *names[1:])
    assert chart.series[0].values == (1, None, 0)
    assert chart.series[0].hatched == {2} and chart.series[0].name == "a&b"


DAY = date(2024, 1, 1)
ROW = Axis("category", categories=(Category(0, "a"),))


@pytest.mark.parametrize(
    "series",
    [
        Tiles((CellClass("", "main", (Cell(0, 0, "", ""),)),)),
        HeatCells((CellClass("", "main", (Cell(0, 0, "", ""),)),)),
        HeatGrid((DAY,), ((0,),), ("",), (("",),), ""),
        Gauges((Gauge("a"),), (GaugeBar("a", (0.5,), (), "main", 0.3),)),
        Bars("a", (0,), (None,), "main"),
        Points("a", (DAY,), (1,), "main"),
    ],
    ids=lambda series: type(series).__name__,
)
def test_what_no_office_program_draws_is_none(series):
    assert native(series, x=Axis("time"), y=ROW) == ()


def test_one_panel_that_cannot_be_drawn_leaves_none():
    bars, points = Bars("a", (0,), (1,), "main"), Points("a", (DAY,), (1,), "main")
    panels = Panel(Axis(), ROW, (bars,)), Panel(Axis("time"), ROW, (points,))
    assert native_charts(Chart(panels[:1], 300), "light")
    assert native_charts(Chart(panels, 300), "light") == ()


def test_a_month_each_stands_on_months():
    months = Bars("a", (date(2024, 1, 31), date(2024, 2, 29)), (1, 2), "main")
    (chart,) = native(months, x=Axis("time"))
    assert chart.base_unit == "months"
    (twice,) = native(replace(months, at=(date(2024, 2, 1), date(2024, 2, 29))), x=Axis("time"))
    assert twice.base_unit == "days"


@pytest.mark.parametrize("lang", LANGS)
def test_number_formats_are_those_of_the_language(lang):
    assert number_format("share", lang).endswith(";0.0%")
    assert ("万" in number_format("count", lang)) == (lang == "zh")
    assert ("CNY" in number_format("money", lang)) == (lang == "en")
