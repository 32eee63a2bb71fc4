"""Light and dark: the page follows the system, and every text can be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .running import reading

BACKGROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
PAPER = "document.querySelector('.js-plotly-plot .main-svg').style.background"
CONTRASTS = """
() => {
    const parse = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = node => {
        for (let at = node; at; at = at.parentElement) {
            const colour = parse(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] > 0.5) return colour;
        }
        return [255, 255, 255];
    };
    const poor = [];
    const app = document.querySelector('.stApp');
    const walker = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || node.closest('svg, script, style, :disabled'))
            continue;
        if (!node.checkVisibility()) continue;
        const [one, other] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (ratio < 4.5) poor.push(`${ratio.toFixed(1)} ${walker.currentNode.textContent}`);
    }
    return poor;
}
"""


PAPERS = {"light": 255, "dark": 18}


@pytest.fixture(scope="module", params=PAPERS)
def looked_at(
    browser: Browser, address: str, request: pytest.FixtureRequest
) -> Iterator[tuple[Page, int]]:
    """The overview in each scheme, and the colour of its paper."""
    with reading(browser, address, scheme=request.param) as reader:
        yield reader.open("/?province=1"), PAPERS[request.param]


def test_charts_and_page_share_one_theme(looked_at: tuple[Page, int]) -> None:
    page, paper = looked_at
    of_page = page.evaluate(BACKGROUND)
    of_chart = page.evaluate(PAPER)
    assert of_page == of_chart
    assert of_page.startswith(f"rgb({paper},")


def test_every_text_has_contrast(looked_at: tuple[Page, int]) -> None:
    page, _ = looked_at
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert not page.evaluate(CONTRASTS)
