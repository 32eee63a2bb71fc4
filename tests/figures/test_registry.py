"""The list of figures, and what drawing functions share."""

import pandas as pd
import pytest
from named_rows import named_rows

from milestones.charts.axes import count_axis, percent_axis, round_steps
from milestones.charts.plotly_renderer.traces import break_lines
from milestones.figures.compute import compute_figure
from milestones.figures.labels import LABELS, label, sentence_case
from milestones.figures.registry import FIGURES, FigureNotFoundError, figure
from milestones.i18n import Locale
from milestones.selection import Selection

ZH, EN = Locale("zh"), Locale("en")


def test_the_overview_has_its_figures():
    overview = {
        "milestone_status", "milestone_path", "province_map", "province_ranking", "pipeline",
        "changes", "official_record",
    }  # fmt: skip
    assert overview <= set(FIGURES)


def test_an_unknown_figure_names_those_that_there_are(edition):
    with pytest.raises(FigureNotFoundError, match="milestone_path"):
        compute_figure("milestones", edition, Selection())


def test_two_figures_cannot_have_one_name():
    with pytest.raises(ValueError, match="pipeline"):
        figure("pipeline", question="", columns={})(lambda frame, context: None)


def test_every_label_is_there_in_both_languages():
    for code in LABELS:
        assert label(code, EN)
        assert label(code, ZH) != label(code, EN) or not label(code, EN).isalpha()
    assert label("330000", ZH) == "浙江"


def test_an_unknown_code_is_an_error_not_a_word():
    with pytest.raises(KeyError):
        label("achieved_somehow", EN)


def test_sentences_begin_with_a_capital():
    assert sentence_case("on track") == "On track"
    assert sentence_case("") == ""


def test_rows_know_unknown_cells():
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2024-12-31", None]),
            "count": [1.0, float("nan")],
            "name": pd.array(["a", None], dtype="string"),
        }
    )
    first, second = named_rows(frame)
    assert (first.day.isoformat(), first.count, first.name) == ("2024-12-31", 1.0, "a")
    assert (second.day, second.count, second.name) == (None, None, None)
    assert named_rows(frame.head(0)) == []


@pytest.mark.parametrize(
    ("top", "steps"),
    [
        (1_349_000, [0, 500_000, 1_000_000, 1_500_000]),
        (100, [0, 25, 50, 75, 100]),
        (20, [0, 5, 10, 15, 20]),
        (0, [0, 1]),
        (3, [0, 1, 2, 3, 4]),
    ],
)
def test_steps_of_an_axis_are_round(top, steps):
    assert round_steps(top) == steps


def test_axes_speak_the_language():
    assert labels(count_axis(1_349_000, ZH)) == ["0", "50万", "100万"]
    assert labels(count_axis(1_349_000, EN)) == ["0", "500,000", "1,000,000"]
    assert labels(count_axis(3, EN)) == ["0", "1", "2", "3"]
    assert labels(percent_axis(21.3, EN)) == ["0%", "10%", "20%"]


def labels(axis):
    return [tick.label for tick in axis.ticks]


def test_long_sentences_are_broken_between_words():
    assert break_lines("one two three", 8) == "one two<br>three"
    assert break_lines("没有可供比较的版次", 5) == "没有可供比<br>较的版次"
