"""A plan's file is read as it stands, or refused with what to mend."""

import re
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from milestones.plan import (
    PLANS,
    Direction,
    Method,
    PlanInvalidError,
    PlanNotFoundError,
    Target,
    TargetKind,
    load,
    plan_names,
)

CHINESE = re.compile(r"[\u3400-\u9fff]")

SMALL = """
name = { zh = "计划", en = "Plan" }
basis = { zh = "依据", en = "Basis" }
source = { zh = "文号", en = "No. 1" }

[register]
cutoff = 2023-12-31
transfers_from = 2024-01-01
good_prospects_stars = 4

[[milestones]]
id = "M1"
name = { zh = "一", en = "One" }
owner = { zh = "主", en = "Owner" }
basis = { zh = "据", en = "Basis" }
indicator = "assessment_coverage"
method = "linear_path"
base = { on = 2024-01-01, value = 0 }
target = { value = 1, kind = "official" }
deadline = 2024-12-31
"""


def load_text(folder, text, name="small"):
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load(name, folder)


def test_the_first_milestone_is_the_official_one():
    milestone = load("stock_patents").milestone("M1")
    assert (milestone.indicator, milestone.method) == ("assessment_coverage", Method.LINEAR_PATH)
    assert (milestone.base.on, milestone.base.value) == (date(2024, 1, 1), 0)
    assert milestone.target == Target(date(2024, 12, 31), 1, TargetKind.OFFICIAL)
    assert milestone.published.universe == "all patents"


def test_the_plan_sets_no_number_for_the_second_milestone():
    milestone = load("stock_patents").milestone("M2")
    assert (milestone.target, milestone.deadline) == (None, date(2025, 12, 31))


def test_the_synthetic_plan_differs_by_its_working_target_only():
    real, synthetic = load("stock_patents"), load("synthetic")
    target = Target(date(2025, 12, 31), 0.2, TargetKind.WORKING)
    assert synthetic.milestone("M2").target == target
    assert synthetic.milestone("M1") == real.milestone("M1")
    assert (synthetic.id, synthetic.name) == ("synthetic", real.name)
    assert (synthetic.cutoff, synthetic.transfers_from, synthetic.good_prospects_stars) == (
        date(2023, 12, 31), date(2024, 1, 1), 4,
    )  # fmt: skip


def test_the_parent_plan_follows_published_figures_only():
    plan = load("parent_special_action")
    milestone = plan.milestone("contracts")
    assert (milestone.method, milestone.target.value) == (Method.BINARY, 800_000_000_000)
    assert milestone.published.scope == "all holders"
    with pytest.raises(PlanInvalidError, match="published figures only"):
        _ = plan.cutoff


@pytest.mark.parametrize("name", plan_names())
def test_every_plan_speaks_both_languages(name):
    plan = load(name)
    told = [plan.name, plan.basis, plan.source]
    for milestone in plan.milestones:
        told += [milestone.name, milestone.owner, milestone.basis, milestone.source]
    assert all(CHINESE.search(text.zh) and not CHINESE.search(text.en) for text in told)
    assert all(text.in_("zh") == text.zh and text.in_("en") == text.en for text in told)


def test_a_plan_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        load("stock_patents").milestone("M1").deadline = date(2030, 1, 1)


def test_an_unknown_plan_is_answered_with_the_known_ones():
    with pytest.raises(PlanNotFoundError, match=r"'nothing'.*stock_patents, synthetic"):
        load("nothing")


def test_an_unknown_milestone_is_answered_with_the_known_ones():
    with pytest.raises(KeyError, match="M1, M2"):
        load("stock_patents").milestone("M3")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("deadline = 2024-12-31", "", "milestones[1].deadline is missing: write it"),
        ("deadline = 2024-12-31", 'deadline = "2024-12-31"', "is '2024-12-31': write a day"),
        ("deadline = 2024-12-31", "deadline = 2024-12-31T00:00:00", "write a day"),
        ("deadline = 2024-12-31", "deadline = 2024-13-31", "not TOML"),
        ("deadline = 2024-12-31", "deadline = 2024-01-01", "a day after the start"),
        ("deadline = 2024-12-31", "deadline = 2024-12-30", "the last day of a month"),
        ("deadline = 2024-12-31", "deadlines = 2024-12-31", "deadline is missing"),
        ('kind = "official"', 'kind = "offical"', "'offical': write one of official, working"),
        ('method = "linear_path"', 'method = "straight"', "linear_path, published_path"),
        ('method = "linear_path"', 'method = "cagr_ratio"', "direction is missing"),
        ('method = "linear_path"', 'method = "binary"', "direction is missing"),
        ('method = "linear_path"', 'method = "published_path"', "write the plan's points"),
        ("base = { on = 2024-01-01, value = 0 }", "", "base is missing"),
        ("value = 0 }", "value = 1 }", "another value than that of the base"),
        ("value = 0 }", "value = true }", "base.value is True: write a number"),
        ("value = 0 }", "value = inf }", "base.value is inf: write a finite number"),
        ("value = 0 }", "value = 0, unit = 1 }", "base.unit is 1: take it out"),
        ('en = "Owner"', 'en = " "', "owner.en is ' ': write a text"),
        ('zh = "主", ', "", "owner.zh is missing"),
        ('indicator = "assessment_coverage"', "", "indicator is missing"),
        ("deadline = 2024-12-31", "deadline = 2024-12-31\ncolour = 1", "colour is 1: take it out"),
        ("deadline = 2024-12-31", 'deadline = 2024-12-31\ndirection = "falling"', "turn it round"),
        ("good_prospects_stars = 4", "good_prospects_stars = 6", "from 1 to 5"),
        ("good_prospects_stars = 4", "good_prospects_stars = 3.5", "from 1 to 5"),
        ("[register]", "[registers]", "registers is {"),
        ("[[milestones]]", "[milestones]", "write a list of tables"),
    ],
)
def test_a_mistake_is_named_with_file_key_value_and_remedy(tmp_path, old, new, message):
    assert old in SMALL
    with pytest.raises(PlanInvalidError, match=re.escape(message)) as caught:
        load_text(tmp_path, SMALL.replace(old, new))
    assert str(caught.value).startswith("small.toml: ")


