"""The dashboard follows the pointer to the current edition while it runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from milestones.editions.publishing import rollback
from milestones.editions.release import set_release

from .running import of_its_own, reading, served


def test_a_rollback_is_shown_without_a_restart(
    browser: Browser, home: Path, tmp_path: Path
) -> None:
    own, newest, earlier = of_its_own(home, tmp_path / "own")
    with served(own.path) as address, reading(browser, address, lang="en") as reader:
        page = reader.open()
        assert newest in page.locator(".foot").inner_text()
        before = page.locator(".verdicts").inner_text()
        rollback(own, earlier)
        page.get_by_role("radio", name="Inventions only").click()
        page.locator(".foot").get_by_text(earlier).wait_for()
        page.get_by_role("radio", name="All patents").click()
        page.locator(".chosen").get_by_text("all patents").wait_for()
        reader.settle()
        assert page.locator(".verdicts").inner_text() != before
        assert not reader.complaints
        rollback(own, newest)
        page.reload()
        reader.settle()
        assert page.locator(".verdicts").inner_text() == before
        (own.path / "current").write_bytes(b"")
        page.reload()
        page.get_by_text("It cannot be read which edition is current").wait_for()
        assert newest in page.locator(".foot").inner_text()


def test_an_empty_home_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as address, reading(browser, address, lang="en") as reader:
        reader.page.goto(address)
        reader.page.get_by_text("There is no edition yet").wait_for(timeout=30_000)
        assert "python -m milestones publish" in reader.page.locator("pre").inner_text()
        _break(tmp_path)
        reader.page.reload()
        reader.page.get_by_text("cannot be opened").wait_for(timeout=30_000)
        assert "Traceback" not in reader.page.inner_text("body")


def _break(home: Path) -> None:
    """Leave a file that is no edition where the pointer points."""
    (home / "editions").mkdir(parents=True)
    (home / "editions" / "0123456789abcdef.duckdb").write_bytes(b"not a database")
    (home / "current").write_text("0123456789abcdef\n", encoding="ascii")


def test_an_older_edition_is_marked_on_every_page_and_kept_from_page_to_page(
    browser: Browser, home: Path, tmp_path: Path
) -> None:
    own, newest, earlier = of_its_own(home, tmp_path / "own")
    set_release(own, newest, datetime.now(UTC) + timedelta(days=1))
    first = own.edition_ids()[0]
    with served(own.path) as address, reading(browser, address, lang="en") as reader:
        page = reader.open(f"/?edition={first}")
        mark = page.locator(".other-edition")
        assert "An older edition, received on 5 July 2024" in mark.inner_text()
        page.get_by_role("link", name="Transfers").click()
        page.locator(".question").get_by_text("are they growing").first.wait_for()
        assert f"edition={first}" in page.url and mark.count() == 1
        page.get_by_text("Inventions only").click()
        page.locator(".chosen").get_by_text("inventions only").wait_for()
        assert f"edition={first}" in page.url and first in page.locator(".foot").inner_text()
        page.get_by_role("link", name="Go to the current edition").click()
        page.locator(".foot").get_by_text(earlier).wait_for()
        assert "edition=" not in page.url and mark.count() == 0
        page.goto(f"{address}/?edition=")
        page.locator(".foot").get_by_text(earlier).wait_for()
        onward = page.get_by_role("link", name="Transfers").get_attribute("href")
        assert onward and "edition=" not in onward, "no name names no edition"
        answers = []
        for unseen in (newest, "0123456789abcdef"):
            page.goto(f"{address}/?edition={unseen}")
            page.get_by_text("There is no edition").wait_for()
            answers.append(page.locator(".stMain").inner_text().replace(unseen, "it"))
        assert answers[0] == answers[1]
        assert not reader.complaints
