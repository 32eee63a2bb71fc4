"""Two languages: the browser's at first, the address's once chosen, and no mixture of both."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page

from .running import Reader, load_details, reading

SEEN = """
() => {
    const skipped = 'code, pre, script, style, noscript, [data-testid="stIconMaterial"],'
        + ' [data-testid="stHeader"], [data-testid="stToolbar"]';
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (parent && !parent.closest(skipped)) texts.push(walker.currentNode.textContent);
    }
    for (const node of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
        if (node.closest(skipped)) continue;
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
            if (node.getAttribute(name)) texts.push(node.getAttribute(name));
    }
    return texts.map(text => text.trim()).filter(Boolean);
}
"""
LATIN = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_ALLOWED = {"English"}
CHINESE_ALLOWED = {"中文"}


def seen(page: Page, left_out: str = "") -> list[str]:
    """Open what opens, then give every text and label of the page but those `left_out`."""
    for summary in page.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    load_details(page)
    if left_out:
        page.evaluate(f"document.querySelectorAll('{left_out}').forEach(node => node.remove())")
    texts: list[str] = page.evaluate(SEEN)
    return texts


def unfolded(page: Page) -> list[str]:
    """Open each popover of the filter bar in turn and give what is then on the page."""
    texts: list[str] = []
    for key in ("provinces", "kinds", "departments", "fields", "as_of"):
        page.locator(f".st-key-open_{key} button").click()
        page.locator("[data-testid=stPopoverBody] [data-testid=stButtonGroup]").first.wait_for()
        texts += page.evaluate(SEEN)
        page.keyboard.press("Escape")
    return texts


def foreign(texts: list[str], strange: re.Pattern[str], allowed: set[str]) -> list[str]:
    return sorted({text for text in texts for word in strange.findall(text) if word not in allowed})


RECORD = ".st-key-panel_official_record"


def test_the_chinese_page_has_its_own_numbers_and_no_english(chinese: Reader) -> None:
    page = chinese.open("/?province=1")
    assert "万" in page.locator(RECORD).inner_text()
    texts = seen(page) + unfolded(page)
    assert "总览" in page.title() or "存量专利" in page.title()
    assert not foreign(texts, LATIN, LATIN_ALLOWED)


def test_the_english_page_has_its_own_numbers_and_no_chinese(english: Reader) -> None:
    page = english.open("/?province=1")
    assert "," in page.locator(RECORD).inner_text()
    texts = seen(page) + unfolded(page)
    page.locator(".st-key-open_departments button").click()
    names = page.locator(".st-key-departments button")
    names.first.wait_for()
    allowed = {*CHINESE_ALLOWED, *names.all_inner_texts()}
    assert not [text for text in foreign(texts, CHINESE, set()) if text not in allowed]


def test_the_language_is_the_browsers_until_it_is_chosen(browser: Browser, address: str) -> None:
    with reading(browser, address, lang="zh") as reader:
        page = reader.open()
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        assert "lang=" not in page.url
        page.get_by_role("link", name="English").click()
        page.get_by_role("heading", name="Existing patents").first.wait_for()
        reader.settle()
        assert page.url.endswith("lang=en")
        assert page.locator("html").get_attribute("lang") == "en"
        page.reload()
        reader.settle()
        assert page.locator(".languages [aria-current]").inner_text() == "English"
        assert page.locator("html").get_attribute("lang") == "en"
