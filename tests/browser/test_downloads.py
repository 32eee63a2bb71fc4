"""Figures taken along from the page: what is on screen, in a file that can be proved right."""

from __future__ import annotations

import csv
import io
import re
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from milestones.editions.data_home import DataHome
from milestones.editions.release import set_release, visible_edition_id
from milestones.export.files import file_stem
from milestones.export.verify.verification import Verdict, Verification, verify_file
from milestones.export.verify.zip_verification import verify_file_or_zip
from milestones.selection import Selection

from .running import Reader, of_its_own, reading, served

ZHEJIANG = "/?province=330000&patents=inventions"
SHOWN = "pipeline"
FORMATS = ["PNG", "SVG", "PDF", "PPTX", "XLSX", "CSV", "Parquet", "JSON"]
PICTURES = {"PNG", "SVG", "PDF"}
ASKED = {
    "zh": {
        "文件语言": ["中文", "English", "中英双语"],
        "格式": FORMATS,
        "版面": ["幻灯片（16:9）", "A4竖版半页", "方图", "印刷（300点/英寸）", "单色印刷"],
        "配色": ["浅色", "深色"],
    },
    "en": {
        "Language of the file": ["English", "中文", "Both languages"],
        "Format": FORMATS,
        "Page": ["Slide 16:9", "A4 portrait, half a page", "Square", "Print, 300 dpi",
                 "Print in one colour"],
        "Colours": ["Light", "Dark"],
    },
}  # fmt: skip
CHOICES = "[class*=st-key-download_choices]"
SAVE = {"zh": "保存文件", "en": "Save the file"}


def opened(reader: Reader, figure: str = SHOWN) -> Locator:
    """Open a figure's choices."""
    reader.page.locator(f".st-key-download_{figure} button").click()
    choices = reader.page.locator(CHOICES)
    choices.locator("[data-testid=stDownloadButton]").wait_for(timeout=15_000)
    return choices


def choose(reader: Reader, *names: str) -> None:
    """Choose by name in the popover that is open, and wait until the page has followed."""
    for name in names:
        choice = reader.page.locator(CHOICES).get_by_role("radio", name=name, exact=True)
        choice.click()
        expect(choice).to_be_checked()
        reader.settle()


def saved(reader: Reader, folder: Path, lang: str) -> Path:
    """Click, and give the file that came."""
    with reader.page.expect_download(timeout=60_000) as coming:
        reader.page.get_by_role("button", name=SAVE[lang], exact=True).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def proved(path: Path, home: Path) -> Verification:
    answer = verify_file(path, DataHome(home))
    assert answer.verdict is Verdict.SAME, answer
    return answer


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_choice_is_there_in_the_readers_language(
    browser: Browser, address: str, lang: str
) -> None:
    with reading(browser, address, lang=lang) as reader:
        reader.open()
        choices = opened(reader)
        groups = choices.locator("[data-testid=stButtonGroup]")
        asked = {
            group.locator("label").first.inner_text(): [
                each.inner_text() for each in group.get_by_role("radio").all()
            ]
            for group in groups.all()
        }
        assert asked == ASKED[lang]
        choose(reader, "XLSX")
        expect(groups).to_have_count(2)
        assert not reader.complaints


def test_picture_workbook_and_csv_hold_what_is_on_screen(
    browser: Browser, address: str, home: Path, tmp_path: Path
) -> None:
    with reading(browser, address, lang="zh") as reader:
        reader.open(ZHEJIANG)
        opened(reader)
        edition = reader.page.locator(".foot code").inner_text()
        for form in ("PNG", "XLSX", "CSV"):
            choose(reader, form)
            path = saved(reader, tmp_path, "zh")
            day = DataHome(home).edition().as_of
            assert path.name == f"pipeline_zhejiang_inventions_{day:%Y-%m}_zh.{form.lower()}"
            answer = proved(path, home)
            (stamp,) = answer.stamps
            assert stamp.selection == "province=330000&patents=inventions"
            assert (stamp.figure, stamp.edition, stamp.langs) == (SHOWN, edition, ("zh",))
            assert answer.is_read_back == (form not in PICTURES)
        assert not reader.complaints
    content = path.read_text(encoding="utf-8-sig")
    assert content.splitlines()[1].startswith("# 浙江 · 全部机构 · 仅发明专利")


