"""The fields page: 35 fields and unknown, and the longest wait, checked against the register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from milestones.editions.data_home import DataHome

from .running import Reader, load_details, reading

FIGURES = ("field_progress", "field_waits")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SOUGHT = "status of 404"
"""Streamlit looks for its server below the page's address before it looks at the root."""
LONGEST = """
    with first_days as (
        select field, min(assessed_on) as assessed_on, min(evaluated_on) as evaluated_on
        from patents
        join assessments using (patent_no)
        join evaluations using (patent_no)
        where is_due and field > 0
        group by patent_no, field
    )
    select max(median), list(name_en) filter (median = longest), max(shown)
    from (
        select
            name_en,
            quantile_disc(evaluated_on - assessed_on, 0.5) as median,
            max(quantile_disc(evaluated_on - assessed_on, 0.5)) over () as longest,
            count(*) over () as shown
        from first_days
        cross join edition
        join fields using (field)
        where evaluated_on between assessed_on and as_of
        group by name_en
        having count(*) >= 30
    )
"""


@pytest.mark.parametrize(("lang", "width", "scheme"), [("zh", 1440, "light"), ("en", 390, "dark")])
def test_every_figure_answers_its_question(
    browser: Browser, address: str, lang: str, width: int, scheme: str
) -> None:
    with reading(browser, address, lang=lang, width=width, scheme=scheme) as reader:
        page = reader.open("/fields")
        assert page.evaluate(OVERFLOW) <= 0
        for name in FIGURES:
            panel = page.locator(f".st-key-panel_{name}")
            assert panel.locator(".question").inner_text().endswith("？" if lang == "zh" else "?")
            assert len(panel.locator(".caption").inner_text()) > 10
            named = "领域未知" if lang == "zh" else "Field unknown"
            assert named in (panel.locator(".main-svg").first.text_content() or "")
        assert not [said for said in reader.complaints if SOUGHT not in said]


def test_a_field_can_be_chosen_by_its_address(english: Reader) -> None:
    page = english.open("/fields?field=8&field=6")
    panel = page.locator(".st-key-panel_field_progress")
    panel.get_by_text("Table", exact=True).click()
    load_details(page)
    names = panel.locator("tbody tr td:first-child").all_inner_texts()
    assert names == ["Computer technology", "Semiconductors"]


@pytest.fixture(scope="module")
def fields(browser: Browser, address: str) -> Iterator[Page]:
    """The page as it is before anything is chosen, for tests that choose nothing."""
    with reading(browser, address) as reader:
        yield reader.open("/fields")


def test_in_which_field_do_patents_wait_longest(fields: Page, home: Path) -> None:
    with DataHome(home).edition() as edition, edition.cursor() as cursor:
        days, names, _ = cursor.execute(LONGEST).fetchone() or (0, [], 0)
    caption = fields.locator(".st-key-panel_field_waits .caption").inner_text()
    assert any(caption.startswith(f"{name} waits longest") for name in names)
    assert f"had waited {days} days or less" in caption


def test_all_fields_are_listed_and_add_up_to_what_is_due(fields: Page, home: Path) -> None:
    panel = fields.locator(".st-key-panel_field_progress")
    panel.get_by_text("Table", exact=True).click()
    load_details(fields)
    rows = [line.split("\t") for line in panel.locator("tbody tr").all_inner_texts()]
    assert len(rows) == 36
    assert rows[-1][0] == "Field unknown"
    with DataHome(home).edition() as edition, edition.cursor() as cursor:
        (due,) = cursor.execute("select count(*) from patents where is_due").fetchone() or (0,)
    assert sum(int(cells[1].replace(",", "")) for cells in rows) == due
