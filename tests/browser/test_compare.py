"""Two editions on one figure: chosen by day, shown together; none under embargo is told of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from milestones.editions.release import set_release

from .running import of_its_own, reading, served


def test_two_editions_are_chosen_by_day_and_set_side_by_side(
    browser: Browser, home: Path, tmp_path: Path
) -> None:
    own, newest, _ = of_its_own(home, tmp_path / "own")
    set_release(own, newest, datetime.now(UTC) + timedelta(days=1))
    with served(own.path) as address, reading(browser, address, lang="en") as reader:
        page = reader.open("/")
        page.get_by_role("link", name="Revisions").click()
        page.get_by_role("link", name="Compare two editions").click()
        page.locator(".edition-name").nth(1).wait_for()
        days = page.locator(".edition-name").all_inner_texts()
        assert "4 July 2025" in days[0] and "9 January 2026" in days[1]
        page.get_by_role("combobox").first.click()
        page.keyboard.type("How long does each")
        page.get_by_role("option", name="How long does each step take?").click()
        page.locator(".question").get_by_text("How long does each step take?").nth(1).wait_for()
        page.get_by_role("combobox").nth(1).click()
        offered = page.get_by_role("option").all_inner_texts()
        assert len(offered) == 3 and not any("3 July 2026" in each for each in offered)
        page.get_by_role("option", name="8 January 2025").click()
        page.locator(".edition-name").get_by_text("8 January 2025").wait_for()
        reader.settle()
        assert "figure=stage_durations" in page.url and "against=" in page.url
        assert page.locator(".js-plotly-plot").count() == 2
        assert page.locator(".st-key-panel_differences td").count() > 3
        left, right = (page.locator(".edition-name").nth(at).bounding_box() for at in (0, 1))
        assert left and right and left["y"] == right["y"] and left["x"] < right["x"]
        page.set_viewport_size({"width": 390, "height": 844})
        reader.settle()
        left, right = (page.locator(".edition-name").nth(at).bounding_box() for at in (0, 1))
        assert left and right and left["x"] == right["x"] and left["y"] < right["y"]
        told = []
        for unseen in (newest, "0123456789abcdef"):
            page.goto(f"{address}/compare?against={unseen}")
            page.get_by_text(f"do not exist here: {unseen}").wait_for()
            reader.settle()
            told.append(page.locator(".stMain").inner_text().replace(unseen, "it"))
        assert told[0] == told[1]
