"""Institutions: their standing, their completion and their paths, counted by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_home import Steward

from milestones.charts.palette import Theme
from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.institutions.institution_progress import institution_standings
from milestones.figures.institutions.listing import (
    count_statuses,
    listing_table,
    matching_search,
    on_worklist,
    with_status,
)
from milestones.figures.tables import table_in_words
from milestones.i18n import Locale
from milestones.plan import load
from milestones.progress.indicators import compute_indicators as indicators
from milestones.progress.pace import assess
from milestones.progress.status import Status
from milestones.selection import Selection

M1 = load("stock_patents").milestones[0]
DEADLINE = date(2024, 12, 31)
MIDDLE = date(2024, 6, 30)


def rows_of(edition, selection=Selection(), figure="institution_table"):  # noqa: B008
    frame = compute_figure(figure, edition, selection).frame
    return {row.institution_id: row for row in frame.itertuples()}


def test_each_institution_stands_where_its_patents_put_it(edition):
    rows = rows_of(edition)
    assert list(rows) == ["U2", "U1", "H1"]
    zhejiang, beijing, hospital = rows["U1"], rows["U2"], rows["H1"]
    assert (beijing.due, beijing.assessed, beijing.open, beijing.lapsed_open) == (10, 8, 1, 1)
    assert (beijing.open_at_deadline, beijing.status) == (2, "missed")
    assert (zhejiang.open, zhejiang.open_at_deadline) == (0, 1)
    assert (zhejiang.status, zhejiang.days_ahead) == ("achieved_late", -60)
    assert zhejiang.completed_on.date() == date(2025, 3, 1)
    assert (hospital.due, hospital.status) == (0, "not_assessable")
    assert hospital.path is None


def test_before_the_deadline_the_word_follows_the_plan(edition):
    rows = rows_of(edition, Selection(as_of=MIDDLE))
    assert {rows[name].status for name in ("U1", "U2")} == {"on_track"}
    assert rows["U1"].open_at_deadline is pd.NA
    assert rows["U1"].days_ahead > 0
    assert rows_of(edition, Selection(as_of=date(2023, 12, 31)))["U1"].status == "not_assessable"


def test_a_path_ends_at_the_coverage_of_the_day(edition):
    path = rows_of(edition)["U1"].path
    assert path[:4] == [0, 0, 0, 90]
    assert len(path) == 1 + 12 + edition.as_of.month
    assert path[-1] == 100


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ({"provinces": ("330000",)}, {"U1"}),
        ({"kinds": ("hospital",)}, {"H1"}),
        ({"departments": ("教育部",)}, {"U1", "U2"}),
        ({"provinces": ("330000",), "kinds": ("hospital",)}, set()),
    ],
)
def test_the_selection_chooses_the_institutions(edition, choice, names):
    assert set(rows_of(edition, Selection(**choice))) == names


@pytest.mark.parametrize("day", [None, DEADLINE, MIDDLE, date(2025, 2, 11)])
@pytest.mark.parametrize("patents", ["all", "inventions"])
def test_the_institutions_sum_up_to_the_indicators(edition, day, patents):
    selection = Selection(as_of=day, patents=patents)
    values = {value.id: value for value in indicators(edition, selection)}
    frame = compute_figure("institution_table", edition, selection).frame
    coverage, completion = values["assessment_coverage"], values["institution_completion"]
    assert frame["assessed"].sum() == coverage.numerator
    assert frame["due"].sum() == coverage.denominator
    assert (frame["due"] > 0).sum() == completion.denominator
    assert (frame["coverage"] == 1).sum() == completion.numerator
    done = compute_figure("institution_completion", edition, selection).frame
    last = done[done["day"] == done["day"].max()]
    assert last["institutions"].sum() == completion.denominator
    assert last[last["band"] == "band_all"]["institutions"].sum() == completion.numerator


def test_completion_is_counted_by_months_and_by_kinds(edition):
    frame = compute_figure("institution_completion", edition, Selection()).frame
    counts = frame.set_index(["day", "kind", "band"])["institutions"]
    march = (date(2024, 3, 31), "university")
    assert (counts[(*march, "band_most")], counts[(*march, "band_half")]) == (1, 1)
    assert counts[date(2024, 2, 29), "university", "band_none"] == 2
    assert counts[date(2025, 3, 31), "university", "band_all"] == 1
    assert not frame["kind"].eq("hospital").any()


SHARES = st.integers(0, 12).map(lambda number: number / 12)
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))


@settings(max_examples=150)
@given(
    steps=st.lists(st.tuples(DAYS, st.integers(0, 4)), max_size=5, unique_by=lambda step: step[0]),
    as_of=DAYS,
)
def test_many_at_once_stand_as_each_alone(steps, as_of):
    """A course of whole patents, told as three values, is assessed as its whole series is."""
    done, series = 0, [(date(2023, 12, 31), 0.0)]
    for day, count in sorted(steps):
        done = min(done + count, 8)
        series.append((day, done / 8))
    until = [point for point in series if point[0] <= as_of]
    pace = assess(M1, until, as_of)
    at = {day: next(v for on, v in reversed(series) if on <= day) for day in (as_of, DEADLINE)}
    completed = next((on for on, share in until if share == 1), None)
    (found,) = institution_standings(M1, [(at[DEADLINE], at[as_of], completed)], as_of)
    assert (found.status, found.days_ahead) == (pace.status.value, pace.days_ahead)


def test_nothing_due_is_not_assessable():
    (found,) = institution_standings(M1, [(None, None, None)], DEADLINE)
    assert found == (Status.NOT_ASSESSABLE.value, None)


def test_the_list_can_be_searched_and_narrowed(edition):
    result = compute_figure("institution_table", edition, Selection())
    whole = listing_table(result, Locale("en"))
    assert whole["name"].to_pylist() == ["Demo College", "Demo University", "Demo Hospital"]
    assert count_statuses(whole) == {"achieved_late": 1, "missed": 1, "not_assessable": 1}
    assert matching_search(whole, "demo UNI")["institution_id"].to_pylist() == ["U1"]
    assert matching_search(whole, "示范 学院")["institution_id"].to_pylist() == ["U2"]
    assert matching_search(whole, "h1")["institution_id"].to_pylist() == ["H1"]
    assert matching_search(whole, ".*")["institution_id"].to_pylist() == []
    assert with_status(whole, "missed")["institution_id"].to_pylist() == ["U2"]
    assert on_worklist(whole)["institution_id"].to_pylist() == ["U2", "U1"]
    assert whole["note"].to_pylist() == ["fewer than 30 due"] * 2 + ["nothing due"]


def test_a_coverage_is_never_rounded_up_to_all(edition):
    result = compute_figure("institution_table", edition, Selection())
    frame = result.frame.assign(coverage=[0.9999, 1.0, 0.0001])
    shown = listing_table(replace(result, rows=frame), Locale("en"))["coverage"].to_pylist()
    assert shown == [99.9, 100.0, 0.1]


def test_one_institution_has_its_own_path_and_pipeline(edition):
    selection = Selection(institution="U1")
    path = compute_figure("institution_profile", edition, selection).frame
    actual = path[(path["trace"] == "actual") & (path["milestone"] == "M1")]
    assert actual["value"].tolist()[-1] == 10
    stages = compute_figure("institution_pipeline", edition, selection).frame
    assert dict(zip(stages["stage"], stages["patents"], strict=True)) == {
        "valid": 10, "due": 10, "assessed": 10, "pooled": 4, "evaluated": 2,
        "transferred": 1, "industrialized": 1,
    }  # fmt: skip
    assert stages["share"].tolist()[3:] == [0.4, 0.5, 0.5, 1.0]
    status = compute_figure("institution_status", edition, selection).frame
    assert status["status"].tolist()[0] == "achieved_late"


def test_a_pipeline_of_one_agrees_with_that_of_a_province_of_one(edition):
    """U1 is the only institution of Zhejiang, so both count the same patents."""
    one = compute_figure("institution_pipeline", edition, Selection(institution="U1")).frame
    area = compute_figure("pipeline", edition, Selection(provinces=("330000",))).frame
    assert one["patents"].tolist() == area["patents"].tolist()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_from_files_are_no_markup(tmp_path, theme: Theme):
    """Plotly reads a little HTML; a name says what it says, and nothing else."""
    steward, hostile = Steward(tmp_path), '<img src=x onerror=alert(1)> & "co"'
    steward.deliver(
        institutions=f'institution_id,name,kind,province\nU1,"{hostile}",university,330000'.replace(
            '"co"', "'co'"
        ),
        patents="application_no,institution_id,granted_on\nP1,U1,2020-05-06",
    )
    with steward.edition() as edition:
        result = compute_figure("institution_table", edition, Selection())
        chart = draw_figure(result, "zh", theme).spec
        said = [text for trace in chart["data"] for text in trace.get("text", ())]
        assert any("&lt;img" in text for text in said)
        assert not any("<img" in text for text in said)
        assert go.Figure(chart)
        assert table_in_words(result, Locale("zh"))["机构"].tolist()[0].startswith("<img")
