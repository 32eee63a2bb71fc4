"""The frames of the overview, against numbers counted by hand from the story."""

from dataclasses import replace
from datetime import date

import pytest
from named_rows import named_rows

from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.overview.milestone_cards import milestone_cards
from milestones.figures.overview.milestone_status import read_statuses
from milestones.figures.phrases import finished_text, forecast_clause, forecast_line
from milestones.frames import records
from milestones.i18n import Locale
from milestones.progress.counts import PathState, path_rows
from milestones.progress.indicators import DayNotCountedError
from milestones.selection import Selection

EN = Locale("en")
ALL = Selection()
BEFORE = Selection(as_of=date(2024, 6, 30))
HOSPITALS = Selection(kinds=("hospital",))
BEIJING, ZHEJIANG = "110000", "330000"


def listed(figure_id, edition, selection=ALL):
    return named_rows(compute_figure(figure_id, edition, selection).frame)


def by(name, items):
    return {getattr(item, name): item for item in items}


def test_the_verdict_is_that_of_the_deadline_and_what_came_later_stands_apart(edition):
    first, second = listed("milestone_status", edition)
    assert (first.status, first.is_verdict, first.target_kind) == ("missed", True, "official")
    assert (first.value_at_deadline, first.value) == (0.85, 0.90)
    assert (first.numerator, first.denominator) == (18, 20)
    assert (first.open_at_deadline, first.closed_late, first.lapsed_late, first.open) == (
        3,
        1,
        1,
        1,
    )
    assert (first.assessed_after_lapse, first.lapsed_open) == (0, 1)
    assert (second.status, second.reason) == ("not_assessable", "no_target")
    assert (second.value, second.open, second.target_kind) == (0.25, None, "none")


def test_before_the_deadline_the_pace_counts(edition):
    first, _ = listed("milestone_status", edition, BEFORE)
    assert (first.status, first.value, first.is_verdict) == ("on_track", 0.85, False)
    assert first.planned == pytest.approx(181 / 365)
    assert first.days_ahead == 129
    assert (first.open, first.open_at_deadline, first.value_at_deadline) == (3, None, None)
    assert first.forecast_on == date(2024, 12, 31)
    assert first.forecast_low <= first.forecast <= first.forecast_high <= 1


def test_the_path_of_the_assessment_is_counted_in_patents_against_what_is_due(edition):
    points = [p for p in listed("milestone_path", edition) if p.milestone == "M1"]
    lines = {}
    for point in points:
        assert (point.unit, point.whole or 20) == ("patents", 20)
        lines.setdefault(point.trace, []).append((point.day, point.value))
    assert lines["actual"] == [
        (date(2023, 12, 31), 0),
        (date(2024, 3, 20), 17),
        (date(2025, 3, 1), 18),
        (date(2025, 6, 30), 18),
    ]
    assert lines["planned"] == [(date(2024, 1, 1), 0), (date(2024, 12, 31), 20)]
    assert lines["target"] == [(date(2024, 12, 31), 20)]
    assert "forecast" not in lines, "a deadline that has passed has no forecast"
    assert "published" not in lines, "914,000 patents are not of a universe of 20"


def test_the_path_of_a_milestone_without_target_has_no_plan(edition):
    points = [p for p in listed("milestone_path", edition) if p.milestone == "M2"]
    assert {p.trace for p in points} == {"actual", "forecast"}
    last = [p for p in points if p.trace == "actual"][-1]
    assert (last.value, last.unit) == (25.0, "percent")


def cards_of(edition, day, lang):
    result = compute_figure("milestone_status", edition, Selection(as_of=day))
    return milestone_cards(result, lang)


def test_a_card_says_first_what_counts_now_and_then_the_verdict(edition):
    first, _ = cards_of(edition, None, "en")
    assert (first.value, first.value_note) == ("90.0%", "on 30 June 2025; still open: 1")
    assert first.verdict == "Missed"
    assert first.lines[1:3] == ("At the deadline, 31 December 2024: 85.0%", "181 days overdue")
    assert first.lines[3] == (
        "Open at the deadline: 3 = 1 assessed since + 1 lapsed unassessed + 1 still open"
    )


@pytest.mark.parametrize(
    "lang, said", [("en", "The deadline is this day: the verdict is final"), ("zh", "当日为截止日")]
)
def test_on_the_deadline_day_the_verdict_is_final_and_nothing_is_forecast(edition, lang, said):
    """Three of twenty are open on it: no pace says more than that."""
    first, _ = cards_of(edition, date(2024, 12, 31), lang)
    assert (first.status, first.value) == ("missed", "85.0%")
    assert first.value_note.endswith({"en": "; still open: 3", "zh": "；仍未盘点3件"}[lang])
    assert first.lines[1].startswith(said) and len(first.lines) == 2
    caption = draw_figure(
        compute_figure("milestone_status", edition, Selection(as_of=date(2024, 12, 31))),
        lang,
        "light",
    ).caption
    assert Locale(lang)("on track") not in caption


