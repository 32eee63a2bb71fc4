"""The first look: the answer is there, it is light, and nobody else is asked for anything."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, Route

from .running import reading

SIZES = [(1440, 900), (1024, 768), (390, 844)]
MOST_BYTES = 3_000_000
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DRAWN = """
() => [...document.querySelectorAll('.stPlotlyChart')].map(chart => {
    const marks = [...chart.querySelectorAll('.main-svg path, .main-svg text')];
    const paints = new Set(marks.map(mark => {
        const style = getComputedStyle(mark);
        return style.fillOpacity === '0' || style.fill === 'none' ? style.stroke : style.fill;
    }));
    const box = chart.getBoundingClientRect();
    return {width: box.width, marks: marks.length, paints: [...paints]};
})
"""
CUT = """
() => [...document.querySelectorAll('.stPlotlyChart')].flatMap(chart => {
    const whole = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('.main-svg text')].filter(text => {
        const box = text.getBoundingClientRect();
        return box.width && (box.left < whole.left - 1 || box.right > whole.right + 1);
    }).map(text => text.textContent);
})
"""
"""Texts of the figures that stand out of their figure."""
PLACEHOLDERS = {f"rgb(0, 0, {number})" for number in range(1, 40)}


def test_the_answer_is_text_before_the_charts_script_arrives(
    browser: Browser, address: str
) -> None:
    with reading(browser, address, fresh=True) as reader:
        held: list[Route] = []
        reader.page.route("**/PlotlyChart*.js", lambda route: held.append(route))
        reader.page.goto(address)
        cards = reader.page.locator(".verdict")
        cards.first.wait_for(timeout=30_000)
        assert cards.count() == 2
        for card in cards.all():
            assert "%" in card.locator(".value").inner_text()
            assert card.locator(".word").inner_text()
        assert held and not reader.page.locator(".js-plotly-plot").count()
        held[0].continue_()
        reader.settle()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_figure_is_drawn_in_its_colours(
    browser: Browser, address: str, width: int, height: int, scheme: str
) -> None:
    with reading(browser, address, width=width, height=height, scheme=scheme) as reader:
        page = reader.open()
        assert page.evaluate(OVERFLOW) <= 0, "the page can be scrolled sideways"
        figures = page.evaluate(DRAWN)
        assert len(figures) >= 7
        assert not page.evaluate(CUT)
        for figure in figures:
            assert figure["marks"] > 5
            assert 200 < figure["width"] <= width
            assert not PLACEHOLDERS & set(figure["paints"])


def test_no_other_host_is_asked_and_nothing_complains(browser: Browser, address: str) -> None:
    with reading(browser, address, fresh=True) as reader:
        page = reader.open()
        page.locator(".as-table summary").first.click()
        page.get_by_role("button", name="Province: all").click()
        asked = [url for url in reader.requests if url.startswith(("http", "ws"))]
        assert {urlparse(url).hostname for url in asked} == {"127.0.0.1"}
        assert not reader.complaints


def test_the_first_load_is_light(browser: Browser, address: str) -> None:
    with reading(browser, address, fresh=True) as reader:
        weigher = _weigh(reader.page)
        reader.open()
        total = sum(weigher.values())
        assert 1_000_000 < total < MOST_BYTES, f"{total:,} bytes"


def _weigh(page: Page) -> dict[str, float]:
    """Count what comes over the wire, websocket included."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    weights: dict[str, float] = {"websocket": 0.0}

    def finished(event: dict[str, object]) -> None:
        weights[str(event["requestId"])] = float(str(event["encodedDataLength"]))

    def frame(event: dict[str, dict[str, str]]) -> None:
        weights["websocket"] += len(event["response"]["payloadData"]) * 3 / 4

    session.on("Network.loadingFinished", finished)
    session.on("Network.webSocketFrameReceived", frame)
    return weights


@pytest.fixture(scope="module")
def overview(browser: Browser, address: str) -> Iterator[Page]:
    """The overview at a desk, for tests that leave it as it is."""
    with reading(browser, address) as reader:
        yield reader.open()


def test_the_first_screen_holds_the_whole_answer(overview: Page) -> None:
    page = overview
    for part in (".verdicts", ".st-key-panel_milestone_path", ".st-key-panel_province_ranking"):
        box = page.locator(part).bounding_box()
        assert box and box["y"] + box["height"] <= 900, f"{part} ends at {box}"


def test_a_figure_can_be_read_as_a_table_by_the_keyboard(overview: Page) -> None:
    page = overview
    panel = page.locator(".st-key-panel_province_map")
    panel.locator(".as-table summary").focus()
    page.keyboard.press("Enter")
    assert panel.locator("table tbody tr").count() >= 31
    assert panel.locator(".stPlotlyChart").is_hidden()
    page.keyboard.press("Enter")
    assert panel.locator(".stPlotlyChart").is_visible()


def test_every_chart_has_a_description(overview: Page) -> None:
    page = overview
    charts = page.locator(".stPlotlyChart")
    described = page.locator(".stPlotlyChart[role=figure][aria-label]").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('aria-label'))"
    )
    assert len([text for text in described if len(text) > 40]) >= charts.count()
