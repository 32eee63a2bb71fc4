"""The app runs with every hook switched off that does not guard: slower, and looking plain."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.readers import Reader
from browser.running import served
from sharing import synthetic_home

from pages.parts.links import LISTED_PAGES
from pages.parts.streamlit_compat.hooks import PLAIN_SETTING
from pages.parts.streamlit_compat.responses import STREAMLIT_STATIC

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return synthetic_home(tmp_path_factory)


@pytest.fixture
def address(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv(PLAIN_SETTING, "1")
    with served(home) as at:
        yield at


def test_every_page_shows_without_hooks(home: Path, address: str) -> None:
    with Reader(address) as reader:
        for page in ("provinces", *LISTED_PAGES, "institution"):
            before = reader.messages
            reader.ask(page, lang="zh")
            assert reader.messages - before > 5, page
        assert not reader.failed
    log = home / f"dashboard-{address.rpartition(':')[2]}.log"
    assert "cannot be shown" not in log.read_text(encoding="utf-8")


def test_the_page_is_streamlits_own_and_still_guarded(address: str) -> None:
    with urllib.request.urlopen(f"{address}/?lang=zh") as answer:
        assert answer.read() == (STREAMLIT_STATIC / "index.html").read_bytes()
        assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
        assert "milestones_browser=" in answer.headers["set-cookie"]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/_stcore/metrics")


def test_a_page_that_has_not_changed_gives_the_cookie_too(address: str) -> None:
    """A browser that was closed keeps the page and its tag, and loses the cookie of its session."""
    with urllib.request.urlopen(address) as answer:
        tag = answer.headers["etag"]
    assert tag
    again = urllib.request.Request(address, headers={"If-None-Match": tag})
    with urllib.request.urlopen(again) as answer:
        assert "milestones_browser=" in answer.headers["set-cookie"]