def test_both_languages_are_one_file(english: Reader, home: Path, tmp_path: Path) -> None:
    english.open()
    opened(english)
    choose(english, "Both languages", "JSON")
    (stamp,) = proved(saved(english, tmp_path, "en"), home).stamps
    assert stamp.langs == ("zh", "en")
    choose(english, "CSV")
    path = saved(english, tmp_path, "en")
    assert path.name.endswith("_zh-en.zip")
    with ZipFile(path) as archive:
        names = archive.namelist()
    day = re.search(r"\d{4}-\d\d", path.name)
    assert day and names == [
        f"pipeline_{day[0]}_{lang}.csv{sidecar}"
        for lang in ("zh", "en")
        for sidecar in ("", ".stamp.json")
    ]
    assert all(
        each.answer.verdict is Verdict.SAME for each in verify_file_or_zip(path, DataHome(home))
    )


def test_what_was_chosen_is_offered_again_and_the_page_is_in_the_name(
    english: Reader, home: Path, tmp_path: Path
) -> None:
    english.open("/?kind=hospital&field=1&field=6")
    opened(english)
    choose(english, "PDF", "Square", "Dark")
    english.page.keyboard.press("Escape")
    english.page.locator(CHOICES).wait_for(state="detached")
    opened(english, "province_map")
    path = saved(english, tmp_path, "en")
    assert re.fullmatch(
        r"province_map_hospital_fields-1-6_\d{4}-\d\d_square_dark_en\.pdf", path.name
    )
    proved(path, home)
    choose(english, "Print in one colour")
    assert english.page.get_by_role("radio", name="Dark", exact=True).count() == 0
    proved(saved(english, tmp_path, "en"), home)


def test_names_of_files_are_short_ascii_whatever_was_chosen(home: Path) -> None:
    day = date(2024, 12, 30)
    many = Selection(
        provinces=("110000", "150000", "310000", "330000"),
        kinds=("university", "research_institution"),
        departments=("教育部", "../../etc"),
        fields=tuple(range(36)),
        as_of=day,
    )
    of_one = [Selection(institution=name, as_of=day) for name in ("../x\n", "大学", "a" * 300, "")]
    with DataHome(home).edition() as edition:
        names = [file_stem("pipeline", chosen, edition) for chosen in (many, *of_one)]
    assert names[0].startswith("pipeline_4-provinces_university-research-institution_departments-")
    assert names[0].endswith("_36-fields_2024-12-30")
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_-]{1,120}", name) for name in names)


def test_a_page_at_rest_holds_the_buttons_and_nothing_behind_them(english: Reader) -> None:
    page = english.open()
    figures = page.locator(".chart").count()
    buttons = page.get_by_role("button", name="Download", exact=True)
    assert buttons.count() == figures
    assert page.locator("[data-testid=stDownloadButton]").count() == 0
    panel = page.locator(".st-key-panel_province_map")
    tools = [panel.get_by_text(name, exact=True) for name in ("Download", "Table")]
    tops = [tool.bounding_box() or {} for tool in tools]
    assert abs(tops[0]["y"] - tops[1]["y"]) <= 4, "one line with the table"
    opened(english)
    assert page.locator("[data-testid=stDownloadButton]").count() == 1


