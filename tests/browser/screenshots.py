"""Pictures of the pages for the documents: `make screenshots` writes them to docs/screenshots."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from milestones.editions.data_home import DataHome
from milestones.figures.compute import compute_figure
from milestones.selection import Selection

from .running import ROOT, Reader, chromium, command, reading, served

FOLDER = ROOT / "docs" / "screenshots"
DESK, TABLET, PHONE = (1440, 900), (1024, 768), (390, 844)
VIEWS = [
    ("overview-zh", "/", "zh", DESK, "light"),
    ("overview-en", "/", "en", DESK, "light"),
    ("overview-dark-zh", "/", "zh", DESK, "dark"),
    ("overview-dark-en", "/", "en", DESK, "dark"),
    ("overview-tablet-zh", "/", "zh", TABLET, "light"),
    ("overview-phone-en", "/", "en", PHONE, "light"),
    ("provinces-zh", "/provinces?as_of=2024-06", "zh", DESK, "light"),
    ("institutions-en", "/institutions?province=420000&as_of=2024-06", "en", DESK, "light"),
    ("institution-zh", "/institution?institution={one}", "zh", DESK, "light"),
    ("pipeline-en", "/pipeline", "en", DESK, "light"),
    ("transfers-zh", "/transfers?province=320000", "zh", DESK, "light"),
    ("fields-en", "/fields?as_of=2024-06", "en", DESK, "dark"),
    ("briefing-zh", "/briefing", "zh", DESK, "light"),
    ("methods-en", "/methods", "en", DESK, "light"),
]
WITHOUT_FIGURES = {"/briefing", "/methods"}
SETTLING = 1_500


def main(home: Path) -> None:
    """Take every view of `VIEWS` from a home; `{one}` stands for its largest institution."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with DataHome(home).edition() as edition:
        one = compute_figure("institution_table", edition, Selection()).frame
        largest = one.sort_values("due", ascending=False)["institution_id"].iloc[0]
    with sync_playwright() as playwright, served(home) as address:
        browser = chromium(playwright)
        for name, path, lang, (width, height), scheme in VIEWS:
            size = {"width": width, "height": height}
            with reading(browser, address, lang=lang, scheme=scheme, **size) as reader:
                _opened(reader, path.format(one=largest)).screenshot(path=FOLDER / f"{name}.png")
                print(FOLDER / f"{name}.png")
        browser.close()


def _opened(reader: Reader, path: str) -> Page:
    """Open a page; some have no figure to wait for."""
    if path not in WITHOUT_FIGURES:
        return reader.open(path)
    reader.page.goto(reader.address + path)
    reader.page.wait_for_selector(".foot")
    reader.page.wait_for_timeout(SETTLING)
    return reader.page


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as folder:
            command(Path(folder), "demo")
            main(Path(folder))
