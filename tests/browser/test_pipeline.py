"""The pipeline page: every figure in both languages, and what a filter does to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .running import Reader, load_details, reading

FIGURES = ("pipeline", "stage_durations", "star_grades", "willingness", "stage_by_field")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SOUGHT = "status of 404"
"""Streamlit looks for its server below the page's address before it looks at the root."""


def captions(reader: Reader) -> dict[str, str]:
    return {
        name: reader.page.locator(f".st-key-panel_{name} .caption").inner_text() for name in FIGURES
    }


@pytest.mark.parametrize(("lang", "width", "scheme"), [("zh", 1440, "light"), ("en", 390, "dark")])
def test_every_figure_answers_its_question(
    browser: Browser, address: str, lang: str, width: int, scheme: str
) -> None:
    with reading(browser, address, lang=lang, width=width, scheme=scheme) as reader:
        page = reader.open("/pipeline")
        assert page.evaluate(OVERFLOW) <= 0
        for name, caption in captions(reader).items():
            panel = page.locator(f".st-key-panel_{name}")
            assert panel.locator(".question").inner_text().endswith("？" if lang == "zh" else "?")
            assert panel.locator(".main-svg text").count() > 3
            assert caption.endswith("。" if lang == "zh" else ".")
        assert not [said for said in reader.complaints if SOUGHT not in said]


def test_a_filter_changes_every_figure(browser: Browser, address: str) -> None:
    with reading(browser, address) as all_of_it, reading(browser, address) as some:
        all_of_it.open("/pipeline")
        some.open("/pipeline?province=320000&patents=inventions&as_of=2025-03")
        before, after = captions(all_of_it), captions(some)
        assert all(before[name] != after[name] for name in FIGURES)
        assert "As of 31 March 2025" in some.page.locator(".as-of").all_text_contents()


def test_double_five_star_patents_are_counted_in_the_table(english: Reader) -> None:
    page = english.open("/pipeline")
    panel = page.locator(".st-key-panel_star_grades")
    assert "double five-star" in "".join(panel.locator(".main-svg").all_text_contents())
    panel.get_by_text("Table", exact=True).click()
    load_details(page)
    cells = panel.locator("tbody tr").first.locator("td").all_inner_texts()
    assert cells[:2] == ["5 stars", "5 stars"]
    assert f"{cells[2]} ({cells[3]}) are double five-star" in captions(english)["star_grades"]
