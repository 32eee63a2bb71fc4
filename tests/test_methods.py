"""The methods page cannot drift: everything that is counted, drawn or checked is on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from small_home import Steward, application_no

from milestones import query
from milestones.calendar import add_months
from milestones.editions import edition_build
from milestones.editions.edition import Edition
from milestones.figures.registry import FIGURES
from milestones.filings.kinds import FILING_KINDS
from milestones.i18n import Locale
from milestones.methods import sections
from milestones.methods.forecasts import (
    COUNTRY_COURSE,
    PROVINCE_COURSES,
    BackTestLine,
    back_test_lines,
    judgement,
)
from milestones.methods.indicators import COUNT_DEFINITIONS
from milestones.methods.milestones import STATUS_CONDITIONS
from milestones.methods.model import MethodSection
from milestones.methods.sources import rule_severity
from milestones.progress.back_test import BackTest
from milestones.progress.forecast import DEFAULT_RESAMPLING, forecast
from milestones.progress.indicators import INDICATORS
from milestones.progress.status import Status

ZH, EN = Locale("zh"), Locale("en")
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
MONTHS = 10
NUMBERS = [application_no(serial) for serial in range(1, MONTHS + 1)]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Ten patents due, one assessed each month from March to December 2024."""
    steward = Steward(tmp_path_factory.mktemp("methods"))
    patents = [f"{number},U1,2020-05-06" for number in NUMBERS]
    done = [f"{number},2024-{month:02}-05,否" for month, number in enumerate(NUMBERS, start=3)]
    steward.deliver(
        received_on=date(2025, 2, 3),
        institutions="institution_id,name,kind,province\nU1,示范大学,university,330000",
        patents="\n".join(["application_no,institution_id,granted_on", *patents]),
        assessments="\n".join(["application_no,assessed_on,convertible", *done]),
    )
    return steward.edition()


@pytest.fixture(scope="module", params=["zh", "en"])
def chapters(request: pytest.FixtureRequest, edition: Edition) -> tuple[MethodSection, ...]:
    return sections(edition, Locale(request.param))


def anchors(chapters: tuple[MethodSection, ...]) -> list[str]:
    entries = [entry.anchor for chapter in chapters for entry in chapter.entries]
    return [*(chapter.anchor for chapter in chapters), *entries]


def texts(chapters: tuple[MethodSection, ...]) -> Iterator[str]:
    """Give every text but names for machines and addresses."""
    for chapter in chapters:
        yield from (chapter.title, *chapter.lines)
        facts = [*chapter.facts, *(fact for entry in chapter.entries for fact in entry.facts)]
        for fact in facts:
            yield fact.label
            yield from (piece.text for piece in fact.pieces if not piece.is_code)
        for entry in chapter.entries:
            yield from (entry.title, entry.line)
        for table in chapter.tables:
            yield from (table.caption, *table.head)
            said = (
                cell for row in table.rows for at, cell in enumerate(row) if at not in table.names
            )
            yield from (cell for cell in said if "://" not in cell)


def test_everything_that_is_counted_drawn_or_checked_is_there_once(
    chapters: tuple[MethodSection, ...], edition: Edition
) -> None:
    found = anchors(chapters)
    assert len(found) == len(set(found))
    wanted = {
        *(f"milestone-{milestone.id}" for milestone in edition.plan.milestones),
        *(f"status-{status.value}" for status in Status),
        *(f"indicator-{indicator.id}" for indicator in INDICATORS),
        *(f"figure-{id}" for id in FIGURES),
        *(f"rule-{name[7:]}" for name in query.query_names() if name.startswith("checks/")),
    }
    assert {anchor for anchor in found if "-" in anchor} == wanted


def test_every_link_leads_somewhere(chapters: tuple[MethodSection, ...]) -> None:
    there = {f"#{anchor}" for anchor in anchors(chapters)}
    facts = [fact for chapter in chapters for entry in chapter.entries for fact in entry.facts]
    links = {piece.to for fact in facts for piece in fact.pieces if piece.to}
    assert {link for link in links if link.startswith("#")} <= there
    assert len(links & there) > len(INDICATORS)


def test_no_language_is_left_in_the_other(edition: Edition) -> None:
    allowed = {"CNY", "SHA", "GB"}
    english = {text for text in texts(sections(edition, EN)) if CHINESE.search(text)}
    chinese = {
        text for text in texts(sections(edition, ZH)) if {*LATIN_WORD.findall(text)} - allowed
    }
    assert (english, chinese) == (set(), set())


