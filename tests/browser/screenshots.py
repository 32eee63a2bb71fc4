"""Pictures of the pages for the documents: `make screenshots` writes them to docs/screenshots."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from .running import ROOT, chromium, command, reading, served

FOLDER = ROOT / "docs" / "screenshots"
VIEWS = [
    ("overview-zh", "zh", 1440, 900, "light"),
    ("overview-en", "en", 1440, 900, "light"),
    ("overview-dark-zh", "zh", 1440, 900, "dark"),
    ("overview-dark-en", "en", 1440, 900, "dark"),
    ("overview-tablet-zh", "zh", 1024, 768, "light"),
    ("overview-phone-en", "en", 390, 844, "light"),
]


def main(home: Path) -> None:
    """Take every view of `VIEWS` from a home."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, served(home) as address:
        browser = chromium(playwright)
        for name, lang, width, height, scheme in VIEWS:
            size = {"width": width, "height": height}
            with reading(browser, address, lang=lang, scheme=scheme, **size) as reader:
                reader.open().screenshot(path=FOLDER / f"{name}.png")
                print(FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as folder:
            command(Path(folder), "demo")
            main(Path(folder))
