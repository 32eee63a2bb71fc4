"""Methods and definitions: complete in both languages, and reached from every figure."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from milestones.export.template import template_bytes
from milestones.figures.registry import FIGURES
from milestones.filings.kinds import FILING_KINDS, kind_by_key
from milestones.progress.indicators import INDICATORS

from .running import Reader, reading
from .test_languages import CHINESE, CHINESE_ALLOWED, LATIN, foreign, seen

ALLOWED = {"English", "CNY", "SHA", "GB"}
TITLES = {"zh": "方法与定义", "en": "Methods and definitions"}
WIDEST = "document.querySelector('[data-testid=stMain]').scrollWidth"
STREAMLIT_ASKS = re.compile(r"Failed to load resource.*404")
"""Streamlit looks for its server below each page's address first; all pages say so."""


def opened(reader: Reader, path: str) -> Page:
    """Open the page, which has no chart to wait for."""
    reader.page.goto(reader.address + path)
    reader.page.locator(".methods #limits").wait_for(timeout=30_000)
    reader.page.locator(".foot").wait_for(timeout=30_000)
    reader.page.wait_for_timeout(300)
    return reader.page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_listed_and_complete(browser: Browser, address: str, lang: str) -> None:
    with reading(browser, address, lang=lang) as reader:
        reader.open("/?province=330000")
        reader.page.get_by_role("link", name=TITLES[lang], exact=True).click()
        page = reader.page
        page.locator(".methods #limits").wait_for()
        expect(page.get_by_role("heading", name=TITLES[lang], exact=True)).to_be_visible()
        assert "/methods?" in page.url and "province=330000" in page.url
        for name in [
            *(f"figure-{id}" for id in FIGURES),
            *(f"indicator-{i.id}" for i in INDICATORS),
        ]:
            expect(page.locator(f"[id='{name}']")).to_have_count(1)
        assert page.locator(".st-key-filters").count() == 0
        assert not [each for each in reader.complaints if not STREAMLIT_ASKS.search(each)]


def test_no_language_is_left_in_the_other(chinese: Reader, english: Reader) -> None:
    texts = seen(opened(chinese, "/methods"))
    assert len(texts) > 300
    assert not foreign([text for text in texts if not is_address(text)], LATIN, ALLOWED)
    texts = seen(opened(english, "/methods"))
    assert not [text for text in foreign(texts, CHINESE, set()) if text not in CHINESE_ALLOWED]


def is_address(text: str) -> bool:
    return re.fullmatch(r"[\w.-]+\.\w{2,}", text) is not None


def test_the_contents_lead_to_each_chapter(english: Reader) -> None:
    page = opened(english, "/methods")
    links = page.get_by_role("navigation", name="On this page").get_by_role("link")
    assert links.count() == 10
    for number in range(9):
        links.nth(number).click()
        anchor = links.nth(number).get_attribute("href")
        expect(page.locator(f"section{anchor}")).to_be_in_viewport()


def test_templates_are_handed_out_to_everybody(english: Reader) -> None:
    page = opened(english, "/methods")
    lists = page.locator("#columns .column-list")
    expect(lists).to_have_count(len(FILING_KINDS))
    lists.filter(has_text="List of patents").locator("summary").click()
    expect(lists.get_by_text("application_no / 申请号 / 专利号").first).to_be_visible()
    with page.expect_download() as download:
        lists.get_by_role("link", name="Template: List of patents").click()
    assert download.value.suggested_filename == "patents.xlsx"
    assert download.value.path().read_bytes() == template_bytes(kind_by_key("patents"))
    with urlopen(f"{english.address}/templates/returns.xlsx") as without_cookie:
        assert without_cookie.read() == template_bytes(kind_by_key("returns"))


def test_a_figure_leads_to_its_definition(english: Reader) -> None:
    page = english.open("/?province=330000")
    about = page.locator(".st-key-panel_province_map .about")
    about.locator("summary").click()
    about.get_by_role("link", name="Methods and definitions").click()
    page.locator(".methods #limits").wait_for()
    assert page.url.endswith("#figure-province_map")
    assert "province=330000" in page.url and "lang=en" in page.url
    expect(page.locator("#figure-province_map")).to_be_in_viewport()
    page.locator("#figure-province_map").get_by_role("link", name="Assessment coverage").click()
    expect(page.locator("#indicator-assessment_coverage")).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_read_on_a_phone(browser: Browser, address: str, lang: str) -> None:
    with reading(browser, address, lang=lang, width=390, height=844, scheme="dark") as reader:
        page = opened(reader, "/methods")
        assert page.evaluate(WIDEST) <= 390
        expect(page.locator("#forecast table")).to_be_attached()
