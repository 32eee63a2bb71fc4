"""The provinces page: two milestones, provinces side by side, and the way to institutions."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser

from milestones.i18n import Locale

from .running import Reader, load_details, reading, wait_until

FIGURES = (
    "province_ranking",
    "province_scatter",
    "province_compare",
    "province_paths",
    "province_months",
    "province_change",
)
CHOSEN = "/provinces?province=330000&province=420000&province=150000"
SOUGHT = "status of 404"
"""Streamlit looks for its server below the page's address before it looks at the root."""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def query(reader: Reader) -> dict[str, list[str]]:
    return parse_qs(urlparse(reader.page.url).query)


def panels(reader: Reader) -> list[str]:
    """Name the figures of the page, from the top."""
    names = "nodes => nodes.map(node => [...node.classList].find(c => c.startsWith('st-key-')))"
    keys = reader.page.locator("[class*='st-key-panel_']").evaluate_all(names)
    return [str(key).removeprefix("st-key-panel_") for key in keys]


@pytest.mark.parametrize(("lang", "width", "scheme"), [("zh", 1440, "light"), ("en", 390, "dark")])
def test_every_figure_answers_its_question(
    browser: Browser, address: str, lang: str, width: int, scheme: str
) -> None:
    with reading(browser, address, lang=lang, width=width, scheme=scheme) as reader:
        page = reader.open(CHOSEN)
        assert set(FIGURES) <= set(panels(reader))
        assert page.evaluate(OVERFLOW) <= 0
        for name in FIGURES:
            panel = page.locator(f".st-key-panel_{name}")
            assert panel.locator(".question").inner_text().endswith("？" if lang == "zh" else "?")
            assert len(panel.locator(".caption").inner_text()) > 10
            assert panel.locator(".main-svg text").count() > 3
        assert not [said for said in reader.complaints if SOUGHT not in said]


def test_the_milestone_is_held_by_the_address(english: Reader) -> None:
    page = english.open("/provinces?patents=inventions")
    page.get_by_role("radio", name="M2 High-value patents industrialized").click()
    page.locator(".st-key-panel_industrialization_paths").wait_for()
    english.settle()
    assert query(english) == {"patents": ["inventions"], "milestone": ["M2"]}
    before = page.locator(".caption").all_text_contents()
    assert "working target, not official" in " ".join(before)
    page.reload()
    english.settle()
    assert page.locator(".caption").all_text_contents() == before
    page.get_by_role("radio", name="All patents").click()
    page.locator(".chosen").get_by_text("all patents").wait_for()
    english.settle()
    assert query(english) == {"milestone": ["M2"]}
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Pipeline").click()
    page.wait_for_url("**/pipeline?**")
    english.settle()
    assert query(english) == {"milestone": ["M2"]}
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Provinces").click()
    page.locator(".st-key-panel_industrialization_paths").wait_for()


def test_a_milestone_that_does_not_exist_is_left_out_with_a_notice(english: Reader) -> None:
    page = english.open("/provinces?milestone=M9")
    assert "M9" in page.locator(".notice").inner_text()
    assert page.locator(".st-key-panel_province_paths").is_visible()


def test_two_to_four_provinces_stand_side_by_side(english: Reader) -> None:
    page = english.open("/provinces?province=330000")
    panel = page.locator(".st-key-panel_province_compare")
    assert "Choose two to four provinces" in panel.locator(".caption").inner_text()
    page.get_by_role("button", name="Province: Zhejiang").click()
    page.get_by_role("button", name="Hubei", exact=True).click()
    page.locator(".chosen").get_by_text("Zhejiang and Hubei").wait_for()
    page.keyboard.press("Escape")
    english.settle()
    assert "They differ most in" in panel.locator(".caption").inner_text()
    panel.locator(".as-table summary").click()
    load_details(page)
    cells = panel.locator("tbody td:first-child").all_text_contents()
    assert set(cells) == {"Zhejiang", "Hubei"}


def test_one_click_leads_from_a_province_to_its_institutions(chinese: Reader) -> None:
    page = chinese.open("/provinces?patents=inventions&province=330000")
    page.get_by_role("navigation", name="进入各省份的机构").get_by_role("link", name="湖北").click()
    page.wait_for_url("**/institutions?**")
    chinese.settle()
    assert query(chinese) == {"patents": ["inventions"], "province": ["420000"]}
    assert "湖北" in page.locator(".chosen").inner_text()


@pytest.mark.parametrize("figure", ["province_map", "province_ranking"])
def test_a_click_on_a_mark_leads_to_its_province(chinese: Reader, figure: str) -> None:
    page = chinese.open("/?as_of=2024-12&lang=zh")
    panel = page.locator(f".st-key-panel_{figure}")
    marks = [each.bounding_box() for each in panel.locator(".barlayer path").all()]
    mark = next(each for each in marks if each and each["width"] > 20)
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    wait_until(page, "location.pathname === '/provinces'")
    chinese.settle()
    asked = query(chinese)
    assert asked.keys() == {"as_of", "lang", "province"} and len(asked["province"]) == 1
    assert (
        page.locator(".chosen").inner_text().startswith(Locale("zh").province(*asked["province"]))
    )


def test_a_link_chooses_the_month_that_changes_count_from(english: Reader) -> None:
    page = english.open("/provinces?milestone=M2&patents=inventions")
    panel = page.locator(".st-key-panel_province_change .as-of")
    before = panel.inner_text()
    page.locator(".months summary").click()
    page.get_by_role("link", name="December 2024", exact=True).click()
    page.wait_for_function(
        "before => !document.querySelector('.st-key-panel_province_change .as-of')"
        "?.innerText.includes(before)",
        arg=before,
    )
    english.settle()
    asked = {"milestone": ["M2"], "patents": ["inventions"], "since": ["2024-12"], "lang": ["en"]}
    assert query(english).items() <= asked.items() and query(english)["since"] == ["2024-12"]
    assert panel.inner_text().startswith("From 31 December 2024 to ")
    assert "Changes since: December 2024" in page.locator(".months summary").inner_text()
