"""The page on data quality: its figures answer, and its numbers are those of the register."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from milestones.editions.data_home import DataHome

from .running import reading

FIGURES = ("sample_errors", "rejected_rows", "reconciliation", "findings")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SOUGHT = "status of 404"
"""Streamlit looks for its server below the page's address before it looks at the root."""


def test_every_figure_answers_with_the_registers_numbers(
    browser: Browser, address: str, home: Path
) -> None:
    with DataHome(home).edition() as edition, edition.cursor() as cursor:
        ((rejected,),) = cursor.execute("select sum(rejected) from filings").fetchall()
        ((answers, wrong),) = cursor.execute(
            "select count(*), count(*) filter (not is_right) from sample_answers "
            "where sampled_on = (select max(sampled_on) from sample_answers)"
        ).fetchall()
    with reading(browser, address, lang="en", width=390, scheme="dark") as reader:
        page = reader.open("/quality")
        assert page.evaluate(OVERFLOW) <= 0
        said = {}
        for name in FIGURES:
            panel = page.locator(f".st-key-panel_{name}")
            assert panel.locator(".question").inner_text().endswith("?")
            assert panel.locator(".main-svg").first.is_visible()
            said[name] = panel.locator(".caption").inner_text()
        assert f"{wrong} in {answers:,} answers" in said["sample_errors"]
        assert f"{rejected} rows are rejected" in said["rejected_rows"]
        assert not [each for each in reader.complaints if SOUGHT not in each]
