"""The institutions: a table that leads to the page of each, and the page of one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Page, expect

from milestones.editions.data_home import DataHome

from .running import Reader, reading
from .test_languages import CHINESE, CHINESE_ALLOWED, LATIN, LATIN_ALLOWED, foreign, seen

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ROW, HEADER = 35, 36
LARGEST = """
    select institution_id from institutions join patents using (institution_no)
    group by institution_id order by count(*) desc, institution_id limit 1
"""


@pytest.fixture(scope="session")
def largest(home: Path) -> str:
    """Give the institution with most patents."""
    with DataHome(home).edition() as edition, edition.cursor() as cursor:
        return str(cursor.execute(LARGEST).fetchall()[0][0])


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def click_row(reader: Reader, number: int) -> None:
    """Click a name of the table, which is drawn on a canvas."""
    grid = reader.page.locator(".stDataFrameGlideDataEditor").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box
    x, y = box["x"] + 70, box["y"] + HEADER + ROW * (number - 0.5)
    reader.page.mouse.move(x, y)
    reader.page.wait_for_timeout(300)
    reader.page.mouse.move(x + 2, y + 2)
    reader.page.wait_for_timeout(300)
    reader.page.mouse.down()
    reader.page.mouse.up()


def names(page: Page) -> list[str]:
    """Give the names of the table as a reader of the screen hears them, once it has any."""
    cells = page.locator("[data-testid=data-grid-canvas] tbody tr td:first-child")
    cells.first.wait_for(state="attached")
    return cells.all_inner_texts()


def test_a_name_opens_the_page_of_its_institution(english: Reader) -> None:
    page = english.open("/institutions?as_of=2024-10&kind=university&lang=en")
    second = names(page)[1]
    click_row(english, 2)
    page.wait_for_url("**/institution?**")
    english.settle()
    assert page.locator(".facts .name").inner_text() in second
    assert set(query(page)) == {"institution", "as_of", "kind", "lang"}
    page.get_by_role("link", name="Back to the institutions").click()
    page.wait_for_url("**/institutions?**")
    english.settle()
    assert query(page) == {"as_of": ["2024-10"], "kind": ["university"], "lang": ["en"]}


def test_search_status_and_worklist_stand_in_the_address(browser: Browser, address: str) -> None:
    with reading(browser, address) as reader:
        page = reader.open("/institutions?as_of=2025-01")
        page.get_by_placeholder("Name or code").fill("University 00")
        page.keyboard.press("Enter")
        page.wait_for_url("**search=**")
        reader.settle()
        page.get_by_role("radio", name="Worklist").click()
        page.wait_for_url("**view=worklist**")
        reader.settle()
        page.get_by_role("radio", name="missed").click()
        page.wait_for_url("**status=missed**")
        reader.settle()
        assert query(page) == {
            "as_of": ["2025-01"],
            "search": ["University 00"],
            "view": ["worklist"],
            "status": ["missed"],
        }
        said, found, url = page.locator(".caption").first.inner_text(), names(page), page.url
    with reading(browser, address) as other:
        page = other.open(url.removeprefix(address))
        assert page.locator(".caption").first.inner_text() == said
        assert names(page) == found
        assert found and all("University" in name for name in found)


def test_a_few_institutions_are_links(english: Reader, largest: str) -> None:
    page = english.open(f"/institutions?search={largest}")
    page.locator(".onward a").click()
    page.wait_for_url(f"**institution={largest}**")
    english.settle()
    assert largest in page.locator(".facts").inner_text()


def test_a_search_without_result_says_what_to_do(english: Reader) -> None:
    page = english.open("/institutions?search=nobody%20of%20this%20name")
    said = page.locator(".caption").first.inner_text()
    assert "Take a filter, the search or the status out" in said


def test_what_does_not_exist_is_said(english: Reader) -> None:
    page = english.page
    page.goto(f"{english.address}/institution?institution=<b>nobody</b>&as_of=2024-12")
    page.locator(".notice").wait_for()
    assert "<b>nobody</b>" in page.locator(".notice").inner_text()
    page.get_by_role("link", name="Choose an institution").click()
    page.wait_for_url("**/institutions?**")
    assert query(page) == {"as_of": ["2024-12"]}
    english.open("/institutions?status=splendid&view=upside_down")
    notices = " ".join(page.locator(".notice").all_inner_texts())
    assert "splendid" in notices and "upside_down" in notices


def test_patents_come_a_sheet_at_a_time(english: Reader, largest: str) -> None:
    page = english.open(f"/institution?institution={largest}")
    rows = page.locator(".st-key-own_patents tbody tr")
    assert rows.count() == 50
    first = rows.first.inner_text()
    page.get_by_role("button", name="Next page").click()
    page.wait_for_url("**sheet=2**")
    expect(rows.first).not_to_have_text(first)
    number = rows.first.locator("td").first.inner_text()
    page.get_by_placeholder("Application number or title").fill(f"ZL{number}")
    page.keyboard.press("Enter")
    page.wait_for_url("**patent=ZL**")
    expect(rows).to_have_count(1)
    assert rows.first.locator("td").first.inner_text() == number
    assert "sheet" not in query(page)
    page.get_by_placeholder("Application number or title").fill("no such title")
    page.keyboard.press("Enter")
    page.get_by_text("No patent fits").wait_for()


def test_patents_are_filtered_by_their_standing(english: Reader, largest: str) -> None:
    page = english.open(f"/institution?institution={largest}&state=not_due")
    cells = page.locator(".st-key-own_patents tbody td:nth-child(6)")
    assert set(cells.all_inner_texts()) == {"not due"}
    page.get_by_role("radio", name="Assessed").click()
    page.wait_for_url("**state=assessed**")
    english.settle()
    assert set(cells.all_inner_texts()) == {"assessed"}


def test_a_filter_keeps_the_institution(english: Reader, largest: str) -> None:
    page = english.open(f"/institution?institution={largest}")
    before = page.locator(".verdict, .st-key-own_patents .caption").all_inner_texts()
    page.get_by_role("radio", name="Inventions only").click()
    page.wait_for_url("**patents=inventions**")
    english.settle()
    assert query(page) == {"institution": [largest], "patents": ["inventions"]}
    after = page.locator(".verdict, .st-key-own_patents .caption").all_inner_texts()
    assert after != before


OF_FILES = (
    "canvas, [data-testid=stElementToolbar], .facts dd, .st-key-remarks tbody,"
    " .st-key-own_patents td:nth-child(-n + 2), .st-key-panel_institution_table td"
)
"""What shows the words of files, and a tool bar that is never displayed."""


@pytest.mark.parametrize("path", ["/institutions?as_of=2024-10", "/institution?institution={}"])
def test_each_page_speaks_one_language(
    browser: Browser, address: str, largest: str, path: str
) -> None:
    for lang, strange, allowed in (
        ("zh", LATIN, LATIN_ALLOWED),
        ("en", CHINESE, CHINESE_ALLOWED),
    ):
        with reading(browser, address, lang=lang) as reader:
            page = reader.open(path.format(largest))
            assert set(foreign(seen(page, OF_FILES), strange, allowed)) <= allowed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_scrolls_tables_not_pages(
    browser: Browser, address: str, largest: str, scheme: str
) -> None:
    with reading(browser, address, width=390, height=844, scheme=scheme) as reader:
        for path in ("/institutions?view=worklist", f"/institution?institution={largest}"):
            page = reader.open(path)
            assert page.evaluate(OVERFLOW) <= 0
