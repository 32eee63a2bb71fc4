"""The briefing page: a pack put together, saved, reopened and made, in either language."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlparse

import pptx
import pytest
from playwright.sync_api import Browser, Page, expect

from milestones.editions.data_home import DataHome
from milestones.export.pack.making import previous_results
from milestones.export.pack.model import Pack, PackEntry
from milestones.export.pack.pack_file import read_pack, write_pack
from milestones.export.pack.sheets import compute_sheets
from milestones.figures.registry import FIGURES
from milestones.i18n import Lang, Locale
from pages.parts.links import LISTED_PAGES, UNLISTED_PAGES, figures_by_page

from .running import Reader, reading, wait_until
from .test_languages import CHINESE, LATIN, foreign
from .test_looks import CONTRASTS

ALLOWED = {"PNG", "SVG", "PDF", "PPTX", "XLSX", "JSON", "English", "M"}
EMPTY = "The pack is empty. Click a question below to add its figure."
NAMES = {"zh": "Chinese", "en": "English"}
HEADLINE = {"zh": "卡在转让", "en": "Stuck at transfer"}
SHOWN = "document.querySelector('.stApp').innerText.split('\\n')"
STEPS = re.compile("PNG|SVG|PDF|PPTX|XLSX")
"""A step of the making takes half a second and may be over before the page is looked at."""
FOCUSED = "label => document.activeElement.innerText === label"
STREAMLIT_ASKS = "Failed to load resource: the server responded with a status of 404"


def test_every_figure_is_offered_once_under_its_page() -> None:
    offered = [id for ids in figures_by_page().values() for id in ids]
    assert sorted(offered) == sorted(FIGURES)
    assert set(figures_by_page()) <= {*LISTED_PAGES, *UNLISTED_PAGES}


def opened(reader: Reader, query: str = "") -> Page:
    """Open the page, which has no chart to wait for."""
    reader.page.goto(f"{reader.address}/briefing{query}")
    settled(reader.page)
    return reader.page


def settled(page: Page) -> None:
    """Wait until the run is over."""
    page.locator(".foot").wait_for(timeout=30_000)
    page.wait_for_timeout(300)
    wait_until(
        page,
        "!document.querySelector('[data-stale=\"true\"]')"
        " && document.querySelector('[data-test-script-state]')"
        "?.getAttribute('data-test-script-state') !== 'running'",
    )


def questions(page: Page) -> list[str]:
    """Give the questions of the pack in their order."""
    return page.locator("[class*=st-key-entry_] h3").all_inner_texts()


def speaks_only(page: Page, lang: Lang) -> None:
    """Check that no visible text is in the other language; the names of languages may be."""
    lines = [line for line in page.evaluate(SHOWN) if line.strip()]
    held = page.locator("code, [data-testid=stIconMaterial]").all_inner_texts()
    if lang == "zh":
        for name in held:
            lines = [line.replace(name, "") for line in lines]
        assert not foreign(lines, LATIN, ALLOWED)
    else:
        assert {line for line in lines if CHINESE.search(line)} == {"中文"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_pack_is_put_together_saved_and_made(browser: Browser, address: str, lang: Lang) -> None:
    locale = Locale(lang)
    path, stuck = (locale(FIGURES[id].question) for id in ("milestone_path", "pipeline"))
    with reading(browser, address, lang=lang) as reader:
        page = opened(reader, "?province=330000")
        expect(page.get_by_role("status").filter(has_text=locale(EMPTY))).to_be_visible()
        expect(page.get_by_role("button", name=locale("Make the files"))).to_be_disabled()
        speaks_only(page, lang)
        for question in (path, stuck):
            page.get_by_role("radio", name=question, exact=True).click()
            settled(page)
        beside = FIGURES["province_compare"]
        page.get_by_role("radio", name=locale(beside.question), exact=True).click()
        expect(page.get_by_test_id("stToast")).to_contain_text(locale(beside.need.sentence))
        settled(page)
        assert questions(page) == [f"1. {path}", f"2. {stuck}"]
        page.get_by_role("button", name=locale("Move up")).nth(1).focus()
        page.keyboard.press("Enter")
        settled(page)
        assert questions(page) == [f"1. {stuck}", f"2. {path}"]
        wait_until(page, FOCUSED, locale("Move down"), 5)
        page.keyboard.press("Enter")
        settled(page)
        assert questions(page) == [f"1. {path}", f"2. {stuck}"]
        wait_until(page, FOCUSED, locale("Move up"), 5)
        page.keyboard.press("Enter")
        settled(page)
        assert questions(page) == [f"1. {stuck}", f"2. {path}"]
        box = page.get_by_label(
            locale("Headline in {language}", language=locale(NAMES[lang]))
        ).first
        assert "—" not in box.get_attribute("placeholder") and box.input_value() == ""
        box.fill(HEADLINE[lang])
        page.get_by_role("button", name=locale("Remove")).nth(1).click()
        settled(page)
        assert questions(page) == [f"1. {stuck}"]
        assert not page.evaluate(CONTRASTS)
        with page.expect_download() as saved:
            page.get_by_role("button", name=locale("Save the pack")).click()
        pack = read_pack(Path(saved.value.path()).read_bytes())
        wanted = PackEntry("pipeline", "province=330000", {lang: HEADLINE[lang]})
        assert pack.entries == (wanted,)
        page.get_by_role("link", name=locale("Provinces"), exact=True).click()
        page.get_by_role("link", name=locale("Briefing"), exact=True).click()
        settled(page)
        assert questions(page) == [f"1. {stuck}"], "another page loses nothing"
        page.get_by_role("button", name=locale("Make the files")).click()
        expect(page.locator("[data-testid=stProgress]")).to_contain_text(STEPS, timeout=60_000)
        made = page.locator(".st-key-briefing_files button")
        expect(made).to_have_count(5, timeout=120_000)
        speaks_only(page, lang)
        with page.expect_download() as slides:
            made.first.click()
        deck = pptx.Presentation(io.BytesIO(Path(slides.value.path()).read_bytes()))
        titles = [slide.shapes.title.text for slide in deck.slides]
        assert len(titles) == 2 and HEADLINE[lang] in titles
        with page.expect_download() as saved:
            page.get_by_role("button", name=locale("Save the pack")).click()
        assert len(read_pack(Path(saved.value.path()).read_bytes()).noted) == 1
        hosts = {urlparse(url).hostname for url in reader.requests if url.startswith("http")}
        assert hosts == {"127.0.0.1"}
        assert not [each for each in reader.complaints if STREAMLIT_ASKS not in each]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_saved_pack_of_an_earlier_edition_says_what_has_changed(
    browser: Browser, address: str, home: Path, tmp_path: Path, lang: Lang
) -> None:
    locale, entries = Locale(lang), (PackEntry("pipeline"), PackEntry("official_record"))
    file = saved_on_first(home, Pack(title="July", languages=lang, entries=entries), tmp_path)
    with reading(browser, address, lang=lang, width=390, height=844, scheme="dark") as reader:
        page = opened(reader)
        (tmp_path / "bad.toml").write_text("milestones-pack = 1\npreset = 'poster'\n")
        page.locator(".st-key-briefing_open input").set_input_files(tmp_path / "bad.toml")
        expect(page.get_by_role("alert").filter(has_text="poster")).to_be_visible()
        page.locator(".st-key-briefing_open input").set_input_files(file)
        table = page.locator(".st-key-briefing_changes table")
        table.wait_for(timeout=30_000)
        settled(page)
        assert page.get_by_role("alert").count() == 0
        assert page.get_by_label(locale("Title of the briefing")).input_value() == "July"
        rows = table.locator("tbody tr").all_inner_texts()
        same = {"zh": "数值一致", "en": "Same values as in edition"}[lang]
        assert any(same in row for row in rows) and len(rows) > 4
        assert len(questions(page)) == 2
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert not page.evaluate(CONTRASTS)


def saved_on_first(home: Path, pack: Pack, folder: Path) -> Path:
    """Save a pack as its making on the first edition of a home would have left it."""
    place = DataHome(home)
    with place.edition(place.edition_ids()[0]) as first:
        noted = previous_results(compute_sheets(pack, first))
    file = folder / "july.toml"
    file.write_text(write_pack(replace(pack, noted=noted)), encoding="utf-8")
    return file
