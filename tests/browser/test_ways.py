"""The ways from page to page are links of the browser's own, followed without loading anew."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.links import LISTED_PAGES, START_PAGE, UNLISTED_PAGES

from .running import Reader, of_its_own, reading, served, wait_until

PATHS = ["" if name == START_PAGE else name for name in (*LISTED_PAGES, *UNLISTED_PAGES)]


def way(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()


def here(page: Page) -> str:
    return page.locator(".ways [aria-current=page]").inner_text()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_bytes_of_every_page_are_framed(address: str, path: str, lang: str) -> None:
    """Asked as a browser asks, whose page may come compressed."""
    headers = {"accept": "text/html", "accept-encoding": "gzip", "accept-language": lang}
    with urlopen(Request(f"{address}/{path}", headers=headers), timeout=10) as answer:
        page = gzip.decompress(answer.read()).decode()
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    assert ".verdict" in page and "popstate" in page and "<title>Streamlit" not in page


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_the_last_language_of_an_address_counts(address: str, accept: str) -> None:
    asked = Request(f"{address}/fields?lang=zh&lang=en", headers={"accept": accept})
    asked.add_header("accept-encoding", "gzip")
    with urlopen(asked, timeout=10) as answer:
        page = gzip.decompress(answer.read()).decode()
    assert '<html lang="en">' in page
    assert "etag" not in answer.headers and "accept-language" in answer.headers["vary"]


def test_a_link_is_followed_without_loading_anew_and_back(english: Reader) -> None:
    page = english.open("/?province=330000")
    page.evaluate(
        "window.stays = true; document.querySelector('[data-testid=stMain]').scroll(0, 900)"
    )
    way(page, "Transfers")
    page.wait_for_url("**/transfers?province=330000")
    page.wait_for_selector(".st-key-panel_transfer_flows")
    english.settle()
    assert here(page) == "Transfers"
    expect(page).to_have_title("Transfers · Existing patents: national progress")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    page.go_back()
    page.wait_for_selector(".st-key-panel_milestone_path")
    english.settle()
    assert page.evaluate("window.stays") is True
    assert page.url == f"{english.address}/?province=330000"
    assert here(page) == "Overview"
    assert not english.complaints


def test_a_link_leads_back_to_the_page_without_a_name(english: Reader) -> None:
    page = english.open("/fields?patents=inventions")
    way(page, "Overview")
    page.wait_for_selector(".st-key-panel_milestone_path")
    english.settle()
    assert page.url == f"{english.address}/?patents=inventions"


def test_a_link_is_followed_by_the_keyboard(english: Reader) -> None:
    page = english.open()
    page.get_by_role("link", name="Fields", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-panel_field_progress")
    assert here(page) == "Fields"
    assert page.evaluate("document.activeElement.dataset.testid") == "stMain"


def test_the_tab_keeps_its_icon(english: Reader) -> None:
    page = english.open()
    icons = page.locator("link[rel~=icon]").evaluate_all("all => all.map(each => each.href)")
    assert len(icons) == 1 and icons[0].startswith("data:image/svg+xml,")
    assert not [url for url in english.requests if "favicon" in url]


def test_the_page_that_shows_is_no_step_to_go_back(english: Reader) -> None:
    page = english.open("/fields?patents=inventions")
    steps = page.evaluate("history.length")
    way(page, "Fields")
    english.settle()
    assert page.evaluate("history.length") == steps


def test_what_is_framed_elsewhere_stays_framed(english: Reader) -> None:
    page = english.open("/?embed=true&province=330000")
    way(page, "Fields")
    page.wait_for_selector(".st-key-panel_field_progress")
    assert page.url == f"{english.address}/fields?province=330000&embed=true"


def test_the_tools_of_a_figure_are_reached_in_the_order_in_which_they_stand(
    english: Reader,
) -> None:
    panel = english.open().locator(".st-key-panel_milestone_path")
    tools = panel.locator(".tools summary, [data-testid=stPopoverButton]").all()
    lefts = [tool.bounding_box()["x"] for tool in tools]  # type: ignore[index]
    assert lefts == sorted(lefts) and len(lefts) == 3


def test_on_paper_the_caption_stands_below_its_chart(english: Reader) -> None:
    page = english.open()
    page.emulate_media(media="print")
    panel = page.locator(".st-key-panel_milestone_path")
    chart, caption = (panel.locator(part).bounding_box() for part in (".chart", ".caption"))
    page.emulate_media(media="screen")
    assert chart and caption and caption["y"] >= chart["y"] + chart["height"]


def test_a_page_opens_beside_the_first(english: Reader) -> None:
    page = english.open("/?province=330000")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Fields", exact=True).click(modifiers=["ControlOrMeta"])
    beside = opened.value
    beside.wait_for_selector(".st-key-panel_field_progress")
    assert "province=330000" in beside.url
    assert "Zhejiang" in beside.locator(".chosen").inner_text()
    beside.close()
    assert here(page) == "Overview"


def test_another_language_keeps_the_place(english: Reader) -> None:
    page = english.open("/institutions?search=university&province=330000")
    said = page.locator(".caption").first.inner_text()
    page.get_by_role("link", name="中文").click()
    page.locator(".chosen").get_by_text("浙江").wait_for()
    english.settle()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.get_by_placeholder("机构名称或代码").input_value() == "university"
    page.go_back()
    page.locator(".chosen").get_by_text("Zhejiang").wait_for()
    english.settle()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".caption").first.inner_text() == said


def test_another_language_keeps_the_definition(english: Reader) -> None:
    page = english.page
    page.goto(f"{english.address}/methods?lang=en#figures")
    page.wait_for_selector("#figures")
    page.get_by_role("link", name="中文").click()
    page.get_by_role("heading", name="方法与定义").wait_for()
    assert page.url.endswith("lang=zh#figures")
    wait_until(page, "document.querySelector('#figures').getBoundingClientRect().top < 200")


def test_while_the_server_is_away_a_link_does_not_lie(
    browser: Browser, home: Path, tmp_path: Path
) -> None:
    own, *_ = of_its_own(home, tmp_path / "own")
    with reading(browser, "", fresh=True) as reader:
        with served(own.path) as reader.address:
            page = reader.open()
        page.wait_for_selector(
            "[data-test-connection-state]:not([data-test-connection-state=CONNECTED])"
        )
        with page.expect_event(
            "requestfailed", lambda each: each.is_navigation_request()
        ) as failed:
            page.get_by_role("link", name="Fields", exact=True).click()
        assert failed.value.url == f"{reader.address}/fields"
