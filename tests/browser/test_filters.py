"""Departments and technology fields: chosen by name, kept in the address, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.filters import MAX_DEPARTMENTS_SHOWN, matching_departments

from .running import Reader, reading
from .test_address import figures, query

DEPARTMENT = "浙江省教育厅"
ONE_ROW = """
() => [...document.querySelectorAll('.st-key-filters > *')]
    .filter(node => node.getBoundingClientRect().height)
    .map(node => Math.round(node.getBoundingClientRect().top
        + node.getBoundingClientRect().height / 2))
"""
WORDS = {
    "zh": {
        "part": "输入名称的一部分",
        "departments": "主管部门：",
        "fields": "技术领域：",
        "field": "计算机技术",
        "none": "没有名称含此内容的部门。",
        "all": "全部",
        "reset": "重置",
    },
    "en": {
        "part": "Part of the name",
        "departments": "Department: ",
        "fields": "Technology field: ",
        "field": "Computer technology",
        "none": "No department has this in its name.",
        "all": "all",
        "reset": "Reset",
    },
}


def button(page: Page, name: str, choice: str) -> None:
    """Wait until the button of a filter says a choice."""
    expect(page.get_by_role("button", name=f"{name}{choice}", exact=True)).to_be_visible()


def shut(reader: Reader) -> None:
    """Shut the filter that is open."""
    reader.page.keyboard.press("Escape")
    reader.page.locator("[data-testid=stPopoverBody]").wait_for(state="detached")
    reader.settle()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_department_and_a_field_are_chosen_kept_and_reset(
    browser: Browser, address: str, lang: str
) -> None:
    says = WORDS[lang]
    with reading(browser, address, lang=lang) as reader:
        page = reader.open()
        everything = figures(reader)
        page.locator(".st-key-open_departments button").click()
        page.get_by_placeholder(says["part"]).fill("浙江省教")
        expect(page.locator(".st-key-departments button")).to_have_count(1)
        page.get_by_role("button", name=DEPARTMENT, exact=True).click()
        expect(page.locator(".chosen")).to_contain_text(DEPARTMENT)
        shut(reader)
        button(page, says["departments"], DEPARTMENT)
        assert query(reader) == {"department": [DEPARTMENT]}
        of_department = figures(reader)
        assert of_department != everything

        page.locator(".st-key-open_fields button").click()
        page.get_by_role("button", name=says["field"], exact=True).click()
        expect(page.locator(".chosen")).to_contain_text(says["field"])
        shut(reader)
        button(page, says["fields"], says["field"])
        assert query(reader) == {"department": [DEPARTMENT], "field": ["6"]}
        of_both = figures(reader)
        assert of_both not in (everything, of_department)

        with reading(browser, address, lang=lang) as other:
            other.open(page.url.removeprefix(address))
            button(other.page, says["departments"], DEPARTMENT)
            button(other.page, says["fields"], says["field"])
            assert figures(other) == of_both

        page.get_by_role("button", name=says["reset"], exact=True).click()
        button(page, says["departments"], says["all"])
        button(page, says["fields"], says["all"])
        reader.settle()
        assert query(reader).keys() <= {"lang"}
        assert figures(reader) == everything


def test_what_is_chosen_can_be_taken_back_where_it_was_chosen(english: Reader) -> None:
    page = english.open(f"/?department={DEPARTMENT}&field=0&field=6&field=35")
    button(page, "Technology field: ", "3 chosen")
    page.locator(".st-key-open_fields button").click()
    for name in ("Civil engineering", "Field unknown"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".chosen")).not_to_contain_text(name, ignore_case=True)
    shut(english)
    button(page, "Technology field: ", "Computer technology")
    page.locator(".st-key-open_departments button").click()
    page.get_by_placeholder("Part of the name").fill("no such name")
    expect(page.locator(".st-key-departments button")).to_have_count(1)
    page.get_by_role("button", name=DEPARTMENT, exact=True).click()
    expect(page.locator("[data-testid=stPopoverBody]")).to_contain_text(WORDS["en"]["none"])
    shut(english)
    button(page, "Department: ", "all")
    assert query(english) == {"field": ["6"]}


def test_a_province_chosen_afterwards_leaves_department_and_field(english: Reader) -> None:
    page = english.open(f"/?department={DEPARTMENT}&field=6")
    page.get_by_role("radio", name="Inventions only").click()
    page.locator(".chosen").get_by_text("inventions only").wait_for()
    english.settle()
    assert query(english) == {
        "department": [DEPARTMENT],
        "field": ["6"],
        "patents": ["inventions"],
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_filters_stand_in_one_row_at_a_desk(browser: Browser, address: str, lang: str) -> None:
    chosen = f"/?province=330000&kind=research_institution&department={DEPARTMENT}&field=1"
    with reading(browser, address, lang=lang) as reader:
        page = reader.open(chosen)
        middles = page.evaluate(ONE_ROW)
        assert len(middles) == 7
        assert max(middles) - min(middles) <= 2


def test_a_department_that_no_institution_has_is_left_out(english: Reader) -> None:
    page = english.open("/?department=<b>x</b>&field=36&field=abc")
    notice = page.locator(".notice").inner_text()
    assert all(value in notice for value in ("<b>x</b>", "36", "abc"))
    button(page, "Department: ", "all")
    button(page, "Technology field: ", "all")


def test_no_more_names_are_sent_than_a_reader_can_look_through() -> None:
    names = [f"{number:03}" for number in range(200)]
    shown, more = matching_departments(names, "", ["199"])
    assert (len(shown), shown[-1], more) == (
        MAX_DEPARTMENTS_SHOWN + 1,
        "199",
        199 - MAX_DEPARTMENTS_SHOWN,
    )
    assert matching_departments(names, " 19 ", ["003"]) == (
        ["003", "019", "119", *(f"{number}" for number in range(190, 200))],
        0,
    )
