"""Sample checks, returns against patent rows, and findings, against numbers counted by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from small_home import INSTITUTIONS, Steward, application_no

from milestones import query
from milestones.editions.findings import SENTENCES
from milestones.editions.rule_names import RULE_NAMES
from milestones.figures import compute
from milestones.figures.compute import compute_figure, draw_figure
from milestones.figures.labels import label
from milestones.figures.registry import FigureNotCountedError
from milestones.figures.tables import table_in_words
from milestones.filings.remarks import NOTE_TEXTS
from milestones.i18n import Locale
from milestones.selection import Selection

EVERYTHING = Selection()


def rows(edition, figure, selection=EVERYTHING, *columns):
    frame = compute_figure(figure, edition, selection).frame
    return list(frame[list(columns)].itertuples(index=False, name=None))


def caption(edition, figure, selection=EVERYTHING, lang="en"):
    return draw_figure(compute_figure(figure, edition, selection), lang, "light").caption


def test_every_rule_has_a_name_in_both_languages():
    assert set(RULE_NAMES) == {*SENTENCES, *NOTE_TEXTS}
    for rule in RULE_NAMES:
        assert label(rule, Locale("zh")) != label(rule, Locale("en"))
        assert len(label(rule, Locale("zh"))) <= 11 and len(label(rule, Locale("en"))) <= 22, rule


def test_the_rate_of_all_weighs_each_province_by_its_assessed(edition):
    """Nine assessed in Zhejiang, of which one of three is wrong; eight in Beijing, none of two."""
    columns = ("code", "assessed", "answered", "wrong", "rate")
    frame = compute_figure("sample_errors", edition, EVERYTHING).frame
    found = rows(edition, "sample_errors", EVERYTHING, *columns)
    assert found[0] == ("sampled_provinces", 17, 5, 1, pytest.approx(9 / 17 / 3))
    assert found[1] == ("330000", 9, 3, 1, pytest.approx(1 / 3))
    assert found[2] == ("110000", 8, 2, 0, 0.0)
    assert frame["effective"][0] == pytest.approx(17**2 / (81 / 3 + 64 / 2))
    assert [row[0] for row in found[3:]] == ["310000", "110000", "330000"]
    assert frame["kind"][4:].tolist() == ["university", "university"]


def test_a_province_without_answers_is_not_assessable(edition):
    (shanghai,) = [
        row
        for row in rows(edition, "sample_errors", EVERYTHING, "code", "rate", "low", "high")
        if row[0] == "310000"
    ]
    assert all(value != value for value in shanghai[1:])
    frame = compute_figure("sample_errors", edition, EVERYTHING).frame
    assert frame["assessed"][frame["code"] == "310000"].isna().all()
    said = caption(edition, "sample_errors")
    assert "17.6% of the assessments" in said and "1 in 5 answers" in said
    assert "Not assessable, without answers: Shanghai." in said
    assert "* Fewer than 30 answers." in said


def test_a_stratum_without_answers_is_in_no_rate_and_said(tmp_path):
    """Of a province's university and institute only the university's two are checked."""
    numbers = [application_no(serial) for serial in range(1, 6)]
    owners = ("U1", "U1", "R1", "R1", "R1")
    steward = Steward(tmp_path)
    steward.deliver(
        institutions=INSTITUTIONS,
        patents="\n".join(
            ["application_no,institution_id,granted_on"]
            + [
                f"{number},{owner},2018-05-01"
                for number, owner in zip(numbers, owners, strict=True)
            ]
        ),
        assessments="\n".join(
            ["application_no,assessed_on,convertible", *(f"{n},2024-03-01,是" for n in numbers)]
        ),
        answers="\n".join(
            ["application_no,sampled_on,is_right", *(f"{n},2024-06-30,否" for n in numbers[:2])]
        ),
    )
    columns = ("code", "kind", "assessed", "covered", "answered", "rate")
    with steward.edition() as edition:
        found = rows(edition, "sample_errors", Selection(provinces=("330000",)), *columns)
        assert "3 assessed patents lie in strata without answers" in caption(
            edition, "sample_errors"
        )
    assert [row[2:5] for row in found] == [(5, 2, 2), (5, 2, 2), (3, 0, 0), (2, 2, 2)]
    assert (found[0][5], found[3][5]) == (1.0, 1.0) and found[2][5] != found[2][5]


def test_answers_count_from_the_day_of_their_sample_on(edition):
    before = Selection(as_of=date(2024, 11, 30))
    assert "not assessable" in caption(edition, "sample_errors", before)
    assert "无法评估" in caption(edition, "sample_errors", before, "zh")
    at_end = Selection(as_of=date(2024, 12, 31), provinces=("330000",))
    assert "33.3%" in caption(edition, "sample_errors", at_end)


def test_a_sample_by_institution_weighs_institutions(tmp_path):
    """Two universities of a province: 8 assessed and one answer, wrong; 2 assessed, two right."""
    numbers = [application_no(serial) for serial in range(1, 11)]
    steward = Steward(tmp_path)
    held = [f"{number},{'U1' if at < 8 else 'U8'},2018-05-01" for at, number in enumerate(numbers)]
    steward.deliver(
        institutions=f"{INSTITUTIONS}    U8,另一大学,university,330000,",
        patents="\n".join(["application_no,institution_id,granted_on", *held]),
        assessments="\n".join(
            ["application_no,assessed_on,convertible", *(f"{n},2024-03-01,是" for n in numbers)]
        ),
        answers="\n".join(
            [
                "application_no,sampled_on,is_right,stratified_by",
                f"{numbers[0]},2024-06-30,否,机构",
                f"{numbers[8]},2024-06-30,是,institution",
                f"{numbers[9]},2024-06-30,是,机构",
            ]
        ),
    )
    with steward.edition() as edition:
        found = rows(edition, "sample_errors", EVERYTHING, "name", "assessed", "answered", "rate")
        assert "in no rate" not in caption(edition, "sample_errors")
    assert found[0][1:] == (10, 3, pytest.approx(0.8))
    assert {row for row in found if isinstance(row[0], str)} == {
        ("示范大学", 8, 1, 1.0),
        ("另一大学", 2, 2, 0.0),
    }


def test_returns_differ_by_how_much_and_since_when(edition):
    columns = ("institution_id", "measure", "reported", "counted", "difference")
    found = rows(edition, "reconciliation", EVERYTHING, *columns)
    assert found == [
        ("U1", "assessed", 9, 10, -1),
        ("U2", "assessed", 9, 8, 1),
        ("U1", "due", 10, 10, 0),
        ("U2", "due", 10, 10, 0),
    ]
    frame = compute_figure("reconciliation", edition, EVERYTHING).frame
    assert [day.date() for day in frame["since"][:2]] == [date(2025, 3, 1), date(2025, 5, 1)]
    assert "2 institutions file returns" in caption(edition, "reconciliation")
    before = Selection(as_of=date(2025, 2, 28))
    assert rows(edition, "reconciliation", before, *columns[:1], "difference") == [
        ("U1", 0),
        ("U1", 0),
    ]


def test_institutions_of_one_name_are_two(edition):
    result = compute_figure("reconciliation", edition, EVERYTHING)
    alike = result.frame.assign(name="示范大学", name_en="Model University")
    said = draw_figure(replace(result, rows=alike), "en", "light").caption
    assert said.startswith("2 institutions file returns beside patent rows; 2 differ")


def test_what_is_too_much_to_draw_is_said(edition):
    result = compute_figure("reconciliation", edition, EVERYTHING)
    assert "Drawn" not in caption(edition, "reconciliation")
    many = pd.concat([result.frame.iloc[:2]] * 10, ignore_index=True)
    said = draw_figure(replace(result, rows=many), "en", "light")
    assert "Drawn: the 12 largest of 20; the table lists all." in said.caption
    assert len(said.chart.panels[0].y.categories) == 12


def test_rejected_rows_are_counted_where_their_institution_is_known(edition):
    columns = ("province", "rule", "rejected")
    assert sorted(rows(edition, "rejected_rows", EVERYTHING, *columns)) == [
        ("110000", "form_not_understood", 1),
        ("unknown", "unknown_patent", 1),
    ]
    beijing = Selection(provinces=("110000",), as_of=date(2024, 12, 31))
    assert rows(edition, "rejected_rows", beijing, "rejected") == [(1,)]
    said = caption(edition, "rejected_rows", beijing)
    assert "institution is not known" in said and "whatever month" in said


def test_findings_are_those_of_the_edition(steward, edition):
    counted = rows(edition, "findings", EVERYTHING, "rule", "severity", "findings")
    listed = steward.findings(with_codes=True)
    assert sum(count for *_, count in counted) == len(listed)
    assert {(rule, severity) for rule, severity, _ in counted} == {
        (each["rule"], each["severity"]) for each in listed
    }


def test_no_cell_and_no_file_name_is_shown(edition):
    for figure in ("findings", "rejected_rows"):
        table = table_in_words(compute_figure(figure, edition, EVERYTHING), Locale("zh"))
        shown = " ".join(map(str, table.to_numpy().ravel()))
        assert "csv" not in shown and "也许" not in shown


def test_an_edition_built_before_there_was_a_figure_says_so(edition, monkeypatch):
    """A table of another name stands for one that earlier code did not make."""
    unknown = query.sql("figures/findings").replace("finding_counts", "counts_of_findings")
    monkeypatch.setattr(query, "sql", lambda name: unknown)
    compute._cached_frame.cache_clear()
    with pytest.raises(FigureNotCountedError):
        compute_figure("findings", edition, EVERYTHING)