def test_a_plan_needs_milestones_each_once(tmp_path):
    head, milestone = SMALL.split("[[milestones]]")
    with pytest.raises(PlanInvalidError, match="at least one"):
        load_text(tmp_path, head)
    twice = f"{head}[[milestones]]{milestone}[[milestones]]{milestone}"
    with pytest.raises(PlanInvalidError, match="M1, M1"):
        load_text(tmp_path, twice, "twice")


def test_a_plan_without_register_needs_published_series(tmp_path):
    head, rest = SMALL.split("[register]")
    bare = head + rest[rest.index("[[milestones]]") :]
    with pytest.raises(PlanInvalidError, match=r"write \[register\]"):
        load_text(tmp_path, bare)


def test_points_of_a_path_are_in_order_and_do_not_turn_back(tmp_path):
    path = SMALL.replace("linear_path", "published_path")
    point = "\n[[milestones.interim]]\non = {}\nvalue = {}\n"
    plan = load_text(tmp_path, path + point.format("2024-06-30", 0.6), "good")
    assert [point.value for point in plan.milestone("M1").points] == [0, 0.6, 1]
    for name, day, value, message in [
        ("late", "2025-06-30", 0.6, "put the days in order"),
        ("early", "2024-01-01", 0.6, "put the days in order"),
        ("back", "2024-06-30", 1.2, "turns back on 2024-12-31"),
    ]:
        with pytest.raises(PlanInvalidError, match=message):
            load_text(tmp_path, path + point.format(day, value), name)
    with pytest.raises(PlanInvalidError, match="only published_path"):
        load_text(tmp_path, SMALL + point.format("2024-06-30", 0.6), "linear")


def test_the_direction_is_the_way_from_base_to_target(tmp_path):
    text = SMALL.replace("value = 0 }", "value = 3 }")
    assert load_text(tmp_path, text).milestone("M1").direction is Direction.FALLING
    assert load("stock_patents").milestone("M2").direction is Direction.RISING


def test_a_milestone_may_have_its_own_source(tmp_path):
    own = SMALL + 'source = { zh = "另文", en = "No. 2" }\nurl = "https://example.org"\n'
    milestone = load_text(tmp_path, own).milestone("M1")
    assert (milestone.source.en, milestone.url) == ("No. 2", "https://example.org")


def test_an_extending_plan_replaces_keys_whole_and_may_add_milestones(tmp_path):
    load_text(tmp_path, SMALL)
    _, milestone = SMALL.split("[[milestones]]")
    added = milestone.replace('"M1"', '"M9"')
    changed = '[[milestones]]\nid = "M1"\ntarget = { value = 0.5, kind = "working" }\n'
    child = f'extends = "small"\n{changed}[[milestones]]{added}'
    plan = load_text(tmp_path, child, "child")
    assert [item.id for item in plan.milestones] == ["M1", "M9"]
    assert plan.milestone("M1").target.kind is TargetKind.WORKING
    half = changed.replace(', kind = "working"', "")
    with pytest.raises(PlanInvalidError, match=r"target\.kind is missing"):
        load_text(tmp_path, f'extends = "small"\n{half}', "half")


def test_plans_that_extend_each_other_are_refused(tmp_path):
    (tmp_path / "first.toml").write_text('extends = "second"')
    with pytest.raises(PlanInvalidError, match="lead back"):
        load_text(tmp_path, 'extends = "first"', "second")


def test_the_plans_stand_where_the_owner_wants_them():
    assert PLANS.parts[-2:] == ("data", "plans")
    assert {"stock_patents", "synthetic"} <= set(plan_names())
