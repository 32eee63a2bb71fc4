"""What publishing a delivery would change in the indicators, before it is published."""

import json

from small_home import INSTITUTIONS, PATENTS, RECEIVED, Steward
from typer.testing import CliRunner

from milestones import access
from milestones.cli import app
from milestones.editions.finding_groups import group_findings
from milestones.editions.publishing import checked
from milestones.progress.indicator_changes import changes_of

ASSESSMENT = "application_no,assessed_on,convertible\nP1,2024-03-01,true\nP9,2024-03-01,true"
BAD = "application_no,assessed_on,convertible,stars\nP1,never,true,7\nP2,never,true,4"


def test_a_check_says_which_indicators_change_and_where(tmp_path):
    steward = Steward(tmp_path)
    steward.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    (path,) = steward.files(盘点=ASSESSMENT)
    with checked(steward.home, [path], received_on=RECEIVED) as check:
        found = {(each.province, each.id): each for each in changes_of(steward.home, check)}
    assert {province for province, _ in found} == {None, "330000"}
    change = found["330000", "assessment_coverage"]
    assert (change.before.value, change.after.value) == (0.0, 0.5)
    assert (None, "valid") not in found
    env = {"MILESTONES_HOME": str(steward.home.path), "LC_ALL": "zh_CN.UTF-8"}
    words = ["check", str(path), "--received-on", RECEIVED.isoformat(), "--changes"]
    said = CliRunner().invoke(app, words, env=env).stdout
    assert "全国 · 盘点覆盖率：0% = 0 / 2 → 50.0% = 1 / 2" in said and "浙江" in said, said
    both = json.loads(CliRunner().invoke(app, [*words, "--json"], env=env).stdout)
    assert both["files"][0]["accepted"] == 1
    assert {"province": None, "id": "assessment_coverage"}.items() <= both["changes"][0].items()


def test_without_an_edition_everything_is_new(tmp_path):
    steward = Steward(tmp_path)
    paths = steward.files(institutions=INSTITUTIONS, patents=PATENTS)
    with checked(steward.home, paths, received_on=RECEIVED) as check:
        found = changes_of(steward.home, check)
    assert all(each.before is None for each in found)
    assert next(each for each in found if each.id == "valid").after.value == 2


def test_findings_are_grouped_by_rule_with_three_examples_each(tmp_path):
    steward = Steward(tmp_path)
    steward.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    _, findings = steward.check(盘点=BAD + "\nP1,no day,true,4" * 5)
    first, *rest = group_findings(findings)
    assert (first.rule, first.severity, first.count) == ("form_not_understood", "rejection", 7)
    assert len(first.examples) == 3
    assert sum(each.count for each in rest) + first.count == len(findings)


def test_only_an_app_started_for_stewards_may_publish(monkeypatch):
    monkeypatch.delenv(access.STEWARD_VARIABLE, raising=False)
    assert not access.may_do("publish")
    for value in ("0", "", "yes", "true"):
        monkeypatch.setenv(access.STEWARD_VARIABLE, value)
        assert not access.may_do("publish")
    monkeypatch.setenv(access.STEWARD_VARIABLE, "1")
    assert access.may_do("publish") and not access.may_do("something else")