def test_both_languages_say_the_same_things(edition: Edition) -> None:
    zh, en = sections(edition, ZH), sections(edition, EN)
    assert anchors(zh) == anchors(en)
    for one, other in zip(zh, en, strict=True):
        assert len(one.lines) == len(other.lines)
        for entry, same in zip(one.entries, other.entries, strict=True):
            assert [len(fact.pieces) for fact in entry.facts] == [
                len(fact.pieces) for fact in same.facts
            ]


def test_every_kind_of_filing_has_its_columns_and_its_template(
    chapters: tuple[MethodSection, ...],
) -> None:
    (chapter,) = (each for each in chapters if each.anchor == "columns")
    for kind, table in zip(FILING_KINDS, chapter.tables, strict=True):
        assert table.template == (kind.key if kind.has_template else "")
        for column, row in zip(kind.columns, table.rows, strict=True):
            assert {column.field, *column.headers} <= set(row[0].split(" / "))
            assert row[-1] == column.example


def test_every_count_of_an_indicator_is_defined_and_no_other() -> None:
    counts = {indicator.numerator for indicator in INDICATORS}
    counts |= {indicator.denominator for indicator in INDICATORS if indicator.denominator}
    assert counts == COUNT_DEFINITIONS.keys()


def test_every_status_has_its_condition() -> None:
    assert {*STATUS_CONDITIONS, Status.NOT_ASSESSABLE} == {*Status}


def test_the_definitions_hold_the_days_of_the_plan(edition: Edition) -> None:
    (chapter,) = (each for each in sections(edition, EN) if each.anchor == "indicators")
    (entry,) = (each for each in chapter.entries if each.anchor == "indicator-assessment_coverage")
    said = {fact.label: fact.pieces[0].text for fact in entry.facts}
    assert said["Numerator"] == "Patents due with an assessment by the as-of date"
    assert said["Denominator"] == (
        "Patents granted by 31 December 2023 that had not lapsed by that day and had not been "
        "transformed before the plan"
    )


def test_a_rule_says_what_the_build_does_with_it() -> None:
    rejecting = {edition_build.CONFLICTS}.union(*(each.checks for each in edition_build.STAGES))
    named = {name for name in query.query_names() if name.startswith("checks/")}
    assert {n[7:] for n in named if rule_severity(n) == "rejection"} == rejecting
    assert {n[7:] for n in named if rule_severity(n) != "rejection"} == set(edition_build.WARNINGS)


def test_the_back_test_takes_each_month_on_which_the_target_was_open(edition: Edition) -> None:
    """Ten steps of a tenth from March on: nine origins, fewer where the future is not here yet."""
    found = {
        (each.courses, each.ahead): each.score
        for each in back_test_lines(edition)
        if each.milestone == "M1"
    }
    assert edition.as_of == date(2025, 1, 31)
    cases = {1: 9, 3: 8, 6: 5}
    held = expected_held(edition.as_of)
    for courses in (COUNTRY_COURSE, PROVINCE_COURSES):
        for ahead, number in cases.items():
            assert found[courses, ahead] == BackTest(number, held[ahead])


def expected_held(as_of: date) -> dict[int, int]:
    """Count by hand: forecast from every origin, and look whether the value that came is inside."""
    days = [add_months(date(2023, 12, 31), month) for month in range(14)]
    series = [(day, min(max(month - 2, 0), MONTHS) / MONTHS) for month, day in enumerate(days)]
    assert all(before < after for before, after in pairwise(days))
    held = {1: 0, 3: 0, 6: 0}
    for place, (origin, value) in enumerate(series):
        if value >= 1:
            break
        settings = replace(DEFAULT_RESAMPLING, seed=DEFAULT_RESAMPLING.seed + place)
        points = forecast(series, origin, add_months(origin, 6), settings=settings).points
        for ahead in held:
            if points and place + ahead < len(series):
                on, actual = series[place + ahead]
                (point,) = (each for each in points if each.on == on)
                held[ahead] += point.low - 1e-9 <= actual <= point.high + 1e-9
    return held


def test_a_milestone_without_values_has_no_case(edition: Edition) -> None:
    second = [each for each in back_test_lines(edition) if each.milestone == "M2"]
    assert len(second) == 6
    assert {(each.score.cases, judgement(each, EN)) for each in second} == {
        (0, "too few cases to judge")
    }


@pytest.mark.parametrize(
    ("cases", "held", "said"),
    [
        (19, 1, "too few cases to judge"),
        (20, 15, "as promised"),
        (100, 74, "too narrow"),
        (100, 85, "as promised"),
        (100, 86, "wider than needed"),
    ],
)
def test_a_coverage_is_held_against_the_promise(cases: int, held: int, said: str) -> None:
    assert judgement(BackTestLine("M1", COUNTRY_COURSE, 1, BackTest(cases, held)), EN) == said