@pytest.mark.parametrize(
    "days, en, zh",
    [
        (-171, "finished 171 days late", "逾期171天完成"),
        (0, "finished on the deadline day", "截止日当天完成"),
        (1, "finished 1 day early", "提前1天完成"),
    ],
)
def test_what_is_finished_is_late_or_early_and_not_behind_plan(days, en, zh):
    assert (finished_text(days, EN), finished_text(days, Locale("zh"))) == (en, zh)


def test_patents_short_of_a_target_are_counted_without_the_slips_of_floats(edition):
    (row, *_) = read_statuses(compute_figure("milestone_status", edition, ALL).frame)
    short = row._replace(target=0.07, numerator=6, denominator=100)
    assert short.patents_missing == 1
    assert short._replace(numerator=7).patents_missing == 0
    assert short._replace(target=None).patents_missing is None


def test_the_map_knows_all_provinces_and_never_turns_unknown_into_nought(edition):
    tiles = by("code", listed("province_map", edition))
    assert len(tiles) == 34
    zhejiang, beijing, tibet = (tiles[code] for code in (ZHEJIANG, BEIJING, "540000"))
    assert (zhejiang.coverage, zhejiang.due, zhejiang.open) == (1.0, 10, 0)
    assert (beijing.coverage, beijing.assessed, beijing.open) == (0.8, 8, 1)
    assert (tibet.coverage, tibet.due) == (None, 0)
    outside = [tile for tile in tiles.values() if not tile.covered]
    assert {tile.code for tile in outside} == {"710000", "810000", "820000"}
    assert all(tile.due is None and tile.coverage is None for tile in outside)


def test_the_ranking_is_by_patents_still_open_then_open_at_the_deadline(edition):
    first, second = listed("province_ranking", edition)
    assert (first.code, first.open, first.open_at_deadline) == (BEIJING, 1, 2)
    assert (second.code, second.open, second.open_at_deadline) == (ZHEJIANG, 0, 1)
    assert (first.rank, first.lapsed_open, first.coverage) == (1, 1, 0.8)


def test_up_to_the_deadline_nothing_is_said_of_it(edition):
    on_the_day = listed("province_ranking", edition, Selection(as_of=date(2024, 12, 31)))
    assert [row.open_at_deadline for row in on_the_day] == [None, None]


def test_map_and_ranking_compare_all_provinces_whichever_was_chosen(edition):
    chosen = Selection(provinces=(ZHEJIANG,))
    for figure_id in ("province_map", "province_ranking"):
        assert listed(figure_id, edition, chosen) == listed(figure_id, edition)


def test_each_stage_counts_patents_of_the_stage_before(edition):
    stages = listed("pipeline", edition)
    assert [(stage.stage, stage.patents, stage.share) for stage in stages] == [
        ("valid", 20, None),
        ("due", 20, None),
        ("assessed", 18, 0.9),
        ("pooled", 4, pytest.approx(4 / 18)),
        ("evaluated", 2, 0.5),
        ("transferred", 1, 0.5),
        ("industrialized", 1, 1.0),
    ]


def test_changes_set_two_editions_side_by_side_each_up_to_its_own_day(edition):
    changes = by("indicator", listed("changes", edition))
    coverage = changes["assessment_coverage"]
    assert (coverage.before, coverage.value, coverage.unit) == (85.0, 90.0, "percent")
    assert coverage.difference == pytest.approx(5.0)
    assert (coverage.as_of_before, coverage.as_of) == (date(2024, 12, 31), date(2025, 6, 30))
    assert (changes["contract_value"].value, changes["contract_value"].unit) == (250_000, "CNY")
    assert changes["valid"].difference == -1


def test_on_an_earlier_day_both_editions_are_counted_up_to_it(edition):
    changes = by("indicator", listed("changes", edition, BEFORE))
    assert changes["assessment_coverage"].as_of_before == BEFORE.as_of
    assert {change.difference for change in changes.values() if change.unit == "patents"} == {0}


def caption_of_changes(edition, selection):
    return draw_figure(compute_figure("changes", edition, selection), "en", "light").caption


def test_changes_say_until_when_each_side_is_counted(edition):
    apart = caption_of_changes(edition, ALL)
    assert apart.startswith("Since the previous edition, counted up to 31 December 2024, of 12")
    alike = caption_of_changes(edition, BEFORE)
    assert alike.startswith("Against the previous edition, both counted up to 30 June 2024, of 12")


def test_changes_name_the_indicators_that_cannot_be_compared(edition):
    found = listed("changes", edition, HOSPITALS)
    unknown = sum(change.difference is None for change in found)
    assert 0 < unknown < len(found) == 12
    caption = caption_of_changes(edition, HOSPITALS)
    assert caption.endswith(f"and {unknown} cannot be compared, as a value cannot be assessed.")


