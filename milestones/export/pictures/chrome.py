"""Where Chrome is, and the page that it draws on: nothing is fetched from anywhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from choreographer.browsers.chromium import Chromium
from kaleido import PageGenerator

from milestones.i18n import Locale, _

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chrome-headless-shell",
    "microsoft-edge",
    "msedge",
)
NAMED_BY = ("BROWSER_PATH", "CHROMIUM")
PLAYWRIGHT = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)
NOWHERE = "http://127.0.0.1:9"
"""A proxy at which nobody listens: whatever Chrome may ask of the network, nothing leaves."""

SCRIPT = Path(__file__).with_name("page.js")
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src file: 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:\">"
)
"""What the page itself may load: its scripts, and pictures that it carries along."""

SEED = """
        <script>
            let state = 1;
            Math.random = () => (state = (state * 48271) % 2147483647) / 2147483647;
        </script>"""
"""Plotly's SVG ids are random; the page is loaded anew for each picture, so they repeat."""


NONE_HERE = _(
    "PNG, SVG and PDF need `Chrome` or `Chromium`, and this machine has none. Install one, for"
    " instance with `apt install chromium`, or name it in `BROWSER_PATH`."
)
NOT_THERE = _("{variable} names {path}, and no browser is there.")


class ChromeMissingError(RuntimeError):
    """There is no Chrome or Chromium on this machine; the message says what to install."""

    def __init__(self, message: str, **places: str) -> None:
        super().__init__(message.format(**places))
        self._message, self._places = message, places

    def sentence(self, words: Locale) -> str:
        """Say it in the reader's language."""
        return words(self._message, **self._places)


def find_chrome() -> Path:
    """Find a Chrome: the one named by BROWSER_PATH, else one of the usual names and places.

    Raises ChromeMissingError, also where BROWSER_PATH names something that cannot be run.
    """
    for variable in NAMED_BY:
        if named := os.environ.get(variable):
            return _named(variable, named)
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    found = on_path or _playwrights() or _usual()
    if found:
        return Path(found)
    raise ChromeMissingError(NONE_HERE)


def page() -> PageGenerator:
    """Make the page: Plotly from the installed package, seeded ids, our own script."""
    made = PageGenerator(mathjax=False, others=[SCRIPT.as_uri()])
    made.header = made.header.replace("<head>", f"<head>{POLICY}") + SEED
    return made


def _named(variable: str, path: str) -> Path:
    if os.access(path, os.X_OK) and Path(path).is_file():
        return Path(path)
    raise ChromeMissingError(NOT_THERE, variable=variable, path=path)


def _playwrights() -> str | None:
    """Give the newest Chromium that Playwright has brought."""
    places = (os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), "~/.cache/ms-playwright",
              "~/Library/Caches/ms-playwright", "~/AppData/Local/ms-playwright")  # fmt: skip
    found = [
        str(path)
        for place in places
        if place
        for pattern in PLAYWRIGHT
        for path in Path(place).expanduser().glob(pattern)
        if os.access(path, os.X_OK)
    ]
    return max(found, default=None)


def _usual() -> str | None:
    found: str | None = Chromium.find_browser(skip_local=False)
    return found
