"""The figures of the pipeline page, against numbers counted by hand."""

from datetime import date

import pandas as pd
import pytest
from named_rows import named_rows

from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.pipeline.stage_by_field import Arrival, _class_of_lead
from milestones.figures.registry import Result
from milestones.i18n import Locale
from milestones.selection import Selection

ALL = Selection()


def listed(figure_id, edition, selection=ALL):
    return named_rows(compute_figure(figure_id, edition, selection).frame)


def drawn(figure_id, frame, edition, lang="en"):
    """Draw a frame made by hand."""
    facts = compute_figure(figure_id, edition, ALL).facts
    return draw_figure(Result(figure_id, frame, facts), lang, "light")


def test_steps_are_counted_in_days_from_the_step_before(edition):
    assessed, evaluated, transferred, industrialized = listed("stage_durations", edition)
    assert (assessed.patents, assessed.median, assessed.third_quartile) == (18, 79, 79)
    assert (evaluated.first_quartile, evaluated.median, evaluated.third_quartile) == (47, 47, 48)
    assert (transferred.patents, transferred.median) == (1, 254)
    assert (industrialized.patents, industrialized.median) == (1, 110)
    assert not any(step.disordered for step in (assessed, evaluated, transferred, industrialized))


def test_a_step_that_nobody_took_has_no_days(edition):
    steps = listed("stage_durations", edition, Selection(as_of=date(2024, 3, 31)))
    assert [step.patents for step in steps] == [17, 0, 0, 0]
    assert [step.median for step in steps] == [79, None, None, None]
    drawing = draw_figure(
        compute_figure("stage_durations", edition, Selection(as_of=date(2024, 3, 31))),
        "en",
        "light",
    )
    names = drawing.spec["data"][-1]["text"]
    assert names[1] == "<b>Assessment to evaluation</b>  nobody yet"
    assert drawing.caption.startswith("The longest step is “plan start to assessment”")


def test_steps_out_of_order_are_said_apart(edition):
    step = {"step": "step_assessed", "patents": 9, "median": 5, "disordered": 3}
    frame = pd.DataFrame([{**step, "first_quartile": 2, "third_quartile": 7}])
    caption = drawn("stage_durations", frame, edition).caption
    assert caption.endswith("3 steps taken before the one they are counted from are left out.")
    assert "still wait are not counted" in caption


@pytest.mark.parametrize("figure_id", ["stage_durations", "star_grades", "willingness"])
def test_inside_a_month_the_figure_says_the_day_it_was_counted_to(edition, figure_id):
    inside = compute_figure(figure_id, edition, Selection(as_of=date(2024, 9, 12)))
    assert draw_figure(inside, "en", "light").as_of == "As of 31 August 2024"
    assert (
        draw_figure(compute_figure(figure_id, edition, ALL), "en", "light").as_of
        == "As of 30 June 2025"
    )


def test_stars_that_an_enterprise_did_not_give_are_unknown(edition):
    cells = {(c.own, c.enterprise): c.patents for c in listed("star_grades", edition)}
    assert cells["stars_5", "unknown"] == 2
    assert sum(cells.values()) == 2
    assert len(cells) == 26
    drawing = draw_figure(compute_figure("star_grades", edition, ALL), "en", "light")
    assert drawing.spec["layout"]["xaxis"]["ticktext"][-1] == "unknown"


def grid(**patents):
    """Make a frame of stars from cells such as `s54=3`: own five, enterprise four."""
    cells = [
        {"own_stars": own, "enterprise_stars": enterprise, "patents": patents.get(name, 0)}
        for own in range(5, 0, -1)
        for enterprise in range(5, 0, -1)
        for name in (f"s{own}{enterprise}",)
    ]
    frame = pd.DataFrame(cells)
    return frame.assign(
        own="stars_" + frame["own_stars"].astype(str),
        enterprise="stars_" + frame["enterprise_stars"].astype(str),
        share=frame["patents"] / frame["patents"].sum(),
    )


def test_double_five_star_is_five_from_both_sides(edition):
    drawing = drawn("star_grades", grid(s55=2, s54=5, s15=1, s33=2), edition)
    assert "2 (20.0%) are double five-star" in drawing.caption
    assert "For 50.0% the holder gives more stars than any enterprise, for 10.0%" in drawing.caption
    layout = drawing.spec["layout"]
    note, *_ = layout["annotations"]
    (frame,) = layout["shapes"]
    assert "double five-star" in note["text"]
    for axis in "xy":
        named = layout[f"{axis}axis"]
        framed = [
            name
            for at, name in zip(named["tickvals"], named["ticktext"], strict=True)
            if frame[f"{axis}0"] < at < frame[f"{axis}1"]
        ]
        assert framed == ["★★★★★"]
    assert "双五星" in drawn("star_grades", grid(s55=2), edition, "zh").caption


def test_willingness_that_is_not_known_is_not_guessed(edition):
    modes = listed("willingness", edition)
    assert {mode.mode: mode.patents for mode in modes if mode.patents} == {"unknown": 4}
    drawing = draw_figure(compute_figure("willingness", edition, ALL), "en", "light")
    assert drawing.caption == "Of 4 patents in the pool no holder has named a way."


def test_stages_are_those_of_the_pipeline(edition):
    (unknown,) = listed("stage_by_field", edition)
    stages = {stage.stage: stage.patents for stage in listed("pipeline", edition)}
    assert unknown.field == 0
    for name in ("due", "assessed", "pooled", "evaluated", "transferred", "industrialized"):
        assert getattr(unknown, name) == stages[name]
    assert unknown.pooled_share == pytest.approx(4 / 18)


@pytest.mark.parametrize(
    ("after", "expected"),
    [(44, 0), (45, 0), (46, 1), (49, 1), (50, 2), (51, 3), (54, 3), (55, 4), (100, 4)],
)
def test_a_field_is_coloured_by_its_points_from_all_fields(after, expected):
    assert _class_of_lead(Arrival(1, 0, 100, after, 0.5)) == expected


def test_few_patents_take_no_colour():
    assert _class_of_lead(Arrival(1, 0, 29, 0, 0.5)) == 2
    assert _class_of_lead(Arrival(1, 0, 0, 0, 0.5)) == 2
    assert _class_of_lead(Arrival(1, 0, 30, 0, 0.5)) == 0


def test_the_caption_names_the_field_and_stage_that_fall_behind(edition):
    counts = {
        8: (100, 90, 80, 40, 20, 10),
        6: (100, 95, 80, 20, 10, 5),
        0: (100, 10, 5, 2, 1, 1),
    }
    names = ("due", "assessed", "pooled", "evaluated", "transferred", "industrialized")
    frame = pd.DataFrame(
        [
            {"field": number, **dict(zip(names, each, strict=True))}
            | {
                f"{name}_share": n / b
                for name, n, b in zip(names[1:], each[1:], each, strict=False)
            }
            for number, each in counts.items()
        ]
    )
    drawing = drawn("stage_by_field", frame, edition)
    assert drawing.caption.startswith(
        "Computer technology falls furthest behind at “evaluated by enterprises”: 25.0%"
    )
    axis = drawing.spec["layout"]["yaxis"]["ticktext"]
    assert axis == [
        "<b>All fields</b>",
        "<b>Electrical engineering</b>",
        "Computer technology",
        "Semiconductors",
        "Field unknown",
    ]


def test_fields_and_sectors_are_named_in_both_languages():
    assert (Locale("zh").field(8), Locale("en").sector(8)) == ("半导体", "Electrical engineering")
    assert Locale("zh").field(0) == "领域未知" and Locale("en").sector(0) == ""