def test_a_first_edition_has_nothing_to_be_compared_with(steward, edition):
    first = steward.edition(edition.previous)
    assert compute_figure("changes", first, ALL).frame.empty


def test_the_official_record_is_the_real_answer_whatever_is_selected(edition):
    record = listed("official_record", edition, Selection(kinds=("hospital",)))
    national = [
        (row.as_of, row.value, row.bound, row.is_complete)
        for row in record
        if row.milestone == "assessment_coverage"
        and row.scope == "universities+research_institutions"
        and row.series.startswith(("assessed/", "assessment_coverage/"))
        and row.universe != "inventions"
    ]
    assert national == [
        (date(2024, 4, 24), 914_000, None, False),
        (date(2024, 11, 29), 1_349_000, None, True),
        (date(2024, 6, 30), 95, "more than", False),
    ]


def test_a_later_day_than_the_edition_counts_is_refused(edition):
    with pytest.raises(DayNotCountedError):
        compute_figure("pipeline", edition, Selection(as_of=date(2026, 1, 31)))


@pytest.mark.parametrize(
    ("selection", "days"),
    [
        (ALL, [date(2024, 4, 24), date(2024, 11, 29)]),
        (replace(ALL, patents="inventions"), [date(2024, 4, 24), date(2024, 6, 30)]),
        (Selection(provinces=(ZHEJIANG,)), [date(2024, 3, 18)]),
        (Selection(provinces=("370000",)), []),
        (Selection(provinces=("370000",), kinds=("university",)), [date(2024, 3, 31)]),
        (Selection(provinces=(ZHEJIANG, BEIJING)), []),
        (Selection(kinds=("university",)), []),
        (
            Selection(kinds=("university", "research_institution")),
            [date(2024, 4, 24), date(2024, 11, 29)],
        ),
        (Selection(departments=("教育部",)), []),
        (Selection(fields=(1,)), []),
        (Selection(as_of=date(2024, 6, 30)), [date(2024, 4, 24)]),
    ],
)
def test_published_counts_are_given_only_for_their_own_universe(edition, selection, days):
    rows = records(path_rows(edition, selection), PathState)
    published = [row for row in rows if row.trace == "published" and row.indicator == "assessed"]
    assert [row.day for row in published] == days


@pytest.mark.parametrize("figure_id", ["milestone_status", "milestone_path"])
def test_days_are_exact_whatever_the_filter(edition, figure_id):
    """Who is chosen by a department or a field is chosen by a province too."""
    for places, same in (
        ((ZHEJIANG,), Selection(provinces=(ZHEJIANG,), fields=(0,))),
        ((ZHEJIANG, BEIJING), Selection(departments=("教育部",))),
    ):
        by_place = listed(figure_id, edition, Selection(provinces=places))
        own = [point for point in by_place if getattr(point, "trace", "") != "published"]
        assert own == listed(figure_id, edition, same)


def test_a_forecast_of_no_width_claims_no_certainty():
    end, whole = date(2024, 12, 31), (1.0, 1.0, 1.0)
    assert (
        forecast_line(end, *whole, EN) == "At the pace of recent months: 100% by 31 December 2024"
    )
    assert "80%" not in forecast_clause(end, *whole, EN)
    almost, hardly = 0.99999, 0.00001
    ends_of = {"en": ("more than 99.9% by", "less than 0.1% by"), "zh": ("超过99.9%", "不足0.1%")}
    for lang, (most, least) in ends_of.items():
        assert most in forecast_clause(end, almost, 0.5, 1.0, Locale(lang))
        assert least in forecast_clause(end, hardly, 0.0, 0.5, Locale(lang))
    assert "预计2024年12月31日达到50.0%（" in forecast_clause(end, 0.5, 0.4, 0.6, Locale("zh"))
    assert forecast_line(end, 0.5, 0.4, 0.6, EN).endswith("50.0%, 80% interval 40.0% to 60.0%")
    assert forecast_clause(end, 0.5, 0.4, 0.6, EN).endswith("(80% interval 40.0% to 60.0%)")


def test_a_milestone_at_its_bound_is_drawn_without_a_band(edition):
    """A band of no width would stand in the legend and nowhere else."""
    result = compute_figure("milestone_path", edition, BEFORE)
    flat = result.frame.assign(low=result.frame["value"], high=result.frame["value"])
    flat.loc[flat["trace"] != "forecast", ["low", "high"]] = None
    for frame, has_band in ((result.frame, True), (flat, False)):
        spec = draw_figure(replace(result, rows=frame), "en", "light").spec
        names = {trace["name"] for trace in spec["data"]}
        assert "Forecast" in names
        assert ("80% interval" in names) is has_band
