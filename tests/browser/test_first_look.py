"""The first look: the answer is there, it is light, and nobody else is asked for anything."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .running import load_details, reading

SIZES = [(1440, 900), (1024, 768), (390, 844)]
MOST_BYTES = 2_000_000
MOST_BYTES_OF_A_CHANGE = 40_000
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DRAWN = """
() => [...document.querySelectorAll('.chart')].map(chart => {
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
() => [...document.querySelectorAll('.chart')].flatMap(chart => {
    const whole = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('.main-svg text')].filter(text => {
        const box = text.getBoundingClientRect();
        return box.width && (box.left < whole.left - 1 || box.right > whole.right + 1);
    }).map(text => text.textContent);
})
"""
"""Texts of the figures that stand out of their figure."""
PLACEHOLDERS = {f"rgb(0, 0, {number})" for number in range(1, 40)}


def test_the_answer_stands_in_the_first_bytes_of_the_page(browser: Browser, address: str) -> None:
    with reading(browser, address, fresh=True) as reader:
        page = reader.page
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/static/js/**", hold)
        page.goto(f"{address}/?province=330000&as_of=2025-01", wait_until="commit")
        page.locator("#first-view .chart .main-svg").nth(2).wait_for(timeout=30_000)
        first = page.locator("#first-view")
        said = first.locator(".verdict, .caption, .chosen, .as-of").all_text_contents()
        where = [first.locator(part).bounding_box() for part in (".verdicts", ".chart >> nth=1")]
        assert held and "Zhejiang" in said[0]
        page.unroute("**/static/js/**", hold)
        page.reload()
        reader.settle()
        assert not first.count()
        shown = page.locator(".verdict, .caption, .chosen, .as-of").all_text_contents()
        assert shown[: len(said)] == said
        again = [page.locator(part).bounding_box() for part in (".verdicts", ".chart >> nth=1")]
        for before, after in zip(where, again, strict=True):
            assert before and after
            assert all(abs(before[side] - after[side]) <= 4 for side in ("x", "y", "width")), where


def test_a_figure_below_the_window_is_neither_sent_nor_drawn(
    browser: Browser, address: str
) -> None:
    with reading(browser, address, fresh=True) as reader:
        page = reader.page
        page.goto(address)
        page.locator(".foot").wait_for(timeout=30_000)
        page.locator(".chart .main-svg").nth(2).wait_for()
        page.wait_for_timeout(500)

        def asked(part: str) -> list[str]:
            return [url for url in reader.requests if f"/official_record/{part}?" in url]

        record = page.locator(".st-key-panel_official_record")
        assert record.locator(".caption").inner_text() and not asked("chart")
        assert not record.locator(".main-svg").count() and not asked("table")
        record.scroll_into_view_if_needed()
        record.locator(".main-svg").first.wait_for()
        record.locator(".as-table summary").click()
        record.locator("tbody td").first.wait_for()
        assert len(asked("chart")) == len(asked("table")) == 1


def test_a_change_of_filter_is_light(browser: Browser, address: str) -> None:
    with reading(browser, address) as reader:
        page = reader.open()
        page.get_by_role("button", name="Province: all").click()
        page.get_by_role("button", name="Zhejiang", exact=True).wait_for()
        page.wait_for_timeout(500)
        page.mouse.wheel(0, -5000)
        weigher = _weigh(page)
        page.get_by_role("button", name="Zhejiang", exact=True).click()
        page.locator(".chosen").get_by_text("Zhejiang").wait_for()
        reader.wait_until_seen()
        assert 5_000 < sum(weigher.values()) < MOST_BYTES_OF_A_CHANGE, weigher


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
    load_details(page)
    assert panel.locator("table tbody tr").count() >= 31
    expect(panel.locator(".chart")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(panel.locator(".chart")).to_be_visible()


def test_every_chart_has_a_description(overview: Page) -> None:
    page = overview
    charts = page.locator(".chart")
    described = page.locator(".chart[role=figure][aria-label]").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('aria-label'))"
    )
    assert len([text for text in described if len(text) > 40]) >= charts.count()
