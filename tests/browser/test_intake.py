"""The intake page: from a bad file to a new edition, for stewards alone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from small_home import INSTITUTIONS, PATENTS, Steward

from milestones.access import STEWARD_VARIABLE
from milestones.filings.returned.cover import COVER_TITLE
from pages.parts.links import STEWARD_PAGES

from .running import reading, served
from .test_briefing import ALLOWED, STREAMLIT_ASKS
from .test_languages import LATIN, foreign
from .test_looks import CONTRASTS

BAD = "申请号,盘点日期,是否入库\nP1,2024-03-01,是\nP2,2024-02-30,是"
KEPT_WORDS = {*ALLOWED, "CSV", "XLS", "Parquet", "csv", "pdf", "xlsx", "kB"}


def drop(page: Page, *files: Path) -> None:
    """Bring files, and wait until they are listed."""
    page.locator(".st-key-intake_files input[type=file]").set_input_files(list(files))
    for file in files:
        expect(page.locator(".st-key-intake_list")).to_contain_text(file.name, timeout=30_000)


def check(page: Page) -> None:
    """Check what was brought, and wait for the answer."""
    page.locator(".st-key-intake_check button").click()
    expect(page.locator(".st-key-intake [role=progressbar]")).to_be_visible(timeout=10_000)
    page.locator(".st-key-intake_check").wait_for(timeout=120_000)


def test_a_bad_file_is_sent_back_mended_and_published(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STEWARD_VARIABLE, "1")
    steward = Steward(tmp_path)
    steward.deliver(institutions=INSTITUTIONS, patents=PATENTS)
    before = steward.home.current_id()
    (bad,) = steward.files(盘点=BAD)
    refused = tmp_path / "说明.pdf"
    refused.write_bytes(b"%PDF-1.4")
    with served(steward.home.path) as address, reading(browser, address, lang="zh") as reader:
        page = reader.page
        page.goto(f"{address}/intake")
        page.locator(".st-key-intake").get_by_text("填报模板").wait_for(timeout=30_000)
        drop(page, bad, refused)
        check(page)
        expect(page.get_by_role("alert")).to_contain_text("说明.pdf：该文件是")
        page.get_by_role("button", name="移除这些文件").click()
        check(page)
        expect(page.locator(".findings .rejection")).to_contain_text("2024-02-30")
        expect(page.locator(".st-key-intake")).to_contain_text("盘点覆盖率")
        lines = page.locator(".st-key-intake").inner_text().split("\n")
        held = page.locator(".st-key-intake :is(code, [data-testid=stIconMaterial])")
        for word in held.all_inner_texts():
            lines = [line.replace(word, "") for line in lines]
        assert not foreign(lines, LATIN, KEPT_WORDS)
        assert not page.evaluate(CONTRASTS)
        with page.expect_download() as saved:
            page.get_by_role("button", name="退回报送单位的标注文件").click()
        mended = tmp_path / saved.value.suggested_filename
        saved.value.save_as(mended)
        book = openpyxl.load_workbook(mended)
        assert book.sheetnames == [COVER_TITLE, "盘点"]
        assert book["盘点"]["B3"].comment
        book["盘点"]["B3"] = "2024-02-29"
        book.save(mended)
        page.get_by_role("button", name="移除全部文件").click()
        drop(page, mended)
        check(page)
        assert page.locator(".findings .rejection").count() == 0
        page.reload()
        page.locator(".st-key-intake_publish").wait_for(timeout=30_000)
        page.get_by_label("备注", exact=True).fill("更正后重报")
        page.locator(".st-key-intake_publish button").click()
        page.reload()
        page.locator(".st-key-intake_next").wait_for(timeout=120_000)
        published = steward.home.current_id()
        assert published != before and steward.edition().note == "更正后重报"
        assert len(steward.home.edition_ids()) == 2, "a page loaded anew publishes nothing twice"
        expect(page.locator(".foot")).to_contain_text(str(published))
        assert not [each for each in reader.complaints if STREAMLIT_ASKS not in each]


def test_for_readers_the_page_does_not_exist(browser: Browser, address: str) -> None:
    with reading(browser, address, lang="en") as reader:
        reader.page.goto(f"{address}/intake")
        reader.page.locator(".foot").wait_for(timeout=30_000)
        assert reader.page.locator("[class*=st-key-intake]").count() == 0
        links = reader.page.locator(".ways a").all_inner_texts()
        assert links and not {*STEWARD_PAGES.values()} & {*links}
