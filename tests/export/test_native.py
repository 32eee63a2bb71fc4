"""Which figures have charts to edit, and that those hold the drawing's numbers and words."""

from datetime import date

import pytest
from figures.conftest import edition, steward  # noqa: F401

from milestones.export.charts.native import native, natives, number_format
from milestones.figures import FIGURES, compute, draw, table
from milestones.selection import Selection
from milestones.words import LANGS, Words

CHARTS = {
    "changes": [],
    "contract_value": ["column", "column"],
    "field_progress": ["bar"],
    "field_waits": ["bar"],
    "industrialization_months": [],
    "industrialization_paths": [],
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
    return natives(draw(compute(figure, edition, chosen), lang, theme).chart.to_dict())


def numbers(chart):
    return [(one.values, one.drawn, one.hatched) for one in chart.series]


def series(chart):
    return {one.name: one for one in chart.series}


def spec(*traces, **layout):
    return {"data": list(traces), "layout": layout}


def test_the_table_names_every_figure(edition):  # noqa: F811
    found = {figure: [chart.kind for chart in charts(edition, figure)] for figure in FIGURES}
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
    assert counts.title == "M1 Patents assessed (number) ┊ 31 Dec 2024"
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
    band = {
        "type": "scatter", "mode": "lines", "fill": "toself", "name": "80%",
        "fillcolor": "rgba(26, 90, 143, 0.18)", "line": {"width": 0},
        "x": ["2024-01-31", "2024-02-29", "2024-02-29", "2024-01-31"], "y": [1, 2, 6, 1],
    }  # fmt: skip
    chart = native(spec(band))
    assert {one.name: one.values for one in chart.series} == {"80% ↓": (1, 2), "80% ↑": (1, 6)}
    assert {one.colour for one in chart.series} == {"#1a5a8f"}


def test_a_verdict_has_the_values_and_not_the_lengths(edition):  # noqa: F811
    result = compute("milestone_status", edition, Selection())
    chart = native(draw(result, "en", "light").chart.to_dict())
    found = {one.name: one.values for one in chart.series}
    assert found["at the deadline"] == (0.85, None)
    assert found["30 June 2025"] == (0.9, 0.25)
    assert found["Target"] == (1.0, None)
    assert chart.form == "share"


def test_bars_in_rows_read_from_the_top(edition):  # noqa: F811
    chart = native(draw(compute("pipeline", edition, Selection()), "en", "light").chart.to_dict())
    frame = table(compute("pipeline", edition, Selection()), Words("en"))
    assert chart.categories[:3] == ("Valid patents", "Patents due", "Assessed")
    assert list(chart.series[0].values) == frame["Number of patents"].tolist()
    assert chart.series[0].colours == ((0, "#d5dae0"),) and chart.is_labelled


def test_floating_bars_become_their_ends(edition):  # noqa: F811
    (chart,) = charts(edition, "stage_durations")
    frame = table(compute("stage_durations", edition, Selection()), Words("en"))
    frame = frame[frame["Patents that took it"] > 0]
    for name in ("A quarter within (days)", "Median days", "Three quarters within (days)"):
        assert list(series(chart)[name].values) == frame[name].tolist()
    assert chart.value_title == "days"


def test_unknown_stays_unknown_and_texts_lose_their_marks():
    bars = {
        "type": "bar", "orientation": "h", "name": "a&amp;b", "x": [1, None, 0], "y": [0, 1, 2],
        "marker": {"color": "#111111", "pattern": {"shape": ["", "", "/"]}},
    }  # fmt: skip
    names = ["<b>Optics</b>*", "Electrical machinery,<br>energy", "电机、<br>电能"]
    axis = {"tickvals": [0, 1, 2], "ticktext": names, "range": [2.5, -0.5]}
    chart = native(spec(bars, yaxis=axis))
    assert chart.categories == ("Optics*", "Electrical machinery, energy", "电机、电能")
    assert chart.series[0].values == (1, None, 0)
    assert chart.series[0].hatched == {2} and chart.series[0].name == "a&b"
    upwards = native(spec(bars, yaxis={**axis, "range": [-0.5, 2.5]}))
    assert upwards.series[0].values == (0, None, 1) and upwards.series[0].hatched == {0}


@pytest.mark.parametrize(
    "trace",
    [
        {"type": "bar", "x": [0, 0], "y": [1, 1], "base": [0, 1]},
        {"type": "bar", "x": ["2024-01-01"], "y": [1], "base": [3]},
        {"type": "bar", "x": [0, 1], "y": [1, 2]},
        {"type": "bar", "x": ["2024-01-01"], "y": [0.5], "meta": {"values": None}},
        {"type": "bar", "x": ["2024-01-01"], "y": [None]},
        {"type": "scatter", "mode": "markers", "name": "a", "x": ["2024-01-01"], "y": [1]},
        {"type": "scatter", "mode": "lines", "name": "a", "x": [0.5], "y": [1]},
        {"type": "scatter", "mode": "lines", "x": ["2024-01-01"], "y": [1]},
        {"type": "bar", "x": ["2024-01-01"], "y": [1], "visible": False},
        {"type": "heatmap", "z": [[1]]},
    ],
    ids=str,
)
def test_what_no_office_program_draws_is_none(trace):
    assert native(spec(trace)) is None


def test_a_month_each_stands_on_months():
    bars = {"type": "bar", "name": "a", "x": ["2024-01-31", "2024-02-29"], "y": [1, 2]}
    assert native(spec(bars)).base_unit == "months"
    twice = {**bars, "x": ["2024-02-01", "2024-02-29"]}
    assert native(spec(twice)).base_unit == "days"


@pytest.mark.parametrize("lang", LANGS)
def test_number_formats_are_those_of_the_language(lang):
    assert number_format("share", lang).endswith(";0.0%")
    assert ("万" in number_format("count", lang)) == (lang == "zh")
    assert ("CNY" in number_format("money", lang)) == (lang == "en")
