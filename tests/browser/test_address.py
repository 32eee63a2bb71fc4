"""The address holds the choice: filters write to it, and it restores the view."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Browser

from .running import Reader, reading

CHOSEN = "/?province=330000&kind=university&patents=inventions&as_of=2024-12&lang=en"


def query(reader: Reader) -> dict[str, list[str]]:
    return parse_qs(urlparse(reader.page.url).query)


def figures(reader: Reader) -> list[str]:
    """Give every caption, card and table row of the page."""
    return reader.page.locator(".verdict, .caption, .as-table td").all_text_contents()


def test_a_filter_changes_the_figures_and_the_address(english: Reader) -> None:
    page = english.open()
    before = figures(english)
    page.get_by_role("button", name="Province: all").click()
    page.get_by_role("button", name="Zhejiang", exact=True).click()
    page.locator(".chosen").get_by_text("Zhejiang").wait_for()
    page.keyboard.press("Escape")
    english.settle()
    assert query(english) == {"province": ["330000"]}
    one = figures(english)
    assert one != before
    page.get_by_role("radio", name="Inventions only").click()
    page.locator(".chosen").get_by_text("inventions only").wait_for()
    english.settle()
    assert query(english) == {"province": ["330000"], "patents": ["inventions"]}
    assert figures(english) != one


def test_the_month_changes_the_verdict(english: Reader) -> None:
    page = english.open("/?as_of=2025-01")
    assert "At the deadline, 31 December 2024" in page.locator(".verdict").first.inner_text()
    page.get_by_role("button", name="As of January 2025").click()
    page.get_by_role("radio", name="December 2024").click()
    page.locator(".chosen").get_by_text("31 December 2024").wait_for()
    english.settle()
    assert query(english) == {"as_of": ["2024-12"]}
    assert "on 31 December 2024" in page.locator(".verdict").first.inner_text()


def test_an_address_gives_the_same_figures_in_another_browser(
    browser: Browser, address: str
) -> None:
    with reading(browser, address) as first, reading(browser, address, lang="zh") as second:
        first.open(CHOSEN)
        second.open(CHOSEN)
        assert figures(first) == figures(second)
        chosen = second.page.locator(".chosen").inner_text()
        assert chosen == ("Zhejiang · universities · inventions only · as of 31 December 2024")
        assert second.page.get_by_role("button", name="Province: Zhejiang").count() == 1


def test_what_does_not_exist_is_left_out_with_a_notice(english: Reader) -> None:
    wrong = "/?province=330000&province=999999&as_of=1999-01&patents=some&kind=<b>x</b>&lang=xx"
    page = english.open(wrong)
    notice = page.locator(".notice").inner_text()
    for value in ("999999", "1999-01", "some", "<b>x</b>", "xx"):
        assert value in notice
    assert "330000" not in notice
    assert page.locator(".chosen").inner_text().startswith("Zhejiang · all institutions")
    assert page.locator(".verdict").count() == 2


def test_one_click_resets_and_the_browser_goes_back(english: Reader) -> None:
    page = english.open(CHOSEN)
    page.get_by_role("button", name="Reset").click()
    page.locator(".chosen").get_by_text("All provinces").wait_for()
    english.settle()
    assert query(english) == {"lang": ["en"]}
    assert page.get_by_role("button", name="Province: all").count() == 1
    page.go_back()
    page.locator(".chosen").get_by_text("Zhejiang").wait_for()
    english.settle()
    assert page.get_by_role("button", name="Province: Zhejiang").count() == 1


def test_filters_fold_away_on_a_phone(browser: Browser, address: str) -> None:
    with reading(browser, address, width=390, height=844) as reader:
        page = reader.open()
        province = page.get_by_role("button", name="Province: all")
        assert province.is_hidden()
        page.locator(".fold-filters summary").click()
        assert province.is_visible()