def test_without_a_browser_on_the_server_the_other_formats_are_made(
    browser: Browser, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    with served(home) as at, reading(browser, at, lang="zh") as reader:
        page = reader.open()
        page.locator(f".st-key-download_{SHOWN} button").click()
        choices = page.locator(CHOICES)
        expect(choices.get_by_role("status")).to_contain_text("其他格式无需浏览器即可生成。")
        assert page.locator("[data-testid=stDownloadButton]").count() == 0
        for form in ("PPTX", "XLSX"):
            choose(reader, form)
            proved(saved(reader, tmp_path, "zh"), home)


def _edition(page: Page) -> str:
    return page.locator(".foot code").inner_text()


def test_a_failure_is_said_in_a_sentence_and_nothing_of_a_withheld_edition_comes(
    browser: Browser, home: Path, tmp_path: Path
) -> None:
    own, newest, _ = of_its_own(home, tmp_path / "own")
    with served(own.path) as at, reading(browser, at, lang="zh") as reader:
        page = reader.open()
        choices = opened(reader)
        choose(reader, "CSV")
        failed = choices.locator(".failed")
        working = choices.locator(".working")
        expect(failed).to_be_hidden()
        expect(working).to_be_hidden()
        button = choices.locator("[data-testid=stDownloadButton] button")
        button.evaluate("button => { button.disabled = true; }")
        expect(working).to_have_text("正在生成文件……")
        expect(working).to_be_visible()
        button.evaluate("button => { button.disabled = false; }")
        set_release(own, newest, datetime.now(UTC) + timedelta(hours=1))
        page.get_by_role("button", name=SAVE["zh"], exact=True).click()
        expect(failed).to_be_visible()
        expect(failed).to_have_text("文件未能生成。请重试，或选择其他格式。")
        assert page.locator("[data-testid=stDownloadButtonError]").is_hidden()


def test_an_embargo_ends_by_itself_and_nothing_leads_around_it(
    browser: Browser, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, newest, earlier = of_its_own(home, tmp_path / "own")
    set_release(own, newest, datetime.now(UTC) + timedelta(hours=1))
    assert visible_edition_id(own, press=False) == earlier
    with served(own.path) as at, reading(browser, at) as reader:
        reader.page.goto(f"{at}/?edition={newest}")
        reader.page.get_by_text("There is no edition").wait_for(timeout=30_000)
        for path in ("/", f"/?as_of=2026-06&edition_id={newest}"):
            page = reader.open(path)
            assert _edition(page) == earlier
            assert newest not in re.sub(rf"edition(_id)?={newest}", "", page.content())
            assert page.locator(".embargo").count() == 0
        opened(reader)
        choose(reader, "CSV")
        (stamp,) = proved(saved(reader, tmp_path, "en"), own.path).stamps
        assert (stamp.edition, stamp.embargo) == (earlier, None)

        monkeypatch.setenv("MILESTONES_PRESS", "1")
        with served(own.path) as press, reading(browser, press, lang="zh") as journalist:
            _the_press_is_told(journalist, own, newest, tmp_path)

        set_release(own, newest, datetime.now(UTC) + timedelta(seconds=2))
        time.sleep(2.1)
        page.reload()
        reader.settle()
        assert _edition(page) == newest
        assert not reader.complaints


def _the_press_is_told(reader: Reader, own: DataHome, newest: str, folder: Path) -> None:
    for path in ("/provinces", "/methods", "/"):
        reader.page.goto(reader.address + path)
        expect(reader.page.locator("#root .embargo")).to_contain_text("前不得发布", timeout=30_000)
    reader.settle()
    assert _edition(reader.page) == newest
    opened(reader)
    choose(reader, "CSV")
    path = saved(reader, folder, "zh")
    (stamp,) = proved(path, own.path).stamps
    assert stamp.edition == newest and stamp.embargo
    assert "前不得发布" in path.read_text(encoding="utf-8-sig").splitlines()[4]


def test_an_institutions_patents_come_whole_as_they_were_searched(
    english: Reader, home: Path, tmp_path: Path
) -> None:
    page = english.open(f"/institution?institution={_largest(home)}&state=assessed")
    said = page.locator(".st-key-own_patents .caption").inner_text()
    total = int(re.findall(r"of ([\d,]+)", said)[0].replace(",", ""))
    with page.expect_download(timeout=60_000) as coming:
        page.get_by_role("button", name="Download all of them").click()
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    assert re.fullmatch(r"patents_[a-z0-9-]+_\d{4}-\d\d_assessed_en\.csv", path.name)
    lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    header, *table = [line for line in lines if not line[0].startswith("#")]
    rows = [dict(zip(header, line, strict=True)) for line in table]
    assert len(rows) == total > 50
    assert {row["Standing"] for row in rows} == {"assessed"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["Assessed on"]) for row in rows)
    numbers = page.locator(".st-key-own_patents .list tbody td:first-child").all_inner_texts()
    assert [row["Application number"] for row in rows[: len(numbers)]] == numbers


def _largest(home: Path) -> str:
    """The institution with most patents."""
    with DataHome(home).edition() as edition, edition.cursor() as cursor:
        owned = cursor.table("patents").join(cursor.table("institutions"), "institution_no")
        counted = owned.aggregate("institution_id, count(*) as patents", "institution_id")
        (found,) = counted.order("patents desc").limit(1).fetchall()
    return str(found[0])
